//! `POST /processos/{id}/aprovacao`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp};
use nucleo::ProcessoId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::comum::{ProcessoHttp, resumo};
use crate::{App, processos::acoes};

/// O que se aprova.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::aprovar::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// O SHA-256 do arquivo que foi visto.
    #[schema(example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    sha256: String,
    /// Notas de quem aprova.
    observacoes: Option<String>,
}

/// Aprova a fatura vista e enfileira o envio ao SAT.
#[utoipa::path(post, path = "/processos/{id}/aprovacao", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")), request_body = Pedido,
    responses((status = 200, body = ProcessoHttp), Problemas))]
pub async fn aprovar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<ProcessoHttp>> {
    let pode = escopo.exigir()?;
    let visto = resumo(&pedido.sha256)?;
    let observacoes = pedido.observacoes;
    let processo = app
        .base
        .banco
        .gravar(&escopo, async |cx| acoes::aprovar(cx, pode, id, visto, observacoes).await)
        .await?;
    Ok(ComVersao(processo.versao, Json(processo.into())))
}
