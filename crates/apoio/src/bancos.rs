//! Um banco novo e migrado para cada prova.

use std::{panic::AssertUnwindSafe, sync::Arc};

use banco::{Banco, ConfiguracaoBanco};
use chrono::DateTime;
use futures::FutureExt;
use nucleo::{Relogio, RelogioDoSistema, RelogioParado};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};

use crate::Teste;

/// Dono dos bancos de teste: não é superusuário, para que a segurança por linha valha.
const DONO: &str = "regente_teste";

/// Roda a prova em SQLite e, onde responde, em PostgreSQL. Sem PostgreSQL, pula com uma linha; com
/// `REGENTE_EXIGIR_SERVICOS=1`, falha.
pub async fn nos_dois_bancos(prova: impl AsyncFn(Teste)) {
    let pasta = tempfile::tempdir().expect("pasta temporária");
    let relogio = relogio();
    let configuracao = ConfiguracaoBanco::Sqlite { pasta: pasta.path().to_owned() };
    prova(Teste::novo(abrir(&configuracao, Arc::clone(&relogio)).await, relogio)).await;

    let Some((nome, url)) = criar_em_postgres().await else { return };
    let relogio = self::relogio();
    let banco = abrir(&ConfiguracaoBanco::Postgres { url, conexoes: 10 }, Arc::clone(&relogio)).await;
    let fim = AssertUnwindSafe(prova(Teste::novo(banco.clone(), relogio))).catch_unwind().await;
    banco.fechar().await;
    executar_na_raiz(&format!("DROP DATABASE IF EXISTS {nome} WITH (FORCE)")).await;
    if let Err(panico) = fim {
        std::panic::resume_unwind(panico);
    }
}

fn relogio() -> Arc<RelogioParado> {
    Arc::new(RelogioParado::em(DateTime::from_timestamp(1_795_176_000, 0).expect("instante fixo")))
}

async fn abrir(configuracao: &ConfiguracaoBanco, relogio: Arc<RelogioParado>) -> Banco {
    let banco = Banco::abrir(configuracao, relogio).await.expect("abrir o banco");
    banco.migrar().await.expect("migrar");
    banco
}

fn base() -> String {
    std::env::var("REGENTE_TESTE_POSTGRES").unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".into())
}

async fn executar_na_raiz(sql: &str) {
    let mut raiz = PgConnection::connect(&format!("{}/postgres", base())).await.expect("PostgreSQL");
    raiz.execute(AssertSqlSafe(sql.to_owned())).await.expect("comando no PostgreSQL");
}

async fn criar_em_postgres() -> Option<(String, String)> {
    if let Err(causa) = PgConnection::connect(&format!("{}/postgres", base())).await {
        assert!(std::env::var_os("REGENTE_EXIGIR_SERVICOS").is_none(), "PostgreSQL exigido: {causa}");
        eprintln!("PULADO em PostgreSQL: não responde em {}", base());
        return None;
    }
    executar_na_raiz(&format!(
        "DO $$ BEGIN CREATE ROLE {DONO} LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    ))
    .await;
    let nome = format!("regente_t_{}", RelogioDoSistema.novo_uuid().simple());
    executar_na_raiz(&format!("CREATE DATABASE {nome} OWNER {DONO}")).await;
    let url = format!("{}/{nome}", base().replace("postgres@", &format!("{DONO}@")));
    Some((nome, url))
}
