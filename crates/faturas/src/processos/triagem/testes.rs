//! A triagem pela API, com PDFs de verdade, nos dois bancos.

use apoio::{Resposta, nos_dois_bancos};
use axum::{
    body::Body,
    http::{Request, header},
};
use nucleo::ProcessoId;
use serde_json::{Value, json};

use crate::teste::{Entrega, Mundo, pdf};

async fn triar(mundo: &Mundo, nome: &str, conteudo: &[u8]) -> Resposta {
    let mut corpo = format!(
        "--limite\r\nContent-Disposition: form-data; name=\"arquivo\"; filename=\"{nome}\"\r\n\
         Content-Type: application/pdf\r\n\r\n"
    )
    .into_bytes();
    corpo.extend_from_slice(conteudo);
    corpo.extend_from_slice(b"\r\n--limite--\r\n");
    let pedido = Request::post("/processos/triagem")
        .header(header::AUTHORIZATION, "Bearer x")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
        .body(Body::from(corpo))
        .unwrap();
    apoio::pedir_com(&mundo.rotas_de(&mundo.escopo), pedido).await
}

fn candidatos(resposta: &Resposta) -> Vec<(&str, bool)> {
    let lista = resposta.json["candidatos"].as_array().unwrap();
    lista.iter().map(|c| (c["processo_id"].as_str().unwrap(), c["possivel"].as_bool().unwrap())).collect()
}

#[tokio::test]
async fn um_so_processo_com_cnpj_e_mes_e_certo_e_nada_se_guarda() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await.to_string();
        let lida = triar(&mundo, "fatura.pdf", &pdf(0, 2026, 11)).await;
        assert_eq!(lida.status, 200, "{}", lida.texto());
        assert_eq!((&lida.json["certeza"], &lida.json["ja_recebida"]), (&json!("CERTA"), &Value::Null));
        assert_eq!(candidatos(&lida), [(id.as_str(), true)]);
        let melhor = &lida.json["candidatos"][0];
        assert!(melhor["pontos"].as_u64().unwrap() >= 80, "{melhor}");
        assert_eq!(melhor["motivos"].as_array().unwrap()[..2], [json!("CNPJ confere"), json!("mês confere")]);
        assert_eq!(lida.json["leitura"]["competencia"], "2026-11");
        assert_eq!(lida.json["arquivo_sha256"], nucleo::Sha256::de(pdf(0, 2026, 11)).to_string());
        assert!(!mundo.pasta.path().join("arquivos/arquivos").exists(), "a triagem não guarda o arquivo");
        assert_eq!(mundo.contar("SELECT count(*) FROM execucoes WHERE conta_id = ?").await, 0);

        let outro_mes = triar(&mundo, "fatura.pdf", &pdf(0, 2026, 10)).await;
        assert_eq!((&outro_mes.json["certeza"], candidatos(&outro_mes).len()), (&json!("DUVIDOSA"), 1));
        assert_eq!(outro_mes.json["candidatos"][0]["motivos"][1], "a fatura é de 10/2026");
        let de_ninguem = triar(&mundo, "fatura.pdf", &pdf(7, 2026, 11)).await;
        assert_eq!(de_ninguem.json["certeza"], "NENHUMA", "{}", de_ninguem.texto());
    })
    .await;
}

#[tokio::test]
async fn duas_unidades_do_mesmo_cnpj_deixam_a_escolha_a_pessoa() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let segunda = mundo.criar_cliente(mundo.operadora, 0, "FILIAL NORTE").await;
        mundo.pedir("POST", "/processos/do-mes", Some(json!({"mes_ano": "2026-11"}))).await;
        let lida = triar(&mundo, "vivo_norte_nov.pdf", &pdf(0, 2026, 11)).await;
        assert_eq!((&lida.json["certeza"], candidatos(&lida).len()), (&json!("DUVIDOSA"), 2));
        assert_eq!(
            lida.json["candidatos"][0]["cliente"]["id"],
            segunda.to_string(),
            "o nome do arquivo desempata"
        );
    })
    .await;
}

#[tokio::test]
async fn quem_ja_tem_o_arquivo_e_dito_e_quem_nao_espera_fatura_nao_e_possivel() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id: ProcessoId = mundo.abrir().await;
        mundo.rpa.entregar(Entrega::Arquivo(pdf(0, 2026, 11)));
        mundo.pedir_download(id).await;
        mundo.andar().await;
        let lida = triar(&mundo, "fatura.pdf", &pdf(0, 2026, 11)).await;
        assert_eq!(lida.json["certeza"], "NENHUMA");
        assert_eq!(lida.json["ja_recebida"]["processo_id"], id.to_string());
        assert_eq!(candidatos(&lida), [(id.to_string().as_str(), false)]);
        assert_eq!(lida.json["candidatos"][0]["motivo"], "só na situação AGUARDANDO_DOWNLOAD");
        let recusada = triar(&mundo, "x.pdf", b"<html>").await;
        assert_eq!(
            (recusada.status.as_u16(), &recusada.json["campos"][0]["campo"]),
            (422, &json!("arquivo"))
        );
    })
    .await;
}
