//! O que é um grupo: um conjunto de permissões com nome, de uma conta. Vínculos só carregam grupos, nunca
//! permissões soltas.

pub mod acoes;
pub mod dominio;
pub mod http;
pub(crate) mod repositorio;

pub use dominio::{ADMINISTRADOR, Grupo, PREDEFINIDOS, Predefinido};
