//! `regente medir`: as medidas do README, feitas contra este mesmo executável em outro processo.
//!
//! Nunca é teste: máquinas diferem. Serve para comparar antes e depois de uma mudança.

mod carga;
mod cenarios;
#[cfg(feature = "demonstracao")]
mod portais;
mod servidor;

use std::process::ExitCode;

use clap::Args;

/// O que medir.
#[derive(Args)]
pub struct Opcoes {
    /// Quantos clientes (e processos no mês) na base.
    #[arg(long, default_value_t = 100_000)]
    clientes: usize,
    /// Segundos de carga em cada medida de lista.
    #[arg(long, default_value_t = 10)]
    segundos: u64,
    /// Quantas faturas buscar nos portais simulados (só com o recurso `demonstracao`).
    #[arg(long, default_value_t = 60)]
    faturas: usize,
}

/// Uma linha do relatório.
pub struct Medida {
    nome: String,
    valor: String,
    alvo: &'static str,
}

impl Medida {
    fn nova(nome: impl Into<String>, valor: impl Into<String>, alvo: &'static str) -> Self {
        Self { nome: nome.into(), valor: valor.into(), alvo }
    }
}

/// Mede tudo e escreve uma tabela em Markdown.
pub async fn executar(opcoes: Opcoes) -> anyhow::Result<ExitCode> {
    let mut medidas = cenarios::medir_servidor(opcoes.clientes, opcoes.segundos).await?;
    #[cfg(feature = "demonstracao")]
    if opcoes.faturas > 0 {
        medidas.push(portais::medir_downloads(opcoes.faturas).await?);
    }
    println!("| medida | valor | alvo |\n|---|---|---|");
    for medida in medidas {
        println!("| {} | {} | {} |", medida.nome, medida.valor, medida.alvo);
    }
    Ok(ExitCode::SUCCESS)
}
