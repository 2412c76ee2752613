//! De uma credencial a um [`Escopo`].

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{
        HeaderMap, Method,
        header::{AUTHORIZATION, COOKIE},
        request::Parts,
    },
};
use futures::future::BoxFuture;
use nucleo::{Erro, Escopo, Origem, Resultado, SecretString};

use crate::{Base, ErroHttp, origem::OrigemDoPedido};

/// Cabeçalho que só a nossa tela manda: um formulário de outro site não consegue.
pub const CABECALHO_CSRF: &str = "x-regente-csrf";

/// O que o pedido trouxe para provar quem é.
pub enum Credencial {
    /// Segredo da sessão, do cookie.
    Sessao(SecretString),
    /// Token do cabeçalho `Authorization: Bearer`.
    Bearer(SecretString),
}

/// Por onde a credencial veio.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meio {
    /// Cookie: sujeito a pedido forjado por outro site.
    Sessao,
    /// Cabeçalho: só manda quem tem o token.
    Bearer,
}

/// Quem foi reconhecido.
pub struct Autenticacao {
    /// Em nome de quem se age.
    pub escopo: Escopo,
}

/// Transforma credencial em escopo. `plataforma` implementa; `apoio` tem um para testes.
pub trait Autenticador: Send + Sync {
    /// Reconhece, ou [`Erro::NaoAutenticado`] para qualquer falha.
    fn autenticar(&self, credencial: Credencial, origem: Origem) -> BoxFuture<'_, Resultado<Autenticacao>>;

    /// O mesmo, sem contar como uso da sessão: para conferir quem mantém um fluxo aberto.
    fn conferir(&self, credencial: Credencial, origem: Origem) -> BoxFuture<'_, Resultado<Autenticacao>> {
        self.autenticar(credencial, origem)
    }

    /// Nomes de cookie em que a sessão pode vir, do mais para o menos seguro.
    fn cookies(&self) -> &[&'static str];
}

/// Extrator: exige quem é (401 sem sessão nem token válidos) e entrega o [`Escopo`].
#[derive(Clone, Debug)]
pub struct Autenticado(pub Escopo);

impl<S: Send + Sync> FromRequestParts<S> for Autenticado
where
    Base: FromRef<S>,
{
    type Rejection = ErroHttp;

    async fn from_request_parts(partes: &mut Parts, estado: &S) -> Result<Self, ErroHttp> {
        if let Some(ja_reconhecido) = partes.extensions.get::<Self>() {
            return Ok(ja_reconhecido.clone());
        }
        let base = Base::from_ref(estado);
        let (credencial, meio) =
            credencial(&partes.headers, base.autenticador.cookies()).ok_or(Erro::NaoAutenticado)?;
        if meio == Meio::Sessao && !partes.method.is_safe() {
            exigir_pedido_proprio(&partes.method, &partes.headers)?;
        }
        let origem = OrigemDoPedido::das_partes(partes, &base.proxies).0;
        let reconhecido = base.autenticador.autenticar(credencial, origem).await?;
        let autenticado = Self(reconhecido.escopo);
        partes.extensions.insert(autenticado.clone());
        Ok(autenticado)
    }
}

pub(crate) fn credencial(cabecalhos: &HeaderMap, cookies: &[&'static str]) -> Option<(Credencial, Meio)> {
    if let Some(autorizacao) = cabecalhos.get(AUTHORIZATION) {
        let (esquema, token) = autorizacao.to_str().ok()?.split_once(' ')?;
        return esquema
            .eq_ignore_ascii_case("bearer")
            .then(|| (Credencial::Bearer(token.trim().to_owned().into()), Meio::Bearer));
    }
    let pares: Vec<(&str, &str)> = cabecalhos
        .get_all(COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|linha| linha.split(';'))
        .filter_map(|par| par.trim().split_once('='))
        .collect();
    let segredo = cookies.iter().find_map(|nome| pares.iter().find(|(n, _)| n == nome).map(|(_, v)| *v))?;
    Some((Credencial::Sessao(segredo.to_owned().into()), Meio::Sessao))
}

/// Pedido que muda algo com cookie só vale se veio da própria tela: cabeçalho próprio e, quando o navegador
/// informa, mesma origem.
fn exigir_pedido_proprio(metodo: &Method, cabecalhos: &HeaderMap) -> Result<(), ErroHttp> {
    let de_fora = cabecalhos
        .get("sec-fetch-site")
        .and_then(|v| v.to_str().ok())
        .is_some_and(|valor| !matches!(valor, "same-origin" | "none"));
    if cabecalhos.contains_key(CABECALHO_CSRF) && !de_fora {
        return Ok(());
    }
    tracing::warn!(metodo = %metodo, "pedido com cookie recusado: não veio da própria tela");
    Err(ErroHttp::csrf())
}
