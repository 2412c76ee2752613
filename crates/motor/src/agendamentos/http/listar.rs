//! `GET /agendamentos`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use chrono::{DateTime, Utc};
use nucleo::{Limite, Pagina, Pode, Resultado, permissoes::VerAgendamentos};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Resposta;
use crate::{
    App, Situacao,
    agendamentos::{Agendamento, Disparo, Regra, disparos, repositorio},
};

/// Que página se quer.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Busca {
    /// O `proximo` da página anterior.
    pub(super) cursor: Option<String>,
    /// De 1 a 200; sem dizer, 50.
    pub(super) limite: Option<i64>,
}

/// Um agendamento na lista, com o seu último disparo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = agendamentos::Item)]
pub struct Item {
    #[serde(flatten)]
    agendamento: Resposta,
    /// Os três próximos disparos; vazio se inativo.
    proximas: Vec<DateTime<Utc>>,
    /// A expressão em português.
    descricao: String,
    /// O disparo mais novo; nulo se nunca disparou.
    ultimo: Option<Ultimo>,
}

/// O disparo mais novo de um agendamento.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = agendamentos::Ultimo)]
pub struct Ultimo {
    execucao_id: Option<Uuid>,
    /// Onde a execução está.
    status: Option<Situacao>,
    /// Quando disparou.
    em: DateTime<Utc>,
}

impl Item {
    fn de(agendamento: Agendamento, ultimo: Option<&Disparo>, agora: DateTime<Utc>) -> Resultado<Self> {
        let descricao = Regra::nova(&agendamento.cron, &agendamento.fuso, agora)?.descricao();
        let agendamento = Resposta::de(agendamento, agora)?;
        let proximas = agendamento.proximas_execucoes.iter().take(3).copied().collect();
        let ultimo = ultimo.map(|d| Ultimo {
            execucao_id: d.execucao_id.map(|id| id.0),
            status: d.status,
            em: d.criado_em,
        });
        Ok(Self { agendamento, proximas, descricao, ultimo })
    }
}

/// Lista os agendamentos da conta.
#[utoipa::path(
    get, path = "/agendamentos", tag = "agendamentos", operation_id = "listar_agendamentos", params(Busca),
    responses((status = 200, body = PaginaHttp<Item>), Problemas)
)]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<PaginaHttp<Item>>> {
    let _: Pode<VerAgendamentos> = escopo.exigir()?;
    let (cursor, limite) = (lendo_cursor(busca.cursor)?, Limite::novo(busca.limite)?);
    let (pagina, ultimos) = app
        .base
        .banco
        .ler(&escopo, async |cx| {
            let pagina = repositorio::listar(cx, cursor, limite).await?;
            let ids: Vec<_> = pagina.itens.iter().map(|a| a.id).collect();
            Ok((pagina, disparos::ultimos(cx, &ids).await?))
        })
        .await?;
    let agora = app.base.banco.relogio().agora();
    let item = |a: Agendamento| {
        let ultimo = ultimos.get(&a.id);
        Item::de(a, ultimo, agora)
    };
    let itens = pagina.itens.into_iter().map(item).collect::<Resultado<Vec<_>>>()?;
    Ok(Json(Pagina { itens, proximo: pagina.proximo, total: pagina.total }.into()))
}
