//! Prova da entrada: sessão, token, freio, revogação, troca de conta e de senha.

use apoio::nos_dois_bancos;
use axum::http::StatusCode;
use banco::valores;
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::Relogio;
use serde_json::json;
use tokio::task::JoinSet;

use crate::testes::{CHEFE, Mundo, Quem, SENHA, cookie, id};

#[tokio::test]
async fn entra_ve_a_sessao_e_sai() {
    nos_dois_bancos(async |teste| {
        let (mundo, _) = Mundo::com_chefe(teste).await;
        let resposta = mundo.tentar("  CHEFE@crontech.example ", SENHA).await;
        assert_eq!(resposta.status, 200, "{}", resposta.texto());
        let gravado = resposta.cabecalho("set-cookie").unwrap();
        assert!(gravado.starts_with("regente_sessao="), "{gravado}");
        assert!(gravado.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200"), "{gravado}");
        assert_eq!(resposta.json["usuario"]["email"], CHEFE);
        assert_eq!(resposta.json["conta"]["nome"], "crontech");
        assert_eq!(resposta.json["contas"].as_array().unwrap().len(), 1);
        assert!(resposta.json["permissoes"].as_array().unwrap().contains(&json!("contas.editar")));
        let chefe = cookie(&resposta);
        let vista = mundo.pedir(&chefe, "GET", "/sessao", None).await;
        assert_eq!(vista.json, resposta.json);
        let guardado: Vec<u8> =
            mundo.ler_um("SELECT token_sha256 FROM sessoes LIMIT 1", vec![]).await.unwrap();
        let Quem::Cookie(texto) = &chefe else { unreachable!() };
        assert!(!texto.as_bytes().windows(32).any(|t| t == guardado), "o banco não guarda o segredo");
        let saida = mundo.pedir(&chefe, "DELETE", "/sessao", None).await;
        assert_eq!(saida.status, 204);
        assert!(saida.cabecalho("set-cookie").unwrap().contains("Max-Age=0"));
        assert_eq!(mundo.pedir(&chefe, "GET", "/sessao", None).await.status, 401);
        assert_eq!(mundo.contar_fatos("sessao.encerrada").await, 1);
        assert_eq!(mundo.contar_fatos("sessao.aberta").await, 2);
    })
    .await;
}

#[tokio::test]
async fn com_cookie_so_muda_o_que_veio_da_propria_tela() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let Quem::Cookie(cookie) = &chefe else { unreachable!() };
        let pedido = axum::http::Request::delete("/sessao").header("cookie", cookie);
        let resposta = apoio::pedir_com(&mundo.rotas, pedido.body(axum::body::Body::empty()).unwrap()).await;
        assert_eq!(resposta.status, 403);
        assert_eq!(resposta.json["codigo"], "pedido_de_outro_site");
        assert_eq!(mundo.pedir(&chefe, "GET", "/sessao", None).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn toda_recusa_e_a_mesma() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let alheia = mundo.criar_filha(&chefe, "Alheia", "dona@alheia.example").await;
        for email in ["inativa@x.example", "revogada@x.example"] {
            let pessoa = id(&mundo.convidar(&chefe, email, "Operador").await);
            if email == "revogada@x.example" {
                mundo.pedir(&chefe, "POST", &format!("/usuarios/{pessoa}/revogacao"), None).await;
            }
        }
        mundo
            .executar("UPDATE usuarios SET ativo = ? WHERE email = 'inativa@x.example'", valores![false])
            .await;
        let suspensa = mundo.criar_filha(&chefe, "Suspensa", "dona@suspensa.example").await;
        mundo.pedir(&chefe, "POST", &format!("/contas/{suspensa}/suspensao"), None).await;
        let casos = [
            json!({ "email": CHEFE, "senha": "errada errada" }),
            json!({ "email": "ninguem@x.example", "senha": SENHA }),
            json!({ "email": "nem é e-mail", "senha": SENHA }),
            json!({ "email": "inativa@x.example", "senha": SENHA }),
            json!({ "email": "revogada@x.example", "senha": SENHA }),
            json!({ "email": "dona@suspensa.example", "senha": SENHA }),
            json!({ "email": CHEFE, "senha": SENHA, "conta_id": alheia }),
            json!({ "email": CHEFE, "senha": SENHA, "conta_id": uuid::Uuid::from_u128(9) }),
        ];
        let mut corpos = Vec::new();
        for caso in casos {
            // Longe uma da outra: aqui o que se prova não é o freio.
            mundo.teste.relogio.avancar(TimeDelta::minutes(15));
            for caminho in ["/sessao", "/auth/login"] {
                let resposta = mundo.pedir(&Quem::Ninguem, "POST", caminho, Some(caso.clone())).await;
                assert_eq!(resposta.status, StatusCode::UNAUTHORIZED, "{caso}");
                assert_eq!(resposta.cabecalho("content-type"), Some("application/problem+json"));
                assert_eq!(resposta.json["codigo"], "credenciais_invalidas");
                assert!(resposta.cabecalho("set-cookie").is_none());
                corpos.push(resposta.corpo);
            }
        }
        corpos.dedup();
        assert_eq!(corpos.len(), 1, "os mesmos bytes para todo motivo");
        let com_campo_a_mais = json!({ "email": CHEFE, "senha": SENHA, "admin": true });
        assert_eq!(mundo.pedir(&Quem::Ninguem, "POST", "/sessao", Some(com_campo_a_mais)).await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn resumo_bcrypt_se_refaz_na_primeira_entrada() {
    nos_dois_bancos(async |teste| {
        let (mundo, _) = Mundo::com_chefe(teste).await;
        let antigo = bcrypt::hash("do sistema antigo", 4).unwrap();
        mundo.executar("UPDATE usuarios SET senha_hash = ?", valores![antigo]).await;
        assert_eq!(mundo.tentar(CHEFE, SENHA).await.status, 401);
        mundo.entrar(CHEFE, "do sistema antigo").await;
        let refeito: String = mundo.ler_um("SELECT senha_hash FROM usuarios", vec![]).await.unwrap();
        assert!(refeito.starts_with("$argon2id$"), "{refeito}");
        mundo.entrar(CHEFE, "do sistema antigo").await;
        assert_eq!(mundo.ler_um::<String>("SELECT senha_hash FROM usuarios", vec![]).await.unwrap(), refeito);
    })
    .await;
}

#[tokio::test]
async fn tentativas_demais_esperam_e_a_espera_cresce() {
    nos_dois_bancos(async |teste| {
        let (mundo, _) = Mundo::com_chefe(teste).await;
        for email in [CHEFE, "ninguem@x.example"] {
            let mut esperas = Vec::new();
            for _ in 0..4 {
                assert_eq!(mundo.tentar(email, "errada errada").await.status, 401);
            }
            for _ in 0..3 {
                assert_eq!(mundo.tentar(email, "errada errada").await.status, 401);
                let bloqueada = mundo.tentar(email, SENHA).await;
                assert_eq!(bloqueada.status, 429, "nem a senha certa passa: {}", bloqueada.texto());
                assert_eq!(bloqueada.json["codigo"], "muitas_tentativas");
                let espera: i64 = bloqueada.cabecalho("retry-after").unwrap().parse().unwrap();
                esperas.push(espera);
                mundo.teste.relogio.avancar(TimeDelta::seconds(espera));
            }
            assert_eq!(esperas, [30, 60, 120], "{email}");
        }
        // Passada a espera, a certa entra e limpa: há de novo quatro erros antes do bloqueio.
        mundo.entrar(CHEFE, SENHA).await;
        for _ in 0..4 {
            assert_eq!(mundo.tentar(CHEFE, "errada errada").await.status, 401);
        }
        mundo.entrar(CHEFE, SENHA).await;
        // Quem some por quinze minutos recomeça do zero.
        for _ in 0..4 {
            assert_eq!(mundo.tentar(CHEFE, "errada errada").await.status, 401);
        }
        mundo.teste.relogio.avancar(TimeDelta::minutes(15));
        for _ in 0..4 {
            assert_eq!(mundo.tentar(CHEFE, "errada errada").await.status, 401);
        }
        mundo.entrar(CHEFE, SENHA).await;
    })
    .await;
}

#[tokio::test]
async fn um_endereco_que_adivinha_varios_espera_mesmo_acertando_o_seu() {
    nos_dois_bancos(async |teste| {
        let (mundo, _) = Mundo::com_chefe(teste).await;
        let tentar = async |ip: u8, email: String, senha: &str| {
            let corpo = json!({ "email": email, "senha": senha });
            mundo
                .pedir_de(&Quem::Ninguem, Some([203, 0, 113, ip]), "POST", "/sessao", Some(corpo))
                .await
                .status
        };
        for i in 0..20 {
            assert_eq!(tentar(7, format!("p{i}@x.example"), "errada errada").await, 401, "{i}");
            if i < 19 {
                // Entrar com a própria conta não zera a conta do endereço.
                assert_eq!(tentar(7, CHEFE.to_owned(), SENHA).await, 200);
            }
        }
        assert_eq!(tentar(7, CHEFE.to_owned(), SENHA).await, 429);
        assert_eq!(tentar(8, CHEFE.to_owned(), SENHA).await, 200);
        mundo.teste.relogio.avancar(TimeDelta::seconds(30));
        assert_eq!(tentar(7, CHEFE.to_owned(), SENHA).await, 200);
    })
    .await;
}

#[tokio::test]
async fn adivinhar_em_paralelo_nao_fura_o_freio() {
    nos_dois_bancos(async |teste| {
        let (mundo, _) = Mundo::com_chefe(teste).await;
        let mundo = std::sync::Arc::new(mundo);
        let mut tentativas = JoinSet::new();
        for _ in 0..20 {
            let mundo = mundo.clone();
            tentativas.spawn(async move { mundo.tentar(CHEFE, "errada errada").await.status.as_u16() });
        }
        let respostas = tentativas.join_all().await;
        assert_eq!(respostas.iter().filter(|status| **status == 401).count(), 5, "{respostas:?}");
        assert_eq!(respostas.iter().filter(|status| **status == 429).count(), 15, "{respostas:?}");
    })
    .await;
}

#[tokio::test]
async fn token_da_api_diz_quem_e_e_vence() {
    nos_dois_bancos(async |teste| {
        let (mundo, _) = Mundo::com_chefe(teste).await;
        let corpo = json!({ "email": CHEFE, "senha": SENHA });
        let resposta = mundo.pedir(&Quem::Ninguem, "POST", "/auth/login", Some(corpo)).await;
        assert_eq!(
            (&resposta.json["token_type"], &resposta.json["expires_in"]),
            (&json!("Bearer"), &json!(3600))
        );
        assert_eq!(resposta.cabecalho("cache-control"), Some("no-store"));
        let token = Quem::Token(resposta.json["access_token"].as_str().unwrap().to_owned());
        let eu = mundo.pedir(&token, "GET", "/auth/me", None).await;
        assert_eq!((eu.status.as_u16(), &eu.json["usuario"]["email"]), (200, &json!(CHEFE)));
        assert_eq!(eu.json["conta"], resposta.json["conta"]);
        // Sem cookie não há o que forjar: muda sem o cabeçalho da tela, mas não tem sessão que encerrar.
        let nome = Some(json!({ "nome": "Chefe da Silva" }));
        assert_eq!(mundo.pedir(&token, "PUT", "/perfil", nome).await.json["nome"], "Chefe da Silva");
        let sem_sessao = mundo.pedir(&token, "DELETE", "/sessao", None).await;
        assert_eq!((sem_sessao.status.as_u16(), &sem_sessao.json["codigo"]), (409, &json!("sem_sessao")));
        let conta = Some(json!({ "conta_id": resposta.json["conta"]["id"] }));
        assert_eq!(mundo.pedir(&token, "PUT", "/sessao/conta", conta).await.status, 409);
        mundo.teste.relogio.avancar(TimeDelta::hours(1));
        assert_eq!(mundo.pedir(&token, "GET", "/auth/me", None).await.status, 401);
        assert_eq!(mundo.contar_fatos("token.emitido").await, 1);
    })
    .await;
}

#[tokio::test]
async fn sessao_ociosa_ou_velha_se_encerra_e_o_uso_se_anota_por_minuto() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let relogio = mundo.teste.relogio.clone();
        let ocioso = mundo.entrar(CHEFE, SENHA).await;
        let status = async |quem: &Quem| mundo.pedir(quem, "GET", "/perfil", None).await.status.as_u16();
        let inicio = relogio.agora();
        let maior_uso = "SELECT max(visto_em) FROM sessoes";
        relogio.avancar(TimeDelta::seconds(59));
        assert_eq!(status(&chefe).await, 200);
        assert_eq!(mundo.ler_um::<DateTime<Utc>>(maior_uso, vec![]).await.unwrap(), inicio);
        for _ in 0..3 {
            relogio.avancar(TimeDelta::hours(3));
            assert_eq!(status(&chefe).await, 200);
            let agora = relogio.agora();
            while mundo.ler_um::<DateTime<Utc>>(maior_uso, vec![]).await.unwrap() != agora {
                tokio::task::yield_now().await;
            }
        }
        assert_eq!(status(&ocioso).await, 401, "nove horas sem uso");
        assert_eq!(status(&chefe).await, 200);
        relogio.avancar(TimeDelta::hours(3));
        assert_eq!(status(&chefe).await, 401, "doze horas, mesmo em uso");
    })
    .await;
}

