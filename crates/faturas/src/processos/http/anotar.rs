//! `PATCH /processos/{id}`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp, Versao};
use nucleo::ProcessoId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::comum::ProcessoHttp;
use crate::{App, processos::acoes};

/// O que muda.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::anotar::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// As notas; nulo ou em branco as apaga.
    observacoes: Option<String>,
}

/// Troca as observações do processo. Com `If-Match`, só se ninguém o mudou desde a leitura.
#[utoipa::path(patch, path = "/processos/{id}", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo."),
        ("If-Match" = Option<String>, Header, description = "O `ETag` da leitura.")),
    request_body = Pedido,
    responses((status = 200, body = ProcessoHttp), (status = 412, description = "O processo mudou depois de lido."), Problemas))]
pub async fn anotar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    versao: Versao,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<ProcessoHttp>> {
    let pode = escopo.exigir()?;
    let observacoes = pedido.observacoes;
    let processo = app
        .base
        .banco
        .gravar(&escopo, async |cx| acoes::anotar(cx, pode, id, versao, observacoes).await)
        .await?;
    Ok(ComVersao(processo.versao, Json(processo.into())))
}
