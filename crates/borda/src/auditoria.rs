//! A auditoria no fio: a mesma forma na lista da conta e na de um só registro.

use banco::{FatoGuardado, descrever};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

/// Algo que alguém fez.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = auditoria::Fato, example = json!({
    "id": "0199f3a2-0000-7000-8000-000000000009", "instante": "2026-11-20T12:00:00Z",
    "usuario_id": "0199f3a2-0000-7000-8000-000000000003", "usuario_nome": "Ana Souza",
    "acao": "processo.aprovado", "descricao": "aprovou a fatura", "entidade": "processos",
    "entidade_id": "0199f3a2-0000-7000-8000-000000000005", "titulo": "Hospital Santa Aurélia · Telenova · 11/2026",
    "antes": { "status_processo": "AGUARDANDO_APROVACAO" }, "depois": { "status_processo": "AGUARDANDO_ENVIO_SAT" },
    "ip": "192.0.2.7", "user_agent": "Mozilla/5.0", "requisicao_id": "0199f3a2-0000-7000-8000-00000000000a"
}))]
pub struct FatoHttp {
    id: Uuid,
    instante: DateTime<Utc>,
    /// Nulo quando foi o sistema.
    usuario_id: Option<Uuid>,
    usuario_nome: Option<String>,
    /// Verbo estável, como `processo.aprovado`.
    acao: String,
    /// O verbo em português; segue o nome de quem fez.
    descricao: String,
    /// O tipo do registro.
    entidade: String,
    entidade_id: Uuid,
    /// O registro, para pessoas; nulo se ele já não existe nem o fato o diz.
    titulo: Option<String>,
    /// Como estava o que mudou.
    #[schema(value_type = Option<Object>)]
    antes: Option<Value>,
    /// Como ficou.
    #[schema(value_type = Option<Object>)]
    depois: Option<Value>,
    ip: Option<String>,
    user_agent: Option<String>,
    /// O `X-Request-Id` do pedido.
    requisicao_id: Option<String>,
}

impl From<FatoGuardado> for FatoHttp {
    fn from(fato: FatoGuardado) -> Self {
        Self {
            id: fato.id.0,
            instante: fato.instante,
            usuario_id: fato.usuario_id.map(|id| id.0),
            usuario_nome: fato.usuario_nome,
            descricao: descrever(&fato.acao).to_owned(),
            acao: fato.acao,
            entidade: fato.entidade,
            entidade_id: fato.entidade_id,
            titulo: fato.titulo,
            antes: fato.antes,
            depois: fato.depois,
            ip: fato.ip,
            user_agent: fato.user_agent,
            requisicao_id: fato.requisicao_id,
        }
    }
}
