//! Faturas em sequência, dos portais simulados, com o navegador quente.

use std::time::Instant;

use anyhow::Context;
use serde_json::json;
use simuladores::catalogo;

use super::{
    Medida,
    servidor::{Servidor, criar_administrador},
};
use crate::comandos::cliente::Api;

const COM_ROTEIRO: [&str; 4] = ["EMB", "VIV", "DIG", "OI"];
const MESES: [&str; 6] = ["2026-10", "2026-09", "2026-08", "2026-07", "2026-06", "2026-05"];

/// Baixa as faturas pedidas, duas ao mesmo tempo (o teto padrão), e diz quantas por minuto.
pub async fn medir_downloads(faturas: usize) -> anyhow::Result<Medida> {
    let portais = simuladores::iniciar(simuladores::Opcoes::sem_espera()).await?;
    let pasta = tempfile::tempdir()?;
    criar_administrador(pasta.path()).await?;
    let servidor = Servidor::subir(pasta.path()).await?;
    let api = servidor.entrar().await?;
    semear(&api, &portais).await?;
    let meses = faturas.div_ceil(24).clamp(1, MESES.len());
    for mes in &MESES[..meses] {
        api.criar("/processos/do-mes", &json!({ "mes_ano": mes })).await?;
    }
    let relogio = Instant::now();
    for mes in &MESES[..meses] {
        api.criar("/processos/downloads", &json!({ "mes_ano": mes })).await?;
    }
    let quantas = loop {
        let resto = api.ler("/processos?status_processo=AGUARDANDO_DOWNLOAD&limite=1&total=true").await?;
        if resto["total"] == 0 {
            break api.ler("/processos?status_processo=AGUARDANDO_APROVACAO&limite=1&total=true").await?;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    };
    let quantas = quantas["total"].as_f64().context("sem total")?;
    let por_minuto = quantas / relogio.elapsed().as_secs_f64() * 60.0;
    servidor.parar().await?;
    portais.parar().await;
    Ok(Medida::nova(
        format!("{quantas} faturas em sequência, duas ao mesmo tempo"),
        format!("{por_minuto:.0} por minuto"),
        "≥ 90 por minuto",
    ))
}

async fn semear(api: &Api, portais: &simuladores::Simulador) -> anyhow::Result<()> {
    for codigo in COM_ROTEIRO {
        let corpo = json!({
            "codigo": codigo, "nome": codigo, "possui_rpa": true, "rpa_terceirizado": false,
            "url_portal": portais.url(codigo), "classe_rpa": format!("navegador:{codigo}"),
        });
        api.criar("/operadoras", &corpo).await?;
    }
    let mut csv = String::from(
        "razao_social;nome_sat;cnpj;operadora;filtro;servico;dados_sat;unidade;login_portal;senha_portal\n",
    );
    for c in catalogo::padrao().iter().filter(|c| COM_ROTEIRO.contains(&c.operadora_codigo.as_str())) {
        let campos = [
            &c.razao_social,
            &c.nome_sat,
            &c.cnpj,
            &c.operadora_codigo,
            &c.filtro,
            &c.servico,
            &c.dados_sat,
            &c.unidade,
            &c.login,
        ];
        campos.iter().for_each(|campo| {
            csv.push_str(campo);
            csv.push(';');
        });
        csv.push_str(&c.senha);
        csv.push('\n');
    }
    api.importar_clientes(csv).await?;
    Ok(())
}
