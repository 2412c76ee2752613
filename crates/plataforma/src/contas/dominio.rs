//! A conta e o que vale para ela.

use chrono::{DateTime, Utc};
use nucleo::{CampoInvalido, ContaId, Erro, Resultado};
use uuid::Uuid;

/// A conta de que todas nascem. O id é fixo para que dois servidores que comecem juntos criem a mesma.
pub const CONTA_MESTRA: ContaId = ContaId(Uuid::from_u128(0x0199_0000_0000_7000_8000_6372_6f6e_7465));

/// Nome da conta mestra.
pub const NOME_DA_MESTRA: &str = "crontech";

const TAMANHO_MAXIMO: usize = 120;

/// Uma conta filha, como a mãe a vê.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conta {
    /// O id.
    pub id: ContaId,
    /// Nome.
    pub nome: String,
    /// Se não está suspensa: em conta suspensa ninguém entra.
    pub ativa: bool,
    /// Quando nasceu.
    pub criado_em: DateTime<Utc>,
}

/// Nome de conta ou de pessoa: de 1 a 120 caracteres, sem espaços nas pontas nem caracteres de controle.
pub fn validar_nome(campo: &'static str, nome: &str) -> Resultado<String> {
    let nome = nome.trim();
    let recusar = |codigo, mensagem| Err(Erro::campo(CampoInvalido::novo(campo, codigo, mensagem)));
    match nome.chars().count() {
        0 => recusar("obrigatorio", "informe o nome"),
        1..=TAMANHO_MAXIMO if nome.chars().any(char::is_control) => {
            recusar("caractere_invalido", "o nome tem caracteres de controle; tire-os")
        }
        1..=TAMANHO_MAXIMO => Ok(nome.to_owned()),
        _ => recusar("nome_longo", "o nome passa de 120 caracteres"),
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn nome_tem_tamanho_e_nao_tem_controle() {
        assert_eq!(validar_nome("nome", "  Ação & Cia ").unwrap(), "Ação & Cia");
        let longo = "é".repeat(121);
        for ruim in ["", "   ", "a\nb", "a\0", &longo] {
            assert!(validar_nome("nome", ruim).is_err(), "{ruim:?}");
        }
        assert!(validar_nome("nome", &"é".repeat(120)).is_ok());
    }
}
