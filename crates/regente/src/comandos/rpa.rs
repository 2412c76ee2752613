//! `regente rpa`: um roteiro sozinho, à vista, para depurar.

use std::{path::PathBuf, process::ExitCode, sync::Arc, time::Duration};

use anyhow::Context;
use nucleo::{Relogio, RelogioDoSistema};
use rpa::{
    AmbienteRpa, ConcentradorRpa, DestinoRpa, NivelRegistro, ParametrosEntrada, Registrador, Rpa, SemMarcacao,
};
use tokio_util::sync::CancellationToken;

use crate::{configuracao::Configuracao, sistema};

/// O que executar.
#[derive(clap::Args)]
pub struct Opcoes {
    /// Código da operadora, como EMB.
    codigo: String,
    /// Arquivo JSON com os parâmetros de entrada (veja roteiros/EMB/exemplo.json).
    #[arg(long, value_name = "ARQUIVO")]
    parametros: PathBuf,
    /// Mostra a janela do navegador.
    #[arg(long)]
    visivel: bool,
    /// Pasta em que ficam o arquivo baixado e as evidências.
    #[arg(long, default_value = "rpa-saida")]
    saida: PathBuf,
    /// Motorista e roteiro, se não for `navegador:CODIGO`.
    #[arg(long)]
    classe: Option<String>,
    /// Limite, em segundos.
    #[arg(long, default_value_t = 300)]
    limite: u64,
}

/// Executa o download do roteiro e escreve o resultado em JSON; a saída é 0 se deu certo.
pub async fn executar(configuracao: Configuracao, opcoes: Opcoes) -> anyhow::Result<ExitCode> {
    let texto = std::fs::read_to_string(&opcoes.parametros)
        .with_context(|| format!("não foi possível ler {}", opcoes.parametros.display()))?;
    let entrada: ParametrosEntrada = serde_json::from_str(&texto)
        .with_context(|| format!("{} não tem os parâmetros do contrato", opcoes.parametros.display()))?;
    std::fs::create_dir_all(&opcoes.saida)?;
    let relogio: Arc<dyn Relogio> = Arc::new(RelogioDoSistema);
    let concentrador =
        ConcentradorRpa::novo(sistema::configuracao_rpa(&configuracao, opcoes.visivel), relogio);
    let ambiente = AmbienteRpa {
        registrador: Arc::new(NoTerminal),
        cancelamento: CancellationToken::new(),
        pasta: opcoes.saida,
        limite: Duration::from_secs(opcoes.limite),
        tentativa: 1,
        destino: DestinoRpa {
            classe_rpa: opcoes.classe.unwrap_or_else(|| format!("navegador:{}", opcoes.codigo)),
            configuracao_rpa: serde_json::Value::Object(serde_json::Map::new()),
            url_endpoint: None,
            token: None,
        },
        passos: Arc::new(SemMarcacao),
    };
    let saida = concentrador.executar_download(&entrada, &ambiente).await;
    concentrador.encerrar().await;
    println!("{}", serde_json::to_string_pretty(&saida)?);
    Ok(if saida.sucesso { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct NoTerminal;

impl Registrador for NoTerminal {
    fn registrar(&self, nivel: NivelRegistro, mensagem: &str) {
        eprintln!("{nivel:?} {mensagem}");
    }

    fn progresso(&self, percentual: u8, mensagem: &str) {
        eprintln!("{percentual:>3}% {mensagem}");
    }
}
