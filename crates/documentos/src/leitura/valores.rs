//! O que são os valores impressos: datas, dinheiro e meses como se escrevem no Brasil.
//!
//! Esperam o texto já sem acentos e em maiúsculas.

use chrono::NaiveDate;
use nucleo::{Competencia, Dinheiro};

const MESES: [&str; 12] = [
    "JANEIRO",
    "FEVEREIRO",
    "MARCO",
    "ABRIL",
    "MAIO",
    "JUNHO",
    "JULHO",
    "AGOSTO",
    "SETEMBRO",
    "OUTUBRO",
    "NOVEMBRO",
    "DEZEMBRO",
];

/// As datas do texto, na ordem.
pub(super) fn datas(texto: &str) -> Vec<NaiveDate> {
    varrer(texto, |resto| data_numerica(resto).or_else(|| data_por_extenso(resto)))
}

/// Os valores em dinheiro do texto (`1.234,56`), na ordem; os negativos ficam de fora.
pub(super) fn dinheiros(texto: &str) -> Vec<Dinheiro> {
    let mut achados = Vec::new();
    let mut anterior = ' ';
    for pedaco in texto.split_inclusive(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))) {
        let numero = pedaco.trim_end_matches(|c: char| !c.is_ascii_digit());
        let dois_decimais = numero.rsplit_once(',').is_some_and(|(_, centavos)| centavos.len() == 2);
        if dois_decimais && anterior != '-' {
            achados.extend(numero.parse::<Dinheiro>());
        }
        anterior = pedaco.chars().next_back().unwrap_or(' ');
    }
    achados
}

