//! A lista de processos: o caminho mais usado da casa.
//!
//! A página é escolhida primeiro, por índice (chave do último item visto, nunca `OFFSET`); cliente,
//! operadora e última execução só são buscados para os itens dela. Nenhuma coluna JSON é lida.

mod execucoes;
mod filtro;
mod ordem;

use std::collections::HashMap;

use banco::{Coluna, Consulta, Contexto, Linha, valores};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{
    ClienteId, Cursor, Dinheiro, Erro, ExecucaoId, Limite, OperadoraId, Pagina, ProcessoId, Resultado,
};

use super::totais::Totais;
use crate::processos::{Semaforo, Situacao, passos::Circunstancias};

pub use execucoes::{UltimaExecucao, com_a_ultima, ultima_execucao};
pub use filtro::Filtro;
pub(in crate::processos) use filtro::trecho_procurado;
pub use ordem::Ordem;

/// Uma linha da lista.
#[derive(Clone, Debug)]
pub struct Item {
    /// Identificador do processo.
    pub id: ProcessoId,
    /// Mês.
    pub mes_ano: String,
    /// Situação.
    pub situacao: Situacao,
    /// Valor lido.
    pub valor_fatura: Option<Dinheiro>,
    /// Vencimento lido.
    pub data_vencimento: Option<NaiveDate>,
    /// Quando deve vencer.
    pub data_prevista: NaiveDate,
    /// Valor do mês anterior.
    pub valor_mes_anterior: Option<Dinheiro>,
    /// Número impresso na fatura.
    pub numero_fatura: Option<String>,
    /// Resumo do arquivo.
    pub arquivo_sha256: Option<String>,
    /// A cor das conferências.
    pub semaforo: Option<Semaforo>,
    /// Quantas conferências não estão OK.
    pub alertas: i64,
    /// Sobe a cada mudança.
    pub versao: i64,
    /// Se a fatura foi enviada à mão.
    pub upload_manual: bool,
    /// Se o SAT confirmou.
    pub enviado_para_sat: bool,
    /// Quando confirmou.
    pub data_envio_sat: Option<DateTime<Utc>>,
    /// Nascimento.
    pub criado_em: DateTime<Utc>,
    /// Última mudança.
    pub atualizado_em: DateTime<Utc>,
    /// Cliente.
    pub cliente_id: ClienteId,
    /// Razão social do cliente.
    pub razao_social: String,
    /// Nome do cliente no SAT.
    pub nome_sat: String,
    /// CNPJ do cliente, sem máscara.
    pub cnpj: String,
    /// Unidade do cliente.
    pub unidade: String,
    /// Serviço contratado.
    pub servico: String,
    /// Operadora.
    pub operadora_id: OperadoraId,
    /// Nome da operadora.
    pub operadora_nome: String,
    /// Código da operadora.
    pub operadora_codigo: String,
    /// O que decide os passos possíveis.
    pub circunstancias: Circunstancias,
    /// A última execução.
    pub ultima_execucao: Option<UltimaExecucao>,
}

/// O que se escolhe da página, ainda só de `processos`.
const ESCOLHA: &str = "SELECT f.id, f.conta_id, f.cliente_id, f.operadora_id, f.mes_ano, f.status_processo, \
    f.valor_fatura, f.data_vencimento, f.upload_manual, f.enviado_para_sat, f.data_envio_sat, f.criado_em, \
    f.atualizado_em, f.data_prevista, f.valor_mes_anterior, f.numero_fatura, f.arquivo_sha256, f.semaforo, \
    f.alertas, f.versao";

/// As colunas da resposta; os sinais vão em um só número para que cada linha custe menos.
/// `CROSS JOIN` fixa a ordem em SQLite: primeiro a página, depois cada chave primária.
const RESPOSTA: &str = "SELECT p.id, p.mes_ano, p.status_processo, p.valor_fatura, p.data_vencimento, \
    p.upload_manual, p.enviado_para_sat, p.data_envio_sat, p.criado_em, p.atualizado_em, p.cliente_id, \
    c.razao_social, c.nome_sat, c.cnpj, c.unidade, c.servico, p.operadora_id, o.nome, o.codigo, \
    CAST((CASE WHEN o.possui_rpa AND o.classe_rpa IS NOT NULL THEN 1 ELSE 0 END) \
    + (CASE WHEN o.status_ativo THEN 2 ELSE 0 END) + (CASE WHEN c.status_ativo THEN 4 ELSE 0 END) \
    + (CASE WHEN c.login_portal IS NOT NULL THEN 8 ELSE 0 END) \
    + (CASE WHEN c.senha_portal IS NOT NULL THEN 16 ELSE 0 END) \
    + (CASE WHEN c.nome_sat <> '' AND c.dados_sat <> '' AND (NOT o.possui_rpa \
       OR (c.login_portal IS NOT NULL AND c.senha_portal IS NOT NULL)) THEN 32 ELSE 0 END) AS BIGINT), \
    (SELECT u.id FROM execucoes u WHERE u.conta_id = p.conta_id AND u.alvo_tipo = 'processo' \
     AND u.alvo_id = p.id ORDER BY u.id DESC LIMIT 1), p.data_prevista, p.valor_mes_anterior, p.numero_fatura, \
    p.arquivo_sha256, p.semaforo, p.alertas, p.versao FROM (";
