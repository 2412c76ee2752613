//! `DELETE /sessoes/{id}`

use axum::{extract::State, http::StatusCode};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::SessaoId;

use crate::{App, entrada::acoes};

/// Encerra uma das próprias sessões.
#[utoipa::path(delete, path = "/sessoes/{id}", tag = "entrada",
    params(("id" = Uuid, Path, description = "A sessão")),
    responses((status = 204, description = "Encerrada"), Problemas))]
pub async fn encerrar_sessao(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<SessaoId>,
) -> ResultadoHttp<StatusCode> {
    acoes::encerrar_sessao(&app.porteiro, &escopo, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
