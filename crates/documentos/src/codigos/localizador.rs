//! O que é o localizador: acha os códigos no meio do texto de uma fatura.
//!
//! A linha digitável se imprime de muitos jeitos (`11-1`, `11 1`, colada, letra a letra).
//! Em vez de um molde para cada um, toda sequência de algarismos é percorrida por janelas,
//! e quem decide são os dígitos verificadores.

use nucleo::{Cnpj, Cpf};

use super::nfcom::tem_formato;
use super::pix::tamanho_do_codigo;
use super::{Arrecadacao, Boleto, ChaveNfcom, CodigoPagamento, Pix};

/// Quantos separadores cabem entre dois algarismos da mesma sequência.
const SEPARADORES: usize = 6;
/// Um BR Code tem até 512 caracteres; a folga é para as quebras de linha.
const PIX_CARACTERES: usize = 700;

/// Os códigos de pagamento do texto, sem repetição, na ordem em que aparecem.
pub fn localizar_pagamentos(texto: &str) -> Vec<CodigoPagamento> {
    let mut achados: Vec<CodigoPagamento> = Vec::new();
    for sequencia in sequencias(texto, |c| c.is_ascii_digit()) {
        let mut inicio = 0;
        while inicio + 47 <= sequencia.len() {
            match pagamento_em(&sequencia[inicio..]) {
                Some((codigo, tamanho)) => {
                    if !achados.contains(&codigo) {
                        achados.push(codigo);
                    }
                    inicio += tamanho;
                }
                None => inicio += 1,
            }
        }
    }
    achados
}

/// Sequências isoladas com cara de linha digitável cujos dígitos não conferem.
///
/// Servem a avisar de uma linha adulterada ou mal lida; nunca são consertadas.
pub fn localizar_linhas_erradas(texto: &str) -> Vec<String> {
    sequencias_separadas_por(texto, |c| matches!(c, ' ' | '.' | '-' | '\u{a0}'))
        .into_iter()
        .filter(|s| match s.len() {
            48 => s.starts_with("84") && Arrecadacao::de_linha(s).is_err(),
            47 => &s[3..4] == "9" && !s.starts_with('8') && Boleto::de_linha(s).is_err(),
            _ => false,
        })
        .collect()
}

/// As chaves de NFCom do texto, sem repetição.
pub fn localizar_chaves(texto: &str) -> Vec<ChaveNfcom> {
    let mut achadas: Vec<ChaveNfcom> = Vec::new();
    for sequencia in sequencias(&texto.to_ascii_uppercase(), |c| c.is_ascii_alphanumeric()) {
        let bytes = sequencia.as_bytes();
        for inicio in 0..bytes.len().saturating_sub(43) {
            if !tem_formato(&bytes[inicio..inicio + 44]) {
                continue;
            }
            if let Ok(chave) = sequencia[inicio..inicio + 44].parse()
                && !achadas.contains(&chave)
            {
                achadas.push(chave);
            }
        }
    }
    achadas
}

/// Os CNPJs do texto com a posição (em bytes) de cada um; aceita com e sem máscara.
pub fn localizar_cnpjs(texto: &str) -> Vec<(usize, Cnpj)> {
    let mut achados = Vec::new();
    for (posicao, pedaco) in pedacos_de_documento(texto) {
        let sem_rotulo = pedaco.rsplit_once("CNPJ").map_or(pedaco, |(_, resto)| resto);
        let mascarado = sem_rotulo.len() == 18 && sem_rotulo.contains('/');
        let cru = sem_rotulo.len() == 14 && sem_rotulo.bytes().all(|b| b.is_ascii_alphanumeric());
        if (mascarado || cru)
            && let Ok(cnpj) = sem_rotulo.parse()
        {
            achados.push((posicao, cnpj));
        }
    }
    achados
}

