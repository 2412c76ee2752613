//! O que é o cliente: falar HTTP com a API externa, com limites e sem seguir redirecionamentos.

use std::time::Duration;

use reqwest::{Method, StatusCode, header};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use crate::ambiente::DestinoRpa;
use crate::contrato::{ClasseErro, ErroRpa};
use crate::documento::TAMANHO_MAX_BYTES;

const RESPOSTA_MAX_BYTES: u64 = 2 << 20;
const PRAZO_DE_CONEXAO: Duration = Duration::from_secs(10);
const PRAZO_DE_RESPOSTA: Duration = Duration::from_secs(60);
const REPETICOES: u32 = 4;
const RECUO_INICIAL: Duration = Duration::from_millis(250);

/// Um cliente de uma API externa.
pub(super) struct Cliente {
    http: reqwest::Client,
    base: Url,
    token: Option<SecretString>,
}

impl Cliente {
    pub(super) fn novo(destino: &DestinoRpa) -> Result<Self, ErroRpa> {
        let interno = |mensagem: String| ErroRpa::novo(ClasseErro::Interno, mensagem);
        let endereco = destino.url_endpoint.as_deref().unwrap_or_default();
        let base = Url::parse(endereco)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.username().is_empty())
            .ok_or_else(|| interno(format!("url_endpoint_rpa inválida: “{endereco}”")))?;
        let http = reqwest::Client::builder()
            .connect_timeout(PRAZO_DE_CONEXAO)
            .timeout(PRAZO_DE_RESPOSTA)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| interno(format!("o cliente HTTP não pôde ser criado: {e}")))?;
        Ok(Self { http, base, token: destino.token.clone() })
    }

    /// Faz o pedido e devolve o identificador; erros de conexão repetem com a mesma chave.
    pub(super) async fn pedir(
        &self,
        caminho: &[&str],
        corpo: &Value,
        chave: &str,
    ) -> Result<String, ErroRpa> {
        let url = self.endereco(caminho)?;
        let (status, resposta) = self
            .repetir(|| {
                self.requisicao(Method::POST, url.clone()).header("Idempotency-Key", chave).json(corpo)
            })
            .await?;
        if !status.is_success() {
            return Err(recusa(status, &resposta));
        }
        let id = ["job_id", "id"].iter().find_map(|campo| texto_ou_numero(&resposta[*campo]));
        let id = id.filter(|id| !id.is_empty() && id.len() <= 200);
        id.ok_or_else(|| {
            ErroRpa::novo(ClasseErro::PortalFora, "a API externa aceitou o pedido sem dizer o identificador")
        })
    }

    /// Lê um recurso em JSON.
    pub(super) async fn ler(
        &self,
        caminho: &[&str],
        consulta: Option<(&str, u64)>,
    ) -> Result<Value, ErroRpa> {
        let mut url = self.endereco(caminho)?;
        if let Some((nome, valor)) = consulta {
            url.query_pairs_mut().append_pair(nome, &valor.to_string());
        }
        let (status, resposta) = self.repetir(|| self.requisicao(Method::GET, url.clone())).await?;
        if status.is_success() { Ok(resposta) } else { Err(recusa(status, &resposta)) }
    }

    /// Pergunta por um recurso que não existe: a resposta em JSON, mesmo que seja não conhecê-lo, prova que a API
    /// está ali e que o token vale. Devolve o status.
    pub(super) async fn provar(&self, caminho: &[&str]) -> Result<u16, ErroRpa> {
        let url = self.endereco(caminho)?;
        let (status, resposta) = self.repetir(|| self.requisicao(Method::GET, url.clone())).await?;
        let conhece = status == StatusCode::NOT_FOUND || status.is_success();
        if conhece && resposta.is_object() {
            return Ok(status.as_u16());
        }
        let erro = recusa(status, &resposta);
        Err(match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                ErroRpa { classe: ClasseErro::Credencial, ..erro }
            }
            _ if conhece => {
                let mensagem =
                    format!("o endereço respondeu {}, mas não como a API externa", status.as_u16());
                ErroRpa::novo(ClasseErro::PortalFora, mensagem)
            }
            _ => erro,
        })
    }

    /// Baixa o arquivo. O token só acompanha endereços da própria API.
    pub(super) async fn baixar(&self, endereco: &str) -> Result<Vec<u8>, ErroRpa> {
        let invalido = || {
            ErroRpa::novo(ClasseErro::DocumentoInvalido, "a API externa deu um endereço de arquivo inválido")
        };
        let url = self.base.join(endereco).map_err(|_| invalido())?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(invalido());
        }
        let resposta = if url.origin() == self.base.origin() {
            self.requisicao(Method::GET, url).send().await
        } else {
            self.http.get(url).send().await
        };
        let resposta = resposta.map_err(fora)?;
        if !resposta.status().is_success() {
            let mensagem = format!("o arquivo da API externa respondeu {}", resposta.status().as_u16());
            return Err(ErroRpa::novo(ClasseErro::PortalFora, mensagem));
        }
        ler_ate(resposta, TAMANHO_MAX_BYTES).await
    }

    fn requisicao(&self, metodo: Method, url: Url) -> reqwest::RequestBuilder {
        let requisicao = self.http.request(metodo, url).header(header::ACCEPT, "application/json");
        match &self.token {
            Some(token) => requisicao.bearer_auth(token.expose_secret()),
            None => requisicao,
        }
    }

    /// O endereço com cada parte escapada: um identificador hostil não muda o caminho.
    fn endereco(&self, partes: &[&str]) -> Result<Url, ErroRpa> {
        let mut url = self.base.clone();
        let invalida = || ErroRpa::novo(ClasseErro::Interno, "url_endpoint_rpa não aceita caminhos");
        url.path_segments_mut().map_err(|()| invalida())?.pop_if_empty().extend(partes);
        Ok(url)
    }

    async fn repetir(
        &self,
        montar: impl Fn() -> reqwest::RequestBuilder,
    ) -> Result<(StatusCode, Value), ErroRpa> {
        let mut recuo = RECUO_INICIAL;
        let mut restam = REPETICOES;
        loop {
            let falha = match montar().send().await {
                Ok(resposta) if resposta.status().is_server_error() && restam > 0 => None,
                Ok(resposta) => {
                    let status = resposta.status();
                    let bytes = ler_ate(resposta, RESPOSTA_MAX_BYTES).await?;
                    return Ok((status, serde_json::from_slice(&bytes).unwrap_or(Value::Null)));
                }
                Err(falha) => Some(falha),
            };
            if let (Some(falha), 0) = (falha, restam) {
                return Err(fora(falha));
            }
            restam = restam.saturating_sub(1);
            tokio::time::sleep(recuo).await;
            recuo *= 2;
        }
    }
}

