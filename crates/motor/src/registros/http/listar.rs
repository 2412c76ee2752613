//! `GET /execucoes/{id}/registros`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Filtros, Problemas, ResultadoHttp};
use nucleo::{CampoInvalido, Erro, ExecucaoId, Pode, permissoes::VerExecucoes};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Resposta;
use crate::{App, execucoes, registros::repositorio};

const LIMITE_PADRAO: i64 = 200;
const LIMITE_MAXIMO: i64 = 1_000;

/// Que linhas se querem.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Busca {
    /// Só as de sequência maior que esta; sem dizer, desde a primeira.
    #[serde(default)]
    desde: i64,
    /// De 1 a 1.000; sem dizer, 200.
    limite: Option<i64>,
}

/// Linhas em ordem.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = registros::Linhas)]
pub struct Linhas {
    itens: Vec<Resposta>,
    /// Passe em `desde` para continuar; nulo se por ora não há mais.
    proximo: Option<i64>,
}

/// Lista os registros de uma execução.
#[utoipa::path(
    get, path = "/execucoes/{id}/registros", tag = "execucoes", operation_id = "listar_registros",
    params(("id" = Uuid, Path, description = "A execução"), Busca),
    responses((status = 200, body = Linhas), Problemas)
)]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<Linhas>> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    let limite = busca.limite.unwrap_or(LIMITE_PADRAO);
    if !(1..=LIMITE_MAXIMO).contains(&limite) {
        let recusa = CampoInvalido::novo("limite", "limite_fora_da_faixa", "o limite vai de 1 a 1.000");
        return Err(Erro::campo(recusa).into());
    }
    let banco = &app.base.banco;
    banco.ler(&escopo, async |cx| execucoes::repositorio::situacao(cx, id).await).await?;
    let registros = banco
        .ler_telemetria(&escopo, async |cx| repositorio::depois_de(cx, id, busca.desde, limite).await)
        .await?;
    let cheia = registros.len() as i64 == limite;
    let proximo = registros.last().map(|r| r.sequencia).filter(|_| cheia);
    Ok(Json(Linhas { itens: registros.into_iter().map(Into::into).collect(), proximo }))
}
