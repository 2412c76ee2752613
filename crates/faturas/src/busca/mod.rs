//! O que é a busca: achar um cliente, um processo, uma operadora ou uma execução por poucas letras, de
//! qualquer tela.
//!
//! Procura-se pelo começo de cada palavra (razão social, nome no SAT, unidade), sem acentos nem caixa; pelo
//! começo do CNPJ, com ou sem máscara; pelo código ou nome da operadora; por um mês junto de palavras; ou por
//! um id inteiro. As palavras de cada cliente moram em [`termos`], com índice: não se varre a conta.

pub mod acoes;
pub(crate) mod http;
pub(crate) mod repositorio;
pub mod termos;

#[cfg(test)]
mod testes;
