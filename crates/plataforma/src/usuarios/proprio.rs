//! O que cada pessoa muda de si: nome e senha.

use banco::{Contexto, Fato};
use nucleo::{CampoInvalido, Erro, Escopo, Resultado, SecretString};
use serde_json::json;

use super::{Usuario, repositorio};
use crate::{
    Porteiro,
    contas::dominio::validar_nome,
    entrada::{SessaoAberta, freios, sessoes},
    senhas::{Conferencia, validar_senha},
};

/// A própria pessoa.
pub async fn ver(cx: &mut Contexto) -> Resultado<Usuario> {
    let id = cx.escopo().usuario().ok_or(Erro::NaoAutenticado)?;
    Ok(repositorio::por_id(cx, id).await?.ok_or(Erro::NaoAutenticado)?.usuario)
}

/// Muda o próprio nome.
pub async fn mudar_nome(cx: &mut Contexto, nome: &str) -> Resultado<Usuario> {
    let nome = validar_nome("nome", nome)?;
    let antes = ver(cx).await?;
    repositorio::mudar_nome(cx, antes.id, &nome).await?;
    let fato = Fato::novo("usuario.renomeado", "usuarios", antes.id);
    cx.registrar(fato.antes(json!({ "nome": antes.nome })).depois(json!({ "nome": nome }))).await?;
    Ok(Usuario { nome, ..antes })
}

/// Troca a própria senha: exige a atual, e toda sessão e todo token anteriores deixam de valer. Quem pediu de
/// uma sessão (`em_sessao`) recebe outra no lugar. Adivinhar a atual é freado como uma entrada.
pub async fn trocar_senha(
    porteiro: &Porteiro,
    escopo: &Escopo,
    em_sessao: bool,
    atual: &SecretString,
    nova: &SecretString,
) -> Resultado<Option<SessaoAberta>> {
    let (banco, senhas) = (porteiro.banco(), porteiro.senhas());
    let id = escopo.usuario().ok_or(Erro::NaoAutenticado)?;
    let guardado = banco.ler(escopo, async |cx| repositorio::por_id(cx, id).await).await?;
    let guardado = guardado.ok_or(Erro::NaoAutenticado)?;
    let email = &guardado.usuario.email;
    validar_senha("nova", nova, email)?;
    let tentativa = freios::Tentativa::nova(email.texto(), escopo.origem().ip);
    let limites = porteiro.configuracao().limites;
    banco.gravar(escopo, async |cx| freios::reservar(cx, &tentativa, &limites).await).await?;
    if senhas.conferir(atual, Some(&guardado.senha_hash)).await? == Conferencia::NaoConfere {
        return Err(Erro::campo(CampoInvalido::novo(
            "atual",
            "senha_atual_errada",
            "a senha atual não confere",
        )));
    }
    let resumo = senhas.resumir(nova).await?;
    banco
        .gravar(escopo, async |cx| {
            freios::liberar(cx, &tentativa, &limites).await?;
            repositorio::trocar_senha(cx, id, &resumo).await?;
            repositorio::encerrar_sessoes(cx, id).await?;
            cx.registrar(Fato::novo("usuario.senha_trocada", "usuarios", id)).await?;
            match em_sessao {
                true => sessoes::abrir(cx, porteiro.configuracao().absoluta).await.map(Some),
                false => Ok(None),
            }
        })
        .await
}
