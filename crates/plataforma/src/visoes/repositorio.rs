//! As consultas de visões: sempre da pessoa e da conta do contexto.

use banco::{Coluna, Contexto, Linha, valores};
use nucleo::{Erro, Resultado, VisaoId};

use super::{Dados, Visao};

fn ler(linha: &Linha) -> Resultado<Visao> {
    Ok(Visao {
        id: linha.obter("id")?,
        tela: linha.obter("tela")?,
        nome: linha.obter("nome")?,
        consulta: linha.obter("consulta")?,
        posicao: linha.obter("posicao")?,
    })
}

pub(super) async fn listar(cx: &mut Contexto, tela: &str) -> Resultado<Vec<Visao>> {
    cx.buscar(
        "SELECT id, tela, nome, consulta, posicao FROM visoes \
         WHERE conta_id = ? AND usuario_id = ? AND tela = ? ORDER BY posicao, id LIMIT 50",
        valores![cx.conta(), cx.escopo().usuario(), tela],
    )
    .await?
    .iter()
    .map(ler)
    .collect()
}

/// Quantas há na tela e a maior posição.
pub(super) async fn contar(cx: &mut Contexto, tela: &str) -> Resultado<(i64, i64)> {
    let linha = cx
        .buscar_um(
            "SELECT count(*), COALESCE(MAX(posicao), 0) FROM visoes \
             WHERE conta_id = ? AND usuario_id = ? AND tela = ?",
            valores![cx.conta(), cx.escopo().usuario(), tela],
        )
        .await?;
    linha.map_or(Ok((0, 0)), |l| Ok((i64::ler(&l, 0)?, i64::ler(&l, 1)?)))
}

pub(super) async fn buscar(cx: &mut Contexto, id: VisaoId) -> Resultado<Visao> {
    cx.buscar_um(
        "SELECT id, tela, nome, consulta, posicao FROM visoes WHERE conta_id = ? AND usuario_id = ? AND id = ?",
        valores![cx.conta(), cx.escopo().usuario(), id],
    )
    .await?
    .as_ref()
    .map(ler)
    .transpose()?
    .ok_or(Erro::NaoEncontrado("registro"))
}

/// Insere; `None` se o nome já existe na tela.
pub(super) async fn inserir(
    cx: &mut Contexto,
    tela: &str,
    dados: &Dados,
    posicao: i64,
) -> Resultado<Option<VisaoId>> {
    let (id, agora) = (VisaoId::novo(cx.relogio()), cx.agora());
    let usuario = cx.escopo().usuario().ok_or(Erro::NaoAutenticado)?;
    let novas = cx
        .executar(
            "INSERT INTO visoes (id, conta_id, usuario_id, tela, nome, consulta, posicao, criado_em, atualizado_em) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (conta_id, usuario_id, tela, nome) DO NOTHING",
            valores![id, cx.conta(), usuario, tela, &dados.nome, &dados.consulta, posicao, agora, agora],
        )
        .await?;
    Ok((novas == 1).then_some(id))
}

/// Se outra visão da mesma tela já tem o nome.
pub(super) async fn ha_outra(cx: &mut Contexto, visao: &Visao, nome: &str) -> Resultado<bool> {
    let linha = cx
        .buscar_um(
            "SELECT 1 FROM visoes WHERE conta_id = ? AND usuario_id = ? AND tela = ? AND nome = ? AND id <> ?",
            valores![cx.conta(), cx.escopo().usuario(), &visao.tela, nome, visao.id],
        )
        .await?;
    Ok(linha.is_some())
}

pub(super) async fn alterar(cx: &mut Contexto, id: VisaoId, dados: &Dados, posicao: i64) -> Resultado<()> {
    let agora = cx.agora();
    cx.executar(
        "UPDATE visoes SET nome = ?, consulta = ?, posicao = ?, atualizado_em = ? \
         WHERE conta_id = ? AND usuario_id = ? AND id = ?",
        valores![&dados.nome, &dados.consulta, posicao, agora, cx.conta(), cx.escopo().usuario(), id],
    )
    .await?;
    Ok(())
}

pub(super) async fn excluir(cx: &mut Contexto, id: VisaoId) -> Resultado<()> {
    cx.executar(
        "DELETE FROM visoes WHERE conta_id = ? AND usuario_id = ? AND id = ?",
        valores![cx.conta(), cx.escopo().usuario(), id],
    )
    .await?;
    Ok(())
}
