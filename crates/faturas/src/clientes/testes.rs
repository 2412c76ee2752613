//! Clientes de ponta a ponta pela API, nos dois bancos.

use apoio::{nos_dois_bancos, pedir, pedir_com};
use axum::{body::Body, http::Request};
use chrono::TimeDelta;
use nucleo::ExposeSecret;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{acoes::abrir_senha, repositorio};
use crate::operadoras::apoio_de_teste::{
    CofreDeTeste, auditoria, codigo, corpo_de_cliente, corpo_de_operadora, criar, recusas, rotas,
};

const SEGUNDO: TimeDelta = TimeDelta::seconds(1);

#[tokio::test]
async fn cria_mostra_e_altera_sem_mostrar_a_senha() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        let operadora = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        t.relogio.avancar(SEGUNDO);
        let criado = pedir(&rotas, "POST", "/clientes", Some(corpo_de_cliente(&operadora, "Centro"))).await;
        assert_eq!(criado.status, 201, "{}", criado.texto());
        assert_eq!(criado.json["cnpj"], "11444777000161");
        assert_eq!(criado.json["operadora_codigo"], "EMB");
        assert_eq!(criado.json["tem_senha_portal"], true);
        assert_eq!(criado.json["status_ativo"], true);
        assert_eq!(criado.json["hash_unico"].as_str().unwrap().len(), 64);
        let caminho = format!("/clientes/{}", criado.json["id"].as_str().unwrap());
        let mostrado = pedir(&rotas, "GET", &caminho, None).await;
        assert_eq!((&mostrado.json, mostrado.cabecalho("etag")), (&criado.json, Some("\"1\"")));

        t.relogio.avancar(SEGUNDO);
        let mut novo = corpo_de_cliente(&operadora, "Centro");
        novo.as_object_mut().unwrap().remove("senha_portal");
        assert_eq!(pedir(&rotas, "PUT", &caminho, Some(novo.clone())).await.json["versao"], 1);
        novo["filtro"] = json!("Filial");
        // Mesmo final: a auditoria mascara os dois igual, mas a mudança vale.
        novo["cpf"] = json!("111.444.777-35");
        let mudado = pedir(&rotas, "PUT", &caminho, Some(novo.clone())).await;
        assert_eq!((mudado.status.as_u16(), &mudado.json["versao"]), (200, &json!(2)));
        assert_eq!(
            (&mudado.json["tem_senha_portal"], &mudado.json["cpf"]),
            (&json!(true), &json!("11144477735"))
        );
        assert_ne!(mudado.json["hash_unico"], criado.json["hash_unico"]);

        let id = criado.json["id"].as_str().unwrap().parse().unwrap();
        let guardado = t.banco.ler(&escopo, async |cx| repositorio::buscar(cx, id).await).await.unwrap();
        let senha = abrir_senha(&CofreDeTeste::default(), escopo.conta(), &guardado).unwrap().unwrap();
        assert_eq!(senha.expose_secret(), "s3nha-do-portal");

        t.relogio.avancar(SEGUNDO);
        novo["senha_portal"] = json!("");
        assert_eq!(pedir(&rotas, "PUT", &caminho, Some(novo)).await.json["tem_senha_portal"], false);
        let fatos = auditoria(&t, &escopo).await;
        let acoes: Vec<_> = fatos.iter().map(|f| f.0.as_str()).collect();
        assert_eq!(acoes, ["operadora.criada", "cliente.criado", "cliente.alterado", "cliente.alterado"]);
        assert_eq!((&fatos[2].1["filtro"], &fatos[2].2["filtro"]), (&json!("Matriz"), &json!("Filial")));
        assert_eq!(fatos[3].2, json!({"tem_senha_portal": false, "senha_portal_alterada": true}));
        let tudo = format!("{fatos:?}{}{}", criado.texto(), mudado.texto());
        assert!(!tudo.contains("s3nha-do-portal"));
        assert!(!format!("{fatos:?}").contains("52998224725"), "o CPF não entra inteiro na auditoria");
    })
    .await;
}

