//! `POST /agendamentos`.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, ComVersao, Corpo, Problemas, ResultadoHttp};

use super::{Pedido, Resposta};
use crate::{App, agendamentos::acoes};

/// Cria um agendamento. Cron impossível, fuso desconhecido e tipo indisponível são recusados.
#[utoipa::path(
    post, path = "/agendamentos", tag = "agendamentos", operation_id = "criar_agendamento",
    request_body = Pedido, responses((status = 201, body = Resposta), Problemas)
)]
pub async fn criar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, ComVersao<Resposta>)> {
    let pode = escopo.exigir()?;
    let criado =
        app.base.banco.gravar(&escopo, async |cx| acoes::criar(cx, pode, pedido.into()).await).await?;
    let (versao, agora) = (criado.versao, app.base.banco.relogio().agora());
    Ok((StatusCode::CREATED, ComVersao(versao, Json(Resposta::de(criado, agora)?))))
}
