//! Operações HTTP dos grupos.

pub mod listar;
pub mod permissoes;
