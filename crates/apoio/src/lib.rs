//! O que é `apoio`: ajuda para testes, e só para testes.
//!
//! [`nos_dois_bancos`] roda a mesma prova em SQLite e em PostgreSQL; [`Teste`] dá contas, escopos e um
//! autenticador de mentira; [`pedir`] fala com as rotas sem abrir porta.

mod bancos;
mod http;
mod teste;

pub use bancos::nos_dois_bancos;
pub use http::{Resposta, pedir, pedir_com};
pub use teste::{AutenticadorDeTeste, Teste};
