//! `PUT /perfil/senha`

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse, Response},
};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use nucleo::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{App, usuarios::proprio};

/// A senha de hoje e a que a substitui.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = perfil::trocar_senha::Pedido, example = json!({
    "atual": "uma frase inicial", "nova": "outra frase, só minha"
}))]
pub struct Pedido {
    /// A senha de hoje.
    #[schema(value_type = String, format = Password, write_only)]
    pub atual: SecretString,
    /// A nova, de 8 a 128 caracteres.
    #[schema(value_type = String, format = Password, write_only)]
    pub nova: SecretString,
}

/// Troca a própria senha.
///
/// Toda outra sessão se encerra e todo token deixa de valer. Quem pediu de uma sessão recebe outro cookie.
#[utoipa::path(put, path = "/perfil/senha", tag = "perfil", request_body = Pedido,
    responses((status = 204, description = "Trocada"), Problemas))]
pub async fn trocar_senha(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    cabecalhos: HeaderMap,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Response> {
    let cookie = app.porteiro.cookie();
    let em_sessao = cookie.ler(&cabecalhos).is_some();
    let Pedido { atual, nova } = pedido;
    let aberta = proprio::trocar_senha(&app.porteiro, &escopo, em_sessao, &atual, &nova).await?;
    app.porteiro.esquecer();
    Ok(match aberta {
        Some(sessao) => (StatusCode::NO_CONTENT, cookie.gravar(&sessao)).into_response(),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}
