//! Competência: o mês de referência de uma fatura, `AAAA-MM`.

use std::{fmt, str::FromStr};

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Mês de referência entre 2000-01 e 2099-12. Escreve-se `AAAA-MM`; aceita também `MM/AAAA`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Competencia {
    ano: u16,
    mes: u8,
}

/// O texto não é um mês de referência.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("a competência deve ser um mês entre 2000-01 e 2099-12, no formato AAAA-MM")]
pub struct CompetenciaInvalida;

impl Competencia {
    /// Competência de um ano (2000 a 2099) e mês (1 a 12).
    pub fn nova(ano: u16, mes: u8) -> Result<Self, CompetenciaInvalida> {
        if (2000..=2099).contains(&ano) && (1..=12).contains(&mes) {
            Ok(Self { ano, mes })
        } else {
            Err(CompetenciaInvalida)
        }
    }

    /// O mês em que cai a data.
    pub fn da_data(data: NaiveDate) -> Result<Self, CompetenciaInvalida> {
        let ano = u16::try_from(data.year()).map_err(|_| CompetenciaInvalida)?;
        Self::nova(ano, data.month() as u8)
    }

    /// O ano, com quatro algarismos.
    pub fn ano(&self) -> u16 {
        self.ano
    }

    /// O mês, de 1 a 12.
    pub fn mes(&self) -> u8 {
        self.mes
    }

    /// O mês seguinte, se ainda couber na faixa.
    pub fn seguinte(&self) -> Result<Self, CompetenciaInvalida> {
        if self.mes == 12 { Self::nova(self.ano + 1, 1) } else { Self::nova(self.ano, self.mes + 1) }
    }

    /// O mês anterior, se ainda couber na faixa.
    pub fn anterior(&self) -> Result<Self, CompetenciaInvalida> {
        if self.mes == 1 { Self::nova(self.ano - 1, 12) } else { Self::nova(self.ano, self.mes - 1) }
    }
}

impl FromStr for Competencia {
    type Err = CompetenciaInvalida;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        let numero = |t: &str| -> Result<u16, CompetenciaInvalida> {
            if t.bytes().all(|b| b.is_ascii_digit()) {
                t.parse().map_err(|_| CompetenciaInvalida)
            } else {
                Err(CompetenciaInvalida)
            }
        };
        let (ano, mes) = match texto.trim().split_once(['-', '/']) {
            Some((a, m)) if a.len() == 4 && m.len() == 2 => (a, m),
            Some((m, a)) if a.len() == 4 && m.len() == 2 => (a, m),
            _ => return Err(CompetenciaInvalida),
        };
        Self::nova(numero(ano)?, u8::try_from(numero(mes)?).map_err(|_| CompetenciaInvalida)?)
    }
}

impl TryFrom<String> for Competencia {
    type Error = CompetenciaInvalida;
    fn try_from(texto: String) -> Result<Self, Self::Error> {
        texto.parse()
    }
}

impl From<Competencia> for String {
    fn from(competencia: Competencia) -> Self {
        competencia.to_string()
    }
}

impl fmt::Display for Competencia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.ano, self.mes)
    }
}

impl fmt::Debug for Competencia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Competencia({self})")
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn le_as_duas_formas_e_escreve_uma() {
        for texto in ["2026-11", "11/2026", "11-2026", " 2026-11 "] {
            assert_eq!(texto.parse::<Competencia>().unwrap().to_string(), "2026-11", "{texto}");
        }
        for texto in ["2026-13", "2026-00", "1999-12", "2100-01", "2026", "26-11", "+026-11", "2026-1", ""] {
            assert_eq!(texto.parse::<Competencia>(), Err(CompetenciaInvalida), "{texto}");
        }
    }

    #[test]
    fn anda_para_os_lados_virando_o_ano() {
        let dezembro = Competencia::nova(2026, 12).unwrap();
        assert_eq!(dezembro.seguinte().unwrap().to_string(), "2027-01");
        assert_eq!(dezembro.seguinte().unwrap().anterior().unwrap(), dezembro);
        assert!(Competencia::nova(2099, 12).unwrap().seguinte().is_err());
        assert!(Competencia::nova(2000, 1).unwrap().anterior().is_err());
    }

    #[test]
    fn ordena_e_nasce_de_uma_data() {
        let data = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        let competencia = Competencia::da_data(data).unwrap();
        assert_eq!((competencia.ano(), competencia.mes()), (2026, 11));
        assert!(competencia > Competencia::nova(2025, 12).unwrap());
        assert_eq!(serde_json::to_string(&competencia).unwrap(), "\"2026-11\"");
        assert_eq!(format!("{competencia:?}"), "Competencia(2026-11)");
    }
}
