//! O que são as partes: quem cobra e quem paga, pelos CNPJs do texto.

use nucleo::Cnpj;

use super::rotulos::encurtar;
use super::texto::Pagina;
use super::{Campo, Fonte, FonteDeCampo};
use crate::codigos::localizador::localizar_cnpjs;

/// Até onde, antes de um CNPJ, vale a palavra que diz de quem ele é.
const DISTANCIA_BYTES: usize = 300;

const DO_CLIENTE: [&str; 8] =
    ["CLIENTE", "TOMADOR", "DESTINATARIO", "ASSINANTE", "PAGADOR", "SACADO", "CONTRATANTE", "CNPJ/CPF"];
const DO_EMISSOR: [&str; 8] =
    ["EMITENTE", "EMISSOR", "PRESTADOR", "BENEFICIARIO", "CEDENTE", "OPERADORA", "CONTRATADA", "RECEBEDOR"];

/// Um CNPJ do texto e de quem ele parece ser.
struct CnpjLido {
    cnpj: Cnpj,
    papel: Option<Campo>,
    pagina: u32,
    trecho: String,
}

/// O que o texto diz das partes.
#[derive(Default)]
pub(super) struct Partes {
    pub(super) cnpjs: Vec<Cnpj>,
    /// CNPJ junto de um rótulo de quem emite.
    pub(super) emissor_rotulado: Option<Cnpj>,
    pub(super) emissor: Option<Cnpj>,
    pub(super) cliente: Option<Cnpj>,
    pub(super) fontes: Vec<FonteDeCampo>,
}

/// Separa os CNPJs entre quem cobra e quem paga; o emissor da chave, se houver, decide.
pub(super) fn separar(paginas: &[Pagina], emissor_da_chave: Option<Cnpj>) -> Partes {
    let lidos: Vec<CnpjLido> = paginas.iter().flat_map(cnpjs_da_pagina).collect();
    let mut partes = Partes::default();
    for lido in &lidos {
        if !partes.cnpjs.contains(&lido.cnpj) {
            partes.cnpjs.push(lido.cnpj);
        }
    }
    let rotulado = |campo| lidos.iter().find(|lido| lido.papel == Some(campo));
    let cliente_rotulado = rotulado(Campo::Cliente)
        .filter(|lido| emissor_da_chave.is_none_or(|emissor| emissor.raiz() != lido.cnpj.raiz()));
    let emissor_rotulado = rotulado(Campo::Emissor);
    partes.emissor_rotulado = emissor_rotulado.map(|lido| lido.cnpj);

    let cliente_provavel = cliente_rotulado.map(|lido| lido.cnpj);
    let emissor_deduzido =
        || lidos.iter().find(|lido| lido.papel.is_none() && Some(lido.cnpj) != cliente_provavel);
    let emissor = emissor_rotulado.or_else(emissor_deduzido);
    partes.emissor = emissor_da_chave.or(emissor.map(|lido| lido.cnpj));

    let alheios: Vec<&CnpjLido> = lidos
        .iter()
        .filter(|lido| partes.emissor.is_some_and(|emissor| emissor.raiz() != lido.cnpj.raiz()))
        .collect();
    let unico = alheios.first().filter(|um| alheios.iter().all(|outro| outro.cnpj == um.cnpj)).copied();
    let cliente = cliente_rotulado.or(unico);
    partes.cliente = cliente.map(|lido| lido.cnpj);

    partes.fontes.extend(emissor.map(|lido| fonte(lido, Campo::Emissor)));
    partes.fontes.extend(cliente.map(|lido| fonte(lido, Campo::Cliente)));
    partes
}

fn fonte(lido: &CnpjLido, campo: Campo) -> FonteDeCampo {
    FonteDeCampo {
        campo,
        fonte: if lido.papel == Some(campo) { Fonte::Rotulo } else { Fonte::Deducao },
        valor: lido.cnpj.to_string(),
        pagina: lido.pagina,
        trecho: lido.trecho.clone(),
    }
}

