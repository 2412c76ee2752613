//! O que é o Pix copia-e-cola: um BR Code (EMV) com CRC-16 no fim.

/// BR Code dinâmico com valor: `url` sem esquema, `centavos` em reais, nome e cidade sem acento.
#[must_use]
pub fn br_code(url: &str, centavos: u64, nome: &str, cidade: &str) -> String {
    let conta = campo("00", "br.gov.bcb.pix") + &campo("25", url);
    let mut codigo = campo("00", "01") + &campo("01", "12") + &campo("26", &conta);
    codigo += &(campo("52", "0000") + &campo("53", "986"));
    codigo += &campo("54", &format!("{}.{:02}", centavos / 100, centavos % 100));
    codigo += &(campo("58", "BR") + &campo("59", cortar(nome, 25)) + &campo("60", cortar(cidade, 15)));
    codigo += &campo("62", &campo("05", "***"));
    codigo += "6304";
    let crc = crc_16(codigo.as_bytes());
    format!("{codigo}{crc:04X}")
}

/// CRC-16 de polinômio 0x1021 e início 0xFFFF.
#[must_use]
pub fn crc_16(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0xFFFF, |crc, byte| {
        (0..8).fold(crc ^ (u16::from(*byte) << 8), |crc, _| {
            if crc & 0x8000 == 0 { crc << 1 } else { (crc << 1) ^ 0x1021 }
        })
    })
}

fn campo(id: &str, valor: &str) -> String {
    format!("{id}{:02}{valor}", valor.len())
}

fn cortar(texto: &str, limite: usize) -> &str {
    texto.get(..limite).unwrap_or(texto).trim_end()
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn crc_do_vetor() {
        assert_eq!(crc_16(b"123456789"), 0x29B1);
    }

    #[test]
    fn campos_na_ordem_e_crc_confere() {
        let codigo =
            br_code("pix.oi.example/cobv/1", 123_456, "UM NOME COMPRIDO DEMAIS PARA O CAMPO", "SAO PAULO");
        assert!(codigo.starts_with("000201010212"));
        assert!(codigo.contains("54071234.56"));
        assert!(codigo.contains("5925UM NOME COMPRIDO DEMAIS P6009SAO PAULO"));
        let (corpo, crc) = codigo.split_at(codigo.len() - 4);
        assert_eq!(format!("{:04X}", crc_16(corpo.as_bytes())), crc);
    }
}
