//! `POST /processos/do-mes`.

use axum::{Json, extract::State};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::comum::competencia;
use crate::{App, processos::acoes};

/// Qual mês.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::abrir_mes::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// O mês, `AAAA-MM`.
    mes_ano: String,
}

/// Quantos nasceram e quantos já existiam.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::abrir_mes::Resposta)]
pub struct Resposta {
    /// Processos que nasceram agora.
    criados: u64,
    /// Clientes que já tinham o seu.
    existentes: u64,
}

/// Cria os processos do mês de todos os clientes ativos de operadoras ativas. Repetir não duplica.
#[utoipa::path(post, path = "/processos/do-mes", tag = "processos", request_body = Pedido,
    responses((status = 200, body = Resposta), Problemas))]
pub async fn abrir_mes(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let mes = competencia(&pedido.mes_ano)?;
    let feito = acoes::abrir_do_mes(&app.base.banco, &escopo, pode, mes, false).await?;
    Ok(Json(Resposta { criados: feito.criados, existentes: feito.existentes }))
}
