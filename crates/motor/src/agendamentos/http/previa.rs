//! `POST /agendamentos/previa`.

use axum::{Json, extract::State};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use chrono::{DateTime, Utc};
use nucleo::{Pode, permissoes::VerAgendamentos};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{App, Regra};

/// A expressão que se quer entender.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = agendamentos::PedidoDePrevia, example = json!({ "cron": "0 6 1 * *", "fuso": "America/Sao_Paulo" }))]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// Expressão cron, de 5 campos ou 6 com segundos.
    cron: String,
    /// Nome IANA do fuso.
    #[serde(default = "super::fuso_padrao")]
    #[schema(default = "America/Sao_Paulo")]
    fuso: String,
}

/// O que a expressão faria.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = agendamentos::Previa)]
pub struct Previa {
    /// Os cinco próximos disparos.
    proximas: Vec<DateTime<Utc>>,
    /// A expressão em português.
    descricao: String,
}

/// Diz o que uma expressão cron quer dizer e quando dispararia, sem gravar nada.
#[utoipa::path(
    post, path = "/agendamentos/previa", tag = "agendamentos", operation_id = "prever_agendamento",
    request_body = Pedido, responses((status = 200, body = Previa), Problemas)
)]
pub async fn prever(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<Previa>> {
    let _: Pode<VerAgendamentos> = escopo.exigir()?;
    let agora = app.base.banco.relogio().agora();
    let regra = Regra::nova(pedido.cron.trim(), pedido.fuso.trim(), agora)?;
    Ok(Json(Previa { proximas: regra.proximas(agora, 5)?, descricao: regra.descricao() }))
}
