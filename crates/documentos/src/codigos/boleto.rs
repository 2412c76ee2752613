//! O que é o boleto bancário: código de barras de 44 dígitos, linha digitável de 47.

use chrono::NaiveDate;
use nucleo::Dinheiro;

use super::ErroCodigo;
use super::digitos::{FinalMod11, algarismo, mod10, mod11, tem_algarismos};
use super::fator::vencimento_do_fator;

/// Um boleto bancário com todos os dígitos verificadores conferidos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boleto {
    barras: String,
}

impl Boleto {
    /// Lê o código de barras de 44 dígitos.
    ///
    /// # Erros
    /// Tamanho, moeda, fator ou dígito geral inválidos.
    pub fn de_barras(barras: &str) -> Result<Self, ErroCodigo> {
        if !tem_algarismos(barras, 44) {
            return Err(ErroCodigo::Tamanho { esperado: "44 dígitos", obtido: barras.len() });
        }
        if &barras[3..4] != "9" {
            return Err(ErroCodigo::Formato("a moeda não é o real"));
        }
        if barras.starts_with('8') {
            return Err(ErroCodigo::Formato("começa por 8: é arrecadação, não boleto"));
        }
        if (1..1_000).contains(&numero(&barras[5..9])) {
            return Err(ErroCodigo::Formato("fator de vencimento entre 1 e 999"));
        }
        let resto = format!("{}{}", &barras[..4], &barras[5..]);
        if barras[4..5] != algarismo(mod11(resto.as_bytes(), FinalMod11::Boleto)).to_string() {
            return Err(ErroCodigo::DigitoVerificador { qual: "geral" });
        }
        Ok(Self { barras: barras.to_owned() })
    }

    /// Lê a linha digitável de 47 dígitos, já sem pontos e espaços.
    ///
    /// Confere os três campos e também o dígito geral.
    ///
    /// # Erros
    /// Tamanho ou qualquer dígito verificador inválido.
    pub fn de_linha(linha: &str) -> Result<Self, ErroCodigo> {
        if !tem_algarismos(linha, 47) {
            return Err(ErroCodigo::Tamanho { esperado: "47 dígitos", obtido: linha.len() });
        }
        for (faixa, dv, qual) in [(0..9, 9, "1"), (10..20, 20, "2"), (21..31, 31, "3")] {
            let calculado = mod10(&linha.as_bytes()[faixa]);
            if linha.as_bytes()[dv] != b'0' + calculado {
                return Err(ErroCodigo::DigitoVerificador { qual });
            }
        }
        let barras = [&linha[..4], &linha[32..47], &linha[4..9], &linha[10..20], &linha[21..31]].concat();
        Self::de_barras(&barras)
    }

    /// O código de barras, 44 dígitos.
    pub fn barras(&self) -> &str {
        &self.barras
    }

    /// A linha digitável, 47 dígitos sem separadores.
    pub fn linha(&self) -> String {
        let b = &self.barras;
        let campos = [[&b[..4], &b[19..24]].concat(), b[24..34].to_owned(), b[34..44].to_owned()];
        let mut linha = String::with_capacity(47);
        for campo in campos {
            linha.push_str(&campo);
            linha.push(algarismo(mod10(campo.as_bytes())));
        }
        linha + &b[4..19]
    }

    /// Número do banco na compensação, 3 dígitos.
    pub fn banco(&self) -> &str {
        &self.barras[..3]
    }

    /// O valor; `None` quando é zero (valor em aberto).
    pub fn valor(&self) -> Option<Dinheiro> {
        match numero(&self.barras[9..19]) {
            0 => None,
            centavos => Some(Dinheiro::de_centavos(centavos)),
        }
    }

    /// O vencimento mais próximo da referência; `None` quando o fator é 0000.
    pub fn vencimento(&self, referencia: NaiveDate) -> Option<NaiveDate> {
        let fator = u16::try_from(numero(&self.barras[5..9])).ok()?;
        vencimento_do_fator(fator, referencia)
    }
}

