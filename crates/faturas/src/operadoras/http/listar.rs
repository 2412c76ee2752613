//! Listar operadoras.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::Limite;
use serde::Deserialize;
use utoipa::IntoParams;

use super::formas::Item;
use crate::operadoras::{FiltroOperadoras, acoes};

/// Filtros da lista.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filtro {
    /// Só as ativas, ou só as inativas.
    status_ativo: Option<bool>,
    /// Trecho do nome ou do código, sem distinguir acentos nem caixa.
    busca: Option<String>,
    /// De onde continuar: o `proximo` da página anterior.
    cursor: Option<String>,
    /// Itens por página, de 1 a 200; 50 sem dizer.
    limite: Option<i64>,
    /// Conta quantas há no filtro.
    #[serde(default)]
    total: bool,
}

/// Lista as operadoras em ordem de nome.
#[utoipa::path(get, path = "/operadoras", tag = "operadoras", params(Filtro),
    responses((status = 200, body = PaginaHttp<Item>), Problemas))]
pub async fn listar_operadoras(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Filtros(filtro): Filtros<Filtro>,
) -> ResultadoHttp<Json<PaginaHttp<Item>>> {
    let pode = escopo.exigir()?;
    let (limite, cursor) = (Limite::novo(filtro.limite)?, lendo_cursor(filtro.cursor)?);
    let procurado = FiltroOperadoras { status_ativo: filtro.status_ativo, busca: filtro.busca };
    let pagina = base
        .banco
        .ler(&escopo, async |cx| {
            acoes::listar_com_resumo(cx, pode, &procurado, limite, cursor, filtro.total).await
        })
        .await?;
    Ok(Json(pagina.mapear(Item::from).into()))
}
