//! O que sai de uma consulta.

use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{Cnpj, Competencia, Cpf, Dinheiro, Erro, Resultado, Sha256};
use serde_json::Value;
use sqlx::{Column, Row, ValueRef, postgres::PgRow, sqlite::SqliteRow, types::Json};
use uuid::Uuid;

use crate::erro::traduzir;

/// Uma linha de resultado, de qualquer dos bancos.
pub enum Linha {
    /// De SQLite.
    Sqlite(SqliteRow),
    /// De PostgreSQL.
    Postgres(PgRow),
}

/// O que se lê de uma coluna.
pub trait Coluna: Sized {
    /// Lê a coluna de número `indice`; erro se for nula ou de outro tipo.
    fn ler(linha: &Linha, indice: usize) -> Resultado<Self>;
}

impl Linha {
    /// Lê a coluna pelo nome.
    pub fn obter<T: Coluna>(&self, nome: &str) -> Resultado<T> {
        let indice = match self {
            Self::Sqlite(l) => l.try_column(nome).map(|c| c.ordinal()),
            Self::Postgres(l) => l.try_column(nome).map(|c| c.ordinal()),
        }
        .map_err(traduzir)?;
        self.obter_em(indice).map_err(|erro| Erro::interno(format!("coluna {nome}: {erro}")))
    }

    /// Lê a coluna pela posição, a partir de 0: para listas quentes.
    pub fn obter_em<T: Coluna>(&self, indice: usize) -> Resultado<T> {
        T::ler(self, indice)
    }

    fn nula(&self, indice: usize) -> Resultado<bool> {
        match self {
            Self::Sqlite(l) => l.try_get_raw(indice).map(|v| v.is_null()),
            Self::Postgres(l) => l.try_get_raw(indice).map(|v| v.is_null()),
        }
        .map_err(traduzir)
    }
}

impl<T: Coluna> Coluna for Option<T> {
    fn ler(linha: &Linha, indice: usize) -> Resultado<Self> {
        if linha.nula(indice)? { Ok(None) } else { T::ler(linha, indice).map(Some) }
    }
}

macro_rules! coluna_igual {
    ($($tipo:ty),+) => {$(
        impl Coluna for $tipo {
            fn ler(linha: &Linha, indice: usize) -> Resultado<Self> {
                match linha {
                    Linha::Sqlite(l) => l.try_get(indice),
                    Linha::Postgres(l) => l.try_get(indice),
                }
                .map_err(traduzir)
            }
        }
    )+};
}
coluna_igual!(String, i64, bool, Uuid, NaiveDate, Vec<u8>);

impl Coluna for DateTime<Utc> {
    fn ler(linha: &Linha, indice: usize) -> Resultado<Self> {
        match linha {
            Linha::Postgres(l) => l.try_get(indice).map_err(traduzir),
            Linha::Sqlite(l) => {
                let micros: i64 = l.try_get(indice).map_err(traduzir)?;
                Self::from_timestamp_micros(micros)
                    .ok_or_else(|| Erro::interno(format!("instante fora da faixa: {micros}")))
            }
        }
    }
}

impl Coluna for Value {
    fn ler(linha: &Linha, indice: usize) -> Resultado<Self> {
        let json: Json<Self> = match linha {
            Linha::Sqlite(l) => l.try_get(indice),
            Linha::Postgres(l) => l.try_get(indice),
        }
        .map_err(traduzir)?;
        Ok(json.0)
    }
}

macro_rules! coluna_de_texto {
    ($($tipo:ty),+) => {$(
        impl Coluna for $tipo {
            fn ler(linha: &Linha, indice: usize) -> Resultado<Self> {
                String::ler(linha, indice)?.parse().map_err(Erro::interno)
            }
        }
    )+};
}
coluna_de_texto!(Cnpj, Cpf, Competencia, Sha256);

impl Coluna for Dinheiro {
    fn ler(linha: &Linha, indice: usize) -> Resultado<Self> {
        i64::ler(linha, indice).map(Self::de_centavos)
    }
}

macro_rules! coluna_de_id {
    ($tipo:ident) => {
        impl Coluna for nucleo::$tipo {
            fn ler(linha: &Linha, indice: usize) -> Resultado<Self> {
                Uuid::ler(linha, indice).map(Self)
            }
        }
    };
}
nucleo::para_cada_id!(coluna_de_id);
