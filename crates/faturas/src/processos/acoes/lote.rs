//! O mesmo passo em muitos processos: cada um na própria transação, e o que não deu volta com o motivo.

use std::time::Duration;

use banco::{Banco, Contexto};
use nucleo::{
    Competencia, Erro, Escopo, Pode, Resultado, Sha256,
    permissoes::{AprovarProcessos, OperarProcessos},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{abrir, aprovar, pedir_download, reenviar, rejeitar};

/// O passo, com a prova de quem pode dá-lo.
#[derive(Clone, Debug)]
pub enum AcaoEmLote {
    /// O RPA traz a fatura.
    Baixar(Pode<OperarProcessos>),
    /// Aprova o arquivo visto.
    Aprovar {
        /// Quem pode.
        pode: Pode<AprovarProcessos>,
        /// Notas, as mesmas em todos.
        observacoes: Option<String>,
        /// Quanto o envio espera quem queira voltar atrás.
        janela: Duration,
    },
    /// Rejeita, com o mesmo motivo em todos.
    Rejeitar {
        /// Quem pode.
        pode: Pode<AprovarProcessos>,
        /// O motivo.
        motivo: String,
    },
    /// Envia de novo ao SAT.
    Enviar(Pode<OperarProcessos>),
    /// Abre o processo de um cliente no mês; o id é o do cliente.
    Criar(Pode<OperarProcessos>, Competencia),
}

/// Em que se age.
#[derive(Clone, Copy, Debug)]
pub struct ItemDoLote {
    /// O processo, ou o cliente ao criar.
    pub id: Uuid,
    /// O arquivo que se viu.
    pub visto: Option<Sha256>,
}

/// O que não deu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = lote::Recusado)]
pub struct Recusado {
    /// O processo, ou o cliente ao criar.
    pub id: Uuid,
    /// Código do motivo.
    pub codigo: String,
    /// O motivo.
    pub mensagem: String,
}

/// O que um lote fez.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = lote::Desfecho)]
pub struct Desfecho {
    /// Quantos deram certo.
    pub feitos: u64,
    /// Os outros, com o motivo de cada um.
    pub recusados: Vec<Recusado>,
}

/// Dá o passo em cada item, um de cada vez.
pub async fn em_lote(banco: &Banco, escopo: &Escopo, acao: &AcaoEmLote, itens: &[ItemDoLote]) -> Desfecho {
    let mut desfecho = Desfecho::default();
    for item in itens {
        match banco.gravar(escopo, async |cx| agir(cx, acao, *item).await).await {
            Ok(()) => desfecho.feitos += 1,
            Err(erro) => desfecho.recusados.push(recusado(item.id, &erro)),
        }
    }
    desfecho
}

async fn agir(cx: &mut Contexto, acao: &AcaoEmLote, item: ItemDoLote) -> Resultado<()> {
    match acao {
        AcaoEmLote::Baixar(pode) => pedir_download(cx, *pode, item.id.into()).await.map(drop),
        AcaoEmLote::Enviar(pode) => reenviar(cx, *pode, item.id.into()).await.map(drop),
        AcaoEmLote::Criar(pode, mes) => abrir(cx, *pode, item.id.into(), *mes).await.map(drop),
        AcaoEmLote::Rejeitar { pode, motivo } => {
            rejeitar(cx, *pode, item.id.into(), item.visto, motivo.clone()).await.map(drop)
        }
        AcaoEmLote::Aprovar { pode, observacoes, janela } => {
            let visto = item.visto.ok_or_else(|| {
                Erro::conflito(
                    "arquivo_nao_visto",
                    "diga qual arquivo se viu",
                    "mande o arquivo_sha256 do processo",
                )
            })?;
            aprovar(cx, *pode, item.id.into(), visto, observacoes.clone(), *janela).await.map(drop)
        }
    }
}

fn recusado(id: Uuid, erro: &Erro) -> Recusado {
    let mensagem = match erro {
        Erro::Invalido(campos) if campos.len() == 1 => campos[0].mensagem.to_string(),
        // O detalhe de um defeito nosso vai para os registros, não para quem pediu.
        Erro::Interno(causa) => {
            tracing::error!(%id, erro = %causa, "um item do lote falhou");
            "erro interno; tente de novo".to_owned()
        }
        outro => outro.to_string(),
    };
    Recusado { id, codigo: erro.codigo().to_owned(), mensagem }
}
