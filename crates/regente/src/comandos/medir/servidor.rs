//! Um servidor em processo à parte, em pasta temporária, e um cliente HTTP para ele.

use std::{
    path::Path,
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

use crate::comandos::cliente::Api;

const EMAIL: &str = "medida@exemplo.com.br";
const SENHA: &str = "medida-sem-segredo-1";

/// O processo do servidor e a porta em que atende.
pub struct Servidor {
    filho: Child,
    /// `127.0.0.1:porta`.
    pub endereco: String,
    /// Do disparo do processo até a primeira resposta.
    pub tempo_ate_responder: Duration,
}

/// Comando deste mesmo executável sobre a pasta dada.
fn comando(pasta: &Path) -> anyhow::Result<Command> {
    let mut comando = Command::new(std::env::current_exe()?);
    comando.arg("--dados").arg(pasta).arg("--nivel").arg("warn").kill_on_drop(true);
    comando.env("REGENTE_FATURAS__DESFAZER_APROVACAO_SEGUNDOS", "0");
    Ok(comando)
}

impl Servidor {
    /// Sobe o servidor e espera a primeira resposta.
    pub async fn subir(pasta: &Path) -> anyhow::Result<Self> {
        let inicio = Instant::now();
        let mut filho = comando(pasta)?
            .args(["servir", "--endereco", "127.0.0.1:0"])
            .stdout(Stdio::piped())
            .spawn()
            .context("o servidor não iniciou")?;
        let saida = filho.stdout.take().context("sem saída do servidor")?;
        let mut linhas = BufReader::new(saida).lines();
        let endereco = loop {
            let Some(linha) = linhas.next_line().await? else {
                bail!("o servidor encerrou antes de atender")
            };
            if let Some(endereco) = linha.strip_prefix("regente em http://") {
                break endereco.to_owned();
            }
        };
        // O resto da saída não interessa, mas o cano precisa ser esvaziado.
        tokio::spawn(async move { while let Ok(Some(_)) = linhas.next_line().await {} });
        let cliente = reqwest::Client::builder().no_proxy().build()?;
        cliente.get(format!("http://{endereco}/health")).send().await?.error_for_status()?;
        Ok(Self { filho, endereco, tempo_ate_responder: inicio.elapsed() })
    }

    /// Memória residente do processo, em MB.
    pub fn memoria_mb(&self) -> anyhow::Result<f64> {
        let processo = self.filho.id().context("o servidor encerrou")?;
        let texto = std::fs::read_to_string(format!("/proc/{processo}/status"))?;
        let linha = texto.lines().find(|l| l.starts_with("VmRSS:")).context("sem VmRSS")?;
        let kib: f64 = linha.split_whitespace().nth(1).context("VmRSS vazio")?.parse()?;
        Ok(kib / 1024.0)
    }

    /// Encerra como o sistema encerraria.
    pub async fn parar(mut self) -> anyhow::Result<()> {
        self.filho.kill().await?;
        Ok(())
    }

    /// Entra com o administrador das medidas.
    pub async fn entrar(&self) -> anyhow::Result<Api> {
        Api::entrar(&format!("http://{}", self.endereco), EMAIL, SENHA).await
    }
}

/// Cria o administrador das medidas.
pub async fn criar_administrador(pasta: &Path) -> anyhow::Result<()> {
    let fim = comando(pasta)?
        .args(["usuario", "criar-admin", "--email", EMAIL, "--nome", "Medida"])
        .env("REGENTE_SENHA", SENHA)
        .stdout(Stdio::null())
        .status()
        .await?;
    if !fim.success() {
        bail!("o administrador das medidas não foi criado");
    }
    Ok(())
}
