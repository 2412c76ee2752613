//! O que são os rótulos: as palavras que, numa fatura, ficam junto do valor que se procura.

use super::texto::Pagina;
use super::{Campo, Fonte, FonteDeCampo};

/// Quantas linhas abaixo do rótulo o valor ainda pode estar.
const LINHAS_ABAIXO: usize = 3;
/// Tamanho do trecho guardado para quem vai conferir.
const TRECHO_CARACTERES: usize = 160;

/// Como se acha um campo pelo rótulo.
pub(super) struct Rotulo {
    pub(super) campo: Campo,
    /// Do mais ao menos específico; o primeiro que tiver valor decide.
    pub(super) nomes: &'static [&'static str],
    /// Palavras que, no cabeçalho de uma tabela, ocupam uma coluna do mesmo tipo.
    pub(super) colunas: &'static [&'static str],
    /// Continuações que mudam o sentido do rótulo.
    pub(super) exceto_depois: &'static [&'static str],
    /// Antecedentes que mudam o sentido do rótulo.
    pub(super) exceto_antes: &'static [&'static str],
}

pub(super) const VENCIMENTO: Rotulo = Rotulo {
    campo: Campo::Vencimento,
    nomes: &["DATA DE VENCIMENTO", "DATA DO VENCIMENTO", "VENCIMENTO", "VENCE EM", "PAGUE ATE", "PAGAR ATE"],
    colunas: &["EMISSAO", "VENCIMENTO", "POSTAGEM", "CORTE"],
    exceto_depois: &[" DO CONTRATO", " ANTERIOR", " DA FATURA ANTERIOR"],
    exceto_antes: &["APOS O ", "ATE O ", "DEPOIS DO ", "ANTES DO "],
};

pub(super) const EMISSAO: Rotulo = Rotulo {
    campo: Campo::Emissao,
    nomes: &["DATA DE EMISSAO", "DATA DA EMISSAO", "EMITIDA EM", "EMITIDO EM", "EMISSAO"],
    colunas: &["EMISSAO", "VENCIMENTO", "POSTAGEM", "CORTE"],
    exceto_depois: &[],
    exceto_antes: &[],
};

pub(super) const VALOR: Rotulo = Rotulo {
    campo: Campo::Valor,
    nomes: &[
        "TOTAL A PAGAR",
        "VALOR A PAGAR",
        "VALOR TOTAL A PAGAR",
        "TOTAL DA FATURA",
        "VALOR DA FATURA",
        "VALOR TOTAL DA NOTA",
        "TOTAL EM REAIS",
        "TOTAL DA CONTA",
        "VALOR DA CONTA",
        "VALOR COBRADO",
        "VALOR DO DOCUMENTO",
        "VALOR TOTAL",
        "TOTAL GERAL",
    ],
    colunas: &["TOTAL", "VALOR", "SUBTOTAL"],
    exceto_depois: &[" ANTERIOR", " DE DESCONTO", " DOS DESCONTOS"],
    exceto_antes: &["SUB"],
};

pub(super) const COMPETENCIA: Rotulo = Rotulo {
    campo: Campo::Competencia,
    nomes: &[
        "MES DE REFERENCIA",
        "MES REFERENCIA",
        "MES/ANO",
        "COMPETENCIA",
        "REFERENCIA",
        "REFERENTE A",
        "MES REF",
        "REF.",
    ],
    colunas: &["REFERENCIA", "COMPETENCIA"],
    exceto_depois: &[],
    exceto_antes: &[],
};

pub(super) const NUMERO: Rotulo = Rotulo {
    campo: Campo::Numero,
    nomes: &[
        "NUMERO DA FATURA",
        "NUMERO DA CONTA",
        "NRO. DA FATURA",
        "Nº DA FATURA",
        "N. DA FATURA",
        "FATURA NUMERO",
        "FATURA Nº",
        "FATURA N°",
        "FATURA N.",
        "FATURA NO.",
        "FATURA NRO",
        "FATURA:",
        "NOTA FISCAL Nº",
        "NOTA FISCAL N",
        "NFCOM Nº",
        "NFCOM N",
    ],
    colunas: &[],
    exceto_depois: &[],
    exceto_antes: &[],
};

