//! O que é o concentrador: quem escolhe, pela `classe_rpa`, o motorista que atende cada pedido.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use nucleo::Relogio;

use crate::ambiente::{AmbienteRpa, ArquivoParaEnviar, Rpa};
use crate::api_externa::{MotoristaApi, Pedido};
use crate::contrato::{ClasseErro, ErroRpa, ParametrosEntrada, ResultadoSaida};
use crate::diario::{Apurado, Diario};
use crate::motorista_navegador::{MotoristaNavegador, Operacao};
use crate::navegador::ConfiguracaoNavegador;
use crate::roteiros::Roteiros;

/// O roteiro de envio, quando a classe não diz outro.
const ROTEIRO_SAT: &str = "SAT";

/// A configuração de todos os motoristas.
#[derive(Debug, Clone)]
pub struct ConfiguracaoRpa {
    /// Pasta que substitui roteiros embutidos: `<pasta>/EMB/EMB.side`.
    pub pasta_roteiros: Option<PathBuf>,
    /// O navegador.
    pub navegador: ConfiguracaoNavegador,
    /// De quanto em quanto se pergunta o andamento a uma API externa.
    pub intervalo_consulta: Duration,
}

impl Default for ConfiguracaoRpa {
    fn default() -> Self {
        Self {
            pasta_roteiros: None,
            navegador: ConfiguracaoNavegador::default(),
            intervalo_consulta: Duration::from_secs(2),
        }
    }
}

/// Atende as operações do contrato com o motorista que a `classe_rpa` do destino nomeia:
///
/// - `navegador:EMB`: o roteiro da pasta `EMB` num Chromium (`navegador` só: o do código da operadora);
/// - `api_externa`: um servidor de RPA de terceiros em `url_endpoint`.
///
/// Chaves de `configuracao_rpa`: `hosts_permitidos` (lista; o host de `url_portal` já está), `espera_ms`,
/// `carga_ms`, `transferencia_ms`, `atraso_ms` (navegador) e `intervalo_ms` (API externa).
pub struct ConcentradorRpa {
    navegador: MotoristaNavegador,
    api: MotoristaApi,
    relogio: Arc<dyn Relogio>,
}

/// O motorista que uma `classe_rpa` nomeia.
#[derive(Debug, PartialEq, Eq)]
enum Motorista {
    Navegador(String),
    ApiExterna,
}

impl ConcentradorRpa {
    /// Prepara os motoristas; o navegador só liga na primeira execução que precise dele.
    #[must_use]
    pub fn novo(configuracao: ConfiguracaoRpa, relogio: Arc<dyn Relogio>) -> Self {
        let roteiros = Roteiros { pasta: configuracao.pasta_roteiros };
        Self {
            navegador: MotoristaNavegador::novo(configuracao.navegador, roteiros, relogio.clone()),
            api: MotoristaApi::novo(configuracao.intervalo_consulta, relogio.clone()),
            relogio,
        }
    }

    /// O número do processo do navegador ligado, se há: para a tela de saúde.
    pub async fn pid_do_navegador(&self) -> Option<u32> {
        self.navegador.pid().await
    }

    /// Desliga o navegador. Chame ao encerrar o servidor, depois de terminadas as execuções.
    pub async fn encerrar(&self) {
        self.navegador.encerrar().await;
    }

    fn recusar(&self, erro: ErroRpa, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        Diario::novo(entrada, ambiente, self.relogio.clone()).concluir(Apurado::default(), Err(erro))
    }

    async fn atender(
        &self,
        operacao: Operacao<'_>,
        entrada: &ParametrosEntrada,
        ambiente: &AmbienteRpa,
    ) -> ResultadoSaida {
        let padrao = if operacao.e_da_operadora() { entrada.operadora_codigo.as_str() } else { ROTEIRO_SAT };
        match escolher(&ambiente.destino.classe_rpa, padrao) {
            Ok(Motorista::Navegador(roteiro)) => {
                self.navegador.executar(&roteiro, operacao, entrada, ambiente).await
            }
            Ok(Motorista::ApiExterna) => match operacao {
                Operacao::Download => self.api.executar(Pedido::Download, entrada, ambiente).await,
                Operacao::Acesso => self.api.provar(entrada, ambiente).await,
                Operacao::Upload(arquivo) => self.api.executar(Pedido::Sat(arquivo), entrada, ambiente).await,
                Operacao::Consulta => {
                    let mensagem =
                        "a API externa não responde consultas ao SAT: use classe_rpa navegador:SAT";
                    self.recusar(ErroRpa::novo(ClasseErro::Interno, mensagem), entrada, ambiente)
                }
            },
            Err(erro) => self.recusar(erro, entrada, ambiente),
        }
    }
}

