//! O mundo das provas desta crate: banco preparado, porteiro de verdade com senhas leves e as rotas.
//! E as provas que valem para todas as operações.

use std::{net::SocketAddr, sync::Arc};

use apoio::{Resposta, Teste, nos_dois_bancos, pedir_com};
use axum::{
    Router,
    body::Body,
    extract::ConnectInfo,
    http::{Request, StatusCode, header},
};
use banco::{Coluna, Valor, valores};
use borda::{Base, CABECALHO_CSRF};
use nucleo::{ContaId, Escopo, EscopoSistema, SecretString};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::{
    App, ConfiguracaoDeEntrada, Custo, Porteiro, Senhas, Tokens,
    contas::CONTA_MESTRA,
    limpar_vencidos, preparar,
    primeiro_acesso::{criar_administrador, preparar_link},
    rotas, rotas_auth,
};

pub(crate) const SISTEMA: EscopoSistema = EscopoSistema::novo("testes");
pub(crate) const SENHA: &str = "uma frase só minha";
pub(crate) const CHEFE: &str = "chefe@crontech.example";

/// Como um pedido prova quem é.
#[derive(Clone, Debug)]
pub(crate) enum Quem {
    Ninguem,
    Cookie(String),
    Token(String),
}

pub(crate) struct Mundo {
    pub teste: Teste,
    pub porteiro: Arc<Porteiro>,
    pub rotas: Router,
}

impl Mundo {
    pub async fn novo(teste: Teste) -> Self {
        preparar(&teste.banco).await.unwrap();
        let relogio = teste.banco.relogio();
        let senhas = Senhas::novas(Custo::LEVE, Arc::clone(relogio)).unwrap();
        let tokens = Tokens::novos(&"s".repeat(32).into(), Arc::clone(relogio)).unwrap();
        let configuracao = ConfiguracaoDeEntrada { cookie_seguro: false, ..Default::default() };
        let porteiro = Arc::new(Porteiro::novo(teste.banco.clone(), senhas, tokens, configuracao));
        let qualquer = Escopo::do_sistema(CONTA_MESTRA, None);
        let autenticador = porteiro.clone();
        let base = Base { autenticador, ..teste.base(&qualquer) };
        let app = App { base, porteiro: Arc::clone(&porteiro) };
        let rotas = rotas().merge(rotas_auth()).split_for_parts().0.with_state(app);
        Self { teste, porteiro, rotas }
    }

    /// Com o administrador da conta mestra, que entrou.
    pub async fn com_chefe(teste: Teste) -> (Self, Quem) {
        let mundo = Self::novo(teste).await;
        let senha: SecretString = SENHA.into();
        criar_administrador(&mundo.teste.banco, mundo.porteiro.senhas(), CHEFE, "Chefe", &senha)
            .await
            .unwrap();
        let chefe = mundo.entrar(CHEFE, SENHA).await;
        (mundo, chefe)
    }

    pub async fn pedir(&self, quem: &Quem, metodo: &str, caminho: &str, corpo: Option<Value>) -> Resposta {
        self.pedir_de(quem, None, metodo, caminho, corpo).await
    }

    pub async fn pedir_de(
        &self,
        quem: &Quem,
        ip: Option<[u8; 4]>,
        metodo: &str,
        caminho: &str,
        corpo: Option<Value>,
    ) -> Resposta {
        let mut pedido = Request::builder().method(metodo).uri(caminho);
        pedido = match quem {
            Quem::Ninguem => pedido,
            Quem::Cookie(cookie) => pedido.header(header::COOKIE, cookie).header(CABECALHO_CSRF, "1"),
            Quem::Token(token) => pedido.header(header::AUTHORIZATION, format!("Bearer {token}")),
        };
        if let Some(ip) = ip {
            pedido = pedido.extension(ConnectInfo(SocketAddr::from((ip, 1))));
        }
        if corpo.is_some() {
            pedido = pedido.header(header::CONTENT_TYPE, "application/json");
        }
        let corpo = corpo.map_or_else(Body::empty, |json| Body::from(json.to_string()));
        pedir_com(&self.rotas, pedido.body(corpo).unwrap()).await
    }

