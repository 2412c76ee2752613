//! O que é um erro de RPA: a classe decide se vale tentar de novo.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Por que a execução não deu certo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ClasseErro {
    /// O portal recusou usuário ou senha.
    Credencial,
    /// O portal pediu prova de que há uma pessoa.
    Captcha,
    /// Um elemento esperado não existe mais onde o roteiro o procura.
    LayoutMudou,
    /// A fatura da competência ainda não foi emitida.
    AindaNaoEmitida,
    /// O portal não respondeu, está em manutenção ou derrubou a sessão.
    PortalFora,
    /// O limite de tempo acabou.
    Tempo,
    /// Uma regra do portal ou do SAT impede (cliente bloqueado, dado recusado).
    Negocio,
    /// O que veio não é um PDF inteiro.
    DocumentoInvalido,
    /// Alguém cancelou a execução.
    Cancelado,
    /// O SAT já tem o documento.
    Duplicada,
    /// Defeito, disco ou configuração do nosso lado.
    Interno,
}

impl ClasseErro {
    /// Se uma nova tentativa, sem mudança humana, pode dar certo.
    ///
    /// `AINDA_NAO_EMITIDA` é repetível, mas só mais tarde: ver [`Self::deve_adiar`].
    #[must_use]
    pub fn repetivel(self) -> bool {
        match self {
            Self::LayoutMudou
            | Self::AindaNaoEmitida
            | Self::PortalFora
            | Self::Tempo
            | Self::DocumentoInvalido
            | Self::Interno => true,
            Self::Credencial | Self::Captcha | Self::Negocio | Self::Cancelado | Self::Duplicada => false,
        }
    }

    /// Se a repetição deve esperar dias ou horas em vez do recuo normal.
    #[must_use]
    pub fn deve_adiar(self) -> bool {
        self == Self::AindaNaoEmitida
    }

    /// O nome publicado, como em `detalhes_erro`.
    #[must_use]
    pub fn codigo(self) -> &'static str {
        match self {
            Self::Credencial => "CREDENCIAL",
            Self::Captcha => "CAPTCHA",
            Self::LayoutMudou => "LAYOUT_MUDOU",
            Self::AindaNaoEmitida => "AINDA_NAO_EMITIDA",
            Self::PortalFora => "PORTAL_FORA",
            Self::Tempo => "TEMPO",
            Self::Negocio => "NEGOCIO",
            Self::DocumentoInvalido => "DOCUMENTO_INVALIDO",
            Self::Cancelado => "CANCELADO",
            Self::Duplicada => "DUPLICADA",
            Self::Interno => "INTERNO",
        }
    }

    /// A classe de um nome publicado, como o que um roteiro ou uma API externa informa.
    #[must_use]
    pub fn de_codigo(codigo: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::from(codigo.trim().to_uppercase())).ok()
    }
}

/// O erro de uma execução, pronto para ser mostrado.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ErroRpa {
    /// A classe, que decide a repetição.
    pub classe: ClasseErro,
    /// O que aconteceu e o que fazer, sem segredos.
    pub mensagem: String,
    /// Onde parou: `teste#número comando`, ou o nome de uma fase.
    pub passo: Option<String>,
}

impl ErroRpa {
    /// Um erro sem passo conhecido.
    pub fn novo(classe: ClasseErro, mensagem: impl Into<String>) -> Self {
        Self { classe, mensagem: mensagem.into(), passo: None }
    }

    /// O mesmo erro com o passo em que aconteceu, se ainda não o trouxer.
    #[must_use]
    pub fn no_passo(mut self, passo: impl Into<String>) -> Self {
        if self.passo.is_none() {
            self.passo = Some(passo.into());
        }
        self
    }
}

#[cfg(test)]
mod testes {
    use super::ClasseErro::{self, *};

    const TODAS: [ClasseErro; 11] = [
        Credencial,
        Captcha,
        LayoutMudou,
        AindaNaoEmitida,
        PortalFora,
        Tempo,
        Negocio,
        DocumentoInvalido,
        Cancelado,
        Duplicada,
        Interno,
    ];

    #[test]
    fn codigo_publicado_vai_e_volta_e_e_o_do_serde() {
        for classe in TODAS {
            assert_eq!(ClasseErro::de_codigo(classe.codigo()), Some(classe));
            assert_eq!(serde_json::to_value(classe).unwrap(), classe.codigo());
        }
        assert_eq!(ClasseErro::de_codigo("credencial "), Some(Credencial));
        assert_eq!(ClasseErro::de_codigo("OUTRA"), None);
    }

    #[test]
    fn so_o_que_muda_sozinho_e_repetivel() {
        let repetiveis: Vec<_> = TODAS.into_iter().filter(|c| c.repetivel()).collect();
        assert_eq!(repetiveis, [LayoutMudou, AindaNaoEmitida, PortalFora, Tempo, DocumentoInvalido, Interno]);
        assert_eq!(TODAS.into_iter().filter(|c| c.deve_adiar()).collect::<Vec<_>>(), [AindaNaoEmitida]);
    }
}
