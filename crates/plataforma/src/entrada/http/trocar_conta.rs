//! `PUT /sessao/conta`

use axum::{Json, extract::State, http::HeaderMap, response::IntoResponse};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Resposta, sem_sessao};
use crate::{App, entrada::acoes};

/// A conta em que se quer agir.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = entrada::trocar_conta::Pedido, example = json!({
    "conta_id": "0199f3a2-0000-7000-8000-000000000002"
}))]
pub struct Pedido {
    /// Uma das `contas` da sessão.
    pub conta_id: Uuid,
}

/// Passa a agir em outra conta da pessoa.
///
/// Abre outra sessão, com outro cookie, e encerra a do pedido.
#[utoipa::path(put, path = "/sessao/conta", tag = "entrada", request_body = Pedido,
    responses((status = 200, body = Resposta), Problemas))]
pub async fn trocar_conta(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    cabecalhos: HeaderMap,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<impl IntoResponse> {
    let cookie = app.porteiro.cookie();
    let atual = cookie.ler(&cabecalhos).ok_or_else(sem_sessao)?;
    let destino = pedido.conta_id.into();
    let (sessao, identidade) = acoes::trocar_conta(&app.porteiro, &escopo, atual, destino).await?;
    Ok((cookie.gravar(&sessao), Json(Resposta::from(identidade))))
}
