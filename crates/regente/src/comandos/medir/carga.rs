//! Carga: N conexões que pedem sem parar. Fala HTTP/1.1 cru, para pesar pouco ao lado do servidor medido.

use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
};

/// O que a carga viu.
pub struct Resultado {
    /// Pedidos atendidos por segundo, somadas as conexões.
    pub por_segundo: f64,
    /// Latência que 99 % dos pedidos não passaram.
    pub p99: Duration,
    /// Tamanho do corpo da resposta, em bytes.
    pub corpo_bytes: usize,
}

/// Pede `caminho` por `segundos`, com `conexoes` abertas.
pub async fn pedir_sem_parar(
    endereco: &str,
    caminho: &str,
    token: &str,
    conexoes: usize,
    segundos: u64,
) -> anyhow::Result<Resultado> {
    let pedido = format!(
        "GET {caminho} HTTP/1.1\r\nhost: {endereco}\r\nauthorization: Bearer {token}\r\naccept: application/json\r\n\r\n"
    );
    let (inicio, prazo) = (Instant::now(), Duration::from_secs(segundos));
    let mut tarefas = JoinSet::new();
    for _ in 0..conexoes {
        let (endereco, pedido) = (endereco.to_owned(), pedido.clone());
        tarefas.spawn(async move { uma_conexao(&endereco, pedido.as_bytes(), inicio, prazo).await });
    }
    let (mut latencias, mut corpo_bytes) = (Vec::new(), 0);
    while let Some(fim) = tarefas.join_next().await {
        let (da_conexao, corpo) = fim??;
        latencias.extend(da_conexao);
        corpo_bytes = corpo;
    }
    latencias.sort_unstable();
    let p99 = *latencias.get(latencias.len() * 99 / 100).context("nenhuma resposta")?;
    Ok(Resultado { por_segundo: latencias.len() as f64 / inicio.elapsed().as_secs_f64(), p99, corpo_bytes })
}

async fn uma_conexao(
    endereco: &str,
    pedido: &[u8],
    inicio: Instant,
    prazo: Duration,
) -> anyhow::Result<(Vec<Duration>, usize)> {
    let mut conexao = TcpStream::connect(endereco).await?;
    conexao.set_nodelay(true)?;
    let (mut latencias, mut buffer, mut corpo_bytes) = (Vec::new(), vec![0; 256 * 1024], 0);
    while inicio.elapsed() < prazo {
        let ida = Instant::now();
        conexao.write_all(pedido).await?;
        corpo_bytes = ler_resposta(&mut conexao, &mut buffer).await?;
        latencias.push(ida.elapsed());
    }
    Ok((latencias, corpo_bytes))
}

/// Lê cabeçalhos e o corpo de tamanho anunciado; devolve o tamanho do corpo.
async fn ler_resposta(conexao: &mut TcpStream, buffer: &mut [u8]) -> anyhow::Result<usize> {
    let mut lidos = 0;
    loop {
        let n = conexao.read(&mut buffer[lidos..]).await?;
        if n == 0 {
            bail!("o servidor fechou a conexão");
        }
        lidos += n;
        let Some(fim) = buffer[..lidos].windows(4).position(|j| j == b"\r\n\r\n") else { continue };
        let cabecalhos = std::str::from_utf8(&buffer[..fim])?.to_ascii_lowercase();
        if !cabecalhos.starts_with("http/1.1 200") {
            bail!("resposta inesperada: {}", cabecalhos.lines().next().unwrap_or_default());
        }
        let tamanho: usize = cabecalhos
            .lines()
            .find_map(|l| l.strip_prefix("content-length:"))
            .context("resposta sem tamanho")?
            .trim()
            .parse()?;
        let total = fim + 4 + tamanho;
        while lidos < total {
            let n = conexao.read(&mut buffer[lidos..]).await?;
            if n == 0 {
                bail!("resposta cortada");
            }
            lidos += n;
        }
        return Ok(tamanho);
    }
}
