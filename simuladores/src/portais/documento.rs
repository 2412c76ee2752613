//! O que é a entrega do documento: o PDF da fatura, certo ou com o defeito pedido.

use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::cabecalho;
use crate::catalogo;
use crate::estado::Estado;
use crate::falhas::{Portal, TipoFalha};
use crate::fatura::Fatura;
use crate::pagina;
use crate::pdf;

/// Como o navegador deve tratar o documento.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Disposicao {
    Anexo,
    NaPagina,
}

/// A fatura deste número, se é de um cliente deste usuário neste portal.
pub(super) fn fatura_do_usuario(portal: Portal, login: &str, numero: &str) -> Option<Fatura> {
    catalogo::localizar_fatura(numero).filter(|f| f.cliente.portal() == portal && f.cliente.login == login)
}

/// Entrega o documento deste número a este usuário, ou 404.
pub(super) fn entregar_numero(
    estado: &Estado,
    portal: Portal,
    login: &str,
    numero: &str,
    como: Disposicao,
) -> Response {
    fatura_do_usuario(portal, login, numero).map_or_else(
        || {
            let corpo = "<p id=\"mensagem-erro\" class=\"aviso\">Documento não encontrado.</p>";
            pagina::html(StatusCode::NOT_FOUND, pagina::moldura(portal, "Documento", corpo))
        },
        |fatura| entregar(estado, &fatura, como),
    )
}

/// Entrega o documento da fatura, com a falha que estiver ligada.
pub(super) fn entregar(estado: &Estado, fatura: &Fatura, como: Disposicao) -> Response {
    let portal = fatura.cliente.portal();
    estado.contar(portal, |c| c.downloads += 1);
    let mut resposta = Body::from(conteudo(estado, fatura)).into_response();
    let disposicao = if como == Disposicao::Anexo { "attachment" } else { "inline" };
    cabecalho(&mut resposta, header::CONTENT_TYPE, "application/pdf");
    let disposicao = format!("{disposicao}; filename=\"{}\"", fatura.nome_arquivo());
    cabecalho(&mut resposta, header::CONTENT_DISPOSITION, &disposicao);
    cabecalho(&mut resposta, header::CACHE_CONTROL, "no-store");
    resposta
}

fn conteudo(estado: &Estado, fatura: &Fatura) -> Vec<u8> {
    let portal = fatura.cliente.portal();
    let ligada =
        |tipo| estado.falha(portal, tipo, Some(&fatura.cliente.login), Some(fatura.mes_ano)).is_some();
    if ligada(TipoFalha::HtmlNoLugar) {
        let corpo = "<h1>Ops!</h1><p>Não foi possível gerar o seu documento agora. Tente mais tarde.</p>";
        return pagina::moldura(portal, "Erro", corpo).into_bytes();
    }
    if ligada(TipoFalha::FaturaDeOutroMes) {
        return pdf::desenhar(&Fatura::gerar(&fatura.cliente, fatura.mes_ano.anterior()));
    }
    let mut bytes = pdf::desenhar(fatura);
    if ligada(TipoFalha::PdfTruncado) {
        bytes.truncate(bytes.len() * 6 / 10);
    }
    if ligada(TipoFalha::PdfCifrado) {
        bytes = pdf::exigir_senha(&bytes);
    }
    bytes
}
