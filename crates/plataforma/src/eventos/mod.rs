//! O que são os eventos: cada tela aberta fica sabendo do que mudou na conta em que age, assim que se confirma.
//!
//! Nada de dados passa por aqui, só assuntos: quem recebe pergunta de novo pela rota de sempre, com a permissão
//! que tiver. Quem grava nunca espera quem lê.

pub mod http;

#[cfg(test)]
mod testes;
