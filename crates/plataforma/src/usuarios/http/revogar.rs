//! `POST /usuarios/{id}/revogacao`

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::UsuarioId;

use super::Resposta;
use crate::{App, usuarios::acoes};

/// Revoga o acesso de uma pessoa à conta.
///
/// As sessões se encerram e os tokens deixam de valer; a pessoa continua a existir. O último
/// administrador não o perde (409).
#[utoipa::path(post, path = "/usuarios/{id}/revogacao", tag = "usuarios", operation_id = "revogar_acesso",
    params(("id" = Uuid, Path, description = "A pessoa, pelo id do usuário")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn revogar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<UsuarioId>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let vinculo = app.base.banco.gravar(&escopo, async |cx| acoes::revogar(cx, pode, id).await).await?;
    app.porteiro.esquecer();
    Ok(Json(vinculo.into()))
}
