//! `POST /contas/{id}/suspensao`

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::ContaId;

use super::Resposta;
use crate::{App, contas::acoes};

/// Suspende uma conta filha.
///
/// Ninguém mais entra nela; sessões e tokens já abertos deixam de valer.
#[utoipa::path(post, path = "/contas/{id}/suspensao", tag = "contas", operation_id = "suspender_conta",
    params(("id" = Uuid, Path, description = "A conta filha")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn suspender(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ContaId>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let conta = app.base.banco.gravar(&escopo, async |cx| acoes::suspender(cx, pode, id).await).await?;
    app.porteiro.esquecer();
    Ok(Json(conta.into()))
}
