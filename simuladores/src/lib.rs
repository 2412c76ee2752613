//! Portais, SAT e API externa de RPA de mentira, com protocolos e falhas de verdade.
//!
//! Não fazem parte do produto: servem a demonstração e os testes. Cada portal imita uma dificuldade
//! dos portais reais (quadros, página única lenta, janela nova, entrada em dois passos) e entrega
//! faturas em PDF cujos códigos concordam entre si. `PORTAIS.md` descreve cada fluxo.

mod acaso;
pub mod catalogo;
pub mod codigos;
mod controle;
pub mod digitos;
mod estado;
pub mod falhas;
pub mod fatura;
pub mod mes_ano;
mod pagina;
pub mod pdf;
mod portais;
mod servidor;

pub use catalogo::ClienteSimulado;
pub use estado::Contagem;
pub use falhas::{Falha, Portal, TipoFalha};
pub use fatura::Fatura;
pub use mes_ano::MesAno;
pub use portais::sat::DocumentoSat;
pub use servidor::{Opcoes, Simulador, iniciar};
