//! O comando que liga todos os simuladores numa porta só.

use std::time::Duration;

use anyhow::Context;
use clap::Parser;
use simuladores::{Falha, Opcoes, catalogo, iniciar};

/// Portais de operadoras, SAT e API externa de RPA de mentira, em loopback.
#[derive(Parser)]
#[command(version, about)]
struct Argumentos {
    /// Porta de loopback (0 escolhe uma livre).
    #[arg(long, default_value_t = 9090)]
    porta: u16,
    /// Falha ligada desde o início, como EMB=manutencao ou OI=lento:ms=2000,vezes=3 (repetível).
    #[arg(long = "falha", value_name = "PORTAL=TIPO[:CHAVE=VALOR,...]")]
    falhas: Vec<Falha>,
    /// Faixa de atraso das XHR da Vivo, em milissegundos.
    #[arg(long, default_value = "300-900", value_parser = ler_faixa)]
    viv_atraso: (u64, u64),
    /// Duração de um job da API externa, em milissegundos.
    #[arg(long, default_value_t = 800)]
    duracao_job: u64,
    /// Token da API externa.
    #[arg(long, default_value = "token-simulador")]
    token: String,
    /// Usuário do SAT.
    #[arg(long, default_value = "regente")]
    sat_usuario: String,
    /// Senha do SAT.
    #[arg(long, default_value = "sat-simulado")]
    sat_senha: String,
}

fn ler_faixa(texto: &str) -> Result<(u64, u64), String> {
    let (menor, maior) = texto.split_once('-').unwrap_or((texto, texto));
    match (menor.parse(), maior.parse()) {
        (Ok(menor), Ok(maior)) if menor <= maior => Ok((menor, maior)),
        _ => Err("a faixa deve ser como 300-900".into()),
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_writer(std::io::stderr).init();
    let argumentos = Argumentos::parse();
    let simulador = iniciar(Opcoes {
        porta: argumentos.porta,
        viv_atraso_ms: argumentos.viv_atraso,
        token_api: argumentos.token,
        duracao_job: Duration::from_millis(argumentos.duracao_job),
        sat_usuario: argumentos.sat_usuario,
        sat_senha: argumentos.sat_senha,
        falhas: argumentos.falhas,
    })
    .await?;
    println!("Simuladores em http://{}/ ({} clientes)", simulador.endereco(), catalogo::padrao().len());
    for codigo in ["EMB", "VIV", "DIG", "OI", "TIM", "SAT"] {
        println!("  {codigo:3} {}", simulador.url(codigo));
    }
    tokio::signal::ctrl_c().await.context("não foi possível esperar o sinal de parada")?;
    simulador.parar().await;
    Ok(())
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn argumentos_viram_opcoes() {
        let argumentos = Argumentos::try_parse_from([
            "simuladores",
            "--falha",
            "EMB=manutencao",
            "--falha",
            "OI=lento:ms=5",
            "--viv-atraso",
            "10-20",
        ])
        .unwrap();
        assert_eq!((argumentos.falhas.len(), argumentos.viv_atraso, argumentos.porta), (2, (10, 20), 9090));
        assert!(Argumentos::try_parse_from(["simuladores", "--falha", "EMB=nada"]).is_err());
        assert!(Argumentos::try_parse_from(["simuladores", "--viv-atraso", "9-3"]).is_err());
    }
}
