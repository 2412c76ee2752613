//! Provas do motor inteiro, nos dois bancos.

mod ensaio;
mod executor;
mod fila;
mod http;
mod incerteza;
mod telas;

use chrono::{DateTime, Utc};
use nucleo::{ContaId, ExecucaoId};
use serde_json::json;
use uuid::Uuid;

use crate::{Execucao, Situacao};

/// Uma execução na primeira de três tentativas.
pub(crate) fn execucao_de_exemplo() -> Execucao {
    let agora: DateTime<Utc> = DateTime::from_timestamp(1_795_176_000, 0).unwrap();
    Execucao {
        id: ExecucaoId(Uuid::nil()),
        conta: ContaId(Uuid::nil()),
        tipo: "EXEMPLO".into(),
        status: Situacao::Executando,
        titulo: None,
        detalhe: None,
        fila: "padrao".into(),
        alvo_tipo: None,
        alvo_id: None,
        parametros_entrada: json!({}),
        resultado_saida: None,
        classe_rpa_utilizada: None,
        url_arquivo_s3: None,
        detalhes_erro: None,
        classe_erro: None,
        chave_unica: None,
        chave_concorrencia: None,
        numero_tentativa: 1,
        maximo_tentativas: 3,
        disponivel_em: agora,
        ficha: 1,
        progresso: None,
        passo_irreversivel: None,
        cancelamento_pedido_em: None,
        executado_por_usuario_id: None,
        ip_origem: None,
        user_agent: None,
        repete_id: None,
        data_inicio: Some(agora),
        data_fim: None,
        criado_em: agora,
    }
}
