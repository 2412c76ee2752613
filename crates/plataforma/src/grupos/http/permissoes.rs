//! `GET /permissoes`

use axum::Json;
use borda::{Autenticado, PaginaHttp, Problemas, ResultadoHttp};
use nucleo::{CATALOGO, Pode, permissoes::VerUsuarios};
use serde::Serialize;
use utoipa::ToSchema;

/// Uma permissão que um grupo pode ter.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = grupos::Permissao, example = json!({
    "nome": "faturas.aprovar", "descricao": "Aprovar e rejeitar faturas."
}))]
pub struct Resposta {
    /// Nome estável, `modulo.acao`.
    pub nome: &'static str,
    /// O que ela deixa fazer.
    pub descricao: &'static str,
}

/// Lista o catálogo de permissões.
#[utoipa::path(get, path = "/permissoes", tag = "usuarios", operation_id = "listar_permissoes",
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas))]
pub async fn permissoes(Autenticado(escopo): Autenticado) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let _: Pode<VerUsuarios> = escopo.exigir()?;
    let itens = CATALOGO.iter().map(|(nome, descricao)| Resposta { nome, descricao }).collect();
    Ok(Json(PaginaHttp { itens, proximo: None, total: None }))
}
