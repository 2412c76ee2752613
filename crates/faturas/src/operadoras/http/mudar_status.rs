//! Ativar e desativar uma operadora.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Caminho, ComVersao, Problemas, ResultadoHttp};
use nucleo::{Escopo, OperadoraId};

use super::formas::Resposta;
use crate::operadoras::acoes;

/// Ativa uma operadora: volta a aceitar clientes novos.
#[utoipa::path(post, path = "/operadoras/{id}/ativacao", tag = "operadoras",
    params(("id" = Uuid, Path, description = "A operadora")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn ativar_operadora(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<OperadoraId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    mudar(base, escopo, id, true).await
}

/// Desativa uma operadora: fica na história, mas não aceita clientes novos.
#[utoipa::path(post, path = "/operadoras/{id}/desativacao", tag = "operadoras",
    params(("id" = Uuid, Path, description = "A operadora")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn desativar_operadora(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<OperadoraId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    mudar(base, escopo, id, false).await
}

async fn mudar(
    base: Base,
    escopo: Escopo,
    id: OperadoraId,
    ativa: bool,
) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let operadora =
        base.banco.gravar(&escopo, async |cx| acoes::mudar_status(cx, pode, id, ativa).await).await?;
    Ok(ComVersao(operadora.versao, Json(operadora.into())))
}
