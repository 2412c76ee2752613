//! Testar o acesso ao portal de uma operadora.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Base, Caminho, Corpo, Problemas, ResultadoHttp};
use nucleo::OperadoraId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::operadoras::teste_de_acesso;

/// Com o acesso de quem testar.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = operadoras::testar::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// O cliente; sem dizer, o primeiro ativo da operadora com usuário e senha.
    cliente_id: Option<Uuid>,
}

/// A execução que vai testar.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = operadoras::testar::Resposta)]
pub struct Resposta {
    /// Para acompanhar.
    execucao_id: Uuid,
}

/// Enfileira um teste de acesso: entra no portal com o acesso de um cliente, e para. Não cria processo nem baixa
/// nada. 409 `sem_rpa`, `sem_cliente_com_acesso` ou `teste_em_andamento`.
#[utoipa::path(post, path = "/operadoras/{id}/teste-acesso", tag = "operadoras", request_body = Pedido,
    params(("id" = Uuid, Path, description = "A operadora")),
    responses((status = 202, body = Resposta), Problemas))]
pub async fn testar_operadora(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<OperadoraId>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, Json<Resposta>)> {
    let pode = escopo.exigir()?;
    let cliente = pedido.cliente_id.map(Into::into);
    let execucao =
        base.banco.gravar(&escopo, async |cx| teste_de_acesso::pedir(cx, pode, id, cliente).await).await?;
    Ok((StatusCode::ACCEPTED, Json(Resposta { execucao_id: execucao.into() })))
}
