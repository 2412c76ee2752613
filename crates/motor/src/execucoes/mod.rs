//! O que são `execucoes`: a verdade sobre tudo o que roda, com as suas tentativas.

pub(crate) mod acoes;
pub(crate) mod dominio;
pub(crate) mod evidencias;
pub(crate) mod http;
pub(crate) mod lista;
pub(crate) mod pessoas;
pub(crate) mod repositorio;
pub(crate) mod resumo;

pub use acoes::{
    anotar_arquivo, buscar, cancelar, do_alvo, enfileirar, registrar_execucao_feita, tentativas,
};
pub use dominio::{
    Enfileirada, Execucao, ExecucaoFeita, FLUXO, NovaExecucao, Passo, Situacao, SituacaoTentativa, Tentativa,
};
pub use evidencias::{Evidencia, NovaEvidencia, TipoDeEvidencia, buscar_evidencia};
