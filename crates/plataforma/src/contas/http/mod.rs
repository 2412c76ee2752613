//! Operações HTTP das contas filhas.

pub mod criar;
pub mod listar;
pub mod reativar;
pub mod suspender;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Conta;

/// Uma conta filha.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = contas::Conta, example = json!({
    "id": "0199f3a2-0000-7000-8000-000000000002", "nome": "Revenda do Sul", "ativa": true,
    "criado_em": "2026-11-20T12:00:00Z"
}))]
pub struct Resposta {
    /// O id.
    pub id: Uuid,
    /// Nome.
    pub nome: String,
    /// Se não está suspensa.
    pub ativa: bool,
    /// Quando foi criada.
    pub criado_em: DateTime<Utc>,
}

impl From<Conta> for Resposta {
    fn from(conta: Conta) -> Self {
        let Conta { id, nome, ativa, criado_em } = conta;
        Self { id: id.0, nome, ativa, criado_em }
    }
}