/// Os valores achados junto do rótulo mais específico que tiver algum.
///
/// `ler` diz que valores há num trecho. O valor pode estar na mesma linha, depois do
/// rótulo, ou nas linhas de baixo; num cabeçalho de tabela vale a coluna do rótulo.
pub(super) fn procurar<T: ToString>(
    paginas: &[Pagina],
    rotulo: &Rotulo,
    ler: impl Fn(&str) -> Vec<T>,
) -> Vec<(T, FonteDeCampo)> {
    for nome in rotulo.nomes {
        let achados: Vec<_> = paginas.iter().flat_map(|p| na_pagina(p, rotulo, nome, &ler)).collect();
        if !achados.is_empty() {
            return achados;
        }
    }
    Vec::new()
}

fn na_pagina<T: ToString>(
    pagina: &Pagina,
    rotulo: &Rotulo,
    nome: &str,
    ler: &impl Fn(&str) -> Vec<T>,
) -> Vec<(T, FonteDeCampo)> {
    let linhas: Vec<&str> = pagina.comparavel.lines().filter(|linha| !linha.trim().is_empty()).collect();
    let originais: Vec<&str> = pagina.texto.lines().filter(|linha| !linha.trim().is_empty()).collect();
    let mut achados = Vec::new();
    for (indice, linha) in linhas.iter().enumerate() {
        for (coluna, _) in linha.match_indices(nome) {
            let (antes, depois) = (&linha[..coluna], &linha[coluna + nome.len()..]);
            let inteira = !antes.ends_with(char::is_alphanumeric) && !depois.starts_with(char::is_alphabetic);
            let exceto = rotulo.exceto_depois.iter().any(|e| depois.starts_with(e))
                || rotulo.exceto_antes.iter().any(|e| antes.ends_with(e));
            if !inteira || exceto {
                continue;
            }
            let mesma_linha = ler(depois).into_iter().next().map(|valor| (valor, indice));
            let achado = mesma_linha.or_else(|| abaixo(&linhas, indice, antes, rotulo, ler));
            if let Some((valor, onde)) = achado {
                let trecho = originais.get(onde).copied().unwrap_or_default();
                let fonte = FonteDeCampo {
                    campo: rotulo.campo,
                    fonte: Fonte::Rotulo,
                    valor: valor.to_string(),
                    pagina: pagina.numero,
                    trecho: encurtar(trecho),
                };
                achados.push((valor, fonte));
            }
        }
    }
    achados
}

fn abaixo<T>(
    linhas: &[&str],
    indice: usize,
    antes: &str,
    rotulo: &Rotulo,
    ler: &impl Fn(&str) -> Vec<T>,
) -> Option<(T, usize)> {
    let coluna: usize = rotulo.colunas.iter().map(|palavra| antes.matches(palavra).count()).sum();
    (indice + 1..linhas.len().min(indice + 1 + LINHAS_ABAIXO)).find_map(|onde| {
        let mut valores = ler(linhas[onde]);
        let escolhido = coluna.min(valores.len().checked_sub(1)?);
        Some((valores.swap_remove(escolhido), onde))
    })
}

/// O trecho que se guarda como prova, sem passar do tamanho.
pub(super) fn encurtar(linha: &str) -> String {
    linha.trim().chars().take(TRECHO_CARACTERES).collect()
}

/// O número de uma fatura: o primeiro grupo de três ou mais algarismos, sem separadores.
pub(super) fn numeros(texto: &str) -> Vec<String> {
    texto
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '/')))
        .filter(|p| super::valores::datas(p).is_empty() && super::valores::competencias(p).is_empty())
        .map(|p| p.chars().filter(char::is_ascii_digit).collect::<String>())
        .filter(|numero| (3..=20).contains(&numero.len()))
        .collect()
}
