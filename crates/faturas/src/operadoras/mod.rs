//! O que é uma operadora: uma empresa de telecomunicações com o seu código, o seu portal e o modo de
//! buscar faturas nele (o RPA).
//!
//! Uma operadora nunca é apagada, pois clientes e processos a citam: desativa-se. Desativada, não aceita
//! clientes novos; os que já tem continuam com ela.

pub mod acesso;
pub mod acoes;
pub mod dominio;
pub mod http;
pub(crate) mod mudancas;
pub mod repositorio;
pub mod resumo;
pub mod teste_de_acesso;
pub(crate) mod validacao;

#[cfg(test)]
pub(crate) mod apoio_de_teste;
#[cfg(test)]
mod testes;

pub use dominio::{ClasseRpa, DadosOperadora, EntradaOperadora, FiltroOperadoras, Operadora};
pub use mudancas::MudancaDeSegredo;
