//! A pessoa, o seu e-mail e o seu vínculo com uma conta.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use nucleo::{CampoInvalido, Erro, GrupoId, Resultado, UsuarioId, VinculoId};

/// Endereço de e-mail na forma em que se compara: sem espaços nas pontas, em minúsculas.
#[derive(Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// O endereço.
    pub fn texto(&self) -> &str {
        &self.0
    }

    /// O bastante para reconhecer quem já se conhece, sem dizer quem é: `m***@crontech.com.br`.
    pub fn mascarado(&self) -> String {
        let (nome, dominio) = self.0.split_once('@').unwrap_or((&self.0, ""));
        let inicial: String = nome.chars().take(1).collect();
        format!("{inicial}***@{dominio}")
    }

    /// Lê o e-mail de um campo de pedido.
    pub fn do_campo(texto: &str) -> Resultado<Self> {
        texto.parse().map_err(|()| {
            let mensagem = "o e-mail deve ter a forma nome@dominio, sem espaços, até 254 caracteres";
            Erro::campo(CampoInvalido::novo("email", "email_invalido", mensagem))
        })
    }
}

impl FromStr for Email {
    type Err = ();

    fn from_str(texto: &str) -> Result<Self, ()> {
        let texto = texto.trim().to_lowercase();
        let (nome, dominio) = texto.split_once('@').ok_or(())?;
        let limpo = !texto.chars().any(|c| c.is_whitespace() || c.is_control() || "<>,;\"".contains(c));
        let serve = !nome.is_empty()
            && !dominio.is_empty()
            && !dominio.contains('@')
            && !dominio.starts_with('.')
            && !dominio.ends_with('.')
            && limpo
            && texto.len() <= 254;
        if serve { Ok(Self(texto)) } else { Err(()) }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Mascarado: vai a registros.
impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.mascarado())
    }
}

/// Uma pessoa.
#[derive(Clone, Debug)]
pub struct Usuario {
    /// O id.
    pub id: UsuarioId,
    /// Nome.
    pub nome: String,
    /// E-mail.
    pub email: Email,
}

/// O acesso de uma pessoa à conta.
#[derive(Clone, Debug)]
pub struct Vinculo {
    /// O id.
    pub id: VinculoId,
    /// A pessoa.
    pub usuario: Usuario,
    /// Se vale; revogado, a pessoa não entra nesta conta.
    pub ativo: bool,
    /// Os grupos, por nome.
    pub grupos: Vec<(GrupoId, String)>,
    /// Quando o acesso foi dado pela primeira vez.
    pub criado_em: DateTime<Utc>,
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn email_se_compara_em_minusculas_e_sem_espacos() {
        let email: Email = "  Maria.Silva+x@Crontech.COM.br ".parse().unwrap();
        assert_eq!(email.texto(), "maria.silva+x@crontech.com.br");
        assert_eq!(email.mascarado(), "m***@crontech.com.br");
        assert_eq!(format!("{email:?} {email}"), "m***@crontech.com.br maria.silva+x@crontech.com.br");
        assert_eq!("admin@demo".parse::<Email>().unwrap().texto(), "admin@demo");
    }

    #[test]
    fn o_que_nao_e_email_e_recusado() {
        let longo = format!("{}@x.br", "a".repeat(250));
        for ruim in [
            "",
            "sem-arroba",
            "@x.br",
            "a@",
            "a@b@c",
            "a b@c.br",
            "a@.br",
            "a@br.",
            "a@b\n.br",
            "<a@b.br>",
            &longo,
        ] {
            assert!(ruim.parse::<Email>().is_err(), "{ruim:?}");
            assert!(Email::do_campo(ruim).is_err());
        }
    }
}
