//! O que é o leitor: quem põe um PDF no processo filho e traz de volta a fatura lida.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use chrono::NaiveDate;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;

use super::ARGUMENTO;
use super::protocolo::{Pedido, Resposta};
use crate::inspecao::{LimitesPdf, Recusa};
use crate::leitura::FaturaLida;

/// Onde fica o `sh` que põe os limites.
const SH: &str = "/bin/sh";
/// Cada limite é posto se o sistema o conhece; um limite já mais apertado continua valendo.
const COM_LIMITES: &str = "ulimit -c 0; ulimit -v \"$1\"; ulimit -t \"$2\"; shift 2; exec \"$@\"";
/// Variável que, se existe no pai, segue para o filho: é por ela que se mede a cobertura.
const COBERTURA: &str = "LLVM_PROFILE_FILE";
/// Quantos PDFs são interpretados ao mesmo tempo.
const FILHOS_SIMULTANEOS: usize = 2;
/// O máximo que se aceita de resposta.
const RESPOSTA_BYTES: u64 = 16 * 1024 * 1024;
/// O máximo que se guarda do que o filho reclamou.
const RECLAMACAO_BYTES: u64 = 4 * 1024;

/// O que o processo filho pode gastar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LimitesDoFilho {
    /// Tempo de parede; o de processador é o mesmo, arredondado para cima em segundos.
    pub tempo: Duration,
    /// Espaço de endereçamento.
    pub memoria_bytes: u64,
}

impl Default for LimitesDoFilho {
    fn default() -> Self {
        Self { tempo: Duration::from_secs(10), memoria_bytes: 512 * 1024 * 1024 }
    }
}

/// De onde vem o PDF.
#[derive(Debug, Clone)]
pub enum Origem {
    /// Da memória.
    Bytes(Bytes),
    /// De um arquivo, que o filho lê sem passar pela memória do pai.
    Caminho(PathBuf),
}

/// Por que uma fatura não foi lida.
#[derive(Debug, thiserror::Error)]
pub enum ErroLeitura {
    /// O arquivo foi lido e não serve.
    #[error(transparent)]
    Recusado(#[from] Recusa),
    /// Passou do tempo.
    #[error("o PDF levou mais de {} segundos para ser lido", limite.as_secs())]
    TempoEsgotado {
        /// Máximo permitido.
        limite: Duration,
    },
    /// Passou da memória.
    #[error("o PDF precisa de mais memória que o limite de {} MiB", limite_bytes / 1024 / 1024)]
    MemoriaEsgotada {
        /// Máximo permitido.
        limite_bytes: u64,
    },
    /// O leitor morreu sem responder; o PDF provavelmente é malicioso ou muito danificado.
    #[error("o leitor de PDF parou sem responder ({detalhe})")]
    Interrompido {
        /// Como terminou e o que disse.
        detalhe: String,
    },
    /// O processo filho não pôde ser iniciado ou o arquivo não pôde ser aberto.
    #[error("o leitor de PDF não pôde ser iniciado: {0}")]
    NaoIniciado(#[source] std::io::Error),
}

impl ErroLeitura {
    /// Código estável do erro, para a API e as classes de falha.
    pub fn codigo(&self) -> &'static str {
        match self {
            Self::Recusado(recusa) => recusa.codigo(),
            Self::TempoEsgotado { .. } => "leitura_tempo_esgotado",
            Self::MemoriaEsgotada { .. } => "leitura_memoria_esgotada",
            Self::Interrompido { .. } => "leitura_interrompida",
            Self::NaoIniciado(_) => "leitor_indisponivel",
        }
    }
}

/// Lê faturas em processos filhos; clonar compartilha o limite de simultâneos.
#[derive(Debug, Clone)]
pub struct Leitor {
    executavel: PathBuf,
    limites_pdf: LimitesPdf,
    limites: LimitesDoFilho,
    vagas: Arc<Semaphore>,
}

impl Leitor {
    /// Leitor que roda `executavel --ler-pdf <pedido>`, com os limites padrão.
    pub fn novo(executavel: impl Into<PathBuf>) -> Self {
        if !tem_sh() {
            tracing::warn!("sem /bin/sh não há limite de memória para o leitor de PDF, só de tempo");
        }
        Self {
            executavel: executavel.into(),
            limites_pdf: LimitesPdf::default(),
            limites: LimitesDoFilho::default(),
            vagas: Arc::new(Semaphore::new(FILHOS_SIMULTANEOS)),
        }
    }

    /// O mesmo leitor com outros limites.
    #[must_use]
    pub fn com_limites(mut self, limites_pdf: LimitesPdf, limites: LimitesDoFilho) -> Self {
        self.limites_pdf = limites_pdf;
        self.limites = limites;
        self
    }

