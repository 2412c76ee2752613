//! Operações HTTP das visões salvas.

pub mod alterar;
pub mod criar;
pub mod excluir;
pub mod listar;

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Visao;

/// Os filtros que uma pessoa guardou em uma tela.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = visoes::Resposta, example = json!({
    "id": "0199f3a2-0000-7000-8000-000000000007", "tela": "processos", "nome": "Atrasados da Telenova",
    "consulta": "atrasados=true&operadora_id=0199f3a2-0000-7000-8000-000000000004", "posicao": 1
}))]
pub struct Resposta {
    /// O id.
    pub id: Uuid,
    /// De qual tela.
    pub tela: String,
    /// Nome.
    pub nome: String,
    /// A parte do endereço depois de `?`.
    pub consulta: String,
    /// Em que lugar aparece, a partir de 1.
    pub posicao: i64,
}

impl From<Visao> for Resposta {
    fn from(visao: Visao) -> Self {
        let Visao { id, tela, nome, consulta, posicao } = visao;
        Self { id: id.0, tela, nome, consulta, posicao }
    }
}
