//! Uma linha de registro.

use banco::texto_no_banco;
use chrono::{DateTime, Utc};

use crate::execucoes::dominio::enum_de_texto;

enum_de_texto! {
    /// O peso de uma linha.
    #[schema(as = registros::Nivel)]
    Nivel {
        /// Detalhe para quem investiga.
        Depuracao = "DEPURACAO",
        /// O andamento normal.
        Info = "INFO",
        /// Algo fora do comum que não impediu.
        Aviso = "AVISO",
        /// Algo que impediu.
        Erro = "ERRO",
    }
}
texto_no_banco!(Nivel);

/// Uma linha que uma execução contou.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registro {
    /// Ordem na execução, a partir de 1, sem saltos.
    pub sequencia: i64,
    /// Quando.
    pub instante: DateTime<Utc>,
    /// Peso.
    pub nivel: Nivel,
    /// O que foi dito.
    pub mensagem: String,
    /// Em qual tentativa.
    pub tentativa: u32,
}
