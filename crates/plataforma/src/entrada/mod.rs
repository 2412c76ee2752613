//! O que é a entrada: provar quem é e receber uma sessão (cookie, para o navegador) ou um token (JWT, para a
//! API). De ambos se volta a um [`nucleo::Escopo`] a cada pedido, com as permissões do momento.
//!
//! Toda recusa tem a mesma resposta e o mesmo trabalho; o motivo fica nos registros. Tentativas demais
//! esperam ([`freios`]).

mod acessos;
pub mod acoes;
mod cookie;
pub(crate) mod freios;
pub mod http;
mod porteiro;
pub(crate) mod sessoes;
mod tokens;

use chrono::TimeDelta;

pub use acoes::{Credenciais, ErroDeEntrada, Identidade};
pub use cookie::Cookie;
pub use freios::Limites;
pub use porteiro::Porteiro;
pub use sessoes::{Sessao, SessaoAberta};
pub use tokens::{TokenEmitido, Tokens};

/// Prazos e limites da entrada.
#[derive(Clone, Debug)]
pub struct ConfiguracaoDeEntrada {
    /// Sessão sem uso por este tempo se encerra.
    pub ociosa: TimeDelta,
    /// Sessão se encerra depois deste tempo, usada ou não.
    pub absoluta: TimeDelta,
    /// Por quanto tempo um token vale.
    pub token: TimeDelta,
    /// Cookie `__Host-` com `Secure`: exige HTTPS. Falso só em `http://localhost`.
    pub cookie_seguro: bool,
    /// Nome com que o produto se apresenta a quem entrou.
    pub marca: String,
    /// Quantas tentativas erradas se toleram.
    pub limites: Limites,
}

impl Default for ConfiguracaoDeEntrada {
    fn default() -> Self {
        Self {
            ociosa: TimeDelta::hours(8),
            absoluta: TimeDelta::hours(12),
            token: TimeDelta::hours(1),
            cookie_seguro: true,
            marca: "Regente".to_owned(),
            limites: Limites::default(),
        }
    }
}

#[cfg(test)]
mod testes;
