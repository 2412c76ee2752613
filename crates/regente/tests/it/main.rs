//! O executável de verdade, visto de fora: entra quem pode, nada atravessa contas, queda alguma perde ou
//! repete trabalho.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "as ajudas das provas falham como elas: com pânico"
)]

mod casa;
mod esquema;
mod executavel;
mod isolamento;
mod quedas;
