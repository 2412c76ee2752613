//! O estado e as rotas do motor.

use axum::extract::FromRef;
use borda::{Base, OpenApiRouter, routes};

use crate::{Catalogo, agendamentos, execucoes, registros};

/// O estado das rotas do motor.
#[derive(Clone)]
pub struct App {
    /// O que toda rota tem.
    pub base: Base,
    /// Os trabalhos registrados ([`crate::Motor::catalogo`]).
    pub catalogo: Catalogo,
}

impl FromRef<App> for Base {
    fn from_ref(app: &App) -> Self {
        app.base.clone()
    }
}

/// As rotas do motor, relativas a `/api/v1`.
pub fn rotas() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(execucoes::http::listar::listar))
        .routes(routes!(execucoes::http::resumo::resumo))
        .routes(routes!(execucoes::http::exportar::exportar))
        .routes(routes!(execucoes::http::lote::fazer_em_lote))
        .routes(routes!(execucoes::http::buscar::buscar))
        .routes(routes!(execucoes::http::repetir::repetir))
        .routes(routes!(execucoes::http::cancelar::cancelar))
        .routes(routes!(execucoes::http::decidir::decidir))
        .routes(routes!(execucoes::http::tela::ver))
        .routes(routes!(registros::http::listar::listar))
        .routes(routes!(registros::http::exportar::exportar))
        .routes(routes!(registros::http::ao_vivo::acompanhar))
        .routes(routes!(agendamentos::http::listar::listar, agendamentos::http::criar::criar))
        .routes(routes!(
            agendamentos::http::buscar::buscar,
            agendamentos::http::alterar::alterar,
            agendamentos::http::excluir::excluir
        ))
        .routes(routes!(agendamentos::http::disparar::disparar))
        .routes(routes!(agendamentos::http::disparos::listar))
        .routes(routes!(agendamentos::http::previa::prever))
}
