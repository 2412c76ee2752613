//! O que é a leitura: do texto de um PDF aos campos de uma fatura, cada um com sua origem.
//!
//! A verdade raramente está num lugar só. Cada campo guarda todas as fontes em que foi
//! achado; o valor que vale segue uma ordem de confiança e as divergências viram alertas.

pub mod alertas;
pub mod conferencia;
mod fundir;
mod partes;
mod rotulos;
mod texto;
mod valores;

use chrono::NaiveDate;
use nucleo::{Cnpj, Competencia, Cpf, Dinheiro};
use serde::{Deserialize, Serialize};

pub use alertas::Alerta;

use crate::codigos::{ChaveNfcom, Pix};
use crate::inspecao::{LimitesPdf, Recusa, inspecionar};

/// Campo de uma fatura que se lê do documento.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Campo {
    /// Valor a pagar.
    Valor,
    /// Data de vencimento.
    Vencimento,
    /// Data de emissão.
    Emissao,
    /// CNPJ de quem cobra.
    Emissor,
    /// CNPJ de quem paga.
    Cliente,
    /// Mês de referência.
    Competencia,
    /// Número da fatura.
    Numero,
}

/// De onde um valor saiu.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fonte {
    /// Chave da NFCom, com dígito conferido.
    ChaveNfcom,
    /// Linha digitável, com dígitos conferidos.
    LinhaDigitavel,
    /// Pix copia e cola, com CRC conferido.
    Pix,
    /// Texto junto de um rótulo ("Vencimento", "Total a pagar").
    Rotulo,
    /// Texto sem rótulo, por dedução.
    Deducao,
}

impl Fonte {
    /// Confiança de 0 a 100; acima de 80 há um dígito verificador por trás.
    pub fn confianca(self) -> u8 {
        match self {
            Self::ChaveNfcom | Self::LinhaDigitavel | Self::Pix => 90,
            Self::Rotulo => 60,
            Self::Deducao => 40,
        }
    }
}

/// Um lugar do documento que diz o valor de um campo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FonteDeCampo {
    /// Qual campo.
    pub campo: Campo,
    /// De onde saiu.
    pub fonte: Fonte,
    /// O valor, na forma canônica (`1234.56`, `2026-08-15`, CNPJ sem máscara).
    pub valor: String,
    /// Página, a partir de 1.
    pub pagina: u32,
    /// A linha de texto em que estava.
    pub trecho: String,
}

/// O que se leu de uma fatura.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaturaLida {
    /// Quantas páginas o PDF tem.
    pub paginas: u32,
    /// Linha digitável, 47 ou 48 dígitos sem separadores.
    pub linha_digitavel: Option<String>,
    /// Código de barras correspondente, 44 dígitos.
    pub codigo_barras: Option<String>,
    /// Valor a pagar.
    pub valor: Option<Dinheiro>,
    /// Data de vencimento.
    pub vencimento: Option<NaiveDate>,
    /// Data de emissão impressa.
    pub emissao: Option<NaiveDate>,
    /// CNPJ de quem cobra.
    pub emissor_cnpj: Option<Cnpj>,
    /// Nome da operadora pelo código da arrecadação.
    pub emissor_nome: Option<String>,
    /// CNPJ de quem paga.
    pub cliente_cnpj: Option<Cnpj>,
    /// Todos os CNPJs do texto, sem repetição, na ordem em que aparecem.
    pub cnpjs: Vec<Cnpj>,
    /// Os CPFs com máscara de cada página.
    pub cpfs: Vec<Cpf>,
    /// Mês de referência impresso.
    pub competencia: Option<Competencia>,
    /// Chave da NFCom.
    pub chave_nfcom: Option<ChaveNfcom>,
    /// Pix copia e cola impresso como texto.
    pub pix: Option<Pix>,
    /// Número da fatura impresso, ou o da NFCom.
    pub numero: Option<String>,
    /// O que chama atenção no documento, sem comparar com nada de fora.
    pub alertas: Vec<Alerta>,
    /// Todos os lugares que disseram o valor de algum campo.
    pub fontes: Vec<FonteDeCampo>,
}

/// Inspeciona e lê um PDF neste mesmo processo.
///
/// A `captura` é o dia em que o arquivo chegou: desfaz a dúvida do fator de vencimento
/// quando o texto não traz data. Um PDF hostil pode gastar memória e tempo sem limite ou
/// derrubar o processo: quem serve pedidos usa [`crate::Leitor`].
///
/// # Erros
/// A [`Recusa`] da inspeção.
pub fn ler_neste_processo(
    conteudo: &[u8],
    captura: NaiveDate,
    limites: &LimitesPdf,
) -> Result<FaturaLida, Recusa> {
    let aceito = inspecionar(conteudo, limites)?;
    let extraido = texto::extrair(&aceito);
    Ok(fundir::fundir(aceito.paginas, &extraido, captura))
}

#[cfg(test)]
mod testes;
