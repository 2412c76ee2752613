//! Prova das visões: são da pessoa e da conta, têm limites e ordem.

use apoio::nos_dois_bancos;
use serde_json::{Value, json};

use crate::testes::{Mundo, SENHA, id};

fn pedido(nome: &str) -> Option<Value> {
    Some(json!({ "tela": "processos", "nome": nome, "consulta": "?atrasados=true" }))
}

#[tokio::test]
async fn nasce_muda_e_morre() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let primeira = mundo.pedir(&chefe, "POST", "/visoes", pedido(" Atrasados ")).await;
        assert_eq!(primeira.status, 201, "{}", primeira.texto());
        let caminho = format!("/visoes/{}", id(&primeira));
        assert_eq!(
            (&primeira.json["nome"], &primeira.json["consulta"], &primeira.json["posicao"]),
            (&json!("Atrasados"), &json!("atrasados=true"), &json!(1))
        );
        let repetida = mundo.pedir(&chefe, "POST", "/visoes", pedido("Atrasados")).await;
        assert_eq!((repetida.status.as_u16(), &repetida.json["codigo"]), (409, &json!("nome_repetido")));
        assert_eq!(mundo.pedir(&chefe, "POST", "/visoes", pedido("Outra")).await.json["posicao"], 2);
        let mudanca = |nome: &str| Some(json!({ "nome": nome, "consulta": "", "posicao": 9 }));
        assert_eq!(mundo.pedir(&chefe, "PUT", &caminho, mudanca("Outra")).await.status, 409);
        assert_eq!(mundo.pedir(&chefe, "PUT", &caminho, mudanca("Tudo")).await.status, 200);
        let lista = mundo.pedir(&chefe, "GET", "/visoes?tela=processos", None).await.json;
        let nomes: Vec<_> = lista.as_array().unwrap().iter().map(|v| v["nome"].clone()).collect();
        assert_eq!(nomes, ["Outra", "Tudo"], "na ordem das posições");
        assert_eq!(mundo.pedir(&chefe, "GET", "/visoes?tela=clientes", None).await.json, json!([]));
        assert_eq!(mundo.pedir(&chefe, "DELETE", &caminho, None).await.status, 204);
        assert_eq!(mundo.pedir(&chefe, "DELETE", &caminho, None).await.status, 404);
        for verbo in ["visao.criada", "visao.alterada", "visao.excluida"] {
            assert!(mundo.contar_fatos(verbo).await > 0, "{verbo}");
        }
    })
    .await;
}

#[tokio::test]
async fn e_so_da_pessoa_na_conta_e_tem_limites() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let caminho =
            format!("/visoes/{}", id(&mundo.pedir(&chefe, "POST", "/visoes", pedido("Minha")).await));
        mundo.convidar(&chefe, "ve@crontech.example", "Visualizador").await;
        let colega = mundo.entrar("ve@crontech.example", SENHA).await;
        assert_eq!(mundo.pedir(&colega, "GET", "/visoes?tela=processos", None).await.json, json!([]));
        let mudanca = Some(json!({ "nome": "x", "consulta": "" }));
        assert_eq!(mundo.pedir(&colega, "PUT", &caminho, mudanca).await.status, 404);
        assert_eq!(mundo.pedir(&colega, "DELETE", &caminho, None).await.status, 404);
        let ruim = json!({ "tela": "processos", "nome": "x".repeat(61), "consulta": "y".repeat(2_001) });
        let recusa = mundo.pedir(&chefe, "POST", "/visoes", Some(ruim)).await;
        assert_eq!(recusa.json["campos"].as_array().unwrap().len(), 2, "{}", recusa.texto());
        let sem_tela = Some(json!({ "tela": "", "nome": "x", "consulta": "" }));
        assert_eq!(mundo.pedir(&chefe, "POST", "/visoes", sem_tela).await.status, 422);
        for numero in 0..50 {
            mundo.pedir(&colega, "POST", "/visoes", pedido(&format!("v{numero}"))).await;
        }
        let demais = mundo.pedir(&colega, "POST", "/visoes", pedido("mais uma")).await;
        assert_eq!((demais.status.as_u16(), &demais.json["codigo"]), (409, &json!("visoes_demais")));
    })
    .await;
}
