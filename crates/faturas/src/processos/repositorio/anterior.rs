//! O que um mês deixa para o seguinte do mesmo cliente: o valor, para comparar, e o dia do vencimento, para prever.

use std::collections::HashMap;

use banco::{Consulta, Contexto, Dialeto, ParaBanco, valores};
use chrono::NaiveDate;
use nucleo::{ClienteId, Competencia, Dinheiro, Resultado};

use crate::processos::{Processo, previsao};

/// O que se sabe do mês anterior.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Anterior {
    /// Vencimento que se leu.
    pub vencimento: Option<NaiveDate>,
    /// Valor que se leu.
    pub valor: Option<Dinheiro>,
}

/// O mês anterior ao dado de cada cliente; quem não teve processo falta.
pub async fn dos_clientes(
    cx: &mut Contexto,
    clientes: &[ClienteId],
    mes: Competencia,
) -> Resultado<HashMap<ClienteId, Anterior>> {
    let Ok(anterior) = mes.anterior() else { return Ok(HashMap::new()) };
    if clientes.is_empty() {
        return Ok(HashMap::new());
    }
    let (sql, valores) = Consulta::nova("SELECT cliente_id, data_vencimento, valor_fatura FROM processos")
        .com(" WHERE conta_id = ? AND mes_ano = ? AND cliente_id IN ", valores![cx.conta(), anterior])
        .linhas([clientes.iter().map(|c| c.para_banco()).collect()])
        // Quem muda o mês anterior espera esta transação, e então leva a mudança ao que ela gravou.
        .sql(match cx.dialeto() {
            Dialeto::Postgres => " FOR SHARE",
            Dialeto::Sqlite => "",
        })
        .partes();
    cx.buscar(sql, valores)
        .await?
        .iter()
        .map(|l| Ok((l.obter_em(0)?, Anterior { vencimento: l.obter_em(1)?, valor: l.obter_em(2)? })))
        .collect()
}

/// Quando deve vencer a fatura de um processo, dado o vencimento lido.
pub(super) async fn prever(
    cx: &mut Contexto,
    processo: &Processo,
    lido: Option<NaiveDate>,
) -> Resultado<NaiveDate> {
    if let Some(dia) = lido {
        return Ok(dia);
    }
    let anteriores = dos_clientes(cx, &[processo.cliente_id], processo.mes_ano).await?;
    let vencimento = anteriores.get(&processo.cliente_id).and_then(|a| a.vencimento);
    previsao::data_prevista(processo.mes_ano, None, vencimento)
}

/// Leva ao mês seguinte, se já tem processo, o que se sabe agora deste. Não conta como mudança dele.
pub(super) async fn levar_ao_seguinte(
    cx: &mut Contexto,
    processo: &Processo,
    agora: Anterior,
) -> Resultado<()> {
    let Ok(seguinte) = processo.mes_ano.seguinte() else { return Ok(()) };
    cx.executar(
        "UPDATE processos SET valor_mes_anterior = ?, \
         data_prevista = CASE WHEN data_vencimento IS NULL THEN ? ELSE data_prevista END \
         WHERE conta_id = ? AND cliente_id = ? AND mes_ano = ?",
        valores![
            agora.valor,
            previsao::data_prevista(seguinte, None, agora.vencimento)?,
            cx.conta(),
            processo.cliente_id,
            seguinte
        ],
    )
    .await?;
    Ok(())
}
