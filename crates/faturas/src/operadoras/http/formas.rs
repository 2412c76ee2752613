//! O que entra e sai em JSON.

use chrono::{DateTime, Utc};
use nucleo::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::operadoras::{
    EntradaOperadora, Operadora,
    resumo::{Resumo, UltimoTeste},
};

/// Os dados de uma operadora, para criar ou trocar.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = operadoras::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// Nome por extenso, até 120 caracteres.
    nome: String,
    /// Código único na conta: 2 a 20 letras, algarismos ou sublinhas. Guardado em maiúsculas.
    codigo: String,
    /// Se as faturas vêm por RPA; se não, por envio manual.
    #[serde(default)]
    possui_rpa: bool,
    /// Se o RPA é de terceiros.
    #[serde(default)]
    rpa_terceirizado: bool,
    /// Endereço do servidor de RPA; obrigatório com a classe `api_externa`.
    url_endpoint_rpa: Option<String>,
    /// Endereço do portal da operadora.
    url_portal: Option<String>,
    /// Como uma pessoa entra no portal.
    instrucoes_acesso: Option<String>,
    /// Ajustes do RPA: um objeto JSON. Não é lugar de segredos.
    #[schema(value_type = Option<Object>)]
    configuracao_rpa: Option<Value>,
    /// `navegador:ROTEIRO` ou `api_externa`; obrigatória quando `possui_rpa`.
    classe_rpa: Option<String>,
    /// Token do servidor de RPA. Ausente mantém o guardado; vazio o remove. Nunca é devolvido.
    #[schema(value_type = Option<String>, write_only)]
    token_rpa: Option<SecretString>,
}

impl From<Pedido> for EntradaOperadora {
    fn from(p: Pedido) -> Self {
        Self {
            nome: p.nome,
            codigo: p.codigo,
            possui_rpa: p.possui_rpa,
            rpa_terceirizado: p.rpa_terceirizado,
            url_endpoint_rpa: p.url_endpoint_rpa,
            url_portal: p.url_portal,
            instrucoes_acesso: p.instrucoes_acesso,
            configuracao_rpa: p.configuracao_rpa,
            classe_rpa: p.classe_rpa,
            token_rpa: p.token_rpa.into(),
        }
    }
}

/// Uma operadora.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = operadoras::Operadora)]
pub struct Resposta {
    /// O id.
    pub id: Uuid,
    /// Nome por extenso.
    pub nome: String,
    /// Código único na conta.
    pub codigo: String,
    /// Se as faturas vêm por RPA; se não, por envio manual.
    pub possui_rpa: bool,
    /// Se o RPA é de terceiros.
    pub rpa_terceirizado: bool,
    /// Endereço do servidor de RPA de terceiros.
    pub url_endpoint_rpa: Option<String>,
    /// Endereço do portal da operadora.
    pub url_portal: Option<String>,
    /// Como uma pessoa entra no portal.
    pub instrucoes_acesso: Option<String>,
    /// Se aceita clientes novos.
    pub status_ativo: bool,
    /// Ajustes do RPA.
    #[schema(value_type = Object)]
    pub configuracao_rpa: Value,
    /// `navegador:ROTEIRO` ou `api_externa`.
    pub classe_rpa: Option<String>,
    /// Se há token do servidor de RPA guardado.
    pub tem_token_rpa: bool,
    /// A versão, também em `ETag`.
    pub versao: i64,
    /// Quando foi criada.
    pub criado_em: DateTime<Utc>,
    /// Quando mudou pela última vez.
    pub atualizado_em: DateTime<Utc>,
}

impl From<Operadora> for Resposta {
    fn from(o: Operadora) -> Self {
        let d = o.dados;
        Self {
            id: o.id.into(),
            nome: d.nome,
            codigo: d.codigo,
            possui_rpa: d.possui_rpa,
            rpa_terceirizado: d.rpa_terceirizado,
            url_endpoint_rpa: d.url_endpoint_rpa,
            url_portal: d.url_portal,
            instrucoes_acesso: d.instrucoes_acesso,
            status_ativo: o.status_ativo,
            configuracao_rpa: d.configuracao_rpa,
            classe_rpa: d.classe_rpa.map(|c| c.to_string()),
            tem_token_rpa: o.token_cifrado.is_some(),
            versao: o.versao,
            criado_em: o.criado_em,
            atualizado_em: o.atualizado_em,
        }
    }
}

/// Uma operadora na lista.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = operadoras::Item)]
pub struct Item {
    /// O cadastro.
    #[serde(flatten)]
    operadora: Resposta,
    /// Clientes ativos.
    clientes_ativos: i64,
    /// O último teste de acesso; nulo se nunca se testou.
    ultimo_teste: Option<Teste>,
}

/// Como está ou como terminou um teste de acesso.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = operadoras::UltimoTeste)]
pub struct Teste {
    execucao_id: Uuid,
    /// O status da execução.
    status: String,
    /// Quando terminou; se não terminou, quando foi pedido.
    em: DateTime<Utc>,
}

impl From<UltimoTeste> for Teste {
    fn from(t: UltimoTeste) -> Self {
        Self { execucao_id: t.execucao_id.into(), status: t.status, em: t.em }
    }
}

impl From<(Operadora, Resumo)> for Item {
    fn from((operadora, resumo): (Operadora, Resumo)) -> Self {
        Self {
            operadora: operadora.into(),
            clientes_ativos: resumo.clientes_ativos,
            ultimo_teste: resumo.ultimo_teste.map(Into::into),
        }
    }
}
