//! O que é um dígito verificador: módulo 10 e as duas terminações do módulo 11.

/// Módulo 10 com pesos 2 e 1 alternados da direita, somando os algarismos de cada produto.
#[must_use]
pub fn modulo_10(texto: &str) -> u32 {
    let soma: u32 = texto
        .bytes()
        .rev()
        .enumerate()
        .map(|(posicao, letra)| {
            let produto = valor(letra) * if posicao % 2 == 0 { 2 } else { 1 };
            produto / 10 + produto % 10
        })
        .sum();
    (10 - soma % 10) % 10
}

/// Módulo 11 de arrecadação, chave fiscal e CNPJ: resto 0 ou 1 dá 0. Letras valem ASCII − 48.
#[must_use]
pub fn modulo_11(texto: &str) -> u32 {
    match soma_11(texto) % 11 {
        0 | 1 => 0,
        resto => 11 - resto,
    }
}

/// CNPJ completo (14 caracteres) a partir dos 12 primeiros, numéricos ou alfanuméricos em maiúsculas.
#[must_use]
pub fn completar_cnpj(base: &str) -> String {
    let primeiro = modulo_11(base);
    let com_um = format!("{base}{primeiro}");
    let segundo = modulo_11(&com_um);
    format!("{com_um}{segundo}")
}

/// Se o texto é um CNPJ sem máscara com os dois dígitos certos; 14 algarismos iguais não servem.
#[must_use]
pub fn cnpj_esta_certo(cnpj: &str) -> bool {
    let limpo = cnpj.len() == 14 && cnpj.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    limpo && cnpj.bytes().any(|b| Some(b) != cnpj.bytes().next()) && completar_cnpj(&cnpj[..12]) == cnpj
}

/// CNPJ com a máscara `AA.AAA.AAA/AAAA-DD`.
#[must_use]
pub fn mascarar_cnpj(cnpj: &str) -> String {
    format!("{}.{}.{}/{}-{}", &cnpj[..2], &cnpj[2..5], &cnpj[5..8], &cnpj[8..12], &cnpj[12..])
}

/// CPF completo (11 algarismos) a partir dos 9 primeiros.
#[must_use]
pub fn completar_cpf(base: &str) -> String {
    let mut cpf = base.to_owned();
    for _ in 0..2 {
        let soma: u32 = cpf.bytes().rev().zip(2u32..).map(|(letra, peso)| valor(letra) * peso).sum();
        let digito = match soma % 11 {
            0 | 1 => 0,
            resto => 11 - resto,
        };
        cpf.push_str(&digito.to_string());
    }
    cpf
}

fn soma_11(texto: &str) -> u32 {
    texto.bytes().rev().zip((2u32..=9).cycle()).map(|(letra, peso)| valor(letra) * peso).sum()
}

fn valor(letra: u8) -> u32 {
    u32::from(letra.saturating_sub(b'0'))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn exemplos_do_manual_febraban() {
        assert_eq!(modulo_10("01230067896"), 3);
        assert_eq!(modulo_11("01230067896"), 0);
        let barras = "8220000215048200974123220154098290108605940";
        assert_eq!((modulo_10(barras), modulo_11(barras)), (1, 0));
    }

    #[test]
    fn cnpj_alfanumerico_e_numerico() {
        assert_eq!(completar_cnpj("12ABC34501DE"), "12ABC34501DE35");
        assert!(cnpj_esta_certo("11444777000161"));
        for errado in
            ["12ABC34501DE34", "11444777000162", "00000000000000", "11.444.777/0001-61", "12abc34501de35"]
        {
            assert!(!cnpj_esta_certo(errado), "{errado}");
        }
        assert_eq!(mascarar_cnpj("12ABC34501DE35"), "12.ABC.345/01DE-35");
    }

    #[test]
    fn cpf_conhecido() {
        assert_eq!(completar_cpf("529982247"), "52998224725");
    }
}
