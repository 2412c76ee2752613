//! `GET /processos`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{Limite, Permissoes, permissoes::VerProcessos};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    comum::{ClienteDoProcesso, OperadoraDoProcesso, UltimaExecucao, hoje},
    filtro::com_filtros,
};
use crate::{
    App,
    processos::{
        Semaforo, Situacao,
        passos::{PassoPossivel, passos_da_situacao},
        previsao,
        repositorio::lista::{self, Ordem},
    },
};

com_filtros! {
    /// Os filtros da lista; todos opcionais.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    Consulta {
        /// Itens por página, de 1 a 200; sem dizer, 50.
        limite: Option<i64>,
        /// O `proximo` da página anterior.
        cursor: Option<String>,
        /// `criacao`, `prevista`, `vencimento`, `valor`, `cliente`, `operadora` ou `atualizacao`, com `-` na frente
        /// para o inverso; sem dizer, `criacao`.
        ordem: Option<String>,
        /// Se a resposta deve dizer quantos há ao todo no filtro, e quanto somam.
        total: Option<bool>,
    }
}

/// Uma página da lista.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::listar::Pagina)]
pub struct Pagina {
    /// Os itens, na ordem pedida.
    itens: Vec<Item>,
    /// Passe em `cursor` para a página seguinte; nulo na última.
    proximo: Option<String>,
    /// Quantos há no filtro; só com `total=true`.
    total: Option<i64>,
    /// Quanto somam os valores do filtro, decimal com ponto; só com `total=true`.
    soma: Option<String>,
}

/// Um processo da lista.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::listar::Item)]
pub struct Item {
    /// Identificador.
    id: Uuid,
    /// Mês de referência, `AAAA-MM`.
    mes_ano: String,
    /// Situação no fluxo.
    status_processo: Situacao,
    /// Cliente.
    cliente: ClienteDoProcesso,
    /// Operadora.
    operadora: OperadoraDoProcesso,
    /// Valor lido, decimal com ponto.
    valor_fatura: Option<String>,
    /// Vencimento lido.
    data_vencimento: Option<NaiveDate>,
    /// Quando deve vencer: o vencimento lido; senão o dia do mês anterior; senão o último dia do mês.
    data_prevista: NaiveDate,
    /// Há quantos dias já devia ter sido enviada; 0 em dia. O que foi enviado nunca atrasa.
    dias_atraso: i64,
    /// Valor da fatura do mês anterior, decimal com ponto.
    valor_mes_anterior: Option<String>,
    /// Número impresso na fatura; nulo se não foi lido.
    numero_fatura: Option<String>,
    /// SHA-256 do PDF: o que se manda na aprovação.
    arquivo_sha256: Option<String>,
    /// A cor que resume as conferências; nula sem fatura.
    semaforo: Option<Semaforo>,
    /// Quantas conferências não estão OK.
    alertas: i64,
    /// Se a fatura foi enviada por uma pessoa.
    upload_manual: bool,
    /// Se o SAT confirmou.
    enviado_para_sat: bool,
    /// Quando confirmou.
    data_envio_sat: Option<DateTime<Utc>>,
    /// Nascimento.
    criado_em: DateTime<Utc>,
    /// Última mudança.
    atualizado_em: DateTime<Utc>,
    /// A última execução, se já houve.
    ultima_execucao: Option<UltimaExecucao>,
    /// Os passos da situação atual: o que quem perguntou pode fazer e, se não, por quê.
    passos_possiveis: Vec<PassoPossivel>,
}

/// Lista processos, com o que se pode fazer com cada um.
#[utoipa::path(get, path = "/processos", tag = "processos", params(Consulta),
    responses((status = 200, body = Pagina), Problemas))]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Json<Pagina>> {
    escopo.exigir::<VerProcessos>()?;
    let limite = Limite::novo(consulta.limite)?;
    let ordem = consulta.ordem.as_deref().map(Ordem::de_nome).transpose()?.unwrap_or_default();
    let totais = consulta.total.unwrap_or(false).then_some(app.totais.as_ref());
    let cursor = lendo_cursor(consulta.cursor.clone())?;
    let hoje = hoje(&app);
    let filtro = consulta.filtro(hoje)?;
    let (pagina, soma) = app
        .base
        .banco
        .ler(&escopo, async |cx| lista::listar(cx, &filtro, ordem, limite, cursor.as_ref(), totais).await)
        .await?;
    let PaginaHttp { itens, proximo, total } =
        pagina.mapear(|item| no_fio(item, escopo.permissoes(), hoje)).into();
    Ok(Json(Pagina { itens, proximo, total, soma: soma.map(|s| s.valor.to_string()) }))
}

fn no_fio(item: lista::Item, permissoes: &Permissoes, hoje: NaiveDate) -> Item {
    Item {
        id: item.id.into(),
        mes_ano: item.mes_ano,
        status_processo: item.situacao,
        passos_possiveis: passos_da_situacao(item.situacao, &item.circunstancias, permissoes).collect(),
        cliente: ClienteDoProcesso {
            id: item.cliente_id.into(),
            razao_social: item.razao_social,
            nome_sat: item.nome_sat,
            cnpj: item.cnpj,
            unidade: item.unidade,
            servico: item.servico,
        },
        operadora: OperadoraDoProcesso {
            id: item.operadora_id.into(),
            nome: item.operadora_nome,
            codigo: item.operadora_codigo,
        },
        valor_fatura: item.valor_fatura.map(|v| v.to_string()),
        data_vencimento: item.data_vencimento,
        upload_manual: item.upload_manual,
        enviado_para_sat: item.enviado_para_sat,
        data_envio_sat: item.data_envio_sat,
        criado_em: item.criado_em,
        atualizado_em: item.atualizado_em,
        data_prevista: item.data_prevista,
        dias_atraso: previsao::dias_atraso(item.situacao, item.data_prevista, hoje),
        valor_mes_anterior: item.valor_mes_anterior.map(|v| v.to_string()),
        numero_fatura: item.numero_fatura,
        arquivo_sha256: item.arquivo_sha256,
        semaforo: item.semaforo,
        alertas: item.alertas,
        ultima_execucao: item.ultima_execucao.map(UltimaExecucao::from),
    }
}
