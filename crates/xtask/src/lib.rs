//! O que é `xtask`: as tarefas da casa. A arrumação (tamanhos, bordas entre crates, palavras, esquemas
//! gêmeos) roda como teste; `cargo run -p xtask -- fluxos` redesenha os diagramas de `docs/fluxos`.

pub mod arrumacao;
pub mod fluxos;

use std::path::{Path, PathBuf};

/// A raiz do repositório.
pub fn raiz() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
