//! `POST /primeiro-acesso`

use axum::{Json, extract::State, http::StatusCode};
use borda::{Corpo, Problemas, ResultadoHttp};
use nucleo::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::acoes;
use crate::{
    App,
    usuarios::{NovoUsuario, http::UsuarioHttp},
};

/// O segredo do link impresso no início do servidor e quem será o administrador.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = primeiro_acesso::Pedido, example = json!({
    "token": "o-que-veio-no-link", "nome": "Ana Souza", "email": "ana@crontech.example",
    "senha": "uma frase só minha"
}))]
pub struct Pedido {
    /// O que veio no link; vale uma vez, por 24 horas.
    #[schema(value_type = String, write_only)]
    pub token: SecretString,
    /// Nome.
    pub nome: String,
    /// E-mail.
    pub email: String,
    /// Senha, de 8 a 128 caracteres.
    #[schema(value_type = String, format = Password, write_only)]
    pub senha: SecretString,
}

/// Cria o primeiro administrador do sistema.
///
/// Só com o link impresso no início do servidor, e só enquanto não há administrador. Depois, entre.
#[utoipa::path(post, path = "/primeiro-acesso", tag = "entrada", request_body = Pedido, security(()),
    responses((status = 201, body = UsuarioHttp), Problemas))]
pub async fn primeiro_acesso(
    State(app): State<App>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, Json<UsuarioHttp>)> {
    let Pedido { token, nome, email, senha } = pedido;
    let novo = NovoUsuario { nome, email, senha: Some(senha) };
    let usuario = acoes::usar_link(&app.base.banco, app.porteiro.senhas(), &token, novo).await?;
    app.porteiro.esquecer();
    Ok((StatusCode::CREATED, Json(usuario.into())))
}
