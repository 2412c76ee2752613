//! Os cenários que só pedem o servidor.

use std::time::{Duration, Instant};

use anyhow::Context;
use nucleo::Cnpj;
use serde_json::{Value, json};

use super::{
    Medida,
    carga::{self, pedir_sem_parar},
    servidor::{Servidor, criar_administrador},
};
use crate::comandos::cliente::Api;

const MES: &str = "2026-11";
const OPERADORAS: [&str; 5] = ["EMB", "VIV", "DIG", "OI", "TIM"];
/// Clientes por arquivo importado.
const LOTE: usize = 10_000;

/// Início, memória, importação, criação mensal e listas.
pub async fn medir_servidor(clientes: usize, segundos: u64) -> anyhow::Result<Vec<Medida>> {
    let pasta = tempfile::tempdir()?;
    let mut medidas = Vec::new();
    let primeiro = Servidor::subir(pasta.path()).await?;
    medidas.push(Medida::nova(
        "primeiro início, com migrações",
        segundos_de(primeiro.tempo_ate_responder),
        "< 0,8 s",
    ));
    primeiro.parar().await?;
    criar_administrador(pasta.path()).await?;
    let servidor = Servidor::subir(pasta.path()).await?;
    medidas.push(Medida::nova(
        "início até a primeira resposta",
        segundos_de(servidor.tempo_ate_responder),
        "< 0,3 s",
    ));
    tokio::time::sleep(Duration::from_secs(3)).await;
    medidas.push(Medida::nova("memória em repouso", format!("{:.0} MB", servidor.memoria_mb()?), "< 60 MB"));

    let api = servidor.entrar().await?;
    for codigo in OPERADORAS {
        let corpo = json!({ "nome": format!("Operadora {codigo}"), "codigo": codigo, "possui_rpa": false });
        api.criar("/operadoras", &corpo).await?;
    }
    medidas.push(medir_importacao(&api, clientes).await?);
    medidas.push(medir_criacao(&api, clientes).await?);
    medidas.extend(medir_listas(&servidor, &api, clientes, segundos).await?);
    servidor.parar().await?;
    Ok(medidas)
}

/// Importa todos os clientes em arquivos de dez mil; o primeiro é o medido.
async fn medir_importacao(api: &Api, clientes: usize) -> anyhow::Result<Medida> {
    let mut primeiro = None;
    for inicio in (0..clientes).step_by(LOTE) {
        let csv = gerar_csv(inicio..clientes.min(inicio + LOTE))?;
        let relogio = Instant::now();
        let resposta = api.importar_clientes(csv).await?;
        primeiro.get_or_insert(relogio.elapsed());
        anyhow::ensure!(resposta["recusados"] == 0, "a importação recusou linhas: {resposta}");
    }
    let tempo = primeiro.context("nenhum cliente a importar")?;
    Ok(Medida::nova(format!("importação de {} clientes", clientes.min(LOTE)), segundos_de(tempo), "< 5 s"))
}

fn gerar_csv(faixa: std::ops::Range<usize>) -> anyhow::Result<String> {
    let mut csv = String::from(
        "razao_social;nome_sat;cnpj;operadora;filtro;servico;dados_sat;unidade;login_portal;senha_portal\n",
    );
    for n in faixa {
        let cnpj = Cnpj::da_base(&format!("{:012}", 10_000_000_000 + n))?;
        let operadora = OPERADORAS[n % OPERADORAS.len()];
        csv.push_str(&format!(
            "Comércio e Serviços {n:06} Ltda.;COMERCIO {n:06};{cnpj};{operadora};F{n};Dados;CC-{n};Unidade {};u{n};s{n}\n",
            n % 40
        ));
    }
    Ok(csv)
}

async fn medir_criacao(api: &Api, clientes: usize) -> anyhow::Result<Medida> {
    let relogio = Instant::now();
    let resposta = api.criar("/processos/do-mes", &json!({ "mes_ano": MES })).await?;
    let tempo = relogio.elapsed();
    anyhow::ensure!(resposta["criados"] == clientes, "criação incompleta: {resposta}");
    Ok(Medida::nova(format!("criação mensal de {clientes} processos"), segundos_de(tempo), "< 5 s"))
}

async fn medir_listas(
    servidor: &Servidor,
    api: &Api,
    clientes: usize,
    segundos: u64,
) -> anyhow::Result<Vec<Medida>> {
    let operadora = operadora(api).await?;
    let filtro = format!(
        "/processos?mes_ano={MES}&status_processo=AGUARDANDO_DOWNLOAD&operadora_id={operadora}&limite=50&total=true"
    );
    let pagina_60 = avancar_paginas(api, &filtro, 59).await?;
    let medir = async |caminho: &str, conexoes| {
        pedir_sem_parar(&servidor.endereco, &format!("/api/v1{caminho}"), api.token(), conexoes, segundos)
            .await
    };
    let uma = medir(&filtro, 1).await?;
    let muitas = medir(&filtro, 16).await?;
    let longe = medir(&pagina_60, 1).await?;
    let rara = medir("/busca?q=comercio%200777", 1).await?;
    let comum = medir("/busca?q=servicos%20unidade%20ltda", 1).await?;
    let linha = |nome: &str, r: &carga::Resultado, alvo| {
        Medida::nova(
            format!("{nome} ({} KB, sobre {clientes})", r.corpo_bytes / 1024),
            format!("{:.0}/s, p99 {:.1} ms", r.por_segundo, r.p99.as_secs_f64() * 1000.0),
            alvo,
        )
    };
    Ok(vec![
        linha("lista de 50 com total, 1 conexão", &uma, "≥ 1.000/s"),
        linha("lista de 50 com total, 16 conexões", &muitas, "≥ 2.500/s, p99 < 20 ms"),
        linha("página 60, 1 conexão", &longe, "igual à página 1"),
        linha("busca global, palavra rara e comum", &rara, "p99 < 50 ms"),
        linha("busca global, três palavras que todos têm", &comum, "p99 < 50 ms"),
        Medida::nova("memória depois da carga", format!("{:.0} MB", servidor.memoria_mb()?), "–"),
    ])
}

async fn operadora(api: &Api) -> anyhow::Result<String> {
    let lista: Value = api.ler("/operadoras").await?;
    Ok(lista["itens"][0]["id"].as_str().context("sem operadora")?.to_owned())
}

/// O caminho da página depois de avançar tantas.
async fn avancar_paginas(api: &Api, filtro: &str, paginas: usize) -> anyhow::Result<String> {
    let mut caminho = filtro.to_owned();
    for _ in 0..paginas {
        let pagina = api.ler(&caminho).await?;
        let Some(cursor) = pagina["proximo"].as_str() else { break };
        caminho = format!("{filtro}&cursor={cursor}");
    }
    Ok(caminho)
}

fn segundos_de(tempo: Duration) -> String {
    format!("{:.2} s", tempo.as_secs_f64()).replace('.', ",")
}
