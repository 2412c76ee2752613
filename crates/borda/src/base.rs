//! O estado que toda rota tem.

use std::sync::Arc;

use axum::extract::FromRef;
use banco::Banco;
use tokio_util::sync::CancellationToken;

use crate::{Autenticador, ConfiancaEmProxy};

/// Banco, quem autentica e o sinal de encerramento. Cada crate a embrulha no seu `App` com `FromRef`.
#[derive(Clone)]
pub struct Base {
    /// O banco.
    pub banco: Banco,
    /// Quem transforma credencial em escopo.
    pub autenticador: Arc<dyn Autenticador>,
    /// Disparado quando o servidor vai parar: fluxos ao vivo se encerram com ele.
    pub encerrando: CancellationToken,
    /// De quais proxies se aceita o endereço original do pedido.
    pub proxies: Arc<ConfiancaEmProxy>,
}

impl FromRef<Base> for Arc<dyn Autenticador> {
    fn from_ref(base: &Base) -> Self {
        Arc::clone(&base.autenticador)
    }
}