    pub async fn tentar(&self, email: &str, senha: &str) -> Resposta {
        let corpo = json!({ "email": email, "senha": senha });
        self.pedir(&Quem::Ninguem, "POST", "/sessao", Some(corpo)).await
    }

    pub async fn entrar(&self, email: &str, senha: &str) -> Quem {
        let resposta = self.tentar(email, senha).await;
        assert_eq!(resposta.status, StatusCode::OK, "{}", resposta.texto());
        cookie(&resposta)
    }

    pub async fn token(&self, email: &str, conta: Option<&str>) -> Quem {
        let corpo = json!({ "email": email, "senha": SENHA, "conta_id": conta });
        let resposta = self.pedir(&Quem::Ninguem, "POST", "/auth/login", Some(corpo)).await;
        assert_eq!(resposta.status, StatusCode::OK, "{}", resposta.texto());
        Quem::Token(resposta.json["access_token"].as_str().unwrap().to_owned())
    }

    /// Uma conta filha da de `mae` com um administrador; devolve o id da conta.
    pub async fn criar_filha(&self, mae: &Quem, nome: &str, email: &str) -> String {
        let administrador = json!({ "nome": format!("Admin {nome}"), "email": email, "senha": SENHA });
        let corpo = json!({ "nome": nome, "administrador": administrador });
        let resposta = self.pedir(mae, "POST", "/contas", Some(corpo)).await;
        assert_eq!(resposta.status, StatusCode::CREATED, "{}", resposta.texto());
        id(&resposta)
    }

    pub async fn grupo(&self, quem: &Quem, nome: &str) -> String {
        let grupos = self.pedir(quem, "GET", "/grupos", None).await.json;
        let itens = grupos["itens"].as_array().unwrap();
        itens.iter().find(|grupo| grupo["nome"] == nome).unwrap()["id"].as_str().unwrap().to_owned()
    }

    pub async fn convidar(&self, quem: &Quem, email: &str, grupo: &str) -> Resposta {
        let grupo = self.grupo(quem, grupo).await;
        let corpo = json!({ "nome": "Convidada", "email": email, "senha": SENHA, "grupos": [grupo] });
        self.pedir(quem, "POST", "/usuarios", Some(corpo)).await
    }

    /// Uma consulta sem parede, para conferir o que ficou gravado.
    pub async fn ler_um<T: Coluna>(&self, sql: &'static str, valores: Vec<Valor>) -> Option<T> {
        let leitura = self.teste.banco.ler_sistema(SISTEMA, async |cx| {
            cx.buscar_um(sql, valores).await?.map(|linha| linha.obter_em(0)).transpose()
        });
        leitura.await.unwrap()
    }

    pub async fn executar(&self, sql: &'static str, valores: Vec<Valor>) {
        self.teste.banco.gravar_sistema(SISTEMA, async |cx| cx.executar(sql, valores).await).await.unwrap();
    }

    pub async fn contar_fatos(&self, acao: &str) -> i64 {
        self.ler_um("SELECT count(*) FROM auditoria WHERE acao = ?", valores![acao]).await.unwrap()
    }
}

pub(crate) fn cookie(resposta: &Resposta) -> Quem {
    let texto = resposta.cabecalho("set-cookie").unwrap();
    Quem::Cookie(texto.split(';').next().unwrap().to_owned())
}

pub(crate) fn id(resposta: &Resposta) -> String {
    resposta.json["id"].as_str().unwrap().to_owned()
}

