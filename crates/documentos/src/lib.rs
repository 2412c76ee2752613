//! O que é `documentos`: arquivos no armazém e a leitura de faturas em PDF.
//!
//! Três partes que se usam juntas ou separadas:
//! - [`Armazem`]: guarda e devolve arquivos pelo SHA-256 do conteúdo;
//! - [`Leitor`]: lê uma fatura num processo filho com limites e devolve [`FaturaLida`];
//! - [`conferir`]: confronta o que se leu com o que se espera, para quem vai aprovar.
//!
//! Nada aqui conhece banco, HTTP ou processos do mês.

pub mod armazem;
pub mod codigos;
pub mod filho;
pub mod inspecao;
pub mod leitura;

pub use armazem::{Armazem, ArquivoAberto, ArquivoGuardado, ConfiguracaoArmazem, ErroArmazem};
pub use filho::{ErroLeitura, Leitor, LimitesDoFilho, Origem};
pub use inspecao::{LimitesPdf, Recusa, conferir_assinatura};
pub use leitura::conferencia::{Conferencia, Esperado, Parecer, Semaforo, conferir};
pub use leitura::{Alerta, FaturaLida, FonteDeCampo};

#[cfg(test)]
mod pdf_de_teste;
#[cfg(test)]
mod sorteio;
