//! O que é um localizador: como um roteiro aponta um elemento.

use serde::Serialize;

/// Tipo e valor; o tipo é um dos que `pagina.js` conhece.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Localizador {
    pub tipo: &'static str,
    pub valor: String,
}

impl Localizador {
    /// Interpreta `id=…`, `css=…`, `//…` e os demais; `Err` diz o que não se entendeu.
    pub(crate) fn interpretar(texto: &str) -> Result<Self, String> {
        let texto = texto.trim();
        if texto.starts_with("//") || texto.starts_with("(//") {
            return Ok(Self { tipo: "xpath", valor: texto.to_owned() });
        }
        let (prefixo, valor) = texto.split_once('=').unwrap_or(("", texto));
        let tipo = match prefixo {
            "id" => "id",
            "name" => "name",
            "css" => "css",
            "xpath" => "xpath",
            "linkText" | "link" => "linkText",
            "partialLinkText" => "partialLinkText",
            "class" => "class",
            _ => return Err(format!("localizador desconhecido: “{texto}”")),
        };
        if valor.is_empty() {
            return Err(format!("localizador vazio: “{texto}”"));
        }
        Ok(Self { tipo, valor: valor.to_owned() })
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn entende_todos_os_prefixos() {
        for (texto, tipo, valor) in [
            ("id=a", "id", "a"),
            ("name=b", "name", "b"),
            ("css=a[href='x=1']", "css", "a[href='x=1']"),
            ("xpath=//a[@b='c']", "xpath", "//a[@b='c']"),
            ("//a[@b='c']", "xpath", "//a[@b='c']"),
            ("(//a)[2]", "xpath", "(//a)[2]"),
            ("linkText=Sair", "linkText", "Sair"),
            ("link=Sair", "linkText", "Sair"),
            ("partialLinkText=Sa", "partialLinkText", "Sa"),
            (" class=x ", "class", "x"),
        ] {
            let localizador = Localizador::interpretar(texto).unwrap();
            assert_eq!((localizador.tipo, localizador.valor.as_str()), (tipo, valor), "{texto}");
        }
    }

    #[test]
    fn recusa_o_que_nao_conhece() {
        for texto in ["", "botao", "jquery=x", "id="] {
            assert!(Localizador::interpretar(texto).is_err(), "{texto}");
        }
    }
}
