//! As palavras em que se procura, e as que se procuram.

use std::collections::BTreeSet;

use nucleo::{Cnpj, Competencia, normalizar};
use uuid::Uuid;

/// Palavra mais longa que se guarda ou se procura.
const MAIOR_TERMO: usize = 40;
/// Quantas palavras da pergunta valem.
const MAXIMO_DE_TERMOS: usize = 5;

/// As palavras de um texto: normalizadas e sem pontuação.
fn palavras(texto: &str) -> impl Iterator<Item = String> {
    let normalizado = normalizar(texto);
    let partes: Vec<String> = normalizado
        .split(|c: char| !c.is_alphanumeric())
        .filter(|palavra| !palavra.is_empty())
        .map(|palavra| palavra.chars().take(MAIOR_TERMO).collect())
        .collect();
    partes.into_iter()
}

/// As palavras pelas quais um cliente se acha.
pub fn do_cliente(textos: [&str; 3], cnpj: Cnpj) -> BTreeSet<String> {
    textos.into_iter().flat_map(palavras).chain([cnpj.to_string()]).collect()
}

/// O que alguém escreveu na busca, entendido.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pergunta {
    /// Começos de palavras, do mais longo ao mais curto: o mais longo costuma restringir mais.
    pub termos: Vec<String>,
    /// Um mês, quando uma das palavras é um (`11/2026` ou `2026-11`).
    pub mes: Option<Competencia>,
    /// O texto inteiro, quando é um id.
    pub id: Option<Uuid>,
    /// O texto como veio.
    pub texto: String,
}

impl Pergunta {
    /// Entende o texto.
    pub fn ler(texto: &str) -> Self {
        let texto = texto.trim();
        let mut pergunta =
            Self { id: Uuid::try_parse(texto).ok(), texto: texto.to_owned(), ..Self::default() };
        if pergunta.id.is_some() {
            return pergunta;
        }
        let mut termos = BTreeSet::new();
        for pedaco in texto.split_whitespace() {
            if let Some(mes) = ler_mes(pedaco) {
                pergunta.mes = Some(mes);
            } else if let Some(cnpj) = sem_mascara(pedaco) {
                termos.insert(cnpj);
            } else {
                termos.extend(palavras(pedaco));
            }
        }
        pergunta.termos = termos.into_iter().collect();
        pergunta.termos.sort_by_key(|termo| std::cmp::Reverse(termo.chars().count()));
        pergunta.termos.truncate(MAXIMO_DE_TERMOS);
        pergunta
    }
}

/// `2026-11` ou `11/2026`.
fn ler_mes(pedaco: &str) -> Option<Competencia> {
    let ao_contrario = || {
        let (mes, ano) = pedaco.split_once('/')?;
        format!("{ano}-{mes:0>2}").parse().ok()
    };
    pedaco.parse().ok().or_else(ao_contrario)
}

/// O começo de um CNPJ escrito com máscara, sem ela.
fn sem_mascara(pedaco: &str) -> Option<String> {
    let da_mascara = |c: char| matches!(c, '.' | '/' | '-');
    let algarismos = pedaco.chars().filter(char::is_ascii_digit).count();
    let cabe = pedaco.chars().all(|c| c.is_ascii_alphanumeric() || da_mascara(c));
    if !cabe || algarismos < 2 || !pedaco.contains(da_mascara) {
        return None;
    }
    let limpo: String = pedaco.chars().filter(char::is_ascii_alphanumeric).collect();
    (limpo.len() <= 14).then(|| limpo.to_ascii_uppercase())
}

#[cfg(test)]
mod testes {
    use super::*;

    fn termos(texto: &str) -> Vec<String> {
        Pergunta::ler(texto).termos
    }

    #[test]
    fn a_pergunta_vira_comecos_de_palavras() {
        assert_eq!(termos(" são  joÃo "), ["JOAO", "SAO"]);
        assert_eq!(termos("coca-cola s/a"), ["COCA", "COLA", "A", "S"]);
        assert_eq!(termos("12.345.678/0001-95"), ["12345678000195"]);
        assert_eq!(termos("12.abc.345"), ["12ABC345"]);
        assert_eq!(termos("12345678"), ["12345678"]);
        assert_eq!(termos("   "), Vec::<String>::new());
    }

    #[test]
    fn mes_e_id_se_reconhecem() {
        let pergunta = Pergunta::ler("santa 11/2026");
        assert_eq!(
            (pergunta.termos, pergunta.mes.unwrap().to_string()),
            (vec!["SANTA".into()], "2026-11".into())
        );
        assert_eq!(Pergunta::ler("2026-11").mes.unwrap().to_string(), "2026-11");
        let id = "0192f0c1-2b3c-7def-8a90-112233445566";
        let pergunta = Pergunta::ler(id);
        assert_eq!((pergunta.id.unwrap().to_string(), pergunta.termos.len()), (id.into(), 0));
    }

    #[test]
    fn o_cliente_tem_uma_palavra_de_cada() {
        let cnpj = "11444777000161".parse().unwrap();
        let termos = do_cliente(["Padaria São João Ltda.", "PADARIA", "Matriz (SP)"], cnpj);
        let esperado = ["11444777000161", "JOAO", "LTDA", "MATRIZ", "PADARIA", "SAO", "SP"];
        assert_eq!(termos.into_iter().collect::<Vec<_>>(), esperado);
    }
}
