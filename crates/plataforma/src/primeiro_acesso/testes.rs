//! Prova do primeiro acesso: por link, uma vez só; por comando, quantas vezes se quiser.

use apoio::nos_dois_bancos;
use chrono::TimeDelta;
use nucleo::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use super::{criar_administrador, preparar_link};
use crate::testes::{CHEFE, Mundo, Quem, SENHA};

async fn usar(mundo: &Mundo, token: &SecretString, email: &str, senha: &str) -> (u16, Value) {
    let corpo = json!({ "token": token.expose_secret(), "nome": "Ana", "email": email, "senha": senha });
    let resposta = mundo.pedir(&Quem::Ninguem, "POST", "/primeiro-acesso", Some(corpo)).await;
    (resposta.status.as_u16(), resposta.json)
}

#[tokio::test]
async fn o_link_cria_um_administrador_e_so_um() {
    nos_dois_bancos(async |teste| {
        let mundo = Mundo::novo(teste).await;
        let banco = &mundo.teste.banco;
        let primeiro = preparar_link(banco).await.unwrap().unwrap();
        let segundo = preparar_link(banco).await.unwrap().unwrap();
        assert_eq!(
            usar(&mundo, &primeiro, CHEFE, SENHA).await.0,
            404,
            "o início seguinte invalida o anterior"
        );
        assert_eq!(usar(&mundo, &"inventado".into(), CHEFE, SENHA).await.0, 404);
        assert_eq!(usar(&mundo, &segundo, CHEFE, "12345678").await.0, 422, "a senha ruim não gasta o link");
        let (status, usuario) = usar(&mundo, &segundo, CHEFE, SENHA).await;
        assert_eq!((status, &usuario["email"]), (201, &json!(CHEFE)));
        assert_eq!(usar(&mundo, &segundo, "outra@x.example", SENHA).await.0, 404, "usado");
        assert!(preparar_link(banco).await.unwrap().is_none(), "já há quem administre");
        let chefe = mundo.entrar(CHEFE, SENHA).await;
        let sessao = mundo.pedir(&chefe, "GET", "/sessao", None).await.json;
        assert_eq!(sessao["conta"]["nome"], "crontech");
        assert_eq!(sessao["permissoes"].as_array().unwrap().len(), nucleo::CATALOGO.len());
    })
    .await;
}

#[tokio::test]
async fn o_link_vence_e_nao_serve_se_outro_caminho_chegou_antes() {
    nos_dois_bancos(async |teste| {
        let mundo = Mundo::novo(teste).await;
        let (banco, senhas) = (&mundo.teste.banco, mundo.porteiro.senhas());
        let vencido = preparar_link(banco).await.unwrap().unwrap();
        mundo.teste.relogio.avancar(TimeDelta::hours(24));
        assert_eq!(usar(&mundo, &vencido, CHEFE, SENHA).await.0, 404);
        let atrasado = preparar_link(banco).await.unwrap().unwrap();
        criar_administrador(banco, senhas, CHEFE, "Chefe", &SENHA.into()).await.unwrap();
        assert_eq!(usar(&mundo, &atrasado, "intrusa@x.example", SENHA).await.0, 404);
        let pessoas: i64 = mundo.ler_um("SELECT count(*) FROM usuarios", vec![]).await.unwrap();
        assert_eq!(pessoas, 1, "a transação do link atrasado se desfez");
    })
    .await;
}

#[tokio::test]
async fn o_comando_cria_devolve_o_acesso_e_troca_a_senha() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let (banco, senhas) = (&mundo.teste.banco, mundo.porteiro.senhas());
        let criar = async |email: &str, senha: &str| {
            criar_administrador(banco, senhas, email, "Outro", &senha.into()).await
        };
        assert_eq!(criar("sem-arroba", SENHA).await.unwrap_err().codigo(), "dados_invalidos");
        assert_eq!(criar(CHEFE, "12345678").await.unwrap_err().codigo(), "dados_invalidos");
        mundo.convidar(&chefe, "ana@x.example", "Visualizador").await;
        let lista = mundo.pedir(&chefe, "GET", "/usuarios", None).await.json;
        let da_ana =
            lista["itens"].as_array().unwrap().iter().find(|v| v["email"] == "ana@x.example").unwrap();
        let caminho = format!("/usuarios/{}/revogacao", da_ana["id"].as_str().unwrap());
        mundo.pedir(&chefe, "POST", &caminho, None).await;
        mundo.teste.relogio.avancar(TimeDelta::seconds(10));
        let ana = criar("ana@x.example", "a senha recuperada").await.unwrap();
        assert_eq!(ana.nome, "Convidada", "o nome é da pessoa");
        assert_eq!(mundo.tentar("ana@x.example", SENHA).await.status, 401);
        let ana = mundo.entrar("ana@x.example", "a senha recuperada").await;
        assert_eq!(mundo.pedir(&ana, "GET", "/contas", None).await.status, 200);
        criar(CHEFE, "outra frase do chefe").await.unwrap();
        mundo.teste.relogio.avancar(TimeDelta::seconds(5));
        assert_eq!(
            mundo.pedir(&chefe, "GET", "/sessao", None).await.status,
            401,
            "a senha trocada derruba a sessão"
        );
    })
    .await;
}
