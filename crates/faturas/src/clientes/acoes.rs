//! O que se faz com clientes, um a um. Em massa, veja [`super::importacao`].

use banco::{Contexto, Fato};
use nucleo::{
    ClienteId, Cofre, ContaId, Cursor, Erro, Limite, OperadoraId, Pagina, Pode, Resultado, SecretString,
    permissoes::{EditarCadastros, VerProcessos},
};
use serde_json::json;

use super::{
    OrdemClientes,
    dominio::{Cliente, EntradaCliente, FiltroClientes, endereco_da_senha, exigir_ativa},
    repositorio,
};
use crate::operadoras::{self, MudancaDeSegredo, Operadora, acoes::conferir_versao, mudancas::diferencas};

/// Uma página de clientes, na ordem pedida.
pub async fn listar(
    cx: &mut Contexto,
    _: Pode<VerProcessos>,
    filtro: (&FiltroClientes, OrdemClientes),
    limite: Limite,
    cursor: Option<Cursor>,
    com_total: bool,
) -> Resultado<Pagina<Cliente>> {
    repositorio::listar(cx, filtro, limite, cursor, com_total).await
}

/// Até `limite` clientes depois do par (razão social, id) dado: para quem anda pela lista inteira.
pub async fn listar_depois(
    cx: &mut Contexto,
    _: Pode<VerProcessos>,
    filtro: &FiltroClientes,
    depois: Option<(String, ClienteId)>,
    limite: i64,
) -> Resultado<Vec<Cliente>> {
    repositorio::buscar_depois(cx, filtro, depois, limite).await
}

/// Um cliente da conta.
pub async fn obter(cx: &mut Contexto, _: Pode<VerProcessos>, id: ClienteId) -> Resultado<Cliente> {
    repositorio::buscar(cx, id).await
}

/// Cria um cliente ativo em uma operadora ativa. Conflitos: `operadora_inativa`, `cliente_duplicado` e
/// `hash_unico_em_uso`, que dizem o id do que já existe.
pub async fn criar(
    cx: &mut Contexto,
    cofre: &dyn Cofre,
    _: Pode<EditarCadastros>,
    operadora_id: OperadoraId,
    entrada: EntradaCliente,
) -> Resultado<Cliente> {
    let dados = entrada.validar()?;
    let operadora = buscar_operadora(cx, operadora_id).await?;
    exigir_ativa(&operadora)?;
    let id = ClienteId::novo(cx.relogio());
    let cliente = Cliente {
        id,
        operadora_id,
        hash_unico: dados.hash_unico(&operadora.dados.codigo),
        operadora_codigo: operadora.dados.codigo,
        operadora_nome: operadora.dados.nome,
        dados,
        senha_cifrada: cifrar_senha(cofre, cx.conta(), id, None, &entrada.senha_portal)?,
        status_ativo: true,
        versao: 1,
        criado_em: cx.agora(),
        atualizado_em: cx.agora(),
    };
    recusar_repetido(cx, &cliente).await?;
    repositorio::gravar(cx, std::slice::from_ref(&cliente)).await?;
    cx.registrar(fato_de_criacao(&cliente)).await?;
    Ok(cliente)
}

/// Troca os dados de um cliente. `versao` é a que quem pede leu, se disse. Só se exige operadora ativa
/// para mudar de operadora: os dados de quem já estava em uma desativada continuam corrigíveis.
pub async fn alterar(
    cx: &mut Contexto,
    cofre: &dyn Cofre,
    _: Pode<EditarCadastros>,
    id: ClienteId,
    versao: Option<i64>,
    operadora_id: OperadoraId,
    entrada: EntradaCliente,
) -> Resultado<Cliente> {
    let atual = repositorio::buscar(cx, id).await?;
    conferir_versao(versao, atual.versao)?;
    let dados = entrada.validar()?;
    let operadora = buscar_operadora(cx, operadora_id).await?;
    if operadora_id != atual.operadora_id {
        exigir_ativa(&operadora)?;
    }
    let senha = cifrar_senha(cofre, cx.conta(), id, atual.senha_cifrada.clone(), &entrada.senha_portal)?;
    let novo = Cliente {
        operadora_id,
        hash_unico: dados.hash_unico(&operadora.dados.codigo),
        operadora_codigo: operadora.dados.codigo,
        operadora_nome: operadora.dados.nome,
        dados,
        senha_cifrada: senha,
        ..atual.clone()
    };
    recusar_repetido(cx, &novo).await?;
    gravar_mudado(cx, "cliente.alterado", &atual, novo).await
}

