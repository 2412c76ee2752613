//! Prova de usuários e vínculos: convidar, listar, mudar grupos, revogar, e o próprio perfil.

use std::sync::Arc;

use apoio::nos_dois_bancos;
use banco::valores;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::testes::{CHEFE, Mundo, Quem, SENHA, id};

#[tokio::test]
async fn convidar_cria_a_pessoa_ou_vincula_a_que_ja_existe() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let filha = mundo.criar_filha(&chefe, "Filha", "dona@filha.example").await;
        let dona = mundo.entrar("dona@filha.example", SENHA).await;
        let nova = mundo.convidar(&dona, "  Ana@X.Example ", "Aprovador").await;
        assert_eq!(nova.status, 201, "{}", nova.texto());
        assert_eq!((&nova.json["email"], &nova.json["ativo"]), (&json!("ana@x.example"), &json!(true)));
        assert_eq!(nova.json["grupos"][0]["nome"], "Aprovador");
        assert!(!nova.texto().contains("senha"));
        // A mesma pessoa, em outra conta: continua com o nome e a senha que tinha.
        let grupo = mundo.grupo(&chefe, "Operador").await;
        let corpo = json!({ "nome": "Outro nome", "email": "ana@x.example", "senha": "outra senha", "grupos": [grupo] });
        let vinculada = mundo.pedir(&chefe, "POST", "/usuarios", Some(corpo.clone())).await;
        assert_eq!(vinculada.status, 201, "{}", vinculada.texto());
        assert_eq!((&vinculada.json["id"], &vinculada.json["nome"]), (&nova.json["id"], &nova.json["nome"]));
        assert_ne!(vinculada.json["vinculo_id"], nova.json["vinculo_id"]);
        assert_eq!(mundo.tentar("ana@x.example", "outra senha").await.status, 401);
        let ana = mundo.entrar("ana@x.example", SENHA).await;
        let sessao = mundo.pedir(&ana, "GET", "/sessao", None).await.json;
        assert_eq!(sessao["conta"]["id"], filha.as_str(), "a do vínculo mais antigo");
        assert_eq!(sessao["permissoes"], json!(["execucoes.ver", "faturas.aprovar", "faturas.ver"]));
        let repetida = mundo.pedir(&chefe, "POST", "/usuarios", Some(corpo)).await;
        assert_eq!((repetida.status.as_u16(), &repetida.json["codigo"]), (409, &json!("vinculo_ja_existe")));
        let criados: i64 = mundo.ler_um("SELECT count(*) FROM usuarios WHERE email = 'ana@x.example'", vec![]).await.unwrap();
        assert_eq!((criados, mundo.contar_fatos("usuario.criado").await), (1, 3));
        let senhas: i64 = mundo
            .ler_um("SELECT count(*) FROM auditoria WHERE CAST(depois AS TEXT) LIKE '%argon2%'", vec![])
            .await
            .unwrap();
        assert_eq!(senhas, 0, "resumo de senha não vai à auditoria");
    })
    .await;
}

#[tokio::test]
async fn sem_grupos_a_pessoa_entra_e_nao_ve_nada() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let corpo = json!({ "nome": "Caio", "email": "caio@x.example", "senha": SENHA, "grupos": [] });
        let convite = mundo.pedir(&chefe, "POST", "/usuarios", Some(corpo)).await;
        assert_eq!((convite.status.as_u16(), &convite.json["grupos"]), (201, &json!([])));
        let caio = mundo.entrar("caio@x.example", SENHA).await;
        assert_eq!(mundo.pedir(&caio, "GET", "/sessao", None).await.json["permissoes"], json!([]));
        assert_eq!(mundo.pedir(&caio, "GET", "/usuarios", None).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn convite_malfeito_diz_o_campo_e_nao_grava() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let grupo = mundo.grupo(&chefe, "Operador").await;
        let bom = json!({ "nome": "Ana", "email": "ana@x.example", "senha": SENHA, "grupos": [grupo] });
        let com = |campo: &str, valor: Value| {
            let mut corpo = bom.clone();
            corpo[campo] = valor;
            corpo
        };
        for (corpo, campo, codigo) in [
            (com("email", json!("ana")), "email", "email_invalido"),
            (com("nome", json!(" ")), "nome", "obrigatorio"),
            (com("senha", Value::Null), "senha", "obrigatorio"),
            (com("senha", json!("curta")), "senha", "senha_curta"),
            (com("senha", json!("ana@x.example")), "senha", "senha_igual_ao_email"),
            (com("grupos", json!([uuid::Uuid::from_u128(7)])), "grupos", "grupo_inexistente"),
            (com("grupos", json!(["x"])), "corpo", "formato"),
            (com("conta_id", json!(grupo)), "corpo", "formato"),
        ] {
            let resposta = mundo.pedir(&chefe, "POST", "/usuarios", Some(corpo)).await;
            assert_eq!(resposta.status, 422, "{campo} {codigo}: {}", resposta.texto());
            let recusado = &resposta.json["campos"][0];
            assert_eq!((&recusado["campo"], &recusado["codigo"]), (&json!(campo), &json!(codigo)));
        }
        let pessoas: i64 = mundo.ler_um("SELECT count(*) FROM usuarios", vec![]).await.unwrap();
        assert_eq!(pessoas, 1);
    })
    .await;
}

