//! Criar um cliente.

use std::sync::Arc;

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Base, ComVersao, Corpo, Problemas, ResultadoHttp};
use nucleo::Cofre;

use super::formas::{Pedido, Resposta};
use crate::clientes::acoes;

/// Cria um cliente ativo. 409 `operadora_inativa`; `cliente_duplicado` ou `hash_unico_em_uso`, com o id do
/// que já existe.
#[utoipa::path(post, path = "/clientes", tag = "clientes", request_body = Pedido,
    responses((status = 201, body = Resposta), Problemas))]
pub async fn criar_cliente(
    State(base): State<Base>,
    State(cofre): State<Arc<dyn Cofre>>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, ComVersao<Resposta>)> {
    let pode = escopo.exigir()?;
    let (operadora, entrada) = pedido.partes();
    let cliente = base
        .banco
        .gravar(&escopo, async |cx| acoes::criar(cx, cofre.as_ref(), pode, operadora, entrada).await)
        .await?;
    Ok((StatusCode::CREATED, ComVersao(cliente.versao, Json(cliente.into()))))
}
