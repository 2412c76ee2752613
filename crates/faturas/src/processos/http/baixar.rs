//! `POST /processos/{id}/download`.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::ProcessoId;

use super::comum::EnfileiradaHttp;
use crate::{App, processos::acoes};

/// Manda o RPA buscar a fatura no portal.
#[utoipa::path(post, path = "/processos/{id}/download", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")),
    responses((status = 202, body = EnfileiradaHttp), Problemas))]
pub async fn baixar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
) -> ResultadoHttp<(StatusCode, Json<EnfileiradaHttp>)> {
    let pode = escopo.exigir()?;
    let execucao =
        app.base.banco.gravar(&escopo, async |cx| acoes::pedir_download(cx, pode, id).await).await?;
    Ok((StatusCode::ACCEPTED, Json(EnfileiradaHttp { execucao_id: execucao.into() })))
}
