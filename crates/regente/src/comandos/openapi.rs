//! `regente openapi`.

use std::process::ExitCode;

/// Escreve a descrição da API na saída padrão.
pub fn executar() -> anyhow::Result<ExitCode> {
    println!("{}", crate::sistema::openapi().to_pretty_json()?);
    Ok(ExitCode::SUCCESS)
}
