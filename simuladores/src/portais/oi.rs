//! O que é o portal da Oi: entrada em dois passos, aviso de cookies e PDF na resposta de um POST.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;

use super::documento::{Disposicao, entregar};
use super::opcoes_de_unidades;
use super::{
    Campos, Compartilhado, Consulta, SENHA_INVALIDA, Volta, aviso_de_entrada, consultar, exigir_entrada,
};
use crate::estado::Estado;
use crate::falhas::Portal;
use crate::pagina::{self, escapar};

const PORTAL: Portal = Portal::Oi;
const ENTRADA: &str = "/oi/entrar";

const AVISO_DE_COOKIES: &str = "<div id=\"aviso-cookies\" class=\"capa-cookies\" \
    style=\"position:fixed;inset:0;background:#000a;z-index:1000;display:flex;align-items:flex-end\">\
    <div style=\"background:#fff;padding:24px;width:100%\"><p>Usamos cookies para melhorar a sua experiência. \
    Ao continuar, você concorda com a nossa política.</p>\
    <button id=\"aceitar-cookies\" type=\"button\" onclick=\"document.cookie='oi_cookies=aceitos; path=/oi';\
    this.parentNode.parentNode.remove()\">Aceitar todos</button></div></div>";

pub(super) fn rotas() -> Router<Compartilhado> {
    Router::new()
        .route("/oi", get(|| async { Redirect::permanent("/oi/") }))
        .route("/oi/", get(mostrar_inicio))
        .route(ENTRADA, get(mostrar_identificacao).post(identificar))
        .route("/oi/entrar/senha", get(mostrar_senha).post(entrar))
        .route("/oi/minha-oi", get(mostrar_minha_oi))
        .route("/oi/segunda-via", get(mostrar_segunda_via).post(gerar_segunda_via))
        .route("/oi/sair", get(sair))
}

fn moldura(cabecalhos: &HeaderMap, titulo: &str, corpo: &str) -> Html<String> {
    let aceitou = cabecalhos
        .get_all(header::COOKIE)
        .iter()
        .any(|valor| valor.to_str().is_ok_and(|texto| texto.contains("oi_cookies=aceitos")));
    let aviso = if aceitou { "" } else { AVISO_DE_COOKIES };
    Html(pagina::moldura(PORTAL, titulo, &format!("{corpo}{aviso}")))
}

async fn mostrar_inicio(cabecalhos: HeaderMap) -> Html<String> {
    let corpo = "<h1>Oi, tudo bem?</h1><p>Fibra, voz e segunda via num lugar só.</p>\
                 <p><button id=\"btn-entrar\" type=\"button\" onclick=\"location.href='/oi/entrar'\">Minha Oi</button></p>";
    moldura(&cabecalhos, "Início", corpo)
}

async fn mostrar_identificacao(
    cabecalhos: HeaderMap,
    Query(consulta): Query<HashMap<String, String>>,
) -> Html<String> {
    let corpo = format!(
        "<h1>Entrar na Minha Oi</h1>{}<form method=\"post\" action=\"/oi/entrar\">{}\
         <button id=\"continuar\" type=\"submit\">Continuar</button></form>",
        pagina::mensagem("mensagem-erro", aviso_de_entrada(&Campos(consulta))),
        pagina::campo("identificacao", "CPF, CNPJ ou usuário", "type=\"text\" autocomplete=\"off\"")
    );
    moldura(&cabecalhos, "Entrar", &corpo)
}

async fn identificar(
    State(estado): State<Compartilhado>,
    Form(campos): Form<HashMap<String, String>>,
) -> Response {
    let campos = Campos(campos);
    let cookie = estado.abrir_sessao(PORTAL, campos.ler("identificacao"), false);
    pagina::desviar("/oi/entrar/senha", Some(&cookie))
}

async fn mostrar_senha(State(estado): State<Compartilhado>, cabecalhos: HeaderMap) -> Response {
    estado.quem_se_identificou(PORTAL, &cabecalhos).map_or_else(
        || pagina::desviar(ENTRADA, None),
        |quem| pagina_de_senha(&cabecalhos, &quem, None).into_response(),
    )
}