/// As operações que exigem uma permissão, com um corpo bem formado.
fn operacoes_com_permissao() -> Vec<(&'static str, String, Option<Value>)> {
    let outro = Uuid::from_u128(7);
    let pessoa = json!({ "nome": "X", "email": "x@x.example", "senha": SENHA });
    vec![
        ("GET", "/usuarios".into(), None),
        (
            "POST",
            "/usuarios".into(),
            Some(json!({ "nome": "X", "email": "x@x.example", "senha": SENHA, "grupos": [outro] })),
        ),
        ("PUT", format!("/usuarios/{outro}/grupos"), Some(json!({ "grupos": [outro] }))),
        ("POST", format!("/usuarios/{outro}/revogacao"), None),
        ("DELETE", format!("/usuarios/{outro}/revogacao"), None),
        ("GET", "/grupos".into(), None),
        ("GET", "/permissoes".into(), None),
        ("GET", "/contas".into(), None),
        ("POST", "/contas".into(), Some(json!({ "nome": "X", "administrador": pessoa }))),
        ("POST", format!("/contas/{outro}/suspensao"), None),
        ("DELETE", format!("/contas/{outro}/suspensao"), None),
        ("GET", "/auditoria".into(), None),
        ("GET", "/auditoria/exportacao".into(), None),
        ("GET", "/auditoria/acoes".into(), None),
    ]
}

#[tokio::test]
async fn sem_sessao_401_e_sem_permissao_403_em_toda_operacao() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        assert_eq!(mundo.convidar(&chefe, "ve@crontech.example", "Visualizador").await.status, 201);
        let visualizador = mundo.entrar("ve@crontech.example", SENHA).await;
        for (metodo, caminho, corpo) in operacoes_com_permissao() {
            let sem_permissao = mundo.pedir(&visualizador, metodo, &caminho, corpo.clone()).await;
            assert_eq!(sem_permissao.status, 403, "{metodo} {caminho}: {}", sem_permissao.texto());
            for quem in
                [Quem::Ninguem, Quem::Cookie("regente_sessao=inventado".into()), Quem::Token("a.b.c".into())]
            {
                let resposta = mundo.pedir(&quem, metodo, &caminho, corpo.clone()).await;
                assert_eq!(resposta.status, 401, "{metodo} {caminho} {quem:?}");
            }
        }
        let so_de_quem_entrou = [
            ("GET", "/sessao"),
            ("DELETE", "/sessao"),
            ("GET", "/sessoes"),
            ("GET", "/perfil"),
            ("GET", "/auth/me"),
            ("DELETE", "/sessoes/00000000-0000-0000-0000-000000000007"),
        ];
        for (metodo, caminho) in so_de_quem_entrou {
            assert_eq!(
                mundo.pedir(&Quem::Ninguem, metodo, caminho, None).await.status,
                401,
                "{metodo} {caminho}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn o_de_outra_conta_e_igual_ao_que_nao_existe() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let a = mundo.criar_filha(&chefe, "A", "a@a.example").await;
        mundo.criar_filha(&chefe, "B", "b@b.example").await;
        let (dona_de_a, dono_de_b) =
            (mundo.entrar("a@a.example", SENHA).await, mundo.entrar("b@b.example", SENHA).await);
        let pessoa = mundo.pedir(&dona_de_a, "GET", "/usuarios", None).await.json["itens"][0]["id"].clone();
        let pessoa = pessoa.as_str().unwrap();
        let grupo = mundo.grupo(&dono_de_b, "Operador").await;
        let nada = Uuid::from_u128(7);
        let casos = |pessoa: &str, conta: &str| {
            [
                ("PUT", format!("/usuarios/{pessoa}/grupos"), Some(json!({ "grupos": [grupo] }))),
                ("POST", format!("/usuarios/{pessoa}/revogacao"), None),
                ("DELETE", format!("/usuarios/{pessoa}/revogacao"), None),
                ("POST", format!("/contas/{conta}/suspensao"), None),
                ("DELETE", format!("/contas/{conta}/suspensao"), None),
            ]
        };
        let alheios = casos(pessoa, &a);
        let inexistentes = casos(&nada.to_string(), "nem-e-um-id");
        for ((metodo, alheio, corpo), (_, inexistente, _)) in alheios.into_iter().zip(inexistentes) {
            let do_alheio = mundo.pedir(&dono_de_b, metodo, &alheio, corpo.clone()).await;
            let do_inexistente = mundo.pedir(&dono_de_b, metodo, &inexistente, corpo).await;
            assert_eq!(do_alheio.status, 404, "{metodo} {alheio}: {}", do_alheio.texto());
            assert_eq!(do_alheio.corpo, do_inexistente.corpo, "{metodo} {alheio}");
        }
        // O grupo de uma conta não serve em outra, e a mãe não mexe em quem é da filha.
        let corpo = json!({ "nome": "X", "email": "x@x.example", "senha": SENHA, "grupos": [grupo] });
        assert_eq!(mundo.pedir(&dona_de_a, "POST", "/usuarios", Some(corpo)).await.status, 422);
        let da_mae = mundo.pedir(&chefe, "POST", &format!("/usuarios/{pessoa}/revogacao"), None).await;
        assert_eq!(da_mae.status, 404);
    })
    .await;
}

