//! A API externa: contrato, token, repetição e as falhas só dela.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{RequestBuilder, StatusCode};
use serde_json::{Value, json};
use simuladores::{ClienteSimulado, Falha, Fatura, Opcoes, Portal, TipoFalha, iniciar};

use crate::apoio::{Navegador, Resposta, cliente, ligar, outubro, papel};

const TOKEN: &str = "token-simulador";

fn frota() -> ClienteSimulado {
    cliente("TIM", "Frota")
}

fn entrada(cliente: &ClienteSimulado) -> Value {
    json!({
        "id_processo": "p-1", "id_cliente": "c-1", "operadora_codigo": "TIM", "usuario": cliente.login,
        "senha": cliente.senha, "unidade": cliente.unidade, "filtro": cliente.filtro, "mes_ano": "2026-10",
        "referencia": "p-1",
    })
}

async fn pedir(navegador: &Navegador, pedido: RequestBuilder) -> Resposta {
    navegador.enviar(pedido.bearer_auth(TOKEN)).await
}

async fn executar(navegador: &Navegador, corpo: &Value) -> Resposta {
    pedir(navegador, navegador.cliente.post(navegador.url("/api-externa/executar/TIM")).json(corpo)).await
}

async fn situacao(navegador: &Navegador, aceite: &Resposta) -> Resposta {
    let caminho = aceite.json()["url_status"].as_str().unwrap().to_owned();
    pedir(navegador, navegador.cliente.get(navegador.url(&caminho))).await
}

#[tokio::test]
async fn download_do_aceite_ao_arquivo() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let aceite = executar(&navegador, &entrada(&frota())).await;
    assert_eq!(aceite.codigo, StatusCode::ACCEPTED);
    let job = situacao(&navegador, &aceite).await.json();
    assert_eq!(job["status"], "SUCESSO");
    let (resultado, fatura) = (&job["resultado"], Fatura::gerar(&frota(), outubro()));
    assert_eq!(resultado["sucesso"], true);
    assert_eq!(resultado["arquivo_baixado"], fatura.nome_arquivo());
    assert_eq!(resultado["dados_extraidos"]["linha_digitavel"], fatura.linha_digitavel);
    assert_eq!(resultado["dados_extraidos"]["data_vencimento"], fatura.vencimento.to_string());
    assert_eq!(resultado["logs_execucao"].as_array().unwrap().len(), 6);
    let url = resultado["url_s3"].as_str().unwrap();
    assert!(url.starts_with(&simulador.url("TIM")));
    assert_eq!(navegador.enviar(navegador.cliente.get(url)).await.codigo, StatusCode::UNAUTHORIZED);
    let arquivo = pedir(&navegador, navegador.cliente.get(url)).await;
    assert!(arquivo.e_pdf());
    assert_eq!(arquivo.bytes, papel(&frota(), outubro()));
    let alheio = Fatura::gerar(&cliente("EMB", "Sede"), outubro()).numero;
    let pedido = navegador.cliente.get(navegador.url(&format!("/api-externa/arquivos/{alheio}")));
    assert_eq!(pedir(&navegador, pedido).await.codigo, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn situacoes_e_logs_aparecem_com_o_tempo() {
    let opcoes = Opcoes { duracao_job: Duration::from_millis(1500), ..Opcoes::default() };
    let simulador = iniciar(opcoes).await.unwrap();
    let navegador = Navegador::novo(&simulador);
    let aceite = executar(&navegador, &entrada(&frota())).await;
    assert_eq!(aceite.json()["status"], "INICIADO");
    let caminho_logs = aceite.json()["url_logs"].as_str().unwrap().to_owned();
    let (mut vistos, mut proximo, mut mensagens) = (vec!["INICIADO".to_owned()], 0, Vec::new());
    while vistos.last().is_some_and(|s| s != "SUCESSO") {
        let job = situacao(&navegador, &aceite).await.json();
        let status = job["status"].as_str().unwrap().to_owned();
        assert_eq!(job["resultado"].is_null(), status != "SUCESSO");
        if vistos.last() != Some(&status) {
            vistos.push(status);
        }
        let caminho = format!("{caminho_logs}?desde={proximo}");
        let logs = pedir(&navegador, navegador.cliente.get(navegador.url(&caminho))).await.json();
        for linha in logs["linhas"].as_array().unwrap() {
            assert_eq!(linha["n"], mensagens.len());
            mensagens.push(linha["mensagem"].as_str().unwrap().to_owned());
        }
        proximo = logs["proximo"].as_u64().unwrap();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(vistos, ["INICIADO", "EM_PROGRESSO", "SUCESSO"]);
    assert!(mensagens.len() >= 5 && mensagens[0] == "Abrindo o portal da TIM");
    assert!(mensagens.iter().all(|mensagem| !mensagem.contains(&frota().senha)));
}

#[tokio::test]
async fn mesma_chave_devolve_o_mesmo_job() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let mandar = |chave: &'static str| {
        let pedido =
            navegador.cliente.post(navegador.url("/api-externa/executar/TIM")).json(&entrada(&frota()));
        pedir(&navegador, pedido.header("Idempotency-Key", chave))
    };
    let (primeiro, repetido, outro) = (mandar("a").await, mandar("a").await, mandar("b").await);
    assert_eq!((primeiro.codigo, repetido.codigo), (StatusCode::ACCEPTED, StatusCode::OK));
    assert_eq!(primeiro.json()["job_id"], repetido.json()["job_id"]);
    assert_ne!(primeiro.json()["job_id"], outro.json()["job_id"]);
}

