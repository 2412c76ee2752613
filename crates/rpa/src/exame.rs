//! O exame do navegador, para `regente verificar` e `/saude`.

use std::{path::Path, time::Duration};

use tokio::process::Command;

use crate::navegador::achar_executavel;

const PRAZO: Duration = Duration::from_secs(10);

/// O nome e a versão do navegador que os roteiros usariam, como ele mesmo se apresenta.
///
/// # Erros
/// Texto que diz por que não há navegador utilizável.
pub async fn versao_do_navegador(configurado: Option<&Path>) -> Result<String, String> {
    let executavel = achar_executavel(configurado).map_err(|falha| falha.to_string())?;
    let pergunta = Command::new(&executavel).arg("--version").kill_on_drop(true).output();
    let resposta = tokio::time::timeout(PRAZO, pergunta)
        .await
        .map_err(|_| format!("{} não disse a versão em {} s", executavel.display(), PRAZO.as_secs()))?
        .map_err(|causa| format!("{} não executa: {causa}", executavel.display()))?;
    if !resposta.status.success() {
        return Err(format!("{} terminou com {}", executavel.display(), resposta.status));
    }
    Ok(String::from_utf8_lossy(&resposta.stdout).trim().to_owned())
}

#[cfg(test)]
mod testes {
    use super::*;

    #[tokio::test]
    async fn navegador_ausente_ou_quebrado_e_explicado() {
        let ausente = versao_do_navegador(Some(Path::new("nao-existe"))).await.unwrap_err();
        assert!(ausente.contains("nao-existe"), "{ausente}");
        let quebrado = versao_do_navegador(Some(Path::new("/bin/false"))).await.unwrap_err();
        assert!(quebrado.contains("terminou"), "{quebrado}");
        let apresentacao = versao_do_navegador(Some(Path::new("/bin/echo"))).await.unwrap();
        assert!(apresentacao.contains("echo") || apresentacao == "--version", "{apresentacao}");
    }
}
