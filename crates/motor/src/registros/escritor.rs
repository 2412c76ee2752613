//! Quem grava os registros: um só por servidor, em lotes, longe da execução. A execução larga a linha em um
//! canal com fim e segue; o lote vai para a telemetria em uma transação.

use std::{
    collections::{BTreeMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use banco::{Banco, Consulta, ContextoSistema, valores};
use chrono::{DateTime, Utc};
use nucleo::{ContaId, EscopoSistema, ExecucaoId, Relogio, Resultado};
use tokio::{
    sync::{mpsc, oneshot},
    task::JoinHandle,
    time::{Instant, timeout, timeout_at},
};
use tokio_util::sync::CancellationToken;

use crate::{
    avisos::{Aviso, avisar},
    registros::Nivel,
};

/// Linhas que cabem à espera do gravador.
const CANAL: usize = 4_096;
/// Linhas por transação.
const LOTE: usize = 200;
/// Espera máxima de uma linha antes de ir para o disco.
const ESPERA: Duration = Duration::from_millis(100);
/// Quanto o fim de uma tentativa espera pelas suas últimas linhas.
const ESPERA_AO_ESVAZIAR: Duration = Duration::from_secs(2);
/// Caracteres guardados de uma mensagem.
const MENSAGEM_MAXIMA: usize = 4_000;
const SISTEMA: EscopoSistema = EscopoSistema::novo("registros de execução");

struct Linha {
    conta: ContaId,
    execucao: ExecucaoId,
    tentativa: u32,
    instante: DateTime<Utc>,
    nivel: Nivel,
    mensagem: String,
}

enum Recado {
    Gravar(Linha),
    /// Responde quando tudo o que veio antes estiver gravado.
    Esvaziar(oneshot::Sender<()>),
}

/// Por onde as execuções largam linhas. Barato de clonar.
#[derive(Clone)]
pub(crate) struct Registrador {
    canal: mpsc::Sender<Recado>,
    perdidas: Arc<AtomicU64>,
    relogio: Arc<dyn Relogio>,
}

impl Registrador {
    /// Larga uma linha; se o canal está cheio, conta a perda e segue.
    pub(crate) fn registrar(
        &self,
        conta: ContaId,
        execucao: ExecucaoId,
        tentativa: u32,
        nivel: Nivel,
        mensagem: String,
    ) {
        let mensagem = match mensagem.char_indices().nth(MENSAGEM_MAXIMA) {
            Some((corte, _)) => format!("{}…", &mensagem[..corte]),
            None => mensagem,
        };
        let linha = Linha { conta, execucao, tentativa, instante: self.relogio.agora(), nivel, mensagem };
        if self.canal.try_send(Recado::Gravar(linha)).is_err() {
            self.perdidas.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Espera, até um limite, que o que já foi largado esteja gravado: assim quem acompanha lê tudo antes do
    /// fim.
    pub(crate) async fn esvaziar(&self) {
        let (pronto, espera) = oneshot::channel();
        let esvaziado = async {
            if self.canal.send(Recado::Esvaziar(pronto)).await.is_ok() {
                // Gravador encerrado solta o canal: também não há mais o que esperar.
                drop(espera.await);
            }
        };
        if timeout(ESPERA_AO_ESVAZIAR, esvaziado).await.is_err() {
            tracing::warn!("a gravação dos registros está atrasada");
        }
    }
}

/// O gravador em marcha.
pub(crate) struct Escritor {
    tarefa: JoinHandle<()>,
    encerrar: CancellationToken,
}

impl Escritor {
    /// Começa a gravar.
    pub(crate) fn iniciar(banco: Banco) -> (Registrador, Self) {
        let (canal, entrada) = mpsc::channel(CANAL);
        let perdidas = Arc::new(AtomicU64::new(0));
        let registrador =
            Registrador { canal, perdidas: Arc::clone(&perdidas), relogio: Arc::clone(banco.relogio()) };
        let encerrar = CancellationToken::new();
        let tarefa = tokio::spawn(escrever(banco, entrada, perdidas, encerrar.clone()));
        (registrador, Self { tarefa, encerrar })
    }

    /// Grava o que falta e para.
    pub(crate) async fn terminar(self) {
        self.encerrar.cancel();
        if self.tarefa.await.is_err() {
            tracing::error!("o gravador de registros terminou com defeito");
        }
    }
}

async fn escrever(
    banco: Banco,
    mut entrada: mpsc::Receiver<Recado>,
    perdidas: Arc<AtomicU64>,
    encerrar: CancellationToken,
) {
    loop {
        let primeiro = tokio::select! {
            recado = entrada.recv() => recado,
            () = encerrar.cancelled(), if !entrada.is_closed() => {
                entrada.close();
                continue;
            }
        };
        let Some(primeiro) = primeiro else { break };
        let (linhas, esperas) = juntar(primeiro, &mut entrada).await;
        if !linhas.is_empty() {
            gravar_lote(&banco, &linhas).await;
        }
        for pronto in esperas {
            // Quem esperava pode já ter desistido.
            let _ = pronto.send(());
        }
        let nao_couberam = perdidas.swap(0, Ordering::Relaxed);
        if nao_couberam > 0 {
            tracing::warn!(linhas = nao_couberam, "registros descartados: o gravador não venceu");
        }
    }
}

/// Junta linhas até encher o lote, passar a espera ou alguém pedir que se grave já.
async fn juntar(
    primeiro: Recado,
    entrada: &mut mpsc::Receiver<Recado>,
) -> (Vec<Linha>, Vec<oneshot::Sender<()>>) {
    let (mut linhas, mut esperas) = (Vec::new(), Vec::new());
    let prazo = Instant::now() + ESPERA;
    let mut proximo = Some(primeiro);
    while let Some(recado) = proximo {
        match recado {
            Recado::Gravar(linha) => linhas.push(linha),
            Recado::Esvaziar(pronto) => {
                esperas.push(pronto);
                break;
            }
        }
        if linhas.len() == LOTE {
            break;
        }
        proximo = timeout_at(prazo, entrada.recv()).await.ok().flatten();
    }
    (linhas, esperas)
}

async fn gravar_lote(banco: &Banco, lote: &[Linha]) {
    // Outro servidor pode ter numerado a mesma execução neste instante; ler de novo resolve.
    for resta in (0..3).rev() {
        match banco.gravar_telemetria(SISTEMA, async |cx| inserir(cx, lote).await).await {
            Ok(()) => break,
            Err(erro) if resta == 0 => tracing::error!(%erro, linhas = lote.len(), "registros não gravados"),
            Err(_) => {}
        }
    }
    let mexidas: HashSet<_> = lote.iter().map(|linha| linha.execucao).collect();
    mexidas.into_iter().for_each(|id| avisar(Aviso::Mudou(id)));
}

async fn inserir(cx: &mut ContextoSistema, lote: &[Linha]) -> Resultado<()> {
    let mut ultimas: BTreeMap<ExecucaoId, i64> = BTreeMap::new();
    for execucao in lote.iter().map(|linha| linha.execucao).collect::<HashSet<_>>() {
        let linha = cx
            .buscar_um(
                "SELECT COALESCE(MAX(sequencia), 0) AS ultima FROM registros WHERE execucao_id = ?",
                valores![execucao],
            )
            .await?;
        ultimas.insert(execucao, linha.map(|l| l.obter("ultima")).transpose()?.unwrap_or(0));
    }
    let linhas: Vec<_> = lote
        .iter()
        .map(|l| {
            let sequencia = ultimas.entry(l.execucao).or_default();
            *sequencia += 1;
            valores![l.execucao, *sequencia, l.conta, l.tentativa, l.instante, l.nivel, l.mensagem.clone()]
        })
        .collect();
    let (sql, valores) = Consulta::nova(
        "INSERT INTO registros (execucao_id, sequencia, conta_id, tentativa, instante, nivel, mensagem) VALUES ",
    )
    .linhas(linhas)
    .partes();
    cx.executar(sql, valores).await?;
    Ok(())
}