fn pagina_de_senha(cabecalhos: &HeaderMap, quem: &str, erro: Option<&str>) -> Html<String> {
    let corpo = format!(
        "<h1>Agora a sua senha</h1><p>Entrando como <b id=\"quem\">{}</b></p>{}\
         <form method=\"post\" action=\"/oi/entrar/senha\">{}<button id=\"acessar\" type=\"submit\">Acessar</button></form>",
        escapar(quem),
        pagina::mensagem("mensagem-erro", erro),
        pagina::campo("senha", "Senha", "type=\"password\"")
    );
    moldura(cabecalhos, "Senha", &corpo)
}

async fn entrar(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Form(campos): Form<HashMap<String, String>>,
) -> Response {
    let Some(quem) = estado.quem_se_identificou(PORTAL, &cabecalhos) else {
        return pagina::desviar(ENTRADA, None);
    };
    if !estado.aceitar_entrada(PORTAL, &quem, Campos(campos).ler("senha")) {
        return (StatusCode::OK, pagina_de_senha(&cabecalhos, &quem, Some(SENHA_INVALIDA))).into_response();
    }
    estado.fechar_sessao(PORTAL, &cabecalhos);
    let cookie = estado.abrir_sessao(PORTAL, &quem, true);
    pagina::desviar("/oi/minha-oi", Some(&cookie))
}

async fn sair(State(estado): State<Compartilhado>, cabecalhos: HeaderMap) -> Redirect {
    estado.fechar_sessao(PORTAL, &cabecalhos);
    Redirect::to("/oi/")
}

async fn mostrar_minha_oi(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
) -> Result<Html<String>, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let clientes = estado.clientes_de(PORTAL, &login);
    let corpo = format!(
        "<h1>Minha Oi</h1><p>{}</p><nav><a id=\"link-segunda-via\" href=\"/oi/segunda-via\">Segunda via de fatura</a>\
         <a id=\"sair\" href=\"/oi/sair\">Sair</a></nav>",
        escapar(clientes.first().map_or("", |c| &c.razao_social))
    );
    Ok(moldura(&cabecalhos, "Minha Oi", &corpo))
}

async fn mostrar_segunda_via(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
) -> Result<Html<String>, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    Ok(pagina_de_segunda_via(&estado, &cabecalhos, &login, ""))
}

fn pagina_de_segunda_via(estado: &Estado, cabecalhos: &HeaderMap, login: &str, aviso: &str) -> Html<String> {
    let unidades = opcoes_de_unidades(&estado.clientes_de(PORTAL, login));
    let corpo = format!(
        "<h1>Segunda via de fatura</h1>{aviso}<form method=\"post\" action=\"/oi/segunda-via\">{}{}\
         <button id=\"gerar\" type=\"submit\">Gerar segunda via</button></form>",
        pagina::escolha("unidade", "unidade", "Unidade", &unidades, ""),
        pagina::campo(
            "mes-referencia",
            "Mês de referência (MM/AAAA)",
            "type=\"text\" placeholder=\"MM/AAAA\" maxlength=\"7\""
        )
    );
    moldura(cabecalhos, "Segunda via", &corpo)
}

async fn gerar_segunda_via(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Form(campos): Form<HashMap<String, String>>,
) -> Result<Response, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let campos = Campos(campos);
    let aviso = match consultar(&estado, PORTAL, &login, campos.ler("unidade"), campos.ler("mes-referencia"))
    {
        Consulta::Achada(fatura) => return Ok(entregar(&estado, &fatura, Disposicao::Anexo)),
        Consulta::NaoEmitida(mes) => {
            pagina::mensagem("aviso-nao-emitida", Some(&pagina::texto_nao_emitida(mes)))
        }
        Consulta::Invalida(motivo) => pagina::mensagem("mensagem-erro", Some(&motivo)),
    };
    Ok(pagina_de_segunda_via(&estado, &cabecalhos, &login, &aviso).into_response())
}
