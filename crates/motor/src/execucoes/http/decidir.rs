//! `POST /execucoes/{id}/decisao`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Corpo, Problemas, ResultadoHttp};
use nucleo::ExecucaoId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Resposta;
use crate::{
    App,
    execucoes::{
        lista,
        pessoas::{self, Afirmacao},
    },
};

/// O que se verificou sobre o efeito.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = execucoes::ResultadoDaDecisao)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ResultadoDaDecisao {
    /// O efeito aconteceu: a execução se conclui.
    Confirmado,
    /// Nada aconteceu: a execução volta à fila.
    SemEfeito,
}

/// A decisão de uma pessoa sobre um efeito incerto.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = execucoes::PedidoDeDecisao)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    resultado: ResultadoDaDecisao,
    /// Como se verificou, em 10 a 1.000 caracteres; fica na auditoria.
    #[schema(example = "O suporte do SAT confirmou por telefone o protocolo SAT-2026-000123.")]
    justificativa: String,
}

/// Decide uma execução INCERTO, depois de verificar por fora se o efeito aconteceu.
#[utoipa::path(
    post, path = "/execucoes/{id}/decisao", tag = "execucoes", operation_id = "decidir_execucao",
    params(("id" = Uuid, Path, description = "A execução")), request_body = Pedido,
    responses((status = 200, body = Resposta), Problemas)
)]
pub async fn decidir(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let afirmacao = match pedido.resultado {
        ResultadoDaDecisao::Confirmado => Afirmacao::Confirmado,
        ResultadoDaDecisao::SemEfeito => Afirmacao::SemEfeito,
    };
    let vista = app
        .base
        .banco
        .gravar(&escopo, async |cx| {
            pessoas::decidir(cx, pode, &app.catalogo, id, afirmacao, &pedido.justificativa).await?;
            lista::ver(cx, id).await
        })
        .await?;
    Ok(Json(Resposta::de(vista, app.base.banco.relogio().agora())))
}
