//! Operações HTTP de usuários, vínculos e do próprio perfil.

pub mod convidar;
pub mod listar;
pub mod mudar_grupos;
pub mod mudar_nome;
pub mod reativar;
pub mod revogar;
pub mod trocar_senha;
pub mod ver_proprio;

use chrono::{DateTime, Utc};
use nucleo::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Usuario, Vinculo};

/// Quem receberá acesso.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = usuarios::NovoUsuario)]
pub struct NovoUsuario {
    /// Nome; vale só se a pessoa ainda não tem cadastro.
    pub nome: String,
    /// E-mail.
    pub email: String,
    /// Senha inicial, de 8 a 128 caracteres; obrigatória só se a pessoa ainda não tem cadastro.
    #[schema(value_type = Option<String>, format = Password, write_only)]
    pub senha: Option<SecretString>,
}

impl From<NovoUsuario> for super::NovoUsuario {
    fn from(novo: NovoUsuario) -> Self {
        let NovoUsuario { nome, email, senha } = novo;
        Self { nome, email, senha }
    }
}

/// Uma pessoa.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = usuarios::Usuario, example = json!({
    "id": "0199f3a2-0000-7000-8000-000000000003", "nome": "Ana Souza", "email": "ana@revenda.example"
}))]
pub struct UsuarioHttp {
    /// O id.
    pub id: Uuid,
    /// Nome.
    pub nome: String,
    /// E-mail.
    pub email: String,
}

impl From<Usuario> for UsuarioHttp {
    fn from(usuario: Usuario) -> Self {
        Self { id: usuario.id.0, nome: usuario.nome, email: usuario.email.texto().to_owned() }
    }
}

/// Um grupo do vínculo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = usuarios::GrupoDoVinculo)]
pub struct GrupoHttp {
    /// O id.
    pub id: Uuid,
    /// Nome.
    pub nome: String,
}

/// Uma pessoa com acesso à conta.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = usuarios::UsuarioDaConta, example = json!({
    "id": "0199f3a2-0000-7000-8000-000000000003", "vinculo_id": "0199f3a2-0000-7000-8000-000000000004",
    "nome": "Ana Souza", "email": "ana@revenda.example", "ativo": true, "criado_em": "2026-11-20T12:00:00Z",
    "grupos": [{ "id": "0199f3a2-0000-7000-8000-000000000001", "nome": "Aprovador" }]
}))]
pub struct Resposta {
    /// O id da pessoa.
    pub id: Uuid,
    /// O id do seu vínculo com a conta.
    pub vinculo_id: Uuid,
    /// Nome.
    pub nome: String,
    /// E-mail.
    pub email: String,
    /// Se o acesso vale; revogado, a pessoa não entra nesta conta.
    pub ativo: bool,
    /// Os grupos, por nome.
    pub grupos: Vec<GrupoHttp>,
    /// Quando o acesso foi dado pela primeira vez.
    pub criado_em: DateTime<Utc>,
}

impl From<Vinculo> for Resposta {
    fn from(vinculo: Vinculo) -> Self {
        let Vinculo { id: vinculo_id, usuario, ativo, grupos, criado_em } = vinculo;
        let UsuarioHttp { id, nome, email } = usuario.into();
        let grupos = grupos.into_iter().map(|(id, nome)| GrupoHttp { id: id.0, nome }).collect();
        Self { id, vinculo_id: vinculo_id.0, nome, email, ativo, grupos, criado_em }
    }
}
