//! A borda vista de fora: o que ela recusa, como diz, e o que nunca faz duas vezes.

#![expect(clippy::unwrap_used, reason = "as ajudas das provas falham como elas: com pânico")]

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use apoio::{Resposta, Teste, nos_dois_bancos, pedir, pedir_com};
use axum::{
    Json, Router,
    body::Body,
    http::{Request, StatusCode},
    middleware::from_fn_with_state,
    routing::{get, post},
};
use nucleo::{Cursor, Erro, Limite, Pagina, ProcessoId};
use serde::Deserialize;
use serde_json::{Value, json};

fn rotas_de_prova(base: borda::Base, vezes: Arc<AtomicU32>) -> Router {
    let somar = move |_: borda::Autenticado, borda::Corpo(pedido): borda::Corpo<Pedido>| {
        let vezes = Arc::clone(&vezes);
        async move {
            let n = vezes.fetch_add(1, Ordering::SeqCst) + 1;
            match pedido.nome.as_str() {
                "defeito" => Err(borda::ErroHttp::from(Erro::interno("segredo do banco"))),
                _ => Ok(Json(json!({ "vezes": n }))),
            }
        }
    };
    let rotas = Router::new()
        .route("/api/v1/somas", post(somar))
        .route("/api/v1/itens/{id}", get(obter))
        .route("/api/v1/itens", get(listar))
        .route("/api/v1/panico", get(entrar_em_panico))
        .fallback(borda::nao_encontrado)
        .layer(from_fn_with_state(base.clone(), borda::exigir_uma_so_vez))
        .with_state(base);
    borda::camadas_do_servidor(rotas)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pedido {
    nome: String,
}

#[derive(Deserialize)]
struct Busca {
    limite: Option<i64>,
    cursor: Option<String>,
}

async fn obter(
    borda::Autenticado(_): borda::Autenticado,
    borda::Caminho(_): borda::Caminho<ProcessoId>,
) -> borda::ResultadoHttp<()> {
    Err(Erro::NaoEncontrado("registro").into())
}

async fn listar(
    borda::Filtros(busca): borda::Filtros<Busca>,
) -> borda::ResultadoHttp<Json<borda::PaginaHttp<i64>>> {
    let limite = Limite::novo(busca.limite)?;
    let inicio = borda::lendo_cursor(busca.cursor)?.map_or(0, |c| c.0[0].parse().unwrap());
    let itens = (inicio + 1..=5).take(limite.valor() as usize + 1).collect();
    Ok(Json(Pagina::da_busca(itens, limite, None, |n| Cursor(vec![n.to_string()])).into()))
}

async fn entrar_em_panico() {
    panic!("não deveria")
}

async fn com(prova: impl AsyncFn(Router, Arc<AtomicU32>)) {
    nos_dois_bancos(async |t: Teste| {
        let escopo = t.criar_conta("c").await;
        let vezes = Arc::new(AtomicU32::new(0));
        prova(rotas_de_prova(t.base(&escopo), Arc::clone(&vezes)), vezes).await;
    })
    .await;
}

fn post_com(corpo: &str, cabecalhos: &[(&str, &str)]) -> Request<Body> {
    let mut pedido = Request::post("/api/v1/somas");
    for (nome, valor) in cabecalhos {
        pedido = pedido.header(*nome, *valor);
    }
    pedido.body(Body::from(corpo.to_owned())).unwrap()
}

fn conferir(resposta: &Resposta, status: StatusCode, codigo: &str) {
    assert_eq!(
        (resposta.status, resposta.json["codigo"].as_str()),
        (status, Some(codigo)),
        "{}",
        resposta.texto()
    );
    assert_eq!(resposta.cabecalho("content-type"), Some("application/problem+json"));
    assert!(resposta.cabecalho("x-request-id").is_some());
}

const JSON: (&str, &str) = ("content-type", "application/json");
const TOKEN: (&str, &str) = ("authorization", "Bearer x");
const COOKIE: (&str, &str) = ("cookie", "outro=1; regente_sessao=abc");

#[tokio::test]
async fn sem_quem_ou_de_outro_site_nao_entra() {
    com(async |rotas, vezes| {
        let nome = r#"{"nome":"x"}"#;
        for cabecalhos in [
            vec![JSON],
            vec![JSON, ("authorization", "Bearer invalido")],
            vec![JSON, ("authorization", "Basic eA==")],
        ] {
            conferir(
                &pedir_com(&rotas, post_com(nome, &cabecalhos)).await,
                StatusCode::UNAUTHORIZED,
                "nao_autenticado",
            );
        }
        for cabecalhos in [
            vec![JSON, COOKIE],
            vec![JSON, COOKIE, ("x-regente-csrf", "1"), ("sec-fetch-site", "cross-site")],
        ] {
            conferir(
                &pedir_com(&rotas, post_com(nome, &cabecalhos)).await,
                StatusCode::FORBIDDEN,
                "pedido_de_outro_site",
            );
        }
        let propria = [JSON, COOKIE, ("x-regente-csrf", "1"), ("sec-fetch-site", "same-origin")];
        assert_eq!(pedir_com(&rotas, post_com(nome, &propria)).await.status, StatusCode::OK);
        assert_eq!(vezes.load(Ordering::SeqCst), 1);
    })
    .await;
}

#[tokio::test]
async fn corpo_ruim_diz_o_que_ha() {
    com(async |rotas, _| {
        for (corpo, cabecalhos, codigo) in [
            ("{", vec![JSON, TOKEN], "json_malformado"),
            ("{}", vec![JSON, TOKEN], "formato"),
            (r#"{"nome":"x","extra":1}"#, vec![JSON, TOKEN], "formato"),
            (r#"{"nome":"x"}"#, vec![TOKEN], "tipo_de_conteudo"),
        ] {
            let resposta = pedir_com(&rotas, post_com(corpo, &cabecalhos)).await;
            conferir(&resposta, StatusCode::UNPROCESSABLE_ENTITY, "dados_invalidos");
            assert_eq!(resposta.json["campos"][0]["codigo"], codigo);
        }
        let enorme = format!(r#"{{"nome":"{}"}}"#, "x".repeat(3 << 20));
        conferir(
            &pedir_com(&rotas, post_com(&enorme, &[JSON, TOKEN])).await,
            StatusCode::PAYLOAD_TOO_LARGE,
            "grande_demais",
        );
    })
    .await;
}

#[tokio::test]
async fn inexistente_malformado_e_rota_errada_sao_iguais() {
    com(async |rotas, _| {
        let conhecido =
            pedir(&rotas, "GET", "/api/v1/itens/0192f0c1-1111-7000-8000-000000000000", None).await;
        conferir(&conhecido, StatusCode::NOT_FOUND, "nao_encontrado");
        for caminho in ["/api/v1/itens/x", "/api/v1/nada"] {
            let outro = pedir(&rotas, "GET", caminho, None).await;
            assert_eq!((outro.status, &outro.corpo), (conhecido.status, &conhecido.corpo), "{caminho}");
        }
    })
    .await;
}

#[tokio::test]
async fn paginas_andam_por_cursor_e_recusam_o_que_nao_deram() {
    com(async |rotas, _| {
        let primeira = pedir(&rotas, "GET", "/api/v1/itens?limite=3", None).await.json;
        assert_eq!(primeira["itens"], json!([1, 2, 3]));
        let cursor = primeira["proximo"].as_str().unwrap();
        let segunda =
            pedir(&rotas, "GET", &format!("/api/v1/itens?limite=3&cursor={cursor}"), None).await.json;
        assert_eq!((segunda["itens"].clone(), segunda["proximo"].clone()), (json!([4, 5]), Value::Null));
        for consulta in ["cursor=lixo", "limite=0", "limite=abc"] {
            let recusa = pedir(&rotas, "GET", &format!("/api/v1/itens?{consulta}"), None).await;
            conferir(&recusa, StatusCode::UNPROCESSABLE_ENTITY, "dados_invalidos");
        }
    })
    .await;
}

#[tokio::test]
async fn defeito_nosso_nao_vaza_e_traz_cabecalhos_de_seguranca() {
    com(async |rotas, _| {
        for resposta in [
            pedir(&rotas, "GET", "/api/v1/panico", None).await,
            pedir(&rotas, "POST", "/api/v1/somas", Some(json!({"nome": "defeito"}))).await,
        ] {
            conferir(&resposta, StatusCode::INTERNAL_SERVER_ERROR, "erro_interno");
            assert!(!resposta.texto().contains("segredo") && !resposta.texto().contains("deveria"));
            assert_eq!(resposta.cabecalho("x-content-type-options"), Some("nosniff"));
            assert_eq!(resposta.cabecalho("cache-control"), Some("no-store"));
            assert!(resposta.cabecalho("content-security-policy").unwrap().contains("default-src 'self'"));
        }
    })
    .await;
}

#[tokio::test]
async fn a_mesma_chave_faz_uma_vez_so() {
    com(async |rotas, vezes| {
        let chave = ("idempotency-key", "k1");
        let uma = pedir_com(&rotas, post_com(r#"{"nome":"x"}"#, &[JSON, TOKEN, chave])).await;
        let outra = pedir_com(&rotas, post_com(r#"{"nome":"x"}"#, &[JSON, TOKEN, chave])).await;
        assert_eq!((uma.json, outra.json.clone()), (json!({"vezes": 1}), json!({"vezes": 1})));
        assert_eq!(outra.cabecalho("idempotent-replayed"), Some("true"));
        let diferente = pedir_com(&rotas, post_com(r#"{"nome":"y"}"#, &[JSON, TOKEN, chave])).await;
        conferir(&diferente, StatusCode::UNPROCESSABLE_ENTITY, "dados_invalidos");
        assert_eq!(diferente.json["campos"][0]["codigo"], "chave_de_outro_pedido");
        let longa = "k".repeat(201);
        conferir(
            &pedir_com(
                &rotas,
                post_com(r#"{"nome":"y"}"#, &[JSON, TOKEN, ("idempotency-key", longa.as_str())]),
            )
            .await,
            StatusCode::UNPROCESSABLE_ENTITY,
            "dados_invalidos",
        );
        assert_eq!(vezes.load(Ordering::SeqCst), 1);
        // Defeito nosso não se guarda: repetir tenta de novo.
        for _ in 0..2 {
            pedir_com(&rotas, post_com(r#"{"nome":"defeito"}"#, &[JSON, TOKEN, ("idempotency-key", "k2")]))
                .await;
        }
        assert_eq!(vezes.load(Ordering::SeqCst), 3);
        assert_eq!(pedir_com(&rotas, post_com("{}", &[JSON, chave])).await.status, StatusCode::UNAUTHORIZED);
    })
    .await;
}
