//! Limpar e validar o que as pessoas digitam, juntando todas as recusas antes de responder.

use std::borrow::Cow;

use nucleo::{CampoInvalido, Erro, ExposeSecret, Resultado};

use super::MudancaDeSegredo;

/// Maior segredo aceito, em bytes.
const SEGREDO_MAXIMO: usize = 1_000;

/// As recusas encontradas até aqui.
#[derive(Debug, Default)]
pub(crate) struct Validacao {
    recusas: Vec<CampoInvalido>,
}

impl Validacao {
    /// Anota a recusa de um campo.
    pub fn recusar(
        &mut self,
        campo: &'static str,
        codigo: &'static str,
        mensagem: impl Into<Cow<'static, str>>,
    ) {
        self.recusas.push(CampoInvalido::novo(campo, codigo, mensagem));
    }

    /// Texto de uma linha: sem espaços nas pontas nem repetidos, sem caracteres de controle, até `maximo`
    /// caracteres. Pode ser vazio.
    pub fn linha(&mut self, campo: &'static str, texto: &str, maximo: usize) -> String {
        let limpo = texto.split_whitespace().collect::<Vec<_>>().join(" ");
        self.conferir_texto(campo, &limpo, maximo, |c| c.is_control());
        limpo
    }

    /// Como [`Self::linha`], mas não pode ser vazio.
    pub fn linha_obrigatoria(&mut self, campo: &'static str, texto: &str, maximo: usize) -> String {
        let limpo = self.linha(campo, texto, maximo);
        if limpo.is_empty() {
            self.recusar(campo, "obrigatorio", "informe este campo");
        }
        limpo
    }

    /// Como [`Self::linha`]; vazio é ausente.
    pub fn linha_opcional(
        &mut self,
        campo: &'static str,
        texto: Option<&str>,
        maximo: usize,
    ) -> Option<String> {
        Some(self.linha(campo, texto?, maximo)).filter(|t| !t.is_empty())
    }

    /// Texto de várias linhas; vazio é ausente.
    pub fn paragrafos(&mut self, campo: &'static str, texto: Option<&str>, maximo: usize) -> Option<String> {
        let limpo = texto?.trim().replace("\r\n", "\n");
        self.conferir_texto(campo, &limpo, maximo, |c| c.is_control() && !matches!(c, '\n' | '\t'));
        Some(limpo).filter(|t| !t.is_empty())
    }

    /// Endereço `http` ou `https`; vazio é ausente.
    pub fn endereco_web(&mut self, campo: &'static str, texto: Option<&str>) -> Option<String> {
        let limpo = self.linha_opcional(campo, texto, 500)?;
        if !e_endereco_web(&limpo) {
            self.recusar(
                campo,
                "url_invalida",
                "informe um endereço completo, começado por http:// ou https://",
            );
        }
        Some(limpo)
    }

    /// Um segredo novo tem de caber na coluna cifrada.
    pub fn segredo(&mut self, campo: &'static str, mudanca: &MudancaDeSegredo) {
        if let MudancaDeSegredo::Trocar(novo) = mudanca
            && novo.expose_secret().len() > SEGREDO_MAXIMO
        {
            self.recusar(campo, "texto_longo", "o segredo passa de 1.000 bytes");
        }
    }

    fn conferir_texto(
        &mut self,
        campo: &'static str,
        texto: &str,
        maximo: usize,
        proibido: impl Fn(char) -> bool,
    ) {
        if texto.chars().any(proibido) {
            self.recusar(campo, "caractere_invalido", "há caractere de controle; digite de novo este campo");
        }
        if texto.chars().count() > maximo {
            self.recusar(campo, "texto_longo", format!("o texto passa de {maximo} caracteres"));
        }
    }

    /// As recusas, para quem as devolve linha a linha.
    pub fn recusas(self) -> Vec<CampoInvalido> {
        self.recusas
    }

