//! O que deu errado, em termos do domínio. A borda traduz para HTTP; cada erro diz o remédio.

use std::{borrow::Cow, time::Duration};

use serde::Serialize;
use thiserror::Error;

/// Resultado das operações da casa.
pub type Resultado<T> = Result<T, Erro>;

/// Um campo recusado: qual, por quê e o que fazer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CampoInvalido {
    /// Nome do campo como veio no pedido.
    pub campo: Cow<'static, str>,
    /// Código estável da recusa.
    pub codigo: Cow<'static, str>,
    /// O que aconteceu e o que fazer, em português.
    pub mensagem: Cow<'static, str>,
}

impl CampoInvalido {
    /// Recusa de um campo.
    pub fn novo(
        campo: impl Into<Cow<'static, str>>,
        codigo: impl Into<Cow<'static, str>>,
        mensagem: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { campo: campo.into(), codigo: codigo.into(), mensagem: mensagem.into() }
    }
}

/// Os erros que atravessam a casa.
#[derive(Debug, Error)]
pub enum Erro {
    /// Não existe, ou é de outra conta: por fora não se distingue.
    #[error("{0} não encontrado")]
    NaoEncontrado(&'static str),
    /// Falta quem é: sem sessão nem token válidos.
    #[error("entre para continuar")]
    NaoAutenticado,
    /// O usuário é conhecido, mas falta a permissão nomeada.
    #[error("falta a permissão {0}")]
    PermissaoNegada(&'static str),
    /// O estado atual não permite, ou outra pessoa chegou antes.
    #[error("{mensagem}")]
    Conflito {
        /// Código estável.
        codigo: &'static str,
        /// O que aconteceu.
        mensagem: Cow<'static, str>,
        /// O que fazer.
        remedio: Cow<'static, str>,
    },
    /// Um ou mais campos do pedido foram recusados; nada foi gravado.
    #[error("{} campo(s) recusado(s): {}", .0.len(), .0.iter().map(|c| format!("{}: {}", c.campo, c.mensagem)).collect::<Vec<_>>().join("; "))]
    Invalido(Vec<CampoInvalido>),
    /// O corpo passou do limite, em bytes.
    #[error("o conteúdo passa do limite de {limite_bytes} bytes")]
    GrandeDemais {
        /// O limite.
        limite_bytes: u64,
    },
    /// Tentativas demais; espere.
    #[error("tentativas demais; espere {} segundos", .0.as_secs())]
    MuitasTentativas(Duration),
    /// A pré-condição (`If-Match`) não confere: alguém mudou antes.
    #[error("o registro mudou depois de lido")]
    VersaoDesatualizada,
    /// Uma parte de que dependemos não responde.
    #[error("{parte} não responde: {detalhe}")]
    Indisponivel {
        /// Qual parte.
        parte: &'static str,
        /// O que se sabe.
        detalhe: String,
    },
    /// Defeito nosso; o detalhe vai para os registros, não para quem pediu.
    #[error("erro interno: {0}")]
    Interno(Box<dyn std::error::Error + Send + Sync>),
}

impl Erro {
    /// Um só campo recusado.
    pub fn campo(campo: CampoInvalido) -> Self {
        Self::Invalido(vec![campo])
    }

    /// Conflito com o estado atual.
    pub fn conflito(
        codigo: &'static str,
        mensagem: impl Into<Cow<'static, str>>,
        remedio: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::Conflito { codigo, mensagem: mensagem.into(), remedio: remedio.into() }
    }

    /// Defeito nosso, com a causa.
    pub fn interno(causa: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Interno(causa.into())
    }

    /// O código estável do erro, o mesmo do `problem+json`.
    pub fn codigo(&self) -> &str {
        match self {
            Self::NaoEncontrado(_) => "nao_encontrado",
            Self::NaoAutenticado => "nao_autenticado",
            Self::PermissaoNegada(_) => "permissao_negada",
            Self::Conflito { codigo, .. } => codigo,
            Self::Invalido(_) => "dados_invalidos",
            Self::GrandeDemais { .. } => "grande_demais",
            Self::MuitasTentativas(_) => "muitas_tentativas",
            Self::VersaoDesatualizada => "versao_desatualizada",
            Self::Indisponivel { .. } => "indisponivel",
            Self::Interno(_) => "erro_interno",
        }
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn o_texto_junta_os_campos_e_o_codigo_e_estavel() {
        let erro = Erro::Invalido(vec![
            CampoInvalido::novo("cnpj", "cnpj_invalido", "os dígitos não conferem"),
            CampoInvalido::novo("nome", "obrigatorio", "informe o nome"),
        ]);
        assert_eq!(
            erro.to_string(),
            "2 campo(s) recusado(s): cnpj: os dígitos não conferem; nome: informe o nome"
        );
        assert_eq!(erro.codigo(), "dados_invalidos");
        assert_eq!(Erro::conflito("ja_aprovado", "já foi", "recarregue").codigo(), "ja_aprovado");
        assert_eq!(Erro::interno("x").to_string(), "erro interno: x");
        assert_eq!(
            Erro::MuitasTentativas(Duration::from_secs(30)).to_string(),
            "tentativas demais; espere 30 segundos"
        );
    }
}
