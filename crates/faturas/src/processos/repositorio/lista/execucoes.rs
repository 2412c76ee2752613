//! A última execução de cada processo da lista.

use std::collections::HashMap;

use banco::{Consulta, Contexto, Linha, ParaBanco, valores};
use chrono::{DateTime, Utc};
use nucleo::{ExecucaoId, ProcessoId, Resultado};

use crate::processos::{acoes::UPLOAD_SAT, passos::Circunstancias};

/// A última execução de um processo.
#[derive(Clone, Debug, PartialEq)]
pub struct UltimaExecucao {
    /// Id.
    pub id: ExecucaoId,
    /// Tipo, como `DOWNLOAD_FATURA`.
    pub tipo: String,
    /// Situação dela.
    pub status: String,
    /// Última mudança.
    pub atualizado_em: DateTime<Utc>,
    /// O que deu errado por último.
    pub detalhes_erro: Option<String>,
    /// Código do que deu errado.
    pub classe_erro: Option<String>,
    /// Antes disto não começa; só enquanto espera.
    pub disponivel_em: Option<DateTime<Utc>>,
    /// De 0 a 100, enquanto anda.
    pub progresso: Option<i64>,
    /// Quantas vezes um trabalhador já a tomou.
    ficha: i64,
}

const COLUNAS: &str = "SELECT id, tipo, status, atualizado_em, detalhes_erro, classe_erro, disponivel_em, progresso, ficha \
     FROM execucoes WHERE conta_id = ?";

fn da_linha(l: &Linha) -> Resultado<UltimaExecucao> {
    let status: String = l.obter_em(2)?;
    let espera = matches!(status.as_str(), "PENDENTE" | "ADIADA" | "TENTANDO_NOVAMENTE" | "INCERTO");
    let disponivel_em: DateTime<Utc> = l.obter_em(6)?;
    Ok(UltimaExecucao {
        id: l.obter_em(0)?,
        tipo: l.obter_em(1)?,
        status,
        atualizado_em: l.obter_em(3)?,
        detalhes_erro: l.obter_em(4)?,
        classe_erro: l.obter_em(5)?,
        disponivel_em: espera.then_some(disponivel_em),
        progresso: l.obter_em(7)?,
        ficha: l.obter_em(8)?,
    })
}

impl UltimaExecucao {
    /// Se ainda não terminou.
    pub fn esta_viva(&self) -> bool {
        !matches!(self.status.as_str(), "CONCLUIDO" | "FALHOU" | "CANCELADO")
    }

    /// Se não se sabe se o envio chegou ao SAT.
    pub fn envio_incerto(&self) -> bool {
        self.status == "INCERTO"
    }

    /// Se é um envio que ainda espera a vez e em que ninguém tocou.
    pub fn envio_na_fila(&self) -> bool {
        self.tipo == UPLOAD_SAT && self.status == "PENDENTE" && self.ficha == 0
    }

    /// Se dela já pode ter saído algo para o SAT.
    fn envio_iniciado(&self) -> bool {
        let cancelada_intocada = self.tipo == UPLOAD_SAT && self.status == "CANCELADO" && self.ficha == 0;
        !(self.envio_na_fila() || cancelada_intocada)
    }
}

/// As circunstâncias do cadastro, com o que a última execução muda.
pub fn com_a_ultima(cadastro: Circunstancias, ultima: Option<&UltimaExecucao>) -> Circunstancias {
    Circunstancias {
        em_execucao: ultima.is_some_and(UltimaExecucao::esta_viva),
        envio_incerto: ultima.is_some_and(UltimaExecucao::envio_incerto),
        envio_iniciado: ultima.is_some_and(UltimaExecucao::envio_iniciado),
        ..cadastro
    }
}

/// As execuções dos ids dados, de uma vez.
pub(super) async fn buscar(
    cx: &mut Contexto,
    ids: Vec<ExecucaoId>,
) -> Resultado<HashMap<ExecucaoId, UltimaExecucao>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (sql, valores) = Consulta::nova("")
        .com(COLUNAS, valores![cx.conta()])
        .sql(" AND id IN ")
        .linhas([ids.into_iter().map(ParaBanco::para_banco).collect()])
        .partes();
    let linhas = cx.buscar(sql, valores).await?;
    linhas.iter().map(|l| da_linha(l).map(|e| (e.id, e))).collect()
}

/// A última execução de um processo só, para quem mostra um por vez.
pub async fn ultima_execucao(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Option<UltimaExecucao>> {
    let (sql, valores) = Consulta::nova("")
        .com(COLUNAS, valores![cx.conta()])
        .com(" AND alvo_tipo = 'processo' AND alvo_id = ? ORDER BY id DESC LIMIT 1", valores![processo])
        .partes();
    cx.buscar_um(sql, valores).await?.as_ref().map(da_linha).transpose()
}