/// Liga ou desliga o cliente na criação mensal de processos. Pedir o estado em que já está não muda nada;
/// ligar exige operadora ativa.
pub async fn mudar_status(
    cx: &mut Contexto,
    _: Pode<EditarCadastros>,
    id: ClienteId,
    ativo: bool,
) -> Resultado<Cliente> {
    let atual = repositorio::buscar(cx, id).await?;
    if ativo && !atual.status_ativo {
        exigir_ativa(&operadoras::repositorio::buscar(cx, atual.operadora_id).await?)?;
    }
    let acao = if ativo { "cliente.ativado" } else { "cliente.desativado" };
    let novo = Cliente { status_ativo: ativo, ..atual.clone() };
    gravar_mudado(cx, acao, &atual, novo).await
}

/// A senha do portal, aberta, para o robô que vai usá-la. `None` se não há.
pub fn abrir_senha(cofre: &dyn Cofre, conta: ContaId, cliente: &Cliente) -> Resultado<Option<SecretString>> {
    let cifrada = cliente.senha_cifrada.as_deref();
    cifrada.map(|bytes| cofre.decifrar(endereco_da_senha(conta, cliente.id), bytes)).transpose()
}

/// A senha cifrada que fica guardada depois da mudança.
pub(crate) fn cifrar_senha(
    cofre: &dyn Cofre,
    conta: ContaId,
    id: ClienteId,
    atual: Option<Vec<u8>>,
    mudanca: &MudancaDeSegredo,
) -> Resultado<Option<Vec<u8>>> {
    match mudanca {
        MudancaDeSegredo::Manter => Ok(atual),
        MudancaDeSegredo::Remover => Ok(None),
        MudancaDeSegredo::Trocar(nova) => cofre.cifrar(endereco_da_senha(conta, id), nova).map(Some),
    }
}

/// O que a auditoria conta de um cliente novo.
pub(crate) fn fato_de_criacao(cliente: &Cliente) -> Fato {
    Fato::novo("cliente.criado", "clientes", cliente.id).depois(cliente.retrato())
}

/// O que a auditoria conta de uma mudança: só os campos que mudaram; da senha, só que mudou.
pub(crate) fn fato_de_mudanca(acao: &'static str, atual: &Cliente, novo: &Cliente) -> Fato {
    let (antes, mut depois) = diferencas(&atual.retrato(), &novo.retrato());
    if atual.senha_cifrada != novo.senha_cifrada {
        depois["senha_portal_alterada"] = json!(true);
    }
    Fato::novo(acao, "clientes", novo.id).antes(antes).depois(depois)
}

async fn gravar_mudado(
    cx: &mut Contexto,
    acao: &'static str,
    atual: &Cliente,
    mut novo: Cliente,
) -> Resultado<Cliente> {
    if novo == *atual {
        return Ok(novo);
    }
    novo.versao += 1;
    novo.atualizado_em = cx.agora();
    repositorio::gravar(cx, std::slice::from_ref(&novo)).await?;
    cx.registrar(fato_de_mudanca(acao, atual, &novo)).await?;
    Ok(novo)
}

/// A operadora citada no corpo do pedido: se não existe, o erro é do campo, não da rota.
async fn buscar_operadora(cx: &mut Contexto, id: OperadoraId) -> Resultado<Operadora> {
    operadoras::repositorio::buscar(cx, id).await.map_err(|erro| match erro {
        Erro::NaoEncontrado(_) => Erro::campo(nucleo::CampoInvalido::novo(
            "operadora_id",
            "operadora_desconhecida",
            "não há operadora com este id nesta conta",
        )),
        outro => outro,
    })
}

async fn recusar_repetido(cx: &mut Contexto, cliente: &Cliente) -> Resultado<()> {
    if let Some(id) = repositorio::id_da_chave(cx, &cliente.chave()).await?.filter(|id| *id != cliente.id) {
        return Err(Erro::conflito(
            "cliente_duplicado",
            format!("o cliente {id} já tem este CNPJ, operadora, unidade e serviço"),
            "altere o cliente existente, ou mude a unidade ou o serviço",
        ));
    }
    match repositorio::id_do_hash(cx, &cliente.hash_unico).await?.filter(|id| *id != cliente.id) {
        None => Ok(()),
        Some(id) => Err(Erro::conflito(
            "hash_unico_em_uso",
            format!(
                "o cliente {id} tem o mesmo hash_unico: nome no SAT, operadora, serviço, dados do SAT, filtro e unidade iguais"
            ),
            "distinga os dois por um desses campos",
        )),
    }
}