#[tokio::test]
async fn retirar_o_acesso_vale_no_pedido_seguinte() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let pessoa = id(&mundo.convidar(&chefe, "ana@x.example", "Administrador").await);
        let (sessao, token) =
            (mundo.entrar("ana@x.example", SENHA).await, mundo.token("ana@x.example", None).await);
        let ver = async |quem: &Quem| mundo.pedir(quem, "GET", "/usuarios", None).await.status.as_u16();
        assert_eq!((ver(&sessao).await, ver(&token).await), (200, 200));
        let operador = json!({ "grupos": [mundo.grupo(&chefe, "Operador").await] });
        mundo.pedir(&chefe, "PUT", &format!("/usuarios/{pessoa}/grupos"), Some(operador)).await;
        assert_eq!((ver(&sessao).await, ver(&token).await), (403, 403), "perdeu a permissão");
        mundo.pedir(&chefe, "POST", &format!("/usuarios/{pessoa}/revogacao"), None).await;
        assert_eq!((ver(&sessao).await, ver(&token).await), (401, 401), "perdeu o acesso");
        mundo.pedir(&chefe, "DELETE", &format!("/usuarios/{pessoa}/revogacao"), None).await;
        assert_eq!(ver(&sessao).await, 401, "a sessão encerrada não volta");
        let nova = mundo.entrar("ana@x.example", SENHA).await;
        assert_eq!(ver(&nova).await, 403);
        // Mudança feita por outro servidor: este a vê em até cinco segundos.
        mundo.executar("UPDATE usuarios SET ativo = ? WHERE email = 'ana@x.example'", valores![false]).await;
        assert_eq!(ver(&nova).await, 403, "ainda lembrada");
        mundo.teste.relogio.avancar(TimeDelta::seconds(5));
        assert_eq!(ver(&nova).await, 401);
    })
    .await;
}

