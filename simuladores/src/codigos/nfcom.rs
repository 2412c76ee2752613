//! O que é a chave de acesso da NFCom (modelo 62): 44 posições com dígito verificador.

use chrono::NaiveDate;

use crate::digitos::modulo_11;

/// A chave: UF, ano e mês da emissão, CNPJ, modelo, série, número, tipo de emissão, site, código e dígito.
#[must_use]
pub fn chave(uf: u8, emissao: NaiveDate, cnpj: &str, serie: u16, numero: u32, codigo: u32) -> String {
    let base = format!("{uf:02}{}{cnpj}62{serie:03}{numero:09}10{codigo:07}", emissao.format("%y%m"));
    let digito = modulo_11(&base);
    format!("{base}{digito}")
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn vetor_publicado() {
        let emissao = NaiveDate::from_ymd_opt(2026, 1, 10).unwrap();
        let chave = chave(26, emissao, "07159053000107", 1, 3198, 8_346_510);
        assert_eq!(chave, "26260107159053000107620010000031981083465102");
    }
}
