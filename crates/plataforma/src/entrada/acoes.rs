//! Entrar, trocar de conta, ver e encerrar sessões.

use banco::{Contexto, Fato, Transacao, valores};
use nucleo::{ContaId, Erro, Escopo, EscopoSistema, Origem, Permissoes, Resultado, SecretString, SessaoId};

use super::{
    Porteiro, Sessao, SessaoAberta, TokenEmitido,
    freios::{self, Tentativa},
    sessoes,
};
use crate::{
    senhas::Conferencia,
    usuarios::{
        Email, Usuario,
        repositorio::{self, Guardado},
    },
};

const SISTEMA: EscopoSistema = EscopoSistema::novo("entrada: a conta só se conhece depois da senha");

/// O que se apresenta para entrar.
#[derive(Debug)]
pub struct Credenciais {
    /// E-mail.
    pub email: String,
    /// Senha.
    pub senha: SecretString,
    /// Em qual conta; sem dizer, a do vínculo mais antigo.
    pub conta: Option<ContaId>,
}

/// Por que não se entrou.
#[derive(Debug)]
pub enum ErroDeEntrada {
    /// Qualquer motivo que dependa de quem é: por fora, todos são o mesmo.
    Credenciais,
    /// Os demais: tentativas demais, banco que não responde.
    Outro(Erro),
}

impl From<Erro> for ErroDeEntrada {
    fn from(erro: Erro) -> Self {
        Self::Outro(erro)
    }
}

/// Quem entrou, onde, e o que pode lá.
#[derive(Debug)]
pub struct Identidade {
    /// A pessoa.
    pub usuario: Usuario,
    /// A conta em que se age.
    pub conta: (ContaId, String),
    /// As contas em que a pessoa pode agir, da de vínculo mais antigo à mais nova.
    pub contas: Vec<(ContaId, String)>,
    /// As permissões na conta.
    pub permissoes: Permissoes,
    /// Nome com que o produto se apresenta.
    pub marca: String,
}

/// Quem passou pela senha e pelo vínculo; falta abrir a sessão ou emitir o token.
struct Reconhecido {
    guardado: Guardado,
    refeita: Option<String>,
    tentativa: Tentativa,
    escopo: Escopo,
}

/// Entra pelo navegador: abre uma sessão.
pub async fn abrir_sessao(
    porteiro: &Porteiro,
    credenciais: &Credenciais,
    origem: Origem,
) -> Result<(SessaoAberta, Identidade), ErroDeEntrada> {
    let reconhecido = reconhecer(porteiro, credenciais, origem).await?;
    let abertura = porteiro.banco().gravar(&reconhecido.escopo, async |cx| {
        concluir(cx, porteiro, &reconhecido).await?;
        sessoes::abrir(cx, porteiro.configuracao().absoluta).await
    });
    let sessao = abertura.await?;
    Ok((sessao, descrever(porteiro, &reconhecido.escopo).await?))
}

/// Entra pela API: emite um token.
pub async fn emitir_token(
    porteiro: &Porteiro,
    credenciais: &Credenciais,
    origem: Origem,
) -> Result<(TokenEmitido, Identidade), ErroDeEntrada> {
    let reconhecido = reconhecer(porteiro, credenciais, origem).await?;
    let (usuario, conta) = (reconhecido.guardado.usuario.id, reconhecido.escopo.conta());
    let token = porteiro.tokens().emitir(usuario, conta, porteiro.configuracao().token)?;
    let conclusao = porteiro.banco().gravar(&reconhecido.escopo, async |cx| {
        concluir(cx, porteiro, &reconhecido).await?;
        cx.registrar(
            Fato::novo("token.emitido", "usuarios", usuario).depois(serde_json::json!({ "jti": token.id })),
        )
        .await
    });
    conclusao.await?;
    Ok((token, descrever(porteiro, &reconhecido.escopo).await?))
}

