//! O que é o arquivo do SAT: os documentos recebidos, cada referência e cada conteúdo uma vez só.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Envio;
use crate::mes_ano::MesAno;

/// Um documento que o SAT recebeu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentoSat {
    /// Referência de quem enviou, única.
    pub referencia: String,
    /// Número do protocolo, `SAT-2026-000001`.
    pub protocolo: String,
    /// SHA-256 do arquivo recebido, em hexadecimal minúsculo.
    pub sha256: String,
    /// CNPJ do cliente, sem máscara.
    pub cnpj: String,
    /// Competência do documento.
    pub competencia: MesAno,
    /// Nome do cliente no SAT.
    pub nome_sat: String,
    /// Dados adicionais do cliente.
    pub dados_sat: String,
    /// Valor em reais com ponto decimal.
    pub valor: String,
    /// Vencimento.
    pub vencimento: NaiveDate,
    /// Nome do arquivo recebido.
    pub nome_arquivo: String,
    /// Quando chegou, em UTC.
    pub recebido_em: DateTime<Utc>,
    /// Quantas vezes tentaram enviá-lo: a primeira e as recusadas por repetição.
    pub quantas_tentativas: u32,
}

/// O que acontece com um envio.
pub(crate) enum Recebimento {
    Novo(Box<DocumentoSat>),
    Repetido(Box<DocumentoSat>, &'static str),
}

/// Os documentos, em ordem de chegada.
#[derive(Debug, Default)]
pub(crate) struct ArquivoSat(Vec<DocumentoSat>);

impl ArquivoSat {
    pub(crate) fn listar(&self) -> Vec<DocumentoSat> {
        self.0.clone()
    }

    pub(crate) fn por_referencia(&self, referencia: &str) -> Option<DocumentoSat> {
        self.0.iter().find(|d| d.referencia == referencia).cloned()
    }

    pub(crate) fn receber(&mut self, envio: Envio) -> Recebimento {
        let sha256: String = Sha256::digest(&envio.conteudo).iter().map(|byte| format!("{byte:02x}")).collect();
        let repetido = self.0.iter_mut().find(|d| d.referencia == envio.referencia || d.sha256 == sha256);
        if let Some(existente) = repetido {
            existente.quantas_tentativas += 1;
            let motivo = if existente.referencia == envio.referencia {
                "Já existe documento com esta referência."
            } else {
                "Já existe documento com este mesmo arquivo."
            };
            return Recebimento::Repetido(Box::new(existente.clone()), motivo);
        }
        let agora = Utc::now();
        let documento = DocumentoSat {
            protocolo: format!("SAT-{}-{:06}", agora.year(), self.0.len() + 1),
            referencia: envio.referencia,
            sha256,
            cnpj: envio.cnpj,
            competencia: envio.competencia,
            nome_sat: envio.nome_sat,
            dados_sat: envio.dados_sat,
            valor: envio.valor,
            vencimento: envio.vencimento,
            nome_arquivo: envio.nome_arquivo,
            recebido_em: agora,
            quantas_tentativas: 1,
        };
        self.0.push(documento.clone());
        Recebimento::Novo(Box::new(documento))
    }
}
