//! As operações de execuções, uma por arquivo, e o que elas falam no fio.

pub(crate) mod buscar;
pub(crate) mod cancelar;
pub(crate) mod decidir;
pub(crate) mod exportar;
pub(crate) mod filtro;
pub(crate) mod listar;
pub(crate) mod lote;
pub(crate) mod repetir;
pub(crate) mod resumo;
pub(crate) mod tela;

use chrono::{DateTime, Utc};
use nucleo::ExecucaoId;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Evidencia, Situacao, SituacaoTentativa, Tentativa, TipoDeEvidencia, lista::Vista};
use crate::telas;

/// O pedido foi aceito e esta execução o fará.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::Aceita)]
pub struct Aceita {
    /// A execução.
    execucao_id: Uuid,
}

impl Aceita {
    /// Aceita pela execução dada.
    pub(crate) fn de(execucao: ExecucaoId) -> Self {
        Self { execucao_id: execucao.0 }
    }
}

/// Uma execução.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::Resposta)]
pub struct Resposta {
    id: Uuid,
    tipo: String,
    status: Situacao,
    /// Sobre o que é, para pessoas: cliente e operadora, ou o nome do agendamento.
    titulo: Option<String>,
    /// O resto que distingue: unidade e mês.
    detalhe: Option<String>,
    /// Em que fila aguarda.
    fila: String,
    /// Quem faz, ou fez por último.
    trabalhador: Option<String>,
    classe_rpa_utilizada: Option<String>,
    /// Quantas tentativas já começaram.
    numero_tentativa: u32,
    maximo_tentativas: u32,
    /// O processo sobre o qual age, se age sobre um.
    processo_id: Option<Uuid>,
    /// O pedido, com segredos mascarados.
    #[schema(value_type = Object)]
    parametros_entrada: Value,
    #[schema(value_type = Option<Object>)]
    resultado_saida: Option<Value>,
    detalhes_erro: Option<String>,
    /// Código estável do erro.
    classe_erro: Option<String>,
    url_arquivo_s3: Option<String>,
    executado_por_usuario_id: Option<Uuid>,
    /// Nome de quem pediu; nulo quando foi o sistema.
    executado_por_nome: Option<String>,
    ip_origem: Option<String>,
    user_agent: Option<String>,
    /// A execução que esta repete.
    repete_id: Option<Uuid>,
    /// De 0 a 100, quando informado.
    progresso: Option<i64>,
    /// Se há a tela do navegador para ver ao vivo (`GET /execucoes/{id}/tela`).
    tem_tela: bool,
    /// Por que ainda não anda; nulo se anda ou se encerrou.
    motivo_espera: Option<String>,
    /// Antes disto não anda: a hora da nova tentativa de quem espera.
    disponivel_em: DateTime<Utc>,
    /// Quanto durou, ou dura, desde a primeira tentativa; nulo se ainda não começou.
    duracao_ms: Option<i64>,
    data_inicio: Option<DateTime<Utc>>,
    data_fim: Option<DateTime<Utc>>,
    criado_em: DateTime<Utc>,
}

impl Resposta {
    pub(crate) fn de(vista: Vista, agora: DateTime<Utc>) -> Self {
        let Vista { execucao, trabalhador, executado_por_nome } = vista;
        let (motivo_espera, duracao_ms) = (execucao.motivo_espera(agora), execucao.duracao_ms(agora));
        let processo_id = execucao.alvo_id.filter(|_| execucao.alvo_tipo.as_deref() == Some("processo"));
        Self {
            id: execucao.id.0,
            tipo: execucao.tipo,
            status: execucao.status,
            titulo: execucao.titulo,
            detalhe: execucao.detalhe,
            fila: execucao.fila,
            trabalhador,
            classe_rpa_utilizada: execucao.classe_rpa_utilizada,
            numero_tentativa: execucao.numero_tentativa,
            maximo_tentativas: execucao.maximo_tentativas,
            processo_id,
            parametros_entrada: execucao.parametros_entrada,
            resultado_saida: execucao.resultado_saida,
            detalhes_erro: execucao.detalhes_erro,
            classe_erro: execucao.classe_erro,
            url_arquivo_s3: execucao.url_arquivo_s3,
            executado_por_usuario_id: execucao.executado_por_usuario_id.map(|id| id.0),
            executado_por_nome,
            ip_origem: execucao.ip_origem,
            user_agent: execucao.user_agent,
            repete_id: execucao.repete_id.map(|id| id.0),
            progresso: execucao.progresso,
            tem_tela: telas::tem(execucao.id),
            motivo_espera,
            disponivel_em: execucao.disponivel_em,
            duracao_ms,
            data_inicio: execucao.data_inicio,
            data_fim: execucao.data_fim,
            criado_em: execucao.criado_em,
        }
    }
}

/// Uma tentativa.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::RespostaTentativa)]
pub struct RespostaTentativa {
    /// A partir de 1; a verificação repete o número da tentativa que verifica.
    numero: u32,
    status: SituacaoTentativa,
    trabalhador: String,
    data_inicio: DateTime<Utc>,
    data_fim: Option<DateTime<Utc>>,
    detalhes_erro: Option<String>,
    classe_erro: Option<String>,
    #[schema(value_type = Option<Object>)]
    resultado_saida: Option<Value>,
    /// O que deixou para ver depois, da primeira à última.
    evidencias: Vec<RespostaEvidencia>,
}

/// O que uma tentativa deixou para ver depois; o conteúdo está em `GET /execucoes/{id}/evidencias/{evidencia_id}`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::Evidencia)]
pub struct RespostaEvidencia {
    id: Uuid,
    nome: String,
    tipo: TipoDeEvidencia,
    /// Onde a execução estava.
    passo: Option<String>,
    criado_em: DateTime<Utc>,
    tamanho_bytes: i64,
}

impl From<Evidencia> for RespostaEvidencia {
    fn from(e: Evidencia) -> Self {
        Self {
            id: e.id.0,
            nome: e.nome,
            tipo: e.tipo,
            passo: e.passo,
            criado_em: e.criado_em,
            tamanho_bytes: e.tamanho_bytes,
        }
    }
}

impl From<Tentativa> for RespostaTentativa {
    fn from(tentativa: Tentativa) -> Self {
        Self {
            numero: tentativa.numero,
            status: tentativa.status,
            trabalhador: tentativa.trabalhador,
            data_inicio: tentativa.data_inicio,
            data_fim: tentativa.data_fim,
            detalhes_erro: tentativa.detalhes_erro,
            classe_erro: tentativa.classe_erro,
            resultado_saida: tentativa.resultado_saida,
            evidencias: tentativa.evidencias.into_iter().map(Into::into).collect(),
        }
    }
}
