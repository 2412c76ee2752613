//! O que entra e sai em JSON.

use chrono::{DateTime, Utc};
use nucleo::{CampoInvalido, Cnpj, CnpjInvalido, Erro, OperadoraId, Resultado, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clientes::{Cliente, EntradaCliente};

/// Os dados de um cliente, para criar ou trocar.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = clientes::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// Razão social, até 200 caracteres.
    razao_social: String,
    /// Nome com que o SAT o conhece.
    nome_sat: String,
    /// CNPJ numérico ou alfanumérico, com ou sem máscara.
    cnpj: String,
    /// A operadora; tem de estar ativa.
    operadora_id: Uuid,
    /// Filtro com que se acha a fatura no portal.
    #[serde(default)]
    filtro: String,
    /// Serviço contratado.
    servico: String,
    /// Dados que o SAT pede para receber a fatura.
    #[serde(default)]
    dados_sat: String,
    /// Unidade do cliente.
    unidade: String,
    /// Endereço de onde a fatura é emitida, se não é o portal da operadora.
    site_emissao: Option<String>,
    /// Usuário no portal.
    login_portal: Option<String>,
    /// Senha do portal. Ausente mantém a guardada; vazia a remove. Nunca é devolvida.
    #[schema(value_type = Option<String>, write_only)]
    senha_portal: Option<SecretString>,
    /// CPF de quem entra no portal, com ou sem máscara.
    cpf: Option<String>,
}

impl Pedido {
    /// A operadora e os dados, separados.
    pub fn partes(self) -> (OperadoraId, EntradaCliente) {
        let entrada = EntradaCliente {
            razao_social: self.razao_social,
            nome_sat: self.nome_sat,
            cnpj: self.cnpj,
            filtro: self.filtro,
            servico: self.servico,
            dados_sat: self.dados_sat,
            unidade: self.unidade,
            site_emissao: self.site_emissao,
            login_portal: self.login_portal,
            senha_portal: self.senha_portal.into(),
            cpf: self.cpf,
        };
        (self.operadora_id.into(), entrada)
    }
}

/// Um cliente.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = clientes::Cliente)]
pub struct Resposta {
    /// O id.
    pub id: Uuid,
    /// A identidade para fora da casa: veja `docs/hash_unico.md`.
    pub hash_unico: String,
    /// Razão social.
    pub razao_social: String,
    /// Nome com que o SAT o conhece.
    pub nome_sat: String,
    /// CNPJ, 14 caracteres sem máscara.
    pub cnpj: String,
    /// A operadora.
    pub operadora_id: Uuid,
    /// Código da operadora.
    pub operadora_codigo: String,
    /// Nome da operadora.
    pub operadora_nome: String,
    /// Filtro com que se acha a fatura no portal.
    pub filtro: String,
    /// Serviço contratado.
    pub servico: String,
    /// Dados que o SAT pede para receber a fatura.
    pub dados_sat: String,
    /// Unidade do cliente.
    pub unidade: String,
    /// Endereço de onde a fatura é emitida, se não é o portal da operadora.
    pub site_emissao: Option<String>,
    /// Usuário no portal.
    pub login_portal: Option<String>,
    /// Se há senha do portal guardada.
    pub tem_senha_portal: bool,
    /// CPF de quem entra no portal, 11 algarismos.
    pub cpf: Option<String>,
    /// Se entra na criação mensal de processos.
    pub status_ativo: bool,
    /// A versão, também em `ETag`.
    pub versao: i64,
    /// Quando foi criado.
    pub criado_em: DateTime<Utc>,
    /// Quando mudou pela última vez.
    pub atualizado_em: DateTime<Utc>,
}

impl From<Cliente> for Resposta {
    fn from(c: Cliente) -> Self {
        let d = c.dados;
        Self {
            id: c.id.into(),
            hash_unico: c.hash_unico,
            razao_social: d.razao_social,
            nome_sat: d.nome_sat,
            cnpj: d.cnpj.into(),
            operadora_id: c.operadora_id.into(),
            operadora_codigo: c.operadora_codigo,
            operadora_nome: c.operadora_nome,
            filtro: d.filtro,
            servico: d.servico,
            dados_sat: d.dados_sat,
            unidade: d.unidade,
            site_emissao: d.site_emissao,
            login_portal: d.login_portal,
            tem_senha_portal: c.senha_cifrada.is_some(),
            cpf: d.cpf.map(Into::into),
            status_ativo: c.status_ativo,
            versao: c.versao,
            criado_em: c.criado_em,
            atualizado_em: c.atualizado_em,
        }
    }
}

/// O CNPJ de um filtro, com ou sem máscara.
pub fn cnpj_do_filtro(texto: Option<&str>) -> Resultado<Option<Cnpj>> {
    let ler = |texto: &str| {
        texto.parse().map_err(|causa: CnpjInvalido| {
            Erro::campo(CampoInvalido::novo("cnpj", "cnpj_invalido", causa.to_string()))
        })
    };
    texto.map(ler).transpose()
}
