//! Listar clientes.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::Limite;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::formas::Resposta;
use crate::clientes::{FiltroClientes, acoes};

/// Filtros da lista.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filtro {
    /// Só os desta operadora.
    operadora_id: Option<Uuid>,
    /// Só os ativos, ou só os inativos.
    status_ativo: Option<bool>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa.
    busca: Option<String>,
    /// De onde continuar: o `proximo` da página anterior.
    cursor: Option<String>,
    /// Itens por página, de 1 a 200; 50 sem dizer.
    limite: Option<i64>,
    /// Conta quantos há no filtro.
    #[serde(default)]
    total: bool,
}

/// Lista os clientes em ordem de razão social.
#[utoipa::path(get, path = "/clientes", tag = "clientes", params(Filtro),
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas))]
pub async fn listar_clientes(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Filtros(filtro): Filtros<Filtro>,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let pode = escopo.exigir()?;
    let (limite, cursor) = (Limite::novo(filtro.limite)?, lendo_cursor(filtro.cursor)?);
    let procurado = FiltroClientes {
        operadora_id: filtro.operadora_id.map(Into::into),
        status_ativo: filtro.status_ativo,
        busca: filtro.busca,
    };
    let pagina = base
        .banco
        .ler(&escopo, async |cx| acoes::listar(cx, pode, &procurado, limite, cursor, filtro.total).await)
        .await?;
    Ok(Json(pagina.mapear(Resposta::from).into()))
}