#[tokio::test]
async fn preparar_e_idempotente_e_leva_permissoes_novas_a_todas_as_contas() {
    nos_dois_bancos(async |teste| {
        let antiga = teste.criar_conta("Antiga, sem grupos").await.conta();
        let mundo = Mundo::novo(teste).await;
        let contar = "SELECT count(*) FROM grupo_permissoes";
        let todas: i64 = mundo.ler_um(contar, vec![]).await.unwrap();
        // Uma permissão que o código deu depois e outra que ele deixou de dar.
        mundo.executar("DELETE FROM grupo_permissoes WHERE permissao = 'faturas.ver'", vec![]).await;
        mundo
            .executar(
                "UPDATE grupo_permissoes SET permissao = 'extinta.x' WHERE permissao = 'execucoes.ver'",
                vec![],
            )
            .await;
        for _ in 0..2 {
            preparar(&mundo.teste.banco).await.unwrap();
            assert_eq!(mundo.ler_um::<i64>(contar, vec![]).await.unwrap(), todas);
        }
        let extintas = "SELECT count(*) FROM grupo_permissoes WHERE permissao = 'extinta.x'";
        assert_eq!(mundo.ler_um::<i64>(extintas, vec![]).await.unwrap(), 0);
        let da_antiga = "SELECT count(*) FROM grupos WHERE conta_id = ?";
        assert_eq!(mundo.ler_um::<i64>(da_antiga, valores![antiga]).await.unwrap(), 4);
        let mestra: ContaId =
            mundo.ler_um("SELECT id FROM contas WHERE nome = 'crontech'", vec![]).await.unwrap();
        assert_eq!(mestra, CONTA_MESTRA);
        assert_eq!(mundo.contar_fatos("conta.criada").await, 1);
    })
    .await;
}

#[tokio::test]
async fn o_vencido_ha_mais_de_um_mes_se_apaga() {
    nos_dois_bancos(async |teste| {
        let mundo = Mundo::novo(teste).await;
        preparar_link(&mundo.teste.banco).await.unwrap().unwrap();
        let (mundo, _) = Mundo::com_chefe(mundo.teste).await;
        assert_eq!(mundo.tentar("ninguem@x.example", "errada").await.status, 401);
        assert_eq!(limpar_vencidos(&mundo.teste.banco).await.unwrap(), 0);
        mundo.teste.relogio.avancar(chrono::TimeDelta::days(32));
        assert_eq!(limpar_vencidos(&mundo.teste.banco).await.unwrap(), 3);
        assert_eq!(limpar_vencidos(&mundo.teste.banco).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn openapi_descreve_cada_operacao_com_exemplo_do_que_recebe() {
    let api = rotas().merge(rotas_auth()).into_openapi();
    let json = serde_json::to_value(&api).unwrap();
    let mut ids = std::collections::BTreeSet::new();
    for (caminho, metodos) in json["paths"].as_object().unwrap() {
        for (metodo, operacao) in metodos.as_object().unwrap() {
            assert!(
                ids.insert(operacao["operationId"].to_string()),
                "{metodo} {caminho} repete o operationId"
            );
            assert!(operacao["summary"].as_str().is_some_and(|s| s.ends_with('.')), "{metodo} {caminho}");
            let esquema = &operacao["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            if let Some(nome) = esquema.as_str().and_then(|r| r.rsplit('/').next()) {
                assert!(!json["components"]["schemas"][nome]["example"].is_null(), "{nome} sem exemplo");
            }
        }
    }
    assert_eq!(ids.len(), 31);
    assert!(!json.to_string().contains("conta_pai"), "a mãe não aparece em lugar algum");
}
