//! O que é a API externa de RPA: o serviço de um terceiro que baixa as faturas da TIM.

mod pedidos;
mod saida;

use std::collections::HashMap;

use axum::extract::{DefaultBodyLimit, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

pub(crate) use pedidos::Pedidos;
use pedidos::{Desfecho, Pedido};

use super::documento::{Disposicao, entregar};
use super::sat::{Envio, Resultado, guardar};
use super::{Compartilhado, Consulta, SENHA_INVALIDA, consultar};
use crate::catalogo;
use crate::estado::Estado;
use crate::falhas::{Portal, TipoFalha};
use crate::pagina::texto_nao_emitida;

const PORTAL: Portal = Portal::Tim;
const MAIOR_PEDIDO: usize = 60 * 1024 * 1024;

pub(super) fn rotas(estado: &Compartilhado) -> Router<Compartilhado> {
    Router::new()
        .route("/api-externa/executar/sat", post(executar_sat))
        .route("/api-externa/executar/{operadora}", post(executar))
        .route("/api-externa/jobs/{id}", get(mostrar_pedido))
        .route("/api-externa/jobs/{id}/logs", get(mostrar_logs))
        .route("/api-externa/arquivos/{id}", get(baixar))
        .layer(DefaultBodyLimit::max(MAIOR_PEDIDO))
        .layer(from_fn_with_state(estado.clone(), barrar))
}

/// Recusa quem não traz o token, ou todos, quando o serviço está fora.
async fn barrar(State(estado): State<Compartilhado>, pedido: Request, seguinte: Next) -> Response {
    if estado.falha(PORTAL, TipoFalha::Fora, None, None).is_some() {
        return erro(StatusCode::SERVICE_UNAVAILABLE, "serviço fora do ar");
    }
    let esperado = format!("Bearer {}", estado.opcoes.token_api);
    match pedido.headers().get(header::AUTHORIZATION) {
        Some(valor) if valor.as_bytes() == esperado.as_bytes() => seguinte.run(pedido).await,
        _ => erro(StatusCode::UNAUTHORIZED, "token ausente ou inválido"),
    }
}

async fn executar(
    State(estado): State<Compartilhado>,
    Path(operadora): Path<String>,
    cabecalhos: HeaderMap,
    Json(entrada): Json<Value>,
) -> Response {
    if operadora != PORTAL.codigo() {
        return erro(StatusCode::NOT_FOUND, "operadora não atendida por este serviço");
    }
    if ["usuario", "senha", "mes_ano"].iter().any(|nome| texto(&entrada, nome).is_empty()) {
        return erro(StatusCode::UNPROCESSABLE_ENTITY, "usuario, senha e mes_ano são obrigatórios");
    }
    if let Some(resposta) = repetir(&estado, &cabecalhos) {
        return resposta;
    }
    let base = base_publica(&estado, &cabecalhos);
    let (desfecho, passos) = baixar_do_portal(&estado, &entrada, &base);
    aceitar(&estado, &cabecalhos, Pedido::novo(&operadora, texto(&entrada, "usuario"), desfecho, passos))
}

/// O que o robô do terceiro faria: entra, procura, guarda o arquivo.
fn baixar_do_portal(estado: &Estado, entrada: &Value, base: &str) -> (Desfecho, Vec<String>) {
    let login = texto(entrada, "usuario");
    let (unidade, mes_ano) = (texto(entrada, "unidade"), texto(entrada, "mes_ano"));
    let mut passos = vec!["Abrindo o portal da TIM".to_owned(), format!("Entrando como {login}")];
    if !estado.aceitar_entrada(PORTAL, login, texto(entrada, "senha")) {
        return (Desfecho::Erro(SENHA_INVALIDA.into()), passos);
    }
    passos.push(format!("Procurando a fatura de {mes_ano} da unidade {unidade}"));
    let mes = mes_ano.parse().ok();
    let ligada = |tipo| estado.falha(PORTAL, tipo, Some(login), mes).is_some();
    if ligada(TipoFalha::JobErro) {
        return (Desfecho::Erro("O robô falhou: elemento não encontrado na página.".into()), passos);
    }
    if ligada(TipoFalha::JobTimeout) {
        return (Desfecho::Timeout, passos);
    }
    match consultar(estado, PORTAL, login, unidade, mes_ano) {
        Consulta::Achada(fatura) => {
            passos.push(format!("Fatura {} encontrada, baixando", fatura.numero));
            passos.push("Arquivo guardado".to_owned());
            (saida::download(&fatura, base), passos)
        }
        Consulta::NaoEmitida(mes) => (Desfecho::Erro(texto_nao_emitida(mes)), passos),
        Consulta::Invalida(motivo) => (Desfecho::Erro(motivo), passos),
    }
}

async fn executar_sat(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Json(entrada): Json<Value>,
) -> Response {
    let mut campos: HashMap<String, String> =
        ["referencia", "cnpj", "nome_sat", "dados_sat", "valor", "vencimento"]
            .iter()
            .map(|nome| ((*nome).to_owned(), texto(&entrada, nome).to_owned()))
            .collect();
    campos.insert("competencia".into(), texto(&entrada, "mes_ano").to_owned());
    let Ok(conteudo) = STANDARD.decode(texto(&entrada, "arquivo_base64")) else {
        return erro(StatusCode::UNPROCESSABLE_ENTITY, "arquivo_base64 não é base64");
    };
    let envio = match Envio::montar(&campos, texto(&entrada, "arquivo_nome").to_owned(), conteudo.into()) {
        Ok(envio) => envio,
        Err(motivo) => return erro(StatusCode::UNPROCESSABLE_ENTITY, &motivo),
    };
    if let Some(resposta) = repetir(&estado, &cabecalhos) {
        return resposta;
    }
    let desfecho = match guardar(&estado, &estado.opcoes.sat_usuario, envio) {
        Resultado::Recebido(documento) => saida::envio(&documento, false, "Documento entregue ao SAT."),
        Resultado::Repetido(documento, motivo) => saida::envio(&documento, true, motivo),
        Resultado::Recusado(motivo) => Desfecho::Erro(motivo),
    };
    let passos =
        vec!["Abrindo o SAT".to_owned(), "Enviando o documento".to_owned(), "Lendo o recibo".to_owned()];
    aceitar(&estado, &cabecalhos, Pedido::novo("SAT", &estado.opcoes.sat_usuario, desfecho, passos))
}

fn chave_de_repeticao(cabecalhos: &HeaderMap) -> Option<&str> {
    cabecalhos.get("idempotency-key").and_then(|valor| valor.to_str().ok())
}

/// A resposta de um pedido já feito com a mesma `Idempotency-Key`.
fn repetir(estado: &Estado, cabecalhos: &HeaderMap) -> Option<Response> {
    let pedidos = estado.pedidos();
    let pedido = pedidos.por_chave(chave_de_repeticao(cabecalhos)?)?;
    Some((StatusCode::OK, Json(saida::aceite(pedido))).into_response())
}

fn aceitar(estado: &Estado, cabecalhos: &HeaderMap, mut pedido: Pedido) -> Response {
    pedido.duracao = estado.opcoes.duracao_job;
    pedido.perdido = estado.falha(PORTAL, TipoFalha::JobPerdido, Some(&pedido.login), None).is_some();
    let corpo = saida::aceite(&pedido);
    estado.pedidos().guardar(pedido, chave_de_repeticao(cabecalhos));
    (StatusCode::ACCEPTED, Json(corpo)).into_response()
}

async fn mostrar_pedido(State(estado): State<Compartilhado>, Path(id): Path<String>) -> Response {
    let pedidos = estado.pedidos();
    pedidos.por_id(&id).map_or_else(
        || erro(StatusCode::NOT_FOUND, "job não encontrado"),
        |pedido| Json(saida::situacao(pedido)).into_response(),
    )
}

async fn mostrar_logs(
    State(estado): State<Compartilhado>,
    Path(id): Path<String>,
    Query(consulta): Query<HashMap<String, String>>,
) -> Response {
    let desde: usize = consulta.get("desde").and_then(|valor| valor.parse().ok()).unwrap_or(0);
    let pedidos = estado.pedidos();
    pedidos.por_id(&id).map_or_else(
        || erro(StatusCode::NOT_FOUND, "job não encontrado"),
        |pedido| {
            let linhas = pedido.linhas();
            let proximo = linhas.len().max(desde);
            let novas: Vec<&Value> = linhas.iter().skip(desde).collect();
            Json(json!({"job_id": pedido.id, "proximo": proximo, "linhas": novas})).into_response()
        },
    )
}

async fn baixar(State(estado): State<Compartilhado>, Path(id): Path<String>) -> Response {
    catalogo::localizar_fatura(&id).filter(|fatura| fatura.cliente.portal() == PORTAL).map_or_else(
        || erro(StatusCode::NOT_FOUND, "arquivo não encontrado"),
        |fatura| entregar(&estado, &fatura, Disposicao::Anexo),
    )
}

/// O endereço por onde quem pede nos alcança, sem barra no fim.
fn base_publica(estado: &Estado, cabecalhos: &HeaderMap) -> String {
    let pelo_cabecalho =
        cabecalhos.get(header::HOST).and_then(|valor| valor.to_str().ok()).map(str::to_owned);
    format!("http://{}/api-externa", pelo_cabecalho.unwrap_or_else(|| estado.endereco.to_string()))
}

fn texto<'a>(entrada: &'a Value, nome: &str) -> &'a str {
    entrada[nome].as_str().unwrap_or_default().trim()
}

fn erro(codigo: StatusCode, motivo: &str) -> Response {
    (codigo, Json(json!({"erro": motivo}))).into_response()
}
