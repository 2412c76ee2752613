//! `GET /sessao`

use axum::{Json, extract::State};
use borda::{Autenticado, Problemas, ResultadoHttp};

use super::Resposta;
use crate::{App, entrada::acoes};

/// Diz quem entrou, em qual conta e o que pode.
#[utoipa::path(get, path = "/sessao", tag = "entrada",
    responses((status = 200, body = Resposta), Problemas))]
pub async fn ver_sessao(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<Json<Resposta>> {
    Ok(Json(acoes::descrever(&app.porteiro, &escopo).await?.into()))
}
