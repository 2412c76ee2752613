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
use tokio::{sync::mpsc, task::JoinHandle, time::timeout};

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
/// Caracteres guardados de uma mensagem.
const MENSAGEM_MAXIMA: usize = 4_000;
const SISTEMA: EscopoSistema = EscopoSistema::novo("registros de execução");

struct Recado {
    conta: ContaId,
    execucao: ExecucaoId,
    tentativa: u32,
    instante: DateTime<Utc>,
    nivel: Nivel,
    mensagem: String,
}

/// Por onde as execuções largam linhas. Barato de clonar.
#[derive(Clone)]
pub(crate) struct Registrador {
    canal: mpsc::Sender<Recado>,
    perdidas: Arc<AtomicU64>,
    relogio: Arc<dyn Relogio>,
}

impl Registrador {
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
        let instante = self.relogio.agora();
        if self
            .canal
            .try_send(Recado { conta, execucao, tentativa, instante, nivel, mensagem })
            .is_err()
        {
            self.perdidas.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// O gravador em marcha. Ao parar, grava o que falta.
pub(crate) struct Escritor {
    tarefa: JoinHandle<()>,
}

impl Escritor {
    /// Começa a gravar; o gravador encerra quando o último [`Registrador`] for solto.
    pub(crate) fn iniciar(banco: Banco) -> (Registrador, Self) {
        let (canal, entrada) = mpsc::channel(CANAL);
        let perdidas = Arc::new(AtomicU64::new(0));
        let registrador =
            Registrador { canal, perdidas: Arc::clone(&perdidas), relogio: Arc::clone(banco.relogio()) };
        (registrador, Self { tarefa: tokio::spawn(escrever(banco, entrada, perdidas)) })
    }

    /// Espera gravar o que falta. Chame depois de soltar os registradores.
    pub(crate) async fn terminar(self) {
        if self.tarefa.await.is_err() {
            tracing::error!("o gravador de registros terminou com defeito");
        }
    }
}

async fn escrever(banco: Banco, mut entrada: mpsc::Receiver<Recado>, perdidas: Arc<AtomicU64>) {
    while let Some(primeiro) = entrada.recv().await {
        let mut lote = vec![primeiro];
        let prazo = tokio::time::Instant::now() + ESPERA;
        while lote.len() < LOTE {
            let falta = prazo.saturating_duration_since(tokio::time::Instant::now());
            match timeout(falta, entrada.recv()).await {
                Ok(Some(recado)) => lote.push(recado),
                Ok(None) | Err(_) => break,
            }
        }
        gravar_lote(&banco, &lote).await;
        let nao_couberam = perdidas.swap(0, Ordering::Relaxed);
        if nao_couberam > 0 {
            tracing::warn!(linhas = nao_couberam, "registros descartados: o gravador não venceu");
        }
    }
}

async fn gravar_lote(banco: &Banco, lote: &[Recado]) {
    // Outro servidor pode ter numerado a mesma execução neste instante; a segunda leitura resolve.
    for resta in (0..3).rev() {
        match banco.gravar_telemetria(SISTEMA, async |cx| inserir(cx, lote).await).await {
            Ok(()) => break,
            Err(erro) if resta == 0 => {
                tracing::error!(%erro, linhas = lote.len(), "registros não gravados");
            }
            Err(_) => {}
        }
    }
    let mexidas: HashSet<_> = lote.iter().map(|r| r.execucao).collect();
    mexidas.into_iter().for_each(|id| avisar(Aviso::Mudou(id)));
}

async fn inserir(cx: &mut ContextoSistema, lote: &[Recado]) -> Resultado<()> {
    let mut ultimas: BTreeMap<ExecucaoId, i64> = BTreeMap::new();
    for recado in lote {
        if !ultimas.contains_key(&recado.execucao) {
            let linha = cx
                .buscar_um(
                    "SELECT COALESCE(MAX(sequencia), 0) AS ultima FROM registros WHERE execucao_id = ?",
                    valores![recado.execucao],
                )
                .await?;
            let ultima = linha.map(|l| l.obter("ultima")).transpose()?.unwrap_or(0);
            ultimas.insert(recado.execucao, ultima);
        }
    }
    let linhas: Vec<_> = lote
        .iter()
        .map(|r| {
            let sequencia = ultimas.entry(r.execucao).or_default();
            *sequencia += 1;
            valores![r.execucao, *sequencia, r.conta, r.tentativa, r.instante, r.nivel, r.mensagem.clone()]
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
