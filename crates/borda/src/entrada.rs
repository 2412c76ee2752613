//! Extratores que recusam com clareza: o erro diz o campo e o remédio, em `problem+json`.

use axum::{
    Json,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::JsonRejection},
    http::{StatusCode, request::Parts},
};
use nucleo::{CampoInvalido, Erro};
use serde::de::DeserializeOwned;

use crate::ErroHttp;

/// Corpo em JSON; recusa dizendo a linha e o motivo.
#[derive(Debug)]
pub struct Corpo<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Corpo<T> {
    type Rejection = ErroHttp;

    async fn from_request(pedido: Request, estado: &S) -> Result<Self, ErroHttp> {
        let Json(valor) = Json::<T>::from_request(pedido, estado).await.map_err(recusa_do_corpo)?;
        Ok(Self(valor))
    }
}

fn recusa_do_corpo(recusa: JsonRejection) -> ErroHttp {
    if recusa.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Erro::GrandeDemais { limite_bytes: 2 * 1024 * 1024 }.into();
    }
    let (codigo, mensagem) = match &recusa {
        JsonRejection::MissingJsonContentType(_) => {
            ("tipo_de_conteudo", "mande JSON, com Content-Type: application/json".to_owned())
        }
        JsonRejection::JsonSyntaxError(causa) => {
            ("json_malformado", format!("o corpo não é JSON válido: {}", causa.body_text()))
        }
        outra => ("formato", format!("o corpo não tem a forma esperada: {}", outra.body_text())),
    };
    Erro::campo(CampoInvalido::novo("corpo", codigo, mensagem)).into()
}

/// Parâmetros do caminho; id malformado dá o mesmo 404 que um id desconhecido.
#[derive(Debug)]
pub struct Caminho<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Caminho<T> {
    type Rejection = ErroHttp;

    async fn from_request_parts(partes: &mut Parts, estado: &S) -> Result<Self, ErroHttp> {
        let Path(valor) = Path::<T>::from_request_parts(partes, estado)
            .await
            .map_err(|_| Erro::NaoEncontrado("registro"))?;
        Ok(Self(valor))
    }
}

/// Filtros da busca (`?a=b`).
#[derive(Debug)]
pub struct Filtros<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Filtros<T> {
    type Rejection = ErroHttp;

    async fn from_request_parts(partes: &mut Parts, estado: &S) -> Result<Self, ErroHttp> {
        let Query(valor) = Query::<T>::from_request_parts(partes, estado).await.map_err(|recusa| {
            Erro::campo(CampoInvalido::novo(
                "consulta",
                "filtro_invalido",
                format!("filtro recusado: {}", recusa.body_text()),
            ))
        })?;
        Ok(Self(valor))
    }
}
