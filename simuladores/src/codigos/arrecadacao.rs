//! O que é o código de arrecadação do segmento 4 (telecomunicações): 44 posições, 48 na linha.

use chrono::NaiveDate;

use crate::digitos::{modulo_10, modulo_11};

/// Com que módulo saem os dígitos; é a posição 3 do código.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modulo {
    /// Identificador 6: valor em reais, módulo 10.
    Dez,
    /// Identificador 8: valor em reais, módulo 11.
    Onze,
}

impl Modulo {
    fn identificador(self) -> char {
        match self {
            Self::Dez => '6',
            Self::Onze => '8',
        }
    }

    fn digito(self, texto: &str) -> u32 {
        match self {
            Self::Dez => modulo_10(texto),
            Self::Onze => modulo_11(texto),
        }
    }
}

/// As 44 posições: valor em centavos, empresa (4), vencimento `AAAAMMDD` e mais 17 algarismos livres.
#[must_use]
pub fn montar(modulo: Modulo, centavos: u64, empresa: &str, vencimento: NaiveDate, livre: &str) -> String {
    let depois = format!("{centavos:011}{empresa:0>4}{}{livre:0>17}", vencimento.format("%Y%m%d"));
    let antes = format!("84{}", modulo.identificador());
    let geral = modulo.digito(&format!("{antes}{depois}"));
    format!("{antes}{geral}{depois}")
}

/// A linha digitável de um código de 44 posições: 48 algarismos, quatro blocos de 11 mais o dígito.
#[must_use]
pub fn linha_digitavel(barras: &str) -> String {
    let modulo =
        if matches!(barras.as_bytes().get(2), Some(b'8' | b'9')) { Modulo::Onze } else { Modulo::Dez };
    (0..4)
        .map(|bloco| {
            let parte = &barras[bloco * 11..bloco * 11 + 11];
            format!("{parte}{}", modulo.digito(parte))
        })
        .collect()
}

/// A linha como se imprime: blocos `11-1` separados por espaço.
#[must_use]
pub fn linha_impressa(linha: &str) -> String {
    let blocos: Vec<String> = (0..4)
        .map(|b| format!("{}-{}", &linha[b * 12..b * 12 + 11], &linha[b * 12 + 11..b * 12 + 12]))
        .collect();
    blocos.join(" ")
}

/// As larguras, em módulos, das barras e espaços alternados (começa por barra) do Intercalado 2 de 5.
#[must_use]
pub fn larguras_2_de_5(barras: &str) -> Vec<u8> {
    const DESENHOS: [[u8; 5]; 10] = [
        [1, 1, 3, 3, 1],
        [3, 1, 1, 1, 3],
        [1, 3, 1, 1, 3],
        [3, 3, 1, 1, 1],
        [1, 1, 3, 1, 3],
        [3, 1, 3, 1, 1],
        [1, 3, 3, 1, 1],
        [1, 1, 1, 3, 3],
        [3, 1, 1, 3, 1],
        [1, 3, 1, 3, 1],
    ];
    let mut larguras = vec![1, 1, 1, 1];
    for par in barras.as_bytes().chunks_exact(2) {
        let desenho = |letra: u8| DESENHOS[usize::from(letra.saturating_sub(b'0') % 10)];
        let (barra, espaco) = (desenho(par[0]), desenho(par[1]));
        larguras.extend(barra.into_iter().zip(espaco).flat_map(|(barra, espaco)| [barra, espaco]));
    }
    larguras.extend([3, 1, 1]);
    larguras
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn vetores_publicados() {
        for (barras, linha) in [
            (
                "84630000000299902962020041013600000200644114",
                "846300000003299902962024004101360008002006441147",
            ),
            (
                "84810000003054100822026100167739951158904938",
                "848100000032054100822028610016773999511589049388",
            ),
            (
                "84630000012345602972026081500000012345678901",
                "846300000128345602972027608150000008123456789015",
            ),
        ] {
            assert_eq!(linha_digitavel(barras), linha);
        }
    }

    #[test]
    fn montagem_reproduz_o_vetor() {
        let vencimento = NaiveDate::from_ymd_opt(2026, 8, 15).unwrap();
        let barras = montar(Modulo::Dez, 123_456, "0297", vencimento, "00000012345678901");
        assert_eq!(barras, "84630000012345602972026081500000012345678901");
        let impressa = linha_impressa(&linha_digitavel(&barras));
        assert_eq!(impressa, "84630000012-8 34560297202-7 60815000000-8 12345678901-5");
    }

    #[test]
    fn barras_tem_a_largura_da_norma() {
        let larguras = larguras_2_de_5("84630000012345602972026081500000012345678901");
        assert_eq!(larguras.len(), 4 + 44 * 5 + 3);
        assert_eq!(larguras.iter().map(|l| u32::from(*l)).sum::<u32>(), 4 + 22 * 18 + 5);
        // O par "84": barras de 8 (3,1,1,3,1) e espaços de 4 (1,1,3,1,3), intercalados.
        assert_eq!(larguras[4..14], [3, 1, 1, 1, 1, 3, 3, 1, 1, 3]);
    }
}
