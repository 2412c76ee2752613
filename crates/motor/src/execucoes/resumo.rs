//! A fila em números: o que anda, o que espera e como foram as últimas 24 horas.

use std::collections::BTreeMap;

use banco::{Contexto, valores};
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::Resultado;

use super::Situacao;

/// As últimas 24 horas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct UltimasHoras {
    pub concluidas: i64,
    /// Das concluídas, quantas precisaram de mais de uma tentativa.
    pub com_nova_tentativa: i64,
    pub falhas: i64,
    pub incertas: i64,
    pub canceladas: i64,
    pub mediana_duracao_s: Option<i64>,
}

/// A fila em números.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Resumo {
    pub executando: i64,
    pub na_fila: i64,
    pub mediana_espera_s: Option<i64>,
    pub aguardando_humano: i64,
    pub incertas: i64,
    pub tentando_de_novo: i64,
    pub proxima_tentativa_em: Option<DateTime<Utc>>,
    pub ultimas_24h: UltimasHoras,
}

/// Quantas encerradas se examinam para as medianas: as mais novas bastam.
const AMOSTRA: i64 = 1_000;

/// Conta a fila da conta.
pub(crate) async fn resumir(cx: &mut Contexto) -> Resultado<Resumo> {
    let vivas = contar_vivas(cx).await?;
    let quantas = |situacao: Situacao| vivas.get(situacao.como_texto()).copied().unwrap_or_default();
    let (esperas, duracoes) = tempos(cx).await?;
    let ultimas_24h = ultimas_horas(cx).await?;
    Ok(Resumo {
        executando: quantas(Situacao::Executando),
        na_fila: quantas(Situacao::Pendente) + quantas(Situacao::Adiada),
        mediana_espera_s: mediana(esperas),
        aguardando_humano: quantas(Situacao::AguardandoHumano),
        incertas: quantas(Situacao::Incerto),
        tentando_de_novo: quantas(Situacao::TentandoNovamente),
        proxima_tentativa_em: proxima_tentativa(cx).await?,
        ultimas_24h: UltimasHoras { mediana_duracao_s: mediana(duracoes), ..ultimas_24h },
    })
}

async fn contar_vivas(cx: &mut Contexto) -> Resultado<BTreeMap<String, i64>> {
    cx.buscar(
        "SELECT status, count(*) FROM execucoes WHERE conta_id = ? AND status IN ('PENDENTE', 'ADIADA', \
         'EXECUTANDO', 'AGUARDANDO_HUMANO', 'TENTANDO_NOVAMENTE', 'INCERTO') GROUP BY status LIMIT 20",
        valores![cx.conta()],
    )
    .await?
    .iter()
    .map(|linha| Ok((linha.obter_em(0)?, linha.obter_em(1)?)))
    .collect()
}

async fn proxima_tentativa(cx: &mut Contexto) -> Resultado<Option<DateTime<Utc>>> {
    cx.buscar_um(
        "SELECT MIN(disponivel_em) FROM execucoes WHERE conta_id = ? AND status = 'TENTANDO_NOVAMENTE'",
        valores![cx.conta()],
    )
    .await?
    .map_or(Ok(None), |linha| linha.obter_em(0))
}

async fn ultimas_horas(cx: &mut Contexto) -> Resultado<UltimasHoras> {
    let desde = cx.agora() - TimeDelta::days(1);
    let linhas = cx
        .buscar(
            "SELECT status, numero_tentativa > 1, count(*) FROM execucoes \
             WHERE conta_id = ? AND data_fim >= ? GROUP BY 1, 2 LIMIT 20",
            valores![cx.conta(), desde],
        )
        .await?;
    let mut horas = UltimasHoras::default();
    for linha in linhas {
        let (status, quantas): (Situacao, i64) = (linha.obter_em(0)?, linha.obter_em(2)?);
        match status {
            Situacao::Concluido => {
                horas.concluidas += quantas;
                horas.com_nova_tentativa += if linha.obter_em(1)? { quantas } else { 0 };
            }
            Situacao::Falhou => horas.falhas += quantas,
            Situacao::Cancelado => horas.canceladas += quantas,
            _ => {}
        }
    }
    let incertas = cx
        .buscar_um(
            "SELECT count(*) FROM execucoes WHERE conta_id = ? AND status = 'INCERTO' AND atualizado_em >= ?",
            valores![cx.conta(), desde],
        )
        .await?;
    horas.incertas = incertas.map_or(Ok(0), |linha| linha.obter_em(0))?;
    Ok(horas)
}

/// Quanto esperaram e quanto duraram, em segundos, as encerradas nas últimas 24 horas.
async fn tempos(cx: &mut Contexto) -> Resultado<(Vec<i64>, Vec<i64>)> {
    let desde = cx.agora() - TimeDelta::days(1);
    let linhas = cx
        .buscar(
            "SELECT criado_em, data_inicio, data_fim FROM execucoes WHERE conta_id = ? AND data_fim >= ? \
             AND data_inicio IS NOT NULL AND fila <> 'imediata' ORDER BY data_fim DESC LIMIT ?",
            valores![cx.conta(), desde, AMOSTRA],
        )
        .await?;
    let (mut esperas, mut duracoes) = (Vec::new(), Vec::new());
    for linha in linhas {
        let [criada, inicio, fim]: [DateTime<Utc>; 3] =
            [linha.obter_em(0)?, linha.obter_em(1)?, linha.obter_em(2)?];
        esperas.push((inicio - criada).num_seconds());
        duracoes.push((fim - inicio).num_seconds());
    }
    Ok((esperas, duracoes))
}

/// O valor do meio; de dois no meio, o menor.
fn mediana(mut valores: Vec<i64>) -> Option<i64> {
    valores.sort_unstable();
    valores.get(valores.len().checked_sub(1)? / 2).copied()
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn a_mediana_e_o_valor_do_meio() {
        assert_eq!(mediana(vec![]), None);
        assert_eq!(mediana(vec![9, 1, 5]), Some(5));
        assert_eq!(mediana(vec![4, 1, 3, 2]), Some(2));
    }
}
