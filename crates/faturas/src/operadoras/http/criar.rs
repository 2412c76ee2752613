//! Criar uma operadora.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Base, ComVersao, Corpo, Problemas, ResultadoHttp};
use nucleo::Cofre;

use super::formas::{Pedido, Resposta};
use crate::operadoras::acoes;

/// Cria uma operadora ativa. 409 `operadora_duplicada` se o código já existe na conta.
#[utoipa::path(post, path = "/operadoras", tag = "operadoras", request_body = Pedido,
    responses((status = 201, body = Resposta), Problemas))]
pub async fn criar_operadora(
    State(base): State<Base>,
    State(cofre): State<Arc<dyn Cofre>>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, ComVersao<Resposta>)> {
    let pode = escopo.exigir()?;
    let operadora = base
        .banco
        .gravar(&escopo, async |cx| acoes::criar(cx, cofre.as_ref(), pode, pedido.into()).await)
        .await?;
    Ok((StatusCode::CREATED, ComVersao(operadora.versao, Json(operadora.into()))))
}
