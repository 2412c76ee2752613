//! `GET /agendamentos/{id}/disparos`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use chrono::{DateTime, Utc};
use nucleo::{AgendamentoId, Limite, Pode, permissoes::VerAgendamentos};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::listar::Busca;
use crate::{
    App, Situacao,
    agendamentos::{Disparo, OrigemDoDisparo, disparos, repositorio},
};

/// Um disparo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = agendamentos::Disparo)]
pub struct Resposta {
    /// A hora marcada; no disparo manual, a do pedido.
    previsto_para: DateTime<Utc>,
    execucao_id: Option<Uuid>,
    /// Onde a execução está.
    status: Option<Situacao>,
    criado_em: DateTime<Utc>,
    origem: OrigemDoDisparo,
}

impl From<Disparo> for Resposta {
    fn from(disparo: Disparo) -> Self {
        Self {
            previsto_para: disparo.previsto_para,
            execucao_id: disparo.execucao_id.map(|id| id.0),
            status: disparo.status,
            criado_em: disparo.criado_em,
            origem: disparo.origem,
        }
    }
}

/// Lista os disparos de um agendamento, do mais novo ao mais velho.
#[utoipa::path(
    get, path = "/agendamentos/{id}/disparos", tag = "agendamentos", operation_id = "listar_disparos",
    params(("id" = Uuid, Path, description = "O agendamento"), Busca),
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas)
)]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<AgendamentoId>,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let _: Pode<VerAgendamentos> = escopo.exigir()?;
    let (cursor, limite) = (lendo_cursor(busca.cursor)?, Limite::novo(busca.limite)?);
    let pagina = app
        .base
        .banco
        .ler(&escopo, async |cx| {
            repositorio::buscar(cx, id).await?;
            disparos::listar(cx, id, cursor, limite).await
        })
        .await?;
    Ok(Json(pagina.mapear(Resposta::from).into()))
}
