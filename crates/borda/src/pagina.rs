//! Páginas por cursor, no fio.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use nucleo::{CampoInvalido, Cursor, Erro, Pagina, Resultado};
use serde::Serialize;
use utoipa::ToSchema;

/// Uma página de uma lista.
#[derive(Debug, Serialize, ToSchema)]
pub struct PaginaHttp<T> {
    /// Os itens, na ordem pedida.
    pub itens: Vec<T>,
    /// Passe em `cursor` para a página seguinte; nulo na última.
    pub proximo: Option<String>,
    /// Quantos há no filtro; só com `total=true`.
    pub total: Option<i64>,
}

impl<T> From<Pagina<T>> for PaginaHttp<T> {
    fn from(pagina: Pagina<T>) -> Self {
        Self { itens: pagina.itens, proximo: pagina.proximo.map(|c| escrever(&c)), total: pagina.total }
    }
}

fn escrever(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}

/// Lê o cursor que veio na consulta; um texto que não é cursor é recusado.
pub fn lendo_cursor(texto: Option<String>) -> Resultado<Option<Cursor>> {
    texto.map(|texto| ler(&texto).ok_or_else(recusado)).transpose()
}

fn ler(texto: &str) -> Option<Cursor> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(texto).ok()?).ok()
}

fn recusado() -> Erro {
    Erro::campo(CampoInvalido::novo(
        "cursor",
        "cursor_invalido",
        "o cursor não é um que este servidor deu; recomece da primeira página",
    ))
}
