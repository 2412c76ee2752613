//! O que a triagem pergunta ao banco: poucas linhas, sempre por índice.

use banco::{Consulta, Contexto, Linha, valores};
use nucleo::{Cnpj, Competencia, OperadoraId, Resultado, Sha256};

use crate::{
    busca,
    processos::triagem::{JaRecebida, Vaga},
};

/// De quantos clientes de uma empresa se olham os processos.
const CLIENTES: usize = 400;
/// Quantos processos se comparam.
const VAGAS: i64 = 400;
const OPERADORAS: i64 = 500;

const VAGA: &str = "SELECT p.id, p.mes_ano, p.status_processo, c.id, c.razao_social, c.cnpj, c.unidade, c.servico, \
    o.id, o.nome, o.codigo, CASE WHEN c.nome_sat <> '' AND c.dados_sat <> '' AND (NOT o.possui_rpa \
    OR (c.login_portal IS NOT NULL AND c.senha_portal IS NOT NULL)) THEN 1 ELSE 0 END = 1";

fn ler(linha: &Linha) -> Resultado<Vaga> {
    Ok(Vaga {
        processo_id: linha.obter_em(0)?,
        mes_ano: linha.obter_em(1)?,
        situacao: linha.obter_em(2)?,
        cliente_id: linha.obter_em(3)?,
        razao_social: linha.obter_em(4)?,
        cnpj: linha.obter_em(5)?,
        unidade: linha.obter_em(6)?,
        servico: linha.obter_em(7)?,
        operadora_id: linha.obter_em(8)?,
        operadora_nome: linha.obter_em(9)?,
        operadora_codigo: linha.obter_em(10)?,
        dados_completos: linha.obter_em(11)?,
    })
}

/// Os processos das empresas destes CNPJs (a raiz basta) que esperam fatura, e os do mês, em que ponto estejam.
pub async fn dos_cnpjs(cx: &mut Contexto, cnpjs: &[Cnpj], mes: Option<Competencia>) -> Resultado<Vec<Vaga>> {
    let mut clientes = Vec::new();
    let mut raizes: Vec<&str> = cnpjs.iter().map(Cnpj::raiz).collect();
    raizes.sort_unstable();
    raizes.dedup();
    for raiz in raizes {
        let achados = busca::repositorio::clientes_com(cx, &[raiz.to_owned()], CLIENTES).await?;
        clientes.extend(achados);
    }
    if clientes.is_empty() {
        return Ok(Vec::new());
    }
    // `CROSS JOIN` fixa a ordem em SQLite: primeiro os clientes, depois os processos de cada um.
    let consulta = Consulta::nova(VAGA)
        .com(
            " FROM clientes c CROSS JOIN processos p CROSS JOIN operadoras o WHERE p.cliente_id = c.id \
             AND o.id = p.operadora_id AND c.conta_id = ? AND c.id IN (",
            valores![cx.conta()],
        )
        .linhas(clientes.into_iter().map(|id| valores![id]))
        .sql(") AND (p.status_processo = 'AGUARDANDO_DOWNLOAD'")
        .se(mes, " OR p.mes_ano = ?")
        .com(") ORDER BY p.mes_ano DESC, p.id LIMIT ?", valores![VAGAS]);
    let (sql, valores) = consulta.partes();
    cx.buscar(sql, valores).await?.iter().map(ler).collect()
}

/// Os processos do mês destas operadoras que esperam fatura.
pub async fn das_operadoras(
    cx: &mut Contexto,
    operadoras: &[OperadoraId],
    mes: Competencia,
) -> Resultado<Vec<Vaga>> {
    if operadoras.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, valores) = Consulta::nova(VAGA)
        .com(
            " FROM processos p CROSS JOIN clientes c CROSS JOIN operadoras o WHERE c.id = p.cliente_id \
             AND o.id = p.operadora_id AND p.conta_id = ? AND p.mes_ano = ? \
             AND p.status_processo = 'AGUARDANDO_DOWNLOAD' AND p.operadora_id IN (",
            valores![cx.conta(), mes],
        )
        .linhas(operadoras.iter().map(|id| valores![*id]))
        .com(") ORDER BY p.id LIMIT ?", valores![VAGAS])
        .partes();
    cx.buscar(sql, valores).await?.iter().map(ler).collect()
}

/// As operadoras da conta, por id e nome.
pub async fn operadoras(cx: &mut Contexto) -> Resultado<Vec<(OperadoraId, String)>> {
    let sql = "SELECT id, nome FROM operadoras WHERE conta_id = ? LIMIT ?";
    let linhas = cx.buscar(sql, valores![cx.conta(), OPERADORAS]).await?;
    linhas.iter().map(|l| Ok((l.obter_em(0)?, l.obter_em(1)?))).collect()
}

/// O processo mais novo que tem este mesmo arquivo.
pub async fn do_arquivo(cx: &mut Contexto, sha256: Sha256) -> Resultado<Option<JaRecebida>> {
    let linha = cx
        .buscar_um(
            "SELECT p.id, p.mes_ano, c.razao_social FROM processos p \
             JOIN clientes c ON c.conta_id = p.conta_id AND c.id = p.cliente_id \
             WHERE p.conta_id = ? AND p.arquivo_sha256 = ? ORDER BY p.mes_ano DESC LIMIT 1",
            valores![cx.conta(), sha256],
        )
        .await?;
    linha
        .map(|l| {
            Ok(JaRecebida {
                processo_id: l.obter_em(0)?,
                mes_ano: l.obter_em(1)?,
                razao_social: l.obter_em(2)?,
            })
        })
        .transpose()
}
