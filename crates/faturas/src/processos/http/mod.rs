//! O HTTP de processos: uma operação por arquivo.

mod abrir;
mod abrir_mes;
mod alterar;
mod anexar;
mod aprovar;
mod arquivo;
mod auditoria;
mod baixar;
mod baixar_mes;
mod comum;
mod contadores;
mod enviar;
mod exportar;
mod falhas;
mod filtro;
mod formulario;
mod historico;
mod listar;
mod lote;
mod matriz;
mod obter;
mod painel;
mod rejeitar;
mod resumo;
mod triar;

use axum::extract::DefaultBodyLimit;
use borda::{OpenApiRouter, routes};

use crate::App;

/// As rotas de processos.
pub fn rotas() -> OpenApiRouter<App> {
    // O anexo e a triagem contam os bytes enquanto chegam e têm limite próprio, da configuração.
    let com_arquivo = OpenApiRouter::new()
        .routes(routes!(arquivo::obter_fatura, anexar::anexar))
        .routes(routes!(triar::triar))
        .layer(DefaultBodyLimit::disable());
    OpenApiRouter::new()
        .routes(routes!(listar::listar, abrir::abrir))
        .routes(routes!(resumo::resumir))
        .routes(routes!(contadores::contar_processos))
        .routes(routes!(falhas::contar_falhas))
        .routes(routes!(painel::mostrar_painel))
        .routes(routes!(matriz::mostrar_matriz))
        .routes(routes!(exportar::exportar_processos))
        .routes(routes!(lote::agir_em_processos))
        .routes(routes!(abrir_mes::abrir_mes))
        .routes(routes!(baixar_mes::baixar_mes))
        .routes(routes!(obter::obter, alterar::alterar_processo))
        .routes(routes!(baixar::baixar))
        .routes(routes!(aprovar::aprovar, aprovar::desfazer_aprovacao))
        .routes(routes!(rejeitar::rejeitar))
        .routes(routes!(enviar::enviar))
        .routes(routes!(historico::exportar))
        .routes(routes!(auditoria::auditar))
        .merge(com_arquivo)
}
