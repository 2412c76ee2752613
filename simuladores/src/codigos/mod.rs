//! O que são os códigos de uma fatura: barras de arrecadação, Pix e chave da NFCom.

pub mod arrecadacao;
pub mod nfcom;
pub mod pix;