fn cnpjs_da_pagina(pagina: &Pagina) -> Vec<CnpjLido> {
    let texto = &pagina.comparavel;
    let mut anterior = 0;
    localizar_cnpjs(texto)
        .into_iter()
        .map(|(posicao, cnpj)| {
            // Um rótulo vale para o primeiro CNPJ depois dele, não para os seguintes.
            let desde = anterior.max(recuar(texto, posicao));
            let papel = papel_em(&texto[desde..posicao]);
            anterior = posicao;
            let linha = texto[..posicao].lines().count().saturating_sub(1);
            let trecho = encurtar(pagina.texto.lines().nth(linha).unwrap_or_default());
            CnpjLido { cnpj, papel, pagina: pagina.numero, trecho }
        })
        .collect()
}

/// A palavra mais próxima do CNPJ decide de quem ele é.
fn papel_em(antes: &str) -> Option<Campo> {
    let ultima = |palavras: &[&str]| palavras.iter().filter_map(|p| antes.rfind(p)).max();
    match (ultima(&DO_CLIENTE), ultima(&DO_EMISSOR)) {
        (Some(cliente), Some(emissor)) if emissor > cliente => Some(Campo::Emissor),
        (Some(_), _) => Some(Campo::Cliente),
        (None, Some(_)) => Some(Campo::Emissor),
        (None, None) => None,
    }
}

/// Começo da vizinhança de uma posição, sem cortar um caractere ao meio.
fn recuar(texto: &str, posicao: usize) -> usize {
    (posicao.saturating_sub(DISTANCIA_BYTES)..=posicao)
        .find(|&indice| texto.is_char_boundary(indice))
        .unwrap_or(posicao)
}

#[cfg(test)]
mod testes {
    use super::*;

    const OPERADORA: &str = "07.159.053/0001-07";
    const CLIENTE: &str = "12.ABC.345/01DE-35";

    fn separar_texto(texto: &str, chave: Option<&str>) -> (Option<String>, Option<String>) {
        let paginas = [Pagina::nova(1, texto.to_owned())];
        let partes = separar(&paginas, chave.map(|c| c.parse().unwrap()));
        (partes.emissor.map(|c| c.com_mascara()), partes.cliente.map(|c| c.com_mascara()))
    }

    #[test]
    fn rotulos_decidem_em_qualquer_ordem() {
        let certo = (Some(OPERADORA.to_owned()), Some(CLIENTE.to_owned()));
        for texto in [
            format!("Operadora S.A. CNPJ {OPERADORA}\nCliente: Fulano\nCNPJ {CLIENTE}"),
            format!("Destinatário: Fulano {CLIENTE}\nPrestador: Operadora {OPERADORA}"),
            format!("Emitente {OPERADORA}\nPagador {CLIENTE}\nEmitente {OPERADORA}"),
            format!("Alfa Telecom {OPERADORA}\nTomador do serviço\nAção Ltda {CLIENTE}"),
        ] {
            assert_eq!(separar_texto(&texto, None), certo, "{texto}");
        }
    }

    #[test]
    fn a_chave_decide_sem_rotulos() {
        let texto = format!("Fulano {CLIENTE}\nAlfa Telecom {OPERADORA}");
        let (emissor, cliente) = separar_texto(&texto, Some(OPERADORA));
        assert_eq!((emissor.as_deref(), cliente.as_deref()), (Some(OPERADORA), Some(CLIENTE)));
    }

    #[test]
    fn na_duvida_nao_inventa_cliente() {
        let texto = format!("{OPERADORA}\n{CLIENTE}\n11.444.777/0001-61");
        let (emissor, cliente) = separar_texto(&texto, Some(OPERADORA));
        assert_eq!((emissor.as_deref(), cliente), (Some(OPERADORA), None));
        assert_eq!(separar_texto("nada aqui", None), (None, None));
    }
}
