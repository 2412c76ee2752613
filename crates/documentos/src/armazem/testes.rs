use std::collections::HashMap;
use std::sync::Mutex;

use futures::StreamExt;
use tempfile::TempDir;

use super::*;

fn local() -> (TempDir, Armazem) {
    let pasta = tempfile::tempdir().unwrap();
    let configuracao = ConfiguracaoArmazem::Local { pasta: pasta.path().join("nova/armazem") };
    let armazem = Armazem::novo(&configuracao).unwrap();
    (pasta, armazem)
}

fn no_disco(pasta: &TempDir, arquivo: &ArquivoGuardado) -> std::path::PathBuf {
    pasta.path().join("nova/armazem").join(&arquivo.caminho)
}

/// Todos os arquivos da pasta, para ver que nada sobrou pelo caminho.
fn arquivos_em(pasta: &Caminho) -> Vec<std::path::PathBuf> {
    let mut achados = Vec::new();
    for entrada in std::fs::read_dir(pasta).unwrap() {
        let caminho = entrada.unwrap().path();
        if caminho.is_dir() {
            achados.extend(arquivos_em(&caminho));
        } else {
            achados.push(caminho);
        }
    }
    achados
}

#[tokio::test]
async fn guardar_e_idempotente_e_enderecado_pelo_conteudo() {
    let (pasta, armazem) = local();
    let primeiro = armazem.guardar("fatura").await.unwrap();
    let segundo = armazem.guardar("fatura").await.unwrap();
    assert_eq!(primeiro, segundo);
    assert_eq!(primeiro.sha256, Sha256::de("fatura"));
    assert_eq!(primeiro.tamanho_bytes, 6);
    let hex = primeiro.sha256.to_string();
    assert_eq!(primeiro.caminho, format!("arquivos/{}/{}/{hex}", &hex[..2], &hex[2..4]));
    assert_eq!(std::fs::read(no_disco(&pasta, &primeiro)).unwrap(), b"fatura");
    assert_eq!(arquivos_em(pasta.path()).len(), 1);
}

#[tokio::test]
async fn ler_abrir_e_existir() {
    let (_pasta, armazem) = local();
    let arquivo = armazem.guardar("fatura").await.unwrap();
    assert!(armazem.existe(&arquivo.sha256).await.unwrap());
    assert_eq!(armazem.ler(&arquivo.sha256, 6).await.unwrap(), "fatura");
    let erro = armazem.ler(&arquivo.sha256, 5).await.unwrap_err();
    assert!(matches!(erro, ErroArmazem::GrandeDemais { tamanho_bytes: 6, limite_bytes: 5, .. }));
    let ausente = Sha256::de("outra");
    assert!(!armazem.existe(&ausente).await.unwrap());
    let erro = armazem.abrir(&ausente).await.err().unwrap();
    assert_eq!(erro.to_string(), format!("o arquivo {ausente} não está no armazém"));
}

#[tokio::test]
async fn conteudo_adulterado_nao_passa_e_guardar_de_novo_conserta() {
    let (pasta, armazem) = local();
    let arquivo = armazem.guardar("fatura").await.unwrap();
    std::fs::write(no_disco(&pasta, &arquivo), "outra!").unwrap();
    let erro = armazem.ler(&arquivo.sha256, 100).await.unwrap_err();
    assert!(matches!(erro, ErroArmazem::Corrompido { obtido, .. } if obtido == Sha256::de("outra!")));

    let mut fluxo = armazem.abrir(&arquivo.sha256).await.unwrap();
    let mut itens = Vec::new();
    while let Some(item) = fluxo.next().await {
        itens.push(item.is_ok());
    }
    assert_eq!(itens.last(), Some(&false), "o erro vem no fim, depois dos pedaços");

    std::fs::write(no_disco(&pasta, &arquivo), "fat").unwrap();
    armazem.guardar("fatura").await.unwrap();
    assert_eq!(armazem.ler(&arquivo.sha256, 100).await.unwrap(), "fatura");
}

#[tokio::test]
async fn arquivos_grandes_passam_em_partes() {
    let (pasta, armazem) = local();
    let conteudo: Vec<u8> = (0..PEDACO_BYTES * 2 + 77).map(|i| (i % 251) as u8).collect();
    let origem = pasta.path().join("grande");
    std::fs::write(&origem, &conteudo).unwrap();
    let arquivo = armazem.guardar_de_caminho(&origem).await.unwrap();
    assert_eq!(arquivo.sha256, Sha256::de(&conteudo));
    assert_eq!(armazem.guardar_de_caminho(&origem).await.unwrap(), arquivo);
    assert_eq!(armazem.ler(&arquivo.sha256, u64::MAX).await.unwrap(), conteudo);
    assert_eq!(arquivos_em(&pasta.path().join("nova")).len(), 1);
}

#[tokio::test]
async fn arquivos_pequenos_do_disco_e_origem_ausente() {
    let (pasta, armazem) = local();
    let origem = pasta.path().join("pequeno");
    std::fs::write(&origem, "x").unwrap();
    let arquivo = armazem.guardar_de_caminho(&origem).await.unwrap();
    assert_eq!((arquivo.sha256, arquivo.tamanho_bytes), (Sha256::de("x"), 1));
    let erro = armazem.guardar_de_caminho(&pasta.path().join("falta")).await.unwrap_err();
    assert!(matches!(erro, ErroArmazem::Origem(_)));
}

