//! Os clientes no banco.

use banco::{Consulta, Contexto, Linha, Valor, valores};
use nucleo::{ClienteId, Cnpj, Cursor, Erro, Limite, OperadoraId, Pagina, Resultado, normalizar};

use super::{
    OrdemClientes,
    dominio::{Chave, Cliente, DadosCliente, FiltroClientes},
};
use crate::{busca, operadoras::repositorio::cursor_recusado};

const SELECIONAR: &str = "SELECT c.id, c.operadora_id, o.codigo AS operadora_codigo, \
    o.nome AS operadora_nome, c.hash_unico, c.razao_social, c.nome_sat, c.cnpj, c.filtro, c.servico, \
    c.dados_sat, c.unidade, c.site_emissao, c.login_portal, c.senha_portal, c.cpf, c.status_ativo, c.versao, \
    c.criado_em, c.atualizado_em FROM clientes c \
    JOIN operadoras o ON o.conta_id = c.conta_id AND o.id = c.operadora_id";
/// Quantos valores ou linhas por comando: 20 parâmetros cada, longe do limite de 32 mil do SQLite.
const LOTE: usize = 1_000;

fn selecionar(cx: &Contexto) -> Consulta {
    Consulta::nova(SELECIONAR).com(" WHERE c.conta_id = ?", valores![cx.conta()])
}

fn ler(linha: &Linha) -> Resultado<Cliente> {
    Ok(Cliente {
        id: linha.obter_em(0)?,
        operadora_id: linha.obter_em(1)?,
        operadora_codigo: linha.obter_em(2)?,
        operadora_nome: linha.obter_em(3)?,
        hash_unico: linha.obter_em(4)?,
        dados: DadosCliente {
            razao_social: linha.obter_em(5)?,
            nome_sat: linha.obter_em(6)?,
            cnpj: linha.obter_em(7)?,
            filtro: linha.obter_em(8)?,
            servico: linha.obter_em(9)?,
            dados_sat: linha.obter_em(10)?,
            unidade: linha.obter_em(11)?,
            site_emissao: linha.obter_em(12)?,
            login_portal: linha.obter_em(13)?,
            cpf: linha.obter_em(15)?,
        },
        senha_cifrada: linha.obter_em(14)?,
        status_ativo: linha.obter_em(16)?,
        versao: linha.obter_em(17)?,
        criado_em: linha.obter_em(18)?,
        atualizado_em: linha.obter_em(19)?,
    })
}

/// O cliente da conta, ou [`Erro::NaoEncontrado`].
pub async fn buscar(cx: &mut Contexto, id: ClienteId) -> Resultado<Cliente> {
    let (sql, valores) = selecionar(cx).com(" AND c.id = ?", valores![id]).partes();
    ler(&cx.buscar_um(sql, valores).await?.ok_or(Erro::NaoEncontrado("cliente"))?)
}

/// O primeiro cliente ativo da operadora, em ordem de razão social, com usuário e senha do portal.
pub async fn primeiro_com_acesso(cx: &mut Contexto, operadora: OperadoraId) -> Resultado<Option<Cliente>> {
    let (sql, valores) = selecionar(cx)
        .com(
            " AND c.operadora_id = ? AND c.status_ativo AND c.login_portal IS NOT NULL \
             AND c.senha_portal IS NOT NULL ORDER BY c.razao_social, c.id LIMIT 1",
            valores![operadora],
        )
        .partes();
    cx.buscar_um(sql, valores).await?.as_ref().map(ler).transpose()
}

/// Uma página na ordem pedida.
pub async fn listar(
    cx: &mut Contexto,
    (filtro, ordem): (&FiltroClientes, OrdemClientes),
    limite: Limite,
    cursor: Option<Cursor>,
    com_total: bool,
) -> Resultado<Pagina<Cliente>> {
    let total = if com_total { Some(contar(cx, filtro).await?) } else { None };
    let (depois, por) = ordem.sql();
    let mut consulta = filtrar(selecionar(cx), filtro);
    if let Some(cursor) = cursor {
        consulta = consulta.com(depois, ordem.ler_cursor(&cursor).ok_or_else(cursor_recusado)?);
    }
    let (sql, valores) = consulta.com(por, valores![limite.valor() + 1]).partes();
    let itens = cx.buscar(sql, valores).await?.iter().map(ler).collect::<Resultado<Vec<_>>>()?;
    Ok(Pagina::da_busca(itens, limite, total, |cliente| ordem.cursor(cliente)))
}