/// Os CPFs do texto, sem repetição; só com máscara, porque onze algarismos também são telefone.
pub fn localizar_cpfs(texto: &str) -> Vec<Cpf> {
    let mut achados = Vec::new();
    for (_, pedaco) in pedacos_de_documento(texto) {
        let formato = pedaco.bytes().map(|b| if b.is_ascii_digit() { b'9' } else { b });
        if formato.eq(*b"999.999.999-99")
            && let Ok(cpf) = pedaco.parse()
            && !achados.contains(&cpf)
        {
            achados.push(cpf);
        }
    }
    achados
}

/// Pedaços que podem ser um CNPJ ou CPF, com a posição em bytes e sem pontuação no fim.
fn pedacos_de_documento(texto: &str) -> impl Iterator<Item = (usize, &str)> {
    let faz_parte = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-');
    let mut inicio = 0;
    texto.split(move |c| !faz_parte(c)).map(move |pedaco| {
        let posicao = inicio;
        inicio = posicao + pedaco.len();
        inicio += texto[inicio..].chars().next().map_or(0, char::len_utf8);
        (posicao, pedaco.trim_end_matches(['.', '-', '/']))
    })
}

/// Os BR Codes do Pix no texto, sem repetição.
///
/// A quebra de linha pode ter entrado no meio do código ou tomado o lugar de um espaço;
/// o CRC diz qual das leituras é a certa.
pub fn localizar_pix(texto: &str) -> Vec<Pix> {
    let mut achados: Vec<Pix> = Vec::new();
    for (posicao, _) in texto.match_indices("000201") {
        let trecho: String = texto[posicao..].chars().take(PIX_CARACTERES).collect();
        let leituras = [
            trecho.replace(['\r', '\n'], ""),
            trecho.replace("\r\n", "\n").replace('\n', " "),
            trecho.split_whitespace().collect::<String>(),
        ];
        let achado = leituras.iter().find_map(|leitura| {
            let tamanho = tamanho_do_codigo(leitura)?;
            Pix::ler(&leitura[..tamanho]).ok()
        });
        if let Some(pix) = achado
            && !achados.contains(&pix)
        {
            achados.push(pix);
        }
    }
    achados
}

/// O código que começa no primeiro algarismo: janela de 48, depois de 47.
fn pagamento_em(digitos: &str) -> Option<(CodigoPagamento, usize)> {
    let arrecadacao = digitos
        .get(..48)
        .filter(|_| digitos.starts_with('8'))
        .and_then(|janela| Arrecadacao::de_linha(janela).ok())
        .map(|guia| (CodigoPagamento::Arrecadacao(guia), 48));
    arrecadacao.or_else(|| {
        let janela = digitos.get(..47).filter(|janela| &janela[3..4] == "9")?;
        let boleto = Boleto::de_linha(janela).ok()?;
        Some((CodigoPagamento::Boleto(boleto), 47))
    })
}

/// Sequências de caracteres aceitos com até seis separadores entre eles, já sem separadores.
fn sequencias(texto: &str, aceita: impl Fn(char) -> bool) -> Vec<String> {
    let separa = |c: char| c.is_whitespace() || matches!(c, '.' | '-' | '\u{2010}'..='\u{2015}');
    let mut todas = Vec::new();
    let mut atual = String::new();
    let mut separadores = 0;
    for caractere in texto.chars() {
        if aceita(caractere) {
            atual.push(caractere);
            separadores = 0;
        } else if separa(caractere) && separadores < SEPARADORES {
            separadores += 1;
        } else if !atual.is_empty() {
            todas.push(std::mem::take(&mut atual));
            separadores = 0;
        }
    }
    todas.push(atual);
    todas
}

/// Sequências de algarismos com os separadores dados, uma por linha de texto.
fn sequencias_separadas_por(texto: &str, separa: impl Fn(char) -> bool) -> Vec<String> {
    let pedacos = texto.split(|c: char| !c.is_ascii_digit() && !separa(c));
    pedacos.map(|p| p.chars().filter(char::is_ascii_digit).collect()).collect()
}

#[cfg(test)]
#[path = "testes_localizador.rs"]
mod testes;
