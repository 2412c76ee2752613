//! O que é o mês de referência de uma fatura nos portais simulados.

use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Mês de referência, de 2020-01 a 2030-12. Ordena no tempo; escreve-se `AAAA-MM`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct MesAno {
    ano: i32,
    mes: u32,
}

impl MesAno {
    /// O mês, se estiver no intervalo que os portais conhecem.
    #[must_use]
    pub fn novo(ano: i32, mes: u32) -> Option<Self> {
        ((2020..=2030).contains(&ano) && (1..=12).contains(&mes)).then_some(Self { ano, mes })
    }

    /// Todos os meses que os portais conhecem, do mais antigo ao mais novo.
    pub fn todos() -> impl DoubleEndedIterator<Item = Self> {
        (0..11 * 12).map(|n: i32| Self { ano: 2020 + n / 12, mes: (n % 12).unsigned_abs() + 1 })
    }

    /// Ano com quatro algarismos.
    #[must_use]
    pub fn ano(self) -> i32 {
        self.ano
    }

    /// Mês de 1 a 12.
    #[must_use]
    pub fn mes(self) -> u32 {
        self.mes
    }

    /// O mês anterior; pode cair em 2019-12, que nenhum portal lista.
    #[must_use]
    pub fn anterior(self) -> Self {
        if self.mes == 1 {
            Self { ano: self.ano - 1, mes: 12 }
        } else {
            Self { ano: self.ano, mes: self.mes - 1 }
        }
    }

    /// O mês seguinte; pode cair em 2031-01, só para o vencimento.
    #[must_use]
    pub fn seguinte(self) -> Self {
        if self.mes == 12 {
            Self { ano: self.ano + 1, mes: 1 }
        } else {
            Self { ano: self.ano, mes: self.mes + 1 }
        }
    }

    /// O dia deste mês; `dia` entre 1 e 28 sempre existe, e outro dá o dia 1.
    #[must_use]
    pub fn dia(self, dia: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.ano, self.mes, dia)
            .or_else(|| NaiveDate::from_ymd_opt(self.ano, self.mes, 1))
            .unwrap_or_default()
    }

    /// `MM/AAAA`, como aparece nas telas e no papel.
    #[must_use]
    pub fn na_tela(self) -> String {
        format!("{:02}/{}", self.mes, self.ano)
    }
}

impl fmt::Display for MesAno {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.ano, self.mes)
    }
}

impl FromStr for MesAno {
    type Err = String;

    /// Lê `AAAA-MM` ou `MM/AAAA`.
    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        let texto = texto.trim();
        let partes = match (texto.split_once('-'), texto.split_once('/')) {
            (Some((ano, mes)), None) | (None, Some((mes, ano))) => ano.parse().ok().zip(mes.parse().ok()),
            _ => None,
        };
        partes
            .and_then(|(ano, mes)| Self::novo(ano, mes))
            .ok_or_else(|| format!("mês de referência inválido: {texto}"))
    }
}

impl From<MesAno> for String {
    fn from(mes: MesAno) -> Self {
        mes.to_string()
    }
}

impl TryFrom<String> for MesAno {
    type Error = String;

    fn try_from(texto: String) -> Result<Self, Self::Error> {
        texto.parse()
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn le_as_duas_formas_e_recusa_o_resto() {
        let esperado = MesAno::novo(2026, 9).unwrap();
        assert_eq!("2026-09".parse(), Ok(esperado));
        assert_eq!(" 09/2026 ".parse(), Ok(esperado));
        for errado in ["2026-13", "2019-12", "2031-01", "09-2026", "2026", "", "a-b"] {
            assert!(errado.parse::<MesAno>().is_err(), "{errado}");
        }
    }

    #[test]
    fn vizinhos_viram_o_ano() {
        let janeiro = MesAno::novo(2026, 1).unwrap();
        assert_eq!(janeiro.anterior().to_string(), "2025-12");
        assert_eq!(janeiro.anterior().seguinte(), janeiro);
        assert_eq!(MesAno::todos().count(), 132);
        assert_eq!(MesAno::todos().next_back().unwrap().to_string(), "2030-12");
    }
}