/// Até `limite` clientes do filtro, em ordem de razão social e id, depois do par dado.
pub async fn buscar_depois(
    cx: &mut Contexto,
    filtro: &FiltroClientes,
    depois: Option<(String, ClienteId)>,
    limite: i64,
) -> Resultado<Vec<Cliente>> {
    let mut consulta = filtrar(selecionar(cx), filtro);
    if let Some((razao_social, id)) = depois {
        consulta = consulta.com(" AND (c.razao_social, c.id) > (?, ?)", valores![razao_social, id]);
    }
    let (sql, valores) = consulta.com(" ORDER BY c.razao_social, c.id LIMIT ?", valores![limite]).partes();
    cx.buscar(sql, valores).await?.iter().map(ler).collect()
}

async fn contar(cx: &mut Contexto, filtro: &FiltroClientes) -> Resultado<i64> {
    let consulta =
        Consulta::nova("SELECT count(*) FROM clientes c").com(" WHERE c.conta_id = ?", valores![cx.conta()]);
    let (sql, valores) = filtrar(consulta, filtro).partes();
    cx.buscar_um(sql, valores).await?.map_or(Ok(0), |linha| linha.obter_em(0))
}

fn filtrar(consulta: Consulta, filtro: &FiltroClientes) -> Consulta {
    let busca = filtro.busca.as_deref().map(normalizar).filter(|b| !b.is_empty()).map(|b| trecho(&b));
    consulta
        .se(filtro.operadora_id, " AND c.operadora_id = ?")
        .se(filtro.status_ativo, " AND c.status_ativo = ?")
        .se(filtro.cnpj, " AND c.cnpj = ?")
        .se(busca, " AND c.busca LIKE ? ESCAPE '!'")
}

/// O padrão `LIKE` que acha o texto literal em qualquer lugar.
fn trecho(busca: &str) -> String {
    let literal = busca.replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{literal}%")
}

/// O id do cliente que já tem a chave, se houver.
pub async fn id_da_chave(cx: &mut Contexto, chave: &Chave) -> Resultado<Option<ClienteId>> {
    let sql =
        "SELECT id, unidade, servico FROM clientes WHERE conta_id = ? AND cnpj = ? AND operadora_id = ?";
    for linha in cx.buscar(sql, valores![cx.conta(), chave.cnpj(), chave.operadora()]).await? {
        let (unidade, servico): (String, String) = (linha.obter_em(1)?, linha.obter_em(2)?);
        if Chave::nova(chave.cnpj(), chave.operadora(), &unidade, &servico) == *chave {
            return linha.obter_em(0).map(Some);
        }
    }
    Ok(None)
}

/// O id do cliente que já tem o `hash_unico`, se houver.
pub async fn id_do_hash(cx: &mut Contexto, hash_unico: &str) -> Resultado<Option<ClienteId>> {
    Ok(donos_dos_hashes(cx, &[hash_unico]).await?.pop().map(|(_, id)| id))
}

/// De quem é cada `hash_unico` que já existe, entre os dados.
///
/// Aqui e em [`buscar_por_cnpjs`] a lista vai em `IN (…)`, e não em `IN (VALUES …)`: em PostgreSQL só a
/// primeira forma usa o índice enquanto a tabela não tem estatísticas.
pub async fn donos_dos_hashes(cx: &mut Contexto, hashes: &[&str]) -> Resultado<Vec<(String, ClienteId)>> {
    let mut donos = Vec::new();
    for lote in hashes.chunks(LOTE) {
        let (sql, valores) = Consulta::nova("SELECT hash_unico, id FROM clientes")
            .com(" WHERE conta_id = ?", valores![cx.conta()])
            .sql(" AND hash_unico IN (")
            .linhas(lote.iter().map(|hash| valores![*hash]))
            .sql(")")
            .partes();
        for linha in cx.buscar(sql, valores).await? {
            donos.push((linha.obter_em(0)?, linha.obter_em(1)?));
        }
    }
    Ok(donos)
}

