//! O que é o SAT simulado: recebe documentos com recibo, recusa repetidos e responde a consultas.

mod arquivo;
mod envio;
mod paginas;

use std::collections::HashMap;

use axum::extract::{DefaultBodyLimit, Form, Multipart, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

pub use arquivo::DocumentoSat;
pub(crate) use arquivo::{ArquivoSat, Recebimento};
pub(crate) use envio::Envio;

use super::{Campos, Compartilhado, SENHA_INVALIDA, Volta, aviso_de_entrada, exigir_entrada};
use crate::estado::Estado;
use crate::falhas::{Portal, TipoFalha};
use crate::pagina;

const PORTAL: Portal = Portal::Sat;
const ENTRADA: &str = "/sat/";
const MAIOR_ENVIO: usize = 40 * 1024 * 1024;

pub(super) fn rotas() -> Router<Compartilhado> {
    Router::new()
        .route("/sat", get(|| async { Redirect::permanent("/sat/") }))
        .route(ENTRADA, get(mostrar_entrada))
        .route("/sat/entrar", post(entrar))
        .route("/sat/sair", get(sair))
        .route("/sat/documentos/novo", get(mostrar_formulario))
        .route("/sat/documentos", post(receber))
        .route("/sat/consulta", get(consultar))
        .layer(DefaultBodyLimit::max(MAIOR_ENVIO))
}

/// A lista para testes fica fora das falhas: diz a verdade mesmo com o SAT "fora do ar".
pub(super) fn rotas_de_controle() -> Router<Compartilhado> {
    Router::new().route("/sat/_controle/documentos", get(listar))
}

async fn listar(State(estado): State<Compartilhado>) -> Json<Vec<DocumentoSat>> {
    Json(estado.sat().listar())
}

async fn mostrar_entrada(Query(consulta): Query<HashMap<String, String>>) -> Html<String> {
    Html(paginas::entrada(aviso_de_entrada(&Campos(consulta))))
}

async fn entrar(
    State(estado): State<Compartilhado>,
    Form(campos): Form<HashMap<String, String>>,
) -> Response {
    let campos = Campos(campos);
    let usuario = campos.ler("usuario");
    if !estado.aceitar_entrada(PORTAL, usuario, campos.ler("senha")) {
        return pagina::html(StatusCode::OK, paginas::entrada(Some(SENHA_INVALIDA)));
    }
    let cookie = estado.abrir_sessao(PORTAL, usuario, true);
    pagina::desviar("/sat/documentos/novo", Some(&cookie))
}

async fn sair(State(estado): State<Compartilhado>, cabecalhos: HeaderMap) -> Redirect {
    estado.fechar_sessao(PORTAL, &cabecalhos);
    Redirect::to(ENTRADA)
}

async fn mostrar_formulario(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
) -> Result<Html<String>, Volta> {
    exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    Ok(Html(paginas::formulario()))
}

async fn consultar(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Query(consulta): Query<HashMap<String, String>>,
) -> Result<Html<String>, Volta> {
    exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let campos = Campos(consulta);
    let referencia = campos.ler("referencia");
    if referencia.is_empty() {
        return Ok(Html(paginas::consulta("", None)));
    }
    estado.contar(PORTAL, |c| c.consultas += 1);
    let achado = estado.sat().por_referencia(referencia);
    Ok(Html(paginas::consulta(referencia, Some(achado.as_ref()))))
}

async fn receber(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    partes: Multipart,
) -> Result<Response, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let envio = match Envio::ler(partes).await {
        Ok(envio) => envio,
        Err(motivo) => return Ok(pagina::html(StatusCode::UNPROCESSABLE_ENTITY, paginas::recusa(&motivo))),
    };
    if estado.sat().caiu_agora(&envio.referencia) {
        return Ok(derrubar());
    }
    let (competencia, referencia) = (envio.competencia, envio.referencia.clone());
    let resultado = guardar(&estado, &login, envio);
    let ligada = |tipo| estado.falha(PORTAL, tipo, Some(&login), Some(competencia));
    if matches!(resultado, Resultado::Recebido(_)) {
        if ligada(TipoFalha::CaiDepoisDeGravar).is_some() {
            estado.sat().anotar_queda(&referencia);
            return Ok(derrubar());
        }
        if let Some(falha) = ligada(TipoFalha::LentoNoEnvio) {
            tokio::time::sleep(falha.atraso()).await;
        }
    }
    Ok(match resultado {
        Resultado::Recebido(documento) => Html(paginas::recibo(&documento)).into_response(),
        Resultado::Repetido(documento, motivo) => {
            pagina::html(StatusCode::CONFLICT, paginas::repetido(&documento, motivo))
        }
        Resultado::Recusado(motivo) => {
            pagina::html(StatusCode::UNPROCESSABLE_ENTITY, paginas::recusa(&motivo))
        }
    })
}

/// O que o SAT faz de um envio bem formado.
pub(crate) enum Resultado {
    Recebido(Box<DocumentoSat>),
    Repetido(Box<DocumentoSat>, &'static str),
    Recusado(String),
}

/// Guarda o envio, se não é repetido; as falhas `recusa` e `duplicada` entram aqui.
pub(crate) fn guardar(estado: &Estado, login: &str, envio: Envio) -> Resultado {
    let ligada = |tipo| estado.falha(PORTAL, tipo, Some(login), Some(envio.competencia)).is_some();
    if ligada(TipoFalha::Recusa) {
        return Resultado::Recusado("Documento recusado pela validação fiscal.".into());
    }
    let duplicada = ligada(TipoFalha::Duplicada);
    match estado.sat().receber(envio) {
        Recebimento::Novo(documento) => {
            estado.contar(PORTAL, |c| c.uploads += 1);
            if duplicada {
                Resultado::Repetido(documento, "Já existe documento com esta referência.")
            } else {
                Resultado::Recebido(documento)
            }
        }
        Recebimento::Repetido(documento, motivo) => {
            estado.contar(PORTAL, |c| c.uploads_repetidos += 1);
            Resultado::Repetido(documento, motivo)
        }
    }
}

/// Uma resposta cujo corpo falha no primeiro pedaço: a conexão cai sem recibo.
fn derrubar() -> Response {
    let queda = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    axum::body::Body::from_stream(futures::stream::once(async { Err::<bytes::Bytes, _>(queda) }))
        .into_response()
}
