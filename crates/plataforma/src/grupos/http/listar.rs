//! `GET /grupos`

use axum::{Json, extract::State};
use borda::{Autenticado, PaginaHttp, Problemas, ResultadoHttp};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    App,
    grupos::{Grupo, acoes},
};

/// Um grupo e o que ele permite.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = grupos::Grupo, example = json!({
    "id": "0199f3a2-0000-7000-8000-000000000001", "nome": "Aprovador", "predefinido": true,
    "descricao": "Confere e aprova ou rejeita faturas.",
    "permissoes": ["execucoes.ver", "faturas.aprovar", "faturas.ver"]
}))]
pub struct Resposta {
    /// O id.
    pub id: Uuid,
    /// Nome, único na conta.
    pub nome: String,
    /// Para quem serve.
    pub descricao: String,
    /// Nasceu com a conta e não se altera.
    pub predefinido: bool,
    /// Nomes das permissões.
    pub permissoes: Vec<String>,
}

impl From<Grupo> for Resposta {
    fn from(grupo: Grupo) -> Self {
        let Grupo { id, nome, descricao, predefinido, permissoes } = grupo;
        Self { id: id.0, nome, descricao, predefinido, permissoes }
    }
}

/// Lista os grupos da conta.
///
/// Cabem todos em uma página.
#[utoipa::path(get, path = "/grupos", tag = "usuarios", operation_id = "listar_grupos",
    responses((status = 200, body = PaginaHttp<Resposta>), Problemas))]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<Json<PaginaHttp<Resposta>>> {
    let pode = escopo.exigir()?;
    let grupos = app.base.banco.ler(&escopo, async |cx| acoes::listar(cx, pode).await).await?;
    let itens = grupos.into_iter().map(Into::into).collect();
    Ok(Json(PaginaHttp { itens, proximo: None, total: None }))
}
