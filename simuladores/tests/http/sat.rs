//! O SAT: recibo, repetidos, consulta, recusas e as falhas só dele.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use reqwest::multipart::{Form, Part};
use serde_json::Value;
use simuladores::{Falha, Portal, Simulador, TipoFalha};

use crate::apoio::{Navegador, Resposta, cliente, ligar, outubro, papel};

async fn dentro(simulador: &Simulador) -> Navegador {
    let navegador = Navegador::novo(simulador);
    assert!(navegador.entrar_com(Portal::Sat, "regente", "sat-simulado").await.tem("enviar"));
    navegador
}

fn formulario(referencia: &str, conteudo: Vec<u8>) -> Form {
    let cliente = cliente("EMB", "Matriz");
    Form::new()
        .part("arquivo", Part::bytes(conteudo).file_name("fatura.pdf").mime_str("application/pdf").unwrap())
        .text("referencia", referencia.to_owned())
        .text("cnpj", simuladores::digitos::mascarar_cnpj(&cliente.cnpj))
        .text("competencia", "2026-10")
        .text("nome_sat", cliente.nome_sat)
        .text("dados_sat", cliente.dados_sat)
        .text("valor", "1.234,56")
        .text("vencimento", "10/11/2026")
}

fn arquivo(unidade: &str) -> Vec<u8> {
    papel(&cliente("EMB", unidade), outubro())
}

async fn mandar(navegador: &Navegador, formulario: Form) -> Resposta {
    navegador.enviar(navegador.cliente.post(navegador.url("/sat/documentos")).multipart(formulario)).await
}

#[tokio::test]
async fn recibo_repetidos_e_consulta() {
    let simulador = ligar().await;
    let navegador = dentro(&simulador).await;
    let recibo = mandar(&navegador, formulario("proc-1", arquivo("Matriz"))).await;
    assert_eq!(recibo.codigo, StatusCode::OK);
    assert!(recibo.tem("recibo"));
    let (protocolo, sha) = (recibo.de("protocolo"), recibo.de("sha256"));
    assert!(protocolo.starts_with("SAT-") && protocolo.ends_with("-000001"));
    for (referencia, unidade, motivo) in
        [("proc-1", "Sede", "referência"), ("proc-2", "Matriz", "mesmo arquivo")]
    {
        let repetido = mandar(&navegador, formulario(referencia, arquivo(unidade))).await;
        assert_eq!(repetido.codigo, StatusCode::CONFLICT);
        assert_eq!(repetido.de("ja-recebido"), "Documento já recebido");
        assert!(repetido.de("motivo").contains(motivo));
        assert_eq!((repetido.de("protocolo"), repetido.de("sha256")), (protocolo.clone(), sha.clone()));
    }
    let achado = navegador.abrir("/sat/consulta?referencia=proc-1").await;
    assert!(achado.tem("encontrado"));
    assert_eq!((achado.de("protocolo"), achado.de("sha256")), (protocolo, sha));
    let nada = navegador.abrir("/sat/consulta?referencia=proc-9").await;
    assert_eq!(nada.de("nao-encontrado"), "Documento não encontrado");
    assert!(!navegador.abrir("/sat/consulta").await.tem("nao-encontrado"));
    let uso = simulador.estatisticas()["SAT"];
    assert_eq!((uso.uploads, uso.uploads_repetidos, uso.consultas, uso.logins), (1, 2, 2, 1));
}

#[tokio::test]
async fn lista_de_controle_conta_as_tentativas() {
    let simulador = ligar().await;
    let navegador = dentro(&simulador).await;
    for _ in 0..3 {
        mandar(&navegador, formulario("proc-1", arquivo("Matriz"))).await;
    }
    mandar(&navegador, formulario("proc-2", arquivo("Sede"))).await;
    let documentos = simulador.documentos_sat();
    assert_eq!(documentos.iter().map(|d| d.quantas_tentativas).collect::<Vec<_>>(), [3, 1]);
    assert_eq!((documentos[0].cnpj.as_str(), documentos[0].valor.as_str()), ("90112233000179", "1234.56"));
    let lista = navegador.abrir("/sat/_controle/documentos").await.json();
    assert_eq!(lista[0]["competencia"], "2026-10");
    assert_eq!(lista[0]["vencimento"], "2026-11-10");
    assert_eq!(lista.as_array().map(Vec::len), Some(2));
    assert!(lista[1]["recebido_em"].is_string() && lista[1]["sha256"].as_str().map(str::len) == Some(64));
    assert_eq!(lista[1]["nome_arquivo"], Value::from("fatura.pdf"));
}

