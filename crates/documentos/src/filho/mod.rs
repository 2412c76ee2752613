//! O que é o filho: um processo à parte que interpreta PDFs com tempo e memória contados.
//!
//! Um PDF hostil pode pedir gigabytes ou nunca terminar. O interpretador roda num processo
//! do mesmo executável, sem as variáveis de ambiente do pai; se estoura um limite, morre só
//! ele. Em Unix os limites são postos por `sh` com `ulimit` antes do `exec`; sem `sh`, ou
//! fora de Unix, vale só o limite de tempo, e isso vai ao registro.

mod leitor;
mod principal;
mod protocolo;

pub use leitor::{ErroLeitura, Leitor, LimitesDoFilho, Origem};
pub use principal::principal;

/// Argumento escondido com que o executável do produto vira o filho.
pub const ARGUMENTO: &str = "--ler-pdf";
