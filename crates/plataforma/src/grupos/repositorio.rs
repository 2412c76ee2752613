//! As consultas dos grupos.

use banco::{Consulta, Contexto, ContextoSistema, Linha, ParaBanco, valores};
use nucleo::{ContaId, Erro, GrupoId, Resultado};

use super::{Grupo, PREDEFINIDOS, Predefinido};

/// Teto de grupos lidos de uma conta; hoje só há os predefinidos.
const MAXIMO: i64 = 500;

/// Os grupos da conta com as suas permissões, por nome.
pub async fn listar(cx: &mut Contexto) -> Resultado<Vec<Grupo>> {
    let grupos = cx
        .buscar(
            "SELECT id, nome, descricao, predefinido FROM grupos WHERE conta_id = ? ORDER BY nome LIMIT ?",
            valores![cx.conta(), MAXIMO],
        )
        .await?;
    let permissoes = cx
        .buscar(
            "SELECT grupo_id, permissao FROM grupo_permissoes WHERE conta_id = ? ORDER BY permissao",
            valores![cx.conta()],
        )
        .await?;
    let mut grupos: Vec<Grupo> = grupos.iter().map(ler).collect::<Resultado<_>>()?;
    for linha in permissoes {
        let dono: GrupoId = linha.obter("grupo_id")?;
        if let Some(grupo) = grupos.iter_mut().find(|grupo| grupo.id == dono) {
            grupo.permissoes.push(linha.obter("permissao")?);
        }
    }
    Ok(grupos)
}

fn ler(linha: &Linha) -> Resultado<Grupo> {
    Ok(Grupo {
        id: linha.obter("id")?,
        nome: linha.obter("nome")?,
        descricao: linha.obter("descricao")?,
        predefinido: linha.obter("predefinido")?,
        permissoes: Vec::new(),
    })
}

/// O id de um grupo predefinido da conta.
pub async fn id_do_predefinido(cx: &mut Contexto, nome: &str) -> Resultado<GrupoId> {
    cx.buscar_um(
        "SELECT id FROM grupos WHERE conta_id = ? AND nome = ? AND predefinido",
        valores![cx.conta(), nome],
    )
    .await?
    .ok_or_else(|| Erro::interno(format!("a conta não tem o grupo {nome}")))?
    .obter("id")
}

/// Cria na conta os grupos predefinidos que faltarem, com as suas permissões.
pub async fn criar_predefinidos(cx: &mut Contexto) -> Resultado<()> {
    let agora = cx.agora();
    for predefinido in PREDEFINIDOS {
        let id = GrupoId::novo(cx.relogio());
        let criados = cx
            .executar(
                "INSERT INTO grupos (id, conta_id, nome, descricao, predefinido, criado_em) \
                 VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (conta_id, nome) DO NOTHING",
                valores![id, cx.conta(), predefinido.nome, predefinido.descricao, true, agora],
            )
            .await?;
        if criados == 1 {
            let conta = cx.conta();
            let linhas = predefinido.permissoes().into_iter().map(|p| valores![conta, id, p]);
            let consulta =
                Consulta::nova("INSERT INTO grupo_permissoes (conta_id, grupo_id, permissao) VALUES ");
            let (sql, valores) = consulta.linhas(linhas).partes();
            cx.executar(sql, valores).await?;
        }
    }
    Ok(())
}

/// Contas a que falta algum grupo predefinido.
pub async fn contas_incompletas(cx: &mut ContextoSistema) -> Resultado<Vec<ContaId>> {
    cx.buscar(
        "SELECT c.id FROM contas c LEFT JOIN grupos g ON g.conta_id = c.id AND g.predefinido \
         GROUP BY c.id HAVING count(g.id) < ?",
        valores![PREDEFINIDOS.len() as i64],
    )
    .await?
    .iter()
    .map(|linha| linha.obter("id"))
    .collect()
}

/// Iguala as permissões de um grupo predefinido, em todas as contas, às que o código diz. Devolve quantas
/// linhas mudou.
pub async fn renovar(cx: &mut ContextoSistema, predefinido: &Predefinido) -> Resultado<u64> {
    let permissoes = predefinido.permissoes();
    let linhas = || permissoes.iter().map(|permissao| vec![permissao.para_banco()]);
    let (sql, valores) = Consulta::nova("WITH v (permissao) AS (VALUES ")
        .linhas(linhas())
        .com(
            ") INSERT INTO grupo_permissoes (conta_id, grupo_id, permissao) \
             SELECT g.conta_id, g.id, v.permissao FROM grupos g CROSS JOIN v WHERE g.predefinido AND g.nome = ? \
             ON CONFLICT (grupo_id, permissao) DO NOTHING",
            valores![predefinido.nome],
        )
        .partes();
    let dadas = cx.executar(sql, valores).await?;
    let (sql, valores) = Consulta::nova("DELETE FROM grupo_permissoes WHERE grupo_id IN ")
        .com("(SELECT id FROM grupos WHERE predefinido AND nome = ?)", valores![predefinido.nome])
        .sql(" AND permissao NOT IN (VALUES ")
        .linhas(linhas())
        .sql(")")
        .partes();
    Ok(dadas + cx.executar(sql, valores).await?)
}
