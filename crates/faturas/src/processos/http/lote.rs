//! `POST /processos/lote`.

use axum::{Json, extract::State};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use nucleo::{CampoInvalido, Erro, Escopo, Resultado, Sha256, permissoes::OperarProcessos};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    comum::{competencia, hoje},
    filtro::FiltroHttp,
};
use crate::{
    App,
    processos::{
        Passo,
        acoes::{self, AcaoEmLote, Desfecho, ItemDoLote},
        repositorio::lista,
    },
};

/// Itens citados um a um.
const ITENS_MAXIMOS: usize = 500;
/// Processos que um filtro pode alcançar.
const FILTRO_MAXIMO: i64 = 5_000;

/// O que fazer em cada item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = processos::lote::Acao)]
pub enum Acao {
    /// O RPA traz a fatura.
    Baixar,
    /// Aprova o arquivo visto de cada um.
    Aprovar,
    /// Rejeita, com o mesmo motivo.
    Rejeitar,
    /// Envia de novo ao SAT.
    Enviar,
    /// Abre o processo de cada cliente no mês.
    Criar,
}

/// Um processo do lote.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::lote::Item)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// O processo.
    id: Uuid,
    /// O SHA-256 do arquivo que foi visto; obrigatório ao aprovar.
    arquivo_sha256: Option<String>,
}

/// O que fazer, e em quê.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = processos::lote::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    /// A ação.
    acao: Acao,
    /// Os processos, até 500.
    #[serde(default)]
    itens: Vec<Item>,
    /// No lugar de `itens`, ao baixar e enviar: tudo o que a lista mostra com estes filtros e está na hora da ação, até
    /// 5.000 processos.
    filtro: Option<FiltroHttp>,
    /// Ao criar: os clientes, até 500.
    #[serde(default)]
    clientes: Vec<Uuid>,
    /// Ao criar: o mês, `AAAA-MM`.
    mes_ano: Option<String>,
    /// Ao rejeitar: o motivo.
    motivo: Option<String>,
    /// Ao aprovar: notas.
    observacoes: Option<String>,
}

/// Faz o mesmo em muitos processos, cada um na própria transação. O que não deu volta em `recusados`, com o motivo; o
/// resto fica feito.
#[utoipa::path(post, path = "/processos/lote", tag = "processos", request_body = Pedido,
    responses((status = 200, body = Desfecho), Problemas))]
pub async fn agir_em_processos(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<Desfecho>> {
    let acao = acao(&app, &escopo, &pedido)?;
    let itens = itens(&app, &escopo, &pedido).await?;
    Ok(Json(acoes::em_lote(&app.base.banco, &escopo, &acao, &itens).await))
}

fn recusa(campo: &'static str, codigo: &'static str, mensagem: impl Into<String>) -> Erro {
    Erro::campo(CampoInvalido::novo(campo, codigo, mensagem.into()))
}

/// A permissão antes de tudo; depois o que a ação exige.
fn acao(app: &App, escopo: &Escopo, pedido: &Pedido) -> Resultado<AcaoEmLote> {
    Ok(match pedido.acao {
        Acao::Baixar => AcaoEmLote::Baixar(escopo.exigir()?),
        Acao::Enviar => AcaoEmLote::Enviar(escopo.exigir()?),
        Acao::Aprovar => AcaoEmLote::Aprovar {
            pode: escopo.exigir()?,
            observacoes: pedido.observacoes.clone(),
            janela: app.configuracao.desfazer_aprovacao,
        },
        Acao::Rejeitar => {
            let pode = escopo.exigir()?;
            let motivo = pedido.motivo.clone().filter(|m| !m.trim().is_empty());
            let motivo = motivo
                .ok_or_else(|| recusa("motivo", "obrigatorio", "diga por que as faturas são rejeitadas"))?;
            AcaoEmLote::Rejeitar { pode, motivo }
        }
        Acao::Criar => {
            let pode = escopo.exigir::<OperarProcessos>()?;
            let mes =
                pedido.mes_ano.as_deref().ok_or_else(|| recusa("mes_ano", "obrigatorio", "diga o mês"))?;
            AcaoEmLote::Criar(pode, competencia(mes)?)
        }
    })
}

async fn itens(app: &App, escopo: &Escopo, pedido: &Pedido) -> Resultado<Vec<ItemDoLote>> {
    match (pedido.acao, &pedido.filtro) {
        (Acao::Criar, _) => {
            conferir_quantos("clientes", pedido.clientes.len())?;
            Ok(pedido.clientes.iter().map(|id| ItemDoLote { id: *id, visto: None }).collect())
        }
        (Acao::Baixar, Some(filtro)) => do_filtro(app, escopo, filtro, Passo::Baixar).await,
        (Acao::Enviar, Some(filtro)) => do_filtro(app, escopo, filtro, Passo::Enviar).await,
        (_, Some(_)) => Err(recusa(
            "filtro",
            "filtro_nao_cabe",
            "cite os processos: decide-se sobre o arquivo que se viu",
        )),
        (_, None) => {
            conferir_quantos("itens", pedido.itens.len())?;
            pedido.itens.iter().map(|item| citado(pedido.acao, item)).collect()
        }
    }
}

fn conferir_quantos(campo: &'static str, quantos: usize) -> Resultado<()> {
    match quantos {
        0 => Err(recusa(campo, "obrigatorio", "diga em que agir")),
        1..=ITENS_MAXIMOS => Ok(()),
        _ => Err(recusa(campo, "lista_longa", format!("mande até {ITENS_MAXIMOS} por vez"))),
    }
}

fn citado(acao: Acao, item: &Item) -> Resultado<ItemDoLote> {
    let invalido =
        |causa: nucleo::Sha256Invalido| recusa("arquivo_sha256", "sha256_invalido", causa.to_string());
    let visto = item.arquivo_sha256.as_deref().map(str::parse::<Sha256>).transpose().map_err(invalido)?;
    if acao == Acao::Aprovar && visto.is_none() {
        return Err(recusa("arquivo_sha256", "obrigatorio", "diga o arquivo que se viu de cada processo"));
    }
    Ok(ItemDoLote { id: item.id, visto })
}

/// Os processos do filtro que estão na hora do passo.
async fn do_filtro(
    app: &App,
    escopo: &Escopo,
    pedido: &FiltroHttp,
    passo: Passo,
) -> Resultado<Vec<ItemDoLote>> {
    let mut filtro = pedido.filtro(hoje(app))?;
    let na_hora = passo.parte_de();
    if filtro.situacao.is_some_and(|pedida| pedida != na_hora) {
        return Ok(Vec::new());
    }
    filtro.situacao = Some(na_hora);
    let ids = app.base.banco.ler(escopo, async |cx| lista::ids(cx, &filtro, FILTRO_MAXIMO + 1).await).await?;
    if ids.len() as i64 > FILTRO_MAXIMO {
        let mensagem = format!("o filtro alcança mais de {FILTRO_MAXIMO} processos; aperte-o");
        return Err(recusa("filtro", "filtro_largo", mensagem));
    }
    Ok(ids.into_iter().map(|id| ItemDoLote { id: id.into(), visto: None }).collect())
}
