//! O que é o portal da Vivo: página única sobre XHR lenta, PDF entregue a um `blob`.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::json;

use super::documento::{Disposicao, entregar, fatura_do_usuario};
use super::{Campos, Compartilhado, Consulta, SENHA_INVALIDA, SESSAO_EXPIRADA, cabecalho, consultar};
use crate::estado::{Estado, SemAcesso};
use crate::falhas::Portal;
use crate::pagina;

const PORTAL: Portal = Portal::Viv;

pub(super) fn rotas(estado: &Compartilhado) -> Router<Compartilhado> {
    let api = Router::new()
        .route("/viv/api/config", get(|| async { Json(json!({"titulo": "Vivo Empresas", "versao": 3})) }))
        .route("/viv/api/sessao", post(entrar).delete(sair))
        .route("/viv/api/contas", get(listar_contas))
        .route("/viv/api/faturas", get(mostrar_fatura))
        .route("/viv/api/faturas/{numero}/pdf", get(baixar))
        .layer(from_fn_with_state(estado.clone(), demorar));
    Router::new()
        .route("/viv", get(|| async { Redirect::permanent("/viv/") }))
        .route("/viv/", get(|| async { Html(include_str!("viv.html")) }))
        .merge(api)
}

/// Faz toda XHR demorar um tempo que varia dentro da faixa configurada.
async fn demorar(State(estado): State<Compartilhado>, pedido: Request, seguinte: Next) -> Response {
    static PASSO: AtomicU64 = AtomicU64::new(0);
    let (menor, maior) = estado.opcoes.viv_atraso_ms;
    let faixa = maior.saturating_sub(menor) + 1;
    let sorte = PASSO.fetch_add(1, Ordering::Relaxed).wrapping_mul(7919) % faixa;
    tokio::time::sleep(Duration::from_millis(menor + sorte)).await;
    seguinte.run(pedido).await
}

#[derive(Deserialize)]
struct Credenciais {
    usuario: String,
    senha: String,
}

async fn entrar(State(estado): State<Compartilhado>, Json(quem): Json<Credenciais>) -> Response {
    if !estado.aceitar_entrada(PORTAL, &quem.usuario, &quem.senha) {
        return erro(StatusCode::UNAUTHORIZED, SENHA_INVALIDA);
    }
    let mut resposta = Json(json!({"usuario": quem.usuario})).into_response();
    cabecalho(&mut resposta, header::SET_COOKIE, &estado.abrir_sessao(PORTAL, &quem.usuario, true));
    resposta
}

async fn sair(State(estado): State<Compartilhado>, cabecalhos: HeaderMap) -> StatusCode {
    estado.fechar_sessao(PORTAL, &cabecalhos);
    StatusCode::NO_CONTENT
}

async fn listar_contas(State(estado): State<Compartilhado>, cabecalhos: HeaderMap) -> Response {
    let login = match exigir(&estado, &cabecalhos) {
        Ok(login) => login,
        Err(motivo) => return erro(StatusCode::UNAUTHORIZED, motivo),
    };
    let contas: Vec<_> = estado
        .clientes_de(PORTAL, &login)
        .into_iter()
        .map(|c| json!({"unidade": c.unidade, "numero": c.filtro, "servico": c.servico, "empresa": c.razao_social}))
        .collect();
    let meses: Vec<_> = pagina::opcoes_de_meses()
        .into_iter()
        .map(|(valor, texto)| json!({"valor": valor, "texto": texto}))
        .collect();
    Json(json!({"contas": contas, "meses": meses})).into_response()
}

async fn mostrar_fatura(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Query(consulta): Query<HashMap<String, String>>,
) -> Response {
    let login = match exigir(&estado, &cabecalhos) {
        Ok(login) => login,
        Err(motivo) => return erro(StatusCode::UNAUTHORIZED, motivo),
    };
    let campos = Campos(consulta);
    match consultar(&estado, PORTAL, &login, campos.ler("unidade"), campos.ler("mes_ano")) {
        Consulta::Achada(f) => Json(json!({
            "numero": f.numero, "valor": f.valor_na_tela(), "vencimento": f.vencimento_na_tela(),
            "referencia": f.mes_ano.na_tela(), "arquivo": f.nome_arquivo(),
        }))
        .into_response(),
        Consulta::NaoEmitida(mes) => {
            let corpo = json!({"erro": pagina::texto_nao_emitida(mes), "nao_emitida": true});
            (StatusCode::NOT_FOUND, Json(corpo)).into_response()
        }
        Consulta::Invalida(motivo) => erro(StatusCode::UNPROCESSABLE_ENTITY, &motivo),
    }
}

async fn baixar(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Path(numero): Path<String>,
) -> Response {
    match exigir(&estado, &cabecalhos) {
        Ok(login) => fatura_do_usuario(PORTAL, &login, &numero).map_or_else(
            || erro(StatusCode::NOT_FOUND, "Documento não encontrado."),
            |fatura| entregar(&estado, &fatura, Disposicao::Anexo),
        ),
        Err(motivo) => erro(StatusCode::UNAUTHORIZED, motivo),
    }
}

fn exigir(estado: &Estado, cabecalhos: &HeaderMap) -> Result<String, &'static str> {
    estado.quem_entrou(PORTAL, cabecalhos).map_err(|motivo| match motivo {
        SemAcesso::NaoEntrou => "Entre para continuar.",
        SemAcesso::Expirou => SESSAO_EXPIRADA,
    })
}

fn erro(codigo: StatusCode, texto: &str) -> Response {
    (codigo, Json(json!({"erro": texto}))).into_response()
}
