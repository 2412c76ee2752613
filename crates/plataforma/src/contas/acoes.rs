//! O que se faz com contas.

use banco::{Banco, Contexto, Fato};
use nucleo::{
    ContaId, Erro, Escopo, Limite, Pagina, Pode, Resultado,
    permissoes::{EditarContas, VerContas},
};
use serde_json::json;

use super::{Conta, dominio::validar_nome, repositorio};
use crate::{
    grupos::{self, ADMINISTRADOR},
    usuarios::{self, UsuarioPronto},
};

const NAO_ENCONTRADA: Erro = Erro::NaoEncontrado("registro");

/// Cria uma conta filha com os grupos predefinidos e o seu primeiro administrador.
///
/// A filha nasce suspensa na sua própria transação (a parede do banco não deixa a mãe gravar nela) e se torna
/// ativa na da mãe, com a auditoria. Uma queda entre as duas deixa uma filha suspensa, à vista da mãe.
pub async fn criar(
    banco: &Banco,
    mae: &Escopo,
    pode: Pode<EditarContas>,
    nome: &str,
    administrador: UsuarioPronto,
) -> Resultado<Conta> {
    let nome = validar_nome("nome", nome)?;
    let filha = ContaId::novo(banco.relogio().as_ref());
    // Sem usuário: a auditoria da filha não pode revelar quem está acima dela.
    banco
        .gravar(&Escopo::do_sistema(filha, None), async |cx| {
            repositorio::criar(cx, &nome, Some(mae.conta()), false).await?;
            grupos::repositorio::criar_predefinidos(cx).await?;
            cx.registrar(Fato::novo("conta.criada", "contas", filha).depois(json!({ "nome": nome }))).await?;
            let grupo = grupos::repositorio::id_do_predefinido(cx, ADMINISTRADOR).await?;
            usuarios::acoes::vincular(cx, administrador, &[grupo]).await
        })
        .await?;
    banco
        .gravar(mae, async |cx| {
            let fato = Fato::novo("conta.filha_criada", "contas", filha).depois(json!({ "nome": nome }));
            cx.registrar(fato).await?;
            reativar(cx, pode, filha).await
        })
        .await
}

/// As contas filhas, por nome.
pub async fn listar(
    cx: &mut Contexto,
    _: Pode<VerContas>,
    limite: Limite,
    cursor: Option<(String, ContaId)>,
) -> Resultado<Pagina<Conta>> {
    repositorio::listar_filhas(cx, limite, cursor).await
}

/// Suspende uma filha: ninguém mais entra nela nem age com o que já tinha.
pub async fn suspender(cx: &mut Contexto, _: Pode<EditarContas>, id: ContaId) -> Resultado<Conta> {
    mudar_ativa(cx, id, false).await
}

/// Reativa uma filha suspensa.
pub async fn reativar(cx: &mut Contexto, _: Pode<EditarContas>, id: ContaId) -> Resultado<Conta> {
    mudar_ativa(cx, id, true).await
}

async fn mudar_ativa(cx: &mut Contexto, id: ContaId, ativa: bool) -> Resultado<Conta> {
    let mudou = repositorio::mudar_ativa(cx, id, ativa).await?;
    let conta = repositorio::buscar_filha(cx, id).await?.ok_or(NAO_ENCONTRADA)?;
    if !mudou {
        let (codigo, mensagem) = if ativa {
            ("conta_ja_ativa", "a conta já está ativa")
        } else {
            ("conta_ja_suspensa", "a conta já está suspensa")
        };
        return Err(Erro::conflito(codigo, mensagem, "recarregue a lista de contas"));
    }
    let acao = if ativa { "conta.reativada" } else { "conta.suspensa" };
    let fato = Fato::novo(acao, "contas", id);
    cx.registrar(fato.antes(json!({ "ativa": !ativa })).depois(json!({ "ativa": ativa }))).await?;
    Ok(conta)
}
