//! O que são os trabalhos: as execuções que esta crate sabe fazer.
//!
//! - [`BaixarFatura`] (`DOWNLOAD_FATURA`): do portal ao armazém, e o processo passa a esperar aprovação;
//! - [`EnviarAoSat`] (`UPLOAD_SAT`): do armazém ao SAT, uma vez só;
//! - [`TestarAcesso`] (`TESTE_ACESSO`): só entra no portal da operadora, e diz o que viu;
//! - [`CriarProcessosMensais`] e [`ExecutarDownloads`]: o que os agendamentos disparam.

mod baixar;
mod do_mes;
mod enviar;
mod falhas;
mod ponte;
mod testar_acesso;
#[cfg(test)]
mod testes;
#[cfg(test)]
mod testes_acesso;

use std::sync::Arc;

use motor::Motor;

use crate::{App, processos::acoes::UPLOAD_MANUAL};

pub use baixar::BaixarFatura;
pub use do_mes::{CriarProcessosMensais, ExecutarDownloads};
pub use enviar::{EnviarAoSat, Recibo};
pub use testar_acesso::{AcessoTestado, TestarAcesso};

/// Ensina ao motor as execuções de faturas.
pub fn registrar_trabalhos(motor: Motor, app: &App) -> Motor {
    motor
        .registrar(Arc::new(BaixarFatura::novo(app.clone())))
        .registrar(Arc::new(EnviarAoSat::novo(app.clone())))
        .registrar(Arc::new(TestarAcesso::novo(app.clone())))
        .registrar(Arc::new(CriarProcessosMensais::novo(app.clone())))
        .registrar(Arc::new(ExecutarDownloads::novo(app.clone())))
        .nomear(UPLOAD_MANUAL, "Anexar fatura")
}
