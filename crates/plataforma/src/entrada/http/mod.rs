//! Operações HTTP da entrada.

pub mod abrir_sessao;
pub mod auth_login;
pub mod auth_me;
pub mod encerrar_esta_sessao;
pub mod encerrar_sessao;
pub mod listar_sessoes;
pub mod trocar_conta;
pub mod ver_sessao;

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use borda::{ErroHttp, Problema};
use nucleo::{ContaId, Erro, FUSO, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Credenciais, ErroDeEntrada, Identidade};
use crate::usuarios::http::UsuarioHttp;

/// O que se apresenta para entrar.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = entrada::Pedido, example = json!({ "email": "ana@revenda.example", "senha": "uma frase só minha" }))]
pub struct Pedido {
    /// E-mail.
    pub email: String,
    /// Senha.
    #[schema(value_type = String, format = Password, write_only)]
    pub senha: SecretString,
    /// Em qual conta agir; sem dizer, a do vínculo mais antigo.
    pub conta_id: Option<Uuid>,
}

impl From<Pedido> for Credenciais {
    fn from(pedido: Pedido) -> Self {
        let Pedido { email, senha, conta_id } = pedido;
        Self { email, senha, conta: conta_id.map(Into::into) }
    }
}

/// Uma conta em que a pessoa pode agir.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = entrada::Conta)]
pub struct ContaHttp {
    /// O id.
    pub id: Uuid,
    /// Nome.
    pub nome: String,
}

impl From<(ContaId, String)> for ContaHttp {
    fn from((id, nome): (ContaId, String)) -> Self {
        Self { id: id.0, nome }
    }
}

/// Quem é, em qual conta age e o que pode.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = entrada::Identidade, example = json!({
    "usuario": { "id": "0199f3a2-0000-7000-8000-000000000003", "nome": "Ana Souza", "email": "ana@revenda.example" },
    "conta": { "id": "0199f3a2-0000-7000-8000-000000000002", "nome": "Revenda do Sul" },
    "contas": [{ "id": "0199f3a2-0000-7000-8000-000000000002", "nome": "Revenda do Sul" }],
    "permissoes": ["execucoes.ver", "faturas.aprovar", "faturas.ver"],
    "marca": { "nome": "Regente" }, "versao": "0.1.0", "fuso": "America/Sao_Paulo"
}))]
pub struct Resposta {
    /// A pessoa.
    pub usuario: UsuarioHttp,
    /// A conta em que se age.
    pub conta: ContaHttp,
    /// As contas em que a pessoa pode agir.
    pub contas: Vec<ContaHttp>,
    /// Nomes das permissões na conta.
    pub permissoes: Vec<String>,
    /// Como o produto se apresenta.
    pub marca: Marca,
    /// Versão do servidor.
    pub versao: &'static str,
    /// Nome IANA do fuso em que a casa conta os dias.
    pub fuso: &'static str,
}

/// Como o produto se apresenta.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = entrada::Marca)]
pub struct Marca {
    /// Nome.
    pub nome: String,
}

impl From<Identidade> for Resposta {
    fn from(identidade: Identidade) -> Self {
        let Identidade { usuario, conta, contas, permissoes, marca } = identidade;
        Self {
            usuario: usuario.into(),
            conta: conta.into(),
            contas: contas.into_iter().map(Into::into).collect(),
            permissoes: permissoes.nomes().map(str::to_owned).collect(),
            marca: Marca { nome: marca },
            versao: env!("CARGO_PKG_VERSION"),
            fuso: FUSO,
        }
    }
}

impl IntoResponse for ErroDeEntrada {
    fn into_response(self) -> Response {
        match self {
            Self::Outro(erro) => ErroHttp::from(erro).into_response(),
            Self::Credenciais => {
                let problema = Problema {
                    tipo: "about:blank",
                    title: "Não autenticado",
                    status: StatusCode::UNAUTHORIZED.as_u16(),
                    codigo: "credenciais_invalidas".to_owned(),
                    detail: "e-mail ou senha não conferem, ou não há acesso a esta conta".to_owned(),
                    remedio: Some(
                        "confira e tente de novo; se esqueceu, peça a quem administra a conta".to_owned(),
                    ),
                    campos: Vec::new(),
                };
                let tipo = HeaderValue::from_static("application/problem+json");
                (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, tipo)], Json(problema)).into_response()
            }
        }
    }
}

/// O pedido não trouxe sessão de navegador, e a operação é sobre ela.
pub(crate) fn sem_sessao() -> Erro {
    Erro::conflito(
        "sem_sessao",
        "este pedido não veio de uma sessão de navegador",
        "com token, peça outro em POST /auth/login dizendo conta_id; o anterior expira sozinho",
    )
}
