//! `GET /auth/me`

use axum::{Json, extract::State};
use borda::{Autenticado, Problemas, ResultadoHttp};

use super::Resposta;
use crate::{App, entrada::acoes};

/// Diz de quem é o token, em qual conta age e o que pode.
#[utoipa::path(get, path = "/auth/me", tag = "entrada",
    responses((status = 200, body = Resposta), Problemas))]
pub async fn auth_me(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<Json<Resposta>> {
    Ok(Json(acoes::descrever(&app.porteiro, &escopo).await?.into()))
}
