//! Os casos de uso de processos: os mesmos para HTTP, execuções e agendamentos.
//!
//! Em cada um, situação, auditoria e o que se enfileira são gravados na mesma transação.

use motor::Execucao;
use nucleo::{Erro, ProcessoId, Resultado};

mod abertura;
mod alteracao;
mod anexo;
mod decisoes;
mod downloads;
mod envio;
mod lote;

pub use abertura::{Abertura, abrir, abrir_do_mes};
pub use alteracao::{Alteracao, alterar};
pub use anexo::{Anexo, anexar, conferir_se_pode_anexar};
pub use decisoes::{Aprovacao, aprovar, desfazer_aprovacao, rejeitar};
pub use downloads::{
    Enfileiramento, PedidoEmLote, Recebida, pedir_download, pedir_downloads, registrar_download,
};
pub(crate) use envio::exigir_aprovado;
pub use envio::{enfileirar_envio, reenviar, registrar_envio};
pub use lote::{AcaoEmLote, Desfecho, ItemDoLote, Recusado, em_lote};

/// O `alvo_tipo` das execuções de um processo.
pub const ALVO: &str = "processo";
/// Tipo da execução que traz a fatura do portal.
pub const DOWNLOAD_FATURA: &str = "DOWNLOAD_FATURA";
/// Tipo da execução que entrega a fatura ao SAT.
pub const UPLOAD_SAT: &str = "UPLOAD_SAT";
/// Tipo da execução que conta um envio feito por uma pessoa.
pub const UPLOAD_MANUAL: &str = "UPLOAD_MANUAL";

/// O processo sobre o qual uma execução age.
pub(crate) fn alvo(execucao: &Execucao) -> Resultado<ProcessoId> {
    match (execucao.alvo_tipo.as_deref(), execucao.alvo_id) {
        (Some(ALVO), Some(id)) => Ok(id.into()),
        _ => Err(Erro::interno(format!("a execução {} não diz o seu processo", execucao.id))),
    }
}
