//! `regente`: um executável, do portal da operadora ao SAT. Os subcomandos estão em `comandos/`.

mod comandos;
mod configuracao;
mod interface;
mod registros;
mod saude;
mod sistema;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::configuracao::{Configuracao, Opcoes, OpcoesDeDados, OpcoesDeRegistros, OpcoesDoServidor};

/// Automação do escritório de quem administra telecomunicações e TI para outros.
#[derive(Parser)]
#[command(name = "regente", version, about, disable_help_subcommand = true)]
struct Linha {
    /// Arquivo de configuração (padrão: ./regente.toml, se existir).
    #[arg(long, global = true, value_name = "ARQUIVO")]
    configuracao: Option<PathBuf>,
    /// Pasta de dados (banco local, arquivos e chaves).
    #[arg(long, global = true, value_name = "PASTA")]
    dados: Option<PathBuf>,
    /// Nível dos registros: erro detalhado até `debug`, como `info,faturas=debug`.
    #[arg(long, global = true, value_name = "FILTRO")]
    nivel: Option<String>,
    #[command(subcommand)]
    comando: Comando,
}

#[derive(Subcommand)]
enum Comando {
    /// Atende a API e a interface, executa a fila e os agendamentos.
    Servir {
        /// Endereço e porta de escuta.
        #[arg(long, value_name = "IP:PORTA")]
        endereco: Option<SocketAddr>,
    },
    /// Aplica as migrações do banco e sai.
    Migrar,
    /// Confere configuração, banco, armazém, navegador, SAT e relógio, e explica o que está errado.
    Verificar,
    /// Administra usuários.
    #[command(subcommand)]
    Usuario(comandos::usuario::Comando),
    /// Executa o roteiro de uma operadora, sozinho, para depurar.
    Rpa(comandos::rpa::Opcoes),
    /// Escreve a descrição OpenAPI da API na saída.
    Openapi,
    /// Mede início, memória, listas, criação mensal, importação e downloads.
    Medir(comandos::medir::Opcoes),
    /// Semeia e serve uma demonstração com portais simulados.
    #[cfg(feature = "demonstracao")]
    Demonstrar(comandos::demonstrar::Opcoes),
}

fn main() -> ExitCode {
    // O processo filho que lê PDF hostil não carrega configuração, registros nem tarefas.
    if std::env::args_os().nth(1).is_some_and(|primeiro| primeiro == documentos::filho::ARGUMENTO) {
        return documentos::filho::principal();
    }
    match executar(Linha::parse()) {
        Ok(codigo) => codigo,
        Err(erro) => {
            eprintln!("erro: {erro:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn executar(linha: Linha) -> anyhow::Result<ExitCode> {
    // Um só provedor de TLS no processo; um segundo faria a primeira conexão falhar.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let configuracao = ler_configuracao(&linha)?;
    registros::ligar(&configuracao.registros)?;
    match linha.comando {
        Comando::Servir { .. } => comandos::servir::executar(configuracao).await,
        Comando::Migrar => comandos::migrar::executar(configuracao).await,
        Comando::Verificar => comandos::verificar::executar(configuracao).await,
        Comando::Usuario(comando) => comandos::usuario::executar(configuracao, comando).await,
        Comando::Rpa(opcoes) => comandos::rpa::executar(configuracao, opcoes).await,
        Comando::Openapi => comandos::openapi::executar(),
        Comando::Medir(opcoes) => comandos::medir::executar(opcoes).await,
        #[cfg(feature = "demonstracao")]
        Comando::Demonstrar(opcoes) => comandos::demonstrar::executar(configuracao, opcoes).await,
    }
}

fn ler_configuracao(linha: &Linha) -> anyhow::Result<Configuracao> {
    let endereco = match &linha.comando {
        Comando::Servir { endereco } => *endereco,
        _ => None,
    };
    let opcoes = Opcoes {
        servidor: endereco.map(|endereco| OpcoesDoServidor { endereco }),
        dados: linha.dados.clone().map(|pasta| OpcoesDeDados { pasta }),
        registros: linha.nivel.clone().map(|nivel| OpcoesDeRegistros { nivel }),
    };
    configuracao::ler(linha.configuracao.clone(), &opcoes)
}
