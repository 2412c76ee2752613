//! Alterar um cliente.

use std::sync::Arc;

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp, Versao};
use nucleo::{ClienteId, Cofre};

use super::formas::{Pedido, Resposta};
use crate::clientes::acoes;

/// Troca os dados de um cliente. Com `If-Match`, só se ninguém o mudou desde a leitura (412). 409 como ao
/// criar; `operadora_inativa` só ao mudar de operadora.
#[utoipa::path(put, path = "/clientes/{id}", tag = "clientes", request_body = Pedido,
    params(("id" = Uuid, Path, description = "O cliente"), ("If-Match" = Option<String>, Header, description = "O ETag lido")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn alterar_cliente(
    State(base): State<Base>,
    State(cofre): State<Arc<dyn Cofre>>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ClienteId>,
    Versao(versao): Versao,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let (operadora, entrada) = pedido.partes();
    let cliente = base
        .banco
        .gravar(&escopo, async |cx| {
            acoes::alterar(cx, cofre.as_ref(), pode, id, versao, operadora, entrada).await
        })
        .await?;
    Ok(ComVersao(cliente.versao, Json(cliente.into())))
}
