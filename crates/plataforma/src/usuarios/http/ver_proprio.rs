//! `GET /perfil`

use axum::{Json, extract::State};
use borda::{Autenticado, Problemas, ResultadoHttp};

use super::UsuarioHttp;
use crate::{App, usuarios::proprio};

/// Mostra a própria pessoa.
#[utoipa::path(get, path = "/perfil", tag = "perfil", operation_id = "ver_perfil",
    responses((status = 200, body = UsuarioHttp), Problemas))]
pub async fn ver_proprio(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<Json<UsuarioHttp>> {
    Ok(Json(app.base.banco.ler(&escopo, proprio::ver).await?.into()))
}
