//! O executável de verdade, visto de fora: entra quem pode, nada atravessa contas, queda alguma perde ou
//! repete trabalho.

mod casa;
mod esquema;
mod executavel;
mod isolamento;
mod quedas;
