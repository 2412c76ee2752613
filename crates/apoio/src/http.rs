//! Falar com as rotas sem abrir porta.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header},
};
use serde_json::Value;
use tower::ServiceExt;

/// O que voltou.
#[derive(Debug)]
pub struct Resposta {
    /// O status.
    pub status: StatusCode,
    /// Os cabeçalhos.
    pub cabecalhos: HeaderMap,
    /// O corpo, cru.
    pub corpo: Vec<u8>,
    /// O corpo como JSON; `Null` se não for.
    pub json: Value,
}

impl Resposta {
    /// O corpo como texto.
    pub fn texto(&self) -> String {
        String::from_utf8_lossy(&self.corpo).into_owned()
    }

    /// Um cabeçalho, se veio.
    pub fn cabecalho(&self, nome: &str) -> Option<&str> {
        self.cabecalhos.get(nome).and_then(|v| v.to_str().ok())
    }
}

/// Pede com token e corpo JSON opcional.
pub async fn pedir(rotas: &Router, metodo: &str, caminho: &str, corpo: Option<Value>) -> Resposta {
    let mut pedido =
        Request::builder().method(metodo).uri(caminho).header(header::AUTHORIZATION, "Bearer de-teste");
    if corpo.is_some() {
        pedido = pedido.header(header::CONTENT_TYPE, "application/json");
    }
    let corpo = corpo.map_or_else(Body::empty, |json| Body::from(json.to_string()));
    pedir_com(rotas, pedido.body(corpo).expect("pedido bem formado")).await
}

/// Pede exatamente o que foi dado.
pub async fn pedir_com(rotas: &Router, pedido: Request<Body>) -> Resposta {
    let resposta = rotas.clone().oneshot(pedido).await.expect("a rota sempre responde");
    let (status, cabecalhos) = (resposta.status(), resposta.headers().clone());
    let corpo = to_bytes(resposta.into_body(), usize::MAX).await.expect("corpo inteiro").to_vec();
    let json = serde_json::from_slice(&corpo).unwrap_or_default();
    Resposta { status, cabecalhos, corpo, json }
}
