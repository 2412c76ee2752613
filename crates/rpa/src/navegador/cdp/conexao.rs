//! O que é a conexão: o protocolo DevTools por um cano (`--remote-debugging-pipe`), sem porta de rede.
//!
//! Fechar o cano encerra o navegador, mesmo que este processo morra de repente: não sobram órfãos.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Maior mensagem aceita do navegador: uma página hostil não esgota a memória do servidor.
const MENSAGEM_MAX_BYTES: usize = 64 << 20;
/// Comando ao navegador (não a uma página, que pode estar lenta) sem resposta por mais que isto: travou.
const LIMITE_DE_RESPOSTA: Duration = Duration::from_secs(30);

/// Por que um comando do protocolo não foi cumprido.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum FalhaCdp {
    #[error("o navegador encerrou")]
    Encerrada,
    #[error("o navegador não respondeu a {0}")]
    SemResposta(&'static str),
    #[error("{0}")]
    Recusado(String),
}

/// Um aviso que o navegador mandou por conta própria.
#[derive(Debug, Clone)]
pub(crate) struct EventoCdp {
    pub metodo: String,
    pub parametros: Value,
    /// A sessão (aba) de onde veio; `None` para o navegador inteiro.
    pub sessao: Option<String>,
}

type Ouvinte = mpsc::UnboundedSender<EventoCdp>;
type Resposta = Result<Value, FalhaCdp>;

#[derive(Default)]
struct Mesa {
    pendentes: HashMap<u64, oneshot::Sender<Resposta>>,
    sessoes: HashMap<String, Ouvinte>,
    contextos: HashMap<String, Ouvinte>,
}

/// Uma conexão viva com um navegador.
pub(crate) struct Conexao {
    saida: mpsc::UnboundedSender<Vec<u8>>,
    mesa: Mutex<Mesa>,
    proximo: AtomicU64,
    encerrada: CancellationToken,
}

impl Conexao {
    /// Liga a conexão sobre o cano; as tarefas de leitura e escrita vivem no conjunto devolvido.
    pub(crate) fn nova(
        leitura: impl AsyncRead + Unpin + Send + 'static,
        escrita: impl AsyncWrite + Unpin + Send + 'static,
    ) -> (Arc<Self>, JoinSet<()>) {
        let (saida, fila) = mpsc::unbounded_channel();
        let conexao = Arc::new(Self {
            saida,
            mesa: Mutex::default(),
            proximo: AtomicU64::new(1),
            encerrada: CancellationToken::new(),
        });
        let mut tarefas = JoinSet::new();
        tarefas.spawn(escrever(fila, escrita, conexao.encerrada.clone()));
        tarefas.spawn(ler(leitura, Arc::downgrade(&conexao), conexao.encerrada.clone()));
        (conexao, tarefas)
    }

    /// Cancelado quando o navegador morreu ou foi fechado.
    pub(crate) fn encerrada(&self) -> &CancellationToken {
        &self.encerrada
    }

    /// Recebe os avisos de um contexto isolado e de todas as suas abas.
    pub(crate) fn ouvir_contexto(&self, contexto: &str) -> mpsc::UnboundedReceiver<EventoCdp> {
        let (ouvinte, avisos) = mpsc::unbounded_channel();
        self.mesa().contextos.insert(contexto.to_owned(), ouvinte);
        avisos
    }

    /// Deixa de encaminhar avisos do contexto.
    pub(crate) fn esquecer_contexto(&self, contexto: &str) {
        let mut mesa = self.mesa();
        if let Some(ouvinte) = mesa.contextos.remove(contexto) {
            mesa.sessoes.retain(|_, outro| !outro.same_channel(&ouvinte));
        }
    }

    /// Manda um comando e espera a resposta; um comando a uma página espera o que ela levar.
    pub(crate) async fn enviar(
        &self,
        sessao: Option<&str>,
        metodo: &'static str,
        parametros: Value,
    ) -> Resposta {
        let resposta = self.postar(sessao, metodo, parametros);
        tokio::select! {
            biased;
            recebida = resposta => recebida.unwrap_or(Err(FalhaCdp::Encerrada)),
            () = self.encerrada.cancelled() => Err(FalhaCdp::Encerrada),
            () = tokio::time::sleep(LIMITE_DE_RESPOSTA), if sessao.is_none() => {
                // Travado não volta: a próxima execução liga outro.
                self.encerrada.cancel();
                Err(FalhaCdp::SemResposta(metodo))
            }
        }
    }

