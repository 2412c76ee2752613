//! As camadas que envolvem o servidor inteiro.

use std::{any::Any, time::Duration};

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Response, header},
    middleware::{self, Next},
    response::IntoResponse,
};
use nucleo::Erro;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer},
    trace::TraceLayer,
};
use tracing::Span;

use crate::{ErroHttp, origem::X_REQUEST_ID};

/// Política de conteúdo das páginas: nada de fora, nada embutido além de estilo.
const CSP: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
                   frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

/// Envolve o servidor: id de requisição, registro do pedido, defeito que vira 500, compressão e cabeçalhos
/// de segurança.
pub fn camadas_do_servidor(rotas: Router) -> Router {
    let id = HeaderName::from_static(X_REQUEST_ID);
    rotas.layer(
        ServiceBuilder::new()
            .layer(SetRequestIdLayer::new(id.clone(), MakeRequestUuid))
            .layer(PropagateRequestIdLayer::new(id))
            .layer(TraceLayer::new_for_http().make_span_with(trecho).on_request(()).on_response(registrar))
            .layer(middleware::from_fn(cabecalhos_de_seguranca))
            .layer(CatchPanicLayer::custom(defeito))
            .layer(CompressionLayer::new()),
    )
}

/// Resposta de rota inexistente: a mesma de um registro inexistente.
pub async fn nao_encontrado() -> ErroHttp {
    Erro::NaoEncontrado("registro").into()
}

fn trecho(pedido: &axum::http::Request<axum::body::Body>) -> Span {
    let requisicao = pedido.headers().get(X_REQUEST_ID).and_then(|v| v.to_str().ok()).unwrap_or("-");
    // Só o caminho: a consulta pode trazer dado pessoal.
    tracing::info_span!("pedido", metodo = %pedido.method(), caminho = pedido.uri().path(), requisicao)
}

fn registrar<B>(resposta: &Response<B>, duracao: Duration, _: &Span) {
    let (status, duracao_ms) = (resposta.status().as_u16(), duracao.as_millis() as u64);
    if resposta.status().is_server_error() {
        tracing::error!(status, duracao_ms, "pedido atendido com defeito");
    } else {
        tracing::debug!(status, duracao_ms, "pedido atendido");
    }
}

fn defeito(causa: Box<dyn Any + Send + 'static>) -> Response<axum::body::Body> {
    let texto = causa
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| causa.downcast_ref::<&str>().map(|t| (*t).to_owned()))
        .unwrap_or_else(|| "pânico sem mensagem".to_owned());
    ErroHttp::from(Erro::interno(texto)).into_response()
}

async fn cabecalhos_de_seguranca(pedido: Request, proximo: Next) -> axum::response::Response {
    let api = pedido.uri().path().starts_with("/api/") || pedido.uri().path().starts_with("/auth/");
    let mut resposta = proximo.run(pedido).await;
    let cabecalhos = resposta.headers_mut();
    let mut por_omissao = |nome: HeaderName, valor: &'static str| {
        cabecalhos.entry(nome).or_insert(HeaderValue::from_static(valor));
    };
    por_omissao(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    por_omissao(header::REFERRER_POLICY, "same-origin");
    por_omissao(header::X_FRAME_OPTIONS, "DENY");
    por_omissao(header::CONTENT_SECURITY_POLICY, CSP);
    if api {
        por_omissao(header::CACHE_CONTROL, "no-store");
    }
    resposta
}
