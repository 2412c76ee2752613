//! O que é `hash_unico`: a identidade de um cliente para fora da casa, estável para sempre.
//!
//! É o SHA-256, em 64 algarismos hexadecimais minúsculos, dos bytes UTF-8 de
//!
//! ```text
//! v1;<n>:<nome_sat>;<n>:<operadora>;<n>:<servico>;<n>:<dados_sat>;<n>:<filtro>;<n>:<unidade>;
//! ```
//!
//! onde cada campo passou por [`nucleo::normalizar`] (sem espaços nas pontas nem repetidos, sem acentos, em
//! maiúsculas), `<n>` é o tamanho dele em bytes, escrito em decimal, e `operadora` é o código da operadora.
//! O tamanho na frente torna a forma inequívoca: nenhum texto de um campo pode ser confundido com o começo
//! do seguinte. Campo vazio escreve-se `0:;`. Exemplos publicados, conferidos por teste:
//!
//! | nome_sat | operadora | servico | dados_sat | filtro | unidade | hash_unico |
//! |---|---|---|---|---|---|---|
//! | Padaria São João Ltda | EMB | Fixo | Conta 1234-5 | Matriz | São Paulo - Centro | `53c9fd9d4f26c30a814e5372dc4553f4a295cf5cbf08d1d0bf4757b1b6680444` |
//! | PADARIA SAO JOAO LTDA | EMB | FIXO | CONTA 1234-5 | MATRIZ | SAO PAULO - CENTRO | `53c9fd9d4f26c30a814e5372dc4553f4a295cf5cbf08d1d0bf4757b1b6680444` |
//! | Açúcar & Álcool S.A. | VIV | Móvel | (vazio) | (vazio) | Usina 2 | `81ad74c00e32c014421ef641187b4b6f3cd79d24e4804b69bc84f86272a766ed` |
//! | Transportes Ñandú | DIG | Link dedicado 100 Mbps | Centro de custo 77; filial 3 | Unidade: 0042 | Belém/PA | `a17011404df38fae90271f59488a64d4ad6f980aede85ebd2597cf89d3b66a39` |
//! | Metalúrgica Três Irmãos | OI | Internet | CC 10 | Filtro "A" | Galpão 1 | `a3cc315b6d7337de444c3152695efd35e38cb2de7d1dd6fb65796099a4f1b2a9` |
//! | (vazio) | (vazio) | (vazio) | (vazio) | (vazio) | (vazio) | `df5b2bf70a01c989239b6e8f6e642a1a1c06d9ef779bf42b14334f81bf028f3c` |
//!
//! A forma nunca muda. Se um dia outra for precisa, ela se chamará `v2` e conviverá com esta.

use std::fmt::Write;

use nucleo::{Sha256, normalizar};

/// Os textos que identificam um cliente, como foram digitados.
#[derive(Clone, Copy, Debug)]
pub struct Partes<'a> {
    /// Nome com que o SAT conhece o cliente (`nome_filtro` em sistemas antigos).
    pub nome_sat: &'a str,
    /// Código da operadora.
    pub operadora: &'a str,
    /// Serviço contratado.
    pub servico: &'a str,
    /// Dados que o SAT pede para receber a fatura.
    pub dados_sat: &'a str,
    /// Filtro com que se acha a fatura no portal.
    pub filtro: &'a str,
    /// Unidade do cliente.
    pub unidade: &'a str,
}

/// O `hash_unico` das partes.
pub fn calcular(partes: Partes<'_>) -> String {
    Sha256::de(forma(partes)).to_string()
}

/// O texto que é resumido.
fn forma(partes: Partes<'_>) -> String {
    let campos =
        [partes.nome_sat, partes.operadora, partes.servico, partes.dados_sat, partes.filtro, partes.unidade];
    let mut texto = String::from("v1;");
    for campo in campos {
        let campo = normalizar(campo);
        // Escrever em String não falha.
        let _ = write!(texto, "{}:{campo};", campo.len());
    }
    texto
}

#[cfg(test)]
mod testes {
    use super::*;

    fn partes([nome_sat, operadora, servico, dados_sat, filtro, unidade]: [&str; 6]) -> Partes<'_> {
        Partes { nome_sat, operadora, servico, dados_sat, filtro, unidade }
    }

    /// Os exemplos publicados em `docs/hash_unico.md`. Se este teste quebrar, o erro está no código.
    const EXEMPLOS: &[([&str; 6], &str)] = &[
        (
            ["Padaria São João Ltda", "EMB", "Fixo", "Conta 1234-5", "Matriz", "São Paulo - Centro"],
            "53c9fd9d4f26c30a814e5372dc4553f4a295cf5cbf08d1d0bf4757b1b6680444",
        ),
        (
            ["PADARIA SAO JOAO LTDA", "EMB", "FIXO", "CONTA 1234-5", "MATRIZ", "SAO PAULO - CENTRO"],
            "53c9fd9d4f26c30a814e5372dc4553f4a295cf5cbf08d1d0bf4757b1b6680444",
        ),
        (
            ["Açúcar & Álcool S.A.", "VIV", "Móvel", "", "", "Usina 2"],
            "81ad74c00e32c014421ef641187b4b6f3cd79d24e4804b69bc84f86272a766ed",
        ),
        (
            [
                "Transportes Ñandú",
                "DIG",
                "Link dedicado 100 Mbps",
                "Centro de custo 77; filial 3",
                "Unidade: 0042",
                "Belém/PA",
            ],
            "a17011404df38fae90271f59488a64d4ad6f980aede85ebd2597cf89d3b66a39",
        ),
        (
            ["Metalúrgica Três Irmãos", "OI", "Internet", "CC 10", "Filtro \"A\"", "Galpão 1"],
            "a3cc315b6d7337de444c3152695efd35e38cb2de7d1dd6fb65796099a4f1b2a9",
        ),
        (["", "", "", "", "", ""], "df5b2bf70a01c989239b6e8f6e642a1a1c06d9ef779bf42b14334f81bf028f3c"),
    ];

    #[test]
    fn os_exemplos_publicados_nunca_mudam() {
        for (campos, esperado) in EXEMPLOS {
            assert_eq!(calcular(partes(*campos)), *esperado, "{campos:?}");
        }
    }

    #[test]
    fn o_que_uma_pessoa_le_igual_tem_o_mesmo_hash() {
        let a = partes(["São João Ltda", "vivo", "Móvel", "Rede", "Matriz", "Belém"]);
        let b = partes(["  SAO  JOAO\tLTDA ", "VIVO", "movel", "rede", "MATRIZ ", "Bele\u{301}m"]);
        assert_eq!(calcular(a), calcular(b));
    }

    #[test]
    fn texto_que_imita_a_forma_nao_se_confunde() {
        let a = partes(["A", "B", "", "", "", ""]);
        let b = partes(["A;1:B", "", "", "", "", ""]);
        let c = partes(["", "A", "B", "", "", ""]);
        assert_eq!(forma(a), "v1;1:A;1:B;0:;0:;0:;0:;");
        assert_eq!(forma(b), "v1;5:A;1:B;0:;0:;0:;0:;0:;");
        assert_ne!(calcular(a), calcular(b));
        assert_ne!(calcular(a), calcular(c));
    }

    #[test]
    fn cada_campo_conta() {
        let base = ["a", "b", "c", "d", "e", "f"];
        let original = calcular(partes(base));
        for i in 0..base.len() {
            let mut outro = base;
            outro[i] = "x";
            assert_ne!(calcular(partes(outro)), original, "campo {i}");
        }
    }
}
