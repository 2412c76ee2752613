//! `GET /processos/resumo`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, Problemas, ResultadoHttp};
use nucleo::permissoes::VerProcessos;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::comum::{OperadoraDoProcesso, competencia};
use crate::{
    App,
    processos::{
        Situacao,
        repositorio::partes::{self, Contagem},
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

/// Quantos há em uma situação.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::resumo::PorSituacao)]
pub struct PorSituacao {
    /// Situação.
    status_processo: Situacao,
    /// Quantos.
    quantidade: i64,
}

/// Quantos há em uma operadora.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::resumo::PorOperadora)]
pub struct PorOperadora {
    /// Operadora.
    operadora: OperadoraDoProcesso,
    /// Quantos ao todo.
    total: i64,
    /// Quantos em cada situação, todas elas, na ordem do fluxo.
    por_situacao: Vec<PorSituacao>,
}

/// Os números de um mês.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::resumo::Resposta)]
pub struct Resposta {
    /// O mês.
    mes_ano: String,
    /// Quantos ao todo.
    total: i64,
    /// Quantos em cada situação, todas elas, na ordem do fluxo.
    por_situacao: Vec<PorSituacao>,
    /// Quantos em cada operadora que tem processos no mês, por nome.
    por_operadora: Vec<PorOperadora>,
}

/// Conta os processos de um mês por situação e por operadora.
#[utoipa::path(get, path = "/processos/resumo", tag = "processos", params(Consulta),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn resumir(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Json<Resposta>> {
    escopo.exigir::<VerProcessos>()?;
    let mes = competencia(&consulta.mes_ano)?;
    let contagens = app.base.banco.ler(&escopo, async |cx| partes::contagens(cx, mes).await).await?;
    Ok(Json(Resposta {
        mes_ano: mes.to_string(),
        total: contagens.iter().map(|c| c.quantidade).sum(),
        por_situacao: por_situacao(&contagens),
        // As contagens vêm juntas por operadora.
        por_operadora: contagens
            .chunk_by(|a, b| a.operadora_id == b.operadora_id)
            .map(por_operadora)
            .collect(),
    }))
}

fn por_situacao(contagens: &[Contagem]) -> Vec<PorSituacao> {
    let contar = |situacao| contagens.iter().filter(|c| c.situacao == situacao).map(|c| c.quantidade).sum();
    Situacao::TODAS.map(|s| PorSituacao { status_processo: s, quantidade: contar(s) }).into()
}

fn por_operadora(contagens: &[Contagem]) -> PorOperadora {
    let primeira = &contagens[0];
    PorOperadora {
        operadora: OperadoraDoProcesso {
            id: primeira.operadora_id.into(),
            nome: primeira.operadora_nome.clone(),
            codigo: primeira.operadora_codigo.clone(),
        },
        total: contagens.iter().map(|c| c.quantidade).sum(),
        por_situacao: por_situacao(contagens),
    }
}
