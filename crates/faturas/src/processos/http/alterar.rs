//! `PATCH /processos/{id}`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp, Versao};
use chrono::NaiveDate;
use nucleo::{CampoInvalido, Dinheiro, DinheiroInvalido, Erro, ProcessoId, Resultado};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::comum::{ProcessoHttp, hoje};
use crate::{
    App,
    processos::acoes::{self, Alteracao},
};

/// O que muda; o que não vem fica como está.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = processos::alterar::Pedido)]
#[serde(deny_unknown_fields, default)]
pub struct Pedido {
    /// As notas; nulo ou em branco as apaga.
    #[serde(deserialize_with = "presente")]
    #[schema(value_type = Option<String>)]
    observacoes: Option<Option<String>>,
    /// O valor, decimal com ponto, que não se leu ou se leu errado; nulo o apaga. Só em AGUARDANDO_APROVACAO.
    #[serde(deserialize_with = "presente")]
    #[schema(value_type = Option<String>, example = "1234.56")]
    valor_fatura: Option<Option<String>>,
    /// O vencimento que não se leu ou se leu errado; nulo o apaga. Só em AGUARDANDO_APROVACAO.
    #[serde(deserialize_with = "presente")]
    #[schema(value_type = Option<NaiveDate>)]
    data_vencimento: Option<Option<NaiveDate>>,
}

/// O campo veio, ainda que nulo: ausente e nulo pedem coisas diferentes.
fn presente<'de, D: Deserializer<'de>, T: Deserialize<'de>>(de: D) -> Result<Option<T>, D::Error> {
    T::deserialize(de).map(Some)
}

/// Muda observações, ou corrige valor e vencimento de uma fatura por aprovar. Com `If-Match`, só se ninguém mudou o
/// processo desde a leitura.
#[utoipa::path(patch, path = "/processos/{id}", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo."),
        ("If-Match" = Option<String>, Header, description = "O `ETag` da leitura.")),
    request_body = Pedido,
    responses((status = 200, body = ProcessoHttp), (status = 412, description = "O processo mudou depois de lido."), Problemas))]
pub async fn alterar_processo(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    versao: Versao,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<ProcessoHttp>> {
    let pode = escopo.exigir()?;
    let alteracao = Alteracao {
        observacoes: pedido.observacoes,
        valor_fatura: pedido.valor_fatura.map(|v| v.as_deref().map(valor).transpose()).transpose()?,
        data_vencimento: pedido.data_vencimento,
    };
    let processo = app
        .base
        .banco
        .gravar(&escopo, async |cx| acoes::alterar(cx, pode, id, versao, alteracao).await)
        .await?;
    Ok(ComVersao(processo.versao, Json(ProcessoHttp::novo(processo, hoje(&app)))))
}

fn valor(texto: &str) -> Resultado<Dinheiro> {
    texto.parse().map_err(|causa: DinheiroInvalido| {
        Erro::campo(CampoInvalido::novo("valor_fatura", "valor_invalido", causa.to_string()))
    })
}
