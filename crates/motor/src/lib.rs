//! O que é `motor`: execuções duráveis. Quem quer algo feito enfileira na sua própria transação; o executor
//! reserva, faz, e conclui na mesma transação que muda o domínio. Nada se perde numa queda, e o que não pode
//! acontecer duas vezes é verificado antes de qualquer repetição.
//!
//! - o que se executa: [`Trabalho`] · pedir: [`enfileirar`] · andar: [`Motor`]
//! - o que um trabalho alcança: [`Ambiente`] · o que contou: [`Registro`]
//! - por HTTP: [`rotas`] · na hora marcada: [`Agendamento`]

mod agendamentos;
mod ambiente;
mod app;
mod avisos;
mod catalogo;
mod execucoes;
mod executor;
mod fila;
mod registros;
mod telas;
mod trabalho;

#[cfg(test)]
mod testes;

pub use agendamentos::{Agendamento, Regra, TipoDeAgendamento};
pub use ambiente::Ambiente;
pub use app::{App, rotas};
pub use catalogo::Catalogo;
pub use execucoes::{
    Enfileirada, Evidencia, Execucao, ExecucaoFeita, FLUXO, NovaEvidencia, NovaExecucao, Passo, Situacao,
    SituacaoTentativa, Tentativa, TipoDeEvidencia, anotar_arquivo, buscar, buscar_evidencia, cancelar,
    do_alvo, enfileirar, registrar_execucao_feita, tentativas,
};
pub use executor::{ConfiguracaoMotor, Motor, MotorEmMarcha};
pub use registros::{Nivel, Registro};
pub use telas::TelaAoVivo;
pub use trabalho::{Decisao, Falha, Politica, Trabalho, Veredito};
