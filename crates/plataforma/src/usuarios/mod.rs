//! O que é um usuário: uma pessoa, global na plataforma; nenhuma conta a possui. O que uma conta tem é o
//! vínculo: o acesso da pessoa a ela, por meio de grupos, que se dá, se retira e se devolve.

pub mod acoes;
pub mod dominio;
pub mod http;
pub mod proprio;
pub(crate) mod repositorio;

use borda::lendo_cursor;
use nucleo::{CampoInvalido, Cursor, Erro, Resultado};

pub use acoes::{NovoUsuario, UsuarioPronto};
pub use dominio::{Email, Usuario, Vinculo};

/// Lê um cursor de lista ordenada por nome e id.
pub(crate) fn ler_cursor_por_nome<I: std::str::FromStr>(
    texto: Option<String>,
) -> Resultado<Option<(String, I)>> {
    let recusado =
        || Erro::campo(CampoInvalido::novo("cursor", "cursor_invalido", "recomece da primeira página"));
    let Some(Cursor(partes)) = lendo_cursor(texto)? else { return Ok(None) };
    let [nome, id] = <[String; 2]>::try_from(partes).map_err(|_| recusado())?;
    Ok(Some((nome, id.parse().map_err(|_| recusado())?)))
}

#[cfg(test)]
mod testes;
