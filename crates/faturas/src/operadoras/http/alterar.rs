//! Alterar uma operadora.

use std::sync::Arc;

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp, Versao};
use nucleo::{Cofre, OperadoraId};

use super::formas::{Pedido, Resposta};
use crate::operadoras::acoes;

/// Troca os dados de uma operadora. Com `If-Match`, só se ninguém a mudou desde a leitura (412). 409
/// `operadora_duplicada`, ou `codigo_em_uso` se há clientes e o código mudou.
#[utoipa::path(put, path = "/operadoras/{id}", tag = "operadoras", request_body = Pedido,
    params(("id" = Uuid, Path, description = "A operadora"), ("If-Match" = Option<String>, Header, description = "O ETag lido")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn alterar_operadora(
    State(base): State<Base>,
    State(cofre): State<Arc<dyn Cofre>>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<OperadoraId>,
    Versao(versao): Versao,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let operadora = base
        .banco
        .gravar(&escopo, async |cx| acoes::alterar(cx, cofre.as_ref(), pode, id, versao, pedido.into()).await)
        .await?;
    Ok(ComVersao(operadora.versao, Json(operadora.into())))
}
