//! `GET /processos/{id}/historico`.

use axum::{
    Json,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use borda::{Autenticado, Caminho, Filtros, Problemas, ResultadoHttp};
use nucleo::{CampoInvalido, Erro, ProcessoId, permissoes::VerProcessos};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comum::{ProcessoHttp, hoje};
use crate::{
    App,
    processos::historico::{self, Evento},
};

/// Em que formato.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Consulta {
    /// `json` (o padrão) ou `csv`.
    formato: Option<String>,
}

/// O processo e tudo o que lhe aconteceu.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::historico::Resposta)]
pub struct Resposta {
    /// O processo como está agora.
    processo: ProcessoHttp,
    /// Os eventos, do mais antigo ao mais novo.
    eventos: Vec<Evento>,
}

/// Exporta o histórico inteiro de um processo: criação, execuções, tentativas, decisões, envios e auditoria.
#[utoipa::path(get, path = "/processos/{id}/historico", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo."), Consulta),
    responses((status = 200, description = "O histórico, em JSON ou CSV.",
        content((Resposta = "application/json"), (String = "text/csv"))), Problemas))]
pub async fn exportar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Response> {
    escopo.exigir::<VerProcessos>()?;
    let em_csv = match consulta.formato.as_deref() {
        None | Some("json") => false,
        Some("csv") => true,
        Some(_) => {
            return Err(Erro::campo(CampoInvalido::novo(
                "formato",
                "formato_desconhecido",
                "use json ou csv",
            ))
            .into());
        }
    };
    let (processo, eventos) = app.base.banco.ler(&escopo, async |cx| historico::montar(cx, id).await).await?;
    if !em_csv {
        return Ok(
            Json(Resposta { processo: ProcessoHttp::novo(processo, hoje(&app)), eventos }).into_response()
        );
    }
    let mut resposta = historico::em_csv(&eventos)?.into_response();
    let nome = format!("attachment; filename=\"historico-{id}.csv\"");
    let cabecalhos = resposta.headers_mut();
    cabecalhos.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    cabecalhos.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&nome).map_err(Erro::interno)?);
    Ok(resposta)
}
