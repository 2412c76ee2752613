//! Operadoras de ponta a ponta pela API, nos dois bancos.

use apoio::{nos_dois_bancos, pedir, pedir_com};
use axum::{body::Body, http::Request};
use chrono::TimeDelta;
use nucleo::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    acoes::abrir_token,
    apoio_de_teste::{
        CofreDeTeste, auditoria, codigo, corpo_de_cliente, corpo_de_operadora, criar, recusas, rotas,
    },
    repositorio,
};

const SEGUNDO: TimeDelta = TimeDelta::seconds(1);

#[tokio::test]
async fn cria_mostra_e_altera_com_versao_e_auditoria() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        let corpo = json!({"nome": "  Rede  Externa ", "codigo": "ext", "possui_rpa": true, "rpa_terceirizado": true,
            "url_endpoint_rpa": "http://127.0.0.1:9000", "classe_rpa": "api_externa", "token_rpa": "tok-secreto",
            "configuracao_rpa": {"espera_s": 3}, "instrucoes_acesso": "entre\ncom o CNPJ"});
        let criada = pedir(&rotas, "POST", "/operadoras", Some(corpo.clone())).await;
        assert_eq!(criada.status, 201, "{}", criada.texto());
        assert_eq!(criada.cabecalho("etag"), Some("\"1\""));
        assert_eq!((&criada.json["nome"], &criada.json["codigo"]), (&json!("Rede Externa"), &json!("EXT")));
        assert_eq!(criada.json["tem_token_rpa"], true);
        let id = criada.json["id"].as_str().unwrap();
        let caminho = format!("/operadoras/{id}");
        assert_eq!(pedir(&rotas, "GET", &caminho, None).await.json, criada.json);

        let mut nova = corpo;
        nova["nome"] = json!("Rede Nova");
        nova.as_object_mut().unwrap().remove("token_rpa");
        t.relogio.avancar(SEGUNDO);
        let mudada = pedir(&rotas, "PUT", &caminho, Some(nova.clone())).await;
        assert_eq!((mudada.status.as_u16(), mudada.cabecalho("etag")), (200, Some("\"2\"")));
        assert_eq!((&mudada.json["nome"], &mudada.json["tem_token_rpa"]), (&json!("Rede Nova"), &json!(true)));
        let igual = pedir(&rotas, "PUT", &caminho, Some(nova.clone())).await;
        assert_eq!(igual.json["versao"], 2, "nada mudou, a versão fica");

        let guardada =
            t.banco.ler(&escopo, async |cx| repositorio::buscar(cx, id.parse().unwrap()).await).await.unwrap();
        let token = abrir_token(&CofreDeTeste::default(), escopo.conta(), &guardada).unwrap().unwrap();
        assert_eq!(token.expose_secret(), "tok-secreto");
        assert!(!format!("{guardada:?}").contains("token_cifrado: Some"));

        t.relogio.avancar(SEGUNDO);
        nova["token_rpa"] = json!("");
        let sem_token = pedir(&rotas, "PUT", &caminho, Some(nova)).await;
        assert_eq!(sem_token.json["tem_token_rpa"], false);
        let fatos = auditoria(&t, &escopo).await;
        let acoes: Vec<_> = fatos.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(acoes, ["operadora.criada", "operadora.alterada", "operadora.alterada"]);
        assert_eq!(fatos[1].1, json!({"nome": "Rede Externa"}));
        assert_eq!(fatos[1].2, json!({"nome": "Rede Nova"}));
        assert_eq!(fatos[2].2, json!({"tem_token_rpa": false, "token_rpa_alterado": true}));
        assert!(!format!("{fatos:?}").contains("tok-secreto"));
    })
    .await;
}

#[tokio::test]
async fn conflitos_tem_codigo_estavel() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        let id = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let outra = criar(&rotas, "/operadoras", corpo_de_operadora("VIV")).await;
        let repetida =
            pedir(&rotas, "POST", "/operadoras", Some(json!({"nome": "Outra", "codigo": "emb"}))).await;
        assert_eq!(codigo(&repetida, 409), "operadora_duplicada");
        assert!(repetida.texto().contains(&id));
        let roubo =
            pedir(&rotas, "PUT", &format!("/operadoras/{outra}"), Some(corpo_de_operadora("EMB"))).await;
        assert_eq!(codigo(&roubo, 409), "operadora_duplicada");
        // Sem clientes o código ainda muda; com eles, não.
        let caminho = format!("/operadoras/{id}");
        assert_eq!(pedir(&rotas, "PUT", &caminho, Some(corpo_de_operadora("EBT"))).await.status, 200);
        criar(&rotas, "/clientes", corpo_de_cliente(&id, "Centro")).await;
        let presa = pedir(&rotas, "PUT", &caminho, Some(corpo_de_operadora("EMB"))).await;
        assert_eq!(codigo(&presa, 409), "codigo_em_uso");
        // Em outra conta o mesmo código é livre.
        let vizinha = self::rotas(&t, &t.criar_conta("outra").await);
        criar(&vizinha, "/operadoras", corpo_de_operadora("VIV")).await;
    })
    .await;
}

