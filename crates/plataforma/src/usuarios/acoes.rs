//! Dar, mudar e retirar o acesso de pessoas à conta.

use banco::{Banco, Contexto, Fato};
use nucleo::{
    CampoInvalido, Erro, Escopo, GrupoId, Limite, Pagina, Pode, Resultado, SecretString, UsuarioId,
    VinculoId,
    permissoes::{EditarUsuarios, VerUsuarios},
};
use serde_json::json;

use super::{Email, Usuario, Vinculo, repositorio};
use crate::{
    contas::dominio::validar_nome,
    senhas::{Senhas, validar_senha},
};

/// Quem receberá acesso, como veio no pedido.
#[derive(Debug)]
pub struct NovoUsuario {
    /// Nome; vale só se a pessoa ainda não existe.
    pub nome: String,
    /// E-mail.
    pub email: String,
    /// Senha inicial; obrigatória só se a pessoa ainda não existe.
    pub senha: Option<SecretString>,
}

/// Quem receberá acesso, conferido e com a senha já resumida: resumir demora e não cabe em uma transação.
#[derive(Clone, Debug)]
pub struct UsuarioPronto {
    nome: String,
    email: Email,
    /// `None` quando a pessoa já existe.
    senha_hash: Option<String>,
}

/// Confere os dados e resume a senha de quem ainda não existe.
pub async fn preparar(
    banco: &Banco,
    senhas: &Senhas,
    escopo: &Escopo,
    novo: NovoUsuario,
) -> Resultado<UsuarioPronto> {
    let email = Email::do_campo(&novo.email)?;
    let existente = banco.ler(escopo, async |cx| repositorio::por_email(cx, &email).await).await?;
    if let Some(existente) = existente {
        return Ok(UsuarioPronto { nome: existente.usuario.nome, email, senha_hash: None });
    }
    let nome = validar_nome("nome", &novo.nome)?;
    let senha = novo.senha.ok_or_else(|| {
        let mensagem = "esta pessoa ainda não tem cadastro: informe uma senha inicial";
        Erro::campo(CampoInvalido::novo("senha", "obrigatorio", mensagem))
    })?;
    validar_senha("senha", &senha, &email)?;
    Ok(UsuarioPronto { nome, email, senha_hash: Some(senhas.resumir(&senha).await?) })
}

/// As pessoas da conta, por nome.
pub async fn listar(
    cx: &mut Contexto,
    _: Pode<VerUsuarios>,
    limite: Limite,
    cursor: Option<(String, VinculoId)>,
) -> Resultado<Pagina<Vinculo>> {
    repositorio::listar_vinculos(cx, limite, cursor).await
}

/// Dá acesso à conta por meio dos grupos; cria a pessoa se for nova.
pub async fn convidar(
    cx: &mut Contexto,
    _: Pode<EditarUsuarios>,
    quem: UsuarioPronto,
    grupos: &[GrupoId],
) -> Resultado<Vinculo> {
    exigir_grupos(cx, grupos).await?;
    vincular(cx, quem, grupos).await
}

/// O mesmo, sem prova de permissão: para a conta que nasce e o primeiro administrador.
pub(crate) async fn vincular(
    cx: &mut Contexto,
    quem: UsuarioPronto,
    grupos: &[GrupoId],
) -> Resultado<Vinculo> {
    let usuario = garantir(cx, quem).await?;
    let id = repositorio::criar_vinculo(cx, usuario).await?;
    repositorio::gravar_grupos(cx, id, grupos).await?;
    let vinculo = repositorio::buscar_vinculo(cx, usuario).await?;
    let fato = Fato::novo("vinculo.criado", "vinculos", id);
    cx.registrar(fato.depois(json!({ "usuario_id": usuario, "grupos": nomes(&vinculo) }))).await?;
    Ok(vinculo)
}

