//! `POST /sessao`

use axum::{Json, extract::State, response::IntoResponse};
use borda::{Corpo, OrigemDoPedido, Problema, Problemas};

use super::{Pedido, Resposta};
use crate::{
    App,
    entrada::{ErroDeEntrada, acoes},
};

/// Entra pelo navegador.
///
/// Abre uma sessão e a grava em um cookie `HttpOnly`. Toda recusa é a mesma (`credenciais_invalidas`).
#[utoipa::path(post, path = "/sessao", tag = "entrada", request_body = Pedido, security(()),
    responses(
        (status = 200, body = Resposta),
        (status = 429, body = Problema, content_type = "application/problem+json",
            description = "Tentativas demais; espere o tempo de Retry-After"),
        Problemas))]
pub async fn abrir_sessao(
    State(app): State<App>,
    OrigemDoPedido(origem): OrigemDoPedido,
    Corpo(pedido): Corpo<Pedido>,
) -> Result<impl IntoResponse, ErroDeEntrada> {
    let (sessao, identidade) = acoes::abrir_sessao(&app.porteiro, &pedido.into(), origem).await?;
    Ok((app.porteiro.cookie().gravar(&sessao), Json(Resposta::from(identidade))))
}
