//! O que mudou neste processo, por conta e assunto: um número que cresce a cada transação confirmada.
//!
//! Serve para guardar respostas caras enquanto nada muda. Só vale em SQLite, onde um servidor é dono da pasta
//! (veja [`crate::Cadeado`]) e toda mudança passa por aqui; em PostgreSQL outro servidor pode ter mudado.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use nucleo::ContaId;

/// Contadores de mudança.
#[derive(Default)]
pub(crate) struct Mudancas(Mutex<HashMap<(ContaId, &'static str), u64>>);

impl Mudancas {
    pub(crate) fn geracao(&self, conta: ContaId, assunto: &'static str) -> u64 {
        let contadores = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        contadores.get(&(conta, assunto)).copied().unwrap_or_default()
    }

    pub(crate) fn anunciar(&self, conta: ContaId, assunto: &'static str) {
        let mut contadores = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *contadores.entry((conta, assunto)).or_default() += 1;
    }
}
