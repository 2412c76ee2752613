//! O que a API externa responde: o aceite, a situação e o `ResultadoSaida`.

use serde_json::{Value, json};

use super::pedidos::{Desfecho, Pedido};
use crate::fatura::Fatura;
use crate::portais::sat::DocumentoSat;

/// O corpo do 202 (ou do 200, na repetição).
pub(super) fn aceite(pedido: &Pedido) -> Value {
    json!({
        "job_id": pedido.id,
        "status": pedido.status(),
        "operadora": pedido.operadora,
        "url_status": format!("/api-externa/jobs/{}", pedido.id),
        "url_logs": format!("/api-externa/jobs/{}/logs", pedido.id),
    })
}

/// A situação do job, com o resultado quando terminou.
pub(super) fn situacao(pedido: &Pedido) -> Value {
    json!({
        "job_id": pedido.id,
        "operadora": pedido.operadora,
        "status": pedido.status(),
        "criado_em": pedido.criado_em,
        "atualizado_em": if pedido.terminou() { pedido.fim() } else { pedido.criado_em },
        "resultado": if pedido.terminou() { resultado(pedido) } else { Value::Null },
    })
}

fn resultado(pedido: &Pedido) -> Value {
    let mut saida = json!({
        "sucesso": false,
        "status": pedido.status(),
        "mensagem": "",
        "arquivo_baixado": null,
        "url_s3": null,
        "dados_extraidos": {},
        "tempo_execucao_segundos": pedido.duracao.as_secs_f64(),
        "tentativa_numero": 1,
        "timestamps": {"inicio": pedido.criado_em, "fim": pedido.fim()},
        "logs_execucao": pedido.linhas(),
        "screenshots_debug": [],
        "dados_especificos": {},
    });
    match &pedido.desfecho {
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
