//! O que é o código de pagamento de uma fatura: boleto bancário ou arrecadação.

use chrono::NaiveDate;
use nucleo::Dinheiro;

use super::empresas::{Empresa, empresa_de_telefonia};
use super::{Arrecadacao, Boleto, ErroCodigo};
use crate::codigos::arrecadacao::SEGMENTO_TELECOM;

/// Um código de pagamento com os dígitos verificadores conferidos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodigoPagamento {
    /// Boleto bancário, linha de 47 dígitos.
    Boleto(Boleto),
    /// Guia de arrecadação, linha de 48 dígitos.
    Arrecadacao(Arrecadacao),
}

impl CodigoPagamento {
    /// Lê um código de barras (44) ou uma linha digitável (47 ou 48), com ou sem separadores.
    ///
    /// # Erros
    /// Tamanho, caracteres ou dígitos verificadores inválidos.
    pub fn ler(texto: &str) -> Result<Self, ErroCodigo> {
        let mut digitos = String::with_capacity(48);
        for caractere in texto.trim().chars() {
            match caractere {
                '0'..='9' => digitos.push(caractere),
                '.' | '-' | ' ' => {}
                _ => return Err(ErroCodigo::Caractere),
            }
        }
        match (digitos.len(), digitos.starts_with('8')) {
            (44, true) => Arrecadacao::de_barras(&digitos).map(Self::Arrecadacao),
            (44, false) => Boleto::de_barras(&digitos).map(Self::Boleto),
            (47, _) => Boleto::de_linha(&digitos).map(Self::Boleto),
            (48, _) => Arrecadacao::de_linha(&digitos).map(Self::Arrecadacao),
            (obtido, _) => Err(ErroCodigo::Tamanho { esperado: "44, 47 ou 48 dígitos", obtido }),
        }
    }

    /// O código de barras, 44 dígitos.
    pub fn barras(&self) -> &str {
        match self {
            Self::Boleto(boleto) => boleto.barras(),
            Self::Arrecadacao(guia) => guia.barras(),
        }
    }

    /// A linha digitável, 47 ou 48 dígitos sem separadores.
    pub fn linha(&self) -> String {
        match self {
            Self::Boleto(boleto) => boleto.linha(),
            Self::Arrecadacao(guia) => guia.linha(),
        }
    }

    /// O valor em reais, quando o código o traz.
    pub fn valor(&self) -> Option<Dinheiro> {
        match self {
            Self::Boleto(boleto) => boleto.valor(),
            Self::Arrecadacao(guia) => guia.valor(),
        }
    }

    /// O vencimento, quando o código o traz; a referência desfaz a dúvida do ciclo.
    pub fn vencimento(&self, referencia: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Boleto(boleto) => boleto.vencimento(referencia),
            Self::Arrecadacao(guia) => guia.vencimento(referencia),
        }
    }

    /// A operadora que arrecada, quando o código da empresa é conhecido.
    pub fn empresa(&self) -> Option<Empresa> {
        match self {
            Self::Arrecadacao(guia) if guia.segmento() == SEGMENTO_TELECOM => {
                empresa_de_telefonia(guia.empresa())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn le_as_quatro_formas() {
        let guia = CodigoPagamento::ler("84630000000-3 29990296202-4 00410136000-8 00200644114-7").unwrap();
        assert_eq!(guia.barras(), "84630000000299902962020041013600000200644114");
        assert_eq!(CodigoPagamento::ler(guia.barras()).unwrap(), guia);
        assert_eq!(guia.empresa().unwrap().nome, "Net");
        let boleto = CodigoPagamento::ler("34199.64154 33059.296997 27164.954417 1 15360000014990").unwrap();
        assert_eq!(CodigoPagamento::ler(boleto.barras()).unwrap(), boleto);
        assert_eq!(boleto.linha(), "34199641543305929699727164954417115360000014990");
        assert_eq!(boleto.valor(), Some(Dinheiro::de_centavos(14_990)));
        assert_eq!(boleto.empresa(), None);
    }

    #[test]
    fn recusa_o_que_nao_e_codigo() {
        assert_eq!(CodigoPagamento::ler("8463x"), Err(ErroCodigo::Caractere));
        assert_eq!(
            CodigoPagamento::ler("123").unwrap_err().to_string(),
            "o código tem 3 caracteres; são esperados 44, 47 ou 48 dígitos"
        );
    }
}
