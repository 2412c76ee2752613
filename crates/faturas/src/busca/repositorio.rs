//! A busca no banco: uma faixa do índice de palavras, e chaves primárias dali em diante.

use std::collections::{BTreeSet, HashMap};

use banco::{Consulta, Contexto, Linha, Valor, valores};
use chrono::{DateTime, Utc};
use nucleo::{ClienteId, Competencia, ExecucaoId, OperadoraId, ProcessoId, Resultado};
use uuid::Uuid;

/// Quantas palavras se gravam por comando: 3 parâmetros cada, longe do limite de 32 mil do SQLite.
const LOTE: usize = 8_000;
/// Entre quantos clientes da palavra mais rara se conferem as outras, um a um.
const CANDIDATOS: i64 = 500;
const OPERADORAS: i64 = 1_000;
/// Achados estes, não se cruzam faixas inteiras atrás de mais.
const SUFICIENTES: usize = 6;
/// Depois da última palavra que começa por um trecho, na ordem dos bytes.
const FIM_DA_FAIXA: char = char::MAX;

/// Um cliente achado.
#[derive(Clone, Debug)]
pub(crate) struct ClienteAchado {
    pub id: ClienteId,
    pub razao_social: String,
    pub cnpj: String,
    pub unidade: String,
    pub operadora_nome: String,
}

/// Um processo achado.
#[derive(Clone, Debug)]
pub(crate) struct ProcessoAchado {
    pub id: ProcessoId,
    pub mes_ano: String,
    pub situacao: String,
    pub razao_social: String,
    pub unidade: String,
    pub operadora_nome: String,
}

/// Uma execução achada.
#[derive(Clone, Debug)]
pub(crate) struct ExecucaoAchada {
    pub id: ExecucaoId,
    pub tipo: String,
    pub status: String,
    pub titulo: Option<String>,
    pub criado_em: DateTime<Utc>,
}

/// As palavras de um cliente que entram ou saem do índice.
pub(crate) type Termos = Vec<(ClienteId, BTreeSet<String>)>;

/// Troca as palavras: `velhas` saem, `novas` entram; as iguais nem se tocam.
pub(crate) async fn trocar_termos(cx: &mut Contexto, velhas: Termos, novas: Termos) -> Resultado<()> {
    let (saem, entram) = (pares(velhas), pares(novas));
    let conta = cx.conta();
    for (cliente, termo) in saem.difference(&entram) {
        cx.executar(
            "DELETE FROM clientes_termos WHERE conta_id = ? AND termo = ? AND cliente_id = ?",
            valores![conta, termo, *cliente],
        )
        .await?;
    }
    let entram: Vec<_> = entram.difference(&saem).collect();
    for lote in entram.chunks(LOTE) {
        let (sql, valores) =
            Consulta::nova("INSERT INTO clientes_termos (conta_id, termo, cliente_id) VALUES ")
                .linhas(lote.iter().map(|(cliente, termo)| valores![conta, termo, *cliente]))
                .sql(" ON CONFLICT DO NOTHING")
                .partes();
        cx.executar(sql, valores).await?;
    }
    Ok(())
}

fn pares(termos: Termos) -> BTreeSet<(ClienteId, String)> {
    termos.into_iter().flat_map(|(id, termos)| termos.into_iter().map(move |t| (id, t))).collect()
}

fn faixa(consulta: Consulta, conta: nucleo::ContaId, comeco: &str) -> Consulta {
    consulta.com(
        " WHERE t.conta_id = ? AND t.termo >= ? AND t.termo < ?",
        valores![conta, comeco, format!("{comeco}{FIM_DA_FAIXA}")],
    )
}

/// Os clientes que têm todas as palavras, primeiro os de palavra inteira; até `limite`.
///
/// Começa pela palavra mais rara. Entre os primeiros clientes dela, as outras se conferem uma a uma; só se com isso
/// não se acha o bastante, e ela tem mais clientes, cruzam-se as faixas inteiras.
pub(crate) async fn clientes_com(
    cx: &mut Contexto,
    termos: &[String],
    limite: usize,
) -> Resultado<Vec<ClienteId>> {
    let mut por_raridade = Vec::with_capacity(termos.len());
    for termo in termos {
        por_raridade.push((quantos(cx, termo).await?, termo.as_str()));
    }
    por_raridade.sort_by_key(|(quantos, _)| *quantos);
    let [(raros, primeiro), outros @ ..] = por_raridade.as_slice() else { return Ok(Vec::new()) };
    if *raros == 0 {
        return Ok(Vec::new());
    }
    let outros: Vec<&str> = outros.iter().map(|(_, termo)| *termo).collect();
    if outros.is_empty() {
        return cruzar(cx, primeiro, &[], limite).await;
    }
    let achados = conferir(cx, primeiro, &outros, limite).await?;
    let bastam = achados.len() >= SUFICIENTES.min(limite) || *raros < CANDIDATOS;
    if bastam { Ok(achados) } else { cruzar(cx, primeiro, &outros, limite).await }
}

