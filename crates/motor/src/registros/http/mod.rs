//! As operações de registros e o que elas falam no fio.

pub(crate) mod ao_vivo;
pub(crate) mod exportar;
pub(crate) mod listar;

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Nivel, Registro};

/// Uma linha que a execução contou.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = registros::Resposta)]
pub struct Resposta {
    /// Ordem na execução, a partir de 1.
    sequencia: i64,
    instante: DateTime<Utc>,
    nivel: Nivel,
    mensagem: String,
    /// Em qual tentativa.
    tentativa: u32,
}

impl From<Registro> for Resposta {
    fn from(registro: Registro) -> Self {
        Self {
            sequencia: registro.sequencia,
            instante: registro.instante,
            nivel: registro.nivel,
            mensagem: registro.mensagem,
            tentativa: registro.tentativa,
        }
    }
}
