//! O que uma pessoa faz com as suas visões. De outra pessoa, elas não existem.

use banco::{Contexto, Fato};
use nucleo::{Erro, Resultado, VisaoId};
use serde_json::{Value, json};

use super::{
    Dados, Visao,
    dominio::{MAXIMO_POR_TELA, validar_tela},
    repositorio,
};

/// As visões da pessoa na tela, na ordem em que aparecem.
pub async fn listar(cx: &mut Contexto, tela: &str) -> Resultado<Vec<Visao>> {
    repositorio::listar(cx, validar_tela(tela)?).await
}

/// Guarda uma visão no fim da lista.
pub async fn criar(cx: &mut Contexto, tela: &str, dados: Dados) -> Resultado<Visao> {
    let (tela, dados) = (validar_tela(tela)?, dados.validar()?);
    let (quantas, ultima) = repositorio::contar(cx, tela).await?;
    if quantas >= MAXIMO_POR_TELA {
        return Err(Erro::conflito(
            "visoes_demais",
            "já há 50 visões salvas nesta tela",
            "exclua uma que não usa mais",
        ));
    }
    let id = repositorio::inserir(cx, tela, &dados, ultima + 1).await?.ok_or_else(nome_repetido)?;
    let fato = Fato::novo("visao.criada", "visoes", id);
    cx.registrar(fato.depois(json!({ "tela": tela, "nome": dados.nome }))).await?;
    repositorio::buscar(cx, id).await
}

/// Muda nome, consulta e, se dita, a posição.
pub async fn alterar(cx: &mut Contexto, id: VisaoId, dados: Dados, posicao: Option<i64>) -> Resultado<Visao> {
    let dados = dados.validar()?;
    let antes = repositorio::buscar(cx, id).await?;
    if repositorio::ha_outra(cx, &antes, &dados.nome).await? {
        return Err(nome_repetido());
    }
    repositorio::alterar(cx, id, &dados, posicao.unwrap_or(antes.posicao)).await?;
    let depois = repositorio::buscar(cx, id).await?;
    let fato = Fato::novo("visao.alterada", "visoes", id);
    cx.registrar(fato.antes(como_fato(&antes)).depois(como_fato(&depois))).await?;
    Ok(depois)
}

/// Exclui a visão.
pub async fn excluir(cx: &mut Contexto, id: VisaoId) -> Resultado<()> {
    let antes = repositorio::buscar(cx, id).await?;
    repositorio::excluir(cx, id).await?;
    cx.registrar(Fato::novo("visao.excluida", "visoes", id).antes(como_fato(&antes))).await
}

fn como_fato(visao: &Visao) -> Value {
    json!({ "nome": visao.nome, "consulta": visao.consulta, "posicao": visao.posicao })
}

fn nome_repetido() -> Erro {
    Erro::conflito("nome_repetido", "já há uma visão com este nome nesta tela", "escolha outro nome")
}