const JUNCAO: &str =
    ") p CROSS JOIN clientes c CROSS JOIN operadoras o WHERE c.id = p.cliente_id AND o.id = p.operadora_id";

/// Quantos há em um filtro, e quanto somam.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Soma {
    /// Quantos.
    pub quantidade: i64,
    /// A soma dos valores lidos.
    pub valor: Dinheiro,
}

/// Uma página da lista; com `totais`, também quantos há no filtro e quanto somam.
pub async fn listar(
    cx: &mut Contexto,
    filtro: &Filtro,
    ordem: Ordem,
    limite: Limite,
    cursor: Option<&Cursor>,
    totais: Option<&Totais>,
) -> Resultado<(Pagina<Item>, Option<Soma>)> {
    let itens = ler(cx, filtro, ordem, limite.valor() + 1, cursor).await?;
    let soma = match totais {
        Some(totais) => Some(totais.soma(cx, filtro).await?),
        None => None,
    };
    let total = soma.map(|s| s.quantidade);
    Ok((Pagina::da_busca(itens, limite, total, |item| ordem.cursor(item)), soma))
}

/// Tantos itens depois do cursor, e de onde continuar; `None` quando acabou. Para quem anda por todos.
pub async fn lote(
    cx: &mut Contexto,
    filtro: &Filtro,
    ordem: Ordem,
    quantos: i64,
    cursor: Option<&Cursor>,
) -> Resultado<(Vec<Item>, Option<Cursor>)> {
    let itens = ler(cx, filtro, ordem, quantos, cursor).await?;
    let proximo = itens.last().filter(|_| itens.len() as i64 == quantos).map(|item| ordem.cursor(item));
    Ok((itens, proximo))
}

async fn ler(
    cx: &mut Contexto,
    filtro: &Filtro,
    ordem: Ordem,
    quantos: i64,
    cursor: Option<&Cursor>,
) -> Resultado<Vec<Item>> {
    let sql = ordem.sql();
    let escolha = Consulta::nova(RESPOSTA).sql(ESCOLHA).com(sql.de, valores![cx.conta()]);
    let mut consulta = filtro.restringir(escolha, cx);
    if let Some(cursor) = cursor {
        consulta = consulta.com(sql.depois, ordem.ler_cursor(cursor)?);
    }
    let consulta = consulta.com(sql.escolha, valores![quantos]).sql(JUNCAO).sql(sql.resposta);
    completar(cx, consulta).await
}

/// Os processos de um mês dos clientes dados, sem página: quem chama limita os clientes.
pub async fn dos_clientes(
    cx: &mut Contexto,
    filtro: &Filtro,
    clientes: Consulta,
    maximo: i64,
) -> Resultado<Vec<Item>> {
    let escolha = Consulta::nova(RESPOSTA)
        .sql(ESCOLHA)
        .com(" FROM processos f WHERE f.conta_id = ?", valores![cx.conta()]);
    let consulta = filtro
        .restringir(escolha, cx)
        .sql(" AND f.cliente_id IN (")
        .junto(clientes)
        .com(") ORDER BY f.id LIMIT ?", valores![maximo]);
    completar(cx, consulta.sql(JUNCAO).sql(" ORDER BY c.unidade, c.servico, p.id")).await
}

/// Executa a consulta e junta a última execução de cada item, de uma vez.
async fn completar(cx: &mut Contexto, consulta: Consulta) -> Resultado<Vec<Item>> {
    let (sql, valores) = consulta.partes();
    let linhas = cx.buscar(sql, valores).await?;
    let mut ids = Vec::new();
    for linha in &linhas {
        ids.extend(linha.obter_em::<Option<ExecucaoId>>(20)?);
    }
    let ultimas = execucoes::buscar(cx, ids).await?;
    linhas.iter().map(|l| do_item(l, &ultimas)).collect()
}

