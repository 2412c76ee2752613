//! `PUT /usuarios/{id}/grupos`

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Corpo, Problemas, ResultadoHttp};
use nucleo::UsuarioId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Resposta;
use crate::{App, usuarios::acoes};

/// Os grupos que a pessoa passa a ter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = usuarios::mudar_grupos::Pedido, example = json!({
    "grupos": ["0199f3a2-0000-7000-8000-000000000001"]
}))]
pub struct Pedido {
    /// Ids de grupos da conta; nenhum: a pessoa entra e não vê nada.
    pub grupos: Vec<Uuid>,
}

/// Troca os grupos de uma pessoa na conta.
///
/// Vale já no pedido seguinte da pessoa. O último administrador não perde o grupo (409).
#[utoipa::path(put, path = "/usuarios/{id}/grupos", tag = "usuarios", operation_id = "mudar_grupos_do_usuario", request_body = Pedido,
    params(("id" = Uuid, Path, description = "A pessoa, pelo id do usuário")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn mudar_grupos(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<UsuarioId>,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let grupos: Vec<_> = pedido.grupos.into_iter().map(Into::into).collect();
    let gravacao =
        app.base.banco.gravar(&escopo, async |cx| acoes::mudar_grupos(cx, pode, id, &grupos).await);
    let vinculo = gravacao.await?;
    app.porteiro.esquecer();
    Ok(Json(vinculo.into()))
}
