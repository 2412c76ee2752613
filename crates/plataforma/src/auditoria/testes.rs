//! Prova da auditoria: filtros, busca sem acentos, títulos, exportação e a parede entre contas.

use apoio::nos_dois_bancos;
use serde_json::{Value, json};

use crate::testes::{Mundo, Quem, SENHA, id};

async fn listar(mundo: &Mundo, quem: &Quem, consulta: &str) -> Value {
    let resposta = mundo.pedir(quem, "GET", &format!("/auditoria?{consulta}"), None).await;
    assert_eq!(resposta.status, 200, "{}", resposta.texto());
    resposta.json
}

fn acoes(lista: &Value) -> Vec<&str> {
    lista["itens"].as_array().unwrap().iter().map(|f| f["acao"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn diz_quem_fez_o_que_sobre_o_que() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let filha = mundo.criar_filha(&chefe, "Revenda João", "dona@filha.example").await;
        let pessoa = id(&mundo.convidar(&chefe, "ve@crontech.example", "Visualizador").await);
        let lista = listar(&mundo, &chefe, "total=true").await;
        assert_eq!(lista["total"], lista["itens"].as_array().unwrap().len());
        let fato = &listar(&mundo, &chefe, "acao=conta.filha_criada").await["itens"][0];
        assert_eq!(fato["usuario_nome"], "Chefe");
        assert_eq!(fato["descricao"], "criou a conta filha");
        assert_eq!((&fato["titulo"], &fato["entidade_id"]), (&json!("Revenda João"), &json!(filha)));
        assert_eq!(fato["depois"], json!({ "nome": "Revenda João" }));
        let de_pessoa = listar(&mundo, &chefe, &format!("entidade=usuarios&entidade_id={pessoa}")).await;
        assert_eq!(acoes(&de_pessoa), ["usuario.criado"]);
        assert_eq!(de_pessoa["itens"][0]["titulo"], "Convidada");
        // A busca acha pelo que se fez, por quem fez, sem acentos nem caixa.
        assert_eq!(acoes(&listar(&mundo, &chefe, "busca=CONTA%20FILHA").await), ["conta.filha_criada"]);
        let por_pessoa = listar(&mundo, &chefe, "busca=ch%C3%8Bfe").await;
        assert!(por_pessoa["itens"].as_array().unwrap().iter().any(|f| f["acao"] == "conta.filha_criada"));
        assert_eq!(listar(&mundo, &chefe, "busca=nada-disso").await["itens"], json!([]));
        assert_eq!(listar(&mundo, &chefe, "de=2026-11-21T00:00:00Z").await["itens"], json!([]));
        assert!(
            !listar(&mundo, &chefe, "ate=2026-11-21T00:00:00Z").await["itens"].as_array().unwrap().is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn anda_pelas_paginas_sem_repetir_nem_pular() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        for nome in ["a", "b", "c"] {
            mundo.pedir(&chefe, "PUT", "/perfil", Some(json!({ "nome": nome }))).await;
        }
        let todas = listar(&mundo, &chefe, "").await;
        let (mut vistas, mut cursor) = (Vec::new(), String::new());
        loop {
            let pagina = listar(&mundo, &chefe, &format!("limite=2{cursor}")).await;
            vistas.extend(pagina["itens"].as_array().unwrap().clone());
            match pagina["proximo"].as_str() {
                Some(proximo) => cursor = format!("&cursor={proximo}"),
                None => break,
            }
        }
        assert_eq!(&json!(vistas), &todas["itens"]);
    })
    .await;
}

#[tokio::test]
async fn exporta_e_diz_os_verbos_e_nada_atravessa_contas() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        mundo.criar_filha(&chefe, "Filha", "dona@filha.example").await;
        let dona = mundo.entrar("dona@filha.example", SENHA).await;
        let csv = mundo.pedir(&chefe, "GET", "/auditoria/exportacao?acao=conta.filha_criada", None).await;
        let texto = csv.texto();
        assert_eq!(csv.cabecalho("content-disposition"), Some("attachment; filename=\"auditoria.csv\""));
        assert_eq!(texto.lines().count(), 2, "{texto}");
        assert!(texto.contains("20/11/2026 09:00:00;Chefe;criou a conta filha;Filha;"), "{texto}");
        let xlsx = mundo.pedir(&chefe, "GET", "/auditoria/exportacao?formato=xlsx", None).await;
        assert!(xlsx.corpo.starts_with(b"PK"));
        let recusada = mundo.pedir(&chefe, "GET", "/auditoria/exportacao?formato=pdf", None).await;
        assert_eq!(recusada.status, 422);
        let verbos = mundo.pedir(&chefe, "GET", "/auditoria/acoes", None).await.json;
        assert!(verbos.as_array().unwrap().contains(&json!({
            "acao": "processo.aprovado", "descricao": "aprovou a fatura"
        })));
        for caminho in ["/auditoria", "/auditoria/exportacao"] {
            let texto = mundo.pedir(&dona, "GET", caminho, None).await.texto();
            assert!(texto.contains("vinculo.criado"), "{texto}");
            assert!(!texto.contains("Chefe") && !texto.contains("filha_criada"), "{caminho}: {texto}");
        }
        mundo.convidar(&chefe, "ve@crontech.example", "Visualizador").await;
        let visualizador = mundo.entrar("ve@crontech.example", SENHA).await;
        for caminho in ["/auditoria", "/auditoria/exportacao", "/auditoria/acoes"] {
            assert_eq!(mundo.pedir(&visualizador, "GET", caminho, None).await.status, 403);
        }
    })
    .await;
}