    /// O valor, se nada foi recusado.
    pub fn concluir<T>(self, valor: T) -> Resultado<T> {
        if self.recusas.is_empty() { Ok(valor) } else { Err(Erro::Invalido(self.recusas)) }
    }
}

/// `http` ou `https`, com máquina, sem usuário e senha embutidos e sem espaços.
fn e_endereco_web(texto: &str) -> bool {
    let minusculo = texto.to_ascii_lowercase();
    let Some(resto) = minusculo.strip_prefix("https://").or_else(|| minusculo.strip_prefix("http://")) else {
        return false;
    };
    let autoridade = resto.split(['/', '?', '#']).next().unwrap_or_default();
    let (maquina, porta) = match autoridade.rsplit_once(':') {
        Some((maquina, porta)) if !porta.ends_with(']') => (maquina, Some(porta)),
        _ => (autoridade, None),
    };
    let ipv6 = maquina.starts_with('[') && maquina.ends_with(']');
    let letras_validas = maquina
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-') || (ipv6 && matches!(c, ':' | '[' | ']')));
    !maquina.is_empty()
        && letras_validas
        && porta.is_none_or(|p| p.parse::<u16>().is_ok())
        && !texto.chars().any(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
}

#[cfg(test)]
mod testes {
    use super::*;

    fn codigos(validacao: Validacao) -> Vec<String> {
        validacao.recusas().into_iter().map(|r| r.codigo.into_owned()).collect()
    }

    #[test]
    fn limpa_uma_linha_e_recusa_o_que_nao_cabe() {
        let mut v = Validacao::default();
        assert_eq!(v.linha_obrigatoria("nome", "  Vivo\t S.A. \n", 10), "Vivo S.A.");
        assert_eq!(v.linha_opcional("nome", Some("  "), 10), None);
        assert_eq!(v.linha_opcional("nome", None, 10), None);
        assert!(codigos(v).is_empty());

        let mut v = Validacao::default();
        v.linha_obrigatoria("nome", " ", 10);
        v.linha("nome", "a\u{0}b", 10);
        v.linha("nome", "çççç", 3);
        assert_eq!(codigos(v), ["obrigatorio", "caractere_invalido", "texto_longo"]);
    }

    #[test]
    fn paragrafos_guardam_as_quebras() {
        let mut v = Validacao::default();
        assert_eq!(v.paragrafos("x", Some(" um\r\ndois \n"), 20).as_deref(), Some("um\ndois"));
        assert_eq!(v.paragrafos("x", Some(" \n"), 20), None);
        v.paragrafos("x", Some("sino\u{7}"), 20);
        assert_eq!(codigos(v), ["caractere_invalido"]);
    }

    #[test]
    fn so_aceita_endereco_web() {
        for url in [
            "https://portal.vivo.com.br/login?x=1#y",
            "http://127.0.0.1:9000",
            "HTTP://localhost/",
            "http://[::1]:8080/a",
            "https://ação.com.br",
        ] {
            assert!(e_endereco_web(url), "{url}");
        }
        for url in [
            "ftp://x",
            "javascript:alert(1)",
            "portal.com.br",
            "http://",
            "https://:80",
            "http://a b",
            "http://usuario:senha@x",
            "http://x:porta",
            "http://x:70000",
            "http://x/\"><script>",
            "//x",
            "",
        ] {
            assert!(!e_endereco_web(url), "{url}");
        }
    }

    #[test]
    fn segredo_longo_e_recusado_sem_aparecer() {
        let mut v = Validacao::default();
        v.segredo("token_rpa", &MudancaDeSegredo::Trocar("s".repeat(1_001).into()));
        v.segredo("token_rpa", &MudancaDeSegredo::Trocar("s".repeat(1_000).into()));
        let erro = v.concluir(()).unwrap_err();
        assert!(!erro.to_string().contains("sss"));
        assert!(matches!(erro, Erro::Invalido(campos) if campos.len() == 1));
    }
}
