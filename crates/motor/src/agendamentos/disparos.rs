//! Os disparos no banco: os da hora marcada e os que alguém pediu.

use std::collections::HashMap;

use banco::{Consulta, Contexto, Linha, texto_no_banco, valores};
use chrono::{DateTime, Utc};
use nucleo::{AgendamentoId, Cursor, ExecucaoId, Limite, Pagina, Resultado};

use crate::execucoes::{Situacao, dominio::enum_de_texto};

enum_de_texto! {
    /// Por que um agendamento disparou.
    #[schema(as = agendamentos::OrigemDoDisparo)]
    OrigemDoDisparo {
        /// Chegou a hora.
        Agendado = "AGENDADO",
        /// Alguém pediu.
        Manual = "MANUAL",
    }
}
texto_no_banco!(OrigemDoDisparo);

/// Um disparo e onde a sua execução está.
#[derive(Clone, Debug, PartialEq)]
pub struct Disparo {
    /// A hora marcada; no manual, a do pedido.
    pub previsto_para: DateTime<Utc>,
    /// A execução que ele enfileirou.
    pub execucao_id: Option<ExecucaoId>,
    /// Onde ela está.
    pub status: Option<Situacao>,
    /// Quando disparou.
    pub criado_em: DateTime<Utc>,
    /// Por quê.
    pub origem: OrigemDoDisparo,
}

fn ler(linha: &Linha) -> Resultado<Disparo> {
    Ok(Disparo {
        previsto_para: linha.obter("previsto_para")?,
        execucao_id: linha.obter("execucao_id")?,
        status: linha.obter("status")?,
        criado_em: linha.obter("criado_em")?,
        origem: linha.obter("origem")?,
    })
}

/// Anota o disparo; falso se já havia um desta mesma hora (outro servidor já o fez).
pub(super) async fn anotar(
    cx: &mut Contexto,
    id: AgendamentoId,
    previsto_para: DateTime<Utc>,
    origem: OrigemDoDisparo,
) -> Resultado<bool> {
    let novas = cx
        .executar(
            "INSERT INTO agendamento_disparos (conta_id, agendamento_id, previsto_para, origem, criado_em) \
             VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            valores![cx.conta(), id, previsto_para, origem, cx.agora()],
        )
        .await?;
    Ok(novas == 1)
}

/// Liga o disparo à execução que ele enfileirou.
pub(super) async fn ligar(
    cx: &mut Contexto,
    id: AgendamentoId,
    previsto_para: DateTime<Utc>,
    execucao: ExecucaoId,
) -> Resultado<()> {
    cx.executar(
        "UPDATE agendamento_disparos SET execucao_id = ? \
         WHERE conta_id = ? AND agendamento_id = ? AND previsto_para = ?",
        valores![execucao, cx.conta(), id, previsto_para],
    )
    .await?;
    Ok(())
}

/// Uma página, do mais novo ao mais velho.
pub(super) async fn listar(
    cx: &mut Contexto,
    id: AgendamentoId,
    cursor: Option<Cursor>,
    limite: Limite,
) -> Resultado<Pagina<Disparo>> {
    let (sql, valores) = Consulta::nova(
        "SELECT d.previsto_para, d.execucao_id, e.status, d.criado_em, d.origem FROM agendamento_disparos d \
         LEFT JOIN execucoes e ON e.conta_id = d.conta_id AND e.id = d.execucao_id ",
    )
    .com("WHERE d.conta_id = ? AND d.agendamento_id = ?", valores![cx.conta(), id])
    .se(cursor.as_ref().and_then(lendo), " AND d.previsto_para < ?")
    .com(" ORDER BY d.previsto_para DESC LIMIT ?", valores![limite.valor() + 1])
    .partes();
    let itens = cx.buscar(sql, valores).await?.iter().map(ler).collect::<Resultado<Vec<_>>>()?;
    Ok(Pagina::da_busca(itens, limite, None, |d| {
        Cursor(vec![d.previsto_para.timestamp_micros().to_string()])
    }))
}

fn lendo(cursor: &Cursor) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_micros(cursor.0.first()?.parse().ok()?)
}

/// O disparo mais novo de cada um destes agendamentos, em uma só consulta.
pub(super) async fn ultimos(
    cx: &mut Contexto,
    ids: &[AgendamentoId],
) -> Resultado<HashMap<AgendamentoId, Disparo>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (sql, valores) = Consulta::nova(
        "SELECT d.agendamento_id, d.previsto_para, d.execucao_id, e.status, d.criado_em, d.origem \
         FROM agendamento_disparos d \
         LEFT JOIN execucoes e ON e.conta_id = d.conta_id AND e.id = d.execucao_id ",
    )
    .com("WHERE d.conta_id = ? AND d.agendamento_id IN (VALUES ", valores![cx.conta()])
    .linhas(ids.iter().map(|id| valores![*id]))
    .sql(
        ") AND d.previsto_para = (SELECT MAX(m.previsto_para) FROM agendamento_disparos m \
         WHERE m.conta_id = d.conta_id AND m.agendamento_id = d.agendamento_id)",
    )
    .partes();
    cx.buscar(sql, valores).await?.iter().map(|l| Ok((l.obter("agendamento_id")?, ler(l)?))).collect()
}
