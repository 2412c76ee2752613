//! `regente demonstrar`: o sistema inteiro com portais simulados, para ver e para verificar.

mod ciclo;
mod semente;
mod tabela;

use std::{net::SocketAddr, process::ExitCode};

use anyhow::Context;
use clap::Args;
use simuladores::Simulador;
use tokio_util::sync::CancellationToken;

use crate::{
    comandos::{cliente::Api, servir},
    configuracao::Configuracao,
};

/// Como demonstrar.
#[derive(Args)]
pub struct Opcoes {
    /// Leva as faturas do portal ao SAT, mostra a tabela e sai.
    #[arg(long)]
    verificar: bool,
    /// Planta cadastros e abre o mês, mas deixa os robôs parados.
    #[arg(long, conflicts_with = "verificar")]
    so_semear: bool,
    /// Endereço do servidor da demonstração.
    #[arg(long, default_value = "127.0.0.1:8080")]
    endereco: SocketAddr,
    /// Porta dos portais simulados; 0 escolhe uma livre.
    #[arg(long, default_value_t = 9090)]
    porta_dos_portais: u16,
}

/// Semeia, serve e, se pedido, verifica.
pub async fn executar(mut configuracao: Configuracao, opcoes: Opcoes) -> anyhow::Result<ExitCode> {
    let portais =
        simuladores::iniciar(simuladores::Opcoes { porta: opcoes.porta_dos_portais, ..Default::default() })
            .await
            .with_context(|| {
                format!(
                    "os portais simulados não abriram a porta {}; mude com --porta-dos-portais",
                    opcoes.porta_dos_portais
                )
            })?;
    preparar(&mut configuracao, &opcoes, &portais);
    let banco = crate::sistema::abrir_banco(&configuracao).await?;
    banco.migrar().await?;
    semente::semear_administrador(&banco).await?;
    banco.fechar().await;

    let encerrar = CancellationToken::new();
    let servidor = servir::subir(configuracao, encerrar.clone()).await?;
    let base = format!("http://{}", servidor.endereco);
    let api = Api::entrar(&base, semente::ADMINISTRADOR.email, semente::SENHA).await?;
    semente::semear_pessoas(&api).await?;
    semente::semear_cadastros(&api, &portais).await?;
    let resultado = if opcoes.verificar {
        ciclo::verificar(&base, &api, &portais).await
    } else {
        apresentar(&api, &portais, servidor.endereco.port(), opcoes.so_semear).await
    };
    encerrar.cancel();
    servidor.esperar().await;
    portais.parar().await;
    resultado
}

fn preparar(configuracao: &mut Configuracao, opcoes: &Opcoes, portais: &Simulador) {
    configuracao.servidor.endereco = opcoes.endereco;
    configuracao.servidor.ambiente = "demonstracao".into();
    configuracao.dados.pasta = configuracao.dados.pasta.join("demonstracao");
    configuracao.sat.url_portal = Some(portais.url("SAT"));
    let do_sat = simuladores::Opcoes::default();
    configuracao.sat.usuario = Some(do_sat.sat_usuario);
    configuracao.sat.senha = Some(do_sat.sat_senha.into());
    if opcoes.verificar {
        // Ninguém vai voltar atrás: a verificação mede o caminho inteiro.
        configuracao.faturas.desfazer_aprovacao_segundos = 0;
    }
}

/// Deixa o mês em andamento e fica no ar até um sinal.
async fn apresentar(api: &Api, portais: &Simulador, porta: u16, so_semear: bool) -> anyhow::Result<ExitCode> {
    let sinais = servir::Sinais::escutar()?;
    ciclo::abrir_o_mes(api).await?;
    if !so_semear {
        ciclo::baixar_o_mes(api).await?;
    }
    println!("\nRegente, demonstração:   http://localhost:{porta}");
    println!("Portais simulados:       http://{}\n", portais.endereco());
    for pessoa in semente::PESSOAS {
        println!("  {:<14} {:<32} senha {}", pessoa.papel, pessoa.email, semente::SENHA);
    }
    println!("\nCtrl-C encerra.");
    sinais.esperar().await;
    Ok(ExitCode::SUCCESS)
}