/// O inteiro escrito num trecho que já se sabe numérico.
pub(super) fn numero(digitos: &str) -> i64 {
    digitos.parse().unwrap_or(0)
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::codigos::fator::fator_do_vencimento;
    use crate::sorteio::Sorteio;

    const BARRAS: &str = "34191153600000149909641533059296992716495441";
    const LINHA: &str = "34199641543305929699727164954417115360000014990";

    #[test]
    fn vetor_de_resto_zero() {
        let boleto = Boleto::de_barras(BARRAS).unwrap();
        assert_eq!(boleto.linha(), LINHA);
        assert_eq!(Boleto::de_linha(LINHA).unwrap(), boleto);
        assert_eq!(&BARRAS[4..5], "1");
        assert_eq!(boleto.valor(), Some(Dinheiro::de_centavos(14_990)));
        assert_eq!(boleto.vencimento("2026-07-20".parse().unwrap()), "2026-08-12".parse().ok());
        assert_eq!(boleto.banco(), "341");
    }

    #[test]
    fn vetor_de_resto_cinco() {
        let boleto = Boleto::de_barras("34196153600000149909934231080451300431328939").unwrap();
        assert_eq!(boleto.linha(), "34199934273108045130004313289391615360000014990");
        assert_eq!(&boleto.barras()[4..5], "6");
    }

    #[test]
    fn vetores_do_fator() {
        let em_2025 = "2025-02-01".parse().unwrap();
        let ultimo = Boleto::de_barras("00193999900001000001111111111111111111111111").unwrap();
        let primeiro = Boleto::de_barras("00199100000001000001111111111111111111111111").unwrap();
        assert_eq!(ultimo.vencimento(em_2025), "2025-02-21".parse().ok());
        assert_eq!(primeiro.vencimento(em_2025), "2025-02-22".parse().ok());
    }

    #[test]
    fn sorteados_vao_e_voltam() {
        let mut sorteio = Sorteio::novo(47);
        for _ in 0..2_000 {
            let mut corpo = sorteio.digitos(43);
            if corpo.starts_with('8') {
                corpo.replace_range(0..1, "3");
            }
            corpo.replace_range(3..4, "9");
            let fator = 1_000 + sorteio.ate(9_000);
            corpo.replace_range(4..8, &format!("{fator:04}"));
            let dv = algarismo(mod11(corpo.as_bytes(), FinalMod11::Boleto));
            let barras = format!("{}{dv}{}", &corpo[..4], &corpo[4..]);
            let boleto = Boleto::de_barras(&barras).unwrap();
            assert_eq!(Boleto::de_linha(&boleto.linha()).unwrap().barras(), barras);
            let vencimento = boleto.vencimento("2027-01-01".parse().unwrap()).unwrap();
            assert_eq!(u64::from(fator_do_vencimento(vencimento).unwrap()), fator);
        }
    }

    #[test]
    fn um_digito_trocado_e_sempre_percebido_na_linha() {
        for posicao in 0..47 {
            for digito in b'0'..=b'9' {
                let mut linha = LINHA.as_bytes().to_vec();
                if linha[posicao] == digito {
                    continue;
                }
                linha[posicao] = digito;
                let linha = String::from_utf8(linha).unwrap();
                let lido = Boleto::de_linha(&linha);
                // O final do boleto junta os restos 0, 1 e 10 no mesmo dígito 1: uma troca
                // de um só algarismo fora dos três campos pode escapar, e só por isso.
                if let Ok(boleto) = lido {
                    assert!(posicao >= 32, "posição {posicao} dígito {digito}");
                    assert_eq!(&boleto.barras()[4..5], "1");
                }
            }
        }
    }

    #[test]
    fn recusas_dizem_o_motivo() {
        let casos = [
            ("341", ErroCodigo::Tamanho { esperado: "44 dígitos", obtido: 3 }),
            ("34101153600000149909641533059296992716495441", ErroCodigo::Formato("a moeda não é o real")),
            ("34192153600000149909641533059296992716495441", ErroCodigo::DigitoVerificador { qual: "geral" }),
            (
                "34191053600000149909641533059296992716495441",
                ErroCodigo::Formato("fator de vencimento entre 1 e 999"),
            ),
            (
                "84699153600000149909641533059296992716495441",
                ErroCodigo::Formato("começa por 8: é arrecadação, não boleto"),
            ),
        ];
        for (barras, erro) in casos {
            assert_eq!(Boleto::de_barras(barras), Err(erro), "{barras}");
        }
        let trocada = LINHA.replacen("3305929699", "3305929698", 1);
        assert_eq!(Boleto::de_linha(&trocada), Err(ErroCodigo::DigitoVerificador { qual: "2" }));
        assert!(Boleto::de_linha("12").is_err());
    }

    #[test]
    fn sem_vencimento_e_sem_valor() {
        let corpo = "0019000000000000001111111111111111111111111";
        let dv = algarismo(mod11(corpo.as_bytes(), FinalMod11::Boleto));
        let boleto = Boleto::de_barras(&format!("{}{dv}{}", &corpo[..4], &corpo[4..])).unwrap();
        assert_eq!(boleto.valor(), None);
        assert_eq!(boleto.vencimento("2026-01-01".parse().unwrap()), None);
    }
}
