//! O que é a chave de acesso da NFCom: 44 caracteres que identificam a nota.
//!
//! UF 2, ano e mês 4, CNPJ 14, modelo 2 (`62`), série 3, número 9, emissão 1, site 1,
//! código 7, dígito 1. O CNPJ pode ter letras; o resto é sempre numérico.

use std::fmt;
use std::str::FromStr;

use nucleo::{Cnpj, Competencia};
use serde::{Deserialize, Serialize};

use super::ErroCodigo;
use super::digitos::{FinalMod11, mod11};

/// Códigos IBGE das unidades da federação.
const UFS: [u8; 27] = [
    11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27, 28, 29, 31, 32, 33, 35, 41, 42, 43, 50, 51, 52,
    53,
];

/// Uma chave de NFCom conferida: UF, mês, CNPJ, modelo e dígito verificador.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ChaveNfcom(String);

impl ChaveNfcom {
    /// O CNPJ de quem emitiu a nota.
    pub fn emissor(&self) -> Option<Cnpj> {
        self.0[6..20].parse().ok()
    }

    /// O mês em que a nota foi emitida.
    pub fn emissao(&self) -> Option<Competencia> {
        mes_de_emissao(&self.0)
    }

    /// A série, sem zeros à esquerda.
    pub fn serie(&self) -> &str {
        sem_zeros(&self.0[22..25])
    }

    /// O número da nota, sem zeros à esquerda.
    pub fn numero(&self) -> &str {
        sem_zeros(&self.0[25..34])
    }

    /// Se a nota saiu em contingência e pode ainda não existir na SEFAZ.
    pub fn esta_em_contingencia(&self) -> bool {
        &self.0[34..35] == "2"
    }

    /// Os 44 caracteres.
    pub fn como_texto(&self) -> &str {
        &self.0
    }
}

impl FromStr for ChaveNfcom {
    type Err = ErroCodigo;

    /// Lê os 44 caracteres, sem separadores; minúsculas viram maiúsculas.
    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        let chave = texto.to_ascii_uppercase();
        if chave.len() != 44 {
            return Err(ErroCodigo::Tamanho { esperado: "44 caracteres", obtido: chave.chars().count() });
        }
        if !tem_formato(chave.as_bytes()) {
            return Err(ErroCodigo::Caractere);
        }
        if &chave[20..22] != "62" {
            return Err(ErroCodigo::Formato("o modelo não é 62 (NFCom)"));
        }
        if !chave[..2].parse().is_ok_and(|uf: u8| UFS.contains(&uf)) {
            return Err(ErroCodigo::Formato("a UF da chave não existe"));
        }
        if mes_de_emissao(&chave).is_none() {
            return Err(ErroCodigo::Formato("o mês da chave não existe"));
        }
        if chave.as_bytes()[43] != b'0' + mod11(&chave.as_bytes()[..43], FinalMod11::Arrecadacao) {
            return Err(ErroCodigo::DigitoVerificador { qual: "da chave" });
        }
        if chave[6..20].parse::<Cnpj>().is_err() {
            return Err(ErroCodigo::DigitoVerificador { qual: "do CNPJ da chave" });
        }
        Ok(Self(chave))
    }
}

impl TryFrom<String> for ChaveNfcom {
    type Error = ErroCodigo;

    fn try_from(texto: String) -> Result<Self, Self::Error> {
        texto.parse()
    }
}

impl From<ChaveNfcom> for String {
    fn from(chave: ChaveNfcom) -> Self {
        chave.0
    }
}

impl fmt::Display for ChaveNfcom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// `[0-9]{6}[A-Z0-9]{12}[0-9]{26}`.
pub(super) fn tem_formato(chave: &[u8]) -> bool {
    chave.len() == 44
        && chave[..6].iter().chain(&chave[18..]).all(u8::is_ascii_digit)
        && chave[6..18].iter().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

fn mes_de_emissao(chave: &str) -> Option<Competencia> {
    let ano: u16 = chave[2..4].parse().ok()?;
    Competencia::nova(2_000 + ano, chave[4..6].parse().ok()?).ok()
}

fn sem_zeros(numero: &str) -> &str {
    let resto = numero.trim_start_matches('0');
    if resto.is_empty() { "0" } else { resto }
}

#[cfg(test)]
mod testes {
    use super::*;

    const CHAVE: &str = "26260107159053000107620010000031981083465102";

    #[test]
    fn vetor_publicado() {
        let chave: ChaveNfcom = CHAVE.parse().unwrap();
        assert_eq!(chave.emissor().unwrap().como_texto(), "07159053000107");
        assert_eq!(chave.emissao().unwrap().to_string(), "2026-01");
        assert_eq!((chave.serie(), chave.numero()), ("1", "3198"));
        assert!(!chave.esta_em_contingencia());
        assert_eq!(serde_json::to_value(&chave).unwrap(), CHAVE);
        assert_eq!(chave.to_string(), CHAVE);
    }

    #[test]
    fn cnpj_com_letras() {
        let sem_dv = "35260812ABC34501DE3562001000000042200001234"; // 43
        let dv = mod11(sem_dv.as_bytes(), FinalMod11::Arrecadacao);
        let chave: ChaveNfcom = format!("{sem_dv}{dv}").to_lowercase().parse().unwrap();
        assert_eq!(chave.emissor().unwrap().como_texto(), "12ABC34501DE35");
        assert!(chave.esta_em_contingencia());
    }

    #[test]
    fn um_algarismo_trocado_e_recusado() {
        for posicao in 0..44 {
            let mut trocada = CHAVE.as_bytes().to_vec();
            trocada[posicao] = if trocada[posicao] == b'9' { b'3' } else { trocada[posicao] + 1 };
            let trocada = String::from_utf8(trocada).unwrap();
            assert!(trocada.parse::<ChaveNfcom>().is_err(), "{posicao}");
        }
    }

    #[test]
    fn recusas_dizem_o_motivo() {
        let casos = [
            ("123", "o código tem 3 caracteres; são esperados 44 caracteres"),
            (
                "2626010715905300010762001000003198108346510A",
                "o código tem caracteres que não são permitidos",
            ),
            (
                "26260107159053000107550010000031981083465102",
                "o código não é válido: o modelo não é 62 (NFCom)",
            ),
            (
                "99260107159053000107620010000031981083465102",
                "o código não é válido: a UF da chave não existe",
            ),
            (
                "26261307159053000107620010000031981083465102",
                "o código não é válido: o mês da chave não existe",
            ),
        ];
        for (texto, mensagem) in casos {
            assert_eq!(texto.parse::<ChaveNfcom>().unwrap_err().to_string(), mensagem);
        }
    }
}
