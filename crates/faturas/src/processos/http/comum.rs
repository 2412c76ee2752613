//! As formas no fio que mais de uma operação de processos usa.

use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{CampoInvalido, Competencia, Erro, Resultado, Sha256, dia_no_fuso};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    App,
    processos::{Processo, Semaforo, Situacao, previsao, repositorio::lista},
};

/// Um processo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::Processo)]
pub struct ProcessoHttp {
    /// Identificador.
    pub id: Uuid,
    /// Cliente.
    pub cliente_id: Uuid,
    /// Operadora.
    pub operadora_id: Uuid,
    /// Mês de referência, `AAAA-MM`.
    pub mes_ano: String,
    /// Situação no fluxo.
    pub status_processo: Situacao,
    /// Endereço do PDF nesta API; nulo sem fatura.
    pub url_fatura: Option<String>,
    /// Caminho do PDF no armazém.
    pub caminho_s3_fatura: Option<String>,
    /// SHA-256 do PDF: o que se manda na aprovação.
    pub arquivo_sha256: Option<String>,
    /// Vencimento lido.
    pub data_vencimento: Option<NaiveDate>,
    /// Valor lido, decimal com ponto.
    pub valor_fatura: Option<String>,
    /// Quando deve vencer: o vencimento lido; senão o dia do mês anterior; senão o último dia do mês.
    pub data_prevista: NaiveDate,
    /// Há quantos dias já devia ter sido enviada; 0 em dia. O que foi enviado nunca atrasa.
    pub dias_atraso: i64,
    /// Valor da fatura do mês anterior, decimal com ponto.
    pub valor_mes_anterior: Option<String>,
    /// Número impresso na fatura; nulo se não foi lido.
    pub numero_fatura: Option<String>,
    /// A cor que resume as conferências; nula sem fatura.
    pub semaforo: Option<Semaforo>,
    /// Quantas conferências não estão OK.
    pub alertas: i64,
    /// Quem aprovou.
    pub aprovado_por_usuario_id: Option<Uuid>,
    /// Quando aprovou.
    pub data_aprovacao: Option<DateTime<Utc>>,
    /// Se o SAT confirmou.
    pub enviado_para_sat: bool,
    /// Quando confirmou.
    pub data_envio_sat: Option<DateTime<Utc>>,
    /// Recibo do SAT.
    pub protocolo_sat: Option<String>,
    /// Se a fatura foi enviada por uma pessoa.
    pub upload_manual: bool,
    /// Se nasceu da criação do mês por agendamento.
    pub criado_automaticamente: bool,
    /// Por que a última fatura foi rejeitada.
    pub motivo_rejeicao: Option<String>,
    /// Notas.
    pub observacoes: Option<String>,
    /// Versão, a mesma do `ETag`.
    pub versao: i64,
    /// Nascimento.
    pub criado_em: DateTime<Utc>,
    /// Última mudança.
    pub atualizado_em: DateTime<Utc>,
}

impl ProcessoHttp {
    /// O processo como se vê no dia dado.
    pub fn novo(p: Processo, hoje: NaiveDate) -> Self {
        Self {
            data_prevista: p.data_prevista,
            dias_atraso: previsao::dias_atraso(p.situacao, p.data_prevista, hoje),
            valor_mes_anterior: p.valor_mes_anterior.map(|v| v.to_string()),
            numero_fatura: p.numero_fatura,
            semaforo: p.semaforo,
            alertas: p.alertas,
            id: p.id.into(),
            cliente_id: p.cliente_id.into(),
            operadora_id: p.operadora_id.into(),
            mes_ano: p.mes_ano.to_string(),
            status_processo: p.situacao,
            url_fatura: p.url_fatura,
            caminho_s3_fatura: p.caminho_s3_fatura,
            arquivo_sha256: p.arquivo_sha256.map(|s| s.to_string()),
            data_vencimento: p.data_vencimento,
            valor_fatura: p.valor_fatura.map(|v| v.to_string()),
            aprovado_por_usuario_id: p.aprovado_por_usuario_id.map(Uuid::from),
            data_aprovacao: p.data_aprovacao,
            enviado_para_sat: p.enviado_para_sat,
            data_envio_sat: p.data_envio_sat,
            protocolo_sat: p.protocolo_sat,
            upload_manual: p.upload_manual,
            criado_automaticamente: p.criado_automaticamente,
            motivo_rejeicao: p.motivo_rejeicao,
            observacoes: p.observacoes,
            versao: p.versao,
            criado_em: p.criado_em,
            atualizado_em: p.atualizado_em,
        }
    }
}

/// O dia de hoje no fuso da casa.
pub fn hoje(app: &App) -> NaiveDate {
    dia_no_fuso(app.base.banco.relogio().agora())
}

/// O cliente de um processo, em resumo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::Cliente)]
pub struct ClienteDoProcesso {
    /// Identificador.
    pub id: Uuid,
    /// Razão social.
    pub razao_social: String,
    /// Nome no SAT.
    pub nome_sat: String,
    /// CNPJ sem máscara.
    pub cnpj: String,
    /// Unidade.
    pub unidade: String,
    /// Serviço contratado.
    pub servico: String,
}

/// A operadora de um processo, em resumo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::Operadora)]
pub struct OperadoraDoProcesso {
    /// Identificador.
    pub id: Uuid,
    /// Nome.
    pub nome: String,
    /// Código.
    pub codigo: String,
}

/// A última execução de um processo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::listar::UltimaExecucao)]
pub struct UltimaExecucao {
    /// Identificador.
    id: Uuid,
    /// Tipo, como `DOWNLOAD_FATURA`.
    tipo: String,
    /// Situação dela.
    #[schema(value_type = motor::Situacao)]
    status: String,
    /// Última mudança.
    atualizado_em: DateTime<Utc>,
    /// O que deu errado por último.
    detalhes_erro: Option<String>,
    /// Código do que deu errado.
    classe_erro: Option<String>,
    /// Antes disto não começa, ou não tenta de novo; nulo quando já anda ou terminou.
    disponivel_em: Option<DateTime<Utc>>,
    /// De 0 a 100, quando informado.
    progresso: Option<i64>,
}

impl From<lista::UltimaExecucao> for UltimaExecucao {
    fn from(e: lista::UltimaExecucao) -> Self {
        Self {
            id: e.id.into(),
            tipo: e.tipo,
            status: e.status,
            atualizado_em: e.atualizado_em,
            detalhes_erro: e.detalhes_erro,
            classe_erro: e.classe_erro,
            disponivel_em: e.disponivel_em,
            progresso: e.progresso,
        }
    }
}

/// Uma execução que entrou na fila.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::Enfileirada)]
pub struct EnfileiradaHttp {
    /// A execução, para acompanhar.
    pub execucao_id: Uuid,
}

/// Lê um mês que veio em texto.
pub fn competencia(texto: &str) -> Resultado<Competencia> {
    texto.parse().map_err(|causa: nucleo::CompetenciaInvalida| {
        Erro::campo(CampoInvalido::novo("mes_ano", "mes_invalido", causa.to_string()))
    })
}

/// Lê um SHA-256 que veio em texto.
pub fn resumo(texto: &str) -> Resultado<Sha256> {
    texto.parse().map_err(|causa: nucleo::Sha256Invalido| {
        Erro::campo(CampoInvalido::novo("sha256", "sha256_invalido", causa.to_string()))
    })
}
