//! Diagramas de estados gerados das mesmas tabelas que o código usa.

use std::fmt::Write;

use anyhow::Result;

use crate::raiz;

/// Nome do arquivo e conteúdo de cada diagrama.
pub fn diagramas() -> Vec<(&'static str, String)> {
    let processo = faturas::processos::FLUXO
        .iter()
        .map(|(de, passo, para)| (de.como_texto(), format!("{passo:?}"), para.como_texto()));
    let execucao = motor::FLUXO
        .iter()
        .map(|(de, passo, para)| (de.como_texto(), format!("{passo:?}"), para.como_texto()));
    vec![("processo.md", desenhar("Processo", processo)), ("execucao.md", desenhar("Execução", execucao))]
}

fn desenhar(titulo: &str, transicoes: impl Iterator<Item = (&'static str, String, &'static str)>) -> String {
    let mut texto = format!(
        "# Fluxo: {titulo}\n\nGerado por `cargo run -p xtask -- fluxos` da tabela de transições; não edite.\n\n```mermaid\nstateDiagram-v2\n"
    );
    for (de, passo, para) in transicoes {
        let _ = writeln!(texto, "    {de} --> {para}: {passo}");
    }
    texto.push_str("```\n");
    texto
}

/// Grava os diagramas em `docs/fluxos`.
pub fn gravar() -> Result<()> {
    let pasta = raiz().join("docs/fluxos");
    std::fs::create_dir_all(&pasta)?;
    for (nome, texto) in diagramas() {
        std::fs::write(pasta.join(nome), texto)?;
    }
    Ok(())
}

#[cfg(test)]
mod testes {
    #[test]
    fn diagramas_estao_em_dia_com_as_tabelas() {
        for (nome, texto) in super::diagramas() {
            let gravado =
                std::fs::read_to_string(crate::raiz().join("docs/fluxos").join(nome)).unwrap_or_default();
            assert_eq!(gravado, texto, "rode `cargo run -p xtask -- fluxos`");
        }
    }
}
