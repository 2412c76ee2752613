//! O que é o controle: a página inicial e as rotas que ligam falhas e contam usos.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};

use crate::catalogo::ClienteSimulado;
use crate::estado::Contagem;
use crate::falhas::{Falha, Portal, TipoFalha};
use crate::pagina::escapar;
use crate::portais::Compartilhado;

pub(crate) fn rotas() -> Router<Compartilhado> {
    Router::new()
        .route("/", get(mostrar_inicio))
        .route("/_controle/falhas", get(listar_falhas).post(definir_falha).delete(limpar_falhas))
        .route("/_controle/estatisticas", get(mostrar_estatisticas))
        .route("/_controle/clientes", get(listar_clientes))
}

async fn listar_falhas(State(estado): State<Compartilhado>) -> Json<Vec<Falha>> {
    Json(estado.falhas().listar())
}

async fn definir_falha(State(estado): State<Compartilhado>, corpo: String) -> Response {
    match serde_json::from_str::<Falha>(&corpo) {
        Ok(falha) => {
            estado.falhas().definir(falha);
            (StatusCode::CREATED, Json(estado.falhas().listar())).into_response()
        }
        Err(motivo) => {
            let erro = serde_json::json!({"erro": format!("falha não compreendida: {motivo}")});
            (StatusCode::UNPROCESSABLE_ENTITY, Json(erro)).into_response()
        }
    }
}

async fn limpar_falhas(State(estado): State<Compartilhado>) -> StatusCode {
    estado.falhas().limpar();
    StatusCode::NO_CONTENT
}

async fn mostrar_estatisticas(State(estado): State<Compartilhado>) -> Json<BTreeMap<&'static str, Contagem>> {
    Json(estado.contagens())
}

async fn listar_clientes(State(estado): State<Compartilhado>) -> Json<Vec<ClienteSimulado>> {
    Json(estado.clientes.clone())
}

async fn mostrar_inicio(State(estado): State<Compartilhado>) -> Html<String> {
    let portais: String = Portal::TODOS
        .iter()
        .map(|p| {
            let (codigo, prefixo, nome) = (p.codigo(), p.prefixo(), p.nome());
            match p {
                Portal::Tim => format!("<li><b>{codigo}</b> /{prefixo} {nome} (API externa)</li>"),
                _ => format!("<li><b>{codigo}</b> <a href=\"/{prefixo}/\">/{prefixo}/</a> {nome}</li>"),
            }
        })
        .collect();
    let clientes: String = estado
        .clientes
        .iter()
        .map(|c| {
            let celulas =
                [&c.operadora_codigo, &c.login, &c.senha, &c.unidade, &c.razao_social, &c.cnpj, &c.filtro];
            let celulas: String =
                celulas.iter().map(|texto| format!("<td>{}</td>", escapar(texto))).collect();
            format!("<tr>{celulas}</tr>")
        })
        .collect();
    let opcoes =
        |nomes: Vec<String>| nomes.iter().map(|nome| format!("<option>{nome}</option>")).collect::<String>();
    let pagina = include_str!("controle.html")
        .replace("{portais}", &portais)
        .replace("{clientes}", &clientes)
        .replace("{sat}", &escapar(&format!("{} / {}", estado.opcoes.sat_usuario, estado.opcoes.sat_senha)))
        .replace("{token}", &escapar(&estado.opcoes.token_api))
        .replace("{codigos}", &opcoes(Portal::TODOS.iter().map(|p| p.codigo().to_owned()).collect()))
        .replace("{tipos}", &opcoes(TipoFalha::TODOS.iter().map(ToString::to_string).collect()));
    Html(pagina)
}
