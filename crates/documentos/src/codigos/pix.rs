//! O que é o Pix copia e cola (BR Code): campos em EMV e CRC no fim.

use nucleo::Dinheiro;
use serde::{Deserialize, Serialize};

/// Um BR Code com o CRC conferido.
///
/// A URL dos dinâmicos não é visitada: valor e vencimento remotos só interessam a quem paga.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pix {
    /// O texto inteiro, como se cola no aplicativo do banco.
    pub copia_e_cola: String,
    /// Chave de quem recebe, nos estáticos.
    pub chave: Option<String>,
    /// Endereço da cobrança, sem esquema, nos dinâmicos.
    pub url: Option<String>,
    /// Valor impresso no código; muitas vezes ausente nos dinâmicos.
    pub valor: Option<Dinheiro>,
    /// Nome de quem recebe.
    pub recebedor: String,
    /// Identificador da cobrança; `None` quando é `***`.
    pub txid: Option<String>,
}

/// Por que um texto não é um BR Code do Pix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ErroPix {
    /// Os campos não fecham: tamanho ou ordem errados.
    #[error("o Pix está incompleto ou malformado")]
    Malformado,
    /// O CRC do fim não confere.
    #[error("o CRC do Pix não confere")]
    Crc,
    /// É um código EMV, mas não do Pix.
    #[error("o código EMV não é do Pix")]
    OutroArranjo,
}

const ARRANJO: &str = "br.gov.bcb.pix";

impl Pix {
    /// Lê um copia e cola, que deve terminar no CRC.
    ///
    /// # Erros
    /// Campos malformados, CRC errado ou código que não é do Pix.
    pub fn ler(texto: &str) -> Result<Self, ErroPix> {
        let tamanho = tamanho_do_codigo(texto).ok_or(ErroPix::Malformado)?;
        if tamanho != texto.len() {
            return Err(ErroPix::Malformado);
        }
        let (corpo, crc) = texto.split_at(tamanho - 4);
        if !crc.eq_ignore_ascii_case(&format!("{:04X}", crc16(corpo.as_bytes()))) {
            return Err(ErroPix::Crc);
        }
        let campos = campos(texto).ok_or(ErroPix::Malformado)?;
        let recebimento = campos
            .iter()
            .filter(|(id, _)| (26..=51).contains(id) || *id == 80)
            .filter_map(|(_, valor)| self::campos(valor))
            .find(|sub| valor_de(sub, 0).is_some_and(|v| v.eq_ignore_ascii_case(ARRANJO)))
            .ok_or(ErroPix::OutroArranjo)?;
        let txid = valor_de(&campos, 62)
            .and_then(self::campos)
            .and_then(|sub| valor_de(&sub, 5).map(str::to_owned))
            .filter(|txid| txid != "***");
        Ok(Self {
            chave: valor_de(&recebimento, 1).map(str::to_owned),
            url: valor_de(&recebimento, 25).map(str::to_owned),
            valor: valor_de(&campos, 54).and_then(|v| v.parse().ok()),
            recebedor: valor_de(&campos, 59).unwrap_or_default().to_owned(),
            txid,
            copia_e_cola: texto.to_owned(),
        })
    }

    /// O domínio que cobra, nos dinâmicos: serve a comparar com o histórico do emissor.
    pub fn dominio(&self) -> Option<&str> {
        self.url.as_deref().and_then(|url| url.split('/').next())
    }
}

/// Bytes do BR Code que começa no início do texto, CRC incluído; `None` se não fecha.
pub(super) fn tamanho_do_codigo(texto: &str) -> Option<usize> {
    let mut resto = texto;
    loop {
        let (id, valor, seguinte) = proximo_campo(resto)?;
        resto = seguinte;
        if id == 63 {
            return (valor.len() == 4).then_some(texto.len() - resto.len());
        }
    }
}

fn campos(texto: &str) -> Option<Vec<(u8, &str)>> {
    let mut resto = texto;
    let mut lidos = Vec::new();
    while !resto.is_empty() {
        let (id, valor, seguinte) = proximo_campo(resto)?;
        lidos.push((id, valor));
        resto = seguinte;
    }
    Some(lidos)
}

/// Um campo: dois algarismos de id, dois de tamanho em caracteres, o valor.
fn proximo_campo(texto: &str) -> Option<(u8, &str, &str)> {
    let cabeca = texto.get(..4).filter(|c| c.bytes().all(|b| b.is_ascii_digit()))?;
    let id = cabeca[..2].parse().ok()?;
    let caracteres: usize = cabeca[2..].parse().ok()?;
    let corpo = &texto[4..];
    let fim = corpo.char_indices().nth(caracteres).map_or(corpo.len(), |(indice, _)| indice);
    if corpo[..fim].chars().count() != caracteres {
        return None;
    }
    Some((id, &corpo[..fim], &corpo[fim..]))
}