async fn concluir(cx: &mut Contexto, porteiro: &Porteiro, reconhecido: &Reconhecido) -> Resultado<()> {
    freios::liberar(cx, &reconhecido.tentativa, &porteiro.configuracao().limites).await?;
    repositorio::anotar_entrada(cx, &reconhecido.guardado, reconhecido.refeita.as_deref()).await
}

/// Freio, senha e vínculo, sempre nesta ordem e com o mesmo trabalho para quem não existe.
async fn reconhecer(
    porteiro: &Porteiro,
    credenciais: &Credenciais,
    origem: Origem,
) -> Result<Reconhecido, ErroDeEntrada> {
    let (banco, senhas) = (porteiro.banco(), porteiro.senhas());
    let Credenciais { email, senha, conta } = credenciais;
    let tentativa = Tentativa::nova(email, origem.ip);
    let limites = porteiro.configuracao().limites;
    let recusar = |motivo: &'static str| {
        let email = email.parse::<Email>().map_or_else(|()| "malformado".to_owned(), |e| e.mascarado());
        tracing::warn!(motivo, email, ip = ?origem.ip, "entrada recusada");
        ErroDeEntrada::Credenciais
    };
    banco
        .gravar_sistema(SISTEMA, async |cx| freios::reservar(cx, &tentativa, &limites).await)
        .await
        .inspect_err(|erro| {
            if matches!(erro, Erro::MuitasTentativas(_)) {
                recusar("tentativas demais");
            }
        })?;
    let achado = match email.parse::<Email>() {
        Ok(email) => banco.ler_sistema(SISTEMA, async |cx| repositorio::por_email(cx, &email).await).await?,
        Err(()) => None,
    };
    let resumo = achado.as_ref().map(|guardado| guardado.senha_hash.as_str());
    let Conferencia::Confere { refazer } = senhas.conferir(senha, resumo).await? else {
        return Err(recusar("e-mail ou senha errados"));
    };
    let guardado = achado.filter(|guardado| guardado.ativo).ok_or_else(|| recusar("usuário inativo"))?;
    let contas =
        banco.ler_sistema(SISTEMA, async |cx| contas_do_usuario(cx, &guardado.usuario).await).await?;
    let escolhida = contas
        .into_iter()
        .find(|(id, _)| conta.is_none_or(|pedida| pedida == *id))
        .ok_or_else(|| recusar("sem vínculo ativo em conta ativa"))?;
    let refeita = if refazer { Some(senhas.resumir(senha).await?) } else { None };
    // Sem permissões: este escopo só abre a sessão; as permissões se leem a cada pedido.
    let escopo = Escopo::do_usuario(escolhida.0, guardado.usuario.id, Permissoes::default(), origem);
    Ok(Reconhecido { guardado, refeita, tentativa, escopo })
}

/// Quem é o escopo, com as contas em que pode agir.
pub async fn descrever(porteiro: &Porteiro, escopo: &Escopo) -> Resultado<Identidade> {
    let id = escopo.usuario().ok_or(Erro::NaoAutenticado)?;
    let leitura = porteiro.banco().ler_sistema(SISTEMA, async |cx| {
        let usuario = repositorio::por_id(cx, id).await?.ok_or(Erro::NaoAutenticado)?.usuario;
        let contas = contas_do_usuario(cx, &usuario).await?;
        let permissoes = permissoes_na_conta(cx, &usuario, escopo.conta()).await?;
        Ok((usuario, contas, permissoes))
    });
    let (usuario, contas, permissoes) = leitura.await?;
    let conta = contas.iter().find(|(id, _)| *id == escopo.conta()).cloned().ok_or(Erro::NaoAutenticado)?;
    let marca = porteiro.configuracao().marca.clone();
    Ok(Identidade { usuario, conta, contas, permissoes, marca })
}

async fn contas_do_usuario(cx: &mut Transacao, usuario: &Usuario) -> Resultado<Vec<(ContaId, String)>> {
    cx.buscar(
        "SELECT c.id, c.nome FROM vinculos v JOIN contas c ON c.id = v.conta_id AND c.ativa \
         WHERE v.usuario_id = ? AND v.ativo ORDER BY v.criado_em, v.id LIMIT 500",
        valores![usuario.id],
    )
    .await?
    .iter()
    .map(|linha| Ok((linha.obter("id")?, linha.obter("nome")?)))
    .collect()
}

