//! `PUT /perfil`

use axum::{Json, extract::State};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::UsuarioHttp;
use crate::{App, usuarios::proprio};

/// O que a pessoa muda de si.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = perfil::mudar::Pedido, example = json!({ "nome": "Ana Maria Souza" }))]
pub struct Pedido {
    /// Nome, até 120 caracteres.
    pub nome: String,
}

/// Muda o próprio nome.
#[utoipa::path(put, path = "/perfil", tag = "perfil", operation_id = "mudar_perfil",
    request_body = Pedido, responses((status = 200, body = UsuarioHttp), Problemas))]
pub async fn mudar_nome(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<UsuarioHttp>> {
    let gravacao = app.base.banco.gravar(&escopo, async |cx| proprio::mudar_nome(cx, &pedido.nome).await);
    Ok(Json(gravacao.await?.into()))
}
