//! Os números de um mês, para quem olha de longe. Cada consulta lê o mês uma vez e devolve poucas linhas.

use banco::{Consulta, Contexto, Dialeto, Linha, valores};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{Competencia, Dinheiro, OperadoraId, ProcessoId, Resultado, dia_no_fuso};
use serde_json::Value;

use crate::processos::Situacao;

/// Quantos grupos de situação e operadora se leem: muito além do que uma conta tem.
const TETO: i64 = 10_000;
/// Quantos clientes com pendências se mostram.
const MAIORES: i64 = 8;
/// Quantos fatos recentes se mostram.
const RECENTES: i64 = 15;

/// O que há em uma situação de uma operadora.
#[derive(Clone, Debug)]
pub struct Grupo {
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
    /// Quanto somam.
    pub valor: Dinheiro,
    /// Quantos passaram do dia; enviados não atrasam.
    pub atrasados: i64,
    /// Quantos vencem hoje.
    pub vencem_hoje: i64,
    /// Quantos têm conferência que não está OK.
    pub com_ressalva: i64,
}

/// Os grupos de um mês, por nome de operadora.
pub async fn grupos(cx: &mut Contexto, mes: Competencia, hoje: NaiveDate) -> Resultado<Vec<Grupo>> {
    let linhas = cx
        .buscar(
            "SELECT s.status_processo, s.operadora_id, o.nome, o.codigo, s.quantidade, s.valor, s.atrasados, \
             s.vencem_hoje, s.com_ressalva FROM (SELECT status_processo, operadora_id, count(*) AS quantidade, \
             CAST(COALESCE(sum(valor_fatura), 0) AS BIGINT) AS valor, \
             sum(CASE WHEN data_prevista < ? AND status_processo <> 'UPLOAD_REALIZADO' THEN 1 ELSE 0 END) AS atrasados, \
             sum(CASE WHEN data_prevista = ? THEN 1 ELSE 0 END) AS vencem_hoje, \
             sum(CASE WHEN alertas > 0 THEN 1 ELSE 0 END) AS com_ressalva FROM processos \
             WHERE conta_id = ? AND mes_ano = ? GROUP BY status_processo, operadora_id) s \
             JOIN operadoras o ON o.id = s.operadora_id ORDER BY o.nome, o.id LIMIT ?",
            valores![hoje, hoje, cx.conta(), mes, TETO],
        )
        .await?;
    linhas.iter().map(grupo).collect()
}

fn grupo(l: &Linha) -> Resultado<Grupo> {
    Ok(Grupo {
        situacao: l.obter_em(0)?,
        operadora_id: l.obter_em(1)?,
        operadora_nome: l.obter_em(2)?,
        operadora_codigo: l.obter_em(3)?,
        quantidade: l.obter_em(4)?,
        valor: l.obter_em(5)?,
        atrasados: l.obter_em(6)?,
        vencem_hoje: l.obter_em(7)?,
        com_ressalva: l.obter_em(8)?,
    })
}

/// Um cliente com processos por enviar.
#[derive(Clone, Debug)]
pub struct ClientePendente {
    /// CNPJ sem máscara.
    pub cnpj: String,
    /// Razão social.
    pub razao_social: String,
    /// Quantos faltam enviar.
    pub pendentes: i64,
    /// Quantos destes estão atrasados.
    pub atrasados: i64,
}

/// Os clientes com mais pendências, e quantos clientes têm alguma.
pub async fn clientes_pendentes(
    cx: &mut Contexto,
    mes: Competencia,
    hoje: NaiveDate,
) -> Resultado<(Vec<ClientePendente>, i64)> {
    let linhas = cx
        .buscar(
            "SELECT c.cnpj, min(c.razao_social), count(*), \
             sum(CASE WHEN p.data_prevista < ? THEN 1 ELSE 0 END), count(*) OVER () FROM processos p \
             JOIN clientes c ON c.id = p.cliente_id WHERE p.conta_id = ? AND p.mes_ano = ? \
             AND p.status_processo <> 'UPLOAD_REALIZADO' GROUP BY c.cnpj ORDER BY 3 DESC, 4 DESC, 2, 1 LIMIT ?",
            valores![hoje, cx.conta(), mes, MAIORES],
        )
        .await?;
    let total = linhas.first().map(|l| l.obter_em(4)).transpose()?.unwrap_or(0);
    let clientes = linhas.iter().map(|l| {
        Ok(ClientePendente {
            cnpj: l.obter_em(0)?,
            razao_social: l.obter_em(1)?,
            pendentes: l.obter_em(2)?,
            atrasados: l.obter_em(3)?,
        })
    });
    Ok((clientes.collect::<Resultado<_>>()?, total))
}

