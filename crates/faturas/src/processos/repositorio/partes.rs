//! O que rodeia um processo na tela de um só e no histórico: decisões, execuções, tentativas, efeitos e
//! auditoria. Cada lista tem fim.

use banco::{Contexto, Linha, valores};
use chrono::{DateTime, Utc};
use nucleo::{Competencia, ExecucaoId, OperadoraId, ProcessoId, Resultado, UsuarioId};
use serde_json::Value;
use uuid::Uuid;

use crate::processos::Situacao;

/// Quantas linhas de cada tipo se leem de um processo: muito além do que um processo real junta.
const TETO: i64 = 2_000;

/// Uma aprovação ou rejeição.
#[derive(Clone, Debug)]
pub struct Decisao {
    /// `APROVACAO` ou `REJEICAO`.
    pub tipo: String,
    /// O arquivo que foi visto.
    pub arquivo_sha256: String,
    /// Notas da aprovação, ou motivo da rejeição.
    pub observacoes: Option<String>,
    /// Quem decidiu.
    pub usuario_id: UsuarioId,
    /// Nome de quem decidiu.
    pub usuario_nome: Option<String>,
    /// Quando.
    pub criado_em: DateTime<Utc>,
}

/// As decisões, da mais antiga à mais nova.
pub async fn decisoes(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Vec<Decisao>> {
    let linhas = cx
        .buscar(
            "SELECT d.tipo, d.arquivo_sha256, d.observacoes, d.usuario_id, u.nome, d.criado_em \
             FROM decisoes d LEFT JOIN usuarios u ON u.id = d.usuario_id \
             WHERE d.conta_id = ? AND d.processo_id = ? ORDER BY d.criado_em, d.id LIMIT ?",
            valores![cx.conta(), processo, TETO],
        )
        .await?;
    linhas
        .iter()
        .map(|l| {
            Ok(Decisao {
                tipo: l.obter_em(0)?,
                arquivo_sha256: l.obter_em(1)?,
                observacoes: l.obter_em(2)?,
                usuario_id: l.obter_em(3)?,
                usuario_nome: l.obter_em(4)?,
                criado_em: l.obter_em(5)?,
            })
        })
        .collect()
}

/// Uma execução do processo, em resumo.
#[derive(Clone, Debug)]
pub struct ExecucaoDoProcesso {
    /// Id.
    pub id: ExecucaoId,
    /// Tipo.
    pub tipo: String,
    /// Situação.
    pub status: String,
    /// RPA usado.
    pub classe_rpa_utilizada: Option<String>,
    /// Quantas tentativas já começaram.
    pub numero_tentativa: i64,
    /// O que deu errado por último.
    pub detalhes_erro: Option<String>,
    /// Código do que deu errado.
    pub classe_erro: Option<String>,
    /// Quem pediu.
    pub usuario_id: Option<UsuarioId>,
    /// Nome de quem pediu.
    pub usuario_nome: Option<String>,
    /// Quando foi pedida.
    pub criado_em: DateTime<Utc>,
    /// Início da primeira tentativa.
    pub data_inicio: Option<DateTime<Utc>>,
    /// Fim.
    pub data_fim: Option<DateTime<Utc>>,
}

/// As execuções do processo, da mais antiga à mais nova.
pub async fn execucoes(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Vec<ExecucaoDoProcesso>> {
    let linhas = cx
        .buscar(
            "SELECT e.id, e.tipo, e.status, e.classe_rpa_utilizada, e.numero_tentativa, e.detalhes_erro, \
             e.classe_erro, e.executado_por_usuario_id, u.nome, e.criado_em, e.data_inicio, e.data_fim \
             FROM execucoes e LEFT JOIN usuarios u ON u.id = e.executado_por_usuario_id \
             WHERE e.conta_id = ? AND e.alvo_tipo = 'processo' AND e.alvo_id = ? ORDER BY e.id LIMIT ?",
            valores![cx.conta(), processo, TETO],
        )
        .await?;
    linhas
        .iter()
        .map(|l| {
            Ok(ExecucaoDoProcesso {
                id: l.obter_em(0)?,
                tipo: l.obter_em(1)?,
                status: l.obter_em(2)?,
                classe_rpa_utilizada: l.obter_em(3)?,
                numero_tentativa: l.obter_em(4)?,
                detalhes_erro: l.obter_em(5)?,
                classe_erro: l.obter_em(6)?,
                usuario_id: l.obter_em(7)?,
                usuario_nome: l.obter_em(8)?,
                criado_em: l.obter_em(9)?,
                data_inicio: l.obter_em(10)?,
                data_fim: l.obter_em(11)?,
            })
        })
        .collect()
}

/// Uma tentativa de uma execução do processo.
#[derive(Clone, Debug)]
pub struct TentativaDoProcesso {
    /// De qual execução.
    pub execucao_id: ExecucaoId,
    /// Tipo da execução.
    pub tipo: String,
    /// Número.
    pub numero: i64,
    /// Como terminou.
    pub status: String,
    /// O que deu errado.
    pub detalhes_erro: Option<String>,
    /// Código do que deu errado.
    pub classe_erro: Option<String>,
    /// Início.
    pub data_inicio: DateTime<Utc>,
    /// Fim.
    pub data_fim: Option<DateTime<Utc>>,
}

/// Todas as tentativas de todas as execuções do processo.
pub async fn tentativas(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Vec<TentativaDoProcesso>> {
    let linhas = cx
        .buscar(
            "SELECT t.execucao_id, e.tipo, t.numero_tentativa, t.status, t.detalhes_erro, t.classe_erro, \
             t.data_inicio, t.data_fim FROM execucoes e \
             JOIN tentativas t ON t.conta_id = e.conta_id AND t.execucao_id = e.id \
             WHERE e.conta_id = ? AND e.alvo_tipo = 'processo' AND e.alvo_id = ? \
             ORDER BY t.data_inicio, t.id LIMIT ?",
            valores![cx.conta(), processo, TETO],
        )
        .await?;
    linhas
        .iter()
        .map(|l| {
            Ok(TentativaDoProcesso {
                execucao_id: l.obter_em(0)?,
                tipo: l.obter_em(1)?,
                numero: l.obter_em(2)?,
                status: l.obter_em(3)?,
                detalhes_erro: l.obter_em(4)?,
                classe_erro: l.obter_em(5)?,
                data_inicio: l.obter_em(6)?,
                data_fim: l.obter_em(7)?,
            })
        })
        .collect()
}

/// Um envio ao SAT no livro de efeitos.
#[derive(Clone, Debug)]
pub struct EfeitoDoProcesso {
    /// Tipo do efeito.
    pub tipo: String,
    /// Estado.
    pub estado: String,
    /// O que o SAT guarda para reconhecê-lo.
    pub referencia: String,
    /// O arquivo.
    pub arquivo_sha256: String,
    /// O recibo.
    pub referencia_externa: Option<String>,
    /// A prova do desfecho.
    pub prova: Option<Value>,
    /// A execução que o fez.
    pub execucao_id: ExecucaoId,
    /// Quando a intenção foi escrita.
    pub criado_em: DateTime<Utc>,
    /// Última mudança.
    pub atualizado_em: DateTime<Utc>,
}

/// Os efeitos do processo, do mais antigo ao mais novo.
pub async fn efeitos(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Vec<EfeitoDoProcesso>> {
    let linhas = cx
        .buscar(
            "SELECT tipo, estado, referencia, arquivo_sha256, referencia_externa, prova, execucao_id, criado_em, \
             atualizado_em FROM efeitos WHERE conta_id = ? AND processo_id = ? ORDER BY criado_em, id LIMIT ?",
            valores![cx.conta(), processo, TETO],
        )
        .await?;
    linhas
        .iter()
        .map(|l| {
            Ok(EfeitoDoProcesso {
                tipo: l.obter_em(0)?,
                estado: l.obter_em(1)?,
                referencia: l.obter_em(2)?,
                arquivo_sha256: l.obter_em(3)?,
                referencia_externa: l.obter_em(4)?,
                prova: l.obter_em(5)?,
                execucao_id: l.obter_em(6)?,
                criado_em: l.obter_em(7)?,
                atualizado_em: l.obter_em(8)?,
            })
        })
        .collect()
}

/// Um fato da auditoria do processo.
#[derive(Clone, Debug)]
pub struct FatoDoProcesso {
    /// Quando.
    pub instante: DateTime<Utc>,
    /// O verbo, como `processo.aprovado`.
    pub acao: String,
    /// Quem.
    pub usuario_id: Option<UsuarioId>,
    /// Nome de quem.
    pub usuario_nome: Option<String>,
    /// Como estava.
    pub antes: Option<Value>,
    /// Como ficou.
    pub depois: Option<Value>,
    /// De onde.
    pub ip: Option<String>,
}

/// A auditoria do processo, do mais antigo ao mais novo.
pub async fn auditoria(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Vec<FatoDoProcesso>> {
    let linhas = cx
        .buscar(
            "SELECT a.instante, a.acao, a.usuario_id, u.nome, a.antes, a.depois, a.ip \
             FROM auditoria a LEFT JOIN usuarios u ON u.id = a.usuario_id \
             WHERE a.conta_id = ? AND a.entidade = 'processos' AND a.entidade_id = ? \
             ORDER BY a.instante, a.id LIMIT ?",
            valores![cx.conta(), Uuid::from(processo), TETO],
        )
        .await?;
    linhas
        .iter()
        .map(|l| {
            Ok(FatoDoProcesso {
                instante: l.obter_em(0)?,
                acao: l.obter_em(1)?,
                usuario_id: l.obter_em(2)?,
                usuario_nome: l.obter_em(3)?,
                antes: l.obter_em(4)?,
                depois: l.obter_em(5)?,
                ip: l.obter_em(6)?,
            })
        })
        .collect()
}

/// Quantos processos há em uma situação e operadora.
#[derive(Clone, Debug)]
pub struct Contagem {
    /// Situação.
    pub situacao: Situacao,
    /// Operadora.
    pub operadora_id: OperadoraId,
    /// Nome dela.
    pub operadora_nome: String,
    /// Código dela.
    pub operadora_codigo: String,
    /// Quantos.
    pub quantidade: i64,
}

/// As contagens de um mês; a soma é feita só no índice, e o nome vem depois.
pub async fn contagens(cx: &mut Contexto, mes: Competencia) -> Resultado<Vec<Contagem>> {
    let linhas = cx
        .buscar(
            "SELECT s.status_processo, s.operadora_id, o.nome, o.codigo, s.quantidade FROM (\
             SELECT status_processo, operadora_id, count(*) AS quantidade FROM processos \
             WHERE conta_id = ? AND mes_ano = ? GROUP BY status_processo, operadora_id) s \
             JOIN operadoras o ON o.id = s.operadora_id ORDER BY o.nome, o.id LIMIT ?",
            valores![cx.conta(), mes, TETO * 4],
        )
        .await?;
    linhas.iter().map(contagem).collect()
}

fn contagem(linha: &Linha) -> Resultado<Contagem> {
    Ok(Contagem {
        situacao: linha.obter_em(0)?,
        operadora_id: linha.obter_em(1)?,
        operadora_nome: linha.obter_em(2)?,
        operadora_codigo: linha.obter_em(3)?,
        quantidade: linha.obter_em(4)?,
    })
}