#[tokio::test]
async fn a_lista_anda_por_paginas_e_so_tem_gente_da_conta() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        mundo.criar_filha(&chefe, "Filha", "dona@filha.example").await;
        for i in 0..4 {
            assert_eq!(mundo.convidar(&chefe, &format!("p{i}@x.example"), "Operador").await.status, 201);
        }
        let (mut emails, mut cursor) = (Vec::new(), String::new());
        for pagina in 0.. {
            assert!(pagina < 5, "a lista não termina");
            let lista = mundo.pedir(&chefe, "GET", &format!("/usuarios?limite=2{cursor}"), None).await.json;
            for item in lista["itens"].as_array().unwrap() {
                emails.push(item["email"].as_str().unwrap().to_owned());
                assert_eq!(item["grupos"].as_array().unwrap().len(), 1);
            }
            match lista["proximo"].as_str() {
                Some(proximo) => cursor = format!("&cursor={proximo}"),
                None => break,
            }
        }
        assert_eq!(emails[0], CHEFE, "por nome");
        emails.sort();
        assert_eq!(emails, [CHEFE, "p0@x.example", "p1@x.example", "p2@x.example", "p3@x.example"]);
        for ruim in ["limite=0", "limite=201", "cursor=lixo", "cursor=W10", "ordem=x"] {
            assert_eq!(
                mundo.pedir(&chefe, "GET", &format!("/usuarios?{ruim}"), None).await.status,
                422,
                "{ruim}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn o_ultimo_administrador_nao_perde_o_acesso() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let do_chefe = mundo.pedir(&chefe, "GET", "/usuarios", None).await.json["itens"][0]["id"].clone();
        let do_chefe = do_chefe.as_str().unwrap();
        let operador = json!({ "grupos": [mundo.grupo(&chefe, "Operador").await] });
        let (grupos, revogacao) =
            (format!("/usuarios/{do_chefe}/grupos"), format!("/usuarios/{do_chefe}/revogacao"));
        for recusada in [
            mundo.pedir(&chefe, "PUT", &grupos, Some(operador.clone())).await,
            mundo.pedir(&chefe, "POST", &revogacao, None).await,
        ] {
            assert_eq!(
                (recusada.status.as_u16(), &recusada.json["codigo"]),
                (409, &json!("ultimo_administrador"))
            );
        }
        assert_eq!(mundo.pedir(&chefe, "GET", "/usuarios", None).await.status, 200, "nada mudou");
        // Uma administradora que não pode entrar não conta.
        mundo.convidar(&chefe, "inativa@x.example", "Administrador").await;
        mundo
            .executar("UPDATE usuarios SET ativo = ? WHERE email = 'inativa@x.example'", valores![false])
            .await;
        assert_eq!(mundo.pedir(&chefe, "POST", &revogacao, None).await.status, 409);
        mundo.convidar(&chefe, "ana@x.example", "Administrador").await;
        let mudada = mundo.pedir(&chefe, "PUT", &grupos, Some(operador)).await;
        assert_eq!((mudada.status.as_u16(), &mudada.json["grupos"][0]["nome"]), (200, &json!("Operador")));
        assert_eq!(mundo.pedir(&chefe, "GET", "/usuarios", None).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn dois_administradores_que_se_retiram_ao_mesmo_tempo_deixam_um() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        mundo.convidar(&chefe, "ana@x.example", "Administrador").await;
        let ana = mundo.entrar("ana@x.example", SENHA).await;
        let lista = mundo.pedir(&chefe, "GET", "/usuarios", None).await.json;
        let pessoas: Vec<String> =
            lista["itens"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap().to_owned()).collect();
        let mundo = Arc::new(mundo);
        let mut retiradas = JoinSet::new();
        for (quem, pessoa) in [(chefe.clone(), pessoas[0].clone()), (ana, pessoas[1].clone())] {
            let mundo = mundo.clone();
            retiradas.spawn(async move {
                mundo
                    .pedir(&quem, "POST", &format!("/usuarios/{pessoa}/revogacao"), None)
                    .await
                    .status
                    .as_u16()
            });
        }
        let mut respostas = retiradas.join_all().await;
        respostas.sort_unstable();
        assert_eq!(respostas, [200, 409]);
        let ativos: i64 = mundo.ler_um("SELECT count(*) FROM vinculos WHERE ativo", vec![]).await.unwrap();
        assert_eq!(ativos, 1);
    })
    .await;
}

