//! `cargo run -p xtask -- fluxos`.

use anyhow::{Result, bail};

fn main() -> Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("fluxos") => xtask::fluxos::gravar(),
        _ => bail!("uso: cargo run -p xtask -- fluxos"),
    }
}
