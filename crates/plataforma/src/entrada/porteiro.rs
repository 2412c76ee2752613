//! O porteiro: reconhece quem pede, a cada pedido.

use banco::{Banco, valores};
use borda::{Autenticacao, Autenticador, Credencial};
use chrono::{DateTime, TimeDelta, Utc};
use futures::future::BoxFuture;
use nucleo::{Erro, Escopo, EscopoSistema, Origem, Resultado, SessaoId};

use super::{
    ConfiguracaoDeEntrada, Cookie, Tokens,
    acessos::{Acesso, Acessos, Chave},
    sessoes,
};
use crate::senhas::Senhas;

const SISTEMA: EscopoSistema = EscopoSistema::novo("anotar o uso de sessões");
/// De quanto em quanto tempo se anota que a sessão foi usada.
const ANOTAR_USO_A_CADA: TimeDelta = TimeDelta::minutes(1);

/// Confere senhas, abre sessões, emite tokens e reconhece ambos. Um por servidor.
pub struct Porteiro {
    banco: Banco,
    senhas: Senhas,
    tokens: Tokens,
    configuracao: ConfiguracaoDeEntrada,
    cookie: Cookie,
    acessos: Acessos,
}

impl Porteiro {
    /// Com as suas partes.
    pub fn novo(banco: Banco, senhas: Senhas, tokens: Tokens, configuracao: ConfiguracaoDeEntrada) -> Self {
        let cookie = Cookie::novo(configuracao.cookie_seguro);
        Self { banco, senhas, tokens, configuracao, cookie, acessos: Acessos::default() }
    }

    /// O banco.
    pub fn banco(&self) -> &Banco {
        &self.banco
    }

    /// Quem resume e confere senhas.
    pub fn senhas(&self) -> &Senhas {
        &self.senhas
    }

    /// Quem emite e confere tokens.
    pub fn tokens(&self) -> &Tokens {
        &self.tokens
    }

    /// Prazos e limites.
    pub fn configuracao(&self) -> &ConfiguracaoDeEntrada {
        &self.configuracao
    }

    /// O cookie da sessão.
    pub fn cookie(&self) -> Cookie {
        self.cookie
    }

    /// Esquece o que se lembra de acessos. Chame depois de confirmar o que dá, muda ou retira acesso: neste
    /// servidor vale já no pedido seguinte; nos outros, em até cinco segundos.
    pub fn esquecer(&self) {
        self.acessos.esquecer();
    }

    /// De quem é a credencial, e quando foi emitida se é um token.
    fn ler(&self, credencial: &Credencial) -> Resultado<(Chave, Option<DateTime<Utc>>)> {
        Ok(match credencial {
            Credencial::Sessao(segredo) => (Chave::Sessao(sessoes::resumir(segredo)), None),
            Credencial::Bearer(token) => {
                let portador = self.tokens.conferir(token)?;
                (Chave::Token(portador.usuario, portador.conta), Some(portador.emitido_em))
            }
        })
    }

    async fn reconhecer(&self, credencial: &Credencial) -> Resultado<Acesso> {
        let (chave, emitido_em) = self.ler(credencial)?;
        let achado = self.acessos.buscar(&self.banco, chave, self.configuracao.ociosa).await?;
        let (acesso, lido_agora) = achado.ok_or(Erro::NaoAutenticado)?;
        recusar_token_antigo(&acesso, emitido_em)?;
        if let Some((sessao, visto_em)) = acesso.sessao.filter(|_| lido_agora) {
            self.anotar_uso(sessao, visto_em);
        }
        Ok(acesso)
    }

    /// Anota o uso sem fazer o pedido esperar pela gravação.
    fn anotar_uso(&self, sessao: SessaoId, visto_em: DateTime<Utc>) {
        let agora = self.banco.relogio().agora();
        if agora - visto_em < ANOTAR_USO_A_CADA {
            return;
        }
        let banco = self.banco.clone();
        tokio::spawn(async move {
            let gravacao = banco.gravar_sistema(SISTEMA, async |cx| {
                let sql = "UPDATE sessoes SET visto_em = ? WHERE id = ? AND visto_em < ?";
                cx.executar(sql, valores![agora, sessao, agora]).await
            });
            if let Err(erro) = gravacao.await {
                tracing::warn!(%erro, "o uso de uma sessão não foi anotado");
            }
        });
    }
}

/// O token só tem segundos: o da mesma volta do relógio que a troca de senha ainda vale.
fn recusar_token_antigo(acesso: &Acesso, emitido_em: Option<DateTime<Utc>>) -> Resultado<()> {
    let da_senha_anterior = emitido_em
        .zip(acesso.senha_mudou_em)
        .is_some_and(|(emitido_em, mudou_em)| emitido_em.timestamp() < mudou_em.timestamp());
    if da_senha_anterior { Err(Erro::NaoAutenticado) } else { Ok(()) }
}

impl Autenticador for Porteiro {
    fn autenticar(&self, credencial: Credencial, origem: Origem) -> BoxFuture<'_, Resultado<Autenticacao>> {
        Box::pin(async move {
            let Acesso { usuario, conta, permissoes, .. } = self.reconhecer(&credencial).await?;
            Ok(Autenticacao { escopo: Escopo::do_usuario(conta, usuario, permissoes, origem) })
        })
    }

    fn conferir(&self, credencial: Credencial, origem: Origem) -> BoxFuture<'_, Resultado<Autenticacao>> {
        Box::pin(async move {
            let (chave, emitido_em) = self.ler(&credencial)?;
            let achado = Acessos::conferir(&self.banco, chave, self.configuracao.ociosa).await?;
            let acesso = achado.ok_or(Erro::NaoAutenticado)?;
            recusar_token_antigo(&acesso, emitido_em)?;
            let Acesso { usuario, conta, permissoes, .. } = acesso;
            Ok(Autenticacao { escopo: Escopo::do_usuario(conta, usuario, permissoes, origem) })
        })
    }

    fn cookies(&self) -> &[&'static str] {
        self.cookie.nomes()
    }
}
