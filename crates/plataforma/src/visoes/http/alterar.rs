//! `PUT /visoes/{id}`

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Corpo, Problemas, ResultadoHttp};
use nucleo::VisaoId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Resposta;
use crate::{
    App,
    visoes::{Dados, acoes},
};

/// Como a visão fica.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = visoes::alterar::Pedido, example = json!({
    "nome": "Atrasados", "consulta": "atrasados=true", "posicao": 2
}))]
pub struct Pedido {
    /// Nome, até 60 caracteres, único na tela.
    pub nome: String,
    /// A parte do endereço depois de `?`, até 2.000 caracteres.
    pub consulta: String,
    /// Em que lugar aparece; sem dizer, onde está.
    pub posicao: Option<i64>,
}

/// Altera uma visão própria.
#[utoipa::path(put, path = "/visoes/{id}", tag = "visoes", operation_id = "alterar_visao",
    params(("id" = Uuid, Path, description = "A visão")), request_body = Pedido,
    responses((status = 200, body = Resposta), Problemas))]
pub async fn alterar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<VisaoId>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<Resposta>> {
    let Pedido { nome, consulta, posicao } = pedido;
    let gravacao = app
        .base
        .banco
        .gravar(&escopo, async |cx| acoes::alterar(cx, id, Dados { nome, consulta }, posicao).await);
    Ok(Json(gravacao.await?.into()))
}
