//! `DELETE /sessao`

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use borda::{Autenticado, Problemas, ResultadoHttp};

use super::sem_sessao;
use crate::{App, entrada::acoes};

/// Sai: encerra a sessão do pedido e apaga o cookie.
#[utoipa::path(delete, path = "/sessao", tag = "entrada",
    responses((status = 204, description = "Encerrada"), Problemas))]
pub async fn encerrar_esta_sessao(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    cabecalhos: HeaderMap,
) -> ResultadoHttp<impl IntoResponse> {
    let cookie = app.porteiro.cookie();
    let atual = cookie.ler(&cabecalhos).ok_or_else(sem_sessao)?;
    acoes::encerrar_atual(&app.porteiro, &escopo, atual).await?;
    Ok((StatusCode::NO_CONTENT, cookie.apagar()))
}
