//! Ativar e desativar um cliente.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Caminho, ComVersao, Problemas, ResultadoHttp};
use nucleo::{ClienteId, Escopo};

use super::formas::Resposta;
use crate::clientes::acoes;

/// Ativa um cliente: volta a entrar na criação mensal de processos. 409 `operadora_inativa`.
#[utoipa::path(post, path = "/clientes/{id}/ativacao", tag = "clientes",
    params(("id" = Uuid, Path, description = "O cliente")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn ativar_cliente(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ClienteId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    mudar(base, escopo, id, true).await
}

/// Desativa um cliente: fica na história, mas não entra na criação mensal de processos.
#[utoipa::path(post, path = "/clientes/{id}/desativacao", tag = "clientes",
    params(("id" = Uuid, Path, description = "O cliente")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn desativar_cliente(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ClienteId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    mudar(base, escopo, id, false).await
}

async fn mudar(base: Base, escopo: Escopo, id: ClienteId, ativo: bool) -> ResultadoHttp<ComVersao<Resposta>> {
    let pode = escopo.exigir()?;
    let cliente =
        base.banco.gravar(&escopo, async |cx| acoes::mudar_status(cx, pode, id, ativo).await).await?;
    Ok(ComVersao(cliente.versao, Json(cliente.into())))
}
