//! O cookie da sessão: nome, leitura e gravação.

use axum::{
    http::{
        HeaderMap, HeaderName,
        header::{AUTHORIZATION, COOKIE, SET_COOKIE},
    },
    response::AppendHeaders,
};
use nucleo::{ExposeSecret, SecretString};

use super::{SessaoAberta, sessoes::resumir};

/// O cabeçalho que grava ou apaga o cookie.
pub type GravarCookie = AppendHeaders<[(HeaderName, String); 1]>;

/// O cookie da sessão. Em HTTPS, `__Host-`: o navegador só o aceita com `Secure`, deste host e do caminho `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cookie {
    seguro: bool,
}

impl Cookie {
    /// `seguro` em HTTPS.
    pub fn novo(seguro: bool) -> Self {
        Self { seguro }
    }

    /// Os nomes em que a sessão pode vir.
    pub fn nomes(self) -> &'static [&'static str] {
        if self.seguro { &["__Host-regente"] } else { &["regente_sessao"] }
    }

    /// O resumo do segredo que veio no pedido. Com `Authorization`, quem vale é o token, e não há sessão.
    pub fn ler(self, cabecalhos: &HeaderMap) -> Option<[u8; 32]> {
        if cabecalhos.contains_key(AUTHORIZATION) {
            return None;
        }
        cabecalhos
            .get_all(COOKIE)
            .iter()
            .filter_map(|valor| valor.to_str().ok())
            .flat_map(|linha| linha.split(';'))
            .filter_map(|par| par.trim().split_once('='))
            .find(|(nome, _)| self.nomes().contains(nome))
            .map(|(_, segredo)| resumir(&SecretString::from(segredo)))
    }

    /// Grava o segredo da sessão no navegador, até o seu prazo.
    pub fn gravar(self, sessao: &SessaoAberta) -> GravarCookie {
        self.cabecalho(sessao.segredo.expose_secret(), sessao.duracao.num_seconds())
    }

    /// Apaga o cookie do navegador.
    pub fn apagar(self) -> GravarCookie {
        self.cabecalho("", 0)
    }

    fn cabecalho(self, valor: &str, segundos: i64) -> GravarCookie {
        let nome = self.nomes().first().copied().unwrap_or_default();
        let seguro = if self.seguro { "; Secure" } else { "" };
        let texto = format!("{nome}={valor}; Path=/; HttpOnly; SameSite=Lax; Max-Age={segundos}{seguro}");
        AppendHeaders([(SET_COOKIE, texto)])
    }
}

#[cfg(test)]
mod testes {
    use axum::http::HeaderValue;
    use chrono::TimeDelta;
    use nucleo::SessaoId;

    use super::*;

    #[test]
    fn em_https_e_do_host_e_seguro() {
        let sessao = SessaoAberta {
            id: SessaoId(uuid::Uuid::nil()),
            segredo: "abc".into(),
            duracao: TimeDelta::hours(12),
        };
        let AppendHeaders([(_, texto)]) = Cookie::novo(true).gravar(&sessao);
        assert_eq!(texto, "__Host-regente=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure");
        let AppendHeaders([(_, texto)]) = Cookie::novo(false).apagar();
        assert_eq!(texto, "regente_sessao=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    }

    #[test]
    fn le_so_o_seu_e_cede_ao_token() {
        let mut cabecalhos = HeaderMap::new();
        cabecalhos.insert(COOKIE, HeaderValue::from_static("a=1; regente_sessao=abc; b=2"));
        assert_eq!(Cookie::novo(false).ler(&cabecalhos), Some(resumir(&"abc".into())));
        assert_eq!(Cookie::novo(true).ler(&cabecalhos), None);
        cabecalhos.insert(AUTHORIZATION, HeaderValue::from_static("Bearer x"));
        assert_eq!(Cookie::novo(false).ler(&cabecalhos), None);
    }
}
