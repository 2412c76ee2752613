//! Obter um cliente.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Caminho, ComVersao, Problemas, ResultadoHttp};
use nucleo::ClienteId;

use super::formas::Resposta;
use crate::clientes::acoes;

/// Mostra um cliente.
#[utoipa::path(get, path = "/clientes/{id}", tag = "clientes",
    params(("id" = Uuid, Path, description = "O cliente")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn obter_cliente(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ClienteId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let cliente = base.banco.ler(&escopo, async |cx| acoes::obter(cx, pode, id).await).await?;
    Ok(ComVersao(cliente.versao, Json(cliente.into())))
}
