//! Registros (logs) do servidor: texto para pessoas, JSON por opção, arquivo por opção.

use std::fs::OpenOptions;

use anyhow::Context;
use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::configuracao::{Formato, Registros};

type Camada = Box<dyn Layer<Registry> + Send + Sync>;

/// Liga os registros; deve ser chamada uma vez, no início.
pub fn ligar(configuracao: &Registros) -> anyhow::Result<()> {
    let filtro = || {
        EnvFilter::try_new(&configuracao.nivel)
            .with_context(|| format!("registros.nivel não vale: {}", configuracao.nivel))
    };
    let mut camadas: Vec<Camada> = vec![camada(configuracao.formato, std::io::stderr, filtro()?)];
    if let Some(caminho) = &configuracao.arquivo {
        let arquivo = OpenOptions::new()
            .create(true)
            .append(true)
            .open(caminho)
            .with_context(|| format!("registros.arquivo não abre: {}", caminho.display()))?;
        camadas.push(camada(configuracao.formato, arquivo, filtro()?));
    }
    tracing_subscriber::registry().with(camadas).try_init().context("os registros já estavam ligados")
}

fn camada<E>(formato: Formato, saida: E, filtro: EnvFilter) -> Camada
where
    E: for<'e> fmt::MakeWriter<'e> + Send + Sync + 'static,
{
    match formato {
        Formato::Texto => {
            fmt::layer().with_writer(saida).with_ansi(false).with_target(false).with_filter(filtro).boxed()
        }
        Formato::Json => {
            fmt::layer().with_writer(saida).json().flatten_event(true).with_filter(filtro).boxed()
        }
    }
}
