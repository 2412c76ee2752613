//! O que é o portal da Embratel: quadros dentro de quadros e PDF como anexo.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, Redirect, Response};
use axum::routing::get;

use super::documento::{Disposicao, entregar_numero};
use super::{
    Campos, Compartilhado, Consulta, SENHA_INVALIDA, Volta, aviso_de_entrada, consultar, exigir_entrada,
};
use super::{opcoes_de_unidades, resumo};
use crate::falhas::Portal;
use crate::pagina::{self, moldura};

const PORTAL: Portal = Portal::Emb;
const ENTRADA: &str = "/emb/entrar";

pub(super) fn rotas() -> Router<Compartilhado> {
    Router::new()
        .route("/emb", get(|| async { Redirect::permanent("/emb/") }))
        .route("/emb/", get(quadros))
        .route("/emb/topo", get(topo))
        .route("/emb/principal", get(principal))
        .route(ENTRADA, get(mostrar_entrada).post(entrar))
        .route("/emb/sair", get(sair))
        .route("/emb/faturas", get(mostrar_consulta))
        .route("/emb/fatura", get(mostrar_fatura))
        .route("/emb/documento/{numero}", get(baixar))
}

async fn quadros() -> Html<&'static str> {
    Html(
        "<!doctype html><html lang=\"pt-BR\"><head><meta charset=\"utf-8\"><title>Embratel - Fatura na Web</title></head>\
         <frameset rows=\"70,*\"><frame name=\"topo\" src=\"/emb/topo\"><frame name=\"principal\" src=\"/emb/principal\">\
         </frameset></html>",
    )
}

async fn topo() -> Html<&'static str> {
    Html(
        "<!doctype html><html lang=\"pt-BR\"><head><meta charset=\"utf-8\"><title>Embratel</title></head>\
         <body style=\"margin:0;background:#0b4ea2;color:#fff;font:bold 26px Arial;padding:18px 24px\">Embratel</body></html>",
    )
}

async fn principal() -> Html<&'static str> {
    Html(
        "<!doctype html><html lang=\"pt-BR\"><head><meta charset=\"utf-8\"><title>Fatura na Web</title></head>\
         <body style=\"margin:0;font:14px Arial\"><table width=\"100%\"><tr><td width=\"170\" valign=\"top\" \
         style=\"padding:16px\">Fatura na Web<br>Atendimento<br>Contratos</td><td>\
         <iframe id=\"conteudo\" name=\"conteudo\" src=\"/emb/entrar\" width=\"100%\" height=\"620\" frameborder=\"0\"></iframe>\
         </td></tr></table></body></html>",
    )
}

async fn mostrar_entrada(Query(consulta): Query<HashMap<String, String>>) -> Html<String> {
    Html(pagina_de_entrada(aviso_de_entrada(&Campos(consulta))))
}

fn pagina_de_entrada(erro: Option<&str>) -> String {
    let corpo = format!(
        "<h1>Acesso do cliente</h1>{}<form method=\"post\" action=\"/emb/entrar\">{}{}\
         <button id=\"entrar\" type=\"submit\">Entrar</button></form>",
        pagina::mensagem("mensagem-erro", erro),
        pagina::campo("usuario", "Usuário", "type=\"text\" autocomplete=\"off\""),
        pagina::campo("senha", "Senha", "type=\"password\"")
    );
    moldura(PORTAL, "Fatura na Web", &corpo)
}

async fn entrar(
    State(estado): State<Compartilhado>,
    Form(campos): Form<HashMap<String, String>>,
) -> Response {
    let campos = Campos(campos);
    let usuario = campos.ler("usuario");
    if !estado.aceitar_entrada(PORTAL, usuario, campos.ler("senha")) {
        return pagina::html(StatusCode::OK, pagina_de_entrada(Some(SENHA_INVALIDA)));
    }
    let cookie = estado.abrir_sessao(PORTAL, usuario, true);
    pagina::desviar("/emb/faturas", Some(&cookie))
}

async fn sair(State(estado): State<Compartilhado>, cabecalhos: HeaderMap) -> Redirect {
    estado.fechar_sessao(PORTAL, &cabecalhos);
    Redirect::to(ENTRADA)
}

async fn mostrar_consulta(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
) -> Result<Html<String>, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let clientes = estado.clientes_de(PORTAL, &login);
    let empresa = clientes.first().map_or("", |c| &c.razao_social);
    let corpo = format!(
        "<p>{} | <a id=\"sair\" href=\"/emb/sair\">Sair</a></p><h1>Consulta de faturas</h1>\
         <form method=\"get\" action=\"/emb/fatura\">{}{}<button id=\"consultar\" type=\"submit\">Consultar</button></form>",
        pagina::escapar(empresa),
        pagina::escolha("conta", "unidade", "Conta", &opcoes_de_unidades(&clientes), ""),
        pagina::escolha("referencia", "mes_ano", "Mês de referência", &pagina::opcoes_de_meses(), "")
    );
    Ok(Html(moldura(PORTAL, "Consulta de faturas", &corpo)))
}

async fn mostrar_fatura(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Query(consulta): Query<HashMap<String, String>>,
) -> Result<Html<String>, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let campos = Campos(consulta);
    let corpo = match consultar(&estado, PORTAL, &login, campos.ler("unidade"), campos.ler("mes_ano")) {
        Consulta::Achada(fatura) => format!(
            "{}<p><a id=\"baixar\" class=\"botao\" href=\"/emb/documento/{}\">Baixar fatura em PDF</a></p>",
            resumo(&fatura),
            fatura.numero
        ),
        Consulta::NaoEmitida(mes) => {
            pagina::mensagem("aviso-nao-emitida", Some(&pagina::texto_nao_emitida(mes)))
        }
        Consulta::Invalida(motivo) => pagina::mensagem("mensagem-erro", Some(&motivo)),
    };
    let corpo =
        format!("<h1>Fatura</h1>{corpo}<p><a id=\"voltar\" href=\"/emb/faturas\">Nova consulta</a></p>");
    Ok(Html(moldura(PORTAL, "Fatura", &corpo)))
}

async fn baixar(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Path(numero): Path<String>,
) -> Result<Response, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    Ok(entregar_numero(&estado, PORTAL, &login, &numero, Disposicao::Anexo))
}