#[tokio::test]
async fn troca_de_conta_com_outro_cookie_e_so_para_onde_ha_vinculo() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let filha = mundo.criar_filha(&chefe, "Filha", CHEFE).await;
        let alheia = mundo.criar_filha(&chefe, "Alheia", "outra@alheia.example").await;
        for destino in [alheia.as_str(), "00000000-0000-0000-0000-000000000007"] {
            let corpo = Some(json!({ "conta_id": destino }));
            assert_eq!(mundo.pedir(&chefe, "PUT", "/sessao/conta", corpo).await.status, 404);
        }
        let trocada = mundo.pedir(&chefe, "PUT", "/sessao/conta", Some(json!({ "conta_id": filha }))).await;
        assert_eq!(trocada.status, 200, "{}", trocada.texto());
        assert_eq!(trocada.json["conta"], json!({ "id": filha, "nome": "Filha" }));
        assert_eq!(trocada.json["contas"].as_array().unwrap().len(), 2);
        let na_filha = cookie(&trocada);
        assert_eq!(mundo.pedir(&chefe, "GET", "/sessao", None).await.status, 401, "a anterior se encerrou");
        assert_eq!(mundo.pedir(&na_filha, "GET", "/sessao", None).await.json["conta"]["id"], filha.as_str());
        let pela_escolha = json!({ "email": CHEFE, "senha": SENHA, "conta_id": filha });
        let entrada = mundo.pedir(&Quem::Ninguem, "POST", "/sessao", Some(pela_escolha)).await;
        assert_eq!(entrada.json["conta"]["nome"], "Filha");
    })
    .await;
}