#[tokio::test]
async fn pedidos_errados_sao_recusados() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let sem_token = navegador.postar_json("/api-externa/executar/TIM", &entrada(&frota())).await;
    assert_eq!(sem_token.codigo, StatusCode::UNAUTHORIZED);
    let mut incompleta = entrada(&frota());
    incompleta["mes_ano"] = Value::Null;
    assert_eq!(executar(&navegador, &incompleta).await.codigo, StatusCode::UNPROCESSABLE_ENTITY);
    let outra = navegador.cliente.post(navegador.url("/api-externa/executar/EMB")).json(&entrada(&frota()));
    assert_eq!(pedir(&navegador, outra).await.codigo, StatusCode::NOT_FOUND);
    for caminho in ["/api-externa/jobs/nada", "/api-externa/jobs/nada/logs"] {
        let resposta = pedir(&navegador, navegador.cliente.get(navegador.url(caminho))).await;
        assert_eq!(resposta.codigo, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn falhas_terminam_o_job_como_dizem() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    for (tipo, status, trecho) in [
        (TipoFalha::JobErro, "ERRO", "robô falhou"),
        (TipoFalha::JobTimeout, "TIMEOUT", "Tempo esgotado"),
        (TipoFalha::SenhaIncorreta, "ERRO", "Usuário ou senha inválidos."),
        (TipoFalha::NaoEmitida, "ERRO", "A fatura de 10/2026 ainda não foi emitida."),
    ] {
        simulador.definir_falha(Falha::nova(Portal::Tim, tipo).por(1));
        let aceite = executar(&navegador, &entrada(&frota())).await;
        assert_eq!(aceite.codigo, StatusCode::ACCEPTED);
        let job = situacao(&navegador, &aceite).await.json();
        assert_eq!((&job["status"], &job["resultado"]["sucesso"]), (&json!(status), &json!(false)));
        assert!(job["resultado"]["mensagem"].as_str().unwrap().contains(trecho), "{job}");
    }
    let mut outra_unidade = entrada(&frota());
    outra_unidade["unidade"] = json!("Inexistente");
    let aceite = executar(&navegador, &outra_unidade).await;
    assert_eq!(situacao(&navegador, &aceite).await.json()["status"], "ERRO");
}

#[tokio::test]
async fn fora_do_ar_e_job_perdido() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    simulador.definir_falha(Falha::nova(Portal::Tim, TipoFalha::Fora).por(1));
    assert_eq!(executar(&navegador, &entrada(&frota())).await.codigo, StatusCode::SERVICE_UNAVAILABLE);
    simulador.definir_falha(Falha::nova(Portal::Tim, TipoFalha::JobPerdido).por(1));
    let aceite = executar(&navegador, &entrada(&frota())).await;
    assert_eq!(aceite.codigo, StatusCode::ACCEPTED);
    assert_eq!(situacao(&navegador, &aceite).await.codigo, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn envio_ao_sat_pela_api() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let cliente = frota();
    let mut corpo = json!({
        "referencia": "p-1", "cnpj": cliente.cnpj, "mes_ano": "2026-10", "nome_sat": cliente.nome_sat,
        "dados_sat": cliente.dados_sat, "valor": "10.00", "vencimento": "2026-11-10", "arquivo_nome": "f.pdf",
        "arquivo_base64": STANDARD.encode(papel(&cliente, outubro())),
    });
    let mandar = async |corpo: &Value| {
        pedir(&navegador, navegador.cliente.post(navegador.url("/api-externa/executar/sat")).json(corpo))
            .await
    };
    for duplicado in [false, true] {
        let job = situacao(&navegador, &mandar(&corpo).await).await.json();
        let dados = &job["resultado"]["dados_especificos"];
        assert_eq!((&job["status"], &dados["duplicado"]), (&json!("SUCESSO"), &json!(duplicado)));
        assert_eq!(dados["protocolo"], simulador.documentos_sat()[0].protocolo);
    }
    simulador.definir_falha(Falha::nova(Portal::Sat, TipoFalha::Recusa).por(1));
    assert_eq!(situacao(&navegador, &mandar(&corpo).await).await.json()["status"], "ERRO");
    corpo["arquivo_base64"] = json!("***");
    assert_eq!(mandar(&corpo).await.codigo, StatusCode::UNPROCESSABLE_ENTITY);
    corpo["arquivo_base64"] = json!(STANDARD.encode("texto"));
    assert_eq!(mandar(&corpo).await.codigo, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(simulador.documentos_sat().len(), 1);
}
