//! Exportar clientes em CSV ou XLSX.

use axum::{extract::State, response::Response};
use banco::Banco;
use borda::{
    Autenticado, Base, Filtros, FormatoDePlanilha, LinhasDePlanilha, Problemas, ResultadoHttp, planilha,
};
use futures::stream;
use nucleo::{ClienteId, Escopo, Pode, Resultado, permissoes::VerProcessos};
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use crate::clientes::{Cliente, FiltroClientes, acoes, exportacao};

/// Quantos clientes se leem por vez: a memória não cresce com o tamanho da exportação.
const LOTE: i64 = 1_000;

/// O que exportar.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Filtro {
    /// CSV, sem dizer.
    #[serde(default)]
    #[param(inline)]
    formato: FormatoDePlanilha,
    /// Só os desta operadora.
    operadora_id: Option<Uuid>,
    /// Só os ativos, ou só os inativos.
    status_ativo: Option<bool>,
    /// Só os deste CNPJ, com ou sem máscara.
    cnpj: Option<String>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa.
    busca: Option<String>,
}

/// Exporta todos os clientes do filtro, sem senhas. O arquivo serve para a importação.
#[utoipa::path(get, path = "/clientes/exportacao", tag = "clientes", params(Filtro),
    responses((status = 200, body = String, content_type = "text/csv"), Problemas))]
pub async fn exportar_clientes(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Filtros(filtro): Filtros<Filtro>,
) -> ResultadoHttp<Response> {
    let pode = escopo.exigir()?;
    let procurado = FiltroClientes {
        operadora_id: filtro.operadora_id.map(Into::into),
        status_ativo: filtro.status_ativo,
        cnpj: super::formas::cnpj_do_filtro(filtro.cnpj.as_deref())?,
        busca: filtro.busca,
    };
    let leitor = Leitor { banco: base.banco, escopo, pode, filtro: procurado, depois: None, fim: false };
    let paginas = stream::try_unfold(leitor, |mut leitor| async move {
        Ok::<_, nucleo::Erro>(leitor.proximo().await?.map(|linhas| (linhas, leitor)))
    });
    planilha(filtro.formato, "clientes", &exportacao::COLUNAS, paginas).await
}

/// Anda pela lista, um lote de cada vez, cada um em uma leitura curta.
struct Leitor {
    banco: Banco,
    escopo: Escopo,
    pode: Pode<VerProcessos>,
    filtro: FiltroClientes,
    depois: Option<(String, ClienteId)>,
    fim: bool,
}

impl Leitor {
    async fn proximo(&mut self) -> Resultado<Option<LinhasDePlanilha>> {
        if self.fim {
            return Ok(None);
        }
        let clientes = self.lote().await?;
        self.fim = (clientes.len() as i64) < LOTE;
        self.depois = clientes.last().map(|c| (c.dados.razao_social.clone(), c.id));
        Ok(Some(clientes.iter().map(exportacao::linha).collect()))
    }

    async fn lote(&mut self) -> Resultado<Vec<Cliente>> {
        let (pode, filtro, depois) = (self.pode, &self.filtro, self.depois.take());
        self.banco
            .ler(&self.escopo, async |cx| acoes::listar_depois(cx, pode, filtro, depois, LOTE).await)
            .await
    }
}
