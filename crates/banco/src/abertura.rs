//! Abrir, migrar e emprestar o banco.

use std::{collections::BTreeMap, path::PathBuf, str::FromStr, sync::Arc, time::Duration};

use nucleo::{ContaId, Erro, Escopo, EscopoSistema, Relogio, RelogioDoSistema, Resultado};
use sqlx::{
    PgPool, Postgres, SqlitePool, Transaction,
    postgres::{PgConnectOptions, PgListener, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use uuid::Uuid;

use crate::{
    Contexto, ContextoSistema, Dialeto, Ouvinte, Transacao,
    erro::traduzir,
    mudancas::{Assuntos, Mudancas},
    transacao::Conexao,
    valores,
};

/// Onde os dados moram.
#[derive(Clone, Debug)]
pub enum ConfiguracaoBanco {
    /// Arquivos `regente.db` e `telemetria.db` em uma pasta local.
    Sqlite {
        /// A pasta; é criada se faltar.
        pasta: PathBuf,
    },
    /// Um banco PostgreSQL.
    Postgres {
        /// `postgres://usuario:senha@maquina/banco`.
        url: String,
        /// Teto de conexões.
        conexoes: u32,
    },
}

#[derive(Clone)]
enum Motor {
    Sqlite { leitores: SqlitePool, escritor: SqlitePool },
    Postgres(PgPool),
}

/// O banco aberto. Barato de clonar.
#[derive(Clone)]
pub struct Banco {
    principal: Motor,
    telemetria: Motor,
    relogio: Arc<dyn Relogio>,
    mudancas: Arc<Mudancas>,
    /// Quem é este servidor nos avisos entre servidores.
    servidor: Uuid,
}

/// Por onde os servidores do mesmo PostgreSQL se avisam.
const CANAL: &str = "regente_mudancas";
/// Leitores em paralelo de um SQLite; mais que isso não ajuda em máquinas pequenas.
const LEITORES: u32 = 4;
const ESPERA: Duration = Duration::from_secs(5);

impl Banco {
    /// Abre sem migrar. Um PostgreSQL que não responde é erro: nunca se cai em silêncio para SQLite.
    pub async fn abrir(configuracao: &ConfiguracaoBanco, relogio: Arc<dyn Relogio>) -> Resultado<Self> {
        match configuracao {
            ConfiguracaoBanco::Sqlite { pasta } => {
                std::fs::create_dir_all(pasta).map_err(|causa| Erro::Indisponivel {
                    parte: "a pasta de dados",
                    detalhe: format!("{}: {causa}", pasta.display()),
                })?;
                let principal = abrir_sqlite(pasta.join("regente.db"), SqliteSynchronous::Full).await?;
                let telemetria = abrir_sqlite(pasta.join("telemetria.db"), SqliteSynchronous::Normal).await?;
                let servidor = RelogioDoSistema.novo_uuid();
                Ok(Self { principal, telemetria, relogio, mudancas: Arc::default(), servidor })
            }
            ConfiguracaoBanco::Postgres { url, conexoes } => {
                let opcoes = PgConnectOptions::from_str(url).map_err(traduzir)?;
                let conjunto = PgPoolOptions::new()
                    .max_connections(*conexoes)
                    .acquire_timeout(ESPERA)
                    .connect_with(opcoes)
                    .await
                    .map_err(|causa| Erro::Indisponivel {
                        parte: "o PostgreSQL configurado",
                        detalhe: causa.to_string(),
                    })?;
                let motor = Motor::Postgres(conjunto);
                let (telemetria, servidor) = (motor.clone(), RelogioDoSistema.novo_uuid());
                Ok(Self { principal: motor, telemetria, relogio, mudancas: Arc::default(), servidor })
            }
        }
    }

    /// Aplica as migrações que faltam; em PostgreSQL, sob trava, para que só um servidor o faça.
    pub async fn migrar(&self) -> Resultado<()> {
        match (&self.principal, &self.telemetria) {
            (Motor::Postgres(conjunto), _) => migracoes::postgres().run(conjunto).await,
            (Motor::Sqlite { escritor, .. }, Motor::Sqlite { escritor: telemetria, .. }) => {
                migracoes::sqlite().run(escritor).await.map_err(Erro::interno)?;
                migracoes::sqlite_telemetria().run(telemetria).await
            }
            (Motor::Sqlite { .. }, Motor::Postgres(_)) => Ok(()),
        }
        .map_err(Erro::interno)
    }

    /// Qual banco atende.
    pub fn dialeto(&self) -> Dialeto {
        match self.principal {
            Motor::Sqlite { .. } => Dialeto::Sqlite,
            Motor::Postgres(_) => Dialeto::Postgres,
        }
    }

    /// O relógio da casa.
    pub fn relogio(&self) -> &Arc<dyn Relogio> {
        &self.relogio
    }

    /// Grava em nome de um escopo: confirma se der certo, desfaz se não.
    pub async fn gravar<T>(
        &self,
        escopo: &Escopo,
        acao: impl AsyncFnOnce(&mut Contexto) -> Resultado<T>,
    ) -> Resultado<T> {
        let mut transacao = self.transacao(&self.principal).await?;
        cercar(&mut transacao, Some(escopo)).await?;
        let mut contexto = Contexto::novo(transacao, escopo.clone(), Arc::clone(&self.mudancas));
        let resultado = acao(&mut contexto).await?;
        let mudou = std::mem::take(contexto.mudou());
        self.confirmar(contexto.encerrar(), [(escopo.conta(), mudou)].into()).await?;
        Ok(resultado)
    }

    /// Lê em nome de um escopo, sem trava de escrita.
    pub async fn ler<T>(
        &self,
        escopo: &Escopo,
        acao: impl AsyncFnOnce(&mut Contexto) -> Resultado<T>,
    ) -> Resultado<T> {
        let mut transacao = self.leitura(&self.principal).await?;
        cercar(&mut transacao, Some(escopo)).await?;
        let mut contexto = Contexto::novo(transacao, escopo.clone(), Arc::clone(&self.mudancas));
        acao(&mut contexto).await
    }

    /// Grava atravessando contas.
    pub async fn gravar_sistema<T>(
        &self,
        escopo: EscopoSistema,
        acao: impl AsyncFnOnce(&mut ContextoSistema) -> Resultado<T>,
    ) -> Resultado<T> {
        let mut transacao = self.transacao(&self.principal).await?;
        cercar(&mut transacao, None).await?;
        let mut contexto = ContextoSistema::novo(transacao, escopo);
        let resultado = acao(&mut contexto).await?;
        let mudou = contexto.mudou();
        self.confirmar(contexto.encerrar(), mudou).await?;
        Ok(resultado)
    }

    /// Lê atravessando contas.
    pub async fn ler_sistema<T>(
        &self,
        escopo: EscopoSistema,
        acao: impl AsyncFnOnce(&mut ContextoSistema) -> Resultado<T>,
    ) -> Resultado<T> {
        let mut transacao = self.leitura(&self.principal).await?;
        cercar(&mut transacao, None).await?;
        acao(&mut ContextoSistema::novo(transacao, escopo)).await
    }

    /// Grava na telemetria (registros de execução): em SQLite é outro arquivo e não espera o principal.
    pub async fn gravar_telemetria<T>(
        &self,
        escopo: EscopoSistema,
        acao: impl AsyncFnOnce(&mut ContextoSistema) -> Resultado<T>,
    ) -> Resultado<T> {
        let mut transacao = self.transacao(&self.telemetria).await?;
        cercar(&mut transacao, None).await?;
        let mut contexto = ContextoSistema::novo(transacao, escopo);
        let resultado = acao(&mut contexto).await?;
        contexto.encerrar().confirmar().await?;
        Ok(resultado)
    }

    /// Lê a telemetria em nome de um escopo.
    pub async fn ler_telemetria<T>(
        &self,
        escopo: &Escopo,
        acao: impl AsyncFnOnce(&mut Contexto) -> Resultado<T>,
    ) -> Resultado<T> {
        let mut transacao = self.leitura(&self.telemetria).await?;
        cercar(&mut transacao, Some(escopo)).await?;
        acao(&mut Contexto::novo(transacao, escopo.clone(), Arc::clone(&self.mudancas))).await
    }

    /// Acompanha o que muda na conta do escopo, e só nela.
    pub fn ouvir_mudancas(&self, escopo: &Escopo) -> Ouvinte {
        self.mudancas.ouvir(escopo.conta())
    }

    /// Repassa a este servidor o que os outros mudam no mesmo PostgreSQL. Não volta; em SQLite não há outros.
    pub async fn escutar_outros_servidores(&self) {
        let Motor::Postgres(conjunto) = &self.principal else { return };
        loop {
            let fim = self.escutar(conjunto).await;
            tracing::warn!(causa = ?fim.err(), "a escuta dos outros servidores caiu; tenta de novo");
            tokio::time::sleep(ESPERA).await;
        }
    }

    /// O mesmo banco visto por outro servidor.
    #[cfg(test)]
    pub(crate) fn como_outro_servidor(&self) -> Self {
        Self { mudancas: Arc::default(), servidor: RelogioDoSistema.novo_uuid(), ..self.clone() }
    }

    async fn escutar(&self, conjunto: &PgPool) -> Result<(), sqlx::Error> {
        let mut escuta = PgListener::connect_with(conjunto).await?;
        escuta.listen(CANAL).await?;
        // O que mudou enquanto não se escutava não chega mais.
        self.mudancas.publicar_talvez_tudo();
        loop {
            let aviso = escuta.recv().await?;
            let mut partes = aviso.payload().splitn(3, ' ');
            let (servidor, conta, assuntos) = (partes.next(), partes.next(), partes.next());
            let conta = conta.and_then(|texto| texto.parse().ok());
            if servidor != Some(&self.servidor.to_string())
                && let Some((conta, assuntos)) = conta.zip(assuntos)
            {
                self.mudancas.publicar_de_fora(conta, assuntos);
            }
        }
    }

    /// Confirma e só então publica o que mudou: neste servidor e, em PostgreSQL, nos outros. Em tarefa própria: quem
    /// pediu pode desistir bem na hora, e o que se confirmou tem de ser publicado.
    async fn confirmar(&self, transacao: Transacao, mudou: BTreeMap<ContaId, Assuntos>) -> Resultado<()> {
        let (mudancas, servidor) = (Arc::clone(&self.mudancas), self.servidor);
        let fim = tokio::spawn(async move {
            confirmar(transacao, servidor, &mudou).await?;
            for (conta, assuntos) in mudou {
                mudancas.publicar(conta, assuntos);
            }
            Ok(())
        });
        fim.await.map_err(Erro::interno)?
    }

    /// Fecha com ordem: espera o que está em uso e, em SQLite, deixa o WAL assentado.
    pub async fn fechar(&self) {
        for motor in [&self.principal, &self.telemetria] {
            match motor {
                Motor::Sqlite { leitores, escritor } => {
                    leitores.close().await;
                    escritor.close().await;
                }
                Motor::Postgres(conjunto) => conjunto.close().await,
            }
        }
    }

    async fn transacao(&self, motor: &Motor) -> Resultado<Transacao> {
        let conexao = match motor {
            // Sem IMMEDIATE, ler e depois gravar falha na hora quando outro gravou no meio.
            Motor::Sqlite { escritor, .. } => {
                escritor.begin_with("BEGIN IMMEDIATE").await.map(Conexao::Sqlite)
            }
            Motor::Postgres(conjunto) => comecar(conjunto, "BEGIN").await.map(Conexao::Postgres),
        };
        Ok(Transacao::nova(conexao.map_err(traduzir)?, Arc::clone(&self.relogio)))
    }

    async fn leitura(&self, motor: &Motor) -> Resultado<Transacao> {
        let conexao = match motor {
            Motor::Sqlite { leitores, .. } => leitores.acquire().await.map(Conexao::Leitura),
            Motor::Postgres(conjunto) => comecar(conjunto, "BEGIN READ ONLY").await.map(Conexao::Postgres),
        };
        Ok(Transacao::nova(conexao.map_err(traduzir)?, Arc::clone(&self.relogio)))
    }
}

async fn confirmar(
    mut transacao: Transacao,
    servidor: Uuid,
    mudou: &BTreeMap<ContaId, Assuntos>,
) -> Resultado<()> {
    if transacao.dialeto() == Dialeto::Postgres {
        for (conta, assuntos) in mudou.iter().filter(|(_, assuntos)| !assuntos.is_empty()) {
            let nomes: Vec<&str> = assuntos.iter().copied().collect();
            let aviso = format!("{servidor} {conta} {}", nomes.join(","));
            transacao.buscar_um("SELECT pg_notify(?, ?)", valores![CANAL, aviso]).await?;
        }
    }
    transacao.confirmar().await
}

/// Começa uma transação até o fim mesmo que quem a pediu desista no meio (uma tela que se fecha): interrompido, o
/// sqlx devolveria a conexão com a transação aberta, e o próximo gravaria dentro dela.
async fn comecar(
    conjunto: &PgPool,
    comando: &'static str,
) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
    let conjunto = conjunto.clone();
    let comeco = tokio::spawn(async move { conjunto.begin_with(comando).await });
    comeco.await.unwrap_or(Err(sqlx::Error::WorkerCrashed))
}

async fn abrir_sqlite(arquivo: PathBuf, durabilidade: SqliteSynchronous) -> Resultado<Motor> {
    let opcoes = SqliteConnectOptions::new()
        .filename(arquivo)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(durabilidade)
        .busy_timeout(ESPERA)
        .statement_cache_capacity(256)
        // Uma página inteira cabe: a linha de execução do SQLite não para esperando quem lê.
        .row_buffer_size(512)
        .pragma("mmap_size", "268435456");
    let escritor = SqlitePoolOptions::new()
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(opcoes.clone())
        .await
        .map_err(traduzir)?;
    let leitores = SqlitePoolOptions::new()
        .max_connections(LEITORES)
        .acquire_timeout(Duration::from_secs(30))
        .connect_with(opcoes.pragma("query_only", "ON"))
        .await
        .map_err(traduzir)?;
    Ok(Motor::Sqlite { leitores, escritor })
}

/// Em PostgreSQL, diz à segurança por linha (RLS) em nome de qual conta se trabalha.
async fn cercar(transacao: &mut Transacao, escopo: Option<&Escopo>) -> Resultado<()> {
    if transacao.dialeto() == Dialeto::Postgres {
        let (conta, sistema) = match escopo {
            Some(escopo) => (escopo.conta().to_string(), "nao"),
            None => (String::new(), "sim"),
        };
        transacao
            .buscar_um(
                "SELECT set_config('app.conta', ?, true), set_config('app.sistema', ?, true)",
                valores![conta, sistema],
            )
            .await?;
    }
    Ok(())
}
