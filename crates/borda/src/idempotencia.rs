//! `Idempotency-Key`: repetir um pedido que talvez tenha chegado não faz a coisa duas vezes.
//!
//! A chave vale por usuário e conta. A primeira resposta que não seja defeito nosso fica guardada e é
//! devolvida às repetições; a mesma chave com outro pedido é recusada.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequestParts, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use banco::valores;
use nucleo::{CampoInvalido, Erro, Escopo, Resultado, Sha256};

use crate::{Autenticado, Base, ErroHttp};

const CABECALHO: &str = "idempotency-key";
/// Arquivos e planilhas passam sem guarda: anexar e importar de novo o mesmo conteúdo já não muda nada.
const CORPO_MAXIMO: usize = 2 * 1024 * 1024;

enum Reserva {
    Nova,
    Pronta(StatusCode, Vec<u8>),
    EmAndamento,
    OutroPedido,
}

/// Camada para as rotas da API: com o cabeçalho `Idempotency-Key` em `POST`, faz uma vez só.
pub async fn exigir_uma_so_vez(State(base): State<Base>, pedido: Request, proximo: Next) -> Response {
    match guardado(base, pedido, proximo).await {
        Ok(resposta) => resposta,
        Err(erro) => erro.into_response(),
    }
}

async fn guardado(base: Base, pedido: Request, proximo: Next) -> Result<Response, ErroHttp> {
    let Some(chave) = pedido.headers().get(CABECALHO).cloned() else { return Ok(proximo.run(pedido).await) };
    if pedido.method() != Method::POST || e_arquivo(&pedido) {
        return Ok(proximo.run(pedido).await);
    }
    let chave =
        chave.to_str().ok().filter(|c| (1..=200).contains(&c.len())).ok_or_else(chave_recusada)?.to_owned();
    let (mut partes, corpo) = pedido.into_parts();
    let Ok(Autenticado(escopo)) = Autenticado::from_request_parts(&mut partes, &base).await else {
        // Sem quem, a rota decide (entrada no sistema, 401): não há a quem prender a chave.
        return Ok(proximo.run(Request::from_parts(partes, corpo)).await);
    };
    let corpo = to_bytes(corpo, CORPO_MAXIMO)
        .await
        .map_err(|_| Erro::GrandeDemais { limite_bytes: CORPO_MAXIMO as u64 })?;
    let resumo = resumir(&partes.method, partes.uri.path(), &corpo);
    match reservar(&base, &escopo, &chave, resumo).await? {
        Reserva::Pronta(status, corpo) => return Ok(repetida(status, corpo)),
        Reserva::EmAndamento => {
            return Err(Erro::conflito(
                "em_andamento",
                "um pedido com esta chave ainda está em andamento",
                "espere e repita",
            )
            .into());
        }
        Reserva::OutroPedido => return Err(outro_pedido().into()),
        Reserva::Nova => {}
    }
    let resposta = proximo.run(Request::from_parts(partes, Body::from(corpo))).await;
    concluir(&base, &escopo, &chave, resposta).await
}

fn e_arquivo(pedido: &Request) -> bool {
    pedido
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|tipo| tipo.starts_with("multipart/") || tipo.starts_with("text/csv"))
}

fn chave_recusada() -> Erro {
    Erro::campo(CampoInvalido::novo("Idempotency-Key", "chave_invalida", "use de 1 a 200 caracteres ASCII"))
}

fn outro_pedido() -> Erro {
    Erro::campo(CampoInvalido::novo(
        "Idempotency-Key",
        "chave_de_outro_pedido",
        "esta chave já foi usada com outro pedido; gere uma nova",
    ))
}

fn resumir(metodo: &Method, caminho: &str, corpo: &Bytes) -> Sha256 {
    Sha256::de([metodo.as_str().as_bytes(), b"\n", caminho.as_bytes(), b"\n", corpo].concat())
}

async fn reservar(base: &Base, escopo: &Escopo, chave: &str, resumo: Sha256) -> Resultado<Reserva> {
    base.banco
        .gravar(escopo, async |cx| {
            let usuario = escopo.usuario().ok_or(Erro::NaoAutenticado)?;
            let novas = cx
                .executar(
                    "INSERT INTO idempotencia (conta_id, usuario_id, chave, pedido_sha256, criado_em) \
                     VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    valores![cx.conta(), usuario, chave, resumo.0.to_vec(), cx.agora()],
                )
                .await?;
            if novas == 1 {
                return Ok(Reserva::Nova);
            }
            let linha = cx
                .buscar_um(
                    "SELECT pedido_sha256, status, corpo FROM idempotencia \
                     WHERE conta_id = ? AND usuario_id = ? AND chave = ?",
                    valores![cx.conta(), usuario, chave],
                )
                .await?
                .ok_or(Erro::NaoEncontrado("pedido"))?;
            if linha.obter::<Vec<u8>>("pedido_sha256")? != resumo.0 {
                return Ok(Reserva::OutroPedido);
            }
            let status =
                linha.obter::<Option<i64>>("status")?.and_then(|s| StatusCode::from_u16(s as u16).ok());
            Ok(match status {
                Some(status) => {
                    Reserva::Pronta(status, linha.obter::<Option<Vec<u8>>>("corpo")?.unwrap_or_default())
                }
                None => Reserva::EmAndamento,
            })
        })
        .await
}

async fn concluir(
    base: &Base,
    escopo: &Escopo,
    chave: &str,
    resposta: Response,
) -> Result<Response, ErroHttp> {
    let status = resposta.status();
    let (partes, corpo) = resposta.into_parts();
    let corpo = to_bytes(corpo, CORPO_MAXIMO)
        .await
        .map_err(|_| Erro::GrandeDemais { limite_bytes: CORPO_MAXIMO as u64 })?;
    base.banco
        .gravar(escopo, async |cx| {
            let usuario = escopo.usuario();
            // Defeito nosso não se guarda: a repetição deve poder tentar de verdade.
            if status.is_server_error() {
                let sql = "DELETE FROM idempotencia WHERE conta_id = ? AND usuario_id = ? AND chave = ?";
                return cx.executar(sql, valores![cx.conta(), usuario, chave]).await;
            }
            let sql = "UPDATE idempotencia SET status = ?, corpo = ? WHERE conta_id = ? AND usuario_id = ? AND chave = ?";
            cx.executar(sql, valores![i64::from(status.as_u16()), corpo.to_vec(), cx.conta(), usuario, chave]).await
        })
        .await?;
    Ok(Response::from_parts(partes, Body::from(corpo)))
}

fn repetida(status: StatusCode, corpo: Vec<u8>) -> Response {
    let tipo = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut resposta = (status, corpo).into_response();
    resposta.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(tipo));
    resposta.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
    resposta
}
