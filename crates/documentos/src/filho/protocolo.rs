//! O que pai e filho se dizem: o pedido no último argumento, o PDF na entrada, a resposta na saída.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::inspecao::{LimitesPdf, Recusa};
use crate::leitura::FaturaLida;

/// O que o pai pede.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Pedido {
    pub(super) captura: NaiveDate,
    pub(super) limites: LimitesPdf,
}

/// O que o filho responde.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Resposta {
    Lida(Box<FaturaLida>),
    Recusada(Recusa),
}
