//! A visão e o que vale para ela.

use nucleo::{CampoInvalido, Erro, Resultado, VisaoId};

/// Quantas uma pessoa guarda por tela.
pub(super) const MAXIMO_POR_TELA: i64 = 50;
const NOME_MAXIMO: usize = 60;
const CONSULTA_MAXIMA: usize = 2_000;
const TELA_MAXIMA: usize = 40;

/// Uma visão guardada.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visao {
    /// O id.
    pub id: VisaoId,
    /// De qual tela.
    pub tela: String,
    /// Nome, único na tela da pessoa.
    pub nome: String,
    /// A parte do endereço depois de `?`.
    pub consulta: String,
    /// Em que lugar aparece, a partir de 1.
    pub posicao: i64,
}

/// O que uma pessoa define em uma visão.
#[derive(Clone, Debug)]
pub struct Dados {
    /// Nome.
    pub nome: String,
    /// A parte do endereço depois de `?`.
    pub consulta: String,
}

impl Dados {
    /// Confere tudo de uma vez e tira os espaços das pontas.
    pub(super) fn validar(self) -> Resultado<Self> {
        let (nome, consulta) = (self.nome.trim(), self.consulta.trim().trim_start_matches('?'));
        let mut recusas = Vec::new();
        if !(1..=NOME_MAXIMO).contains(&nome.chars().count()) || nome.chars().any(char::is_control) {
            recusas.push(CampoInvalido::novo("nome", "tamanho", "o nome tem de 1 a 60 caracteres"));
        }
        if consulta.len() > CONSULTA_MAXIMA || consulta.chars().any(char::is_control) {
            recusas.push(CampoInvalido::novo("consulta", "tamanho", "a consulta tem até 2.000 caracteres"));
        }
        if !recusas.is_empty() {
            return Err(Erro::Invalido(recusas));
        }
        Ok(Self { nome: nome.to_owned(), consulta: consulta.to_owned() })
    }
}

/// O nome de uma tela: letras minúsculas, algarismos e hífens.
pub(super) fn validar_tela(tela: &str) -> Resultado<&str> {
    let permitido = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (1..=TELA_MAXIMA).contains(&tela.len()) && tela.chars().all(permitido) {
        return Ok(tela);
    }
    let mensagem = "diga o nome de uma tela, como `processos`";
    Err(Erro::campo(CampoInvalido::novo("tela", "tela_invalida", mensagem)))
}
