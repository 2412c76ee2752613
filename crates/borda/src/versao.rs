//! `ETag` e `If-Match`: mudar só o que se leu.

use axum::{
    Json,
    extract::FromRequestParts,
    http::{HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};
use nucleo::{CampoInvalido, Erro, Resultado};
use serde::Serialize;

use crate::ErroHttp;

/// A versão que quem pede diz ter lido (`If-Match`), se disse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versao(pub Option<i64>);

impl Versao {
    /// Confere com a versão atual; sem `If-Match`, passa.
    pub fn conferir(self, atual: i64) -> Resultado<()> {
        match self.0 {
            Some(lida) if lida != atual => Err(Erro::VersaoDesatualizada),
            _ => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Versao {
    type Rejection = ErroHttp;

    async fn from_request_parts(partes: &mut Parts, _: &S) -> Result<Self, ErroHttp> {
        let Some(valor) = partes.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let texto = valor.to_str().unwrap_or_default().trim().trim_start_matches("W/");
        if texto == "*" {
            return Ok(Self(None));
        }
        let numero = texto.trim_matches('"').parse().map_err(|_| {
            Erro::campo(CampoInvalido::novo(
                "If-Match",
                "versao_invalida",
                "mande o ETag recebido na leitura",
            ))
        })?;
        Ok(Self(Some(numero)))
    }
}

/// Resposta JSON com a versão em `ETag`.
#[derive(Debug)]
pub struct ComVersao<T>(pub i64, pub Json<T>);

impl<T: Serialize> IntoResponse for ComVersao<T> {
    fn into_response(self) -> Response {
        let mut resposta = self.1.into_response();
        if let Ok(etag) = HeaderValue::from_str(&format!("\"{}\"", self.0)) {
            resposta.headers_mut().insert(header::ETAG, etag);
        }
        resposta
    }
}
