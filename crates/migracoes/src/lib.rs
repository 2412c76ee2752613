//! O que é `migracoes`: o esquema dos bancos em SQL puro, em pastas gêmeas com os mesmos números.
//!
//! Uma migração publicada nunca é editada: a soma de verificação acusa. Mudou o esquema, some um par de
//! arquivos novos. Em SQLite os registros de execução moram em um segundo arquivo (`sqlite_telemetria`);
//! em PostgreSQL, no mesmo banco.

use std::borrow::Cow;

use sqlx::{
    SqlSafeStr,
    migrate::{Migration, MigrationType, Migrator},
};

macro_rules! migracoes {
    ($pasta:literal: $($numero:literal $nome:literal),+ $(,)?) => {
        &[$(($numero, $nome, include_str!(concat!("../", $pasta, "/", $nome, ".sql")))),+]
    };
}

type Arquivos = &'static [(i64, &'static str, &'static str)];

const SQLITE: Arquivos = migracoes!("sqlite":
    1 "0001_plataforma",
    2 "0002_fatos",
    3 "0003_motor",
    4 "0004_faturas",
    5 "0005_previsao",
    6 "0006_telas",
    7 "0007_busca_e_evidencias",
);

const SQLITE_TELEMETRIA: Arquivos = migracoes!("sqlite_telemetria": 1001 "1001_registros");

const POSTGRES: Arquivos = migracoes!("postgres":
    1 "0001_plataforma",
    2 "0002_fatos",
    3 "0003_motor",
    4 "0004_faturas",
    5 "0005_previsao",
    6 "0006_telas",
    7 "0007_busca_e_evidencias",
    1001 "1001_registros",
);

fn migrador(arquivos: Arquivos) -> Migrator {
    let migracoes = arquivos
        .iter()
        .map(|(numero, nome, sql)| {
            Migration::new(*numero, Cow::Borrowed(*nome), MigrationType::Simple, sql.into_sql_str(), false)
        })
        .collect();
    Migrator::with_migrations(migracoes)
}

/// O esquema de `regente.db`.
pub fn sqlite() -> Migrator {
    migrador(SQLITE)
}

/// O esquema de `telemetria.db`.
pub fn sqlite_telemetria() -> Migrator {
    migrador(SQLITE_TELEMETRIA)
}

/// O esquema do PostgreSQL, registros inclusive.
pub fn postgres() -> Migrator {
    migrador(POSTGRES)
}
