//! As operadoras em HTTP: uma operação por arquivo.

mod alterar;
mod criar;
mod formas;
mod listar;
mod mudar_status;
mod obter;
mod testar;

use std::sync::Arc;

use axum::extract::FromRef;
use borda::{Base, OpenApiRouter, routes};
use nucleo::Cofre;

use crate::App;

impl FromRef<App> for Arc<dyn Cofre> {
    fn from_ref(app: &App) -> Self {
        Arc::clone(&app.cofre)
    }
}

/// As rotas de operadoras, para qualquer estado que tenha a base e o cofre.
pub fn rotas<S>() -> OpenApiRouter<S>
where
    S: Clone + Send + Sync + 'static,
    Base: FromRef<S>,
    Arc<dyn Cofre>: FromRef<S>,
{
    OpenApiRouter::new()
        .routes(routes!(listar::listar_operadoras, criar::criar_operadora))
        .routes(routes!(obter::obter_operadora, alterar::alterar_operadora))
        .routes(routes!(mudar_status::ativar_operadora))
        .routes(routes!(mudar_status::desativar_operadora))
        .routes(routes!(testar::testar_operadora))
}
