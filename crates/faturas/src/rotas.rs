//! Índice das rotas de faturas.

use borda::OpenApiRouter;

use crate::{App, busca, clientes, evidencias, operadoras, processos};

/// Todas as rotas desta crate, relativas a `/api/v1`.
pub fn rotas() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(operadoras::http::rotas())
        .merge(clientes::http::rotas())
        .merge(processos::http::rotas())
        .merge(busca::http::rotas())
        .merge(evidencias::rotas())
}
