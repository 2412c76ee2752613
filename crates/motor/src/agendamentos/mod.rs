//! O que são `agendamentos`: expressões cron com fuso que, na hora, enfileiram uma execução.

mod acoes;
mod agendador;
mod descricao;
mod disparos;
mod dominio;
pub(crate) mod http;
mod repositorio;
#[cfg(test)]
mod testes;

pub(crate) use agendador::disparar_devidos;
pub(crate) use disparos::{Disparo, OrigemDoDisparo};
pub use dominio::{Agendamento, Regra, TipoDeAgendamento};
