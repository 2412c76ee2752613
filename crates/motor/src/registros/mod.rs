//! O que são os `registros`: as linhas que uma execução conta enquanto anda, guardadas na telemetria e
//! seguidas ao vivo.

mod dominio;
mod escritor;
pub(crate) mod http;
mod repositorio;

pub use dominio::{Nivel, Registro};
pub(crate) use escritor::{Escritor, Registrador};
