//! Um mês inteiro, do portal ao SAT, pela API: o que `./iniciar --verificar` prova.

use std::{
    collections::BTreeMap,
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, bail, ensure};
use chrono::Datelike;
use nucleo::{Relogio, RelogioDoSistema};
use serde_json::{Value, json};
use simuladores::{Fatura, MesAno, Simulador};

use super::{semente, tabela};
use crate::comandos::cliente::Api;

/// Quanto se espera por uma etapa do mês inteiro.
const PRAZO: Duration = Duration::from_secs(300);
const INTERVALO: Duration = Duration::from_millis(250);
const MOTIVO: &str = "Demonstração: conferir de novo o valor com o portal.";

/// O mês corrente, `AAAA-MM`.
fn mes() -> String {
    let hoje = RelogioDoSistema.agora();
    format!("{:04}-{:02}", hoje.year(), hoje.month())
}

/// Abre o mês; devolve quantos processos nasceram.
pub async fn abrir_o_mes(api: &Api) -> anyhow::Result<u64> {
    let criados = api.criar("/processos/do-mes", &json!({ "mes_ano": mes() })).await?;
    criados["criados"].as_u64().context("a criação mensal não disse quantos criou")
}

/// Põe os robôs a buscar tudo o que espera download.
pub async fn baixar_o_mes(api: &Api) -> anyhow::Result<()> {
    api.criar("/processos/downloads", &json!({ "mes_ano": mes() })).await?;
    Ok(())
}

/// Leva todas as faturas ao SAT e confere que nenhuma foi duas vezes.
pub async fn verificar(base: &str, api: &Api, portais: &Simulador) -> anyhow::Result<ExitCode> {
    let inicio = Instant::now();
    let aprovador = Api::entrar(base, semente::PESSOAS[1].email, semente::SENHA).await?;
    let criados = abrir_o_mes(api).await?;
    if criados > 0 {
        baixar_o_mes(api).await?;
        anexar_as_sem_rpa(api).await?;
        esperar(api, "baixar as faturas", |s| s != "AGUARDANDO_DOWNLOAD").await?;
        rejeitar_e_refazer(api, &aprovador).await?;
        esperar(api, "baixar de novo a rejeitada", |s| s != "AGUARDANDO_DOWNLOAD").await?;
        aprovar_tudo(&aprovador).await?;
    }
    esperar(api, "entregar ao SAT", |s| s == "UPLOAD_REALIZADO").await?;

    let processos = processos(api).await?;
    tabela::mostrar(api, &processos).await?;
    conferir_no_sat(&processos, portais, criados)?;
    let operadoras = contar(&processos, |p| p["operadora"]["codigo"].as_str().unwrap_or_default().to_owned());
    println!(
        "\n{} faturas de {} operadoras no SAT, {} à mão, {} criadas agora, em {:.0} s",
        processos.len(),
        operadoras.len(),
        processos.iter().filter(|p| p["upload_manual"] == true).count(),
        criados,
        inicio.elapsed().as_secs_f64(),
    );
    ensure!(
        processos.len() >= 24 && operadoras.len() >= 5,
        "a demonstração devia ter ao menos 24 faturas de 5 operadoras"
    );
    Ok(ExitCode::SUCCESS)
}

async fn processos(api: &Api) -> anyhow::Result<Vec<Value>> {
    let mut processos = api.ler_tudo(&format!("/processos?mes_ano={}", mes())).await?;
    processos
        .sort_by_key(|p| (p["operadora"]["codigo"].to_string(), p["cliente"]["razao_social"].to_string()));
    Ok(processos)
}

fn contar(processos: &[Value], chave: impl Fn(&Value) -> String) -> BTreeMap<String, usize> {
    processos.iter().fold(BTreeMap::new(), |mut soma, p| {
        *soma.entry(chave(p)).or_default() += 1;
        soma
    })
}

fn id(processo: &Value) -> anyhow::Result<&str> {
    processo["id"].as_str().context("processo sem id")
}

