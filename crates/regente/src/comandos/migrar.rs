//! `regente migrar`.

use std::process::ExitCode;

use crate::{configuracao::Configuracao, sistema};

/// Aplica as migrações que faltam e sai.
pub async fn executar(configuracao: Configuracao) -> anyhow::Result<ExitCode> {
    let banco = sistema::abrir_banco(&configuracao).await?;
    banco.migrar().await?;
    banco.fechar().await;
    println!("o banco está na versão atual");
    Ok(ExitCode::SUCCESS)
}
