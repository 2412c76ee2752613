//! `GET /processos/contadores`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, Problemas, ResultadoHttp};
use nucleo::permissoes::VerProcessos;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comum::{competencia, hoje};
use crate::{
    App,
    processos::{
        Situacao,
        repositorio::{lista::Filtro, painel},
    },
};

/// De qual mês.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Consulta {
    /// Mês, `AAAA-MM`.
    #[param(example = "2026-11")]
    mes_ano: String,
}

/// Os números que a barra lateral mostra.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::contadores::Resposta)]
pub struct Resposta {
    /// O mês.
    mes_ano: String,
    /// Processos do mês.
    processos: i64,
    /// Faturas por aprovar.
    aguardando_aprovacao: i64,
    /// O que já devia ter sido enviado.
    atrasados: i64,
    /// Execuções que esperam alguém: incertas, paradas por uma pessoa, e falhas do mês que ninguém repetiu.
    execucoes_atencao: i64,
}

/// Conta o que há por fazer em um mês.
#[utoipa::path(get, path = "/processos/contadores", tag = "processos", params(Consulta),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn contar_processos(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Json<Resposta>> {
    escopo.exigir::<VerProcessos>()?;
    let mes = competencia(&consulta.mes_ano)?;
    let do_mes = Filtro { mes_ano: Some(mes), ..Filtro::default() };
    let por_aprovar = Filtro { situacao: Some(Situacao::AguardandoAprovacao), ..do_mes.clone() };
    let atrasados = Filtro { atrasados_em: Some(hoje(&app)), ..do_mes.clone() };
    let totais = &app.totais;
    let resposta = app
        .base
        .banco
        .ler(&escopo, async |cx| {
            Ok(Resposta {
                mes_ano: mes.to_string(),
                processos: totais.soma(cx, &do_mes).await?.quantidade,
                aguardando_aprovacao: totais.soma(cx, &por_aprovar).await?.quantidade,
                atrasados: totais.soma(cx, &atrasados).await?.quantidade,
                execucoes_atencao: painel::execucoes_em_atencao(cx, mes).await?,
            })
        })
        .await?;
    Ok(Json(resposta))
}