/// O id da pessoa, criando-a se preciso.
pub(crate) async fn garantir(cx: &mut Contexto, quem: UsuarioPronto) -> Resultado<UsuarioId> {
    let UsuarioPronto { nome, email, senha_hash } = quem;
    if let Some(senha_hash) = senha_hash {
        let usuario = Usuario { id: UsuarioId::novo(cx.relogio()), nome, email: email.clone() };
        if repositorio::criar(cx, &usuario, &senha_hash).await? {
            let fato = Fato::novo("usuario.criado", "usuarios", usuario.id);
            cx.registrar(fato.depois(json!({ "nome": usuario.nome, "email": usuario.email.texto() })))
                .await?;
            return Ok(usuario.id);
        }
    }
    let existente = repositorio::por_email(cx, &email).await?;
    existente
        .map(|e| e.usuario.id)
        .ok_or_else(|| Erro::interno("o usuário deixou de existir no meio do convite"))
}

/// Troca os grupos de uma pessoa na conta.
pub async fn mudar_grupos(
    cx: &mut Contexto,
    _: Pode<EditarUsuarios>,
    usuario: UsuarioId,
    grupos: &[GrupoId],
) -> Resultado<Vinculo> {
    let antes = repositorio::buscar_vinculo(cx, usuario).await?;
    exigir_grupos(cx, grupos).await?;
    repositorio::gravar_grupos(cx, antes.id, grupos).await?;
    let depois = repositorio::buscar_vinculo(cx, usuario).await?;
    exigir_administrador(cx).await?;
    let fato = Fato::novo("vinculo.grupos_mudados", "vinculos", antes.id);
    let fato = fato.antes(json!({ "grupos": nomes(&antes) })).depois(json!({ "grupos": nomes(&depois) }));
    cx.registrar(fato).await?;
    Ok(depois)
}

/// Retira o acesso: as sessões se encerram e os tokens deixam de valer. A pessoa continua a existir.
pub async fn revogar(cx: &mut Contexto, _: Pode<EditarUsuarios>, usuario: UsuarioId) -> Resultado<Vinculo> {
    let vinculo = mudar_ativo(cx, usuario, false).await?;
    exigir_administrador(cx).await?;
    repositorio::encerrar_sessoes(cx, usuario).await?;
    Ok(vinculo)
}

/// Devolve o acesso retirado, com os grupos que tinha.
pub async fn reativar(cx: &mut Contexto, _: Pode<EditarUsuarios>, usuario: UsuarioId) -> Resultado<Vinculo> {
    mudar_ativo(cx, usuario, true).await
}

async fn mudar_ativo(cx: &mut Contexto, usuario: UsuarioId, ativo: bool) -> Resultado<Vinculo> {
    let mudou = repositorio::mudar_ativo(cx, usuario, ativo).await?;
    let vinculo = repositorio::buscar_vinculo(cx, usuario).await?;
    if !mudou {
        let (codigo, mensagem) = if ativo {
            ("vinculo_ja_ativo", "o acesso já está valendo")
        } else {
            ("vinculo_ja_revogado", "o acesso já está revogado")
        };
        return Err(Erro::conflito(codigo, mensagem, "recarregue a lista de usuários"));
    }
    let acao = if ativo { "vinculo.reativado" } else { "vinculo.revogado" };
    let fato = Fato::novo(acao, "vinculos", vinculo.id);
    cx.registrar(fato.antes(json!({ "ativo": !ativo })).depois(json!({ "ativo": ativo }))).await?;
    Ok(vinculo)
}

/// Todos da conta: o grupo de outra é igual a um que não existe.
async fn exigir_grupos(cx: &mut Contexto, grupos: &[GrupoId]) -> Resultado<()> {
    let da_conta = crate::grupos::repositorio::listar(cx).await?;
    if grupos.iter().all(|pedido| da_conta.iter().any(|grupo| grupo.id == *pedido)) {
        return Ok(());
    }
    let mensagem = "um dos grupos não existe nesta conta; liste-os em /grupos";
    Err(Erro::campo(CampoInvalido::novo("grupos", "grupo_inexistente", mensagem)))
}

/// Desfaz a transação se a mudança deixaria a conta sem quem a administre.
async fn exigir_administrador(cx: &mut Contexto) -> Resultado<()> {
    if repositorio::contar_administradores(cx).await? > 0 {
        return Ok(());
    }
    Err(Erro::conflito(
        "ultimo_administrador",
        "a conta ficaria sem quem a administre",
        "dê antes o grupo Administrador a outra pessoa",
    ))
}

fn nomes(vinculo: &Vinculo) -> Vec<&str> {
    vinculo.grupos.iter().map(|(_, nome)| nome.as_str()).collect()
}
