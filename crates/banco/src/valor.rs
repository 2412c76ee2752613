//! O que entra em uma consulta: um punhado de tipos que os dois bancos guardam igual.

use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{Cnpj, Competencia, Cpf, Dinheiro, Sha256};
use serde_json::Value;
use sqlx::{Arguments, postgres::PgArguments, sqlite::SqliteArguments, types::Json};
use uuid::Uuid;

/// Um parâmetro de consulta. O nulo também tem tipo, pois o PostgreSQL o exige.
#[derive(Clone, Debug, PartialEq)]
pub enum Valor {
    /// Texto.
    Texto(Option<String>),
    /// Inteiro de 64 bits.
    Inteiro(Option<i64>),
    /// Verdadeiro ou falso.
    Logico(Option<bool>),
    /// UUID: 16 bytes em SQLite, `uuid` em PostgreSQL.
    Uuid(Option<Uuid>),
    /// Instante: microssegundos desde 1970 em SQLite, `timestamptz` em PostgreSQL.
    Instante(Option<DateTime<Utc>>),
    /// Data sem hora.
    Data(Option<NaiveDate>),
    /// Bytes.
    Bytes(Option<Vec<u8>>),
    /// JSON: texto em SQLite, `jsonb` em PostgreSQL.
    Json(Option<Value>),
}

/// O que sabe virar [`Valor`]; `Option` inclusive.
pub trait ParaBanco {
    /// O valor.
    fn para_banco(self) -> Valor;
    /// O nulo deste tipo.
    fn nulo() -> Valor;
}

impl ParaBanco for Valor {
    fn para_banco(self) -> Valor {
        self
    }
    fn nulo() -> Valor {
        Valor::Texto(None)
    }
}

macro_rules! para_banco {
    ($($tipo:ty => $variante:ident($valor:ident => $conversao:expr)),+ $(,)?) => {$(
        impl ParaBanco for $tipo {
            fn para_banco(self) -> Valor {
                let $valor = self;
                Valor::$variante(Some($conversao))
            }
            fn nulo() -> Valor {
                Valor::$variante(None)
            }
        }
    )+};
}

para_banco! {
    String => Texto(v => v),
    &str => Texto(v => v.to_owned()),
    &String => Texto(v => v.clone()),
    i64 => Inteiro(v => v),
    i32 => Inteiro(v => i64::from(v)),
    u32 => Inteiro(v => i64::from(v)),
    bool => Logico(v => v),
    Uuid => Uuid(v => v),
    DateTime<Utc> => Instante(v => v),
    NaiveDate => Data(v => v),
    Vec<u8> => Bytes(v => v),
    &[u8] => Bytes(v => v.to_vec()),
    Value => Json(v => v),
    Cnpj => Texto(v => v.to_string()),
    Cpf => Texto(v => v.to_string()),
    Competencia => Texto(v => v.to_string()),
    Sha256 => Texto(v => v.to_string()),
    Dinheiro => Inteiro(v => v.centavos()),
}

macro_rules! id_para_banco {
    ($tipo:ident) => {
        impl ParaBanco for nucleo::$tipo {
            fn para_banco(self) -> Valor {
                Valor::Uuid(Some(self.0))
            }
            fn nulo() -> Valor {
                Valor::Uuid(None)
            }
        }
    };
}
nucleo::para_cada_id!(id_para_banco);

impl<T: ParaBanco> ParaBanco for Option<T> {
    fn para_banco(self) -> Valor {
        self.map_or_else(T::nulo, T::para_banco)
    }
    fn nulo() -> Valor {
        T::nulo()
    }
}

/// Lista de parâmetros de uma consulta, na ordem dos `?`.
#[macro_export]
macro_rules! valores {
    ($($valor:expr),* $(,)?) => { vec![$($crate::ParaBanco::para_banco($valor)),*] };
}

/// Ensina um enum de texto (com `como_texto(&self) -> &'static str` e `FromStr`) a entrar e sair do banco.
#[macro_export]
macro_rules! texto_no_banco {
    ($($tipo:ty),+ $(,)?) => {$(
        impl $crate::ParaBanco for $tipo {
            fn para_banco(self) -> $crate::Valor {
                $crate::Valor::Texto(Some(self.como_texto().to_owned()))
            }
            fn nulo() -> $crate::Valor {
                $crate::Valor::Texto(None)
            }
        }
        impl $crate::Coluna for $tipo {
            fn ler(linha: &$crate::Linha, indice: usize) -> nucleo::Resultado<Self> {
                $crate::Coluna::ler(linha, indice).and_then(|texto: String| texto.parse().map_err(|_| {
                    nucleo::Erro::interno(format!("valor desconhecido no banco para {}: {texto}", stringify!($tipo)))
                }))
            }
        }
    )+};
}

type ErroDeCodificacao = Box<dyn std::error::Error + Send + Sync>;

/// Parâmetros no formato do SQLite.
pub(crate) fn para_sqlite(valores: Vec<Valor>) -> Result<SqliteArguments, ErroDeCodificacao> {
    let mut argumentos = SqliteArguments::default();
    for valor in valores {
        match valor {
            Valor::Texto(v) => argumentos.add(v),
            Valor::Inteiro(v) => argumentos.add(v),
            Valor::Logico(v) => argumentos.add(v),
            Valor::Uuid(v) => argumentos.add(v),
            Valor::Instante(v) => argumentos.add(v.map(|i| i.timestamp_micros())),
            Valor::Data(v) => argumentos.add(v),
            Valor::Bytes(v) => argumentos.add(v),
            Valor::Json(v) => argumentos.add(v.map(Json)),
        }?;
    }
    Ok(argumentos)
}

/// Parâmetros no formato do PostgreSQL.
pub(crate) fn para_postgres(valores: Vec<Valor>) -> Result<PgArguments, ErroDeCodificacao> {
    let mut argumentos = PgArguments::default();
    for valor in valores {
        match valor {
            Valor::Texto(v) => argumentos.add(v),
            Valor::Inteiro(v) => argumentos.add(v),
            Valor::Logico(v) => argumentos.add(v),
            Valor::Uuid(v) => argumentos.add(v),
            Valor::Instante(v) => argumentos.add(v),
            Valor::Data(v) => argumentos.add(v),
            Valor::Bytes(v) => argumentos.add(v),
            Valor::Json(v) => argumentos.add(v.map(Json)),
        }?;
    }
    Ok(argumentos)
}
