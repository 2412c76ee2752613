//! `GET /agendamentos/{id}`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Problemas, ResultadoHttp};
use nucleo::{AgendamentoId, Pode, permissoes::VerAgendamentos};

use super::Resposta;
use crate::{App, agendamentos::repositorio};

/// Mostra um agendamento, com os cinco próximos disparos.
#[utoipa::path(
    get, path = "/agendamentos/{id}", tag = "agendamentos", operation_id = "buscar_agendamento",
    params(("id" = Uuid, Path, description = "O agendamento")),
    responses((status = 200, body = Resposta, headers(("ETag" = String, description = "A versão"))), Problemas)
)]
pub async fn buscar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<AgendamentoId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let _: Pode<VerAgendamentos> = escopo.exigir()?;
    let agendamento = app.base.banco.ler(&escopo, async |cx| repositorio::buscar(cx, id).await).await?;
    let (versao, agora) = (agendamento.versao, app.base.banco.relogio().agora());
    Ok(ComVersao(versao, Json(Resposta::de(agendamento, agora)?)))
}
