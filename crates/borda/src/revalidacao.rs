//! Conferir o acesso de novo durante um fluxo que dura.

use std::convert::Infallible;

use axum::{extract::FromRequestParts, http::request::Parts};
use nucleo::{Escopo, Resultado};

use crate::{Base, autenticacao::credencial, origem::OrigemDoPedido};

/// O pedido que abriu o fluxo, guardado para se perguntar de novo se quem o fez ainda pode.
pub struct Credenciais(Parts);

impl<S: Send + Sync> FromRequestParts<S> for Credenciais {
    type Rejection = Infallible;

    async fn from_request_parts(partes: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(partes.clone()))
    }
}

impl Credenciais {
    /// Em nome de quem o pedido agiria agora. Não conta como uso da sessão: uma aba esquecida aberta não a
    /// mantém viva.
    pub async fn conferir(&self, base: &Base) -> Resultado<Escopo> {
        let cookies = base.autenticador.cookies();
        let (credencial, _) = credencial(&self.0.headers, cookies).ok_or(nucleo::Erro::NaoAutenticado)?;
        let origem = OrigemDoPedido::das_partes(&self.0, &base.proxies).0;
        Ok(base.autenticador.conferir(credencial, origem).await?.escopo)
    }

    /// Um cabeçalho do pedido.
    pub fn cabecalho(&self, nome: &str) -> Option<&str> {
        self.0.headers.get(nome).and_then(|valor| valor.to_str().ok())
    }
}
