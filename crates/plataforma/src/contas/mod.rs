//! O que é uma conta: a dona dos dados. Formam uma árvore sob a mestra; cada uma vê as filhas diretas e
//! nunca a mãe: nenhuma resposta traz de quem ela nasceu.

pub mod acoes;
pub mod dominio;
pub mod http;
pub(crate) mod repositorio;

pub use dominio::{CONTA_MESTRA, Conta, NOME_DA_MESTRA};

#[cfg(test)]
mod testes;
