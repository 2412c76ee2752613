//! O que é um alerta: algo no próprio documento que merece os olhos de quem aprova.

use chrono::NaiveDate;
use nucleo::{Cnpj, Dinheiro};
use serde::{Deserialize, Serialize};

use super::Campo;

/// Um achado da leitura, com código estável e frase em português.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "codigo", rename_all = "snake_case")]
pub enum Alerta {
    /// Quase nenhum texto: provavelmente digitalizado.
    #[error("o PDF quase não tem texto; parece uma digitalização")]
    SemTexto,
    /// Uma página não pôde ser interpretada.
    #[error("o texto da página {pagina} não pôde ser lido")]
    PaginaIlegivel {
        /// Página, a partir de 1.
        pagina: u32,
    },
    /// O texto passou do que se lê.
    #[error("o texto é longo demais; foi lido até a página {pagina}")]
    TextoCortado {
        /// Última página lida.
        pagina: u32,
    },
    /// Abre sem senha, mas com restrições de quem o fez.
    #[error("o PDF tem restrições de uso, embora abra sem senha")]
    ComRestricoes,
    /// Nenhuma linha digitável com dígitos certos.
    #[error("nenhuma linha digitável válida foi encontrada")]
    SemLinhaDigitavel,
    /// Uma linha digitável com dígito errado.
    #[error("a linha {linha} tem dígito verificador errado")]
    LinhaDigitavelErrada {
        /// A linha como impressa, só os dígitos.
        linha: String,
    },
    /// Mais de um código de pagamento diferente.
    #[error("há {quantidade} linhas digitáveis diferentes no documento")]
    VariasLinhasDigitaveis {
        /// Quantas.
        quantidade: u32,
    },
    /// Mais de uma nota no mesmo documento.
    #[error("há {quantidade} chaves de NFCom diferentes no documento")]
    VariasChavesNfcom {
        /// Quantas.
        quantidade: u32,
    },
    /// O valor impresso não é o da linha digitável.
    #[error("o valor da linha digitável ({}) difere do impresso ({})", codigo_traz.em_reais(), impresso.em_reais())]
    ValorDivergente {
        /// Valor na linha digitável.
        codigo_traz: Dinheiro,
        /// Valor junto do rótulo.
        impresso: Dinheiro,
    },
    /// O valor do Pix não é o que se vai pagar.
    #[error("o valor do Pix ({}) difere do valor a pagar ({})", pix.em_reais(), a_pagar.em_reais())]
    PixDivergente {
        /// Valor dentro do Pix.
        pix: Dinheiro,
        /// Valor a pagar lido.
        a_pagar: Dinheiro,
    },
    /// O vencimento impresso não é o da linha digitável.
    #[error("o vencimento da linha digitável ({}) difere do impresso ({})", codigo_traz.format("%d/%m/%Y"), impresso.format("%d/%m/%Y"))]
    VencimentoDivergente {
        /// Vencimento na linha digitável.
        codigo_traz: NaiveDate,
        /// Vencimento junto do rótulo.
        impresso: NaiveDate,
    },
    /// O emissor impresso não é o da chave.
    #[error("o emissor da NFCom ({}) difere do impresso ({})", chave.com_mascara(), impresso.com_mascara())]
    EmissorDivergente {
        /// CNPJ na chave.
        chave: Cnpj,
        /// CNPJ junto do rótulo de emissor.
        impresso: Cnpj,
    },
}

impl Alerta {
    /// Se o documento se contradiz ou traz um dígito errado: nunca é só um aviso.
    pub fn contradiz(&self) -> bool {
        matches!(
            self,
            Self::LinhaDigitavelErrada { .. }
                | Self::ValorDivergente { .. }
                | Self::PixDivergente { .. }
                | Self::VencimentoDivergente { .. }
                | Self::EmissorDivergente { .. }
        )
    }

    /// O campo de que o alerta fala, quando é um só.
    pub fn campo(&self) -> Option<Campo> {
        match self {
            Self::ValorDivergente { .. } | Self::PixDivergente { .. } => Some(Campo::Valor),
            Self::VencimentoDivergente { .. } => Some(Campo::Vencimento),
            Self::EmissorDivergente { .. } => Some(Campo::Emissor),
            _ => None,
        }
    }
}
