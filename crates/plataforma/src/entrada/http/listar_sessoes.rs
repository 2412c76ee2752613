//! `GET /sessoes`

use axum::{Json, extract::State, http::HeaderMap};
use borda::{Autenticado, PaginaHttp, Problemas, ResultadoHttp};
use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::ContaHttp;
use crate::{
    App,
    entrada::{Sessao, acoes},
};

/// Uma sessão aberta da própria pessoa.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = entrada::Sessao, example = json!({
    "id": "0199f3a2-0000-7000-8000-000000000005", "atual": true,
    "conta": { "id": "0199f3a2-0000-7000-8000-000000000002", "nome": "Revenda do Sul" },
    "criado_em": "2026-11-20T12:00:00Z", "visto_em": "2026-11-20T12:31:00Z", "expira_em": "2026-11-21T00:00:00Z",
    "ip": "203.0.113.7", "agente_usuario": "Mozilla/5.0"
}))]
pub struct Resposta {
    /// O id.
    pub id: Uuid,
    /// A conta em que se age nela.
    pub conta: ContaHttp,
    /// Quando começou.
    pub criado_em: DateTime<Utc>,
    /// Último uso, com precisão de um minuto.
    pub visto_em: DateTime<Utc>,
    /// Quando se encerra, usada ou não.
    pub expira_em: DateTime<Utc>,
    /// Endereço de onde começou.
    pub ip: Option<String>,
    /// Programa que a começou.
    pub agente_usuario: Option<String>,
    /// É a deste pedido.
    pub atual: bool,
}

impl From<Sessao> for Resposta {
    fn from(sessao: Sessao) -> Self {
        let Sessao { id, conta, criado_em, visto_em, expira_em, ip, agente_usuario, atual } = sessao;
        Self { id: id.0, conta: conta.into(), criado_em, visto_em, expira_em, ip, agente_usuario, atual }
    }
}

/// Lista as próprias sessões abertas, da usada há menos tempo à mais antiga.
///
/// Cabem todas em uma página (até 200).
#[utoipa::path(get, path = "/sessoes", tag = "entrada",
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas))]
pub async fn listar_sessoes(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    cabecalhos: HeaderMap,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let atual = app.porteiro.cookie().ler(&cabecalhos);
    let sessoes = acoes::listar_sessoes(&app.porteiro, &escopo, atual).await?;
    let itens = sessoes.into_iter().map(Into::into).collect();
    Ok(Json(PaginaHttp { itens, proximo: None, total: None }))
}