    /// Manda um comando sem esperar; a ordem de chegada ao navegador é a das chamadas.
    pub(crate) fn postar(
        &self,
        sessao: Option<&str>,
        metodo: &'static str,
        parametros: Value,
    ) -> oneshot::Receiver<Resposta> {
        let id = self.proximo.fetch_add(1, Ordering::Relaxed);
        let mut mensagem = json!({"id": id, "method": metodo, "params": parametros});
        if let Some(sessao) = sessao {
            mensagem["sessionId"] = sessao.into();
        }
        let (responder, resposta) = oneshot::channel();
        let mut bytes = mensagem.to_string().into_bytes();
        bytes.push(0);
        self.mesa().pendentes.insert(id, responder);
        if self.saida.send(bytes).is_err() {
            self.mesa().pendentes.remove(&id);
        }
        resposta
    }

    fn receber(&self, mensagem: &[u8]) {
        let Ok(mut valor) = serde_json::from_slice::<Value>(mensagem) else { return };
        if let Some(id) = valor.get("id").and_then(Value::as_u64) {
            let Some(responder) = self.mesa().pendentes.remove(&id) else { return };
            let resposta = match valor.get("error") {
                Some(erro) => {
                    Err(FalhaCdp::Recusado(erro["message"].as_str().unwrap_or("erro sem texto").to_owned()))
                }
                None => Ok(valor["result"].take()),
            };
            // Quem pediu pode ter desistido de esperar.
            let _ = responder.send(resposta);
            return;
        }
        self.distribuir(EventoCdp {
            metodo: valor["method"].as_str().unwrap_or_default().to_owned(),
            sessao: valor["sessionId"].as_str().map(str::to_owned),
            parametros: valor["params"].take(),
        });
    }

    fn distribuir(&self, evento: EventoCdp) {
        let mut mesa = self.mesa();
        if let Some(sessao) = &evento.sessao {
            if let Some(ouvinte) = mesa.sessoes.get(sessao) {
                let _ = ouvinte.send(evento);
            }
            return;
        }
        let filha = evento.parametros["sessionId"].as_str().map(str::to_owned);
        match (evento.metodo.as_str(), filha) {
            ("Target.attachedToTarget", Some(filha)) => {
                let contexto =
                    evento.parametros["targetInfo"]["browserContextId"].as_str().unwrap_or_default();
                match mesa.contextos.get(contexto).cloned() {
                    Some(ouvinte) => {
                        mesa.sessoes.insert(filha, ouvinte.clone());
                        let _ = ouvinte.send(evento);
                    }
                    None => {
                        drop(mesa);
                        // Aba de ninguém (a que o navegador abre ao nascer): segue sozinha.
                        drop(self.postar(Some(&filha), "Runtime.runIfWaitingForDebugger", json!({})));
                    }
                }
            }
            ("Target.detachedFromTarget", Some(filha)) => {
                if let Some(ouvinte) = mesa.sessoes.remove(&filha) {
                    let _ = ouvinte.send(evento);
                }
            }
            _ => {
                for ouvinte in mesa.contextos.values() {
                    let _ = ouvinte.send(evento.clone());
                }
            }
        }
    }

    fn mesa(&self) -> MutexGuard<'_, Mesa> {
        self.mesa.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn escrever(
    mut fila: mpsc::UnboundedReceiver<Vec<u8>>,
    mut escrita: impl AsyncWrite + Unpin,
    encerrada: CancellationToken,
) {
    while let Some(bytes) = tokio::select! { b = fila.recv() => b, () = encerrada.cancelled() => None } {
        if escrita.write_all(&bytes).await.is_err() || escrita.flush().await.is_err() {
            break;
        }
    }
    encerrada.cancel();
}

async fn ler(
    mut leitura: impl AsyncRead + Unpin,
    conexao: std::sync::Weak<Conexao>,
    encerrada: CancellationToken,
) {
    let mut acumulado: Vec<u8> = Vec::with_capacity(64 << 10);
    let mut visto = 0;
    loop {
        match leitura.read_buf(&mut acumulado).await {
            Ok(0) | Err(_) => break,
            Ok(_) => {}
        }
        let Some(conexao) = conexao.upgrade() else { break };
        let mut inicio = 0;
        while let Some(fim) = acumulado[visto..].iter().position(|b| *b == 0).map(|p| p + visto) {
            conexao.receber(&acumulado[inicio..fim]);
            inicio = fim + 1;
            visto = inicio;
        }
        acumulado.drain(..inicio);
        visto = acumulado.len();
        if acumulado.len() > MENSAGEM_MAX_BYTES {
            break;
        }
    }
    encerrada.cancel();
    if let Some(conexao) = conexao.upgrade() {
        let mut mesa = conexao.mesa();
        mesa.pendentes.clear();
        mesa.sessoes.clear();
        mesa.contextos.clear();
    }
}
