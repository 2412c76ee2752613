//! O que é `borda`: o que toda rota HTTP tem em comum.
//!
//! Extratores que já recusam com clareza ([`Autenticado`], [`Corpo`], [`Caminho`], [`Filtros`]), a tradução
//! de [`nucleo::Erro`] em `problem+json` ([`ErroHttp`], RFC 9457), páginas por cursor, `ETag`,
//! `Idempotency-Key` e as camadas que envolvem o servidor inteiro. Não conhece rota alguma.

mod auditoria;
mod autenticacao;
mod base;
mod camadas;
mod entrada;
mod idempotencia;
mod lote;
mod origem;
mod pagina;
mod planilha;
mod problema;
mod revalidacao;
mod versao;

pub use auditoria::FatoHttp;
pub use autenticacao::{Autenticacao, Autenticado, Autenticador, CABECALHO_CSRF, Credencial, Meio};
pub use base::Base;
pub use camadas::{camadas_do_servidor, nao_encontrado};
pub use entrada::{Caminho, Corpo, Filtros};
pub use idempotencia::exigir_uma_so_vez;
pub use lote::{LoteHttp, Recusado, conferir_tamanho_do_lote};
pub use origem::{ConfiancaEmProxy, OrigemDoPedido};
pub use pagina::{PaginaHttp, lendo_cursor};
pub use planilha::{Celula, Coluna, FormatoDePlanilha, LinhasDePlanilha, planilha};
pub use problema::{ErroHttp, Problema, Problemas, ResultadoHttp};
pub use revalidacao::Credenciais;
pub use utoipa_axum::{router::OpenApiRouter, routes};
pub use versao::{ComVersao, Versao};
