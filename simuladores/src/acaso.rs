//! O que vem de fora do programa: a hora e as fichas de sessão. Simuladores não têm relógio injetado.

use chrono::{DateTime, Utc};
use uuid::Uuid;

/// A hora de agora, em UTC.
#[expect(
    clippy::disallowed_methods,
    reason = "os simuladores imitam sistemas de terceiros, com a hora deles"
)]
pub(crate) fn agora() -> DateTime<Utc> {
    Utc::now()
}

/// Uma ficha que não se repete.
#[expect(
    clippy::disallowed_methods,
    reason = "os simuladores imitam sistemas de terceiros, com as fichas deles"
)]
pub(crate) fn ficha_nova() -> Uuid {
    Uuid::new_v4()
}
