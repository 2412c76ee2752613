//! `GET /processos/exportacao`.

use axum::{extract::State, response::Response};
use banco::Banco;
use borda::{Autenticado, FormatoDePlanilha, LinhasDePlanilha, Problemas, ResultadoHttp, planilha};
use chrono::NaiveDate;
use futures::stream;
use nucleo::{Cursor, Escopo, Resultado, permissoes::VerProcessos};
use utoipa::IntoParams;

use super::{comum::hoje, filtro::com_filtros};
use crate::{
    App,
    processos::{
        exportacao,
        repositorio::lista::{self, Filtro, Ordem},
    },
};

/// Quantos processos se leem por vez: a memória não cresce com o tamanho da exportação.
const LOTE: i64 = 1_000;

com_filtros! {
    /// Os filtros da lista, e como exportar.
    #[derive(IntoParams)]
    #[into_params(parameter_in = Query)]
    Consulta {
        /// `csv` (o padrão) ou `xlsx`.
        #[param(inline)]
        formato: Option<FormatoDePlanilha>,
        /// A mesma da lista.
        ordem: Option<String>,
    }
}

/// Exporta em CSV ou XLSX todos os processos do filtro.
#[utoipa::path(get, path = "/processos/exportacao", tag = "processos", params(Consulta),
    responses((status = 200, description = "A planilha.",
        content((String = "text/csv"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))), Problemas))]
pub async fn exportar_processos(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    borda::Filtros(consulta): borda::Filtros<Consulta>,
) -> ResultadoHttp<Response> {
    escopo.exigir::<VerProcessos>()?;
    let hoje = hoje(&app);
    let ordem = consulta.ordem.as_deref().map(Ordem::de_nome).transpose()?.unwrap_or_default();
    let filtro = consulta.filtro(hoje)?;
    let leitor = Leitor { banco: app.base.banco, escopo, filtro, ordem, hoje, depois: None, fim: false };
    let paginas = stream::try_unfold(leitor, |mut leitor| async move {
        Ok(leitor.proxima().await?.map(|linhas| (linhas, leitor)))
    });
    planilha(consulta.formato.unwrap_or_default(), "processos", exportacao::COLUNAS, paginas).await
}

/// Anda pela lista, um lote de cada vez, cada um em uma leitura curta.
struct Leitor {
    banco: Banco,
    escopo: Escopo,
    filtro: Filtro,
    ordem: Ordem,
    hoje: NaiveDate,
    depois: Option<Cursor>,
    fim: bool,
}

impl Leitor {
    async fn proxima(&mut self) -> Resultado<Option<LinhasDePlanilha>> {
        if self.fim {
            return Ok(None);
        }
        let (filtro, ordem, depois) = (&self.filtro, self.ordem, self.depois.take());
        let (itens, proximo) = self
            .banco
            .ler(&self.escopo, async |cx| lista::lote(cx, filtro, ordem, LOTE, depois.as_ref()).await)
            .await?;
        self.fim = proximo.is_none();
        self.depois = proximo;
        Ok(Some(itens.into_iter().map(|item| exportacao::linha(item, self.hoje)).collect()))
    }
}
