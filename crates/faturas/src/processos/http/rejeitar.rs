//! `POST /processos/{id}/rejeicao`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp};
use nucleo::ProcessoId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::comum::{ProcessoHttp, hoje, resumo};
use crate::{App, processos::acoes};

/// Por que se rejeita.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::rejeitar::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// O SHA-256 do arquivo que foi visto; sem dizer, o atual.
    sha256: Option<String>,
    /// O motivo.
    motivo: String,
}

/// Rejeita a fatura: o processo volta a esperar download, com o motivo guardado.
#[utoipa::path(post, path = "/processos/{id}/rejeicao", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")), request_body = Pedido,
    responses((status = 200, body = ProcessoHttp), Problemas))]
pub async fn rejeitar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<ProcessoHttp>> {
    let pode = escopo.exigir()?;
    let visto = pedido.sha256.as_deref().map(resumo).transpose()?;
    let motivo = pedido.motivo;
    let processo =
        app.base.banco.gravar(&escopo, async |cx| acoes::rejeitar(cx, pode, id, visto, motivo).await).await?;
    Ok(ComVersao(processo.versao, Json(ProcessoHttp::novo(processo, hoje(&app)))))
}
