//! A API externa, simulada e hostil.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use axum::{Json, Router};
use serde_json::{Value, json};
use simuladores::{Falha, Portal, TipoFalha};

use super::bancada::{Bancada, Ouvinte, concentrador};
use crate::apoio::{ambiente_de_teste, entrada_de_teste};
use crate::{ArquivoParaEnviar, ClasseErro, ResultadoSaida, Rpa, StatusRpa};

#[tokio::test]
async fn baixa_e_repassa_o_registro() {
    let bancada = Bancada::nova().await;
    let ouvinte = Arc::new(Ouvinte::default());
    let mut ambiente = bancada.ambiente("TIM");
    ambiente.registrador = ouvinte.clone();
    let saida = bancada.baixar_em("TIM", &ambiente).await;
    assert!(saida.sucesso, "{saida:#?}");
    let bytes = std::fs::read(saida.arquivo_baixado.as_ref().unwrap()).unwrap();
    assert_eq!(saida.dados_especificos["sha256"], nucleo::Sha256::de(&bytes).to_string());
    assert!(saida.url_s3.as_deref().unwrap().contains("/arquivos/"));
    assert!(ouvinte.linhas.lock().unwrap().len() > 2, "linhas da API chegam ao registro");
    assert_eq!(bancada.rpa.pid_do_navegador().await, None);
}

#[tokio::test]
async fn cada_falha_tem_a_sua_classe() {
    let bancada = Bancada::nova().await;
    for (tipo, esperada) in [
        (TipoFalha::SenhaIncorreta, ClasseErro::Credencial),
        (TipoFalha::NaoEmitida, ClasseErro::AindaNaoEmitida),
        (TipoFalha::HtmlNoLugar, ClasseErro::DocumentoInvalido),
        (TipoFalha::PdfTruncado, ClasseErro::DocumentoInvalido),
        (TipoFalha::JobErro, ClasseErro::PortalFora),
        (TipoFalha::JobTimeout, ClasseErro::Tempo),
        (TipoFalha::JobPerdido, ClasseErro::PortalFora),
    ] {
        bancada.simulador.limpar_falhas();
        bancada.falhar(Portal::Tim, tipo);
        let mut ambiente = bancada.ambiente("TIM");
        ambiente.tentativa = tipo as u32 + 10;
        let saida = bancada.baixar_em("TIM", &ambiente).await;
        assert_eq!(saida.classe_erro(), Some(esperada), "{tipo}: {}", saida.mensagem);
    }
}

#[tokio::test]
async fn fora_por_pouco_tempo_e_repetido_ate_atender() {
    let bancada = Bancada::nova().await;
    bancada.simulador.definir_falha(Falha::nova(Portal::Tim, TipoFalha::Fora).por(2));
    let saida = bancada.baixar("TIM").await;
    assert!(saida.sucesso, "{}", saida.mensagem);
}

#[tokio::test]
async fn envia_ao_sat_uma_vez_mesmo_repetindo_o_pedido() {
    let bancada = Bancada::nova().await;
    let bytes = b"%PDF-1.7\nx\n%%EOF\n";
    let caminho = bancada.pasta.path().join("a.pdf");
    std::fs::write(&caminho, bytes).unwrap();
    let arquivo = ArquivoParaEnviar {
        caminho,
        sha256: nucleo::Sha256::de(bytes).to_string(),
        nome: "a.pdf".into(),
        valor: "10.00".into(),
        vencimento: "2026-04-10".into(),
    };
    let mut entrada = bancada.entrada("TIM", 0);
    entrada.referencia = Some("ref-api".into());
    let ouvinte = Arc::new(Ouvinte::default());
    for _ in 0..2 {
        let mut ambiente = bancada.ambiente("TIM");
        ambiente.passos = ouvinte.clone();
        let saida = bancada.rpa.executar_upload_sat(&entrada, &arquivo, &ambiente).await;
        assert!(saida.sucesso, "{saida:#?}");
        assert_eq!(saida.dados_especificos["sha256"], arquivo.sha256.as_str());
        assert_eq!(saida.dados_especificos["passos_marcados"], json!(["antes_de_enviar", "enviado"]));
    }
    let recebidos = bancada.simulador.documentos_sat();
    assert_eq!(
        (recebidos.len(), recebidos[0].quantas_tentativas),
        (1, 1),
        "a mesma chave devolve o mesmo pedido"
    );

    let recusa = Arc::new(Ouvinte { recusar: Some("antes_de_enviar"), ..Ouvinte::default() });
    let mut ambiente = bancada.ambiente("TIM");
    ambiente.passos = recusa;
    entrada.referencia = Some("outra".into());
    let saida = bancada.rpa.executar_upload_sat(&entrada, &arquivo, &ambiente).await;
    assert_eq!(saida.classe_erro(), Some(ClasseErro::Cancelado));
    assert_eq!(bancada.simulador.documentos_sat().len(), 1);
}