/// Quantos clientes ativos de operadoras ativas não têm processo no mês.
pub async fn sem_processo(cx: &mut Contexto, mes: Competencia) -> Resultado<i64> {
    let linha = cx
        .buscar_um(
            "SELECT count(*) FROM clientes c JOIN operadoras o ON o.id = c.operadora_id WHERE c.conta_id = ? \
             AND c.status_ativo AND o.status_ativo AND NOT EXISTS \
             (SELECT 1 FROM processos p WHERE p.cliente_id = c.id AND p.mes_ano = ?)",
            valores![cx.conta(), mes],
        )
        .await?;
    linha.map_or(Ok(0), |l| l.obter_em(0))
}

/// Processos do mês cuja última execução parou de um jeito.
#[derive(Clone, Debug)]
pub struct Parados {
    /// `FALHOU`, `INCERTO` ou `AGUARDANDO_HUMANO`.
    pub status: String,
    /// Código do que deu errado.
    pub classe_erro: Option<String>,
    /// Quantos.
    pub quantidade: i64,
}

/// O que parou no mês e ninguém retomou.
pub async fn parados(cx: &mut Contexto, mes: Competencia) -> Resultado<Vec<Parados>> {
    let linhas = cx
        .buscar(
            "SELECT e.status, e.classe_erro, count(*) FROM execucoes e \
             JOIN processos p ON p.conta_id = e.conta_id AND p.id = e.alvo_id \
             WHERE e.conta_id = ? AND e.alvo_tipo = 'processo' \
             AND e.status IN ('FALHOU', 'INCERTO', 'AGUARDANDO_HUMANO') AND p.mes_ano = ? AND NOT EXISTS \
             (SELECT 1 FROM execucoes s WHERE s.conta_id = e.conta_id AND s.alvo_tipo = 'processo' \
             AND s.alvo_id = e.alvo_id AND s.id > e.id) GROUP BY e.status, e.classe_erro LIMIT ?",
            valores![cx.conta(), mes, TETO],
        )
        .await?;
    let parados = linhas.iter().map(|l| {
        Ok(Parados { status: l.obter_em(0)?, classe_erro: l.obter_em(1)?, quantidade: l.obter_em(2)? })
    });
    parados.collect()
}

/// Execuções que esperam alguém: as incertas e as paradas por uma pessoa, de qualquer mês, e as falhas deste
/// que ninguém repetiu.
pub async fn execucoes_em_atencao(cx: &mut Contexto, mes: Competencia) -> Resultado<i64> {
    let linha = cx
        .buscar_um(
            "SELECT count(*) FROM execucoes e WHERE e.conta_id = ? \
             AND e.status IN ('FALHOU', 'INCERTO', 'AGUARDANDO_HUMANO') \
             AND (e.status <> 'FALHOU' OR (e.alvo_tipo = 'processo' \
             AND EXISTS (SELECT 1 FROM processos p WHERE p.conta_id = e.conta_id AND p.id = e.alvo_id AND p.mes_ano = ?) \
             AND NOT EXISTS (SELECT 1 FROM execucoes s WHERE s.conta_id = e.conta_id AND s.alvo_tipo = 'processo' \
             AND s.alvo_id = e.alvo_id AND s.id > e.id)))",
            valores![cx.conta(), mes],
        )
        .await?;
    linha.map_or(Ok(0), |l| l.obter_em(0))
}

/// Quanto somam as faturas de um mês.
pub async fn valor_do_mes(cx: &mut Contexto, mes: Competencia) -> Resultado<Dinheiro> {
    let linha = cx
        .buscar_um(
            "SELECT CAST(COALESCE(sum(valor_fatura), 0) AS BIGINT) FROM processos WHERE conta_id = ? AND mes_ano = ?",
            valores![cx.conta(), mes],
        )
        .await?;
    linha.map_or(Ok(Dinheiro::default()), |l| l.obter_em(0))
}

