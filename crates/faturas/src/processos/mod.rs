//! O que é um processo: a fatura de um cliente em um mês, do portal ao SAT.
//!
//! Ordem de leitura: [`dominio`] (situações e fluxo), [`passos`] (o que cada um pode fazer agora),
//! [`acoes`] (os casos de uso), [`repositorio`] (o que se grava e se lê), [`historico`] (tudo o que
//! aconteceu) e `http` (uma operação por arquivo).

pub mod acoes;
pub mod conferencias;
pub mod dominio;
pub(crate) mod exportacao;
pub mod historico;
pub(crate) mod http;
pub mod painel;
pub mod passos;
pub mod previsao;
pub mod recepcao;
pub mod repositorio;
pub mod triagem;

#[cfg(test)]
mod testes;
#[cfg(test)]
mod testes_desfazer;
#[cfg(test)]
mod testes_do_mes;

pub use dominio::{FLUXO, Passo, Processo, Semaforo, Situacao};
pub use repositorio::totais::Totais;