#[tokio::test]
async fn conflitos_dizem_quem_ja_existe() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        let operadora = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let id = criar(&rotas, "/clientes", corpo_de_cliente(&operadora, "Centro")).await;
        let mut repetido = corpo_de_cliente(&operadora, " CENTRO");
        repetido["filtro"] = json!("outro filtro");
        let resposta = pedir(&rotas, "POST", "/clientes", Some(repetido)).await;
        assert_eq!(codigo(&resposta, 409), "cliente_duplicado");
        assert!(resposta.texto().contains(&id));

        let mut mesmo_hash = corpo_de_cliente(&operadora, "Centro");
        mesmo_hash["cnpj"] = json!("12ABC34501DE35");
        let resposta = pedir(&rotas, "POST", "/clientes", Some(mesmo_hash)).await;
        assert_eq!(codigo(&resposta, 409), "hash_unico_em_uso");
        assert!(resposta.texto().contains(&id));

        let outro = criar(&rotas, "/clientes", corpo_de_cliente(&operadora, "Norte")).await;
        let tomada =
            pedir(&rotas, "PUT", &format!("/clientes/{outro}"), Some(corpo_de_cliente(&operadora, "centro")))
                .await;
        assert_eq!(codigo(&tomada, 409), "cliente_duplicado");
    })
    .await;
}

#[tokio::test]
async fn so_operadora_ativa_recebe_clientes() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        let ativa = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let desligada = criar(&rotas, "/operadoras", corpo_de_operadora("VIV")).await;
        let morador = criar(&rotas, "/clientes", corpo_de_cliente(&desligada, "Sul")).await;
        let caminho = format!("/clientes/{morador}");
        pedir(&rotas, "POST", &format!("/operadoras/{desligada}/desativacao"), None).await;

        let novo = pedir(&rotas, "POST", "/clientes", Some(corpo_de_cliente(&desligada, "Norte"))).await;
        assert_eq!(codigo(&novo, 409), "operadora_inativa");
        let visitante = criar(&rotas, "/clientes", corpo_de_cliente(&ativa, "Leste")).await;
        let mudanca = pedir(
            &rotas,
            "PUT",
            &format!("/clientes/{visitante}"),
            Some(corpo_de_cliente(&desligada, "Leste")),
        )
        .await;
        assert_eq!(codigo(&mudanca, 409), "operadora_inativa");

        // Quem já estava continua corrigível e desligável, mas não religável.
        let mut correcao = corpo_de_cliente(&desligada, "Sul");
        correcao["dados_sat"] = json!("Conta 2");
        assert_eq!(pedir(&rotas, "PUT", &caminho, Some(correcao)).await.status, 200);
        let desligado = pedir(&rotas, "POST", &format!("{caminho}/desativacao"), None).await;
        assert_eq!(desligado.json["status_ativo"], false);
        let versao = desligado.json["versao"].clone();
        assert_eq!(
            pedir(&rotas, "POST", &format!("{caminho}/desativacao"), None).await.json["versao"],
            versao
        );
        let religado = pedir(&rotas, "POST", &format!("{caminho}/ativacao"), None).await;
        assert_eq!(codigo(&religado, 409), "operadora_inativa");
        pedir(&rotas, "POST", &format!("/operadoras/{desligada}/ativacao"), None).await;
        assert_eq!(
            pedir(&rotas, "POST", &format!("{caminho}/ativacao"), None).await.json["status_ativo"],
            true
        );
    })
    .await;
}

