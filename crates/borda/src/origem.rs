//! De onde veio o pedido: endereço, programa e id da requisição.

use std::{
    convert::Infallible,
    net::{IpAddr, SocketAddr},
};

use axum::{
    extract::{ConnectInfo, FromRef, FromRequestParts},
    http::{HeaderMap, header::USER_AGENT, request::Parts},
};
use nucleo::Origem;

use crate::Base;

/// Nome do cabeçalho que identifica a requisição, na ida e na volta.
pub(crate) const X_REQUEST_ID: &str = "x-request-id";
const TAMANHO_MAXIMO_DO_AGENTE: usize = 300;

/// Proxies cujo `X-Forwarded-For` vale. Sem configuração, nenhum: o cabeçalho é de quem quiser mentir.
#[derive(Clone, Debug, Default)]
pub struct ConfiancaEmProxy(pub Vec<IpAddr>);

impl ConfiancaEmProxy {
    fn endereco(&self, direto: Option<IpAddr>, cabecalhos: &HeaderMap) -> Option<IpAddr> {
        let confiavel = direto.is_some_and(|ip| self.0.contains(&ip));
        let encaminhado = cabecalhos
            .get("x-forwarded-for")
            .and_then(|v| v.to_str().ok())
            .and_then(|lista| lista.rsplit(',').map(str::trim).find_map(|ip| ip.parse().ok()));
        if confiavel { encaminhado.or(direto) } else { direto }
    }
}

/// Extrator da [`Origem`] do pedido; nunca falha.
#[derive(Clone, Debug)]
pub struct OrigemDoPedido(pub Origem);

impl OrigemDoPedido {
    pub(crate) fn das_partes(partes: &Parts, proxies: &ConfiancaEmProxy) -> Self {
        let direto = partes.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
        let texto = |nome: &str| partes.headers.get(nome).and_then(|v| v.to_str().ok());
        Self(Origem {
            ip: proxies.endereco(direto, &partes.headers),
            agente_usuario: texto(USER_AGENT.as_str())
                .map(|agente| agente.chars().take(TAMANHO_MAXIMO_DO_AGENTE).collect()),
            requisicao: texto(X_REQUEST_ID).map(str::to_owned),
        })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for OrigemDoPedido
where
    Base: FromRef<S>,
{
    type Rejection = Infallible;

    async fn from_request_parts(partes: &mut Parts, estado: &S) -> Result<Self, Infallible> {
        Ok(Self::das_partes(partes, &Base::from_ref(estado).proxies))
    }
}
