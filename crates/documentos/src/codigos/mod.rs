//! O que são os códigos de uma fatura: boleto, arrecadação, Pix e chave da NFCom.
//!
//! Tudo aqui é conta pura sobre texto: nenhum acesso a arquivo, relógio ou rede.

pub mod arrecadacao;
pub mod boleto;
pub mod digitos;
pub mod empresas;
pub mod fator;
pub mod localizador;
pub mod nfcom;
pub mod pagamento;
pub mod pix;

pub use arrecadacao::Arrecadacao;
pub use boleto::Boleto;
pub use nfcom::ChaveNfcom;
pub use pagamento::CodigoPagamento;
pub use pix::Pix;

/// Por que um texto não é um código de pagamento ou uma chave fiscal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ErroCodigo {
    /// A quantidade de caracteres não é a do código.
    #[error("o código tem {obtido} caracteres; são esperados {esperado}")]
    Tamanho {
        /// Quantidades aceitas, por extenso.
        esperado: &'static str,
        /// Quantos caracteres vieram.
        obtido: usize,
    },
    /// Há um caractere que não é permitido.
    #[error("o código tem caracteres que não são permitidos")]
    Caractere,
    /// Um campo tem valor impossível.
    #[error("o código não é válido: {0}")]
    Formato(&'static str),
    /// Um dígito verificador não confere.
    #[error("o dígito verificador {qual} não confere")]
    DigitoVerificador {
        /// Qual dígito: "geral" ou o número do campo.
        qual: &'static str,
    },
}