#[tokio::test]
async fn recusa_o_invalido_a_versao_velha_o_alheio_e_quem_nao_pode() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let outra_conta = t.criar_conta("outra").await;
        let (rotas, estranho) = (rotas(&t, &escopo), self::rotas(&t, &outra_conta));
        let operadora = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let invalido = json!({"razao_social": "", "nome_sat": "x", "cnpj": "1", "operadora_id": operadora,
            "servico": "", "unidade": "", "cpf": "123", "site_emissao": "javascript:alert(1)"});
        assert_eq!(
            recusas(&pedir(&rotas, "POST", "/clientes", Some(invalido)).await),
            [
                "cnpj:cnpj_invalido",
                "cpf:cpf_invalido",
                "razao_social:obrigatorio",
                "servico:obrigatorio",
                "unidade:obrigatorio",
                "site_emissao:url_invalida"
            ]
        );
        let alheia = pedir(&estranho, "POST", "/clientes", Some(corpo_de_cliente(&operadora, "A"))).await;
        assert_eq!(recusas(&alheia), ["operadora_id:operadora_desconhecida"]);

        let id = criar(&rotas, "/clientes", corpo_de_cliente(&operadora, "Centro")).await;
        let caminho = format!("/clientes/{id}");
        let velha = Request::put(&caminho)
            .header("authorization", "Bearer x")
            .header("content-type", "application/json")
            .header("if-match", "\"9\"")
            .body(Body::from(corpo_de_cliente(&operadora, "Centro").to_string()))
            .unwrap();
        assert_eq!(codigo(&pedir_com(&rotas, velha).await, 412), "versao_desatualizada");

        let ninguem = self::rotas(&t, &t.escopo_com(&escopo, &[]));
        let leitor = self::rotas(&t, &t.escopo_com(&escopo, &["faturas.ver"]));
        let operacoes: [(&str, String, Option<Value>); 4] = [
            ("GET", caminho.clone(), None),
            ("PUT", caminho.clone(), Some(corpo_de_cliente(&operadora, "Centro"))),
            ("POST", format!("{caminho}/desativacao"), None),
            ("POST", format!("{caminho}/ativacao"), None),
        ];
        for (metodo, alvo, corpo) in operacoes {
            let alheio = pedir(&estranho, metodo, &alvo, corpo.clone()).await;
            let inexistente =
                pedir(&estranho, metodo, &alvo.replace(&id, &Uuid::max().to_string()), corpo.clone()).await;
            assert_eq!(codigo(&alheio, 404), "nao_encontrado", "{metodo} {alvo}");
            assert_eq!(alheio.corpo, inexistente.corpo);
            assert_eq!(codigo(&pedir(&ninguem, metodo, &alvo, corpo.clone()).await, 403), "permissao_negada");
            let esperado = if metodo == "GET" { 200 } else { 403 };
            assert_eq!(pedir(&leitor, metodo, &alvo, corpo).await.status, esperado);
        }
        for (metodo, alvo, corpo) in [
            ("GET", "/clientes", None),
            ("GET", "/clientes/exportacao", None),
            ("POST", "/clientes", Some(corpo_de_cliente(&operadora, "B"))),
            ("POST", "/clientes/importacao", None),
            ("POST", "/clientes/lote", Some(json!({"acao": "ATIVAR", "ids": []}))),
        ] {
            assert_eq!(pedir(&ninguem, metodo, alvo, corpo).await.status, 403, "{metodo} {alvo}");
        }
    })
    .await;
}

