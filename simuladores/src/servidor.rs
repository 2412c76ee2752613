//! O que é o servidor dos simuladores: todos os portais numa porta de loopback.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::controle;
use crate::estado::{Contagem, Estado};
use crate::falhas::{Falha, Portal};
use crate::portais;
use crate::portais::sat::DocumentoSat;

/// Como ligar os simuladores.
#[derive(Debug, Clone)]
pub struct Opcoes {
    /// Porta de loopback; 0 escolhe uma livre.
    pub porta: u16,
    /// Menor e maior atraso de cada XHR da Vivo, em milissegundos.
    pub viv_atraso_ms: (u64, u64),
    /// Token aceito pela API externa.
    pub token_api: String,
    /// Quanto dura um job da API externa.
    pub duracao_job: Duration,
    /// Usuário do SAT.
    pub sat_usuario: String,
    /// Senha do SAT.
    pub sat_senha: String,
    /// Falhas ligadas desde o início.
    pub falhas: Vec<Falha>,
}

impl Default for Opcoes {
    fn default() -> Self {
        Self {
            porta: 0,
            viv_atraso_ms: (300, 900),
            token_api: "token-simulador".into(),
            duracao_job: Duration::from_millis(800),
            sat_usuario: "regente".into(),
            sat_senha: "sat-simulado".into(),
            falhas: Vec::new(),
        }
    }
}

impl Opcoes {
    /// As de costume, mas sem esperas: para testes que não olham o tempo.
    #[must_use]
    pub fn sem_espera() -> Self {
        Self { viv_atraso_ms: (0, 0), duracao_job: Duration::ZERO, ..Self::default() }
    }
}

/// Os simuladores ligados. Largar o valor os desliga.
pub struct Simulador {
    estado: Arc<Estado>,
    parada: CancellationToken,
    servico: Option<JoinHandle<()>>,
}

impl Simulador {
    /// Onde atendem.
    #[must_use]
    pub fn endereco(&self) -> SocketAddr {
        self.estado.endereco
    }

    /// O endereço de entrada de um portal pelo código (`EMB`, …, `TIM`, `SAT`); código estranho dá a página inicial.
    #[must_use]
    pub fn url(&self, codigo: &str) -> String {
        let base = format!("http://{}", self.estado.endereco);
        match Portal::TODOS.into_iter().find(|portal| portal.codigo() == codigo) {
            Some(Portal::Tim) => format!("{base}/api-externa"),
            Some(portal) => format!("{base}/{}/", portal.prefixo()),
            None => format!("{base}/"),
        }
    }

    /// Liga uma falha.
    pub fn definir_falha(&self, falha: Falha) {
        self.estado.falhas().definir(falha);
    }

    /// Desliga todas as falhas.
    pub fn limpar_falhas(&self) {
        self.estado.falhas().limpar();
    }

    /// As falhas ainda ligadas, com as vezes que restam.
    #[must_use]
    pub fn falhas(&self) -> Vec<Falha> {
        self.estado.falhas().listar()
    }

    /// Tudo o que o SAT recebeu, em ordem de chegada.
    #[must_use]
    pub fn documentos_sat(&self) -> Vec<DocumentoSat> {
        self.estado.sat().listar()
    }

    /// Quanto cada portal foi usado, pelo código.
    #[must_use]
    pub fn estatisticas(&self) -> BTreeMap<&'static str, Contagem> {
        self.estado.contagens()
    }

    /// Desliga e espera os pedidos em andamento.
    pub async fn parar(mut self) {
        self.parada.cancel();
        if let Some(servico) = self.servico.take() {
            // Um pânico no serviço já apareceu no log; aqui só interessa que acabou.
            drop(servico.await);
        }
    }
}

impl Drop for Simulador {
    fn drop(&mut self) {
        self.parada.cancel();
    }
}

/// Liga todos os portais.
///
/// # Errors
/// Quando a porta já está em uso ou o loopback não aceita conexões.
pub async fn iniciar(opcoes: Opcoes) -> anyhow::Result<Simulador> {
    let pedida = SocketAddr::from((Ipv4Addr::LOCALHOST, opcoes.porta));
    let escuta =
        TcpListener::bind(pedida).await.with_context(|| format!("não foi possível atender em {pedida}"))?;
    let endereco = escuta.local_addr().context("o sistema não informou a porta aberta")?;
    let estado = Arc::new(Estado::novo(opcoes, endereco));
    let rotas = portais::rotas(&estado).merge(controle::rotas().with_state(estado.clone()));
    let parada = CancellationToken::new();
    let aviso = parada.clone();
    let servico = tokio::spawn(async move {
        let fim = aviso.cancelled_owned();
        if let Err(erro) = axum::serve(escuta, rotas).with_graceful_shutdown(fim).await {
            tracing::error!(%erro, "os simuladores pararam");
        }
    });
    Ok(Simulador { estado, parada, servico: Some(servico) })
}
