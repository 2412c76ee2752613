//! `POST /processos/{id}/envio`.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::ProcessoId;

use super::comum::EnfileiradaHttp;
use crate::{App, processos::acoes};

/// Manda ao SAT de novo a fatura aprovada, quando o envio anterior terminou em falha.
#[utoipa::path(post, path = "/processos/{id}/envio", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")),
    responses((status = 202, body = EnfileiradaHttp), Problemas))]
pub async fn enviar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
) -> ResultadoHttp<(StatusCode, Json<EnfileiradaHttp>)> {
    let pode = escopo.exigir()?;
    let execucao = app.base.banco.gravar(&escopo, async |cx| acoes::reenviar(cx, pode, id).await).await?;
    Ok((StatusCode::ACCEPTED, Json(EnfileiradaHttp { execucao_id: execucao.into() })))
}
