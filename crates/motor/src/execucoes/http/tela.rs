//! `GET /execucoes/{id}/tela`.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::{ExecucaoId, Pode, permissoes::VerExecucoes};

use crate::{App, execucoes::repositorio, telas};

/// A última tela do navegador em andamento, em JPEG, com os campos de senha cobertos; no máximo uma por segundo.
/// Responde 204 enquanto não há: a execução não usa navegador, já acabou, ou a primeira foto ainda vem.
#[utoipa::path(
    get, path = "/execucoes/{id}/tela", tag = "execucoes", operation_id = "ver_tela",
    params(("id" = Uuid, Path, description = "A execução")),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>),
        (status = 204, description = "Não há tela agora."), Problemas)
)]
pub async fn ver(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
) -> ResultadoHttp<Response> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    app.base.banco.ler(&escopo, async |cx| repositorio::situacao(cx, id).await).await?;
    let Some(jpeg) = telas::pedir(id) else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let cabecalhos = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((cabecalhos, jpeg).into_response())
}
