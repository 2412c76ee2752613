//! `GET /execucoes/{id}`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::{ExecucaoId, Pode, permissoes::VerExecucoes};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Resposta, RespostaTentativa};
use crate::{
    App,
    execucoes::{Situacao, lista, repositorio},
};

/// Uma execução com as suas tentativas.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::Detalhe)]
pub struct Detalhe {
    #[serde(flatten)]
    execucao: Resposta,
    /// Da primeira à última.
    tentativas: Vec<RespostaTentativa>,
}

/// Mostra uma execução, com as suas tentativas e por que espera.
#[utoipa::path(
    get, path = "/execucoes/{id}", tag = "execucoes", operation_id = "buscar_execucao",
    params(("id" = Uuid, Path, description = "A execução")),
    responses((status = 200, body = Detalhe), Problemas)
)]
pub async fn buscar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
) -> ResultadoHttp<Json<Detalhe>> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    let (vista, tentativas, ocupante) = app
        .base
        .banco
        .ler(&escopo, async |cx| {
            let vista = lista::ver(cx, id).await?;
            let tentativas = repositorio::tentativas(cx, id).await?;
            let ocupante = repositorio::ocupante(cx, &vista.execucao).await?;
            Ok((vista, tentativas, ocupante))
        })
        .await?;
    let status = vista.execucao.status;
    let espera = !status.esta_encerrada() && status != Situacao::Executando;
    let mut resposta = Resposta::de(vista, app.base.banco.relogio().agora());
    if let Some(ocupante) = ocupante.filter(|_| espera) {
        resposta.motivo_espera = Some(format!("a execução {ocupante} usa o mesmo acesso; uma de cada vez"));
    }
    Ok(Json(Detalhe { execucao: resposta, tentativas: tentativas.into_iter().map(Into::into).collect() }))
}
