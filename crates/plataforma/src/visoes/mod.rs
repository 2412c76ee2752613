//! As visões salvas: os filtros de uma tela que uma pessoa guardou, com nome, na conta em que age.

pub mod acoes;
mod dominio;
pub mod http;
mod repositorio;

pub use dominio::{Dados, Visao};

#[cfg(test)]
mod testes;
