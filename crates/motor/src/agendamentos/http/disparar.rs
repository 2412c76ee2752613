//! `POST /agendamentos/{id}/disparo`.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::AgendamentoId;

use crate::{App, agendamentos::acoes, execucoes::http::Aceita};

/// Dispara um agendamento agora, sem mexer na próxima hora marcada.
#[utoipa::path(
    post, path = "/agendamentos/{id}/disparo", tag = "agendamentos", operation_id = "disparar_agendamento",
    params(("id" = Uuid, Path, description = "O agendamento")),
    responses((status = 202, body = Aceita), Problemas)
)]
pub async fn disparar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<AgendamentoId>,
) -> ResultadoHttp<(StatusCode, Json<Aceita>)> {
    let pode = escopo.exigir()?;
    let execucao =
        app.base.banco.gravar(&escopo, async |cx| acoes::disparar_agora(cx, pode, id).await).await?;
    Ok((StatusCode::ACCEPTED, Json(Aceita::de(execucao))))
}
