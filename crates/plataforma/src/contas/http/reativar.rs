//! `DELETE /contas/{id}/suspensao`

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::ContaId;

use super::Resposta;
use crate::{App, contas::acoes};

/// Reativa uma conta filha suspensa.
///
/// Sessões ainda no prazo voltam a valer.
#[utoipa::path(delete, path = "/contas/{id}/suspensao", tag = "contas", operation_id = "reativar_conta",
    params(("id" = Uuid, Path, description = "A conta filha")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn reativar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ContaId>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let conta = app.base.banco.gravar(&escopo, async |cx| acoes::reativar(cx, pode, id).await).await?;
    app.porteiro.esquecer();
    Ok(Json(conta.into()))
}
