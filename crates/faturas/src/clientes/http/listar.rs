//! Listar clientes.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use nucleo::Limite;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::formas::{Resposta, cnpj_do_filtro};
use crate::clientes::{FiltroClientes, OrdemClientes, acoes};

/// Filtros da lista.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filtro {
    /// Só os desta operadora.
    operadora_id: Option<Uuid>,
    /// Só os ativos, ou só os inativos.
    status_ativo: Option<bool>,
    /// Só os deste CNPJ, com ou sem máscara.
    cnpj: Option<String>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa.
    busca: Option<String>,
    /// `razao_social` (de fábrica), `operadora`, `unidade` ou `atualizacao`; com `-` na frente, ao contrário.
    ordem: Option<String>,
    /// De onde continuar: o `proximo` da página anterior.
    cursor: Option<String>,
    /// Itens por página, de 1 a 200; 50 sem dizer.
    limite: Option<i64>,
    /// Conta quantos há no filtro.
    #[serde(default)]
    total: bool,
}

/// Lista os clientes, em ordem de razão social se não se diz outra.
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
        cnpj: cnpj_do_filtro(filtro.cnpj.as_deref())?,
        busca: filtro.busca,
    };
    let ordem = filtro.ordem.as_deref().map(OrdemClientes::de_nome).transpose()?.unwrap_or_default();
    let pagina = base
        .banco
        .ler(&escopo, async |cx| {
            acoes::listar(cx, pode, (&procurado, ordem), limite, cursor, filtro.total).await
        })
        .await?;
    Ok(Json(pagina.mapear(Resposta::from).into()))
}
