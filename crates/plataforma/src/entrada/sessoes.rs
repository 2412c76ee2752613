//! As sessões: o segredo vai no cookie, o banco guarda o seu SHA-256.

use banco::{Contexto, ContextoSistema, Fato, Linha, valores};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::{ContaId, Erro, ExposeSecret, Resultado, SecretString, SessaoId, Sha256, UsuarioId};

/// Uma sessão que acaba de nascer, com o segredo que só quem a pediu recebe.
#[derive(Debug)]
pub struct SessaoAberta {
    /// O id.
    pub id: SessaoId,
    /// 256 bits em base64 de URL: vai no cookie e em nenhum outro lugar.
    pub segredo: SecretString,
    /// Quanto falta para se encerrar, usada ou não.
    pub duracao: TimeDelta,
}

/// Uma sessão da própria pessoa, como ela a vê.
#[derive(Clone, Debug)]
pub struct Sessao {
    /// O id.
    pub id: SessaoId,
    /// A conta em que se age nela.
    pub conta: (ContaId, String),
    /// Quando começou.
    pub criado_em: DateTime<Utc>,
    /// Último uso, com precisão de um minuto.
    pub visto_em: DateTime<Utc>,
    /// Quando se encerra, usada ou não.
    pub expira_em: DateTime<Utc>,
    /// De onde começou.
    pub ip: Option<String>,
    /// Programa que a começou.
    pub agente_usuario: Option<String>,
    /// É a do pedido que a listou.
    pub atual: bool,
}

/// O que o banco guarda de um segredo: lê-lo não deixa entrar.
pub fn resumir(segredo: &SecretString) -> [u8; 32] {
    Sha256::de(segredo.expose_secret()).0
}

/// Sorteia 256 bits próprios para cookie e link.
pub fn sortear_segredo(relogio: &dyn nucleo::Relogio) -> SecretString {
    let mut bytes = [0; 32];
    relogio.sortear(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes).into()
}

/// Abre uma sessão do usuário e da conta do contexto, com a origem do pedido.
pub async fn abrir(cx: &mut Contexto, duracao: TimeDelta) -> Resultado<SessaoAberta> {
    let usuario = cx.escopo().usuario().ok_or(Erro::NaoAutenticado)?;
    let segredo = sortear_segredo(cx.relogio());
    let (id, agora) = (SessaoId::novo(cx.relogio()), cx.agora());
    let origem = cx.escopo().origem().clone();
    let resumo = resumir(&segredo);
    cx.executar(
        "INSERT INTO sessoes (id, token_sha256, usuario_id, conta_id, criado_em, visto_em, expira_em, ip, \
         user_agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        valores![
            id,
            resumo.as_slice(),
            usuario,
            cx.conta(),
            agora,
            agora,
            agora + duracao,
            origem.ip.map(|ip| ip.to_string()),
            origem.agente_usuario,
        ],
    )
    .await?;
    cx.registrar(Fato::novo("sessao.aberta", "sessoes", id)).await?;
    Ok(SessaoAberta { id, segredo, duracao })
}

/// Encerra uma sessão do usuário e da conta do contexto. Devolve se ainda estava aberta.
pub async fn encerrar(cx: &mut Contexto, id: SessaoId) -> Resultado<bool> {
    let agora = cx.agora();
    let encerradas = cx
        .executar(
            "UPDATE sessoes SET revogada_em = ? \
             WHERE conta_id = ? AND usuario_id = ? AND id = ? AND revogada_em IS NULL",
            valores![agora, cx.conta(), cx.escopo().usuario(), id],
        )
        .await?;
    if encerradas == 1 {
        cx.registrar(Fato::novo("sessao.encerrada", "sessoes", id)).await?;
    }
    Ok(encerradas == 1)
}

/// As sessões abertas da pessoa, em todas as contas, da usada há menos tempo à mais antiga.
pub async fn listar(
    cx: &mut ContextoSistema,
    usuario: UsuarioId,
    ociosa: TimeDelta,
    atual: Option<[u8; 32]>,
) -> Resultado<Vec<Sessao>> {
    let agora = cx.agora();
    cx.buscar(
        "SELECT s.id, s.conta_id, c.nome, s.criado_em, s.visto_em, s.expira_em, s.ip, s.user_agent, s.token_sha256 \
         FROM sessoes s JOIN contas c ON c.id = s.conta_id JOIN usuarios u ON u.id = s.usuario_id \
         WHERE s.usuario_id = ? AND s.revogada_em IS NULL AND s.expira_em > ? AND s.visto_em > ? \
         AND (u.senha_mudou_em IS NULL OR s.criado_em >= u.senha_mudou_em) \
         ORDER BY s.visto_em DESC, s.id LIMIT 200",
        valores![usuario, agora, agora - ociosa],
    )
    .await?
    .iter()
    .map(|linha| ler(linha, atual))
    .collect()
}

fn ler(linha: &Linha, atual: Option<[u8; 32]>) -> Resultado<Sessao> {
    let resumo: Vec<u8> = linha.obter("token_sha256")?;
    Ok(Sessao {
        id: linha.obter("id")?,
        conta: (linha.obter("conta_id")?, linha.obter("nome")?),
        criado_em: linha.obter("criado_em")?,
        visto_em: linha.obter("visto_em")?,
        expira_em: linha.obter("expira_em")?,
        ip: linha.obter("ip")?,
        agente_usuario: linha.obter("user_agent")?,
        atual: atual.is_some_and(|atual| resumo == atual),
    })
}

/// Apaga as que se encerraram antes do instante dado.
pub async fn apagar_antigas(cx: &mut ContextoSistema, antes_de: DateTime<Utc>) -> Resultado<u64> {
    cx.executar("DELETE FROM sessoes WHERE expira_em < ?", valores![antes_de]).await
}
