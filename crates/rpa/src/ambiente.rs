//! O que é o ambiente: o que cerca uma execução de RPA (registro, cancelamento, pasta, limite, destino).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use schemars::JsonSchema;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::contrato::{ParametrosEntrada, ResultadoSaida};

/// O passo marcado, e esperado, logo antes do clique ou POST que não se desfaz.
pub const PASSO_ANTES_DE_ENVIAR: &str = "antes_de_enviar";
/// O passo marcado logo depois do envio.
pub const PASSO_ENVIADO: &str = "enviado";

/// Gravidade de uma linha de registro.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum NivelRegistro {
    /// Detalhe para quem depura.
    Depuracao,
    /// O andamento normal.
    Informacao,
    /// Algo fora do comum que não impediu.
    Aviso,
    /// O que impediu.
    Erro,
}

/// Quem recebe o registro ao vivo de uma execução. As mensagens chegam sem segredos.
pub trait Registrador: Send + Sync {
    /// Recebe uma linha.
    fn registrar(&self, nivel: NivelRegistro, mensagem: &str);
    /// Recebe o andamento, de 0 a 100.
    fn progresso(&self, percentual: u8, mensagem: &str);
    /// O navegador abriu (ou fechou): há (ou já não há) uma tela para ver.
    fn tela_aberta(&self, _aberta: bool) {}
    /// Se alguém quer ver a tela agora; fotografar custa, e só se faz para quem olha.
    fn quer_tela(&self) -> bool {
        false
    }
    /// Recebe a tela de agora, em JPEG, com os campos de senha cobertos.
    fn mostrar_tela(&self, _jpeg: Vec<u8>) {}
}

/// O dono da execução não deixou o passo acontecer; nada deve ser enviado.
#[derive(Debug, Clone, thiserror::Error)]
#[error("passo recusado: {motivo}")]
pub struct PassoRecusado {
    /// Por que foi recusado.
    pub motivo: String,
}

/// Guarda de forma durável que um passo irreversível vai acontecer ou aconteceu.
#[async_trait]
pub trait MarcadorDePasso: Send + Sync {
    /// Grava o passo; só volta com `Ok` depois de gravado.
    ///
    /// # Errors
    /// [`PassoRecusado`] quando o passo não pode acontecer (vencimento da concessão, cancelamento, banco fora).
    async fn marcar(&self, passo: &str) -> Result<(), PassoRecusado>;
}

/// Registrador que joga tudo fora.
#[derive(Debug, Clone, Copy, Default)]
pub struct SemRegistro;

impl Registrador for SemRegistro {
    fn registrar(&self, _: NivelRegistro, _: &str) {}
    fn progresso(&self, _: u8, _: &str) {}
}

/// Marcador que aceita todo passo: para downloads e para o roteiro rodado sozinho.
#[derive(Debug, Clone, Copy, Default)]
pub struct SemMarcacao;

#[async_trait]
impl MarcadorDePasso for SemMarcacao {
    async fn marcar(&self, _: &str) -> Result<(), PassoRecusado> {
        Ok(())
    }
}

/// Qual motorista atende e como ele chega lá.
#[derive(Debug, Clone, Default)]
pub struct DestinoRpa {
    /// `navegador:EMB` (motorista e pasta do roteiro) ou `api_externa`.
    pub classe_rpa: String,
    /// O `configuracao_rpa` da operadora; chaves conhecidas em [`crate::ConcentradorRpa`].
    pub configuracao_rpa: Value,
    /// Base da API externa.
    pub url_endpoint: Option<String>,
    /// Token de acesso da API externa.
    pub token: Option<SecretString>,
}

/// O que cerca uma execução.
#[derive(Clone)]
pub struct AmbienteRpa {
    /// Recebe registro e progresso ao vivo.
    pub registrador: Arc<dyn Registrador>,
    /// Cancelamento pedido por pessoa ou por encerramento.
    pub cancelamento: CancellationToken,
    /// Pasta de trabalho desta tentativa; já existe e é de quem chama.
    pub pasta: PathBuf,
    /// Limite de relógio de parede da execução inteira.
    pub limite: Duration,
    /// Número da tentativa, a partir de 1.
    pub tentativa: u32,
    /// Motorista e configuração.
    pub destino: DestinoRpa,
    /// Marca passos irreversíveis.
    pub passos: Arc<dyn MarcadorDePasso>,
}

/// O documento aprovado que vai para o SAT.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArquivoParaEnviar {
    /// Onde está, no disco local.
    pub caminho: PathBuf,
    /// SHA-256 aprovado, em hexadecimal: arquivo diferente não é enviado.
    pub sha256: String,
    /// Nome com que o SAT o recebe.
    pub nome: String,
    /// Valor da fatura, em decimal com ponto (`1234.56`).
    pub valor: String,
    /// Vencimento, `AAAA-MM-DD`.
    pub vencimento: String,
}

/// As operações que todo motorista oferece. O resultado é dado: nenhuma operação devolve `Err`.
#[async_trait]
pub trait Rpa: Send + Sync {
    /// Traz a fatura do portal para `ambiente.pasta`.
    async fn executar_download(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida;

    /// Entrega o documento ao SAT, marcando [`PASSO_ANTES_DE_ENVIAR`] e [`PASSO_ENVIADO`].
    async fn executar_upload_sat(
        &self,
        entrada: &ParametrosEntrada,
        arquivo: &ArquivoParaEnviar,
        ambiente: &AmbienteRpa,
    ) -> ResultadoSaida;

    /// Só entra no portal, com o mesmo roteiro do download, e para: prova endereço, usuário e senha sem baixar nada.
    ///
    /// `dados_especificos` traz `pagina` (endereço e título) no navegador.
    async fn testar_acesso(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida;

    /// Pergunta ao SAT, pela `referencia`, se ele tem o documento.
    ///
    /// `dados_especificos` traz `encontrado`, `protocolo` e `sha256`.
    async fn consultar_sat(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida;
}
