//! `POST /auth/login`

use axum::{Json, extract::State, http::header, response::IntoResponse};
use borda::{Corpo, OrigemDoPedido, Problema, Problemas};
use nucleo::ExposeSecret;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ContaHttp, Pedido};
use crate::{
    App,
    entrada::{ErroDeEntrada, acoes},
    usuarios::http::UsuarioHttp,
};

/// O token e de quem ele é.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = auth::login::Resposta, example = json!({
    "access_token": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIuLi4ifQ.assinatura", "token_type": "Bearer",
    "expires_in": 3600,
    "usuario": { "id": "0199f3a2-0000-7000-8000-000000000003", "nome": "Ana Souza", "email": "ana@revenda.example" },
    "conta": { "id": "0199f3a2-0000-7000-8000-000000000002", "nome": "Revenda do Sul" }
}))]
pub struct Resposta {
    /// Mande em `Authorization: Bearer`.
    pub access_token: String,
    /// Sempre `Bearer`.
    pub token_type: &'static str,
    /// Por quantos segundos vale.
    pub expires_in: i64,
    /// A pessoa.
    pub usuario: UsuarioHttp,
    /// A conta em que o token age.
    pub conta: ContaHttp,
}

/// Entra pela API: troca e-mail e senha por um token.
///
/// Toda recusa é a mesma (`credenciais_invalidas`).
#[utoipa::path(post, path = "/auth/login", tag = "entrada", request_body = Pedido, security(()),
    responses(
        (status = 200, body = Resposta),
        (status = 429, body = Problema, content_type = "application/problem+json",
            description = "Tentativas demais; espere o tempo de Retry-After"),
        Problemas))]
pub async fn auth_login(
    State(app): State<App>,
    OrigemDoPedido(origem): OrigemDoPedido,
    Corpo(pedido): Corpo<Pedido>,
) -> Result<impl IntoResponse, ErroDeEntrada> {
    let (token, identidade) = acoes::emitir_token(&app.porteiro, &pedido.into(), origem).await?;
    let resposta = Resposta {
        access_token: token.texto.expose_secret().to_owned(),
        token_type: "Bearer",
        expires_in: token.duracao.num_seconds(),
        usuario: identidade.usuario.into(),
        conta: identidade.conta.into(),
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(resposta)))
}
