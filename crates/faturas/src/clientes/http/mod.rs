//! Os clientes em HTTP: uma operação por arquivo.

mod alterar;
mod criar;
mod exportar;
mod formas;
mod importar;
mod listar;
mod lote;
mod mudar_status;
mod obter;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, FromRef};
use borda::{Base, OpenApiRouter, routes};
use nucleo::Cofre;

use crate::clientes::importacao::LIMITE_BYTES;

/// Folga para os cabeçalhos das partes de um formulário.
const FOLGA_DO_FORMULARIO: usize = 64 * 1024;

/// As rotas de clientes, para qualquer estado que tenha a base e o cofre.
pub fn rotas<S>() -> OpenApiRouter<S>
where
    S: Clone + Send + Sync + 'static,
    Base: FromRef<S>,
    Arc<dyn Cofre>: FromRef<S>,
{
    let importacao = OpenApiRouter::new()
        .routes(routes!(importar::importar_clientes))
        .layer(DefaultBodyLimit::max(LIMITE_BYTES + FOLGA_DO_FORMULARIO));
    OpenApiRouter::new()
        .routes(routes!(listar::listar_clientes, criar::criar_cliente))
        .routes(routes!(obter::obter_cliente, alterar::alterar_cliente))
        .routes(routes!(mudar_status::ativar_cliente))
        .routes(routes!(mudar_status::desativar_cliente))
        .routes(routes!(exportar::exportar_clientes))
        .routes(routes!(lote::mudar_clientes))
        .merge(importacao)
}
