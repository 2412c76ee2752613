//! A API vista por quem a usa: entrar com senha, pedir com token. Para as medidas e a demonstração.

use std::time::Duration;

use anyhow::{Context, bail};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

/// Alguém que entrou.
#[derive(Clone)]
pub struct Api {
    base: String,
    token: String,
    http: reqwest::Client,
}

impl Api {
    /// Entra com e-mail e senha.
    pub async fn entrar(base: &str, email: &str, senha: &str) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(300)).build()?;
        let pedido = http.post(format!("{base}/auth/login")).json(&json!({ "email": email, "senha": senha }));
        let resposta = responder(pedido).await?;
        let token = resposta["access_token"].as_str().context("a entrada não devolveu token")?.to_owned();
        Ok(Self { base: base.to_owned(), token, http })
    }

    /// O token de acesso.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// `GET` de um recurso.
    pub async fn ler(&self, caminho: &str) -> anyhow::Result<Value> {
        responder(self.pedido(Method::GET, caminho)).await
    }

    /// `POST` com JSON.
    pub async fn criar(&self, caminho: &str, corpo: &Value) -> anyhow::Result<Value> {
        responder(self.pedido(Method::POST, caminho).json(corpo)).await
    }

    /// Importa clientes de um CSV; a resposta só traz as linhas com erro.
    pub async fn importar_clientes(&self, csv: String) -> anyhow::Result<Value> {
        let pedido = self.pedido(Method::POST, "/clientes/importacao?somente=erros");
        responder(pedido.header("content-type", "text/csv; charset=utf-8").body(csv)).await
    }

    fn pedido(&self, metodo: Method, caminho: &str) -> RequestBuilder {
        self.http.request(metodo, format!("{}/api/v1{caminho}", self.base)).bearer_auth(&self.token)
    }
}

#[cfg(feature = "demonstracao")]
impl Api {
    /// `PUT` com JSON.
    pub async fn trocar(&self, caminho: &str, corpo: &Value) -> anyhow::Result<Value> {
        responder(self.pedido(Method::PUT, caminho).json(corpo)).await
    }

    /// Anexa um PDF a um processo, como quem o arrasta para a tela.
    pub async fn anexar(&self, caminho: &str, nome: String, pdf: Vec<u8>) -> anyhow::Result<Value> {
        let parte = reqwest::multipart::Part::bytes(pdf).file_name(nome).mime_str("application/pdf")?;
        let formulario = reqwest::multipart::Form::new().part("arquivo", parte);
        responder(self.pedido(Method::POST, caminho).multipart(formulario)).await
    }

    /// Todos os itens de uma lista paginada.
    pub async fn ler_tudo(&self, caminho: &str) -> anyhow::Result<Vec<Value>> {
        let (mut itens, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let separador = if caminho.contains('?') { '&' } else { '?' };
            let seguinte = cursor.map(|c| format!("&cursor={c}")).unwrap_or_default();
            let mut pagina = self.ler(&format!("{caminho}{separador}limite=200{seguinte}")).await?;
            if let Some(da_pagina) = pagina["itens"].as_array_mut() {
                itens.append(da_pagina);
            }
            match pagina["proximo"].as_str() {
                Some(proximo) => cursor = Some(proximo.to_owned()),
                None => return Ok(itens),
            }
        }
    }
}

async fn responder(pedido: RequestBuilder) -> anyhow::Result<Value> {
    let resposta = pedido.send().await?;
    let status = resposta.status();
    let corpo: Value = resposta.json().await.unwrap_or_default();
    if !status.is_success() {
        bail!("o servidor recusou ({status}): {corpo}");
    }
    Ok(corpo)
}
