//! O que é uma página dos portais: a moldura HTML, as peças repetidas e o layout trocado.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};

use crate::falhas::Portal;
use crate::mes_ano::MesAno;

const ESTILO: &str = include_str!("pagina.css");

/// O texto pronto para ir dentro do HTML ou de um atributo.
pub(crate) fn escapar(texto: &str) -> String {
    texto
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// A página inteira do portal, com a marca dele no alto.
pub(crate) fn moldura(portal: Portal, titulo: &str, corpo: &str) -> String {
    let (nome, cor) = (portal.nome(), cor(portal));
    format!(
        "<!doctype html><html lang=\"pt-BR\"><head><meta charset=\"utf-8\"><title>{titulo} - {nome}</title>\
         <style>:root{{--cor:{cor}}}{ESTILO}</style></head><body>\
         <header class=\"marca\"><strong>{nome}</strong><span>{titulo}</span></header>\
         <main class=\"miolo\">{corpo}</main>\
         <footer class=\"rodape\">{nome} simulada - ambiente de testes, nenhum documento daqui tem valor.</footer></body></html>"
    )
}

fn cor(portal: Portal) -> &'static str {
    match portal {
        Portal::Emb => "#0b4ea2",
        Portal::Viv => "#660099",
        Portal::Dig => "#00805a",
        Portal::Oi => "#b8860b",
        Portal::Tim => "#00468c",
        Portal::Sat => "#37474f",
    }
}

/// Um parágrafo de erro ou aviso com id; vazio se não há mensagem.
pub(crate) fn mensagem(id: &str, texto: Option<&str>) -> String {
    texto.map_or_else(String::new, |texto| {
        format!("<p id=\"{id}\" class=\"aviso\" role=\"alert\">{}</p>", escapar(texto))
    })
}

/// Um campo com rótulo; `extra` entra como está no `<input>`.
pub(crate) fn campo(nome: &str, rotulo: &str, extra: &str) -> String {
    format!("<p><label for=\"{nome}\">{rotulo}</label><input id=\"{nome}\" name=\"{nome}\" {extra}></p>")
}

/// Uma escolha: pares de valor e texto, com o valor já escolhido.
pub(crate) fn escolha(
    id: &str,
    nome: &str,
    rotulo: &str,
    opcoes: &[(String, String)],
    atual: &str,
) -> String {
    let opcoes: String = opcoes
        .iter()
        .map(|(valor, texto)| {
            let marca = if valor == atual { " selected" } else { "" };
            format!("<option value=\"{}\"{marca}>{}</option>", escapar(valor), escapar(texto))
        })
        .collect();
    format!(
        "<p><label for=\"{id}\">{rotulo}</label><select id=\"{id}\" name=\"{nome}\">{opcoes}</select></p>"
    )
}

/// Os meses que os portais conhecem, do mais novo ao mais antigo, como opções.
pub(crate) fn opcoes_de_meses() -> Vec<(String, String)> {
    MesAno::todos().rev().map(|mes| (mes.to_string(), mes.na_tela())).collect()
}

/// Uma resposta HTML com o código dado.
pub(crate) fn html(codigo: StatusCode, pagina: String) -> Response {
    (codigo, Html(pagina)).into_response()
}

/// Um desvio (303) que deixa um cookie, se dado.
pub(crate) fn desviar(destino: &str, cookie: Option<&str>) -> Response {
    let mut resposta = Redirect::to(destino).into_response();
    if let Some(valor) = cookie.and_then(|c| HeaderValue::from_str(c).ok()) {
        resposta.headers_mut().append(header::SET_COOKIE, valor);
    }
    resposta
}

/// A página 503.
pub(crate) fn manutencao(portal: Portal) -> Response {
    let corpo = "<section id=\"manutencao\" class=\"aviso\"><h1>Portal em manutenção</h1>\
                 <p>Estamos melhorando nossos sistemas. Tente novamente mais tarde.</p></section>";
    let mut resposta = html(StatusCode::SERVICE_UNAVAILABLE, moldura(portal, "Portal em manutenção", corpo));
    resposta.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("600"));
    resposta
}

/// O texto da fatura que ainda não saiu.
pub(crate) fn texto_nao_emitida(mes: MesAno) -> String {
    format!("A fatura de {} ainda não foi emitida.", mes.na_tela())
}

/// O mesmo HTML depois de uma reforma do portal: ids, nomes, classes e `data-*` trocados, textos iguais.
pub(crate) fn trocar_layout(html: &str) -> String {
    let mut novo = html.to_owned();
    for atributo in ["id", "name", "class", "for"] {
        novo = novo.replace(&format!(" {atributo}=\""), &format!(" {atributo}=\"{PREFIXO_NOVO}"));
    }
    novo.replace(" data-", &format!(" data-{PREFIXO_NOVO}"))
}

/// O que a reforma põe na frente de cada nome.
pub(crate) const PREFIXO_NOVO: &str = "v2-";

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn layout_trocado_muda_nomes_e_guarda_textos() {
        let novo = trocar_layout("<p id=\"a\" class=\"b\" data-unidade=\"Matriz\">Entrar</p>");
        assert_eq!(novo, "<p id=\"v2-a\" class=\"v2-b\" data-v2-unidade=\"Matriz\">Entrar</p>");
    }

    #[test]
    fn texto_de_fora_nao_vira_html() {
        assert_eq!(escapar("<a href='x'>\"&"), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;");
    }
}
