//! Outra fatura igual na mesma conta.

use banco::{Consulta, Contexto, valores};
use chrono::{Datelike, Months};
use nucleo::{Competencia, ProcessoId, Resultado, Sha256};

use crate::processos::{Processo, previsao};

/// Há quantos meses ainda se procura.
const MESES: u32 = 24;

/// Em que as duas são iguais.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Igualdade {
    /// O arquivo.
    Arquivo,
    /// A linha digitável.
    LinhaDigitavel,
    /// O número, da mesma operadora.
    Numero,
}

/// Outra fatura igual.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outra {
    /// Em quê.
    pub igualdade: Igualdade,
    /// Em qual processo.
    pub processo: ProcessoId,
    /// De que mês.
    pub mes_ano: Competencia,
    /// De quem.
    pub razao_social: String,
    /// De qual unidade.
    pub unidade: String,
}

/// O que identifica a fatura que chegou.
#[derive(Clone, Copy, Debug)]
pub struct Identidade<'a> {
    /// Resumo do arquivo.
    pub arquivo: Sha256,
    /// Linha digitável, se lida.
    pub linha_digitavel: Option<&'a str>,
    /// Número, se lido.
    pub numero: Option<&'a str>,
}

const OUTRO: &str = "SELECT p.id, p.mes_ano, c.razao_social, c.unidade FROM processos p \
    JOIN clientes c ON c.conta_id = p.conta_id AND c.id = p.cliente_id \
    WHERE p.conta_id = ? AND p.id <> ? AND p.mes_ano >= ?";

/// A fatura igual mais recente: pelo arquivo, senão pela linha digitável, senão pelo número.
pub async fn procurar(
    cx: &mut Contexto,
    processo: &Processo,
    identidade: Identidade<'_>,
) -> Resultado<Option<Outra>> {
    let desde = desde(processo.mes_ano)?;
    let procuras = [
        (Igualdade::Arquivo, " AND p.arquivo_sha256 = ?", Some(valores![identidade.arquivo])),
        (
            Igualdade::LinhaDigitavel,
            " AND p.linha_digitavel = ?",
            identidade.linha_digitavel.map(|linha| valores![linha]),
        ),
        (
            Igualdade::Numero,
            " AND p.operadora_id = ? AND p.numero_fatura = ?",
            identidade.numero.map(|numero| valores![processo.operadora_id, numero]),
        ),
    ];
    for (igualdade, condicao, procurado) in procuras {
        let Some(procurado) = procurado else { continue };
        let (sql, valores) = Consulta::nova("")
            .com(OUTRO, valores![cx.conta(), processo.id, &desde])
            .com(condicao, procurado)
            .sql(" ORDER BY p.mes_ano DESC, p.id DESC LIMIT 1")
            .partes();
        if let Some(l) = cx.buscar_um(sql, valores).await? {
            let (processo, mes_ano) = (l.obter_em(0)?, l.obter_em(1)?);
            let (razao_social, unidade) = (l.obter_em(2)?, l.obter_em(3)?);
            return Ok(Some(Outra { igualdade, processo, mes_ano, razao_social, unidade }));
        }
    }
    Ok(None)
}

/// O primeiro mês em que ainda se procura.
fn desde(mes: Competencia) -> Resultado<String> {
    let dia = previsao::primeiro_dia(mes)?;
    let dia = dia.checked_sub_months(Months::new(MESES)).unwrap_or(dia);
    Ok(format!("{:04}-{:02}", dia.year(), dia.month()))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn procura_ate_dois_anos_atras() {
        assert_eq!(desde("2026-11".parse().unwrap()).unwrap(), "2024-11");
        assert_eq!(desde("2001-01".parse().unwrap()).unwrap(), "1999-01");
    }
}
