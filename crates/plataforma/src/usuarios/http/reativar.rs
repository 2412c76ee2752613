//! `DELETE /usuarios/{id}/revogacao`

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::UsuarioId;

use super::Resposta;
use crate::{App, usuarios::acoes};

/// Devolve o acesso revogado, com os grupos que tinha.
///
/// As sessões encerradas não voltam: a pessoa entra de novo.
#[utoipa::path(delete, path = "/usuarios/{id}/revogacao", tag = "usuarios", operation_id = "reativar_acesso",
    params(("id" = Uuid, Path, description = "A pessoa, pelo id do usuário")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn reativar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<UsuarioId>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let vinculo = app.base.banco.gravar(&escopo, async |cx| acoes::reativar(cx, pode, id).await).await?;
    app.porteiro.esquecer();
    Ok(Json(vinculo.into()))
}
