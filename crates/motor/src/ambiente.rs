//! O que um trabalho alcança enquanto executa: registrar, dizer o progresso, saber se deve parar e marcar
//! passos irreversíveis. Nada de banco.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use banco::{Banco, valores};
use nucleo::{ContaId, Erro, Escopo, ExecucaoId, Resultado};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use crate::{
    avisos::{Aviso, avisar},
    catalogo::TrabalhoApagado,
    execucoes::{Execucao, NovaEvidencia, evidencias},
    registros::{Nivel, Registrador},
    telas::TelaAoVivo,
};

/// O ambiente de uma tentativa. Barato de clonar.
#[derive(Clone)]
pub struct Ambiente(Arc<Interno>);

struct Interno {
    banco: Banco,
    trabalho: Arc<dyn TrabalhoApagado>,
    execucao: Execucao,
    pasta: PathBuf,
    cancelamento: CancellationToken,
    registrador: Registrador,
    ultimo_sinal: Mutex<Instant>,
    progresso: AtomicI64,
}

/// Progresso ainda não informado.
const SEM_PROGRESSO: i64 = -1;

impl Ambiente {
    pub(crate) fn novo(
        banco: Banco,
        trabalho: Arc<dyn TrabalhoApagado>,
        execucao: Execucao,
        pasta: PathBuf,
        cancelamento: CancellationToken,
        registrador: Registrador,
    ) -> Self {
        Self(Arc::new(Interno {
            banco,
            trabalho,
            execucao,
            pasta,
            cancelamento,
            registrador,
            ultimo_sinal: Mutex::new(Instant::now()),
            progresso: AtomicI64::new(SEM_PROGRESSO),
        }))
    }

    /// A execução.
    pub fn execucao_id(&self) -> ExecucaoId {
        self.0.execucao.id
    }

    /// A conta dona.
    pub fn conta(&self) -> ContaId {
        self.0.execucao.conta
    }

    /// Número desta tentativa, a partir de 1.
    pub fn tentativa(&self) -> u32 {
        self.0.execucao.numero_tentativa
    }

    /// Pasta só desta tentativa; some quando ela acaba.
    pub fn pasta(&self) -> &Path {
        &self.0.pasta
    }

    /// Dispara quando se deve parar: pedido, limite, reserva perdida ou servidor que encerra.
    pub fn cancelamento(&self) -> CancellationToken {
        self.0.cancelamento.clone()
    }

    /// Registra uma linha para quem acompanha. Nunca espera: se o gravador não vence, a linha se perde e a
    /// perda é contada.
    pub fn registrar(&self, nivel: Nivel, mensagem: impl Into<String>) {
        self.dar_sinal();
        let execucao = &self.0.execucao;
        self.0.registrador.registrar(
            execucao.conta,
            execucao.id,
            execucao.numero_tentativa,
            nivel,
            mensagem.into(),
        );
    }

    /// Diz quanto já andou, de 0 a 100.
    pub fn progresso(&self, por_cento: u8, mensagem: impl Into<String>) {
        self.0.progresso.store(i64::from(por_cento.min(100)), Ordering::Relaxed);
        self.registrar(Nivel::Info, mensagem);
    }

    /// Marca um passo irreversível antes de dá-lo: a intenção fica gravada, e uma queda daqui em diante leva
    /// à verificação, nunca à repetição. Erro se a reserva se perdeu ou pediram para parar: então não o dê.
    pub async fn marcar_passo(&self, passo: &str) -> Resultado<()> {
        let Interno { banco, trabalho, execucao, .. } = self.0.as_ref();
        let escopo = Escopo::do_sistema(execucao.conta, execucao.executado_por_usuario_id);
        banco
            .gravar(&escopo, async |cx| {
                let agora = cx.agora();
                let marcadas = cx
                    .executar(
                        "UPDATE execucoes SET passo_irreversivel = ?, atualizado_em = ? WHERE conta_id = ? \
                         AND id = ? AND ficha = ? AND status = 'EXECUTANDO' AND cancelamento_pedido_em IS NULL",
                        valores![passo, agora, execucao.conta, execucao.id, execucao.ficha],
                    )
                    .await?;
                if marcadas == 0 {
                    return Err(Erro::conflito(
                        "reserva_perdida",
                        "a execução foi cancelada ou passou a outro trabalhador",
                        "pare sem dar o passo",
                    ));
                }
                trabalho.ao_marcar_passo(cx, execucao, passo).await
            })
            .await?;
        self.registrar(Nivel::Info, format!("passo marcado: {passo}"));
        avisar(Aviso::Mudou(execucao.id));
        Ok(())
    }

    /// Anota que esta tentativa deixou algo para ver depois; o conteúdo já está no armazém.
    pub async fn anotar_evidencia(&self, nova: NovaEvidencia) -> Resultado<()> {
        let Interno { banco, execucao, .. } = self.0.as_ref();
        let escopo = Escopo::do_sistema(execucao.conta, execucao.executado_por_usuario_id);
        banco.gravar(&escopo, async |cx| evidencias::inserir(cx, execucao, &nova).await).await
    }

    /// Abre a tela desta execução para quem quiser vê-la ao vivo; fecha quando o que se devolve cai.
    pub fn abrir_tela(&self) -> TelaAoVivo {
        TelaAoVivo::abrir(self.0.execucao.id)
    }

    /// Há quanto tempo não há registro nem progresso.
    pub(crate) fn silencio(&self) -> Duration {
        self.0.ultimo_sinal.lock().unwrap_or_else(|e| e.into_inner()).elapsed()
    }

    /// O progresso informado.
    pub(crate) fn progresso_atual(&self) -> Option<i64> {
        Some(self.0.progresso.load(Ordering::Relaxed)).filter(|p| *p != SEM_PROGRESSO)
    }

    fn dar_sinal(&self) {
        *self.0.ultimo_sinal.lock().unwrap_or_else(|e| e.into_inner()) = Instant::now();
    }
}
