//! O que é um dígito verificador: as contas de módulo 10 e de módulo 11.
//!
//! Há mais de um "módulo 11": o boleto bancário troca os restos 0 e 1 por 1, a
//! arrecadação e as chaves fiscais trocam por 0. Misturar os dois recusa quase um
//! quinto dos boletos certos; por isso o final é um parâmetro com nome.

/// Como o resto da divisão por 11 vira dígito.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalMod11 {
    /// Boleto bancário: restos 0, 1 e 10 viram 1.
    Boleto,
    /// Arrecadação, chave fiscal e CNPJ: restos 0 e 1 viram 0.
    Arrecadacao,
}

/// Módulo 10: pesos 2 e 1 alternados a partir da direita, somando os algarismos.
///
/// Espera só algarismos ASCII.
pub fn mod10(digitos: &[u8]) -> u8 {
    let soma: u32 = digitos
        .iter()
        .rev()
        .enumerate()
        .map(|(posicao, &digito)| {
            let peso = if posicao % 2 == 0 { 2 } else { 1 };
            let produto = valor(digito) * peso;
            produto / 10 + produto % 10
        })
        .sum();
    ((10 - soma % 10) % 10) as u8
}

/// Módulo 11: pesos de 2 a 9 em ciclo a partir da direita, com o final pedido.
///
/// Aceita letras maiúsculas (valor ASCII menos 48), como nas chaves com CNPJ alfanumérico.
pub fn mod11(caracteres: &[u8], final_: FinalMod11) -> u8 {
    let resto = soma11(caracteres) % 11;
    match (final_, resto) {
        (FinalMod11::Arrecadacao, 0 | 1) => 0,
        (FinalMod11::Boleto, 0 | 1) => 1,
        (_, resto) => (11 - resto) as u8,
    }
}

/// Soma ponderada do módulo 11, antes do resto.
fn soma11(caracteres: &[u8]) -> u32 {
    caracteres
        .iter()
        .rev()
        .enumerate()
        .map(|(posicao, &caractere)| valor(caractere) * (posicao as u32 % 8 + 2))
        .sum()
}

/// Valor de um caractere nas contas: ASCII menos 48 (`0` é 0, `A` é 17, `Z` é 42).
fn valor(caractere: u8) -> u32 {
    u32::from(caractere.saturating_sub(b'0'))
}

/// O algarismo ASCII de um dígito verificador.
pub(crate) fn algarismo(digito: u8) -> char {
    char::from(b'0' + digito)
}

/// Se o texto tem exatamente `tamanho` algarismos.
pub(crate) fn tem_algarismos(texto: &str, tamanho: usize) -> bool {
    texto.len() == tamanho && texto.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn exemplos_dos_manuais() {
        assert_eq!(mod10(b"01230067896"), 3);
        assert_eq!(mod11(b"01230067896", FinalMod11::Arrecadacao), 0);
        let quarenta_e_tres = b"8220000215048200974123220154098290108605940";
        assert_eq!(mod10(quarenta_e_tres), 1);
        assert_eq!(mod11(quarenta_e_tres, FinalMod11::Arrecadacao), 0);
    }

    #[test]
    fn soma_696_da_8_no_boleto() {
        // Exemplo do manual do Santander: a soma 696 tem resto 3.
        assert_eq!(696 % 11, 3);
        assert_eq!(11 - 696 % 11, 8);
    }

    #[test]
    fn os_finais_divergem_so_nos_restos_0_e_1() {
        let mut divergiram = [false; 11];
        for n in 0..2_000u32 {
            let texto = format!("{n:011}");
            let resto = (soma11(texto.as_bytes()) % 11) as usize;
            let boleto = mod11(texto.as_bytes(), FinalMod11::Boleto);
            let arrecadacao = mod11(texto.as_bytes(), FinalMod11::Arrecadacao);
            assert!((1..=9).contains(&boleto));
            assert!(arrecadacao <= 9);
            divergiram[resto] |= boleto != arrecadacao;
            if resto == 10 {
                assert_eq!((boleto, arrecadacao), (1, 1));
            }
        }
        assert_eq!(divergiram, [true, true, false, false, false, false, false, false, false, false, false]);
    }

    #[test]
    fn letras_valem_ascii_menos_48() {
        assert_eq!(mod11(b"12ABC34501DE", FinalMod11::Arrecadacao), 3);
        assert_eq!(mod11(b"12ABC34501DE3", FinalMod11::Arrecadacao), 5);
        assert_eq!(valor(b'A'), 17);
        assert_eq!(valor(b'Z'), 42);
    }
}
