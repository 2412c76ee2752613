//! O que é a saída: o que um RPA devolve, tenha dado certo ou não.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ClasseErro, ErroRpa};
use crate::ambiente::NivelRegistro;

/// Em que pé está, ou como terminou, uma execução de RPA.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum StatusRpa {
    /// Aceita, ainda sem passo dado.
    Iniciado,
    /// Em andamento.
    EmProgresso,
    /// Terminou e cumpriu.
    Sucesso,
    /// Terminou sem cumprir; `erro` diz por quê.
    Erro,
    /// O limite de tempo acabou antes do fim.
    Timeout,
}

/// Quando começou e quando terminou.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Momentos {
    /// Início, em UTC (RFC 3339).
    #[schemars(with = "String")]
    pub inicio: DateTime<Utc>,
    /// Fim, em UTC (RFC 3339); ausente enquanto anda.
    #[schemars(with = "Option<String>")]
    pub fim: Option<DateTime<Utc>>,
}

/// Uma linha do registro da execução, já sem segredos.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LinhaDeLog {
    /// Quando, em UTC.
    #[schemars(with = "String")]
    pub momento: DateTime<Utc>,
    /// Gravidade.
    pub nivel: NivelRegistro,
    /// O que aconteceu.
    pub mensagem: String,
}

/// O resultado de uma execução de RPA.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ResultadoSaida {
    /// Se cumpriu o que foi pedido.
    pub sucesso: bool,
    /// Como terminou.
    pub status: StatusRpa,
    /// Uma frase para a pessoa que acompanha.
    pub mensagem: String,
    /// Caminho local do PDF baixado, dentro da pasta da tentativa.
    pub arquivo_baixado: Option<PathBuf>,
    /// Endereço do arquivo no armazém, quando quem executou já o guardou.
    pub url_s3: Option<String>,
    /// O que o portal mostrou da fatura (valor, vencimento, …), por nome.
    pub dados_extraidos: Value,
    /// Duração em segundos.
    pub tempo_execucao_segundos: f64,
    /// Qual tentativa da execução foi esta, a partir de 1.
    pub tentativa_numero: u32,
    /// Início e fim.
    pub timestamps: Momentos,
    /// O registro da execução.
    pub logs_execucao: Vec<LinhaDeLog>,
    /// Fotos da tela tiradas por passo ou por falha (senhas cobertas).
    pub screenshots_debug: Vec<PathBuf>,
    /// Dados próprios do motorista ou da operação: `sha256`, `protocolo`, `encontrado`, evidências de falha.
    pub dados_especificos: Value,
    /// O motivo, quando `sucesso` é falso.
    pub erro: Option<ErroRpa>,
}

impl ResultadoSaida {
    /// A classe do erro, se houve erro.
    #[must_use]
    pub fn classe_erro(&self) -> Option<ClasseErro> {
        self.erro.as_ref().map(|erro| erro.classe)
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn status_tem_os_nomes_publicados() {
        let nomes: Vec<String> = [
            StatusRpa::Iniciado,
            StatusRpa::EmProgresso,
            StatusRpa::Sucesso,
            StatusRpa::Erro,
            StatusRpa::Timeout,
        ]
        .iter()
        .map(|status| serde_json::to_value(status).unwrap().as_str().unwrap().to_owned())
        .collect();
        assert_eq!(nomes, ["INICIADO", "EM_PROGRESSO", "SUCESSO", "ERRO", "TIMEOUT"]);
    }
}
