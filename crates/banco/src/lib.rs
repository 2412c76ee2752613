//! O que é `banco`: SQLite ou PostgreSQL por trás de uma só porta.
//!
//! Quem grava recebe um [`Contexto`]: a transação com o escopo dentro. Repositórios o pedem, nunca uma
//! conexão; ninguém abre transação à mão nem esquece de confirmar. O mesmo texto SQL, com `?`, serve aos
//! dois bancos; onde eles divergem de verdade, quem precisa pergunta [`Transacao::dialeto`].
//!
//! - leituras: [`Banco::ler`] · gravações: [`Banco::gravar`] · entre contas: [`Banco::gravar_sistema`]
//! - valores que entram: [`valores!`] · colunas que saem: [`Linha::obter`]
//! - auditoria na mesma transação: [`Contexto::registrar`]
//! - o que mudou em cada conta: [`Banco::ouvir_mudancas`]

mod abertura;
mod auditoria;
mod cadeado;
mod consulta;
mod contexto;
mod erro;
mod linha;
mod mudancas;
mod transacao;
mod valor;

pub use abertura::{Banco, ConfiguracaoBanco};
pub use auditoria::{DESCRICOES, Fato, FatoGuardado, FiltroDeFatos, contar_fatos, descrever, listar_fatos};
pub use cadeado::Cadeado;
pub use consulta::Consulta;
pub use contexto::{Contexto, ContextoSistema};
pub use erro::traduzir;
pub use linha::{Coluna, Linha};
pub use mudancas::{Assuntos, Mudou, Ouvinte};
pub use transacao::{Dialeto, Transacao};
pub use valor::{ParaBanco, Valor};

#[cfg(test)]
mod testes;
