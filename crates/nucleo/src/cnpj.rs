//! CNPJ numérico e alfanumérico.
//!
//! Desde julho de 2026 os doze primeiros caracteres podem ser letras (NT Conjunta 2025.001): cada um vale
//! o seu código ASCII menos 48, e os dois dígitos verificadores continuam numéricos.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// CNPJ válido, guardado sem máscara e em maiúsculas: sempre 14 caracteres.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cnpj([u8; 14]);

/// Por que um texto não é um CNPJ.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
pub enum CnpjInvalido {
    /// Fora a máscara, não sobraram 14 caracteres.
    #[error("o CNPJ deve ter 14 caracteres, sem contar pontos, barra e hífen")]
    Tamanho,
    /// Há caractere que não é letra sem acento nem algarismo, ou letra nos verificadores.
    #[error("o CNPJ só aceita letras e algarismos, e os dois últimos são algarismos")]
    Caractere,
    /// Os dígitos verificadores não conferem.
    #[error("os dígitos verificadores do CNPJ não conferem")]
    Verificador,
}

impl Cnpj {
    /// Os 14 caracteres, sem máscara.
    pub fn como_texto(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// A raiz: os oito primeiros caracteres, comuns a matriz e filiais.
    pub fn raiz(&self) -> &str {
        &self.como_texto()[..8]
    }

    /// Com máscara: `12.ABC.345/01DE-35`.
    pub fn com_mascara(&self) -> String {
        let t = self.como_texto();
        format!("{}.{}.{}/{}-{}", &t[..2], &t[2..5], &t[5..8], &t[8..12], &t[12..])
    }

    /// Monta um CNPJ a partir dos doze primeiros caracteres, calculando os verificadores.
    pub fn da_base(base: &str) -> Result<Self, CnpjInvalido> {
        let limpo = limpar(base)?;
        let doze: [u8; 12] = limpo.as_slice().try_into().map_err(|_| CnpjInvalido::Tamanho)?;
        let mut todos = [0; 14];
        todos[..12].copy_from_slice(&doze);
        todos[12] = b'0' + verificador(&todos[..12]);
        todos[13] = b'0' + verificador(&todos[..13]);
        Ok(Self(todos))
    }
}

fn limpar(texto: &str) -> Result<Vec<u8>, CnpjInvalido> {
    texto
        .chars()
        .filter(|c| !matches!(c, '.' | '/' | '-') && !c.is_whitespace())
        .map(|c| c.to_ascii_uppercase())
        .map(|c| if c.is_ascii_alphanumeric() { Ok(c as u8) } else { Err(CnpjInvalido::Caractere) })
        .collect()
}

/// Módulo 11 com pesos de 2 a 9 a partir da direita; restos 0 e 1 dão dígito 0.
fn verificador(caracteres: &[u8]) -> u8 {
    let soma: u32 =
        caracteres.iter().rev().zip((2..=9).cycle()).map(|(c, peso)| u32::from(c - 48) * peso).sum();
    match soma % 11 {
        0 | 1 => 0,
        resto => 11 - resto as u8,
    }
}

impl FromStr for Cnpj {
    type Err = CnpjInvalido;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        let limpo = limpar(texto)?;
        let c: [u8; 14] = limpo.as_slice().try_into().map_err(|_| CnpjInvalido::Tamanho)?;
        if !c[12].is_ascii_digit() || !c[13].is_ascii_digit() {
            return Err(CnpjInvalido::Caractere);
        }
        let repetido = c.iter().all(|x| *x == c[0]);
        let confere = verificador(&c[..12]) == c[12] - b'0' && verificador(&c[..13]) == c[13] - b'0';
        if repetido || !confere { Err(CnpjInvalido::Verificador) } else { Ok(Self(c)) }
    }
}

impl TryFrom<String> for Cnpj {
    type Error = CnpjInvalido;
    fn try_from(texto: String) -> Result<Self, Self::Error> {
        texto.parse()
    }
}

impl From<Cnpj> for String {
    fn from(cnpj: Cnpj) -> Self {
        cnpj.como_texto().to_owned()
    }
}

impl fmt::Display for Cnpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.como_texto())
    }
}

impl fmt::Debug for Cnpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cnpj({})", self.com_mascara())
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn aceita_numerico_e_alfanumerico_com_ou_sem_mascara() {
        for texto in ["11444777000161", "11.444.777/0001-61", "12ABC34501DE35", "12.abc.345/01de-35"] {
            assert!(texto.parse::<Cnpj>().is_ok(), "{texto}");
        }
        assert_eq!("12.abc.345/01de-35".parse::<Cnpj>().unwrap().com_mascara(), "12.ABC.345/01DE-35");
    }

    #[test]
    fn recusa_dizendo_por_que() {
        let casos = [
            ("11444777000162", CnpjInvalido::Verificador),
            ("12ABC34501DE34", CnpjInvalido::Verificador),
            ("00000000000000", CnpjInvalido::Verificador),
            ("1144477700016", CnpjInvalido::Tamanho),
            ("", CnpjInvalido::Tamanho),
            ("12ABC34501DE3X", CnpjInvalido::Caractere),
            ("12ÁBC34501DE35", CnpjInvalido::Caractere),
        ];
        for (texto, esperado) in casos {
            assert_eq!(texto.parse::<Cnpj>(), Err(esperado), "{texto}");
        }
    }

    #[test]
    fn a_base_gera_os_verificadores_da_norma() {
        assert_eq!(Cnpj::da_base("12ABC34501DE").unwrap().to_string(), "12ABC34501DE35");
        assert_eq!(Cnpj::da_base("114447770001").unwrap().raiz(), "11444777");
        assert_eq!(Cnpj::da_base("1").unwrap_err(), CnpjInvalido::Tamanho);
    }

    #[test]
    fn vai_e_volta_por_json() {
        let cnpj: Cnpj = serde_json::from_str("\"12.ABC.345/01DE-35\"").unwrap();
        assert_eq!(serde_json::to_string(&cnpj).unwrap(), "\"12ABC34501DE35\"");
        assert!(serde_json::from_str::<Cnpj>("\"1\"").is_err());
        assert_eq!(format!("{cnpj:?}"), "Cnpj(12.ABC.345/01DE-35)");
    }
}
