//! Obter uma operadora.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Caminho, ComVersao, Problemas, ResultadoHttp};
use nucleo::OperadoraId;

use super::formas::Resposta;
use crate::operadoras::acoes;

/// Mostra uma operadora.
#[utoipa::path(get, path = "/operadoras/{id}", tag = "operadoras",
    params(("id" = Uuid, Path, description = "A operadora")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn obter_operadora(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<OperadoraId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let operadora = base.banco.ler(&escopo, async |cx| acoes::obter(cx, pode, id).await).await?;
    Ok(ComVersao(operadora.versao, Json(operadora.into())))
}