/// O que se conta por dia.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marco {
    /// A fatura chegou.
    Recebida,
    /// O SAT recebeu.
    Enviada,
}

/// Quantos processos do mês passaram pelo marco em cada dia, no fuso da casa.
///
/// O banco agrupa por hora e os dias se fazem aqui: os dois bancos não sabem de fusos do mesmo jeito.
pub async fn por_dia(cx: &mut Contexto, mes: Competencia, marco: Marco) -> Resultado<Vec<(NaiveDate, i64)>> {
    let hora = match (cx.dialeto(), marco) {
        (Dialeto::Sqlite, Marco::Recebida) => "SELECT recebida_em / 3600000000",
        (Dialeto::Sqlite, Marco::Enviada) => "SELECT data_envio_sat / 3600000000",
        (Dialeto::Postgres, Marco::Recebida) => {
            "SELECT CAST(floor(extract(epoch FROM recebida_em) / 3600) AS BIGINT)"
        }
        (Dialeto::Postgres, Marco::Enviada) => {
            "SELECT CAST(floor(extract(epoch FROM data_envio_sat) / 3600) AS BIGINT)"
        }
    };
    let existe = match marco {
        Marco::Recebida => " AND recebida_em IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ?",
        Marco::Enviada => " AND data_envio_sat IS NOT NULL GROUP BY 1 ORDER BY 1 LIMIT ?",
    };
    let (sql, valores) = Consulta::nova(hora)
        .com(", count(*) FROM processos WHERE conta_id = ? AND mes_ano = ?", valores![cx.conta(), mes])
        .com(existe, valores![TETO])
        .partes();
    let mut dias: Vec<(NaiveDate, i64)> = Vec::new();
    for linha in cx.buscar(sql, valores).await? {
        let (hora, quantos): (i64, i64) = (linha.obter_em(0)?, linha.obter_em(1)?);
        let Some(instante) = DateTime::<Utc>::from_timestamp(hora * 3_600, 0) else { continue };
        let dia = dia_no_fuso(instante);
        match dias.last_mut() {
            Some((ultimo, soma)) if *ultimo == dia => *soma += quantos,
            _ => dias.push((dia, quantos)),
        }
    }
    Ok(dias)
}

/// Algo que aconteceu há pouco com um processo.
#[derive(Clone, Debug)]
pub struct Atividade {
    /// Quando.
    pub instante: DateTime<Utc>,
    /// O verbo, como `processo.aprovado`.
    pub acao: String,
    /// Com qual processo.
    pub processo: ProcessoId,
    /// De quem.
    pub razao_social: String,
    /// Nome da operadora.
    pub operadora: String,
    /// Valor da fatura agora.
    pub valor: Option<Dinheiro>,
    /// Como ficou.
    pub depois: Option<Value>,
    /// Quem; nulo quando foi o sistema.
    pub usuario_nome: Option<String>,
}

/// Os fatos mais novos de processos, em qualquer mês.
pub async fn atividade(cx: &mut Contexto) -> Resultado<Vec<Atividade>> {
    let linhas = cx
        .buscar(
            "SELECT a.instante, a.acao, a.entidade_id, c.razao_social, o.nome, p.valor_fatura, a.depois, u.nome \
             FROM (SELECT id, instante, acao, entidade_id, depois, usuario_id FROM auditoria WHERE conta_id = ? \
             AND entidade = 'processos' ORDER BY instante DESC, id DESC LIMIT ?) a \
             JOIN processos p ON p.id = a.entidade_id JOIN clientes c ON c.id = p.cliente_id \
             JOIN operadoras o ON o.id = p.operadora_id LEFT JOIN usuarios u ON u.id = a.usuario_id \
             WHERE p.conta_id = ? ORDER BY a.instante DESC, a.id DESC",
            valores![cx.conta(), RECENTES, cx.conta()],
        )
        .await?;
    let fatos = linhas.iter().map(|l| {
        Ok(Atividade {
            instante: l.obter_em(0)?,
            acao: l.obter_em(1)?,
            processo: l.obter_em(2)?,
            razao_social: l.obter_em(3)?,
            operadora: l.obter_em(4)?,
            valor: l.obter_em(5)?,
            depois: l.obter_em(6)?,
            usuario_nome: l.obter_em(7)?,
        })
    });
    fatos.collect()
}
