//! O que é `cdp`: o navegador dirigido pelo protocolo DevTools, quente e reciclado.

mod conexao;
mod elementos;
mod entrada;
mod estado;
mod preparo;
mod processo;
mod sessao;

pub(crate) use processo::achar_executavel;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use async_trait::async_trait;
use tokio::sync::Mutex;

use super::{ConfiguracaoNavegador, Feito, HostsPermitidos, Navegador, Sessao};
use processo::Chromium;
use sessao::SessaoCdp;

/// Um Chromium quente para todas as execuções, trocado quando morre ou cansa.
pub(crate) struct NavegadorCdp {
    configuracao: ConfiguracaoNavegador,
    vivo: Mutex<Option<Arc<Vivo>>>,
}

/// Um Chromium ligado; fecha quando a última sessão que o usa acaba.
pub(super) struct Vivo {
    chromium: Chromium,
    usos: AtomicU32,
}

impl NavegadorCdp {
    /// Prepara sem ligar: o Chromium só nasce na primeira execução.
    pub(crate) fn novo(configuracao: ConfiguracaoNavegador) -> Self {
        Self { configuracao, vivo: Mutex::new(None) }
    }

    /// O Chromium atual, ou um novo se não há, se morreu ou se já serviu o bastante.
    async fn obter(&self) -> Feito<Arc<Vivo>> {
        let mut vaga = self.vivo.lock().await;
        if let Some(vivo) = vaga.as_ref() {
            let cansado = vivo.usos.load(Ordering::Relaxed) >= self.configuracao.reciclar_apos.max(1);
            if !cansado && !vivo.chromium.conexao.encerrada().is_cancelled() {
                vivo.usos.fetch_add(1, Ordering::Relaxed);
                return Ok(vivo.clone());
            }
            tracing::info!(usos = vivo.usos.load(Ordering::Relaxed), cansado, "trocando o navegador");
        }
        // Quem ainda usa o antigo o mantém vivo; sem ninguém, ele fecha aqui, antes de o novo nascer.
        if let Some(antigo) = vaga.take().and_then(Arc::into_inner) {
            antigo.chromium.encerrar().await;
        }
        let vivo =
            Arc::new(Vivo { chromium: Chromium::ligar(&self.configuracao).await?, usos: AtomicU32::new(1) });
        tracing::info!(pid = vivo.chromium.pid(), "navegador ligado");
        *vaga = Some(vivo.clone());
        Ok(vivo)
    }

    /// O número do processo do Chromium, se há um ligado.
    pub(crate) async fn pid(&self) -> Option<u32> {
        self.vivo.lock().await.as_ref().and_then(|vivo| vivo.chromium.pid())
    }

    /// Desliga o navegador. Sessões ainda abertas terminam com erro.
    pub(crate) async fn encerrar(&self) {
        let Some(vivo) = self.vivo.lock().await.take() else { return };
        match Arc::into_inner(vivo) {
            Some(vivo) => vivo.chromium.encerrar().await,
            None => tracing::warn!("navegador ainda em uso ao encerrar; fecha com a última execução"),
        }
    }
}

#[async_trait]
impl Navegador for NavegadorCdp {
    async fn abrir_sessao(&self, pasta: &Path, hosts: HostsPermitidos) -> Feito<Box<dyn Sessao>> {
        let vivo = self.obter().await?;
        Ok(Box::new(SessaoCdp::abrir(vivo, pasta, hosts).await?))
    }
}
