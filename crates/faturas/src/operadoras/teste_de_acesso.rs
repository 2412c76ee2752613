//! O que é o teste de acesso: entrar no portal de uma operadora com o acesso de um cliente, e parar. Prova
//! endereço, usuário, senha e roteiro sem criar processo nem baixar nada.

use banco::{Contexto, Fato};
use motor::{Execucao, NovaExecucao, enfileirar};
use nucleo::{
    CampoInvalido, ClienteId, Erro, ExecucaoId, OperadoraId, Pode, Resultado, permissoes::OperarProcessos,
};
use serde_json::json;

use super::{Operadora, acesso, repositorio};
use crate::clientes::{self, Cliente};

/// O `alvo_tipo` das execuções de uma operadora.
pub const ALVO: &str = "operadora";
/// Tipo da execução que testa o acesso.
pub const TESTE_ACESSO: &str = "TESTE_ACESSO";

/// A operadora sobre a qual uma execução age.
pub(crate) fn alvo(execucao: &Execucao) -> Resultado<OperadoraId> {
    match (execucao.alvo_tipo.as_deref(), execucao.alvo_id) {
        (Some(ALVO), Some(id)) => Ok(id.into()),
        _ => Err(Erro::interno(format!("a execução {} não diz a sua operadora", execucao.id))),
    }
}

/// Enfileira o teste, com o acesso do cliente dado ou do primeiro ativo que tenha um.
///
/// # Erros
/// `sem_rpa`; `sem_cliente_com_acesso`; `teste_em_andamento`; o campo `cliente_id` se o cliente não é da operadora
/// ou não tem usuário e senha.
pub async fn pedir(
    cx: &mut Contexto,
    _: Pode<OperarProcessos>,
    id: OperadoraId,
    cliente: Option<ClienteId>,
) -> Resultado<ExecucaoId> {
    let operadora = repositorio::buscar(cx, id).await?;
    let classe = acesso::classe_rpa(&operadora)?;
    let cliente = escolher(cx, &operadora, cliente).await?;
    let mascarada = cliente.senha_cifrada.as_ref().map(|_| String::new().into());
    let nova = NovaExecucao {
        tipo: TESTE_ACESSO,
        titulo: Some(operadora.dados.nome.clone()),
        detalhe: Some(cliente.dados.razao_social.clone()),
        alvo: Some((ALVO, id.into())),
        parametros: acesso::entrada(&operadora, &cliente, mascarada).mascarados(),
        chave_unica: Some(format!("teste-de-acesso:{id}")),
        chave_concorrencia: Some(acesso::chave_de_concorrencia(&operadora, &cliente)),
        classe_rpa: Some(classe),
        ..NovaExecucao::default()
    };
    let enfileirada = enfileirar(cx, nova).await?;
    if enfileirada.ja_existia {
        return Err(Erro::conflito(
            "teste_em_andamento",
            format!("já há um teste de acesso na fila ou em andamento: {}", enfileirada.id),
            "acompanhe a execução que já existe",
        ));
    }
    let depois = json!({"execucao_id": enfileirada.id, "cliente_id": cliente.id});
    cx.registrar(Fato::novo("operadora.teste_pedido", "operadoras", id).depois(depois)).await?;
    Ok(enfileirada.id)
}

async fn escolher(cx: &mut Contexto, operadora: &Operadora, pedido: Option<ClienteId>) -> Resultado<Cliente> {
    let recusa =
        |codigo, mensagem: &'static str| Erro::campo(CampoInvalido::novo("cliente_id", codigo, mensagem));
    let Some(id) = pedido else {
        let primeiro = clientes::repositorio::primeiro_com_acesso(cx, operadora.id).await?;
        return primeiro.ok_or_else(|| {
            Erro::conflito(
                "sem_cliente_com_acesso",
                format!("nenhum cliente ativo de {} tem usuário e senha do portal", operadora.dados.nome),
                "preencha o acesso de um cliente desta operadora",
            )
        });
    };
    let cliente = clientes::repositorio::buscar(cx, id).await.map_err(|erro| match erro {
        Erro::NaoEncontrado(_) => recusa("cliente_desconhecido", "não há cliente com este id nesta conta"),
        outro => outro,
    })?;
    if cliente.operadora_id != operadora.id {
        return Err(recusa("cliente_de_outra_operadora", "este cliente é de outra operadora"));
    }
    if cliente.dados.login_portal.is_none() || cliente.senha_cifrada.is_none() {
        return Err(recusa("cliente_sem_acesso", "este cliente não tem usuário e senha do portal"));
    }
    Ok(cliente)
}
