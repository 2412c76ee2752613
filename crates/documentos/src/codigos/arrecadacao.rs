//! O que é a guia de arrecadação: a conta de concessionária, telefonia no segmento 4.
//!
//! Código de barras de 44 dígitos, linha digitável de 48 em quatro blocos de 11 mais o
//! dígito. A posição 3 diz o módulo dos dígitos e se o valor está em reais.

use chrono::{Days, NaiveDate};
use nucleo::Dinheiro;

use super::ErroCodigo;
use super::boleto::numero;
use super::digitos::{FinalMod11, algarismo, mod10, mod11, tem_algarismos};

/// Segmento das operadoras de telecomunicações.
pub const SEGMENTO_TELECOM: u8 = 4;

/// Quantos dias antes da referência um vencimento do campo livre ainda é plausível.
const DIAS_ANTES: u64 = 60;
/// Quantos dias depois da referência um vencimento do campo livre ainda é plausível.
const DIAS_DEPOIS: u64 = 400;

/// Uma guia de arrecadação com todos os dígitos verificadores conferidos.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrecadacao {
    barras: String,
}

impl Arrecadacao {
    /// Lê o código de barras de 44 dígitos.
    ///
    /// # Erros
    /// Tamanho, produto, segmento, identificador de valor ou dígito geral inválidos.
    pub fn de_barras(barras: &str) -> Result<Self, ErroCodigo> {
        if !tem_algarismos(barras, 44) {
            return Err(ErroCodigo::Tamanho { esperado: "44 dígitos", obtido: barras.len() });
        }
        let bytes = barras.as_bytes();
        if bytes[0] != b'8' {
            return Err(ErroCodigo::Formato("arrecadação começa por 8"));
        }
        if !matches!(bytes[1], b'1'..=b'7' | b'9') {
            return Err(ErroCodigo::Formato("segmento desconhecido"));
        }
        if !matches!(bytes[2], b'6'..=b'9') {
            return Err(ErroCodigo::Formato("identificador de valor desconhecido"));
        }
        let resto = [&bytes[..3], &bytes[4..]].concat();
        if bytes[3] != b'0' + dac(bytes[2], &resto) {
            return Err(ErroCodigo::DigitoVerificador { qual: "geral" });
        }
        Ok(Self { barras: barras.to_owned() })
    }

    /// Lê a linha digitável de 48 dígitos, já sem hífens e espaços.
    ///
    /// # Erros
    /// Tamanho ou qualquer dígito verificador inválido.
    pub fn de_linha(linha: &str) -> Result<Self, ErroCodigo> {
        if !tem_algarismos(linha, 48) {
            return Err(ErroCodigo::Tamanho { esperado: "48 dígitos", obtido: linha.len() });
        }
        let bytes = linha.as_bytes();
        let mut barras = String::with_capacity(44);
        for (bloco, qual) in bytes.chunks(12).zip(["1", "2", "3", "4"]) {
            if bloco[11] != b'0' + dac(bytes[2], &bloco[..11]) {
                return Err(ErroCodigo::DigitoVerificador { qual });
            }
            barras.extend(bloco[..11].iter().copied().map(char::from));
        }
        Self::de_barras(&barras)
    }

    /// O código de barras, 44 dígitos.
    pub fn barras(&self) -> &str {
        &self.barras
    }

    /// A linha digitável, 48 dígitos sem separadores.
    pub fn linha(&self) -> String {
        let bytes = self.barras.as_bytes();
        let mut linha = String::with_capacity(48);
        for bloco in bytes.chunks(11) {
            linha.extend(bloco.iter().copied().map(char::from));
            linha.push(algarismo(dac(bytes[2], bloco)));
        }
        linha
    }

    /// O segmento de quem arrecada; 4 é telecomunicações.
    pub fn segmento(&self) -> u8 {
        self.barras.as_bytes()[1] - b'0'
    }

    /// O código FEBRABAN da empresa, 4 dígitos; no segmento 6 é a raiz do CNPJ, 8 dígitos.
    pub fn empresa(&self) -> &str {
        if self.segmento() == 6 { &self.barras[15..23] } else { &self.barras[15..19] }
    }

    /// O campo livre da empresa: 25 dígitos, ou 21 no segmento 6.
    pub fn campo_livre(&self) -> &str {
        if self.segmento() == 6 { &self.barras[23..] } else { &self.barras[19..] }
    }

    /// O valor em reais; `None` quando o campo é quantidade ou referência, ou é zero.
    pub fn valor(&self) -> Option<Dinheiro> {
        let em_reais = matches!(self.barras.as_bytes()[2], b'6' | b'8');
        match numero(&self.barras[4..15]) {
            centavos if em_reais && centavos > 0 => Some(Dinheiro::de_centavos(centavos)),
            _ => None,
        }
    }

    /// O vencimento do início do campo livre, quando a empresa o usa.
    ///
    /// Só vale se for uma data real e próxima da referência (60 dias antes, 400 depois):
    /// muitas empresas põem ali outra coisa que por acaso parece uma data.
    pub fn vencimento(&self, referencia: NaiveDate) -> Option<NaiveDate> {
        let data = NaiveDate::parse_from_str(&self.campo_livre()[..8], "%Y%m%d").ok()?;
        let primeira = referencia.checked_sub_days(Days::new(DIAS_ANTES))?;
        let ultima = referencia.checked_add_days(Days::new(DIAS_DEPOIS))?;
        (primeira..=ultima).contains(&data).then_some(data)
    }
}

