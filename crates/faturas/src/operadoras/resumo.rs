//! O que a lista de operadoras mostra além do cadastro: quantos clientes cada uma tem e como foi o último teste.

use std::collections::HashMap;

use banco::{Consulta, Contexto, valores};
use chrono::{DateTime, Utc};
use nucleo::{ExecucaoId, OperadoraId, Resultado};

/// O último teste de acesso de uma operadora.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UltimoTeste {
    /// A execução.
    pub execucao_id: ExecucaoId,
    /// Como está ou como terminou.
    pub status: String,
    /// Quando terminou; se não terminou, quando foi pedido.
    pub em: DateTime<Utc>,
}

/// O que se soma ao cadastro de uma operadora.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resumo {
    /// Clientes ativos.
    pub clientes_ativos: i64,
    /// O último teste de acesso, se já houve.
    pub ultimo_teste: Option<UltimoTeste>,
}

/// Os resumos destas operadoras, em duas consultas para todas.
pub async fn buscar(cx: &mut Contexto, ids: &[OperadoraId]) -> Resultado<HashMap<OperadoraId, Resumo>> {
    let mut resumos: HashMap<OperadoraId, Resumo> = HashMap::new();
    if ids.is_empty() {
        return Ok(resumos);
    }
    let (sql, valores) = Consulta::nova("SELECT operadora_id, count(*) FROM clientes")
        .com(" WHERE conta_id = ? AND status_ativo AND operadora_id IN (", valores![cx.conta()])
        .linhas(ids.iter().map(|id| valores![*id]))
        .sql(") GROUP BY operadora_id")
        .partes();
    for linha in cx.buscar(sql, valores).await? {
        resumos.entry(linha.obter_em(0)?).or_default().clientes_ativos = linha.obter_em(1)?;
    }
    let (sql, valores) = Consulta::nova(
        "SELECT o.id, e.id, e.status, COALESCE(e.data_fim, e.criado_em) FROM operadoras o JOIN execucoes e \
         ON e.conta_id = o.conta_id AND e.id = (SELECT u.id FROM execucoes u WHERE u.conta_id = o.conta_id \
         AND u.alvo_tipo = 'operadora' AND u.alvo_id = o.id AND u.tipo = 'TESTE_ACESSO' ORDER BY u.id DESC LIMIT 1)",
    )
    .com(" WHERE o.conta_id = ? AND o.id IN (", valores![cx.conta()])
    .linhas(ids.iter().map(|id| valores![*id]))
    .sql(")")
    .partes();
    for linha in cx.buscar(sql, valores).await? {
        let teste = UltimoTeste {
            execucao_id: linha.obter_em(1)?,
            status: linha.obter_em(2)?,
            em: linha.obter_em(3)?,
        };
        resumos.entry(linha.obter_em(0)?).or_default().ultimo_teste = Some(teste);
    }
    Ok(resumos)
}
