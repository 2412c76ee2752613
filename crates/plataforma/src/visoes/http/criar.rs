//! `POST /visoes`

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Resposta;
use crate::{
    App,
    visoes::{Dados, acoes},
};

/// A visão nova.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = visoes::criar::Pedido, example = json!({
    "tela": "processos", "nome": "Atrasados", "consulta": "atrasados=true"
}))]
pub struct Pedido {
    /// De qual tela.
    pub tela: String,
    /// Nome, até 60 caracteres, único na tela.
    pub nome: String,
    /// A parte do endereço depois de `?`, até 2.000 caracteres.
    pub consulta: String,
}

/// Guarda uma visão (até 50 por tela).
#[utoipa::path(post, path = "/visoes", tag = "visoes", operation_id = "criar_visao", request_body = Pedido,
    responses((status = 201, body = Resposta), Problemas))]
pub async fn criar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, Json<Resposta>)> {
    let Pedido { tela, nome, consulta } = pedido;
    let gravacao =
        app.base.banco.gravar(&escopo, async |cx| acoes::criar(cx, &tela, Dados { nome, consulta }).await);
    Ok((StatusCode::CREATED, Json(gravacao.await?.into())))
}