async fn permissoes_na_conta(cx: &mut Transacao, usuario: &Usuario, conta: ContaId) -> Resultado<Permissoes> {
    cx.buscar(
        "SELECT DISTINCT gp.permissao FROM vinculos v \
         JOIN vinculo_grupos vg ON vg.conta_id = v.conta_id AND vg.vinculo_id = v.id \
         JOIN grupo_permissoes gp ON gp.conta_id = vg.conta_id AND gp.grupo_id = vg.grupo_id \
         WHERE v.conta_id = ? AND v.usuario_id = ? AND v.ativo",
        valores![conta, usuario.id],
    )
    .await?
    .iter()
    .map(|linha| linha.obter("permissao"))
    .collect()
}

/// Passa a agir em outra conta da pessoa: abre lá uma sessão nova e encerra a do pedido.
pub async fn trocar_conta(
    porteiro: &Porteiro,
    escopo: &Escopo,
    atual: [u8; 32],
    destino: ContaId,
) -> Resultado<(SessaoAberta, Identidade)> {
    let usuario = escopo.usuario().ok_or(Erro::NaoAutenticado)?;
    let origem = escopo.origem().clone();
    let novo = Escopo::do_usuario(destino, usuario, Permissoes::default(), origem);
    // Antes de abrir: sem vínculo ativo lá, a conta é igual a uma que não existe.
    let identidade = descrever(porteiro, &novo).await.map_err(|erro| match erro {
        Erro::NaoAutenticado => Erro::NaoEncontrado("registro"),
        outro => outro,
    })?;
    let banco = porteiro.banco();
    let sessao =
        banco.gravar(&novo, async |cx| sessoes::abrir(cx, porteiro.configuracao().absoluta).await).await?;
    encerrar_atual(porteiro, escopo, atual).await?;
    Ok((sessao, identidade))
}

/// Encerra a sessão do pedido.
pub async fn encerrar_atual(porteiro: &Porteiro, escopo: &Escopo, atual: [u8; 32]) -> Resultado<()> {
    let abertas = listar_sessoes(porteiro, escopo, Some(atual)).await?;
    if let Some(sessao) = abertas.into_iter().find(|sessao| sessao.atual) {
        porteiro.banco().gravar(escopo, async |cx| sessoes::encerrar(cx, sessao.id).await).await?;
        porteiro.esquecer();
    }
    Ok(())
}

/// As sessões abertas da pessoa, em todas as contas.
pub async fn listar_sessoes(
    porteiro: &Porteiro,
    escopo: &Escopo,
    atual: Option<[u8; 32]>,
) -> Resultado<Vec<Sessao>> {
    let usuario = escopo.usuario().ok_or(Erro::NaoAutenticado)?;
    let ociosa = porteiro.configuracao().ociosa;
    porteiro.banco().ler_sistema(SISTEMA, async |cx| sessoes::listar(cx, usuario, ociosa, atual).await).await
}

/// Encerra uma sessão da pessoa, em qualquer conta. A de outra pessoa não existe.
pub async fn encerrar_sessao(porteiro: &Porteiro, escopo: &Escopo, id: SessaoId) -> Resultado<()> {
    let usuario = escopo.usuario().ok_or(Erro::NaoAutenticado)?;
    let minhas = listar_sessoes(porteiro, escopo, None).await?;
    let sessao = minhas.into_iter().find(|sessao| sessao.id == id).ok_or(Erro::NaoEncontrado("registro"))?;
    let origem = escopo.origem().clone();
    let la = Escopo::do_usuario(sessao.conta.0, usuario, Permissoes::default(), origem);
    porteiro.banco().gravar(&la, async |cx| sessoes::encerrar(cx, id).await).await?;
    porteiro.esquecer();
    Ok(())
}
