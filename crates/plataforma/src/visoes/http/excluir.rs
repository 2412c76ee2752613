//! `DELETE /visoes/{id}`

use axum::{extract::State, http::StatusCode};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::VisaoId;

use crate::{App, visoes::acoes};

/// Exclui uma visão própria.
#[utoipa::path(delete, path = "/visoes/{id}", tag = "visoes", operation_id = "excluir_visao",
    params(("id" = Uuid, Path, description = "A visão")),
    responses((status = 204, description = "Excluída."), Problemas))]
pub async fn excluir(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<VisaoId>,
) -> ResultadoHttp<StatusCode> {
    app.base.banco.gravar(&escopo, async |cx| acoes::excluir(cx, id).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