/// Os meses de referência do texto (`08/2026`, `AGO/2026`, `AGOSTO DE 2026`), na ordem.
pub(super) fn competencias(texto: &str) -> Vec<Competencia> {
    let numericas = varrer(texto, |resto| {
        // Uma data completa não é um mês: "15/08/2026" é consumida inteira.
        if let Some((_, tamanho)) = data_numerica(resto) {
            return Some((None, tamanho));
        }
        let candidato = resto.get(..7)?;
        let termina = !resto[7..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-'));
        candidato.parse().ok().filter(|_| termina).map(|mes| (Some(mes), 7))
    });
    let mut achadas: Vec<Competencia> = numericas.into_iter().flatten().collect();
    achadas.extend(varrer_palavras(texto));
    achadas
}

/// Aplica um molde em cada começo de número; quem casa é consumido.
fn varrer<T>(texto: &str, molde: impl Fn(&str) -> Option<(T, usize)>) -> Vec<T> {
    let mut achados = Vec::new();
    let mut posicao = 0;
    let mut anterior = ' ';
    while let Some(atual) = texto[posicao..].chars().next() {
        let comeca = atual.is_ascii_digit() && !anterior.is_ascii_alphanumeric() && anterior != '/';
        if let Some((achado, tamanho)) = comeca.then(|| molde(&texto[posicao..])).flatten() {
            achados.push(achado);
            posicao += tamanho;
            anterior = '0';
        } else {
            posicao += atual.len_utf8();
            anterior = atual;
        }
    }
    achados
}

/// `AGO/2026`, `AGOSTO/2026`, `AGOSTO DE 2026`, `AGO 26`.
fn varrer_palavras(texto: &str) -> Vec<Competencia> {
    let separa = |c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.' | ':' | ',' | '(' | ')');
    let palavras: Vec<&str> = texto.split(separa).filter(|p| !p.is_empty() && *p != "DE").collect();
    palavras
        .windows(2)
        .filter_map(|par| {
            let ano: u16 = par[1].parse().ok().filter(|_| matches!(par[1].len(), 2 | 4))?;
            Competencia::nova(if ano < 100 { ano + 2_000 } else { ano }, mes_por_nome(par[0])?).ok()
        })
        .collect()
}

fn mes_por_nome(palavra: &str) -> Option<u8> {
    let posicao = MESES.iter().position(|mes| palavra == *mes || palavra == &mes[..3])?;
    u8::try_from(posicao + 1).ok()
}

/// `15/08/2026`, `15.08.2026`, `15-08-2026`, `15/08/26` ou `2026-08-15`.
fn data_numerica(texto: &str) -> Option<(NaiveDate, usize)> {
    let corpo: &str = &texto
        [..texto.find(|c: char| !c.is_ascii_digit() && !matches!(c, '/' | '.' | '-')).unwrap_or(texto.len())];
    let aparado = corpo.trim_end_matches(['/', '.', '-']);
    let separador = aparado.chars().find(|c| !c.is_ascii_digit())?;
    let partes: Vec<&str> = aparado.split(separador).collect();
    let [a, b, c] = partes.as_slice() else { return None };
    let formato = match (a.len(), b.len(), c.len()) {
        (1..=2, 1..=2, 4) => "%d %m %Y",
        (1..=2, 1..=2, 2) => "%d %m %y",
        (4, 2, 2) => "%Y %m %d",
        _ => return None,
    };
    let data = NaiveDate::parse_from_str(&format!("{a} {b} {c}"), formato).ok()?;
    Some((data, aparado.len()))
}

/// `15 DE AGOSTO DE 2026`, `15 AGO 2026` ou `15/AGO/2026`.
fn data_por_extenso(texto: &str) -> Option<(NaiveDate, usize)> {
    let linha = texto.lines().next()?;
    let separa = |c: char| c.is_whitespace() || matches!(c, '/' | '-' | '.');
    let mut palavras = linha.split(separa).filter(|p| !p.is_empty() && *p != "DE");
    let dia: u32 = palavras.next()?.parse().ok()?;
    let mes = mes_por_nome(palavras.next()?)?;
    let ano = palavras.next()?.get(..4)?;
    let data = NaiveDate::from_ymd_opt(ano.parse().ok()?, u32::from(mes), dia)?;
    Some((data, linha.find(ano)? + 4))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn datas_em_todas_as_formas() {
        let casos = [
            ("VENCIMENTO 15/08/2026.", "2026-08-15"),
            ("15.08.2026", "2026-08-15"),
            ("15-08-26 X", "2026-08-15"),
            ("EM 2026-08-15", "2026-08-15"),
            ("5/8/2026", "2026-08-05"),
            ("SAO PAULO, 15 DE AGOSTO DE 2026", "2026-08-15"),
            ("15 AGO 2026 ATE", "2026-08-15"),
            ("15/AGO/2026", "2026-08-15"),
        ];
        for (texto, esperada) in casos {
            assert_eq!(datas(texto), [esperada.parse().unwrap()], "{texto}");
        }
        for texto in
            ["31/02/2026", "08/2026", "1.234,56", "12345678", "11.444.777/0001-61", "99 DE AGOSTO", ""]
        {
            assert!(datas(texto).is_empty(), "{texto}");
        }
        assert_eq!(datas("DE 01/07/2026 A 31/07/2026").len(), 2);
    }

    #[test]
    fn dinheiro_so_com_dois_decimais_e_positivo() {
        let centavos = |t: &str| dinheiros(t).iter().map(|d| d.centavos()).collect::<Vec<_>>();
        assert_eq!(centavos("TOTAL R$ 1.234,56 E 0,99"), [123_456, 99]);
        assert_eq!(centavos("R$1234,56."), [123_456]);
        assert_eq!(centavos("DESCONTO -10,00 TOTAL 5,00"), [500]);
        assert!(centavos("12,3 15% 1,234 10/08/2026 1.23,45").is_empty());
    }

    #[test]
    fn competencias_sem_confundir_com_datas() {
        let meses = |t: &str| competencias(t).iter().map(ToString::to_string).collect::<Vec<_>>();
        for texto in ["08/2026", "REF: 2026-08.", "AGO/2026", "AGOSTO DE 2026", "AGOSTO/26", "AGO 2026"] {
            assert_eq!(meses(texto), ["2026-08"], "{texto}");
        }
        for texto in ["15/08/2026", "13/2026", "2026-08-15", "AGOSTO", "108/2026", "XAGO/2026"] {
            assert!(meses(texto).is_empty(), "{texto}");
        }
    }
}
