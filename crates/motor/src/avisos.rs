//! Avisos dentro do processo: acordam quem espera, e nada mais. A verdade está no banco, e quem os perde
//! descobre o mesmo na próxima consulta; por isso podem ser globais ao processo sem que um servidor ou um
//! teste dependa de outro.

use std::{
    collections::HashMap,
    sync::{LazyLock, RwLock},
};

use nucleo::ExecucaoId;
use tokio::sync::broadcast;

use crate::Politica;

/// O que aconteceu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Aviso {
    /// Pode haver o que reservar.
    HaTrabalho,
    /// Pediram para parar esta.
    Cancelar(ExecucaoId),
    /// Situação ou registros desta mudaram.
    Mudou(ExecucaoId),
}

static CANAL: LazyLock<broadcast::Sender<Aviso>> = LazyLock::new(|| broadcast::channel(1024).0);

/// Avisa quem estiver ouvindo.
pub(crate) fn avisar(aviso: Aviso) {
    // Sem ouvintes não há a quem avisar: não é erro.
    drop(CANAL.send(aviso));
}

/// Passa a ouvir. Quem se atrasa deve agir como se tudo tivesse mudado.
pub(crate) fn ouvir() -> broadcast::Receiver<Aviso> {
    CANAL.subscribe()
}

/// Se alguém está ouvindo.
#[cfg(test)]
pub(crate) fn ha_ouvintes() -> bool {
    CANAL.receiver_count() > 0
}

static POLITICAS: LazyLock<RwLock<HashMap<&'static str, Politica>>> = LazyLock::new(RwLock::default);

/// Anuncia a política de um tipo, para quem enfileira sem conhecer o trabalho.
pub(crate) fn anunciar_politica(tipo: &'static str, politica: Politica) {
    POLITICAS.write().unwrap_or_else(|e| e.into_inner()).insert(tipo, politica);
}

/// A política anunciada, ou a padrão.
pub(crate) fn politica_de(tipo: &str) -> Politica {
    POLITICAS.read().unwrap_or_else(|e| e.into_inner()).get(tipo).cloned().unwrap_or_default()
}
