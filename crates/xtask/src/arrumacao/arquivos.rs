//! Tamanhos: cada arquivo é um cômodo.

use super::{arquivos_com, e_de_teste, ler, relativo, sem_testes};

const LIMITE_RUST: usize = 400;
const LIMITE_VUE: usize = 250;

#[test]
fn nenhum_arquivo_rust_passa_do_limite() {
    let mut grandes = Vec::new();
    for arquivo in arquivos_com(&[".rs"]) {
        let nome = relativo(&arquivo);
        let linhas = sem_testes(&ler(&arquivo)).lines().count();
        if !e_de_teste(&nome) && linhas > LIMITE_RUST {
            grandes.push(format!("{nome}: {linhas}"));
        }
    }
    assert!(grandes.is_empty(), "mais de {LIMITE_RUST} linhas fora dos testes: {grandes:#?}");
}

#[test]
fn nenhum_componente_vue_passa_do_limite() {
    let grandes: Vec<_> = arquivos_com(&[".vue"])
        .into_iter()
        .map(|a| (relativo(&a), ler(&a).lines().count()))
        .filter(|(_, linhas)| *linhas > LIMITE_VUE)
        .collect();
    assert!(grandes.is_empty(), "mais de {LIMITE_VUE} linhas: {grandes:#?}");
}

#[test]
fn nada_aponta_para_a_maquina_de_quem_escreveu() {
    // Montados em pedaços para que este arquivo não se acuse.
    let proibidos = [
        concat!("/ro", "ot/"),
        concat!("/wo", "rk/"),
        concat!("/al", "vo/"),
        concat!("crates", ".io"),
        concat!("registry.npm", "js.org"),
    ];
    let textos = [
        ".rs", ".ts", ".vue", ".md", ".toml", ".json", ".sh", ".yml", ".sql", ".side", "iniciar", "testar",
        "run",
    ];
    for arquivo in arquivos_com(&textos) {
        let texto = ler(&arquivo);
        for proibido in proibidos {
            assert!(!texto.contains(proibido), "{} contém {proibido}", relativo(&arquivo));
        }
    }
}
