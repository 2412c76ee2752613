//! O que é a extração: o texto de cada página, tolerando as que a biblioteca não lê.

use std::panic::{AssertUnwindSafe, catch_unwind};

use nucleo::sem_acentos;
use pdf_extract::{PlainTextOutput, output_doc_page};

use super::alertas::Alerta;
use crate::inspecao::PdfAceito;

/// Texto total que se lê de um documento; uma fatura de 2.000 páginas cabe com folga.
const TEXTO_BYTES: usize = 16 * 1024 * 1024;
/// Abaixo disto por página, o documento é tratado como digitalizado.
const CARACTERES_POR_PAGINA: usize = 40;

/// O texto de uma página.
pub(super) struct Pagina {
    /// Número, a partir de 1.
    pub(super) numero: u32,
    /// Como a biblioteca o extraiu.
    pub(super) texto: String,
    /// Sem acentos e em maiúsculas, linha a linha como o original.
    pub(super) comparavel: String,
}

impl Pagina {
    pub(super) fn nova(numero: u32, texto: String) -> Self {
        let comparavel = sem_acentos(&texto).to_uppercase();
        Self { numero, texto, comparavel }
    }
}

/// O texto de um documento e o que houve ao extraí-lo.
pub(super) struct TextoExtraido {
    pub(super) paginas: Vec<Pagina>,
    pub(super) alertas: Vec<Alerta>,
}

pub(super) fn extrair(aceito: &PdfAceito) -> TextoExtraido {
    let mut paginas = Vec::new();
    let mut alertas = Vec::new();
    if aceito.protegido {
        alertas.push(Alerta::ComRestricoes);
    }
    let mut total = 0;
    for numero in 1..=aceito.paginas {
        if total > TEXTO_BYTES {
            alertas.push(Alerta::TextoCortado { pagina: numero - 1 });
            break;
        }
        match texto_da_pagina(aceito, numero) {
            Some(texto) => {
                total += texto.len();
                paginas.push(Pagina::nova(numero, texto));
            }
            None => alertas.push(Alerta::PaginaIlegivel { pagina: numero }),
        }
    }
    let visiveis = |pagina: &Pagina| pagina.texto.chars().filter(|c| !c.is_whitespace()).count();
    if paginas.iter().map(visiveis).sum::<usize>() < CARACTERES_POR_PAGINA * paginas.len().max(1) {
        alertas.push(Alerta::SemTexto);
    }
    TextoExtraido { paginas, alertas }
}

/// A biblioteca entra em pânico com certas fontes e dicionários: perde-se a página, não a fatura.
fn texto_da_pagina(aceito: &PdfAceito, numero: u32) -> Option<String> {
    let extrair = AssertUnwindSafe(|| {
        let mut texto = String::new();
        let mut saida = PlainTextOutput::new(&mut texto);
        output_doc_page(&aceito.documento, &mut saida, numero).ok()?;
        Some(texto)
    });
    catch_unwind(extrair).ok().flatten()
}
