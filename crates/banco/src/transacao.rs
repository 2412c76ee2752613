//! Uma conexão em uso: executa SQL com `?` em qualquer dos bancos.

use std::{borrow::Cow, sync::Arc};

use chrono::{DateTime, Utc};
use nucleo::{Erro, Relogio, Resultado};
use sqlx::{AssertSqlSafe, Postgres, Sqlite, Transaction, pool::PoolConnection, query_with};
use uuid::Uuid;

use crate::{
    erro::traduzir,
    linha::Linha,
    mudancas::{Assuntos, assuntos_de},
    valor::{Valor, para_postgres, para_sqlite},
};

/// Qual banco atende, para o pouco SQL em que eles divergem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialeto {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

pub(crate) enum Conexao {
    Leitura(PoolConnection<Sqlite>),
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Conexão com transação (ou leitura) aberta. Só `banco` a constrói; repositórios a alcançam pelo
/// [`crate::Contexto`].
pub struct Transacao {
    conexao: Conexao,
    relogio: Arc<dyn Relogio>,
    depois: Vec<Box<dyn FnOnce() + Send>>,
    mudou: Assuntos,
}

impl Transacao {
    pub(crate) fn nova(conexao: Conexao, relogio: Arc<dyn Relogio>) -> Self {
        Self { conexao, relogio, depois: Vec::new(), mudou: Assuntos::new() }
    }

    /// O que se mudou até aqui.
    pub(crate) fn mudou(&mut self) -> &mut Assuntos {
        &mut self.mudou
    }

    fn anotar_mudanca(&mut self, assuntos: &'static [&'static str], houve: bool) {
        if houve {
            self.mudou.extend(assuntos);
        }
    }

    /// Qual banco atende.
    pub fn dialeto(&self) -> Dialeto {
        match self.conexao {
            Conexao::Postgres(_) => Dialeto::Postgres,
            _ => Dialeto::Sqlite,
        }
    }

    /// O instante atual, do relógio injetado.
    pub fn agora(&self) -> DateTime<Utc> {
        self.relogio.agora()
    }

    /// O relógio injetado, para gerar ids e segredos.
    pub fn relogio(&self) -> &dyn Relogio {
        self.relogio.as_ref()
    }

    /// UUID v7 novo.
    pub fn novo_uuid(&self) -> Uuid {
        self.relogio.novo_uuid()
    }

    /// Faz algo (em memória e rápido) só depois que a transação confirmar: acordar uma fila, avisar telas.
    pub fn depois_de_confirmar(&mut self, acao: impl FnOnce() + Send + 'static) {
        self.depois.push(Box::new(acao));
    }

    /// Executa e devolve quantas linhas mudou.
    pub async fn executar(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        valores: Vec<Valor>,
    ) -> Resultado<u64> {
        let sql = sql.into();
        let assuntos = assuntos_de(&sql);
        let mudadas = match &mut self.conexao {
            Conexao::Leitura(c) => sqlite(sql, valores)?.execute(&mut **c).await.map(|r| r.rows_affected()),
            Conexao::Sqlite(t) => sqlite(sql, valores)?.execute(&mut **t).await.map(|r| r.rows_affected()),
            Conexao::Postgres(t) => {
                postgres(&sql, valores)?.execute(&mut **t).await.map(|r| r.rows_affected())
            }
        };
        let mudadas = mudadas.map_err(traduzir)?;
        self.anotar_mudanca(assuntos, mudadas > 0);
        Ok(mudadas)
    }

