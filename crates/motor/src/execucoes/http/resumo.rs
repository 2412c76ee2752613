//! `GET /execucoes/resumo`.

use axum::{Json, extract::State};
use borda::{Autenticado, Problemas, ResultadoHttp};
use chrono::{DateTime, Utc};
use nucleo::{Pode, permissoes::VerExecucoes};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{App, execucoes::resumo::resumir};

/// A fila em números.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::Resumo)]
pub struct Resposta {
    executando: i64,
    /// Quantas andam ao mesmo tempo neste servidor.
    vagas: usize,
    /// PENDENTE e ADIADA.
    na_fila: i64,
    /// Espera do meio, em segundos, das encerradas em 24 horas; nulo se não houve.
    mediana_espera_s: Option<i64>,
    aguardando_humano: i64,
    incertas: i64,
    tentando_de_novo: i64,
    /// A hora da próxima nova tentativa.
    proxima_tentativa_em: Option<DateTime<Utc>>,
    ultimas_24h: UltimasHoras,
    /// Os tipos que este servidor conhece, por nome.
    tipos: Vec<Tipo>,
}

/// As encerradas nas últimas 24 horas.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::UltimasHoras)]
pub struct UltimasHoras {
    concluidas: i64,
    /// Das concluídas, quantas precisaram de mais de uma tentativa.
    com_nova_tentativa: i64,
    falhas: i64,
    /// As que ficaram INCERTO e ainda estão.
    incertas: i64,
    canceladas: i64,
    /// Duração do meio, em segundos; nulo se não houve.
    mediana_duracao_s: Option<i64>,
}

/// Um tipo de execução.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = execucoes::Tipo)]
pub struct Tipo {
    tipo: &'static str,
    /// O nome para pessoas.
    rotulo: &'static str,
}

/// Resume a fila da conta: o que anda, o que espera e como foram as últimas 24 horas.
#[utoipa::path(
    get, path = "/execucoes/resumo", tag = "execucoes", operation_id = "resumir_execucoes",
    responses((status = 200, body = Resposta), Problemas)
)]
pub async fn resumo(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<Json<Resposta>> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    let r = app.base.banco.ler(&escopo, resumir).await?;
    let mut tipos: Vec<_> = app.catalogo.rotulos().map(|(tipo, rotulo)| Tipo { tipo, rotulo }).collect();
    tipos.sort_by_key(|t| t.rotulo);
    let horas = r.ultimas_24h;
    Ok(Json(Resposta {
        executando: r.executando,
        vagas: app.catalogo.vagas(),
        na_fila: r.na_fila,
        mediana_espera_s: r.mediana_espera_s,
        aguardando_humano: r.aguardando_humano,
        incertas: r.incertas,
        tentando_de_novo: r.tentando_de_novo,
        proxima_tentativa_em: r.proxima_tentativa_em,
        ultimas_24h: UltimasHoras {
            concluidas: horas.concluidas,
            com_nova_tentativa: horas.com_nova_tentativa,
            falhas: horas.falhas,
            incertas: horas.incertas,
            canceladas: horas.canceladas,
            mediana_duracao_s: horas.mediana_duracao_s,
        },
        tipos,
    }))
}
