//! O que é a entrada: os parâmetros que um RPA recebe para um processo.

use schemars::JsonSchema;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Value, json};

const MASCARA: &str = "********";

/// Os parâmetros de uma execução de RPA; serializar normalmente mascara a senha.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ParametrosEntrada {
    /// O processo (um cliente, um mês) que a execução atende.
    pub id_processo: String,
    /// O cliente dono da fatura.
    pub id_cliente: String,
    /// Código da operadora na conta (`EMB`, `VIV`, …); `SAT` no envio.
    pub operadora_codigo: String,
    /// Endereço de entrada do portal.
    pub url_portal: Option<String>,
    /// Usuário do portal.
    pub usuario: Option<String>,
    /// Senha do portal: nunca registrada e nunca serializada às claras, salvo por [`Self::para_motorista`].
    #[serde(serialize_with = "serializar_mascarada")]
    #[schemars(with = "Option<String>")]
    pub senha: Option<SecretString>,
    /// CNPJ do cliente, só dígitos e letras: o SAT o exige no envio.
    pub cnpj: Option<String>,
    /// CPF de quem acessa, quando o portal o pede.
    pub cpf: Option<String>,
    /// Texto que escolhe a fatura certa no portal (conta, contrato, razão).
    pub filtro: Option<String>,
    /// Nome do cliente como o SAT o conhece.
    pub nome_sat: Option<String>,
    /// Dados adicionais do cliente no SAT.
    pub dados_sat: Option<String>,
    /// Unidade do cliente.
    pub unidade: Option<String>,
    /// Serviço contratado.
    pub servico: Option<String>,
    /// Competência da fatura, `AAAA-MM`.
    pub mes_ano: String,
    /// Referência única do envio: por ela o SAT responde se já tem o documento.
    pub referencia: Option<String>,
}

impl ParametrosEntrada {
    /// Os parâmetros como podem ser guardados e mostrados: sem a senha.
    #[must_use]
    pub fn mascarados(&self) -> Value {
        serde_json::to_value(self).unwrap_or_else(|_| json!({}))
    }

    /// Os parâmetros às claras, só para o motorista que vai entrar no portal.
    #[must_use]
    pub fn para_motorista(&self) -> Value {
        let mut valor = self.mascarados();
        if let (Some(objeto), Some(senha)) = (valor.as_object_mut(), &self.senha) {
            objeto.insert("senha".into(), Value::from(senha.expose_secret()));
        }
        valor
    }

    /// O valor de um campo pelo nome publicado; `None` para nome desconhecido, campo vazio ou a senha.
    #[must_use]
    pub fn campo(&self, nome: &str) -> Option<String> {
        if nome == "senha" {
            return None;
        }
        match self.mascarados().get(nome) {
            Some(Value::String(texto)) => Some(texto.clone()),
            _ => None,
        }
    }
}

fn serializar_mascarada<S: Serializer>(senha: &Option<SecretString>, s: S) -> Result<S::Ok, S::Error> {
    match senha {
        Some(_) => s.serialize_str(MASCARA),
        None => s.serialize_none(),
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    fn exemplo() -> ParametrosEntrada {
        serde_json::from_value(
            json!({"id_processo": "p1", "usuario": "maria", "senha": "s3gredo!", "mes_ano": "2026-03"}),
        )
        .unwrap()
    }

    #[test]
    fn senha_nao_aparece_em_json_nem_em_debug() {
        let entrada = exemplo();
        assert_eq!(entrada.mascarados()["senha"], MASCARA);
        assert!(!format!("{entrada:?}").contains("s3gredo!"));
        assert!(!serde_json::to_string(&entrada).unwrap().contains("s3gredo!"));
    }

    #[test]
    fn motorista_recebe_a_senha_as_claras() {
        assert_eq!(exemplo().para_motorista()["senha"], "s3gredo!");
        assert!(ParametrosEntrada::default().para_motorista()["senha"].is_null());
    }

    #[test]
    fn campo_por_nome_nunca_entrega_a_senha() {
        assert_eq!(exemplo().campo("usuario").as_deref(), Some("maria"));
        assert_eq!(exemplo().campo("senha"), None);
        assert_eq!(exemplo().campo("filtro"), None);
        assert_eq!(exemplo().campo("inexistente"), None);
    }
}
