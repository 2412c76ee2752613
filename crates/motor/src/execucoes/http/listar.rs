//! `GET /execucoes`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::{Limite, Pode, permissoes::VerExecucoes};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::Resposta;
use crate::{
    App,
    execucoes::{
        Situacao,
        repositorio::{self, Filtro},
    },
};

/// Que execuções se querem.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct Busca {
    /// Só nesta situação.
    status: Option<Situacao>,
    /// Só deste tipo, como DOWNLOAD_FATURA.
    tipo: Option<String>,
    /// Só as que agem sobre este processo.
    processo_id: Option<Uuid>,
    /// O `proximo` da página anterior.
    cursor: Option<String>,
    /// De 1 a 200; sem dizer, 50.
    limite: Option<i64>,
    /// Se também se quer o total.
    #[serde(default)]
    total: bool,
}

/// Lista as execuções da conta, da mais nova à mais velha.
#[utoipa::path(
    get, path = "/execucoes", tag = "execucoes", operation_id = "listar_execucoes", params(Busca),
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas)
)]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    let (cursor, limite) = (lendo_cursor(busca.cursor)?, Limite::novo(busca.limite)?);
    let filtro = Filtro { status: busca.status, tipo: busca.tipo, processo_id: busca.processo_id };
    let pagina = app
        .base
        .banco
        .ler(&escopo, async |cx| repositorio::listar(cx, &filtro, cursor, limite, busca.total).await)
        .await?;
    let agora = app.base.banco.relogio().agora();
    Ok(Json(pagina.mapear(|execucao| Resposta::de(execucao, agora)).into()))
}
