//! `PUT /agendamentos/{id}`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp, Versao};
use nucleo::AgendamentoId;

use super::{Pedido, Resposta};
use crate::{App, agendamentos::acoes};

/// Altera um agendamento. Com `If-Match`, só se ninguém o mudou depois de lido.
#[utoipa::path(
    put, path = "/agendamentos/{id}", tag = "agendamentos", operation_id = "alterar_agendamento",
    params(
        ("id" = Uuid, Path, description = "O agendamento"),
        ("If-Match" = Option<String>, Header, description = "O ETag recebido na leitura")
    ),
    request_body = Pedido, responses((status = 200, body = Resposta), Problemas)
)]
pub async fn alterar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<AgendamentoId>,
    versao: Versao,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let alterado = app
        .base
        .banco
        .gravar(&escopo, async |cx| acoes::alterar(cx, pode, id, versao, pedido.into()).await)
        .await?;
    let (versao, agora) = (alterado.versao, app.base.banco.relogio().agora());
    Ok(ComVersao(versao, Json(Resposta::de(alterado, agora)?)))
}
