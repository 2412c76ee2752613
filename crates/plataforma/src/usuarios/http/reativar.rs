//! `DELETE /vinculos/{id}/revogacao`

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::VinculoId;

use super::Resposta;
use crate::{App, usuarios::acoes};

/// Devolve o acesso revogado, com os grupos que tinha.
///
/// As sessões encerradas não voltam: a pessoa entra de novo.
#[utoipa::path(delete, path = "/vinculos/{id}/revogacao", tag = "usuarios",
    params(("id" = Uuid, Path, description = "O vínculo")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn reativar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<VinculoId>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let vinculo = app.base.banco.gravar(&escopo, async |cx| acoes::reativar(cx, pode, id).await).await?;
    app.porteiro.esquecer();
    Ok(Json(vinculo.into()))
}
