//! `GET /perfil`

use axum::{Json, extract::State};
use borda::{Autenticado, Problemas, ResultadoHttp};

use super::UsuarioHttp;
use crate::{App, usuarios::perfil};

/// Mostra a própria pessoa.
#[utoipa::path(get, path = "/perfil", tag = "perfil",
    responses((status = 200, body = UsuarioHttp), Problemas))]
pub async fn ver_perfil(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<Json<UsuarioHttp>> {
    Ok(Json(app.base.banco.ler(&escopo, perfil::ver).await?.into()))
}
