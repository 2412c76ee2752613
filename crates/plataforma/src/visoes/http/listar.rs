//! `GET /visoes`

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, Problemas, ResultadoHttp};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Resposta;
use crate::{App, visoes::acoes};

/// De qual tela.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Busca {
    /// A tela.
    #[param(example = "processos")]
    tela: String,
}

/// Lista as próprias visões de uma tela, na ordem em que aparecem (até 50).
#[utoipa::path(get, path = "/visoes", tag = "visoes", operation_id = "listar_visoes", params(Busca),
    responses((status = 200, body = Vec<Resposta>), Problemas))]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<Vec<Resposta>>> {
    let visoes = app.base.banco.ler(&escopo, async |cx| acoes::listar(cx, &busca.tela).await).await?;
    Ok(Json(visoes.into_iter().map(Into::into).collect()))
}
