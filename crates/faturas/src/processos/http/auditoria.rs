//! `GET /processos/{id}/auditoria`.

use axum::{Json, extract::State};
use banco::{FiltroDeFatos, contar_fatos, listar_fatos};
use borda::{Autenticado, Caminho, FatoHttp, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::{Limite, Pode, ProcessoId, permissoes::VerProcessos};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{App, processos::repositorio};

/// Que página se quer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Busca {
    /// O `proximo` da página anterior.
    cursor: Option<String>,
    /// De 1 a 200; sem dizer, 50.
    limite: Option<i64>,
    /// Se também se quer o total.
    #[serde(default)]
    total: bool,
}

/// Lista o que se fez com um processo, da mais nova à mais velha, na mesma forma da auditoria da conta.
#[utoipa::path(get, path = "/processos/{id}/auditoria", tag = "processos", operation_id = "auditoria_do_processo",
    params(("id" = Uuid, Path, description = "O processo."), Busca),
    responses((status = 200, body = PaginaHttp<FatoHttp>), Problemas))]
pub async fn auditar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<PaginaHttp<FatoHttp>>> {
    let _: Pode<VerProcessos> = escopo.exigir()?;
    let (cursor, limite) = (lendo_cursor(busca.cursor)?, Limite::novo(busca.limite)?);
    let filtro = FiltroDeFatos {
        entidade: Some("processos".to_owned()),
        entidade_id: Some(id.into()),
        ..FiltroDeFatos::default()
    };
    let pagina = app
        .base
        .banco
        .ler(&escopo, async |cx| {
            repositorio::buscar(cx, id).await?;
            let mut pagina = listar_fatos(cx, &filtro, cursor, limite).await?;
            if busca.total {
                pagina.total = Some(contar_fatos(cx, &filtro).await?);
            }
            Ok(pagina)
        })
        .await?;
    Ok(Json(pagina.mapear(FatoHttp::from).into()))
}