/// O dígito de um bloco, no módulo que o identificador de valor manda.
fn dac(identificador: u8, digitos: &[u8]) -> u8 {
    match identificador {
        b'6' | b'7' => mod10(digitos),
        _ => mod11(digitos, FinalMod11::Arrecadacao),
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::sorteio::Sorteio;

    fn dia(texto: &str) -> NaiveDate {
        texto.parse().unwrap()
    }

    #[test]
    fn exemplo_real_da_net() {
        let linha = "846300000003299902962024004101360008002006441147";
        let guia = Arrecadacao::de_linha(linha).unwrap();
        assert_eq!(guia.barras(), "84630000000299902962020041013600000200644114");
        assert_eq!(guia.linha(), linha);
        assert_eq!(guia.segmento(), SEGMENTO_TELECOM);
        assert_eq!(guia.empresa(), "0296");
        assert_eq!(guia.valor(), Some(Dinheiro::de_centavos(2_999)));
        assert_eq!(guia.vencimento(dia("2020-03-20")), Some(dia("2020-04-10")));
        assert_eq!(guia.vencimento(dia("2026-03-20")), None, "data real, mas longe da referência");
    }

    #[test]
    fn contraexemplo_da_vivo_fixo_nao_tem_data() {
        let guia = Arrecadacao::de_barras("84640000000959900820899988923054118633769199").unwrap();
        assert_eq!(guia.valor(), Some(Dinheiro::de_centavos(9_599)));
        assert_eq!(guia.empresa(), "0082");
        assert!(guia.campo_livre().starts_with("0899988923"));
        assert_eq!(guia.vencimento(dia("2020-03-20")), None);
    }

    #[test]
    fn vetor_mod11_de_resto_dez() {
        let guia = Arrecadacao::de_barras("84810000003054100822026100167739951158904938").unwrap();
        assert_eq!(guia.linha(), "848100000032054100822028610016773999511589049388");
        assert_eq!(Arrecadacao::de_linha(&guia.linha()).unwrap(), guia);
        assert_eq!(guia.valor(), Some(Dinheiro::de_centavos(30_541)));
        assert_eq!(&guia.barras()[3..4], "1");
    }

    #[test]
    fn vetor_mod10() {
        let guia = Arrecadacao::de_barras("84630000012345602972026081500000012345678901").unwrap();
        assert_eq!(guia.linha(), "846300000128345602972027608150000008123456789015");
        assert_eq!(guia.valor(), Some(Dinheiro::de_centavos(123_456)));
        assert_eq!(guia.empresa(), "0297");
        assert_eq!(guia.vencimento(dia("2026-07-30")), Some(dia("2026-08-15")));
    }

    #[test]
    fn sorteadas_vao_e_voltam_nos_dois_modulos() {
        let mut sorteio = Sorteio::novo(48);
        for volta in 0..2_000 {
            let identificador = b'6' + (volta % 4) as u8;
            let corpo = format!("84{}{}", char::from(identificador), sorteio.digitos(40));
            let barras =
                format!("{}{}{}", &corpo[..3], algarismo(dac(identificador, corpo.as_bytes())), &corpo[3..]);
            let guia = Arrecadacao::de_barras(&barras).unwrap();
            assert_eq!(Arrecadacao::de_linha(&guia.linha()).unwrap().barras(), barras);
            let em_reais = identificador == b'6' || identificador == b'8';
            assert_eq!(guia.valor().is_some(), em_reais && numero(&barras[4..15]) > 0);
        }
    }

    #[test]
    fn segmento_6_leva_a_raiz_do_cnpj() {
        let corpo = format!("866{:011}11444777{:021}", 1_000, 7);
        let barras = format!("{}{}{}", &corpo[..3], dac(b'6', corpo.as_bytes()), &corpo[3..]);
        let guia = Arrecadacao::de_barras(&barras).unwrap();
        assert_eq!(guia.empresa(), "11444777");
        assert_eq!(guia.campo_livre().len(), 21);
    }

    #[test]
    fn recusas_dizem_o_motivo() {
        let certa = "84630000012345602972026081500000012345678901";
        for (de, para, erro) in [
            ("846", "746", ErroCodigo::Formato("arrecadação começa por 8")),
            ("846", "886", ErroCodigo::Formato("segmento desconhecido")),
            ("846", "841", ErroCodigo::Formato("identificador de valor desconhecido")),
            ("8463", "8464", ErroCodigo::DigitoVerificador { qual: "geral" }),
        ] {
            assert_eq!(Arrecadacao::de_barras(&certa.replacen(de, para, 1)), Err(erro));
        }
        let linha = "846300000128345602972027608150000008123456789014";
        assert_eq!(Arrecadacao::de_linha(linha), Err(ErroCodigo::DigitoVerificador { qual: "4" }));
        assert!(Arrecadacao::de_linha("8").is_err());
    }
}
