//! As consultas das contas. `contas` não tem `conta_id`: a parede é `id` ou `conta_pai_id` = a do contexto.

use banco::{Consulta, Contexto, Linha, ParaBanco, valores};
use chrono::{DateTime, Utc};
use nucleo::{ContaId, Cursor, Limite, Pagina, Resultado};

use super::{Conta, dominio::NOME_DA_MESTRA};

/// Cria a conta do contexto, se ainda não existe. Devolve se criou.
pub async fn criar(cx: &mut Contexto, nome: &str, pai: Option<ContaId>, ativa: bool) -> Resultado<bool> {
    let agora = cx.agora();
    let criadas = cx
        .executar(
            "INSERT INTO contas (id, nome, conta_pai_id, ativa, criado_em, atualizado_em) \
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
            valores![cx.conta(), nome, pai, ativa, agora, agora],
        )
        .await?;
    Ok(criadas == 1)
}

/// Cria a conta mestra, que é a do contexto. Devolve se criou.
pub async fn criar_mestra(cx: &mut Contexto) -> Resultado<bool> {
    criar(cx, NOME_DA_MESTRA, None, true).await
}

/// As filhas diretas, por nome.
pub async fn listar_filhas(
    cx: &mut Contexto,
    limite: Limite,
    cursor: Option<(String, ContaId)>,
) -> Resultado<Pagina<Conta>> {
    let mut consulta = Consulta::nova("SELECT id, nome, ativa, criado_em FROM contas WHERE ")
        .com("conta_pai_id = ?", valores![cx.conta()]);
    if let Some((nome, id)) = cursor {
        consulta = consulta.com(" AND (nome, id) > (?, ?)", valores![nome, id]);
    }
    let (sql, valores) =
        consulta.com(" ORDER BY nome, id LIMIT ?", [(limite.valor() + 1).para_banco()]).partes();
    let contas = cx.buscar(sql, valores).await?.iter().map(ler).collect::<Resultado<Vec<_>>>()?;
    Ok(Pagina::da_busca(contas, limite, None, |c| Cursor(vec![c.nome.clone(), c.id.to_string()])))
}

/// Uma filha direta.
pub async fn buscar_filha(cx: &mut Contexto, id: ContaId) -> Resultado<Option<Conta>> {
    cx.buscar_um(
        "SELECT id, nome, ativa, criado_em FROM contas WHERE conta_pai_id = ? AND id = ?",
        valores![cx.conta(), id],
    )
    .await?
    .as_ref()
    .map(ler)
    .transpose()
}

/// Muda uma filha direta de ativa para suspensa ou o inverso. Devolve se mudou.
pub async fn mudar_ativa(cx: &mut Contexto, id: ContaId, ativa: bool) -> Resultado<bool> {
    let agora: DateTime<Utc> = cx.agora();
    let mudadas = cx
        .executar(
            "UPDATE contas SET ativa = ?, atualizado_em = ? WHERE conta_pai_id = ? AND id = ? AND ativa = ?",
            valores![ativa, agora, cx.conta(), id, !ativa],
        )
        .await?;
    Ok(mudadas == 1)
}

fn ler(linha: &Linha) -> Resultado<Conta> {
    Ok(Conta {
        id: linha.obter("id")?,
        nome: linha.obter("nome")?,
        ativa: linha.obter("ativa")?,
        criado_em: linha.obter("criado_em")?,
    })
}
