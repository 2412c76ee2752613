//! O que é o contrato: o que todo RPA recebe e devolve, com os nomes de JSON publicados.

mod entrada;
mod erro;
mod esquema;
mod saida;

pub use entrada::ParametrosEntrada;
pub use erro::{ClasseErro, ErroRpa};
pub use esquema::esquema_json;
pub use saida::{LinhaDeLog, Momentos, ResultadoSaida, StatusRpa};