#[tokio::test]
async fn cada_um_ve_e_encerra_as_proprias_sessoes() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let filha = mundo.criar_filha(&chefe, "Filha", CHEFE).await;
        mundo.convidar(&chefe, "ana@x.example", "Operador").await;
        let ana = mundo.entrar("ana@x.example", SENHA).await;
        mundo.teste.relogio.avancar(TimeDelta::seconds(1));
        let corpo = json!({ "email": CHEFE, "senha": SENHA, "conta_id": filha });
        let na_filha = cookie(&mundo.pedir(&Quem::Ninguem, "POST", "/sessao", Some(corpo)).await);
        let lista = mundo.pedir(&chefe, "GET", "/sessoes", None).await.json;
        let itens = lista["itens"].as_array().unwrap();
        let atuais: Vec<bool> = itens.iter().map(|s| s["atual"].as_bool().unwrap()).collect();
        assert_eq!(atuais, [false, true], "a mais recente primeiro; as de Ana não aparecem");
        assert_eq!(itens[0]["conta"]["nome"], "Filha");
        let da_filha = format!("/sessoes/{}", itens[0]["id"].as_str().unwrap());
        assert_eq!(mundo.pedir(&ana, "DELETE", &da_filha, None).await.status, 404);
        assert_eq!(mundo.pedir(&chefe, "DELETE", &da_filha, None).await.status, 204);
        assert_eq!(mundo.pedir(&na_filha, "GET", "/sessao", None).await.status, 401);
        assert_eq!(mundo.pedir(&chefe, "DELETE", &da_filha, None).await.status, 404, "já encerrada");
        assert_eq!(mundo.pedir(&chefe, "GET", "/sessao", None).await.status, 200);
    })
    .await;
}

