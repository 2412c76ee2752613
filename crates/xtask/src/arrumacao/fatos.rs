//! Todo verbo da auditoria tem a sua frase em português.

use std::collections::BTreeSet;

use banco::DESCRICOES;

use super::{arquivos_com, e_de_teste, ler, relativo, sem_testes};

/// Os textos `palavra.palavra` que o código escreve e que têm cara de verbo: a primeira palavra é de um que já
/// se conhece.
fn verbos(codigo: &str) -> impl Iterator<Item = &str> {
    let letras = |texto: &str| !texto.is_empty() && texto.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let sujeitos: BTreeSet<&str> =
        DESCRICOES.iter().filter_map(|(verbo, _)| verbo.split('.').next()).collect();
    codigo.split('"').skip(1).step_by(2).filter(move |texto| {
        let partes: Vec<&str> = texto.split('.').collect();
        partes.len() == 2 && partes.iter().all(|p| letras(p)) && sujeitos.contains(partes[0])
    })
}

/// Os verbos que um arquivo registra: os ditos direto a `Fato::novo` e, onde se registra, os demais textos que
/// têm cara de verbo (há quem escolha o verbo antes de o passar).
fn registrados(codigo: &str) -> BTreeSet<&str> {
    let diretos = codigo.split("Fato::novo(\"").skip(1).filter_map(|resto| resto.split('"').next());
    let mut achados: BTreeSet<&str> = diretos.collect();
    if ["Fato::novo(", "fato_de_mudanca("].iter().any(|quem| codigo.contains(quem)) {
        achados.extend(verbos(codigo));
    }
    achados
}

#[test]
fn todo_fato_que_se_registra_tem_frase() {
    let mut sem_frase = Vec::new();
    for arquivo in arquivos_com(&[".rs"]) {
        let nome = relativo(&arquivo);
        if e_de_teste(&nome) || !nome.starts_with("crates/") || nome.starts_with("crates/xtask") {
            continue;
        }
        let texto = ler(&arquivo);
        for verbo in registrados(sem_testes(&texto)) {
            if !DESCRICOES.iter().any(|(conhecido, _)| *conhecido == verbo) {
                sem_frase.push(format!("{nome}: {verbo}"));
            }
        }
    }
    assert!(
        sem_frase.is_empty(),
        "diga em banco/src/auditoria/descricoes.rs o que querem dizer: {sem_frase:#?}"
    );
}
