//! `GET /agendamentos`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::{Limite, Pagina, Pode, Resultado, permissoes::VerAgendamentos};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Resposta;
use crate::{App, agendamentos::repositorio};

/// Que página se quer.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Busca {
    /// O `proximo` da página anterior.
    cursor: Option<String>,
    /// De 1 a 200; sem dizer, 50.
    limite: Option<i64>,
}

/// Lista os agendamentos da conta.
#[utoipa::path(
    get, path = "/agendamentos", tag = "agendamentos", operation_id = "listar_agendamentos", params(Busca),
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas)
)]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let _: Pode<VerAgendamentos> = escopo.exigir()?;
    let (cursor, limite) = (lendo_cursor(busca.cursor)?, Limite::novo(busca.limite)?);
    let pagina =
        app.base.banco.ler(&escopo, async |cx| repositorio::listar(cx, cursor, limite).await).await?;
    let agora = app.base.banco.relogio().agora();
    let itens = pagina.itens.into_iter().map(|a| Resposta::de(a, agora)).collect::<Resultado<Vec<_>>>()?;
    Ok(Json(Pagina { itens, proximo: pagina.proximo, total: pagina.total }.into()))
}