/// Liga um servidor e baixa dele.
async fn baixar_de(rotas: Router, limite: Duration) -> ResultadoSaida {
    let escuta = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/base", escuta.local_addr().unwrap());
    let mut servico = tokio::task::JoinSet::new();
    servico.spawn(async move { axum::serve(escuta, rotas).await.unwrap() });
    let pasta = tempfile::tempdir().unwrap();
    let mut ambiente = ambiente_de_teste(pasta.path(), "api_externa");
    ambiente.destino.url_endpoint = Some(base);
    ambiente.destino.token = Some("token-secreto".to_owned().into());
    ambiente.limite = limite;
    concentrador().executar_download(&entrada_de_teste("http://x/"), &ambiente).await
}

fn jobs(status: Value) -> Router {
    let aceitar = || async { (StatusCode::ACCEPTED, Json(json!({"job_id": "j/../1"}))) };
    Router::new()
        .route("/base/executar/EMB", post(aceitar))
        .route("/base/jobs/{id}", get(move || async move { Json(status) }))
}

#[tokio::test]
async fn resposta_que_nao_se_entende_e_erro_tecnico() {
    for resposta in [json!({"status": "VOANDO"}), json!([]), json!({"status": 7})] {
        let saida = baixar_de(jobs(resposta), Duration::from_secs(10)).await;
        assert_eq!(saida.classe_erro(), Some(ClasseErro::PortalFora), "{}", saida.mensagem);
    }
    let sem_id = Router::new().route("/base/executar/EMB", post(|| async { Json(json!({"ok": true})) }));
    assert!(baixar_de(sem_id, Duration::from_secs(10)).await.mensagem.contains("identificador"));
}

#[tokio::test]
async fn resposta_enorme_e_cortada() {
    let enorme = json!({"status": "INICIADO", "lixo": "x".repeat(3 << 20)});
    let saida = baixar_de(jobs(enorme), Duration::from_secs(10)).await;
    assert!(saida.mensagem.contains("bytes"), "{}", saida.mensagem);
}

#[tokio::test]
async fn job_que_nao_termina_vira_timeout_e_token_nao_vaza() {
    let saida = baixar_de(jobs(json!({"status": "EM_PROGRESSO"})), Duration::from_millis(300)).await;
    assert_eq!((saida.status, saida.classe_erro()), (StatusRpa::Timeout, Some(ClasseErro::Tempo)));
    assert!(!serde_json::to_string(&saida).unwrap().contains("token-secreto"));
}

#[tokio::test]
async fn sucesso_sem_arquivo_ou_com_endereco_estranho_e_documento_invalido() {
    for url in [Value::Null, json!("file:///etc/passwd")] {
        let fim = json!({"status": "SUCESSO", "resultado": {"sucesso": true, "url_s3": url}});
        let saida = baixar_de(jobs(fim), Duration::from_secs(10)).await;
        assert_eq!(saida.classe_erro(), Some(ClasseErro::DocumentoInvalido), "{}", saida.mensagem);
    }
}

#[tokio::test]
async fn token_recusado_e_configuracao_e_erros_de_dados_sao_negocio() {
    for (status, esperada) in
        [(401, ClasseErro::Interno), (422, ClasseErro::Negocio), (429, ClasseErro::PortalFora)]
    {
        let status = StatusCode::from_u16(status).unwrap();
        let rotas = Router::new().route(
            "/base/executar/EMB",
            post(move || async move { (status, Json(json!({"erro": "porque sim"}))) }),
        );
        let saida = baixar_de(rotas, Duration::from_secs(10)).await;
        assert_eq!(saida.classe_erro(), Some(esperada));
        assert!(saida.mensagem.contains("porque sim"));
    }
}

#[tokio::test]
async fn repeticao_usa_a_mesma_chave() {
    type Vistas = Arc<(AtomicU32, std::sync::Mutex<Vec<String>>)>;
    async fn aceitar(State(vistas): State<Vistas>, cabecalhos: HeaderMap) -> (StatusCode, Json<Value>) {
        vistas.1.lock().unwrap().push(cabecalhos["Idempotency-Key"].to_str().unwrap().to_owned());
        let status = if vistas.0.fetch_add(1, Ordering::SeqCst) == 0 { 503 } else { 422 };
        (StatusCode::from_u16(status).unwrap(), Json(Value::Null))
    }
    let vistas = Vistas::default();
    let rotas = Router::new().route("/base/executar/EMB", post(aceitar)).with_state(vistas.clone());
    baixar_de(rotas, Duration::from_secs(10)).await;
    let chaves = vistas.1.lock().unwrap().clone();
    assert_eq!(chaves.len(), 2);
    assert_eq!(chaves[0], chaves[1]);
}

#[tokio::test]
async fn endereco_invalido_e_dito() {
    let pasta = tempfile::tempdir().unwrap();
    let mut ambiente = ambiente_de_teste(pasta.path(), "api_externa");
    ambiente.destino.url_endpoint = Some("ftp://x/".into());
    let saida = concentrador().executar_download(&entrada_de_teste("http://x/"), &ambiente).await;
    assert!(saida.mensagem.contains("ftp://x/"), "{}", saida.mensagem);
}