/// Espera até a situação de todos servir, ou mostra o que travou.
async fn esperar(api: &Api, etapa: &str, serve: impl Fn(&str) -> bool) -> anyhow::Result<()> {
    let inicio = Instant::now();
    loop {
        let processos = processos(api).await?;
        let situacao = |p: &Value| p["status_processo"].as_str().unwrap_or_default().to_owned();
        if processos.iter().all(|p| serve(&situacao(p))) {
            return Ok(());
        }
        if inicio.elapsed() > PRAZO {
            tabela::mostrar(api, &processos).await?;
            bail!("{etapa}: parou em {:?}", contar(&processos, situacao));
        }
        tokio::time::sleep(INTERVALO).await;
    }
}

/// As faturas da operadora sem robô chegam por fora e são anexadas por uma pessoa.
async fn anexar_as_sem_rpa(api: &Api) -> anyhow::Result<()> {
    let hoje = RelogioDoSistema.agora();
    let mes_ano = MesAno::novo(hoje.year(), hoje.month()).context("mês fora do catálogo dos portais")?;
    for processo in processos(api).await?.iter().filter(|p| p["operadora"]["codigo"] == semente::SEM_RPA) {
        let cliente = simuladores::catalogo::padrao()
            .into_iter()
            .rfind(|c| c.operadora_codigo == "OI" && processo["cliente"]["cnpj"] == c.cnpj)
            .context("cliente fora do catálogo")?;
        let fatura = Fatura::gerar(&cliente, mes_ano);
        let caminho = format!("/processos/{}/fatura", id(processo)?);
        api.anexar(&caminho, fatura.nome_arquivo(), simuladores::pdf::desenhar(&fatura)).await?;
    }
    Ok(())
}

/// Quem aprova recusa uma; ela volta à fila, é baixada de novo e segue com as outras.
async fn rejeitar_e_refazer(api: &Api, aprovador: &Api) -> anyhow::Result<()> {
    let processos = processos(api).await?;
    let rejeitado = processos
        .iter()
        .find(|p| p["operadora"]["codigo"] == "EMB" && p["status_processo"] == "AGUARDANDO_APROVACAO")
        .context("nenhuma fatura da Embratel para rejeitar")?;
    let caminho = format!("/processos/{}", id(rejeitado)?);
    aprovador.criar(&format!("{caminho}/rejeicao"), &json!({ "motivo": MOTIVO })).await?;
    api.criar(&format!("{caminho}/download"), &json!({})).await?;
    Ok(())
}

async fn aprovar_tudo(aprovador: &Api) -> anyhow::Result<()> {
    for processo in
        processos(aprovador).await?.iter().filter(|p| p["status_processo"] == "AGUARDANDO_APROVACAO")
    {
        let caminho = format!("/processos/{}", id(processo)?);
        // Aprova-se o arquivo que se viu: o resumo vem da leitura do processo.
        let visto = aprovador.ler(&caminho).await?;
        let corpo = json!({ "sha256": visto["arquivo_sha256"], "observacoes": "Demonstração." });
        aprovador.criar(&format!("{caminho}/aprovacao"), &corpo).await?;
    }
    Ok(())
}

/// O SAT tem exatamente o que se enviou agora, cada referência uma vez; numa segunda vez, nada novo chega.
fn conferir_no_sat(processos: &[Value], portais: &Simulador, criados: u64) -> anyhow::Result<()> {
    let documentos = portais.documentos_sat();
    ensure!(
        documentos.iter().all(|d| d.quantas_tentativas == 1),
        "o SAT recebeu o mesmo documento mais de uma vez: {documentos:?}"
    );
    let no_sat =
        contar(processos, |p| documentos.iter().filter(|d| p["id"] == d.referencia).count().to_string());
    let esperado = if criados > 0 { "1" } else { "0" };
    ensure!(
        no_sat.len() == 1 && no_sat.contains_key(esperado),
        "cada processo devia estar {esperado} vez(es) no SAT desta vez; está: {no_sat:?}"
    );
    Ok(())
}
