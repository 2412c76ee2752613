//! A interface embutida no executável: os arquivos que `ui` produz, servidos com cache certo.

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

/// Em desenvolvimento lê do disco a cada pedido; no executável final, vai embutida.
#[derive(RustEmbed)]
#[folder = "../../ui/dist/"]
#[allow_missing = true]
struct Arquivos;

/// Serve um arquivo da interface; caminho que não é arquivo recebe a página, que decide a rota.
pub async fn servir(uri: Uri) -> Response {
    let caminho = uri.path().trim_start_matches('/');
    if caminho.starts_with("api/") || caminho.starts_with("auth/") {
        return borda::nao_encontrado().await.into_response();
    }
    arquivo(caminho)
        .or_else(|| sem_extensao(caminho).then(|| arquivo("index.html")).flatten())
        .unwrap_or_else(ausente)
}

fn sem_extensao(caminho: &str) -> bool {
    !caminho.rsplit('/').next().unwrap_or_default().contains('.')
}

fn arquivo(caminho: &str) -> Option<Response> {
    let arquivo = Arquivos::get(caminho)?;
    // O nome dos arquivos em assets/ muda com o conteúdo: podem ficar guardados para sempre.
    let cache =
        if caminho.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut resposta = Response::new(Body::from(arquivo.data));
    let cabecalhos = resposta.headers_mut();
    if let Ok(tipo) = HeaderValue::from_str(arquivo.metadata.mimetype()) {
        cabecalhos.insert(header::CONTENT_TYPE, tipo);
    }
    cabecalhos.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Some(resposta)
}

fn ausente() -> Response {
    (StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "não encontrado")
        .into_response()
}
