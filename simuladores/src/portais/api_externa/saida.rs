//! O que a API externa responde: o aceite, a situação e o `ResultadoSaida`.

use serde_json::{Value, json};

use super::jobs::{Desfecho, Job};
use crate::fatura::Fatura;
use crate::portais::sat::DocumentoSat;

/// O corpo do 202 (ou do 200, na repetição).
pub(super) fn aceite(job: &Job) -> Value {
    json!({
        "job_id": job.id,
        "status": job.status(),
        "operadora": job.operadora,
        "url_status": format!("/api-externa/jobs/{}", job.id),
        "url_logs": format!("/api-externa/jobs/{}/logs", job.id),
    })
}

/// A situação do job, com o resultado quando terminou.
pub(super) fn situacao(job: &Job) -> Value {
    json!({
        "job_id": job.id,
        "operadora": job.operadora,
        "status": job.status(),
        "criado_em": job.criado_em,
        "atualizado_em": if job.terminou() { job.fim() } else { job.criado_em },
        "resultado": if job.terminou() { resultado(job) } else { Value::Null },
    })
}

fn resultado(job: &Job) -> Value {
    let mut saida = json!({
        "sucesso": false,
        "status": job.status(),
        "mensagem": "",
        "arquivo_baixado": null,
        "url_s3": null,
        "dados_extraidos": {},
        "tempo_execucao_segundos": job.duracao.as_secs_f64(),
        "tentativa_numero": 1,
        "timestamps": {"inicio": job.criado_em, "fim": job.fim()},
        "logs_execucao": job.linhas(),
        "screenshots_debug": [],
        "dados_especificos": {},
    });
    match &job.desfecho {
        Desfecho::Sucesso { mensagem, arquivo, url, extraidos, especificos } => {
            saida["sucesso"] = true.into();
            saida["mensagem"] = mensagem.as_str().into();
            saida["arquivo_baixado"] = json!(arquivo);
            saida["url_s3"] = json!(url);
            saida["dados_extraidos"] = extraidos.clone();
            saida["dados_especificos"] = especificos.clone();
        }
        Desfecho::Erro(motivo) => saida["mensagem"] = motivo.as_str().into(),
        Desfecho::Timeout => saida["mensagem"] = "Tempo esgotado à espera do portal.".into(),
    }
    saida
}

/// O desfecho de um download que deu certo.
pub(super) fn download(fatura: &Fatura, base: &str) -> Desfecho {
    let reais = format!("{}.{:02}", fatura.total_centavos / 100, fatura.total_centavos % 100);
    Desfecho::Sucesso {
        mensagem: format!("Fatura {} baixada.", fatura.numero),
        arquivo: Some(fatura.nome_arquivo()),
        url: Some(format!("{base}/arquivos/{}", fatura.numero)),
        extraidos: json!({
            "numero_fatura": fatura.numero,
            "mes_ano": fatura.mes_ano,
            "valor_fatura": reais,
            "data_vencimento": fatura.vencimento,
            "cnpj": fatura.cliente.cnpj,
            "unidade": fatura.cliente.unidade,
            "linha_digitavel": fatura.linha_digitavel,
            "chave_nfcom": fatura.chave_nfcom,
        }),
        especificos: json!({"robo": "tim-terceiro", "versao": "4.2"}),
    }
}

/// O desfecho de uma entrega ao SAT, nova ou repetida.
pub(super) fn envio(documento: &DocumentoSat, duplicado: bool, mensagem: &str) -> Desfecho {
    Desfecho::Sucesso {
        mensagem: mensagem.to_owned(),
        arquivo: None,
        url: None,
        extraidos: json!({}),
        especificos: json!({
            "protocolo": documento.protocolo,
            "sha256": documento.sha256,
            "recebido_em": documento.recebido_em,
            "duplicado": duplicado,
        }),
    }
}
