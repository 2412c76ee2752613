//! CPF: onze algarismos, dois verificadores em módulo 11 com pesos que crescem da direita.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// CPF válido, guardado sem máscara.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cpf([u8; 11]);

/// O texto não é um CPF.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("o CPF deve ter 11 algarismos com verificadores corretos")]
pub struct CpfInvalido;

impl Cpf {
    /// Os 11 algarismos, sem máscara.
    pub fn como_texto(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

fn verificador(algarismos: &[u8]) -> u8 {
    let soma: u32 = algarismos.iter().rev().zip(2..).map(|(c, peso)| u32::from(c - b'0') * peso).sum();
    match soma % 11 {
        0 | 1 => 0,
        resto => 11 - resto as u8,
    }
}

impl FromStr for Cpf {
    type Err = CpfInvalido;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        let limpo: Vec<u8> =
            texto.bytes().filter(|c| !matches!(c, b'.' | b'-') && !c.is_ascii_whitespace()).collect();
        let c: [u8; 11] = limpo.as_slice().try_into().map_err(|_| CpfInvalido)?;
        let valido = c.iter().all(u8::is_ascii_digit)
            && c.iter().any(|x| *x != c[0])
            && verificador(&c[..9]) == c[9] - b'0'
            && verificador(&c[..10]) == c[10] - b'0';
        if valido { Ok(Self(c)) } else { Err(CpfInvalido) }
    }
}

impl TryFrom<String> for Cpf {
    type Error = CpfInvalido;
    fn try_from(texto: String) -> Result<Self, Self::Error> {
        texto.parse()
    }
}

impl From<Cpf> for String {
    fn from(cpf: Cpf) -> Self {
        cpf.como_texto().to_owned()
    }
}

impl fmt::Display for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.como_texto())
    }
}

/// Dado pessoal: nos registros aparece só o fim.
impl fmt::Debug for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cpf(***{})", &self.como_texto()[8..])
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn valida_os_verificadores() {
        for texto in ["529.982.247-25", "52998224725", " 111.444.777-35 "] {
            assert!(texto.parse::<Cpf>().is_ok(), "{texto}");
        }
        for texto in ["52998224724", "11111111111", "5299822472", "5299822472X", ""] {
            assert_eq!(texto.parse::<Cpf>(), Err(CpfInvalido), "{texto}");
        }
    }

    #[test]
    fn nao_se_mostra_inteiro_na_depuracao() {
        let cpf: Cpf = serde_json::from_str("\"529.982.247-25\"").unwrap();
        assert_eq!(format!("{cpf:?}"), "Cpf(***725)");
        assert_eq!(serde_json::to_string(&cpf).unwrap(), "\"52998224725\"");
    }
}