#[tokio::test]
async fn revogar_e_reativar_duas_vezes_e_conflito() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let caminho =
            format!("/usuarios/{}/revogacao", id(&mundo.convidar(&chefe, "ana@x.example", "Operador").await));
        for (metodo, ativo, repetido) in
            [("POST", false, "vinculo_ja_revogado"), ("DELETE", true, "vinculo_ja_ativo")]
        {
            let feita = mundo.pedir(&chefe, metodo, &caminho, None).await;
            assert_eq!((feita.status.as_u16(), &feita.json["ativo"]), (200, &json!(ativo)));
            let repetida = mundo.pedir(&chefe, metodo, &caminho, None).await;
            assert_eq!((repetida.status.as_u16(), &repetida.json["codigo"]), (409, &json!(repetido)));
        }
        assert_eq!(mundo.contar_fatos("vinculo.revogado").await, 1);
        assert_eq!(mundo.contar_fatos("vinculo.reativado").await, 1);
        let convite = mundo.convidar(&chefe, "ana@x.example", "Operador").await;
        assert_eq!(convite.json["codigo"], "vinculo_ja_existe");
    })
    .await;
}

#[tokio::test]
async fn cada_um_ve_e_muda_o_proprio_nome() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let mudado = mundo.pedir(&chefe, "PUT", "/perfil", Some(json!({ "nome": " Chefe da Silva " }))).await;
        assert_eq!((mudado.status.as_u16(), &mudado.json["nome"]), (200, &json!("Chefe da Silva")));
        assert_eq!(mundo.pedir(&chefe, "GET", "/perfil", None).await.json, mudado.json);
        for ruim in [json!({ "nome": "" }), json!({ "nome": "x", "email": "outro@x.example" }), json!({})] {
            assert_eq!(mundo.pedir(&chefe, "PUT", "/perfil", Some(ruim.clone())).await.status, 422, "{ruim}");
        }
        let antes: Value = mundo
            .ler_um("SELECT antes FROM auditoria WHERE acao = 'usuario.renomeado'", vec![])
            .await
            .unwrap();
        assert_eq!(antes, json!({ "nome": "Chefe" }));
        let grupos = mundo.pedir(&chefe, "GET", "/grupos", None).await.json;
        let nomes: Vec<&str> =
            grupos["itens"].as_array().unwrap().iter().map(|g| g["nome"].as_str().unwrap()).collect();
        assert_eq!(nomes, ["Administrador", "Aprovador", "Operador", "Visualizador"]);
        let catalogo = mundo.pedir(&chefe, "GET", "/permissoes", None).await.json;
        assert_eq!(catalogo["itens"].as_array().unwrap().len(), nucleo::CATALOGO.len());
        let sem_corpo = mundo.pedir(&Quem::Ninguem, "POST", "/sessao", None).await;
        assert_eq!(
            (sem_corpo.status.as_u16(), &sem_corpo.json["campos"][0]["codigo"]),
            (422, &json!("tipo_de_conteudo"))
        );
    })
    .await;
}
