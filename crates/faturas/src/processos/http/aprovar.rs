//! `POST` e `DELETE /processos/{id}/aprovacao`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Corpo, Problemas, ResultadoHttp};
use chrono::{DateTime, Utc};
use nucleo::ProcessoId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::comum::{ProcessoHttp, hoje, resumo};
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

/// O processo aprovado.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::aprovar::Resposta)]
pub struct Resposta {
    /// O processo.
    #[serde(flatten)]
    processo: ProcessoHttp,
    /// Até quando o envio espera quem queira voltar atrás; nulo quando sai já.
    desfazer_ate: Option<DateTime<Utc>>,
}

/// Aprova a fatura vista e enfileira o envio ao SAT, que espera a janela de desfazer.
#[utoipa::path(post, path = "/processos/{id}/aprovacao", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")), request_body = Pedido,
    responses((status = 200, body = Resposta), Problemas))]
pub async fn aprovar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let visto = resumo(&pedido.sha256)?;
    let (observacoes, janela) = (pedido.observacoes, app.configuracao.desfazer_aprovacao);
    let feita = app
        .base
        .banco
        .gravar(&escopo, async |cx| acoes::aprovar(cx, pode, id, visto, observacoes, janela).await)
        .await?;
    let versao = feita.processo.versao;
    let processo = ProcessoHttp::novo(feita.processo, hoje(&app));
    Ok(ComVersao(versao, Json(Resposta { processo, desfazer_ate: feita.desfazer_ate })))
}

/// Volta atrás na aprovação enquanto o envio não começou: cancela-o, e o processo volta a esperar aprovação. 409
/// `envio_iniciado` depois.
#[utoipa::path(delete, path = "/processos/{id}/aprovacao", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")),
    responses((status = 200, body = ProcessoHttp), Problemas))]
pub async fn desfazer_aprovacao(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
) -> ResultadoHttp<ComVersao<ProcessoHttp>> {
    let pode = escopo.exigir()?;
    let processo =
        app.base.banco.gravar(&escopo, async |cx| acoes::desfazer_aprovacao(cx, pode, id).await).await?;
    Ok(ComVersao(processo.versao, Json(ProcessoHttp::novo(processo, hoje(&app)))))
}
