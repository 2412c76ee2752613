//! Prova das contas filhas: nascem com grupos e administrador, suspendem-se, e nunca veem a mãe.

use apoio::nos_dois_bancos;
use serde_json::json;

use crate::testes::{CHEFE, Mundo, SENHA};

#[tokio::test]
async fn a_filha_nasce_com_grupos_e_administrador_e_a_mae_a_ve() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let filha = mundo.criar_filha(&chefe, "Revenda do Sul", "dona@filha.example").await;
        let dona = mundo.entrar("dona@filha.example", SENHA).await;
        let sessao = mundo.pedir(&dona, "GET", "/sessao", None).await.json;
        assert_eq!(sessao["conta"], json!({ "id": filha, "nome": "Revenda do Sul" }));
        assert_eq!(sessao["permissoes"].as_array().unwrap().len(), nucleo::CATALOGO.len());
        assert_eq!(
            mundo.pedir(&dona, "GET", "/grupos", None).await.json["itens"].as_array().unwrap().len(),
            4
        );
        mundo.criar_filha(&dona, "Neta", "dono@neta.example").await;
        let lista = mundo.pedir(&chefe, "GET", "/contas", None).await.json;
        let nomes: Vec<&str> =
            lista["itens"].as_array().unwrap().iter().map(|c| c["nome"].as_str().unwrap()).collect();
        assert_eq!(nomes, ["Revenda do Sul"], "só as filhas diretas");
        assert_eq!(lista["itens"][0]["ativa"], true);
        assert_eq!(mundo.contar_fatos("conta.filha_criada").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_filha_nao_ve_quem_esta_acima() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        mundo.criar_filha(&chefe, "Filha", "dona@filha.example").await;
        let dona = mundo.entrar("dona@filha.example", SENHA).await;
        let do_chefe = mundo.pedir(&chefe, "GET", "/perfil", None).await.json["id"].as_str().unwrap().to_owned();
        let mestra = crate::contas::CONTA_MESTRA.to_string();
        for caminho in ["/sessao", "/sessoes", "/auth/me", "/perfil", "/usuarios", "/grupos", "/permissoes", "/contas"] {
            let texto = mundo.pedir(&dona, "GET", caminho, None).await.texto();
            for proibido in [mestra.as_str(), "crontech", "conta_pai", CHEFE, &do_chefe] {
                assert!(!texto.contains(proibido), "{caminho} revela {proibido}: {texto}");
            }
        }
        let rastros: i64 = mundo
            .ler_um(
                "SELECT count(*) FROM auditoria a JOIN contas c ON c.id = a.conta_id JOIN usuarios u ON u.id = a.usuario_id \
                 WHERE c.nome = 'Filha' AND u.email = 'chefe@crontech.example'",
                vec![],
            )
            .await
            .unwrap();
        assert_eq!(rastros, 0, "nem a auditoria da filha diz quem a criou");
    })
    .await;
}

#[tokio::test]
async fn suspensa_ninguem_entra_nem_age_e_reativada_volta() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let caminho =
            format!("/contas/{}/suspensao", mundo.criar_filha(&chefe, "Filha", "dona@filha.example").await);
        let (dona, token) =
            (mundo.entrar("dona@filha.example", SENHA).await, mundo.token("dona@filha.example", None).await);
        let ver = async |quem| mundo.pedir(quem, "GET", "/perfil", None).await.status.as_u16();
        assert_eq!((ver(&dona).await, ver(&token).await), (200, 200));
        let suspensa = mundo.pedir(&chefe, "POST", &caminho, None).await;
        assert_eq!((suspensa.status.as_u16(), &suspensa.json["ativa"]), (200, &json!(false)));
        assert_eq!((ver(&dona).await, ver(&token).await), (401, 401));
        assert_eq!(mundo.tentar("dona@filha.example", SENHA).await.status, 401);
        let repetida = mundo.pedir(&chefe, "POST", &caminho, None).await;
        assert_eq!((repetida.status.as_u16(), &repetida.json["codigo"]), (409, &json!("conta_ja_suspensa")));
        assert_eq!(mundo.pedir(&chefe, "DELETE", &caminho, None).await.json["ativa"], true);
        assert_eq!(mundo.pedir(&chefe, "DELETE", &caminho, None).await.json["codigo"], "conta_ja_ativa");
        assert_eq!((ver(&dona).await, ver(&token).await), (200, 200));
        assert_eq!(mundo.contar_fatos("conta.suspensa").await, 1);
    })
    .await;
}

#[tokio::test]
async fn conta_malfeita_diz_o_campo_e_nao_nasce() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let pessoa = |email: &str, senha: &str| json!({ "nome": "Ana", "email": email, "senha": senha });
        for (corpo, campo) in [
            (json!({ "nome": " ", "administrador": pessoa("ana@x.example", SENHA) }), "nome"),
            (json!({ "nome": "A", "administrador": pessoa("ana", SENHA) }), "administrador.email"),
            (
                json!({ "nome": "A", "administrador": pessoa("ana@x.example", "12345678") }),
                "administrador.senha",
            ),
            (json!({ "nome": "A" }), "corpo"),
            (
                json!({ "nome": "A", "administrador": pessoa("ana@x.example", SENHA), "conta_pai_id": null }),
                "corpo",
            ),
        ] {
            let resposta = mundo.pedir(&chefe, "POST", "/contas", Some(corpo)).await;
            assert_eq!(
                (resposta.status.as_u16(), &resposta.json["campos"][0]["campo"]),
                (422, &json!(campo))
            );
        }
        assert_eq!(mundo.ler_um::<i64>("SELECT count(*) FROM contas", vec![]).await.unwrap(), 1);
    })
    .await;
}
