//! `POST /processos/downloads`.

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use nucleo::{CampoInvalido, Erro};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::comum::competencia;
use crate::{
    App,
    processos::acoes::{self, PedidoEmLote},
};

/// Operadoras por pedido.
const OPERADORAS_MAXIMAS: usize = 200;

/// Quais downloads.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::baixar_mes::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// O mês, `AAAA-MM`.
    mes_ano: String,
    /// Só destas operadoras; sem dizer, de todas.
    #[serde(default)]
    operadora_ids: Vec<Uuid>,
}

/// O que entrou na fila.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::baixar_mes::Resposta)]
pub struct Resposta {
    /// Downloads que entraram na fila agora.
    enfileirados: u64,
    /// Processos que esperam fatura mas não podem ser baixados agora: sem RPA, sem acesso, ou já na fila.
    ignorados: u64,
}

/// Manda buscar todas as faturas que faltam no mês e têm RPA. Repetir não enfileira duas vezes.
#[utoipa::path(post, path = "/processos/downloads", tag = "processos", request_body = Pedido,
    responses((status = 202, body = Resposta), Problemas))]
pub async fn baixar_mes(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, Json<Resposta>)> {
    let pode = escopo.exigir()?;
    if pedido.operadora_ids.len() > OPERADORAS_MAXIMAS {
        let mensagem = format!("cite até {OPERADORAS_MAXIMAS} operadoras por pedido");
        return Err(Erro::campo(CampoInvalido::novo("operadora_ids", "lista_longa", mensagem)).into());
    }
    let lote = PedidoEmLote {
        mes_ano: competencia(&pedido.mes_ano)?,
        operadoras: pedido.operadora_ids.into_iter().map(Into::into).collect(),
    };
    let feito = acoes::pedir_downloads(&app.base.banco, &escopo, pode, &lote).await?;
    let resposta = Resposta { enfileirados: feito.enfileirados, ignorados: feito.ignorados };
    Ok((StatusCode::ACCEPTED, Json(resposta)))
}