#[tokio::test]
async fn origem_que_muda_no_meio_nao_deixa_rastro() {
    let (pasta, armazem) = local();
    let origem = pasta.path().join("mudou");
    std::fs::write(&origem, "agora é outro").unwrap();
    let antes = ArquivoGuardado::novo(Sha256::de("era um"), 6);
    let erro = armazem.enviar_em_partes(&origem, &antes).await.unwrap_err();
    assert!(erro.to_string().contains("mudou enquanto era lido"), "{erro}");
    assert!(arquivos_em(&pasta.path().join("nova")).is_empty());
}

#[tokio::test]
async fn guardar_ao_mesmo_tempo_da_um_arquivo_so() {
    let (pasta, armazem) = local();
    let varios = futures::future::join_all((0..16).map(|_| armazem.guardar("mesma fatura"))).await;
    assert!(varios.into_iter().all(|r| r.is_ok()));
    assert_eq!(arquivos_em(pasta.path()).len(), 1);
}

#[tokio::test]
async fn verificar_nao_deixa_nada_e_percebe_pasta_perdida() {
    let (pasta, armazem) = local();
    armazem.verificar().await.unwrap();
    assert!(arquivos_em(pasta.path()).is_empty());
    let raiz = pasta.path().join("nova/armazem");
    std::fs::remove_dir_all(&raiz).unwrap();
    std::fs::write(&raiz, "agora é um arquivo").unwrap();
    assert!(armazem.verificar().await.is_err());
    let configuracao = ConfiguracaoArmazem::Local { pasta: raiz.join("dentro") };
    let erro = Armazem::novo(&configuracao).unwrap_err();
    assert!(erro.to_string().starts_with("configuração do armazém: a pasta"), "{erro}");
}

#[test]
fn configuracao_vem_de_texto_e_nao_mostra_segredo() {
    let texto = r#"{"tipo":"s3","balde":"faturas","endereco":"http://127.0.0.1:9000",
        "chave_acesso":"id","chave_secreta":"muito-secreta","prefixo":"/regente/"}"#;
    let configuracao: ConfiguracaoArmazem = serde_json::from_str(texto).unwrap();
    assert!(!format!("{configuracao:?}").contains("muito-secreta"));
    assert!(Armazem::novo(&configuracao).is_ok());
    let errada: ConfiguracaoArmazem = serde_json::from_str(&texto.replace("http://", "ftp://")).unwrap();
    let erro = Armazem::novo(&errada).unwrap_err().to_string();
    assert!(erro.contains("não é um endereço http"), "{erro}");
    assert!(serde_json::from_str::<ConfiguracaoArmazem>(r#"{"tipo":"fita"}"#).is_err());
}

/// Um S3 de mentira com o que o armazém usa: PUT, GET, HEAD e DELETE de objetos.
async fn s3_de_mentira() -> (String, Arc<Mutex<HashMap<String, Bytes>>>) {
    use axum::extract::{Request, State};
    use axum::http::{Method, StatusCode, header};
    use axum::response::{IntoResponse, Response};

    type Objetos = Arc<Mutex<HashMap<String, Bytes>>>;
    async fn atender(State(objetos): State<Objetos>, pedido: Request) -> Response {
        let assinado = pedido.headers().contains_key(header::AUTHORIZATION);
        let (metodo, caminho) = (pedido.method().clone(), pedido.uri().path().to_owned());
        let corpo = axum::body::to_bytes(pedido.into_body(), usize::MAX).await.unwrap();
        let mut objetos = objetos.lock().unwrap();
        if !assinado {
            return StatusCode::FORBIDDEN.into_response();
        }
        if metodo == Method::PUT {
            objetos.insert(caminho, corpo);
            return [(header::ETAG, "\"1\"")].into_response();
        }
        if metodo == Method::DELETE {
            objetos.remove(&caminho);
            return StatusCode::NO_CONTENT.into_response();
        }
        match objetos.get(&caminho) {
            Some(conteudo) => (
                [(header::ETAG, "\"1\""), (header::LAST_MODIFIED, "Thu, 20 Aug 2026 10:00:00 GMT")],
                conteudo.clone(),
            )
                .into_response(),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }

    let objetos = Objetos::default();
    let rotas = axum::Router::new().fallback(atender).with_state(objetos.clone());
    let ouvinte = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endereco = format!("http://{}", ouvinte.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(ouvinte, rotas).await });
    (endereco, objetos)
}

#[tokio::test]
async fn o_mesmo_vale_no_s3() {
    let (endereco, objetos) = s3_de_mentira().await;
    let armazem = Armazem::novo(&ConfiguracaoArmazem::S3 {
        balde: "faturas".to_owned(),
        regiao: "us-east-1".to_owned(),
        endereco: Some(endereco),
        chave_acesso: "id".into(),
        chave_secreta: "segredo".into(),
        prefixo: Some("regente".to_owned()),
    })
    .unwrap();
    armazem.verificar().await.unwrap();
    let arquivo = armazem.guardar("fatura").await.unwrap();
    assert_eq!(armazem.guardar("fatura").await.unwrap(), arquivo);
    assert_eq!(armazem.ler(&arquivo.sha256, 100).await.unwrap(), "fatura");
    assert!(!armazem.existe(&Sha256::de("outra")).await.unwrap());
    let caminhos: Vec<String> = objetos.lock().unwrap().keys().cloned().collect();
    assert_eq!(caminhos, [format!("/faturas/regente/{}", arquivo.caminho)]);

    objetos.lock().unwrap().insert(caminhos[0].clone(), Bytes::from_static(b"trocada"));
    let erro = armazem.ler(&arquivo.sha256, 100).await.unwrap_err();
    assert!(matches!(erro, ErroArmazem::Corrompido { .. }));
}
