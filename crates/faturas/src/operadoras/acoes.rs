//! O que se faz com operadoras.

use banco::{Contexto, Fato};
use nucleo::{
    Cofre, ContaId, Cursor, Erro, Limite, OperadoraId, Pagina, Pode, Resultado, SecretString,
    permissoes::{EditarCadastros, VerProcessos},
};
use serde_json::json;

use super::{
    dominio::{EntradaOperadora, FiltroOperadoras, Operadora, endereco_do_token},
    mudancas::{MudancaDeSegredo, diferencas},
    repositorio,
    resumo::{self, Resumo},
};

/// Uma página de operadoras, em ordem de nome, com o resumo de cada uma.
pub async fn listar_com_resumo(
    cx: &mut Contexto,
    pode: Pode<VerProcessos>,
    filtro: &FiltroOperadoras,
    limite: Limite,
    cursor: Option<Cursor>,
    com_total: bool,
) -> Resultado<Pagina<(Operadora, Resumo)>> {
    let pagina = listar(cx, pode, filtro, limite, cursor, com_total).await?;
    let ids: Vec<OperadoraId> = pagina.itens.iter().map(|operadora| operadora.id).collect();
    let mut resumos = resumo::buscar(cx, &ids).await?;
    Ok(pagina.mapear(|operadora| {
        let resumo = resumos.remove(&operadora.id).unwrap_or_default();
        (operadora, resumo)
    }))
}

/// Uma página de operadoras, em ordem de nome.
pub async fn listar(
    cx: &mut Contexto,
    _: Pode<VerProcessos>,
    filtro: &FiltroOperadoras,
    limite: Limite,
    cursor: Option<Cursor>,
    com_total: bool,
) -> Resultado<Pagina<Operadora>> {
    repositorio::listar(cx, filtro, limite, cursor, com_total).await
}

/// Uma operadora da conta.
pub async fn obter(cx: &mut Contexto, _: Pode<VerProcessos>, id: OperadoraId) -> Resultado<Operadora> {
    repositorio::buscar(cx, id).await
}

/// Cria uma operadora ativa. Conflito `operadora_duplicada` se o código já é de outra.
pub async fn criar(
    cx: &mut Contexto,
    cofre: &dyn Cofre,
    _: Pode<EditarCadastros>,
    entrada: EntradaOperadora,
) -> Resultado<Operadora> {
    let dados = entrada.validar()?;
    recusar_codigo_repetido(cx, &dados.codigo).await?;
    let id = OperadoraId::novo(cx.relogio());
    let operadora = Operadora {
        id,
        dados,
        status_ativo: true,
        token_cifrado: cifrar_token(cofre, cx.conta(), id, None, &entrada.token_rpa)?,
        versao: 1,
        criado_em: cx.agora(),
        atualizado_em: cx.agora(),
    };
    repositorio::inserir(cx, &operadora).await?;
    cx.registrar(Fato::novo("operadora.criada", "operadoras", id).depois(operadora.retrato())).await?;
    Ok(operadora)
}

/// Troca os dados de uma operadora. `versao` é a que quem pede leu, se disse. Conflitos:
/// `operadora_duplicada`, e `codigo_em_uso` quando há clientes, pois o código entra no `hash_unico` deles.
pub async fn alterar(
    cx: &mut Contexto,
    cofre: &dyn Cofre,
    _: Pode<EditarCadastros>,
    id: OperadoraId,
    versao: Option<i64>,
    entrada: EntradaOperadora,
) -> Resultado<Operadora> {
    let atual = repositorio::buscar(cx, id).await?;
    conferir_versao(versao, atual.versao)?;
    let dados = entrada.validar()?;
    if dados.codigo != atual.dados.codigo {
        recusar_codigo_repetido(cx, &dados.codigo).await?;
        if repositorio::tem_clientes(cx, id).await? {
            return Err(Erro::conflito(
                "codigo_em_uso",
                "o código não pode mudar: há clientes nesta operadora, e ele faz parte do hash_unico deles",
                "mantenha o código, ou crie outra operadora",
            ));
        }
    }
    let token = cifrar_token(cofre, cx.conta(), id, atual.token_cifrado.clone(), &entrada.token_rpa)?;
    let nova = Operadora { dados, token_cifrado: token, ..atual.clone() };
    gravar(cx, "operadora.alterada", &atual, nova).await
}

/// Liga ou desliga a operadora. Pedir o estado em que já está não muda nada.
pub async fn mudar_status(
    cx: &mut Contexto,
    _: Pode<EditarCadastros>,
    id: OperadoraId,
    ativa: bool,
) -> Resultado<Operadora> {
    let atual = repositorio::buscar(cx, id).await?;
    let acao = if ativa { "operadora.ativada" } else { "operadora.desativada" };
    let nova = Operadora { status_ativo: ativa, ..atual.clone() };
    gravar(cx, acao, &atual, nova).await
}

/// O token do servidor de RPA, aberto, para quem vai chamá-lo. `None` se não há.
pub fn abrir_token(
    cofre: &dyn Cofre,
    conta: ContaId,
    operadora: &Operadora,
) -> Resultado<Option<SecretString>> {
    let cifrado = operadora.token_cifrado.as_deref();
    cifrado.map(|bytes| cofre.decifrar(endereco_do_token(conta, operadora.id), bytes)).transpose()
}

/// Confere o `If-Match` de quem leu antes de alterar.
pub(crate) fn conferir_versao(lida: Option<i64>, atual: i64) -> Resultado<()> {
    if lida.is_none_or(|v| v == atual) { Ok(()) } else { Err(Erro::VersaoDesatualizada) }
}

async fn gravar(
    cx: &mut Contexto,
    acao: &'static str,
    atual: &Operadora,
    nova: Operadora,
) -> Resultado<Operadora> {
    if nova == *atual {
        return Ok(nova);
    }
    let (antes, mut depois) = diferencas(&atual.retrato(), &nova.retrato());
    if nova.token_cifrado != atual.token_cifrado {
        depois["token_rpa_alterado"] = json!(true);
    }
    let nova = repositorio::alterar(cx, nova).await?;
    cx.registrar(Fato::novo(acao, "operadoras", nova.id).antes(antes).depois(depois)).await?;
    Ok(nova)
}

async fn recusar_codigo_repetido(cx: &mut Contexto, codigo: &str) -> Resultado<()> {
    match repositorio::id_do_codigo(cx, codigo).await? {
        None => Ok(()),
        Some(id) => Err(Erro::conflito(
            "operadora_duplicada",
            format!("o código {codigo} já é da operadora {id}"),
            "altere a operadora existente, ou escolha outro código",
        )),
    }
}

fn cifrar_token(
    cofre: &dyn Cofre,
    conta: ContaId,
    id: OperadoraId,
    atual: Option<Vec<u8>>,
    mudanca: &MudancaDeSegredo,
) -> Resultado<Option<Vec<u8>>> {
    match mudanca {
        MudancaDeSegredo::Manter => Ok(atual),
        MudancaDeSegredo::Remover => Ok(None),
        MudancaDeSegredo::Trocar(novo) => cofre.cifrar(endereco_do_token(conta, id), novo).map(Some),
    }
}