    /// Todas as linhas. Quem chama põe o `LIMIT`: não há lista sem fim.
    pub async fn buscar(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        valores: Vec<Valor>,
    ) -> Resultado<Vec<Linha>> {
        let sql = sql.into();
        let assuntos = assuntos_de(&sql);
        let linhas = match &mut self.conexao {
            Conexao::Leitura(c) => sqlite(sql, valores)?.fetch_all(&mut **c).await.map(das_sqlite),
            Conexao::Sqlite(t) => sqlite(sql, valores)?.fetch_all(&mut **t).await.map(das_sqlite),
            Conexao::Postgres(t) => postgres(&sql, valores)?
                .fetch_all(&mut **t)
                .await
                .map(|linhas| linhas.into_iter().map(Linha::Postgres).collect()),
        };
        let linhas = linhas.map_err(traduzir)?;
        self.anotar_mudanca(assuntos, !linhas.is_empty());
        Ok(linhas)
    }

    /// A primeira linha, se houver.
    pub async fn buscar_um(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        valores: Vec<Valor>,
    ) -> Resultado<Option<Linha>> {
        let sql = sql.into();
        let assuntos = assuntos_de(&sql);
        let linha = match &mut self.conexao {
            Conexao::Leitura(c) => {
                sqlite(sql, valores)?.fetch_optional(&mut **c).await.map(|l| l.map(Linha::Sqlite))
            }
            Conexao::Sqlite(t) => {
                sqlite(sql, valores)?.fetch_optional(&mut **t).await.map(|l| l.map(Linha::Sqlite))
            }
            Conexao::Postgres(t) => {
                postgres(&sql, valores)?.fetch_optional(&mut **t).await.map(|l| l.map(Linha::Postgres))
            }
        };
        let linha = linha.map_err(traduzir)?;
        self.anotar_mudanca(assuntos, linha.is_some());
        Ok(linha)
    }

    /// Confirma e só então faz o que foi pedido para depois.
    pub(crate) async fn confirmar(self) -> Resultado<()> {
        match self.conexao {
            Conexao::Leitura(_) => Ok(()),
            Conexao::Sqlite(t) => t.commit().await,
            Conexao::Postgres(t) => t.commit().await,
        }
        .map_err(traduzir)?;
        self.depois.into_iter().for_each(|acao| acao());
        Ok(())
    }
}

type ConsultaSqlite = sqlx::query::Query<'static, Sqlite, sqlx::sqlite::SqliteArguments>;
type ConsultaPostgres = sqlx::query::Query<'static, Postgres, sqlx::postgres::PgArguments>;

/// Único ponto em que texto dinâmico vira SQL: os pedaços vêm sempre de literais da casa, os dados sempre
/// por parâmetro.
fn sqlite(sql: Cow<'static, str>, valores: Vec<Valor>) -> Resultado<ConsultaSqlite> {
    Ok(query_with(AssertSqlSafe(sql), para_sqlite(valores).map_err(Erro::interno)?))
}

fn postgres(sql: &str, valores: Vec<Valor>) -> Resultado<ConsultaPostgres> {
    Ok(query_with(AssertSqlSafe(numerar(sql)), para_postgres(valores).map_err(Erro::interno)?))
}

fn das_sqlite(linhas: Vec<sqlx::sqlite::SqliteRow>) -> Vec<Linha> {
    linhas.into_iter().map(Linha::Sqlite).collect()
}

/// Troca cada `?` fora de aspas por `$1`, `$2`… como o PostgreSQL espera.
fn numerar(sql: &str) -> String {
    let mut saida = String::with_capacity(sql.len() + 16);
    let (mut numero, mut entre_aspas) = (0, false);
    for caractere in sql.chars() {
        match caractere {
            '\'' => {
                entre_aspas = !entre_aspas;
                saida.push(caractere);
            }
            '?' if !entre_aspas => {
                numero += 1;
                saida.push('$');
                saida.push_str(&numero.to_string());
            }
            _ => saida.push(caractere),
        }
    }
    saida
}

#[cfg(test)]
mod testes {
    use super::numerar;

    #[test]
    fn numera_so_o_que_e_parametro() {
        assert_eq!(numerar("a = ? AND b = '?' AND c IN (?, ?)"), "a = $1 AND b = '?' AND c IN ($2, $3)");
        assert_eq!(numerar("SELECT 1"), "SELECT 1");
    }
}
