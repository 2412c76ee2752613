//! SIGKILL no meio de um download e no meio de um envio ao SAT, vinte vezes cada, em instantes ao acaso:
//! depois de reiniciar, todo processo termina na situação certa e o SAT tem cada fatura exatamente uma vez.

use std::time::Duration;

use nucleo::{Relogio, RelogioDoSistema};
use serde_json::{Value, json};
use simuladores::Simulador;

use crate::casa::{Api, Casa, Servidor};

const QUEDAS: usize = 20;
const MES: &str = "2026-10";

#[tokio::test(flavor = "multi_thread")]
async fn queda_alguma_perde_nem_repete() {
    if !tem_chromium() {
        return;
    }
    let portais =
        simuladores::iniciar(simuladores::Opcoes { viv_atraso_ms: (50, 250), ..Default::default() })
            .await
            .unwrap();
    let casa = Casa::nova(Some(portais.url("SAT"))).await;
    let mut servidor = casa.subir().await;
    let processos = semear(&servidor.entrar().await, &portais).await;

    for processo in &processos[..QUEDAS] {
        let api = servidor.entrar().await;
        let execucao = api.criar(&format!("/processos/{processo}/download"), json!({})).await;
        let execucao = execucao["execucao_id"].as_str().unwrap();
        servidor = cair_durante(&casa, servidor, &api, execucao, 2_500).await;
        let api = servidor.entrar().await;
        let inteiro = esperar(&api, &casa, processo, "AGUARDANDO_APROVACAO").await;
        assert!(inteiro["arquivo_sha256"].is_string() && inteiro["valor_fatura"].is_string(), "{inteiro:#}");
    }

    for processo in &processos[..QUEDAS] {
        let api = servidor.entrar().await;
        let visto = api.ler(&format!("/processos/{processo}")).await;
        api.criar(&format!("/processos/{processo}/aprovacao"), json!({"sha256": visto["arquivo_sha256"]}))
            .await;
        let envio = api
            .esperar(&format!("/execucoes?tipo=UPLOAD_SAT&processo_id={processo}"), |l| {
                !l["itens"].as_array().unwrap().is_empty()
            })
            .await;
        let envio = envio["itens"][0]["id"].as_str().unwrap();
        servidor = cair_durante(&casa, servidor, &api, envio, 1_200).await;
        let api = servidor.entrar().await;
        let inteiro = esperar(&api, &casa, processo, "UPLOAD_REALIZADO").await;
        assert!(inteiro["protocolo_sat"].is_string() && inteiro["enviado_para_sat"] == true, "{inteiro:#}");
    }

    let no_sat = portais.documentos_sat();
    assert_eq!(no_sat.len(), QUEDAS, "o SAT devia ter uma fatura por processo");
    for processo in &processos[..QUEDAS] {
        let seus: Vec<_> = no_sat.iter().filter(|d| d.referencia == *processo).collect();
        assert_eq!(seus.len(), 1, "{processo}");
        assert_eq!(seus[0].quantas_tentativas, 1, "o envio de {processo} foi repetido às cegas");
    }
    servidor.encerrar().await;
    portais.parar().await;
}

/// Espera a execução começar, deixa-a andar um tempo ao acaso, mata o servidor e o sobe de novo.
async fn cair_durante(casa: &Casa, servidor: Servidor, api: &Api, execucao: &str, ate_ms: u64) -> Servidor {
    api.esperar(&format!("/execucoes/{execucao}"), |e| !e["data_inicio"].is_null()).await;
    tokio::time::sleep(Duration::from_millis(ao_acaso(ate_ms))).await;
    servidor.matar().await;
    casa.subir().await
}

fn ao_acaso(ate: u64) -> u64 {
    let mut bytes = [0; 8];
    RelogioDoSistema.sortear(&mut bytes);
    u64::from_le_bytes(bytes) % ate
}

async fn esperar(api: &Api, casa: &Casa, processo: &str, situacao: &str) -> Value {
    let caminho = format!("/processos/{processo}");
    let espera = api.esperar(&caminho, |p| {
        let execucoes = p["execucoes"].as_array().cloned().unwrap_or_default();
        let parou = execucoes.iter().all(|e| matches!(e["status"].as_str(), Some("FALHOU" | "CANCELADO")));
        assert!(execucoes.is_empty() || !parou, "desistiu: {p:#}\n{}", casa.registro());
        p["status_processo"] == situacao
    });
    espera.await
}

/// Operadoras com roteiro, clientes do catálogo e o mês aberto; devolve os ids dos processos.
async fn semear(api: &Api, portais: &Simulador) -> Vec<String> {
    let mut codigos = std::collections::BTreeMap::new();
    for codigo in ["EMB", "VIV", "DIG", "OI"] {
        let corpo = json!({
            "codigo": codigo, "nome": codigo, "possui_rpa": true, "rpa_terceirizado": false,
            "url_portal": portais.url(codigo), "classe_rpa": format!("navegador:{codigo}"),
        });
        codigos.insert(codigo, api.criar("/operadoras", corpo).await["id"].as_str().unwrap().to_owned());
    }
    for c in simuladores::catalogo::padrao() {
        let Some(operadora) = codigos.get(c.operadora_codigo.as_str()) else { continue };
        let corpo = json!({
            "razao_social": c.razao_social, "nome_sat": c.nome_sat, "cnpj": c.cnpj, "operadora_id": operadora,
            "filtro": c.filtro, "servico": c.servico, "dados_sat": c.dados_sat, "unidade": c.unidade,
            "login_portal": c.login, "senha_portal": c.senha, "cpf": c.cpf,
        });
        api.criar("/clientes", corpo).await;
    }
    api.criar("/processos/do-mes", json!({"mes_ano": MES})).await;
    let lista = api.ler(&format!("/processos?mes_ano={MES}&limite=200")).await;
    lista["itens"].as_array().unwrap().iter().map(|p| p["id"].as_str().unwrap().to_owned()).collect()
}

fn tem_chromium() -> bool {
    let ha = ["chromium", "chromium-browser", "google-chrome"].iter().any(|nome| {
        std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).any(|p| p.join(nome).exists())
    });
    assert!(ha || std::env::var_os("REGENTE_EXIGIR_SERVICOS").is_none(), "Chromium exigido");
    if !ha {
        eprintln!("PULADO: sem Chromium");
    }
    ha
}
