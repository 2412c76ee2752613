//! `POST /execucoes/{id}/repeticao`.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::ExecucaoId;

use super::Aceita;
use crate::{App, execucoes::pessoas};

/// Repete uma execução encerrada: cria outra, ligada a ela.
#[utoipa::path(
    post, path = "/execucoes/{id}/repeticao", tag = "execucoes", operation_id = "repetir_execucao",
    params(("id" = Uuid, Path, description = "A execução")),
    responses((status = 202, body = Aceita), Problemas)
)]
pub async fn repetir(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
) -> ResultadoHttp<(StatusCode, Json<Aceita>)> {
    let pode = escopo.exigir()?;
    let repetida = app
        .base
        .banco
        .gravar(&escopo, async |cx| pessoas::repetir(cx, pode, &app.catalogo, id).await)
        .await?;
    Ok((StatusCode::ACCEPTED, Json(Aceita::de(repetida))))
}
