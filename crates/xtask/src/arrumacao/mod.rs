//! A arrumação: regras da casa que nenhum compilador confere. Cada módulo é uma regra e roda como teste.

#[cfg(test)]
mod arquivos;
#[cfg(test)]
mod crates;
#[cfg(test)]
mod esquemas;
#[cfg(test)]
mod fatos;
#[cfg(test)]
mod palavras;

#[cfg(test)]
use std::path::{Path, PathBuf};

/// Arquivos do repositório com uma das extensões, fora do que é gerado ou de terceiros.
#[cfg(test)]
fn arquivos_com(extensoes: &[&str]) -> Vec<PathBuf> {
    fn andar(pasta: &Path, extensoes: &[&str], achados: &mut Vec<PathBuf>) {
        const FORA: [&str; 7] = ["target", "node_modules", ".git", "dist", "dados", "test-results", "telas"];
        for entrada in std::fs::read_dir(pasta).unwrap().map(|e| e.unwrap().path()) {
            let nome = entrada.file_name().unwrap().to_string_lossy().into_owned();
            if entrada.is_dir() {
                if !FORA.contains(&nome.as_str()) {
                    andar(&entrada, extensoes, achados);
                }
            } else if extensoes.iter().any(|e| nome.ends_with(e)) {
                achados.push(entrada);
            }
        }
    }
    let mut achados = Vec::new();
    andar(&crate::raiz(), extensoes, &mut achados);
    achados.sort();
    assert!(!achados.is_empty(), "nenhum arquivo {extensoes:?}: a busca está quebrada");
    achados
}

#[cfg(test)]
fn ler(caminho: &Path) -> String {
    std::fs::read_to_string(caminho).unwrap_or_default()
}

/// Caminho relativo à raiz, para mensagens e listas.
#[cfg(test)]
fn relativo(caminho: &Path) -> String {
    caminho.strip_prefix(crate::raiz()).unwrap_or(caminho).to_string_lossy().into_owned()
}

/// As linhas de um arquivo Rust antes dos testes embutidos.
#[cfg(test)]
fn sem_testes(texto: &str) -> &str {
    texto.find("#[cfg(test)]\nmod testes").map_or(texto, |fim| &texto[..fim])
}

#[cfg(test)]
fn e_de_teste(relativo: &str) -> bool {
    relativo.contains("/tests/")
        || relativo.contains("testes")
        || relativo.contains("_de_teste")
        || relativo.starts_with("crates/apoio")
        || relativo.starts_with("crates/xtask")
}