#[tokio::test]
async fn envio_sem_entrar_ou_com_campo_errado_nao_grava() {
    let simulador = ligar().await;
    let fora = Navegador::novo(&simulador);
    assert_eq!(mandar(&fora, formulario("proc-1", arquivo("Matriz"))).await.caminho, "/sat/");
    assert!(fora.entrar_com(Portal::Sat, "regente", "x").await.tem("mensagem-erro"));
    let navegador = dentro(&simulador).await;
    let nao_e_pdf = mandar(&navegador, formulario("proc-1", b"<html>".to_vec())).await;
    assert_eq!(
        (nao_e_pdf.codigo, nao_e_pdf.de("recusa").as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "O arquivo não é um PDF.")
    );
    let sem_referencia = mandar(&navegador, formulario("  ", arquivo("Matriz"))).await;
    assert_eq!(sem_referencia.de("recusa"), "Falta o campo referencia.");
    let sem_arquivo = mandar(&navegador, Form::new().text("referencia", "proc-1")).await;
    assert_eq!(sem_arquivo.de("recusa"), "Falta o arquivo.");
    assert!(simulador.documentos_sat().is_empty());
    navegador.abrir("/sat/sair").await;
    assert_eq!(navegador.abrir("/sat/documentos/novo").await.caminho, "/sat/");
}

#[tokio::test]
async fn queda_depois_de_gravar_deixa_o_documento_la() {
    let simulador = ligar().await;
    let navegador = dentro(&simulador).await;
    simulador.definir_falha(Falha::nova(Portal::Sat, TipoFalha::CaiDepoisDeGravar).por(1));
    let cai = async || {
        let pedido = navegador.cliente.post(navegador.url("/sat/documentos"));
        match pedido.multipart(formulario("proc-1", arquivo("Matriz"))).send().await {
            Ok(resposta) => resposta.bytes().await.is_err(),
            Err(_) => true,
        }
    };
    assert!(cai().await, "não há recibo");
    assert!(cai().await, "a repetição imediata, que navegadores fazem sozinhos, também cai");
    assert!(navegador.abrir("/sat/consulta?referencia=proc-1").await.tem("encontrado"));
    assert_eq!(simulador.documentos_sat()[0].quantas_tentativas, 1);
    while cai().await {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let repetido = mandar(&navegador, formulario("proc-1", arquivo("Matriz"))).await;
    assert_eq!(repetido.codigo, StatusCode::CONFLICT);
    assert_eq!(simulador.documentos_sat().len(), 1);
}

#[tokio::test]
async fn recibo_atrasa_depois_de_gravar() {
    let simulador = ligar().await;
    let navegador = dentro(&simulador).await;
    simulador.definir_falha(Falha::nova(Portal::Sat, TipoFalha::LentoNoEnvio).com_atraso(300).por(1));
    let inicio = Instant::now();
    assert!(mandar(&navegador, formulario("proc-1", arquivo("Matriz"))).await.tem("recibo"));
    assert!(inicio.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn recusa_nao_grava_e_duplicada_grava() {
    let simulador = ligar().await;
    let navegador = dentro(&simulador).await;
    simulador.definir_falha(Falha::nova(Portal::Sat, TipoFalha::Recusa).em(outubro()).por(1));
    assert!(mandar(&navegador, formulario("proc-1", arquivo("Matriz"))).await.tem("recusa"));
    assert!(simulador.documentos_sat().is_empty());
    simulador.definir_falha(Falha::nova(Portal::Sat, TipoFalha::Duplicada).por(1));
    let duplicada = mandar(&navegador, formulario("proc-1", arquivo("Matriz"))).await;
    assert!(duplicada.tem("ja-recebido"));
    assert_eq!(simulador.documentos_sat()[0].protocolo, duplicada.de("protocolo"));
}

#[tokio::test]
async fn formulario_reformado_ainda_envia() {
    let simulador = ligar().await;
    let navegador = dentro(&simulador).await;
    simulador.definir_falha(Falha::nova(Portal::Sat, TipoFalha::LayoutMudou));
    let pagina = navegador.abrir("/sat/documentos/novo").await;
    assert!(pagina.tem("v2-arquivo") && !pagina.tem("arquivo"));
    let recibo = mandar(&navegador, formulario("proc-1", arquivo("Matriz"))).await;
    assert!(recibo.tem("v2-protocolo"));
}
