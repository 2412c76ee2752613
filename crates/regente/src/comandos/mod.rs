//! Os subcomandos, um por arquivo.

pub mod cliente;
#[cfg(feature = "demonstracao")]
pub mod demonstrar;
pub mod medir;
pub mod migrar;
pub mod openapi;
pub mod rpa;
pub mod servir;
pub mod usuario;
pub mod verificar;
