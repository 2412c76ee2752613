//! `POST /execucoes/{id}/cancelamento`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::ExecucaoId;

use super::Resposta;
use crate::{
    App,
    execucoes::{lista, pessoas},
};

/// Cancela uma execução: a que aguarda, já; a que executa, assim que ela puder parar.
#[utoipa::path(
    post, path = "/execucoes/{id}/cancelamento", tag = "execucoes", operation_id = "cancelar_execucao",
    params(("id" = Uuid, Path, description = "A execução")),
    responses((status = 200, body = Resposta), Problemas)
)]
pub async fn cancelar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let vista = app
        .base
        .banco
        .gravar(&escopo, async |cx| {
            pessoas::cancelar_a_pedido(cx, pode, &app.catalogo, id).await?;
            lista::ver(cx, id).await
        })
        .await?;
    Ok(Json(Resposta::de(vista, app.base.banco.relogio().agora())))
}
