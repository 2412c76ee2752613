//! `DELETE /agendamentos/{id}`.

use axum::{extract::State, http::StatusCode};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp, Versao};
use nucleo::AgendamentoId;

use crate::{App, agendamentos::acoes};

/// Exclui um agendamento. As execuções que ele começou ficam.
#[utoipa::path(
    delete, path = "/agendamentos/{id}", tag = "agendamentos", operation_id = "excluir_agendamento",
    params(
        ("id" = Uuid, Path, description = "O agendamento"),
        ("If-Match" = Option<String>, Header, description = "O ETag recebido na leitura")
    ),
    responses((status = 204), Problemas)
)]
pub async fn excluir(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<AgendamentoId>,
    versao: Versao,
) -> ResultadoHttp<StatusCode> {
    let pode = escopo.exigir()?;
    app.base.banco.gravar(&escopo, async |cx| acoes::excluir(cx, pode, id, versao).await).await?;
    Ok(StatusCode::NO_CONTENT)
}
