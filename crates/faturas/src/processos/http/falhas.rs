//! `GET /processos/falhas`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, Problemas, ResultadoHttp};
use nucleo::permissoes::VerProcessos;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{comum::hoje, filtro::com_filtros};
use crate::{App, processos::repositorio::lista};

com_filtros! {
    /// Os filtros da lista; `com_falha` e `classe_erro` não mudam nada aqui.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    Consulta {}
}

/// O que parou, junto por motivo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::falhas::Resposta)]
pub struct Resposta {
    /// Da classe mais comum à mais rara.
    itens: Vec<Classe>,
}

/// Uma classe de erro.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::falhas::Classe)]
pub struct Classe {
    /// Código do que deu errado, como `CREDENCIAL`; nulo se a execução não disse.
    classe_erro: Option<String>,
    /// Em quantos processos a última execução parou assim.
    quantidade: i64,
}

/// Conta, por classe de erro, os processos do filtro cuja última execução falhou ou ficou incerta.
#[utoipa::path(get, path = "/processos/falhas", tag = "processos", params(Consulta),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn contar_falhas(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Json<Resposta>> {
    escopo.exigir::<VerProcessos>()?;
    let filtro = consulta.filtro(hoje(&app))?;
    let classes = app.base.banco.ler(&escopo, async |cx| lista::falhas_por_classe(cx, &filtro).await).await?;
    let itens =
        classes.into_iter().map(|(classe_erro, quantidade)| Classe { classe_erro, quantidade }).collect();
    Ok(Json(Resposta { itens }))
}