#[tokio::test]
async fn lista_filtra_pagina_e_exporta_so_o_da_conta() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        let emb = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let viv = criar(&rotas, "/operadoras", corpo_de_operadora("VIV")).await;
        for (operadora, unidade, razao) in
            [(&emb, "Belém 100%", "Casa A"), (&emb, "Centro", "Casa B"), (&viv, "Centro", "=Casa C")]
        {
            let mut corpo = corpo_de_cliente(operadora, unidade);
            corpo["razao_social"] = json!(razao);
            criar(&rotas, "/clientes", corpo).await;
        }
        let nomes = async |consulta: &str| -> Vec<String> {
            let json = pedir(&rotas, "GET", &format!("/clientes?{consulta}"), None).await.json;
            json["itens"]
                .as_array()
                .unwrap()
                .iter()
                .map(|c| c["razao_social"].as_str().unwrap().to_owned())
                .collect()
        };
        assert_eq!(nomes("busca=belem").await, ["Casa A"]);
        assert_eq!(nomes("busca=100%25").await, ["Casa A"]);
        assert_eq!(nomes("busca=1_0").await, Vec::<String>::new());
        assert_eq!(nomes("busca=11.444.777/0001").await.len(), 3);
        assert_eq!(nomes(&format!("operadora_id={viv}")).await, ["=Casa C"]);
        assert_eq!(nomes("status_ativo=false").await, Vec::<String>::new());

        let (mut vistos, mut cursor) = (Vec::new(), String::new());
        loop {
            let pagina =
                pedir(&rotas, "GET", &format!("/clientes?limite=1&total=true{cursor}"), None).await.json;
            assert_eq!(pagina["total"], 3);
            vistos.push(pagina["itens"][0]["razao_social"].as_str().unwrap().to_owned());
            match pagina["proximo"].as_str() {
                Some(proximo) => cursor = format!("&cursor={proximo}"),
                None => break,
            }
        }
        let mut esperados = vistos.clone();
        esperados.sort_unstable();
        esperados.dedup();
        assert_eq!((vistos.len(), esperados.len()), (3, 3));

        let csv = pedir(&rotas, "GET", &format!("/clientes/exportacao?operadora_id={viv}"), None).await;
        assert_eq!(csv.cabecalho("content-type"), Some("text/csv; charset=utf-8"));
        let texto = csv.texto();
        let linhas: Vec<_> = texto.lines().collect();
        assert_eq!(linhas.len(), 2);
        assert!(linhas[0].starts_with("\u{feff}razao_social;nome_sat;cnpj;operadora"));
        assert!(
            linhas[1].starts_with("'=Casa C;PADARIA;11.444.777/0001-61;VIV;Matriz;Fixo;Conta 1;Centro;;ana;")
        );
        assert!(!texto.contains("s3nha"));
        let alheio = self::rotas(&t, &t.criar_conta("outra").await);
        assert_eq!(pedir(&alheio, "GET", "/clientes/exportacao", None).await.texto().lines().count(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_lista_sai_em_cada_ordem_e_continua_de_onde_parou() {
    nos_dois_bancos(async |t| {
        let rotas = rotas(&t, &t.criar_conta("uma").await);
        let emb = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let viv = criar(&rotas, "/operadoras", corpo_de_operadora("VIV")).await;
        for (operadora, unidade, razao) in
            [(&viv, "A", "Casa 2"), (&emb, "C", "Casa 3"), (&emb, "B", "Casa 1")]
        {
            t.relogio.avancar(SEGUNDO);
            let mut corpo = corpo_de_cliente(operadora, unidade);
            corpo["razao_social"] = json!(razao);
            criar(&rotas, "/clientes", corpo).await;
        }
        let casos = [
            ("razao_social", ["B", "A", "C"]),
            ("-razao_social", ["C", "A", "B"]),
            ("operadora", ["C", "B", "A"]),
            ("-operadora", ["A", "B", "C"]),
            ("unidade", ["A", "B", "C"]),
            ("-unidade", ["C", "B", "A"]),
            ("atualizacao", ["A", "C", "B"]),
            ("-atualizacao", ["B", "C", "A"]),
        ];
        for (ordem, esperado) in casos {
            let (mut vistos, mut cursor) = (Vec::new(), String::new());
            loop {
                let caminho = format!("/clientes?limite=1&ordem={ordem}{cursor}");
                let pagina = pedir(&rotas, "GET", &caminho, None).await.json;
                vistos.push(pagina["itens"][0]["unidade"].as_str().unwrap().to_owned());
                match pagina["proximo"].as_str() {
                    Some(proximo) => cursor = format!("&cursor={proximo}"),
                    None => break,
                }
            }
            assert_eq!(vistos, esperado, "{ordem}");
        }
        let so = pedir(&rotas, "GET", "/clientes?total=true&cnpj=11.444.777/0001-61", None).await.json;
        assert_eq!(so["total"], 3);
        let nenhum = pedir(&rotas, "GET", "/clientes?total=true&cnpj=12ABC34501DE35", None).await.json;
        assert_eq!(nenhum["total"], 0);
        assert_eq!(recusas(&pedir(&rotas, "GET", "/clientes?cnpj=1", None).await), ["cnpj:cnpj_invalido"]);
        assert_eq!(
            recusas(&pedir(&rotas, "GET", "/clientes?ordem=x", None).await),
            ["ordem:ordem_desconhecida"]
        );
    })
    .await;
}

#[tokio::test]
async fn o_lote_muda_cada_um_por_si_e_diz_o_que_nao_pode() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("uma").await;
        let rotas = rotas(&t, &escopo);
        let emb = criar(&rotas, "/operadoras", corpo_de_operadora("EMB")).await;
        let (a, b) = (
            criar(&rotas, "/clientes", corpo_de_cliente(&emb, "A")).await,
            criar(&rotas, "/clientes", corpo_de_cliente(&emb, "B")).await,
        );
        let estranho = Uuid::from_u128(7).to_string();
        let lote = async |acao: &str, ids: &[&str]| {
            pedir(&rotas, "POST", "/clientes/lote", Some(json!({"acao": acao, "ids": ids}))).await
        };
        let feito = lote("DESATIVAR", &[&a, &b, &estranho]).await.json;
        assert_eq!(
            (&feito["feitos"], &feito["recusados"][0]["codigo"]),
            (&json!(2), &json!("nao_encontrado"))
        );
        assert_eq!(
            pedir(&rotas, "GET", "/clientes?total=true&status_ativo=false", None).await.json["total"],
            2
        );
        pedir(&rotas, "POST", &format!("/operadoras/{emb}/desativacao"), None).await;
        let recusado = lote("ATIVAR", &[&a]).await.json;
        assert_eq!(
            (&recusado["feitos"], &recusado["recusados"][0]["codigo"]),
            (&json!(0), &json!("operadora_inativa"))
        );
        assert_eq!(recusas(&lote("ATIVAR", &[]).await), ["ids:quantidade_invalida"]);
        let acoes: Vec<_> = auditoria(&t, &escopo).await.into_iter().map(|f| f.0).collect();
        assert_eq!(acoes.iter().filter(|acao| *acao == "cliente.desativado").count(), 2);
    })
    .await;
}
