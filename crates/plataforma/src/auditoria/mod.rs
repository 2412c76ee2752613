//! A auditoria da conta, para quem a confere: listar, exportar e o que cada verbo quer dizer.

pub mod acoes;
pub mod http;

#[cfg(test)]
mod testes;