/// Os ids do filtro, dos mais antigos aos mais novos.
pub async fn ids(cx: &mut Contexto, filtro: &Filtro, maximo: i64) -> Resultado<Vec<ProcessoId>> {
    let consulta =
        Consulta::nova("SELECT f.id FROM processos f").com(" WHERE f.conta_id = ?", valores![cx.conta()]);
    let (sql, valores) =
        filtro.restringir(consulta, cx).com(" ORDER BY f.id LIMIT ?", valores![maximo]).partes();
    cx.buscar(sql, valores).await?.iter().map(|l| l.obter_em(0)).collect()
}

pub(super) async fn somar(cx: &mut Contexto, filtro: &Filtro) -> Resultado<Soma> {
    let consulta =
        Consulta::nova("SELECT count(*), CAST(COALESCE(sum(f.valor_fatura), 0) AS BIGINT) FROM processos f")
            .com(" WHERE f.conta_id = ?", valores![cx.conta()]);
    let (sql, valores) = filtro.restringir(consulta, cx).partes();
    let linha = cx.buscar_um(sql, valores).await?.ok_or_else(|| Erro::interno("a contagem não voltou"))?;
    Ok(Soma { quantidade: linha.obter_em(0)?, valor: linha.obter_em(1)? })
}

/// Quantas classes de erro se contam: muito além das que existem.
const MAXIMO_DE_CLASSES: i64 = 100;

/// Quantos processos do filtro pararam em cada classe de erro, da mais comum à mais rara.
pub async fn falhas_por_classe(cx: &mut Contexto, filtro: &Filtro) -> Resultado<Vec<(Option<String>, i64)>> {
    let conta = cx.conta();
    let consulta = Consulta::nova(
        "SELECT e.classe_erro, count(*) FROM execucoes e JOIN processos f ON f.id = e.alvo_id AND f.conta_id = e.conta_id",
    )
    .com(" WHERE e.conta_id = ? AND f.conta_id = ?", valores![conta, conta])
    .sql(filtro::ULTIMAS_PARADAS);
    let sem_falha = Filtro { com_falha: false, classe_erro: None, ..filtro.clone() };
    let (sql, valores) = sem_falha
        .restringir(consulta, cx)
        .com(" GROUP BY e.classe_erro ORDER BY 2 DESC, 1 LIMIT ?", valores![MAXIMO_DE_CLASSES])
        .partes();
    cx.buscar(sql, valores).await?.iter().map(|l| Ok((l.obter_em(0)?, l.obter_em(1)?))).collect()
}

fn do_item(linha: &Linha, execucoes: &HashMap<ExecucaoId, UltimaExecucao>) -> Resultado<Item> {
    let sinais: i64 = linha.obter_em(19)?;
    let ultima_execucao =
        linha.obter_em::<Option<ExecucaoId>>(20)?.and_then(|id| execucoes.get(&id)).cloned();
    Ok(Item {
        id: linha.obter_em(0)?,
        mes_ano: linha.obter_em(1)?,
        situacao: Coluna::ler(linha, 2)?,
        valor_fatura: linha.obter_em(3)?,
        data_vencimento: linha.obter_em(4)?,
        upload_manual: linha.obter_em(5)?,
        enviado_para_sat: linha.obter_em(6)?,
        data_envio_sat: linha.obter_em(7)?,
        criado_em: linha.obter_em(8)?,
        atualizado_em: linha.obter_em(9)?,
        cliente_id: linha.obter_em(10)?,
        razao_social: linha.obter_em(11)?,
        nome_sat: linha.obter_em(12)?,
        cnpj: linha.obter_em(13)?,
        unidade: linha.obter_em(14)?,
        servico: linha.obter_em(15)?,
        operadora_id: linha.obter_em(16)?,
        operadora_nome: linha.obter_em(17)?,
        operadora_codigo: linha.obter_em(18)?,
        circunstancias: com_a_ultima(do_cadastro(sinais), ultima_execucao.as_ref()),
        ultima_execucao,
        data_prevista: linha.obter_em(21)?,
        valor_mes_anterior: linha.obter_em(22)?,
        numero_fatura: linha.obter_em(23)?,
        arquivo_sha256: linha.obter_em(24)?,
        semaforo: linha.obter_em(25)?,
        alertas: linha.obter_em(26)?,
        versao: linha.obter_em(27)?,
    })
}

fn do_cadastro(sinais: i64) -> Circunstancias {
    Circunstancias {
        tem_rpa: sinais & 1 != 0,
        operadora_ativa: sinais & 2 != 0,
        cliente_ativo: sinais & 4 != 0,
        tem_login: sinais & 8 != 0,
        tem_senha: sinais & 16 != 0,
        dados_completos: sinais & 32 != 0,
        ..Circunstancias::default()
    }
}