fn valor_de<'a>(campos: &[(u8, &'a str)], id: u8) -> Option<&'a str> {
    campos.iter().find(|(outro, _)| *outro == id).map(|(_, valor)| *valor)
}

/// CRC-16 do BR Code: polinômio 0x1021, início 0xFFFF, sem reflexão.
pub fn crc16(dados: &[u8]) -> u16 {
    dados.iter().fold(0xFFFF, |crc, &byte| {
        (0..8).fold(crc ^ (u16::from(byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

#[cfg(test)]
pub(crate) mod testes {
    use super::*;

    /// Monta um dinâmico com vencimento, como os das faturas.
    pub(crate) fn dinamico(recebedor: &str, valor: Option<&str>) -> String {
        let campo = |id: u8, v: &str| format!("{id:02}{:02}{v}", v.chars().count());
        let conta = campo(0, ARRANJO) + &campo(25, "pix.exemplo.com.br/qr/v2/cobv/9d36b84f");
        let mut texto = campo(0, "01") + &campo(1, "12") + &campo(26, &conta);
        texto += &(campo(52, "0000") + &campo(53, "986"));
        if let Some(valor) = valor {
            texto += &campo(54, valor);
        }
        texto += &(campo(58, "BR") + &campo(59, recebedor) + &campo(60, "SAO PAULO"));
        texto += &(campo(62, &campo(5, "***")) + "6304");
        let crc = crc16(texto.as_bytes());
        format!("{texto}{crc:04X}")
    }

    #[test]
    fn crc_do_vetor_publico() {
        assert_eq!(crc16(b"123456789"), 0x29B1);
    }

    #[test]
    fn le_o_dinamico() {
        let pix = Pix::ler(&dinamico("OPERADORA LTDA", Some("1234.56"))).unwrap();
        assert_eq!(pix.valor, Some(Dinheiro::de_centavos(123_456)));
        assert_eq!(pix.dominio(), Some("pix.exemplo.com.br"));
        assert_eq!((pix.chave.as_deref(), pix.txid.as_deref()), (None, None));
        assert_eq!(pix.recebedor, "OPERADORA LTDA");
    }

    #[test]
    fn le_o_estatico_do_manual_do_banco_central() {
        let texto = "00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000\
                     5204000053039865802BR5913Fulano de Tal6008BRASILIA62070503***63041D3D";
        let pix = Pix::ler(texto).unwrap();
        assert_eq!(pix.chave.as_deref(), Some("123e4567-e12b-12d1-a456-426655440000"));
        assert_eq!((pix.valor, pix.dominio()), (None, None));
    }

    #[test]
    fn tamanho_conta_caracteres_e_crc_conta_bytes() {
        let pix = Pix::ler(&dinamico("OPERAÇÃO S/A", None)).unwrap();
        assert_eq!(pix.recebedor, "OPERAÇÃO S/A");
    }

    #[test]
    fn qualquer_troca_e_percebida() {
        let certo = dinamico("OPERADORA LTDA", Some("10.00"));
        for posicao in 0..certo.len() {
            let mut bytes = certo.clone().into_bytes();
            bytes[posicao] = if bytes[posicao] == b'7' { b'8' } else { b'7' };
            let trocado = String::from_utf8(bytes).unwrap();
            assert!(Pix::ler(&trocado).is_err(), "posição {posicao}");
        }
    }

    #[test]
    fn recusas_dizem_o_motivo() {
        let certo = dinamico("OPERADORA LTDA", None);
        assert_eq!(Pix::ler(&certo[..certo.len() - 1]), Err(ErroPix::Malformado));
        assert_eq!(Pix::ler(&format!("{certo} ")), Err(ErroPix::Malformado));
        assert_eq!(Pix::ler(""), Err(ErroPix::Malformado));
        assert_eq!(Pix::ler(&certo.replace("LTDA", "LTDB")), Err(ErroPix::Crc));
        let sem_crc = certo[..certo.len() - 4].replace("br.gov.bcb.pix", "br.gov.bcb.xyz");
        let outro = format!("{sem_crc}{:04X}", crc16(sem_crc.as_bytes()));
        assert_eq!(Pix::ler(&outro), Err(ErroPix::OutroArranjo));
    }
}
