//! A bancada: simuladores, concentrador e pastas de uma prova.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use nucleo::RelogioDoSistema;
use serde_json::json;
use simuladores::{ClienteSimulado, Falha, Opcoes, Portal, Simulador, TipoFalha};

use crate::ambiente::{MarcadorDePasso, NivelRegistro, PassoRecusado, Registrador};
use crate::apoio::ambiente_de_teste;
use crate::{
    AmbienteRpa, ConcentradorRpa, ConfiguracaoNavegador, ConfiguracaoRpa, ParametrosEntrada, ResultadoSaida,
    Rpa,
};

/// Diz se há Chromium; sem ele a prova se pula, a menos que o ambiente exija.
pub(super) fn tem_navegador() -> bool {
    let ha = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|pasta| {
        ["chromium", "chromium-browser", "google-chrome"].iter().any(|nome| pasta.join(nome).is_file())
    });
    if !ha {
        assert!(std::env::var("REGENTE_EXIGIR_SERVICOS").as_deref() != Ok("1"), "Chromium exigido e ausente");
        println!("pulado: não há Chromium no PATH");
    }
    ha
}

/// O que o registrador e o marcador viram.
#[derive(Default)]
pub(super) struct Ouvinte {
    pub linhas: Mutex<Vec<String>>,
    pub passos: Mutex<Vec<String>>,
    pub progressos: Mutex<Vec<u8>>,
    /// Passo que o marcador recusa.
    pub recusar: Option<&'static str>,
}

impl Registrador for Ouvinte {
    fn registrar(&self, nivel: NivelRegistro, mensagem: &str) {
        self.linhas.lock().unwrap().push(format!("{nivel:?} {mensagem}"));
    }
    fn progresso(&self, percentual: u8, _: &str) {
        self.progressos.lock().unwrap().push(percentual);
    }
}

#[async_trait]
impl MarcadorDePasso for Ouvinte {
    async fn marcar(&self, passo: &str) -> Result<(), PassoRecusado> {
        if self.recusar == Some(passo) {
            return Err(PassoRecusado { motivo: "concessão vencida".into() });
        }
        self.passos.lock().unwrap().push(passo.to_owned());
        Ok(())
    }
}

/// Simuladores e concentrador ligados.
pub(super) struct Bancada {
    pub simulador: Simulador,
    pub rpa: Arc<ConcentradorRpa>,
    pub pasta: tempfile::TempDir,
}

/// Um concentrador com o navegador padrão.
pub(super) fn concentrador() -> Arc<ConcentradorRpa> {
    concentrador_com(ConfiguracaoNavegador::default())
}

/// Um concentrador com a configuração de navegador dada.
pub(super) fn concentrador_com(navegador: ConfiguracaoNavegador) -> Arc<ConcentradorRpa> {
    // O cliente HTTP precisa do provedor de criptografia, que o binário instala ao nascer.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let configuracao =
        ConfiguracaoRpa { navegador, intervalo_consulta: Duration::from_millis(20), ..Default::default() };
    Arc::new(ConcentradorRpa::novo(configuracao, Arc::new(RelogioDoSistema)))
}

impl Bancada {
    /// Liga tudo, sem atrasos artificiais.
    pub(super) async fn nova() -> Self {
        let simulador = simuladores::iniciar(Opcoes::sem_espera()).await.unwrap();
        Self { simulador, rpa: concentrador(), pasta: tempfile::tempdir().unwrap() }
    }

    pub(super) fn falhar(&self, portal: Portal, tipo: TipoFalha) {
        self.simulador.definir_falha(Falha::nova(portal, tipo));
    }

    /// Uma pasta vazia para uma tentativa.
    pub(super) fn nova_pasta(&self) -> PathBuf {
        tempfile::tempdir_in(self.pasta.path()).unwrap().keep()
    }

    /// O ambiente de uma tentativa no portal, com esperas curtas.
    pub(super) fn ambiente(&self, codigo: &str) -> AmbienteRpa {
        let classe = if codigo == "TIM" { "api_externa".to_owned() } else { format!("navegador:{codigo}") };
        let mut ambiente = ambiente_de_teste(&self.nova_pasta(), &classe);
        ambiente.destino.url_endpoint = Some(self.simulador.url("TIM"));
        ambiente.destino.token = Some("token-simulador".to_owned().into());
        ambiente
    }

    /// A entrada do enésimo cliente do portal.
    pub(super) fn entrada(&self, codigo: &str, enesimo: usize) -> ParametrosEntrada {
        entrada_de(&cliente(codigo, enesimo), &self.simulador.url(codigo))
    }

    /// Baixa a fatura do primeiro cliente do portal.
    pub(super) async fn baixar(&self, codigo: &str) -> ResultadoSaida {
        self.baixar_em(codigo, &self.ambiente(codigo)).await
    }

    /// Baixa com as esperas que a falha de layout pede: curtas, para não demorar a prova.
    pub(super) async fn baixar_com_pressa(&self, codigo: &str) -> ResultadoSaida {
        let mut ambiente = self.ambiente(codigo);
        ambiente.destino.configuracao_rpa =
            json!({"espera_ms": 1500, "transferencia_ms": 5000, "intervalo_ms": 20});
        self.baixar_em(codigo, &ambiente).await
    }

    pub(super) async fn baixar_em(&self, codigo: &str, ambiente: &AmbienteRpa) -> ResultadoSaida {
        self.rpa.executar_download(&self.entrada(codigo, 0), ambiente).await
    }
}

/// O enésimo cliente simulado da operadora.
pub(super) fn cliente(codigo: &str, enesimo: usize) -> ClienteSimulado {
    let clientes = simuladores::catalogo::padrao();
    clientes.into_iter().filter(|cliente| cliente.operadora_codigo == codigo).nth(enesimo).unwrap()
}

/// A entrada de um cliente simulado.
pub(super) fn entrada_de(cliente: &ClienteSimulado, url: &str) -> ParametrosEntrada {
    ParametrosEntrada {
        id_processo: format!("processo-{}", cliente.cnpj),
        id_cliente: format!("cliente-{}", cliente.cnpj),
        operadora_codigo: cliente.operadora_codigo.clone(),
        url_portal: Some(url.to_owned()),
        usuario: Some(cliente.login.clone()),
        senha: Some(cliente.senha.clone().into()),
        cnpj: Some(cliente.cnpj.clone()),
        cpf: cliente.cpf.clone(),
        filtro: Some(cliente.filtro.clone()),
        nome_sat: Some(cliente.nome_sat.clone()),
        dados_sat: Some(cliente.dados_sat.clone()),
        unidade: Some(cliente.unidade.clone()),
        servico: Some(cliente.servico.clone()),
        mes_ano: "2026-03".into(),
        referencia: None,
    }
}
