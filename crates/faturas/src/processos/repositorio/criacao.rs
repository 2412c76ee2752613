//! Nascimento de processos, um a um ou aos milhares.

use banco::{Consulta, Contexto, Valor, valores};
use nucleo::{ClienteId, Competencia, OperadoraId, ProcessoId, Resultado};

use super::anterior;
use crate::processos::{Situacao, previsao};

/// Quantos clientes por comando.
pub const LOTE: i64 = 1_000;

/// Um cliente que deve ter processo no mês.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidato {
    /// O cliente.
    pub cliente: ClienteId,
    /// A operadora dele agora.
    pub operadora: OperadoraId,
}

/// O próximo lote de clientes ativos de operadoras ativas, na ordem do id.
pub async fn candidatos(cx: &mut Contexto, depois_de: Option<ClienteId>) -> Resultado<Vec<Candidato>> {
    let (sql, valores) = Consulta::nova(
        "SELECT c.id, c.operadora_id FROM clientes c JOIN operadoras o ON o.conta_id = c.conta_id \
         AND o.id = c.operadora_id WHERE c.status_ativo AND o.status_ativo",
    )
    .com(" AND c.conta_id = ?", valores![cx.conta()])
    .se(depois_de, " AND c.id > ?")
    .com(" ORDER BY c.id LIMIT ?", valores![LOTE])
    .partes();
    let linhas = cx.buscar(sql, valores).await?;
    linhas.iter().map(|l| Ok(Candidato { cliente: l.obter_em(0)?, operadora: l.obter_em(1)? })).collect()
}

/// Cria, em um só comando, os processos que faltam no mês; devolve quantos nasceram.
///
/// A chave única (cliente, mês) decide: rodar de novo, ou dois ao mesmo tempo, não duplica nada.
pub async fn inserir(
    cx: &mut Contexto,
    candidatos: &[Candidato],
    mes: Competencia,
    automatico: bool,
) -> Resultado<u64> {
    if candidatos.is_empty() {
        return Ok(0);
    }
    let clientes: Vec<ClienteId> = candidatos.iter().map(|c| c.cliente).collect();
    let anteriores = anterior::dos_clientes(cx, &clientes, mes).await?;
    let linhas = candidatos.iter().map(|c| {
        let do_cliente = anteriores.get(&c.cliente).copied().unwrap_or_default();
        let prevista = previsao::data_prevista(mes, None, do_cliente.vencimento)?;
        Ok(valores![ProcessoId::novo(cx.relogio()), c.cliente, c.operadora, prevista, do_cliente.valor])
    });
    let linhas = linhas.collect::<Resultado<Vec<Vec<Valor>>>>()?;
    // O `WHERE` desfaz, em SQLite, a dúvida entre `ON CONFLICT` e o `ON` de uma junção.
    let (sql, valores) = Consulta::nova("WITH v (id, cliente_id, operadora_id, data_prevista, valor_mes_anterior) AS (VALUES ")
        .linhas(linhas)
        .com(
            ") INSERT INTO processos (id, conta_id, cliente_id, operadora_id, mes_ano, status_processo, \
             enviado_para_sat, upload_manual, criado_automaticamente, alertas, data_prevista, valor_mes_anterior, \
             versao, criado_em, atualizado_em) \
             SELECT v.id, ?, v.cliente_id, v.operadora_id, ?, ?, ?, ?, ?, 0, v.data_prevista, v.valor_mes_anterior, \
             1, ?, ? FROM v WHERE TRUE \
             ON CONFLICT (cliente_id, mes_ano) DO NOTHING",
            valores![
                cx.conta(),
                mes,
                Situacao::AguardandoDownload,
                false,
                false,
                automatico,
                cx.agora(),
                cx.agora()
            ],
        )
        .partes();
    cx.executar(sql, valores).await
}