    /// Inspeciona e lê um PDF.
    ///
    /// `captura` é o dia em que o arquivo chegou (desempata o ciclo do fator de vencimento).
    /// Se quem chamou desiste no meio, o filho é morto.
    ///
    /// # Erros
    /// A recusa do arquivo, o estouro de um limite ou a falha do próprio leitor.
    pub async fn ler(&self, origem: Origem, captura: NaiveDate) -> Result<FaturaLida, ErroLeitura> {
        self.conferir_tamanho(&origem).await?;
        let _vaga = self.vagas.acquire().await.map_err(|e| nao_iniciado(std::io::Error::other(e)))?;
        let pedido = serde_json::to_string(&Pedido { captura, limites: self.limites_pdf })
            .map_err(|e| nao_iniciado(e.into()))?;
        let (entrada, conteudo) = match origem {
            Origem::Bytes(bytes) => (Stdio::piped(), bytes),
            Origem::Caminho(caminho) => {
                let arquivo = std::fs::File::open(caminho).map_err(nao_iniciado)?;
                (arquivo.into(), Bytes::new())
            }
        };
        let mut comando = self.comando(&pedido);
        comando.stdin(entrada).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let mut filho = comando.spawn().map_err(nao_iniciado)?;
        match tokio::time::timeout(self.limites.tempo, conversar(&mut filho, conteudo)).await {
            Ok(conversa) => self.interpretar(conversa.map_err(interrompido)?),
            Err(_) => {
                // Espera o fim de verdade: a vaga só se libera quando a memória voltou.
                let _ = filho.kill().await;
                Err(ErroLeitura::TempoEsgotado { limite: self.limites.tempo })
            }
        }
    }

    async fn conferir_tamanho(&self, origem: &Origem) -> Result<(), ErroLeitura> {
        let tamanho_bytes = match origem {
            Origem::Bytes(bytes) => bytes.len() as u64,
            Origem::Caminho(caminho) => tokio::fs::metadata(caminho).await.map_err(nao_iniciado)?.len(),
        };
        let limite_bytes = self.limites_pdf.tamanho_bytes;
        if tamanho_bytes > limite_bytes {
            return Err(Recusa::GrandeDemais { limite_bytes }.into());
        }
        Ok(())
    }

    fn comando(&self, pedido: &str) -> Command {
        let filho = [self.executavel.as_os_str(), OsStr::new(ARGUMENTO), OsStr::new(pedido)];
        let mut comando = if tem_sh() {
            let segundos = self.limites.tempo.as_secs() + 1;
            let mut comando = Command::new(SH);
            comando.args(["-c", COM_LIMITES, "leitor-de-pdf"]);
            comando.arg((self.limites.memoria_bytes / 1024).to_string()).arg(segundos.to_string());
            comando.args(filho);
            comando
        } else {
            let mut comando = Command::new(filho[0]);
            comando.args(&filho[1..]);
            comando
        };
        // O ambiente do pai tem segredos; o filho não precisa de nada dele.
        comando.env_clear();
        if let Some(destino) = std::env::var_os(COBERTURA) {
            comando.env(COBERTURA, destino);
        }
        comando
    }

    fn interpretar(&self, conversa: Conversa) -> Result<FaturaLida, ErroLeitura> {
        let Conversa { situacao, resposta, reclamacao } = conversa;
        if situacao.success() {
            let resposta = serde_json::from_slice(&resposta).map_err(|e| interrompido(e.into()))?;
            return match resposta {
                Resposta::Lida(fatura) => Ok(*fatura),
                Resposta::Recusada(recusa) => Err(recusa.into()),
            };
        }
        let reclamacao = String::from_utf8_lossy(&reclamacao);
        tracing::warn!(%situacao, reclamacao = reclamacao.trim(), "o leitor de PDF terminou mal");
        if matches!(situacao.code(), Some(126 | 127)) {
            return Err(nao_iniciado(std::io::Error::other(reclamacao.trim().to_owned())));
        }
        if reclamacao.contains("memory allocation") {
            return Err(ErroLeitura::MemoriaEsgotada { limite_bytes: self.limites.memoria_bytes });
        }
        Err(ErroLeitura::Interrompido { detalhe: situacao.to_string() })
    }
}

/// O que restou de um filho que terminou.
struct Conversa {
    situacao: ExitStatus,
    resposta: Vec<u8>,
    reclamacao: Vec<u8>,
}

/// Escreve e lê ao mesmo tempo: um cano cheio de um lado não trava o outro.
async fn conversar(filho: &mut Child, conteudo: Bytes) -> std::io::Result<Conversa> {
    let entrada = filho.stdin.take();
    let escrever = async move {
        if let Some(mut entrada) = entrada {
            // O filho pode recusar antes de ler tudo; o que importa é a resposta dele.
            let _ = entrada.write_all(&conteudo).await;
            let _ = entrada.shutdown().await;
        }
    };
    let (saida, erros) = (filho.stdout.take(), filho.stderr.take());
    let (_, resposta, reclamacao) =
        tokio::join!(escrever, ler_ate(saida, RESPOSTA_BYTES), ler_ate(erros, RECLAMACAO_BYTES));
    Ok(Conversa { situacao: filho.wait().await?, resposta: resposta?, reclamacao: reclamacao? })
}

async fn ler_ate(fonte: Option<impl AsyncRead + Unpin>, limite_bytes: u64) -> std::io::Result<Vec<u8>> {
    let mut lido = Vec::new();
    if let Some(fonte) = fonte {
        let mut limitada = fonte.take(limite_bytes);
        limitada.read_to_end(&mut lido).await?;
        // O resto é jogado fora, para o filho não travar escrevendo.
        tokio::io::copy(&mut limitada.into_inner(), &mut tokio::io::sink()).await?;
    }
    Ok(lido)
}

fn tem_sh() -> bool {
    cfg!(unix) && Path::new(SH).exists()
}

fn nao_iniciado(causa: std::io::Error) -> ErroLeitura {
    ErroLeitura::NaoIniciado(causa)
}

fn interrompido(causa: std::io::Error) -> ErroLeitura {
    ErroLeitura::Interrompido { detalhe: causa.to_string() }
}
