//! `POST /processos`.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::comum::{ProcessoHttp, competencia, hoje};
use crate::{App, processos::acoes};

/// De quem e de quando.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::abrir::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// O cliente.
    cliente_id: Uuid,
    /// O mês, `AAAA-MM`.
    mes_ano: String,
}

/// Abre o processo de um cliente em um mês.
#[utoipa::path(post, path = "/processos", tag = "processos", request_body = Pedido,
    responses((status = 201, body = ProcessoHttp), Problemas))]
pub async fn abrir(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, Json<ProcessoHttp>)> {
    let pode = escopo.exigir()?;
    let mes = competencia(&pedido.mes_ano)?;
    let cliente = pedido.cliente_id.into();
    let processo =
        app.base.banco.gravar(&escopo, async |cx| acoes::abrir(cx, pode, cliente, mes).await).await?;
    Ok((StatusCode::CREATED, Json(ProcessoHttp::novo(processo, hoje(&app)))))
}