/// Os clientes destes CNPJs nestas operadoras: o que uma importação precisa conhecer, em poucas consultas.
pub async fn buscar_por_cnpjs(
    cx: &mut Contexto,
    cnpjs: &[Cnpj],
    operadoras: &[OperadoraId],
) -> Resultado<Vec<Cliente>> {
    let mut clientes = Vec::new();
    if operadoras.is_empty() {
        return Ok(clientes);
    }
    for lote in cnpjs.chunks(LOTE) {
        let (sql, valores) = selecionar(cx)
            .sql(" AND c.cnpj IN (")
            .linhas(lote.iter().map(|cnpj| valores![*cnpj]))
            .sql(") AND c.operadora_id IN (")
            .linhas(operadoras.iter().map(|id| valores![*id]))
            .sql(")")
            .partes();
        for linha in cx.buscar(sql, valores).await? {
            clientes.push(ler(&linha)?);
        }
    }
    Ok(clientes)
}

/// Grava clientes novos (versão 1) e mudados (versão lida mais um), muitos por comando. Erro se um dos
/// mudados já não está na versão lida.
pub async fn gravar(cx: &mut Contexto, clientes: &[Cliente]) -> Resultado<()> {
    for lote in clientes.chunks(LOTE) {
        let velhas = termos_guardados(cx, lote).await?;
        let linhas: Vec<_> = lote.iter().map(|cliente| colunas(cx, cliente)).collect();
        let (sql, valores) = Consulta::nova(
            "INSERT INTO clientes (id, conta_id, operadora_id, hash_unico, razao_social, nome_sat, cnpj, \
             filtro, servico, dados_sat, unidade, site_emissao, login_portal, senha_portal, cpf, \
             status_ativo, busca, versao, criado_em, atualizado_em) VALUES ",
        )
        .linhas(linhas)
        .sql(
            " ON CONFLICT (id) DO UPDATE SET operadora_id = excluded.operadora_id, \
             hash_unico = excluded.hash_unico, razao_social = excluded.razao_social, \
             nome_sat = excluded.nome_sat, cnpj = excluded.cnpj, filtro = excluded.filtro, \
             servico = excluded.servico, dados_sat = excluded.dados_sat, unidade = excluded.unidade, \
             site_emissao = excluded.site_emissao, login_portal = excluded.login_portal, \
             senha_portal = excluded.senha_portal, cpf = excluded.cpf, \
             status_ativo = excluded.status_ativo, busca = excluded.busca, versao = excluded.versao, \
             atualizado_em = excluded.atualizado_em \
             WHERE clientes.conta_id = excluded.conta_id AND clientes.versao = excluded.versao - 1",
        )
        .partes();
        if cx.executar(sql, valores).await? != lote.len() as u64 {
            return Err(Erro::VersaoDesatualizada);
        }
        let novas = lote.iter().map(|c| (c.id, c.dados.termos())).collect();
        busca::repositorio::trocar_termos(cx, velhas, novas).await?;
    }
    Ok(())
}

/// As palavras pelas quais os clientes que já existem se acham hoje.
async fn termos_guardados(cx: &mut Contexto, lote: &[Cliente]) -> Resultado<busca::repositorio::Termos> {
    let existentes: Vec<_> = lote.iter().filter(|c| c.versao > 1).map(|c| valores![c.id]).collect();
    if existentes.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, valores) = Consulta::nova("SELECT id, razao_social, nome_sat, unidade, cnpj FROM clientes")
        .com(" WHERE conta_id = ? AND id IN (", valores![cx.conta()])
        .linhas(existentes)
        .sql(")")
        .partes();
    let linhas = cx.buscar(sql, valores).await?;
    linhas
        .iter()
        .map(|l| {
            let textos: [String; 3] = [l.obter_em(1)?, l.obter_em(2)?, l.obter_em(3)?];
            let textos = textos.each_ref().map(String::as_str);
            Ok((l.obter_em(0)?, busca::termos::do_cliente(textos, l.obter_em(4)?)))
        })
        .collect()
}

fn colunas(cx: &Contexto, cliente: &Cliente) -> Vec<Valor> {
    let d = &cliente.dados;
    valores![
        cliente.id,
        cx.conta(),
        cliente.operadora_id,
        &cliente.hash_unico,
        &d.razao_social,
        &d.nome_sat,
        d.cnpj,
        &d.filtro,
        &d.servico,
        &d.dados_sat,
        &d.unidade,
        d.site_emissao.clone(),
        d.login_portal.clone(),
        cliente.senha_cifrada.clone(),
        d.cpf,
        cliente.status_ativo,
        d.busca(),
        cliente.versao,
        cliente.criado_em,
        cliente.atualizado_em,
    ]
}

#[cfg(test)]
mod testes {
    use super::trecho;

    #[test]
    fn a_busca_e_literal() {
        assert_eq!(trecho("100%_A!"), "%100!%!_A!!%");
    }
}