#[tokio::test]
async fn trocar_a_senha_derruba_as_outras_sessoes_e_os_tokens() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let filha = mundo.criar_filha(&chefe, "Filha", CHEFE).await;
        let corpo = json!({ "email": CHEFE, "senha": SENHA, "conta_id": filha });
        let na_filha = cookie(&mundo.pedir(&Quem::Ninguem, "POST", "/sessao", Some(corpo)).await);
        let (outra, token) = (mundo.entrar(CHEFE, SENHA).await, mundo.token(CHEFE, Some(&filha)).await);
        mundo.teste.relogio.avancar(TimeDelta::seconds(2));
        let trocar = async |quem: &Quem, atual: &str, nova: &str| {
            mundo.pedir(quem, "PUT", "/perfil/senha", Some(json!({ "atual": atual, "nova": nova }))).await
        };
        let errada = trocar(&chefe, "não é esta", "uma nova frase").await;
        assert_eq!((errada.status.as_u16(), &errada.json["campos"][0]["codigo"]), (422, &json!("senha_atual_errada")));
        let comum = trocar(&chefe, SENHA, "senha123").await;
        assert_eq!(comum.json["campos"][0], json!({
            "campo": "nova", "codigo": "senha_comum", "mensagem": "a senha está entre as mais usadas; escolha outra"
        }));
        let trocada = trocar(&chefe, SENHA, "uma nova frase").await;
        assert_eq!(trocada.status, 204, "{}", trocada.texto());
        for (nome, quem) in [("a do pedido", &chefe), ("outra", &outra), ("de outra conta", &na_filha), ("token", &token)] {
            assert_eq!(mundo.pedir(quem, "GET", "/sessao", None).await.status, 401, "{nome}");
        }
        let nova = cookie(&trocada);
        assert_eq!(mundo.pedir(&nova, "GET", "/sessoes", None).await.json["itens"].as_array().unwrap().len(), 1);
        assert_eq!(mundo.tentar(CHEFE, SENHA).await.status, 401);
        mundo.entrar(CHEFE, "uma nova frase").await;
        assert_eq!(mundo.contar_fatos("usuario.senha_trocada").await, 1);
        for _ in 0..5 {
            assert_eq!(trocar(&nova, "chute chute", "outra nova frase").await.status, 422);
        }
        assert_eq!(trocar(&nova, "uma nova frase", "outra nova frase").await.status, 429);
    })
    .await;
}
