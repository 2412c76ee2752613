//! `regente verificar`: o médico da casa. Cada linha diz o que está certo, o que não está e o remédio.

use std::process::ExitCode;

use crate::{
    configuracao::Configuracao,
    saude::{self, Estado},
};

/// Confere cada parte; sai com erro se alguma impede o funcionamento.
pub async fn executar(configuracao: Configuracao) -> anyhow::Result<ExitCode> {
    let partes = saude::examinar(&configuracao).await;
    for parte in &partes {
        println!("{:<8} {:<14} {}", parte.estado.rotulo(), parte.nome, parte.detalhe);
        if let Some(remedio) = &parte.remedio {
            println!("{:<8} {:<14} → {remedio}", "", "");
        }
    }
    let erros = partes.iter().filter(|p| p.estado == Estado::Erro).count();
    println!("\n{} parte(s), {erros} com erro", partes.len());
    Ok(if erros == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
