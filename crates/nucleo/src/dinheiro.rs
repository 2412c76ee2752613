//! Dinheiro em reais, exato: centavos inteiros por dentro, decimal em texto por fora. Nunca ponto flutuante.

use std::{
    fmt,
    iter::Sum,
    ops::{Add, Sub},
    str::FromStr,
};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Valor em reais, guardado em centavos. Em JSON é texto decimal: `"1234.56"`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Dinheiro(i64);

/// O texto não é um valor em reais.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("o valor deve ser um número com até dois decimais, como 1234.56 ou 1.234,56")]
pub struct DinheiroInvalido;

impl Dinheiro {
    /// A partir de centavos.
    pub const fn de_centavos(centavos: i64) -> Self {
        Self(centavos)
    }

    /// Em centavos.
    pub const fn centavos(self) -> i64 {
        self.0
    }

    /// Como se escreve no Brasil: `R$ 1.234,56`.
    pub fn em_reais(self) -> String {
        let absoluto = self.0.unsigned_abs();
        let inteiro = (absoluto / 100).to_string();
        let mut com_pontos = String::new();
        for (i, algarismo) in inteiro.chars().enumerate() {
            if i > 0 && (inteiro.len() - i).is_multiple_of(3) {
                com_pontos.push('.');
            }
            com_pontos.push(algarismo);
        }
        let sinal = if self.0 < 0 { "-" } else { "" };
        format!("{sinal}R$ {com_pontos},{:02}", absoluto % 100)
    }
}

impl FromStr for Dinheiro {
    type Err = DinheiroInvalido;

    /// Aceita a forma decimal (`1234.56`) e a brasileira (`R$ 1.234,56`).
    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        let limpo = texto.trim().trim_start_matches("R$").trim();
        let (negativo, limpo) = match limpo.strip_prefix('-') {
            Some(resto) => (true, resto.trim_start_matches("R$").trim()),
            None => (false, limpo),
        };
        let (inteiro, fracao) = if let Some((i, f)) = limpo.rsplit_once(',') {
            (sem_milhares(i)?, f)
        } else if let Some((i, f)) = limpo.split_once('.') {
            (i.to_owned(), f)
        } else {
            (limpo.to_owned(), "")
        };
        let so_algarismos = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
        if inteiro.is_empty() || !so_algarismos(&inteiro) || fracao.len() > 2 || !so_algarismos(fracao) {
            return Err(DinheiroInvalido);
        }
        if limpo.ends_with(['.', ',']) {
            return Err(DinheiroInvalido);
        }
        let centavos: i64 = format!("{inteiro}{fracao:0<2}").parse().map_err(|_| DinheiroInvalido)?;
        Ok(Self(if negativo { -centavos } else { centavos }))
    }
}

/// Tira os pontos de milhar, exigindo grupos de três depois do primeiro.
fn sem_milhares(inteiro: &str) -> Result<String, DinheiroInvalido> {
    let mut grupos = inteiro.split('.');
    let primeiro = grupos.next().unwrap_or_default();
    let resto: Vec<&str> = grupos.collect();
    let bem_formado =
        resto.iter().all(|g| g.len() == 3) && (resto.is_empty() || (1..=3).contains(&primeiro.len()));
    if bem_formado { Ok(format!("{primeiro}{}", resto.concat())) } else { Err(DinheiroInvalido) }
}

impl fmt::Display for Dinheiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let absoluto = self.0.unsigned_abs();
        let sinal = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sinal}{}.{:02}", absoluto / 100, absoluto % 100)
    }
}

impl fmt::Debug for Dinheiro {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dinheiro({self})")
    }
}

impl TryFrom<String> for Dinheiro {
    type Error = DinheiroInvalido;
    fn try_from(texto: String) -> Result<Self, Self::Error> {
        texto.parse()
    }
}

impl From<Dinheiro> for String {
    fn from(valor: Dinheiro) -> Self {
        valor.to_string()
    }
}

impl Add for Dinheiro {
    type Output = Self;
    fn add(self, outro: Self) -> Self {
        Self(self.0 + outro.0)
    }
}

impl Sub for Dinheiro {
    type Output = Self;
    fn sub(self, outro: Self) -> Self {
        Self(self.0 - outro.0)
    }
}

impl Sum for Dinheiro {
    fn sum<I: Iterator<Item = Self>>(valores: I) -> Self {
        valores.fold(Self::default(), Add::add)
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn le_decimal_e_brasileiro() {
        let casos = [
            ("1234.56", 123_456),
            ("1.234,56", 123_456),
            ("R$ 1.234,56", 123_456),
            ("-R$ 0,05", -5),
            ("0", 0),
            ("7", 700),
            ("7,5", 750),
            ("1234,5", 123_450),
            ("-12.30", -1_230),
            ("1.234.567,00", 123_456_700),
        ];
        for (texto, centavos) in casos {
            assert_eq!(texto.parse::<Dinheiro>().map(Dinheiro::centavos), Ok(centavos), "{texto}");
        }
    }

    #[test]
    fn recusa_o_que_seria_adivinhar() {
        for texto in [
            "",
            "abc",
            "1,234",
            "1.234",
            "12.34,5",
            "1.2345,00",
            "1,",
            "1.",
            ",50",
            "1e3",
            "--1",
            "99999999999999999999",
        ] {
            assert_eq!(texto.parse::<Dinheiro>(), Err(DinheiroInvalido), "{texto}");
        }
    }

    #[test]
    fn escreve_nas_duas_formas_e_soma_exato() {
        let total: Dinheiro = [10, 20, 123_456_789].map(Dinheiro::de_centavos).into_iter().sum();
        assert_eq!(total.to_string(), "1234568.19");
        assert_eq!(total.em_reais(), "R$ 1.234.568,19");
        assert_eq!((Dinheiro::default() - total).em_reais(), "-R$ 1.234.568,19");
        assert_eq!(serde_json::to_string(&total).unwrap(), "\"1234568.19\"");
        assert_eq!(serde_json::from_str::<Dinheiro>("\"1.00\"").unwrap(), Dinheiro::de_centavos(100));
        assert_eq!(format!("{total:?}"), "Dinheiro(1234568.19)");
    }
}
