//! `GET /processos`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{CampoInvalido, Erro, Limite, Permissoes, Resultado, permissoes::VerProcessos};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::comum::{ClienteDoProcesso, OperadoraDoProcesso, competencia};
use crate::{
    App,
    processos::{
        Situacao,
        passos::{PassoPossivel, passos_da_situacao},
        repositorio::lista::{self, Filtro, Ordem},
    },
};

/// Os filtros da lista; todos opcionais.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Consulta {
    /// Mês, `AAAA-MM`.
    mes_ano: Option<String>,
    /// Situação, como `AGUARDANDO_APROVACAO`.
    status_processo: Option<String>,
    /// Operadora.
    operadora_id: Option<Uuid>,
    /// Cliente.
    cliente_id: Option<Uuid>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa.
    busca: Option<String>,
    /// Só as faturas enviadas à mão (`true`), ou só as outras (`false`).
    upload_manual: Option<bool>,
    /// Itens por página, de 1 a 200; sem dizer, 50.
    limite: Option<i64>,
    /// O `proximo` da página anterior.
    cursor: Option<String>,
    /// `criacao`, `vencimento` ou `valor`, com `-` na frente para o inverso; sem dizer, `criacao`.
    ordem: Option<String>,
    /// Se a resposta deve dizer quantos há ao todo no filtro.
    total: Option<bool>,
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

/// A última execução de um processo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::listar::UltimaExecucao)]
pub struct UltimaExecucao {
    /// Identificador.
    id: Uuid,
    /// Tipo, como `DOWNLOAD_FATURA`.
    tipo: String,
    /// Situação dela.
    #[schema(value_type = motor::Situacao)]
    status: String,
    /// Última mudança.
    atualizado_em: DateTime<Utc>,
}

/// Lista processos, com o que se pode fazer com cada um.
#[utoipa::path(get, path = "/processos", tag = "processos", params(Consulta),
    responses((status = 200, body = PaginaHttp<Item>), Problemas))]
pub async fn listar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Json<PaginaHttp<Item>>> {
    escopo.exigir::<VerProcessos>()?;
    let limite = Limite::novo(consulta.limite)?;
    let ordem = consulta.ordem.as_deref().map(Ordem::de_nome).transpose()?.unwrap_or_default();
    let totais = consulta.total.unwrap_or(false).then_some(app.totais.as_ref());
    let cursor = lendo_cursor(consulta.cursor.clone())?;
    let filtro = consulta.filtro()?;
    let pagina = app
        .base
        .banco
        .ler(&escopo, async |cx| lista::listar(cx, &filtro, ordem, limite, cursor.as_ref(), totais).await)
        .await?;
    Ok(Json(pagina.mapear(|item| no_fio(item, escopo.permissoes())).into()))
}

impl Consulta {
    fn filtro(self) -> Resultado<Filtro> {
        let situacao = self.status_processo.map(|texto| {
            texto.parse::<Situacao>().map_err(|_| {
                let nomes = Situacao::TODAS.map(|s| s.como_texto()).join(", ");
                Erro::campo(CampoInvalido::novo(
                    "status_processo",
                    "situacao_desconhecida",
                    format!("use {nomes}"),
                ))
            })
        });
        Ok(Filtro {
            mes_ano: self.mes_ano.as_deref().map(competencia).transpose()?,
            situacao: situacao.transpose()?,
            operadora: self.operadora_id.map(Into::into),
            cliente: self.cliente_id.map(Into::into),
            busca: self.busca,
            upload_manual: self.upload_manual,
        })
    }
}

fn no_fio(item: lista::Item, permissoes: &Permissoes) -> Item {
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
        ultima_execucao: item.ultima_execucao.map(|e| UltimaExecucao {
            id: e.id.into(),
            tipo: e.tipo,
            status: e.status,
            atualizado_em: e.atualizado_em,
        }),
    }
}
