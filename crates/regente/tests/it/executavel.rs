//! O executável na mão de quem o instala.

use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::casa::{Casa, EMAIL};

#[tokio::test(flavor = "multi_thread")]
async fn responde_saude_e_encerra_em_ordem() {
    let casa = Casa::nova(None).await;
    let servidor = casa.subir().await;
    let (status, corpo) = servidor.anonima().na_raiz(Method::GET, "/health", None).await;
    assert_eq!((status, corpo), (StatusCode::OK, json!({"status": "ok", "env": "teste"})));
    assert_eq!(servidor.anonima().na_raiz(Method::GET, "/saude", None).await.0, StatusCode::UNAUTHORIZED);
    let (status, partes) = servidor.entrar().await.na_raiz(Method::GET, "/saude", None).await;
    assert_eq!(status, StatusCode::OK);
    let banco = partes.as_array().unwrap().iter().find(|p| p["nome"] == "banco").unwrap();
    assert_eq!(banco["estado"], "OK");
    servidor.encerrar().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dois_servidores_nao_dividem_a_pasta() {
    let casa = Casa::nova(None).await;
    let servidor = casa.subir().await;
    let segundo = casa.comando(&["servir"], &[]).await;
    assert!(!segundo.status.success());
    assert!(String::from_utf8_lossy(&segundo.stderr).contains("outro servidor já usa"), "{segundo:?}");
    servidor.encerrar().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn o_primeiro_administrador_nasce_de_um_link_de_uso_unico() {
    let casa = Casa::sem_administrador();
    let servidor = casa.subir().await;
    let linha = servidor
        .antes_de_atender
        .iter()
        .find(|l| l.contains("/primeiro-acesso"))
        .expect("mostra o link")
        .clone();
    let token = linha.rsplit(['=', '/', '#']).next().unwrap().trim().to_owned();
    let pedido = json!({"token": token, "nome": "Ana", "email": EMAIL, "senha": "uma-senha-de-prova-9"});
    let api = servidor.anonima();
    let (status, corpo) = api.na_raiz(Method::POST, "/api/v1/primeiro-acesso", Some(pedido.clone())).await;
    assert!(status.is_success(), "{status} {corpo}");
    assert!(!api.na_raiz(Method::POST, "/api/v1/primeiro-acesso", Some(pedido)).await.0.is_success());
    servidor.entrar().await;
    servidor.encerrar().await;
    // Com administrador, não há mais link.
    let servidor = casa.subir().await;
    assert!(!servidor.antes_de_atender.iter().any(|l| l.contains("/primeiro-acesso")));
    servidor.encerrar().await;
}

#[tokio::test]
async fn configuracao_errada_e_explicada() {
    let casa = Casa::nova(None).await;
    let recusa = casa.comando(&["verificar"], &[("REGENTE_SERVIDOR__ENDERECO", "nada")]).await;
    assert!(!recusa.status.success());
    assert!(
        String::from_utf8_lossy(&recusa.stderr).to_lowercase().contains("servidor.endereco"),
        "{recusa:?}"
    );
    let exame = casa.comando(&["verificar"], &[]).await;
    let texto = String::from_utf8_lossy(&exame.stdout).into_owned();
    assert!(exame.status.success(), "{texto}");
    for parte in ["configuração", "banco", "armazém", "navegador", "SAT", "relógio"] {
        assert!(texto.contains(parte), "falta {parte} em:\n{texto}");
    }
    let sem_banco = casa
        .comando(&["verificar"], &[("REGENTE_BANCO__URL", "postgres://ninguem:abracadabra@127.0.0.1:1/nada")])
        .await;
    let texto =
        String::from_utf8_lossy(&sem_banco.stdout).into_owned() + &String::from_utf8_lossy(&sem_banco.stderr);
    assert!(!sem_banco.status.success() && texto.contains("PostgreSQL"), "{texto}");
    assert!(!texto.contains("abracadabra"), "a senha do banco apareceu: {texto}");
}

#[tokio::test]
async fn o_proprio_executavel_le_pdf_dentro_dos_limites() {
    let cliente = &simuladores::catalogo::padrao()[0];
    let fatura = simuladores::Fatura::gerar(cliente, simuladores::MesAno::novo(2026, 10).unwrap());
    let leitor = documentos::Leitor::novo(env!("CARGO_BIN_EXE_regente"));
    let pdf = simuladores::pdf::desenhar(&fatura);
    let lida = leitor.ler(documentos::Origem::Bytes(pdf.into()), fatura.emissao).await.unwrap();
    assert_eq!(lida.valor.unwrap().centavos(), fatura.total_centavos as i64);
    assert_eq!(lida.vencimento, Some(fatura.vencimento));
    assert!(
        leitor.ler(documentos::Origem::Bytes("<html>não é</html>".into()), fatura.emissao).await.is_err()
    );
}
