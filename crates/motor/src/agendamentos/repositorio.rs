//! Agendamentos no banco, sempre dentro da conta do contexto.

use banco::{Contexto, Linha, valores};
use chrono::{DateTime, Utc};
use nucleo::{AgendamentoId, Cursor, Erro, Limite, Pagina, Resultado};
use uuid::Uuid;

use super::{Agendamento, acoes::Dados};

const BUSCAR: &str = "SELECT id, nome, tipo, cron, fuso, parametros, ativo, ultima_execucao, proxima_execucao, \
     criado_por_usuario_id, versao, criado_em FROM agendamentos WHERE conta_id = ? AND id = ?";
const LISTAR: &str = "SELECT id, nome, tipo, cron, fuso, parametros, ativo, ultima_execucao, proxima_execucao, \
     criado_por_usuario_id, versao, criado_em FROM agendamentos WHERE conta_id = ? AND id > ? ORDER BY id LIMIT ?";

fn ler(linha: &Linha) -> Resultado<Agendamento> {
    Ok(Agendamento {
        id: linha.obter("id")?,
        nome: linha.obter("nome")?,
        tipo: linha.obter("tipo")?,
        cron: linha.obter("cron")?,
        fuso: linha.obter("fuso")?,
        parametros: linha.obter("parametros")?,
        ativo: linha.obter("ativo")?,
        ultima_execucao: linha.obter("ultima_execucao")?,
        proxima_execucao: linha.obter("proxima_execucao")?,
        criado_por_usuario_id: linha.obter("criado_por_usuario_id")?,
        versao: linha.obter("versao")?,
        criado_em: linha.obter("criado_em")?,
    })
}

pub(super) async fn buscar(cx: &mut Contexto, id: AgendamentoId) -> Resultado<Agendamento> {
    cx.buscar_um(BUSCAR, valores![cx.conta(), id])
        .await?
        .as_ref()
        .map(ler)
        .transpose()?
        .ok_or(Erro::NaoEncontrado("agendamento"))
}

pub(super) async fn listar(
    cx: &mut Contexto,
    cursor: Option<Cursor>,
    limite: Limite,
) -> Resultado<Pagina<Agendamento>> {
    let depois_de: Uuid = cursor.as_ref().and_then(|c| c.0.first()?.parse().ok()).unwrap_or_default();
    let linhas = cx.buscar(LISTAR, valores![cx.conta(), depois_de, limite.valor() + 1]).await?;
    let itens = linhas.iter().map(ler).collect::<Resultado<Vec<_>>>()?;
    Ok(Pagina::da_busca(itens, limite, None, |a| Cursor(vec![a.id.to_string()])))
}

pub(super) async fn inserir(
    cx: &mut Contexto,
    dados: &Dados,
    proxima: Option<DateTime<Utc>>,
) -> Resultado<AgendamentoId> {
    let (id, agora) = (AgendamentoId::novo(cx.relogio()), cx.agora());
    cx.executar(
        "INSERT INTO agendamentos (id, conta_id, nome, tipo, cron, fuso, parametros, ativo, proxima_execucao, \
         criado_por_usuario_id, versao, criado_em, atualizado_em) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)",
        valores![
            id,
            cx.conta(),
            &dados.nome,
            dados.tipo,
            &dados.cron,
            &dados.fuso,
            dados.parametros.clone(),
            dados.ativo,
            proxima,
            cx.escopo().usuario(),
            agora,
            agora,
        ],
    )
    .await?;
    Ok(id)
}

/// Altera se a versão ainda é a lida.
pub(super) async fn alterar(
    cx: &mut Contexto,
    lido: &Agendamento,
    dados: &Dados,
    proxima: Option<DateTime<Utc>>,
) -> Resultado<()> {
    let agora = cx.agora();
    let mudadas = cx
        .executar(
            "UPDATE agendamentos SET nome = ?, tipo = ?, cron = ?, fuso = ?, parametros = ?, ativo = ?, \
             proxima_execucao = ?, versao = versao + 1, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND versao = ?",
            valores![
                &dados.nome,
                dados.tipo,
                &dados.cron,
                &dados.fuso,
                dados.parametros.clone(),
                dados.ativo,
                proxima,
                agora,
                cx.conta(),
                lido.id,
                lido.versao,
            ],
        )
        .await?;
    if mudadas == 0 { Err(Erro::VersaoDesatualizada) } else { Ok(()) }
}

pub(super) async fn excluir(cx: &mut Contexto, id: AgendamentoId) -> Resultado<()> {
    let excluidas = cx
        .executar("DELETE FROM agendamentos WHERE conta_id = ? AND id = ?", valores![cx.conta(), id])
        .await?;
    if excluidas == 0 { Err(Erro::NaoEncontrado("agendamento")) } else { Ok(()) }
}

/// Marca que disparou agora e quando volta. Não sobe a versão: não é mudança de quem edita.
pub(super) async fn marcar_disparado(
    cx: &mut Contexto,
    id: AgendamentoId,
    proxima: Option<DateTime<Utc>>,
) -> Resultado<()> {
    let agora = cx.agora();
    cx.executar(
        "UPDATE agendamentos SET ultima_execucao = ?, proxima_execucao = ? WHERE conta_id = ? AND id = ?",
        valores![agora, proxima, cx.conta(), id],
    )
    .await?;
    Ok(())
}
