//! O que é `plataforma`: de quem são os dados e quem pode o quê.
//!
//! - [`contas`]: donas dos dados; a mestra e as que nascem dela;
//! - [`usuarios`]: pessoas, globais, e os seus vínculos com contas;
//! - [`grupos`]: conjuntos de permissões, a única coisa que um vínculo carrega;
//! - [`senhas`], [`entrada`]: provar quem é — sessão no navegador, token na API;
//! - [`primeiro_acesso`]: o primeiro administrador, sem senha padrão;
//! - [`auditoria`], [`eventos`]: o que se fez e o que acaba de mudar;
//! - [`visoes`]: os filtros que cada pessoa guarda;
//! - [`segredos`]: cifrar o que o produto usa e ninguém deve ler.
//!
//! Nada mais na casa sabe o que é um cookie, um token ou um resumo de senha.

pub mod auditoria;
pub mod contas;
pub mod entrada;
pub mod eventos;
pub mod grupos;
mod preparo;
pub mod primeiro_acesso;
mod rotas;
pub mod segredos;
pub mod senhas;
pub mod usuarios;
pub mod visoes;

use std::sync::Arc;

use axum::extract::FromRef;

pub use entrada::{ConfiguracaoDeEntrada, Porteiro, Tokens};
pub use preparo::{limpar_vencidos, preparar};
pub use rotas::{rotas, rotas_auth};
pub use segredos::{ChavesMestras, CofreLocal};
pub use senhas::{Custo, Senhas};

/// O que as rotas desta crate precisam.
#[derive(Clone)]
pub struct App {
    /// O comum a todas as rotas; o seu autenticador é o mesmo [`Porteiro`].
    pub base: borda::Base,
    /// Quem confere senhas, abre sessões e reconhece credenciais.
    pub porteiro: Arc<Porteiro>,
}

impl FromRef<App> for borda::Base {
    fn from_ref(app: &App) -> Self {
        app.base.clone()
    }
}

#[cfg(test)]
mod testes;
