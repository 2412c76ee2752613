//! Prova dos eventos: o que se confirma chega, só na sua conta, e só a quem ainda pode.

use std::time::Duration;

use apoio::nos_dois_bancos;
use axum::{
    body::{Body, BodyDataStream},
    http::{Request, header},
};
use futures::StreamExt;
use serde_json::{Value, json};
use tokio::time::timeout;
use tower::ServiceExt;

use crate::testes::{Mundo, Quem, SENHA};

const PRAZO: Duration = Duration::from_secs(10);

/// Um fluxo aberto, lido evento por evento.
struct Aberto {
    corpo: BodyDataStream,
    resto: String,
}

impl Aberto {
    async fn novo(mundo: &Mundo, quem: &Quem) -> Self {
        let pedido = Request::get("/eventos");
        let pedido = match quem {
            Quem::Cookie(cookie) => pedido.header(header::COOKIE, cookie),
            Quem::Token(token) => pedido.header(header::AUTHORIZATION, format!("Bearer {token}")),
            Quem::Ninguem => pedido,
        };
        let resposta = mundo.rotas.clone().oneshot(pedido.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(resposta.status(), 200);
        assert_eq!(resposta.headers()[header::CONTENT_TYPE], "text/event-stream");
        let mut aberto = Self { corpo: resposta.into_body().into_data_stream(), resto: String::new() };
        assert_eq!(aberto.proximo().await, Some(("inicio".into(), json!({}))));
        aberto
    }

    /// O próximo evento; `None` quando o fluxo acaba.
    async fn proximo(&mut self) -> Option<(String, Value)> {
        loop {
            if let Some((bloco, resto)) = self.resto.split_once("\n\n") {
                let campo = |nome: &str| {
                    bloco.lines().find_map(|l| l.strip_prefix(nome)).map(|texto| texto.trim().to_owned())
                };
                let lido = campo("event:").zip(campo("data:"));
                self.resto = resto.to_owned();
                match lido {
                    Some((nome, dados)) => return Some((nome, serde_json::from_str(&dados).unwrap())),
                    None => continue,
                }
            }
            let pedaco = timeout(PRAZO, self.corpo.next()).await.expect("o fluxo diz algo no prazo")?;
            self.resto.push_str(std::str::from_utf8(&pedaco.unwrap()).unwrap());
        }
    }
}

#[tokio::test]
async fn o_que_se_confirma_chega_e_so_na_sua_conta() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        mundo.criar_filha(&chefe, "Filha", "dona@filha.example").await;
        let dona = mundo.entrar("dona@filha.example", SENHA).await;
        let (mut da_mestra, mut da_filha) =
            (Aberto::novo(&mundo, &chefe).await, Aberto::novo(&mundo, &dona).await);
        let nome = json!({ "nome": "Dona Nova" });
        assert_eq!(mundo.pedir(&dona, "PUT", "/perfil", Some(nome)).await.status, 200);
        let esperado = json!({ "assuntos": ["auditoria", "usuarios"] });
        assert_eq!(da_filha.proximo().await, Some(("mudanca".into(), esperado)));
        // O primeiro aviso da mestra é o da sua própria mudança: o da filha não passou por ela.
        let visao = json!({ "tela": "processos", "nome": "Atrasados", "consulta": "atrasados=true" });
        assert_eq!(mundo.pedir(&chefe, "POST", "/visoes", Some(visao)).await.status, 201);
        let esperado = json!({ "assuntos": ["auditoria", "visoes"] });
        assert_eq!(da_mestra.proximo().await, Some(("mudanca".into(), esperado)));
    })
    .await;
}

#[tokio::test]
async fn acaba_com_a_sessao_sem_dizer_mais_nada() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let outra = mundo.entrar(crate::testes::CHEFE, SENHA).await;
        let (mut encerrado, mut vivo) =
            (Aberto::novo(&mundo, &outra).await, Aberto::novo(&mundo, &chefe).await);
        assert_eq!(mundo.pedir(&outra, "DELETE", "/sessao", None).await.status, 204);
        // A saída também é uma mudança (auditoria): quem ficou a vê, quem saiu só vê o fim.
        assert_eq!(vivo.proximo().await.unwrap().1, json!({ "assuntos": ["auditoria"] }));
        assert_eq!(encerrado.proximo().await, None);
    })
    .await;
}

#[tokio::test]
async fn quem_nao_le_nao_segura_quem_grava() {
    nos_dois_bancos(async |teste| {
        let (mundo, chefe) = Mundo::com_chefe(teste).await;
        let mut parado = Aberto::novo(&mundo, &chefe).await;
        let gravacoes = async {
            for numero in 0..100 {
                let nome = json!({ "nome": format!("Chefe {numero}") });
                assert_eq!(mundo.pedir(&chefe, "PUT", "/perfil", Some(nome)).await.status, 200);
            }
        };
        timeout(Duration::from_secs(60), gravacoes).await.expect("ninguém espera o leitor");
        // O que se juntou enquanto não se lia chega depois, uma vez por janela e não uma por gravação.
        assert_eq!(parado.proximo().await.unwrap().1, json!({ "assuntos": ["auditoria", "usuarios"] }));
    })
    .await;
}
