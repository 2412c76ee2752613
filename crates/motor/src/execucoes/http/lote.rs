//! `POST /execucoes/lote`.

use axum::{Json, extract::State};
use borda::{Autenticado, Corpo, LoteHttp, Problemas, ResultadoHttp, conferir_tamanho_do_lote};
use nucleo::{ExecucaoId, Pode, permissoes::OperarExecucoes};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{App, execucoes::pessoas};

/// O que se faz com cada execução.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = execucoes::AcaoEmLote)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Acao {
    /// Como `POST /execucoes/{id}/cancelamento`.
    Cancelar,
    /// Como `POST /execucoes/{id}/repeticao`.
    Repetir,
}

/// O que fazer, e com quais.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = execucoes::PedidoEmLote, example = json!({
    "acao": "REPETIR", "ids": ["0199f3a2-0000-7000-8000-000000000005"]
}))]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    acao: Acao,
    /// De 1 a 500.
    ids: Vec<Uuid>,
}

/// Quantas de cada vez.
const MAXIMO: usize = 500;

/// Cancela ou repete várias execuções, cada uma na sua transação.
#[utoipa::path(
    post, path = "/execucoes/lote", tag = "execucoes", operation_id = "fazer_em_lote_com_execucoes",
    request_body = Pedido, responses((status = 200, body = LoteHttp), Problemas)
)]
pub async fn fazer_em_lote(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<LoteHttp>> {
    let pode: Pode<OperarExecucoes> = escopo.exigir()?;
    conferir_tamanho_do_lote("ids", pedido.ids.len(), MAXIMO)?;
    let mut lote = LoteHttp::default();
    for id in pedido.ids.into_iter().map(ExecucaoId) {
        let feita = app.base.banco.gravar(&escopo, async |cx| match pedido.acao {
            Acao::Cancelar => pessoas::cancelar_a_pedido(cx, pode, &app.catalogo, id).await.map(drop),
            Acao::Repetir => pessoas::repetir(cx, pode, &app.catalogo, id).await.map(drop),
        });
        lote.anotar(id, feita.await)?;
    }
    Ok(Json(lote))
}