#[tokio::test]
async fn recusa_o_invalido_a_versao_velha_o_alheio_e_quem_nao_pode() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        let invalida = json!({"nome": "", "codigo": "x y", "possui_rpa": true, "url_portal": "javascript:x",
                              "configuracao_rpa": []});
        let resposta = pedir(&rotas, "POST", "/operadoras", Some(invalida)).await;
        assert_eq!(
            recusas(&resposta),
            [
                "nome:obrigatorio",
                "codigo:codigo_invalido",
                "url_portal:url_invalida",
                "configuracao_rpa:nao_e_objeto",
                "classe_rpa:obrigatorio"
            ]
        );
        let mut estranha = corpo_de_operadora("EMB");
        estranha["conta_id"] = json!(Uuid::nil());
        assert_eq!(recusas(&pedir(&rotas, "POST", "/operadoras", Some(estranha)).await), ["corpo:formato"]);

        let id = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let caminho = format!("/operadoras/{id}");
        let velha = Request::put(&caminho)
            .header("authorization", "Bearer x")
            .header("content-type", "application/json")
            .header("if-match", "\"7\"")
            .body(Body::from(corpo_de_operadora("EMB").to_string()))
            .unwrap();
        assert_eq!(codigo(&pedir_com(&rotas, velha).await, 412), "versao_desatualizada");

        let estranho = self::rotas(&t, &t.criar_conta("outra").await);
        let ninguem = self::rotas(&t, &t.escopo_com(&escopo, &[]));
        let leitor = self::rotas(&t, &t.escopo_com(&escopo, &["faturas.ver"]));
        let operacoes: [(&str, String, Option<Value>); 4] = [
            ("GET", caminho.clone(), None),
            ("PUT", caminho.clone(), Some(corpo_de_operadora("EMB"))),
            ("POST", format!("{caminho}/desativacao"), None),
            ("POST", format!("{caminho}/ativacao"), None),
        ];
        for (metodo, alvo, corpo) in operacoes {
            let alheia = pedir(&estranho, metodo, &alvo, corpo.clone()).await;
            let inexistente =
                pedir(&estranho, metodo, &alvo.replace(&id, &Uuid::max().to_string()), corpo.clone()).await;
            assert_eq!(codigo(&alheia, 404), "nao_encontrado", "{metodo} {alvo}");
            assert_eq!(alheia.corpo, inexistente.corpo);
            assert_eq!(codigo(&pedir(&ninguem, metodo, &alvo, corpo.clone()).await, 403), "permissao_negada");
            let esperado = if metodo == "GET" { 200 } else { 403 };
            assert_eq!(pedir(&leitor, metodo, &alvo, corpo).await.status, esperado);
        }
        for (metodo, corpo) in [("GET", None), ("POST", Some(corpo_de_operadora("OUT")))] {
            assert_eq!(pedir(&ninguem, metodo, "/operadoras", corpo).await.status, 403);
        }
        assert_eq!(pedir(&estranho, "GET", "/operadoras?total=true", None).await.json["total"], 0);
    })
    .await;
}

#[tokio::test]
async fn lista_em_paginas_com_filtros() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        for (nome, codigo) in
            [("Açaí Telecom", "ACA"), ("Brisa", "BRI"), ("Claro", "CLA"), ("Digital", "DIG")]
        {
            criar(&rotas, "/operadoras", json!({"nome": nome, "codigo": codigo})).await;
        }
        let nomes = |json: &Value| -> Vec<String> {
            json["itens"].as_array().unwrap().iter().map(|o| o["nome"].as_str().unwrap().to_owned()).collect()
        };
        let primeira = pedir(&rotas, "GET", "/operadoras?limite=3&total=true", None).await.json;
        assert_eq!(
            (nomes(&primeira), &primeira["total"]),
            (vec!["Açaí Telecom".into(), "Brisa".into(), "Claro".into()], &json!(4))
        );
        let cursor = primeira["proximo"].as_str().unwrap();
        let segunda = pedir(&rotas, "GET", &format!("/operadoras?limite=3&cursor={cursor}"), None).await.json;
        assert_eq!(
            (nomes(&segunda), &segunda["proximo"], &segunda["total"]),
            (vec!["Digital".into()], &json!(null), &json!(null))
        );

        let busca = pedir(&rotas, "GET", "/operadoras?busca=acai&total=true", None).await.json;
        assert_eq!((nomes(&busca), &busca["total"]), (vec!["Açaí Telecom".into()], &json!(1)));
        assert_eq!(nomes(&pedir(&rotas, "GET", "/operadoras?busca=dig", None).await.json), ["Digital"]);

        t.relogio.avancar(SEGUNDO);
        let id = primeira["itens"][1]["id"].as_str().unwrap();
        let desligada = pedir(&rotas, "POST", &format!("/operadoras/{id}/desativacao"), None).await;
        assert_eq!((&desligada.json["status_ativo"], &desligada.json["versao"]), (&json!(false), &json!(2)));
        let de_novo = pedir(&rotas, "POST", &format!("/operadoras/{id}/desativacao"), None).await;
        assert_eq!(de_novo.json["versao"], 2, "desligar o desligado não muda nada");
        assert_eq!(
            nomes(&pedir(&rotas, "GET", "/operadoras?status_ativo=false", None).await.json),
            ["Brisa"]
        );
        t.relogio.avancar(SEGUNDO);
        let ligada = pedir(&rotas, "POST", &format!("/operadoras/{id}/ativacao"), None).await;
        assert_eq!(ligada.json["status_ativo"], true);
        let acoes: Vec<_> = auditoria(&t, &escopo).await.into_iter().skip(4).map(|f| f.0).collect();
        assert_eq!(acoes, ["operadora.desativada", "operadora.ativada"]);

        let alheio = pedir(&rotas, "GET", "/operadoras?cursor=WyJ1bSJd", None).await;
        assert_eq!(recusas(&alheio), ["cursor:cursor_invalido"]);
    })
    .await;
}