/// Quantas vezes há palavras com este começo, contando só até [`CANDIDATOS`].
async fn quantos(cx: &mut Contexto, termo: &str) -> Resultado<i64> {
    let consulta =
        faixa(Consulta::nova("SELECT count(*) FROM (SELECT 1 FROM clientes_termos t"), cx.conta(), termo);
    let (sql, valores) = consulta.com(" LIMIT ?) contados", valores![CANDIDATOS]).partes();
    cx.buscar_um(sql, valores).await?.map_or(Ok(0), |linha| linha.obter_em(0))
}

/// Entre os primeiros clientes do termo, os que têm também os outros.
async fn conferir(
    cx: &mut Contexto,
    termo: &str,
    outros: &[&str],
    limite: usize,
) -> Resultado<Vec<ClienteId>> {
    let conta = cx.conta();
    let primeiros =
        Consulta::nova("SELECT k.cliente_id FROM (SELECT t.cliente_id, t.termo FROM clientes_termos t");
    let mut consulta = faixa(primeiros, conta, termo)
        .com(" ORDER BY t.termo, t.cliente_id LIMIT ?", valores![CANDIDATOS])
        .com(") k CROSS JOIN clientes c WHERE c.conta_id = ? AND c.id = k.cliente_id", valores![conta]);
    for outro in outros {
        // Termos só têm letras e algarismos: nada a neutralizar no padrão. Aqui vale também o meio da palavra, para
        // achar `COLA` em `COCA-COLA`.
        consulta = consulta.com(" AND c.busca LIKE ?", valores![format!("%{outro}%")]);
    }
    let (sql, valores) = consulta.sql(" ORDER BY k.termo, k.cliente_id").partes();
    sem_repetir(&cx.buscar(sql, valores).await?, limite)
}

/// Os clientes do termo que estão também nas faixas dos outros.
async fn cruzar(cx: &mut Contexto, termo: &str, outros: &[&str], limite: usize) -> Resultado<Vec<ClienteId>> {
    let conta = cx.conta();
    let mut consulta = faixa(Consulta::nova("SELECT t.cliente_id FROM clientes_termos t"), conta, termo);
    for outro in outros {
        consulta = consulta.sql(" AND t.cliente_id IN (SELECT t.cliente_id FROM clientes_termos t");
        consulta = faixa(consulta, conta, outro).sql(")");
    }
    // O mesmo cliente vem uma vez por palavra que combina: a folga cobre as repetições.
    let (sql, valores) =
        consulta.com(" ORDER BY t.termo, t.cliente_id LIMIT ?", valores![limite as i64 * 4]).partes();
    sem_repetir(&cx.buscar(sql, valores).await?, limite)
}

