//! O que é o primeiro acesso: como nasce o primeiro administrador, sem senha padrão. Por comando, na máquina,
//! ou por um link de uso único impresso no início do servidor enquanto a conta mestra não tem quem a
//! administre.

pub mod acoes;
pub mod http;

pub use acoes::{criar_administrador, preparar_link};

#[cfg(test)]
mod testes;
