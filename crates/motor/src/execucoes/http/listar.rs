//! `GET /execucoes`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::{Limite, Pode, permissoes::VerExecucoes};

use super::{Resposta, filtro::consulta_de_execucoes};
use crate::{App, execucoes::lista};

consulta_de_execucoes! {
    /// Que execuções e que página se querem.
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

/// Lista as execuções da conta, da mais nova à mais velha.
#[utoipa::path(
    get, path = "/execucoes", tag = "execucoes", operation_id = "listar_execucoes", params(Busca),
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas)
)]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(mut busca): Filtros<Busca>,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    let (cursor, limite) = (lendo_cursor(busca.cursor.take())?, Limite::novo(busca.limite)?);
    let filtro = busca.filtro()?;
    let pagina = app
        .base
        .banco
        .ler(&escopo, async |cx| lista::listar(cx, &filtro, cursor, limite, busca.total).await)
        .await?;
    let agora = app.base.banco.relogio().agora();
    Ok(Json(pagina.mapear(|vista| Resposta::de(vista, agora)).into()))
}