fn sem_repetir(linhas: &[Linha], limite: usize) -> Resultado<Vec<ClienteId>> {
    let (mut vistos, mut ids) = (BTreeSet::new(), Vec::new());
    for linha in linhas {
        let id: ClienteId = linha.obter_em(0)?;
        if ids.len() < limite && vistos.insert(id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn lista<T: Copy + Into<Uuid>>(ids: &[T]) -> impl Iterator<Item = Vec<Valor>> {
    ids.iter().map(|id| valores![(*id).into()])
}

/// Os nomes das operadoras da conta: são poucas, e juntá-las em cada consulta tenta o PostgreSQL a começar por elas.
async fn nomes_das_operadoras(cx: &mut Contexto) -> Resultado<HashMap<OperadoraId, String>> {
    let sql = "SELECT id, nome FROM operadoras WHERE conta_id = ? LIMIT ?";
    let linhas = cx.buscar(sql, valores![cx.conta(), OPERADORAS]).await?;
    linhas.iter().map(|l| Ok((l.obter_em(0)?, l.obter_em(1)?))).collect()
}

/// Os clientes destes ids, na ordem dada.
pub(crate) async fn clientes(cx: &mut Contexto, ids: &[ClienteId]) -> Resultado<Vec<ClienteAchado>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let nomes = nomes_das_operadoras(cx).await?;
    let (sql, valores) =
        Consulta::nova("SELECT c.id, c.razao_social, c.cnpj, c.unidade, c.operadora_id FROM clientes c")
            .com(" WHERE c.conta_id = ? AND c.id IN (", valores![cx.conta()])
            .linhas(lista(ids))
            .sql(")")
            .partes();
    let mut por_id = HashMap::new();
    for linha in cx.buscar(sql, valores).await? {
        let id: ClienteId = linha.obter_em(0)?;
        let operadora: OperadoraId = linha.obter_em(4)?;
        por_id.insert(
            id,
            ClienteAchado {
                id,
                razao_social: linha.obter_em(1)?,
                cnpj: linha.obter_em(2)?,
                unidade: linha.obter_em(3)?,
                operadora_nome: nomes.get(&operadora).cloned().unwrap_or_default(),
            },
        );
    }
    Ok(ids.iter().filter_map(|id| por_id.remove(id)).collect())
}

const PROCESSO: &str = "SELECT p.id, p.mes_ano, p.status_processo, c.razao_social, c.unidade, p.operadora_id";

fn ler_processo(linha: &Linha, nomes: &HashMap<OperadoraId, String>) -> Resultado<ProcessoAchado> {
    let operadora: OperadoraId = linha.obter_em(5)?;
    Ok(ProcessoAchado {
        id: linha.obter_em(0)?,
        mes_ano: linha.obter_em(1)?,
        situacao: linha.obter_em(2)?,
        razao_social: linha.obter_em(3)?,
        unidade: linha.obter_em(4)?,
        operadora_nome: nomes.get(&operadora).cloned().unwrap_or_default(),
    })
}

/// Os processos destes clientes, do mês mais novo ao mais velho.
///
/// `CROSS JOIN` fixa a ordem em SQLite, que sem ele percorreria todos os processos na ordem do mês: primeiro os
/// clientes, depois os processos de cada um.
pub(crate) async fn processos_dos_clientes(
    cx: &mut Contexto,
    clientes: &[ClienteId],
    mes: Option<Competencia>,
    limite: i64,
) -> Resultado<Vec<ProcessoAchado>> {
    if clientes.is_empty() {
        return Ok(Vec::new());
    }
    let nomes = nomes_das_operadoras(cx).await?;
    let (sql, valores) = Consulta::nova(PROCESSO)
        .com(
            " FROM clientes c CROSS JOIN processos p WHERE c.conta_id = ? AND c.id IN (",
            valores![cx.conta()],
        )
        .linhas(lista(clientes))
        .sql(") AND p.cliente_id = c.id")
        .se(mes, " AND p.mes_ano = ?")
        .com(" ORDER BY p.mes_ano DESC, p.id DESC LIMIT ?", valores![limite])
        .partes();
    cx.buscar(sql, valores).await?.iter().map(|linha| ler_processo(linha, &nomes)).collect()
}

/// O processo deste id, se for da conta.
pub(crate) async fn processo(cx: &mut Contexto, id: Uuid) -> Resultado<Option<ProcessoAchado>> {
    let nomes = nomes_das_operadoras(cx).await?;
    let (sql, valores) = Consulta::nova(PROCESSO)
        .com(
            " FROM processos p CROSS JOIN clientes c WHERE p.conta_id = ? AND p.id = ? AND c.id = p.cliente_id",
            valores![cx.conta(), id],
        )
        .partes();
    cx.buscar_um(sql, valores).await?.map(|linha| ler_processo(&linha, &nomes)).transpose()
}

/// As execuções mais novas destes processos, cada uma com o título do seu processo.
pub(crate) async fn execucoes_dos_processos(
    cx: &mut Contexto,
    processos: &[ProcessoAchado],
    limite: i64,
) -> Resultado<Vec<ExecucaoAchada>> {
    if processos.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ProcessoId> = processos.iter().map(|p| p.id).collect();
    let (sql, valores) = Consulta::nova("SELECT id, tipo, status, criado_em, alvo_id FROM execucoes")
        .com(" WHERE conta_id = ? AND alvo_tipo = 'processo' AND alvo_id IN (", valores![cx.conta()])
        .linhas(lista(&ids))
        .com(") ORDER BY id DESC LIMIT ?", valores![limite])
        .partes();
    let linhas = cx.buscar(sql, valores).await?;
    linhas
        .iter()
        .map(|linha| {
            let alvo: ProcessoId = linha.obter_em(4)?;
            ler_execucao(linha, processos.iter().find(|p| p.id == alvo).map(titulo))
        })
        .collect()
}

fn titulo(processo: &ProcessoAchado) -> String {
    format!("{} · {}", processo.razao_social, processo.operadora_nome)
}

fn ler_execucao(linha: &Linha, titulo: Option<String>) -> Resultado<ExecucaoAchada> {
    Ok(ExecucaoAchada {
        id: linha.obter_em(0)?,
        tipo: linha.obter_em(1)?,
        status: linha.obter_em(2)?,
        criado_em: linha.obter_em(3)?,
        titulo,
    })
}

/// A execução deste id, se for da conta.
pub(crate) async fn execucao(cx: &mut Contexto, id: Uuid) -> Resultado<Option<ExecucaoAchada>> {
    let sql = "SELECT e.id, e.tipo, e.status, e.criado_em, e.alvo_tipo, e.alvo_id FROM execucoes e \
               WHERE e.conta_id = ? AND e.id = ?";
    let Some(linha) = cx.buscar_um(sql, valores![cx.conta(), id]).await? else { return Ok(None) };
    let (alvo_tipo, alvo): (Option<String>, Option<Uuid>) = (linha.obter_em(4)?, linha.obter_em(5)?);
    let titulo = match alvo.filter(|_| alvo_tipo.as_deref() == Some("processo")) {
        Some(alvo) => processo(cx, alvo).await?.as_ref().map(self::titulo),
        None => None,
    };
    ler_execucao(&linha, titulo).map(Some)
}
