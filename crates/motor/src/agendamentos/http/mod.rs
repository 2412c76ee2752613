//! As operações de agendamentos, uma por arquivo, e o que elas falam no fio.

pub(crate) mod alterar;
pub(crate) mod buscar;
pub(crate) mod criar;
pub(crate) mod disparar;
pub(crate) mod disparos;
pub(crate) mod excluir;
pub(crate) mod listar;
pub(crate) mod previa;

use chrono::{DateTime, Utc};
use nucleo::{FUSO, Resultado};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Agendamento, Regra, TipoDeAgendamento, acoes::Dados};

/// O que se define em um agendamento.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = agendamentos::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// Nome, único na conta.
    nome: String,
    /// O que começa. ENVIAR_RELATORIOS ainda não está disponível.
    tipo: TipoDeAgendamento,
    /// Expressão cron, de 5 campos ou 6 com segundos: `0 6 1 * *`.
    cron: String,
    /// Nome IANA do fuso.
    #[serde(default = "fuso_padrao")]
    #[schema(default = "America/Sao_Paulo")]
    fuso: String,
    /// O que se passa à execução.
    #[serde(default = "parametros_padrao")]
    #[schema(value_type = Object)]
    parametros: Value,
    /// Se dispara sozinho.
    #[serde(default = "ativo_padrao")]
    #[schema(default = true)]
    ativo: bool,
}

fn fuso_padrao() -> String {
    FUSO.into()
}

fn parametros_padrao() -> Value {
    json!({})
}

fn ativo_padrao() -> bool {
    true
}

impl From<Pedido> for Dados {
    fn from(pedido: Pedido) -> Self {
        Self {
            nome: pedido.nome.trim().to_owned(),
            tipo: pedido.tipo,
            cron: pedido.cron.trim().to_owned(),
            fuso: pedido.fuso.trim().to_owned(),
            parametros: pedido.parametros,
            ativo: pedido.ativo,
        }
    }
}

/// Um agendamento.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = agendamentos::Resposta)]
pub struct Resposta {
    id: Uuid,
    nome: String,
    tipo: TipoDeAgendamento,
    cron: String,
    fuso: String,
    #[schema(value_type = Object)]
    parametros: Value,
    ativo: bool,
    ultima_execucao: Option<DateTime<Utc>>,
    proxima_execucao: Option<DateTime<Utc>>,
    /// Os cinco próximos disparos; vazio se inativo.
    proximas_execucoes: Vec<DateTime<Utc>>,
    /// A mesma do `ETag`.
    versao: i64,
    criado_em: DateTime<Utc>,
}

impl Resposta {
    fn de(agendamento: Agendamento, agora: DateTime<Utc>) -> Resultado<Self> {
        let proximas = if agendamento.ativo {
            Regra::nova(&agendamento.cron, &agendamento.fuso, agora)?.proximas(agora, 5)?
        } else {
            Vec::new()
        };
        Ok(Self {
            id: agendamento.id.0,
            nome: agendamento.nome,
            tipo: agendamento.tipo,
            cron: agendamento.cron,
            fuso: agendamento.fuso,
            parametros: agendamento.parametros,
            ativo: agendamento.ativo,
            ultima_execucao: agendamento.ultima_execucao,
            proxima_execucao: agendamento.proxima_execucao,
            proximas_execucoes: proximas,
            versao: agendamento.versao,
            criado_em: agendamento.criado_em,
        })
    }
}
