//! `GET /auditoria`

use axum::{Json, extract::State};
use borda::{Autenticado, FatoHttp, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::Limite;

use super::consulta_da_auditoria;
use crate::{App, auditoria::acoes};

consulta_da_auditoria! {
    /// Que fatos e que página se querem.
    Busca {
        /// O `proximo` da página anterior.
        cursor: Option<String>,
        /// De 1 a 200; sem dizer, 50.
        limite: Option<i64>,
        /// Se também se quer o total.
        #[serde(default)]
        total: bool,
    }
}

/// Lista o que se fez na conta, da mais nova à mais velha.
#[utoipa::path(get, path = "/auditoria", tag = "auditoria", operation_id = "listar_auditoria",
    params(Busca), responses((status = 200, body = PaginaHttp<FatoHttp>), Problemas))]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(mut busca): Filtros<Busca>,
) -> ResultadoHttp<Json<PaginaHttp<FatoHttp>>> {
    let pode = escopo.exigir()?;
    let (cursor, limite) = (lendo_cursor(busca.cursor.take())?, Limite::novo(busca.limite)?);
    let filtro = busca.filtro();
    let fatos = app
        .base
        .banco
        .ler(&escopo, async |cx| acoes::listar(cx, pode, &filtro, cursor, limite, busca.total).await)
        .await?;
    Ok(Json(fatos.mapear(FatoHttp::from).into()))
}
