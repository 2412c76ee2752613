//! Comparação de textos digitados por pessoas.

use unicode_normalization::UnicodeNormalization;

/// O texto sem acentos nem cedilha: `"São João"` vira `"Sao Joao"`.
pub fn sem_acentos(texto: &str) -> String {
    texto.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}

/// A forma em que dois textos iguais para uma pessoa são iguais para a máquina: sem espaços nas pontas nem
/// repetidos no meio (inclusive o espaço inseparável), sem acentos, em maiúsculas.
///
/// É parte da definição de `hash_unico`: mudá-la mudaria a identidade de todos os clientes.
pub fn normalizar(texto: &str) -> String {
    sem_acentos(texto).to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn iguala_o_que_uma_pessoa_le_igual() {
        for texto in [
            "Ação  São João ",
            "ACAO SAO JOAO",
            "\u{a0}ação\tsão\njoão",
            "ac\u{327}a\u{303}o sa\u{303}o joa\u{303}o",
        ] {
            assert_eq!(normalizar(texto), "ACAO SAO JOAO", "{texto}");
        }
        assert_eq!(normalizar("  "), "");
    }
}
