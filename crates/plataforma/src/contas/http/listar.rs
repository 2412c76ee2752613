//! `GET /contas`

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp};
use nucleo::Limite;
use utoipa::IntoParams;

use super::Resposta;
use crate::{App, contas::acoes, usuarios::ler_cursor_por_nome};

/// Filtros da lista.
#[derive(Debug, serde::Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Pedido {
    /// Quantas por página, de 1 a 200; sem dizer, 50.
    pub limite: Option<i64>,
    /// O `proximo` da página anterior.
    pub cursor: Option<String>,
}

/// Lista as contas filhas, por nome.
#[utoipa::path(get, path = "/contas", tag = "contas", operation_id = "listar_contas", params(Pedido),
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas))]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(pedido): Filtros<Pedido>,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let pode = escopo.exigir()?;
    let (limite, cursor) = (Limite::novo(pedido.limite)?, ler_cursor_por_nome(pedido.cursor)?);
    let pagina =
        app.base.banco.ler(&escopo, async |cx| acoes::listar(cx, pode, limite, cursor).await).await?;
    Ok(Json(pagina.mapear(Resposta::from).into()))
}