fn escolher(classe: &str, padrao: &str) -> Result<Motorista, ErroRpa> {
    match classe.trim().split_once(':').unwrap_or((classe.trim(), "")) {
        ("navegador", "") => Ok(Motorista::Navegador(padrao.to_owned())),
        ("navegador", roteiro) => Ok(Motorista::Navegador(roteiro.to_owned())),
        ("api_externa", _) => Ok(Motorista::ApiExterna),
        _ => {
            let mensagem =
                format!("classe_rpa desconhecida: “{classe}” (use navegador:<roteiro> ou api_externa)");
            Err(ErroRpa::novo(ClasseErro::Interno, mensagem))
        }
    }
}

#[async_trait]
impl Rpa for ConcentradorRpa {
    async fn executar_download(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        self.atender(Operacao::Download, entrada, ambiente).await
    }

    async fn executar_upload_sat(
        &self,
        entrada: &ParametrosEntrada,
        arquivo: &ArquivoParaEnviar,
        ambiente: &AmbienteRpa,
    ) -> ResultadoSaida {
        self.atender(Operacao::Upload(arquivo), entrada, ambiente).await
    }

    async fn testar_acesso(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        self.atender(Operacao::Acesso, entrada, ambiente).await
    }

    async fn consultar_sat(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        self.atender(Operacao::Consulta, entrada, ambiente).await
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::apoio::{ambiente_de_teste, entrada_de_teste};
    use nucleo::RelogioDoSistema;

    #[test]
    fn classe_escolhe_o_motorista() {
        let navegador = |roteiro: &str| Motorista::Navegador(roteiro.into());
        assert_eq!(escolher("navegador:EMB", "X").unwrap(), navegador("EMB"));
        assert_eq!(escolher(" navegador ", "SAT").unwrap(), navegador("SAT"));
        assert_eq!(escolher("api_externa", "X").unwrap(), Motorista::ApiExterna);
        assert!(escolher("", "X").is_err() && escolher("selenium:X", "X").is_err());
    }

    #[tokio::test]
    async fn classe_desconhecida_e_erro_interno_e_nada_liga() {
        let pasta = tempfile::tempdir().unwrap();
        let rpa = ConcentradorRpa::novo(ConfiguracaoRpa::default(), Arc::new(RelogioDoSistema));
        let ambiente = ambiente_de_teste(pasta.path(), "selenium:EMB");
        let saida = rpa.executar_download(&entrada_de_teste("http://x/"), &ambiente).await;
        assert_eq!(saida.classe_erro(), Some(ClasseErro::Interno));
        assert_eq!(rpa.pid_do_navegador().await, None);
        let ambiente = ambiente_de_teste(pasta.path(), "api_externa");
        let saida = rpa.consultar_sat(&entrada_de_teste("http://x/"), &ambiente).await;
        assert!(saida.mensagem.contains("navegador:SAT"));
    }

    #[tokio::test]
    async fn navegador_que_nao_existe_e_dito_com_clareza() {
        let pasta = tempfile::tempdir().unwrap();
        let navegador = ConfiguracaoNavegador { executavel: Some("/nao/ha".into()), ..Default::default() };
        let rpa = ConcentradorRpa::novo(
            ConfiguracaoRpa { navegador, ..Default::default() },
            Arc::new(RelogioDoSistema),
        );
        let ambiente = ambiente_de_teste(pasta.path(), "navegador:EMB");
        let saida = rpa.executar_download(&entrada_de_teste("http://x/"), &ambiente).await;
        assert_eq!(saida.classe_erro(), Some(ClasseErro::Interno));
        assert!(saida.mensagem.contains("/nao/ha"), "{}", saida.mensagem);
    }
}
