//! O que é o arquivo do SAT: os documentos recebidos, cada referência e cada conteúdo uma vez só.

use std::time::{Duration, Instant};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::Envio;
use crate::acaso::agora;
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

/// Por quanto tempo a conexão de uma referência continua caindo: o Chromium repete sozinho, na hora, um
/// POST cuja conexão caiu sem resposta, e quem o dirige veria a segunda resposta em vez da queda.
const JANELA_DA_QUEDA: Duration = Duration::from_millis(500);

/// Os documentos, em ordem de chegada, e a última queda provocada.
#[derive(Debug, Default)]
pub(crate) struct ArquivoSat {
    documentos: Vec<DocumentoSat>,
    queda: Option<(String, Instant)>,
}

impl ArquivoSat {
    pub(crate) fn listar(&self) -> Vec<DocumentoSat> {
        self.documentos.clone()
    }

    pub(crate) fn por_referencia(&self, referencia: &str) -> Option<DocumentoSat> {
        self.documentos.iter().find(|d| d.referencia == referencia).cloned()
    }

    /// Anota que a conexão deste envio caiu depois de gravar.
    pub(super) fn anotar_queda(&mut self, referencia: &str) {
        self.queda = Some((referencia.to_owned(), Instant::now()));
    }

    /// Se o envio desta referência é a repetição imediata do que acabou de cair.
    pub(super) fn caiu_agora(&self, referencia: &str) -> bool {
        self.queda
            .as_ref()
            .is_some_and(|(caiu, quando)| caiu == referencia && quando.elapsed() < JANELA_DA_QUEDA)
    }

    pub(crate) fn receber(&mut self, envio: Envio) -> Recebimento {
        let sha256: String =
            Sha256::digest(&envio.conteudo).iter().map(|byte| format!("{byte:02x}")).collect();
        let repetido =
            self.documentos.iter_mut().find(|d| d.referencia == envio.referencia || d.sha256 == sha256);
        if let Some(existente) = repetido {
            existente.quantas_tentativas += 1;
            let motivo = if existente.referencia == envio.referencia {
                "Já existe documento com esta referência."
            } else {
                "Já existe documento com este mesmo arquivo."
            };
            return Recebimento::Repetido(Box::new(existente.clone()), motivo);
        }
        let agora = agora();
        let documento = DocumentoSat {
            protocolo: format!("SAT-{}-{:06}", agora.year(), self.documentos.len() + 1),
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
        self.documentos.push(documento.clone());
        Recebimento::Novo(Box::new(documento))
    }
}
