//! `GET /auditoria/acoes`

use axum::Json;
use banco::DESCRICOES;
use borda::{Autenticado, Problemas, ResultadoHttp};
use nucleo::{Pode, permissoes::VerAuditoria};
use serde::Serialize;
use utoipa::ToSchema;

/// Um verbo da auditoria.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = auditoria::Acao, example = json!({ "acao": "processo.aprovado", "descricao": "aprovou a fatura" }))]
pub struct Resposta {
    /// Verbo estável.
    pub acao: &'static str,
    /// O que quer dizer.
    pub descricao: &'static str,
}

/// Lista os verbos que a auditoria conhece.
#[utoipa::path(get, path = "/auditoria/acoes", tag = "auditoria", operation_id = "listar_acoes_da_auditoria",
    responses((status = 200, body = Vec<Resposta>), Problemas))]
pub async fn acoes(Autenticado(escopo): Autenticado) -> ResultadoHttp<Json<Vec<Resposta>>> {
    let _: Pode<VerAuditoria> = escopo.exigir()?;
    Ok(Json(DESCRICOES.iter().map(|(acao, descricao)| Resposta { acao, descricao }).collect()))
}
