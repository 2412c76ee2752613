//! `regente usuario`.

use std::{io::BufRead, process::ExitCode, sync::Arc};

use clap::Subcommand;
use nucleo::SecretString;
use plataforma::{Custo, Senhas, primeiro_acesso};

use crate::{configuracao::Configuracao, sistema};

/// O que se faz com usuários pela linha de comando.
#[derive(Subcommand)]
pub enum Comando {
    /// Cria um administrador da conta mestra, ou devolve o acesso a quem já existe.
    ///
    /// A senha vem da variável REGENTE_SENHA ou da primeira linha da entrada padrão: na linha de comando
    /// ficaria à vista de outros programas.
    CriarAdmin {
        /// E-mail com que a pessoa entra.
        #[arg(long)]
        email: String,
        /// Nome da pessoa.
        #[arg(long)]
        nome: String,
    },
}

/// Executa o subcomando.
pub async fn executar(configuracao: Configuracao, comando: Comando) -> anyhow::Result<ExitCode> {
    let Comando::CriarAdmin { email, nome } = comando;
    let senha = ler_senha()?;
    let banco = sistema::abrir_banco(&configuracao).await?;
    banco.migrar().await?;
    plataforma::preparar(&banco).await?;
    let senhas = Senhas::novas(Custo::default(), Arc::clone(banco.relogio()))?;
    let usuario = primeiro_acesso::criar_administrador(&banco, &senhas, &email, &nome, &senha).await?;
    banco.fechar().await;
    println!("{} administra a conta mestra", usuario.email);
    Ok(ExitCode::SUCCESS)
}

fn ler_senha() -> anyhow::Result<SecretString> {
    if let Ok(senha) = std::env::var("REGENTE_SENHA") {
        return Ok(senha.into());
    }
    eprintln!("Senha (termine com Enter):");
    let mut linha = String::new();
    std::io::stdin().lock().read_line(&mut linha)?;
    Ok(linha.trim_end_matches(['\r', '\n']).to_owned().into())
}
