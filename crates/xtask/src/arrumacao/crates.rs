//! Quem depende de quem, quem constrói escopos, e o mapa que diz a verdade.

use std::collections::{BTreeMap, BTreeSet};

use super::{arquivos_com, e_de_teste, ler, relativo, sem_testes};
use crate::raiz;

/// As únicas setas permitidas entre crates de produto. As irmãs de domínio nunca se importam.
const BORDAS: &[(&str, &[&str])] = &[
    ("nucleo", &[]),
    ("migracoes", &[]),
    ("banco", &["nucleo", "migracoes"]),
    ("borda", &["nucleo", "banco"]),
    ("motor", &["nucleo", "banco", "borda"]),
    ("rpa", &["nucleo"]),
    ("documentos", &["nucleo"]),
    ("plataforma", &["nucleo", "banco", "borda"]),
    ("faturas", &["nucleo", "banco", "borda", "motor", "rpa", "documentos"]),
    (
        "regente",
        &["nucleo", "banco", "borda", "motor", "rpa", "documentos", "plataforma", "faturas", "simuladores"],
    ),
    ("apoio", &["nucleo", "banco", "borda"]),
    ("xtask", &["motor", "faturas"]),
    ("simuladores", &[]),
];

fn manifestos() -> BTreeMap<String, toml::Table> {
    arquivos_com(&["Cargo.toml"])
        .iter()
        .filter_map(|a| {
            let tabela: toml::Table = ler(a).parse().unwrap();
            let nome = tabela.get("package")?.get("name")?.as_str()?.to_owned();
            Some((nome, tabela))
        })
        .collect()
}

#[test]
fn dependencias_entre_crates_so_pelas_setas_permitidas() {
    let manifestos = manifestos();
    let casa: BTreeSet<_> = manifestos.keys().cloned().collect();
    assert_eq!(
        casa,
        BORDAS.iter().map(|(n, _)| (*n).to_owned()).collect(),
        "a lista de crates mudou: atualize BORDAS"
    );
    for (nome, permitidas) in BORDAS {
        let dependencias =
            manifestos[*nome].get("dependencies").and_then(|d| d.as_table()).cloned().unwrap_or_default();
        for dependencia in dependencias.keys().filter(|d| casa.contains(*d)) {
            assert!(permitidas.contains(&dependencia.as_str()), "{nome} não pode depender de {dependencia}");
        }
    }
}

#[test]
fn o_mapa_nomeia_toda_crate_e_nenhuma_outra() {
    let mapa = ler(&raiz().join("ARQUITETURA.md"));
    let nomeadas: BTreeSet<String> = mapa
        .lines()
        .filter_map(|l| l.strip_prefix("| `")?.split_once('`').map(|(nome, _)| nome.to_owned()))
        .filter(|n| !n.contains(['/', '.', ' ']))
        .collect();
    assert_eq!(nomeadas, manifestos().into_keys().collect(), "a tabela de crates de ARQUITETURA.md");
}

#[test]
fn so_quem_pode_constroi_escopos() {
    // Só diminui: quem autentica, quem executa em nome de uma linha e os comandos de administração.
    let escopos =
        ["crates/plataforma/src/", "crates/motor/src/", "crates/regente/src/", "crates/nucleo/src/escopo.rs"];
    let sistema =
        ["crates/plataforma/src/", "crates/motor/src/", "crates/regente/src/", "crates/nucleo/src/escopo.rs"];
    for arquivo in arquivos_com(&[".rs"]) {
        let nome = relativo(&arquivo);
        if e_de_teste(&nome) {
            continue;
        }
        let texto = ler(&arquivo);
        let codigo = sem_testes(&texto);
        let constroi = |padroes: &[&str]| padroes.iter().any(|p| codigo.contains(p));
        if constroi(&["Escopo::do_usuario(", "Escopo::do_sistema("]) {
            assert!(escopos.iter().any(|p| nome.starts_with(p)), "{nome} constrói Escopo");
        }
        if constroi(&["EscopoSistema::novo("]) {
            assert!(sistema.iter().any(|p| nome.starts_with(p)), "{nome} constrói EscopoSistema");
        }
    }
}

#[test]
fn a_trava_nao_traz_bibliotecas_proibidas() {
    let trava = ler(&raiz().join("Cargo.lock"));
    for proibida in ["aws-lc-sys", "openssl-sys", "native-tls", "cmake", "bindgen", "async-std"] {
        assert!(!trava.contains(&format!("name = \"{proibida}\"")), "{proibida} entrou no Cargo.lock");
    }
}