async fn ler_ate(mut resposta: reqwest::Response, limite: u64) -> Result<Vec<u8>, ErroRpa> {
    let grande = || {
        let mensagem = format!("a API externa respondeu mais de {limite} bytes");
        ErroRpa::novo(ClasseErro::DocumentoInvalido, mensagem)
    };
    let mut bytes = Vec::new();
    while let Some(pedaco) = resposta.chunk().await.map_err(fora)? {
        bytes.extend_from_slice(&pedaco);
        if bytes.len() as u64 > limite {
            return Err(grande());
        }
    }
    Ok(bytes)
}

fn texto_ou_numero(valor: &Value) -> Option<String> {
    match valor {
        Value::String(texto) => Some(texto.clone()),
        Value::Number(numero) => Some(numero.to_string()),
        _ => None,
    }
}

fn fora(falha: reqwest::Error) -> ErroRpa {
    // O endereço pode trazer parâmetros que não são para o registro.
    ErroRpa::novo(ClasseErro::PortalFora, format!("a API externa não respondeu: {}", falha.without_url()))
}

fn recusa(status: StatusCode, resposta: &Value) -> ErroRpa {
    let detalhe: String = resposta["erro"]
        .as_str()
        .or(resposta["mensagem"].as_str())
        .unwrap_or("sem detalhe")
        .chars()
        .take(300)
        .collect();
    let (classe, mensagem) = match status.as_u16() {
        401 | 403 => (ClasseErro::Interno, "a API externa recusou o token"),
        404 => (ClasseErro::PortalFora, "a API externa não conhece o pedido"),
        400 | 409 | 422 => (ClasseErro::Negocio, "a API externa recusou os dados"),
        429 => (ClasseErro::PortalFora, "a API externa pediu para esperar"),
        _ => (ClasseErro::PortalFora, "a API externa respondeu com erro"),
    };
    ErroRpa::novo(classe, format!("{mensagem} ({}): {detalhe}", status.as_u16()))
}
