//! `regente servir`: atende até receber um sinal, e então encerra com ordem.

use std::{net::SocketAddr, process::ExitCode, time::Duration};

use anyhow::Context;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{configuracao::Configuracao, sistema::Sistema};

/// Quanto se espera pelas requisições e execuções em andamento.
const PRAZO_PARA_ENCERRAR: Duration = Duration::from_secs(15);

/// Sobe o servidor e fica até SIGINT ou SIGTERM.
pub async fn executar(configuracao: Configuracao) -> anyhow::Result<ExitCode> {
    let sinais = Sinais::escutar()?;
    let encerrar = CancellationToken::new();
    let servidor = subir(configuracao, encerrar.clone()).await?;
    println!("regente em http://{}", servidor.endereco);
    sinais.esperar().await;
    tracing::info!("encerrando: esperando o que está em andamento");
    encerrar.cancel();
    servidor.esperar().await;
    Ok(ExitCode::SUCCESS)
}

/// Um servidor no ar.
pub struct Servidor {
    /// Onde atende de verdade (a porta 0 vira a que o sistema deu).
    pub endereco: SocketAddr,
    atendimento: tokio::task::JoinHandle<()>,
}

impl Servidor {
    /// Espera o encerramento terminar.
    pub async fn esperar(self) {
        if tokio::time::timeout(PRAZO_PARA_ENCERRAR * 2, self.atendimento).await.is_err() {
            tracing::warn!("o encerramento passou do prazo");
        }
    }
}

/// Abre tudo e começa a atender; para quando `encerrar` disparar.
pub async fn subir(mut configuracao: Configuracao, encerrar: CancellationToken) -> anyhow::Result<Servidor> {
    let pedido = configuracao.servidor.endereco;
    let escuta = TcpListener::bind(pedido).await.with_context(|| {
        format!("não foi possível escutar em {pedido}: outro programa usa a porta? Mude servidor.endereco")
    })?;
    let endereco = escuta.local_addr()?;
    configuracao.servidor.endereco = endereco;
    let sistema = Sistema::abrir(configuracao, encerrar.clone()).await?;
    let rotas = sistema.rotas();
    let atendimento = tokio::spawn(async move {
        let sinal = encerrar.clone();
        let atender = axum::serve(escuta, rotas.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async move { sinal.cancelled().await });
        // Uma conexão presa não pode segurar o encerramento para sempre.
        let prazo = async {
            encerrar.cancelled().await;
            tokio::time::sleep(PRAZO_PARA_ENCERRAR).await;
        };
        tokio::select! {
            fim = atender => if let Err(erro) = fim { tracing::error!(%erro, "o servidor HTTP parou") },
            () = prazo => tracing::warn!("conexões abertas foram cortadas no encerramento"),
        }
        sistema.fechar().await;
    });
    Ok(Servidor { endereco, atendimento })
}

/// Os sinais de encerramento, escutados desde que se constrói: um que chegue logo depois de o servidor atender
/// já encerra em ordem.
pub struct Sinais {
    #[cfg(unix)]
    terminar: tokio::signal::unix::Signal,
}

impl Sinais {
    /// Começa a escutar.
    pub fn escutar() -> anyhow::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            terminar: tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?,
        })
    }

    /// Espera SIGINT ou SIGTERM.
    pub async fn esperar(mut self) {
        #[cfg(unix)]
        tokio::select! { _ = tokio::signal::ctrl_c() => {}, _ = self.terminar.recv() => {} }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    }
}
