//! Migrações gêmeas: as mesmas tabelas, colunas e índices nos dois bancos.

use std::collections::BTreeMap;

use super::{arquivos_com, ler, relativo};

#[derive(Debug, Default, PartialEq)]
struct Esquema {
    tabelas: BTreeMap<String, Vec<String>>,
    indices: BTreeMap<String, String>,
}

fn esquema(pastas: &[&str]) -> Esquema {
    let mut esquema = Esquema::default();
    for arquivo in arquivos_com(&[".sql"]) {
        let nome = relativo(&arquivo);
        if !pastas.iter().any(|p| nome.starts_with(&format!("crates/migracoes/{p}/"))) {
            continue;
        }
        let sem_comentarios: String = ler(&arquivo)
            .lines()
            .map(|l| l.split("--").next().unwrap_or_default())
            .collect::<Vec<_>>()
            .join("\n");
        for comando in sem_comentarios.split(';').map(str::trim) {
            if let Some(resto) = comando.strip_prefix("CREATE TABLE ") {
                let (tabela, corpo) = resto.split_once('(').unwrap();
                esquema.tabelas.insert(tabela.trim().to_owned(), colunas(corpo));
            } else if comando.starts_with("CREATE INDEX") || comando.starts_with("CREATE UNIQUE INDEX") {
                let texto = comando.split_whitespace().collect::<Vec<_>>().join(" ");
                let nome = texto.split(" INDEX ").nth(1).unwrap().split(' ').next().unwrap().to_owned();
                esquema.indices.insert(nome, texto);
            }
        }
    }
    esquema
}

/// Nome e obrigatoriedade de cada coluna, na ordem; os tipos diferem de propósito.
fn colunas(corpo: &str) -> Vec<String> {
    corpo
        .lines()
        .map(str::trim)
        .filter(|l| l.chars().next().is_some_and(|c| c.is_ascii_lowercase()))
        .map(|l| {
            let nome = l.split_whitespace().next().unwrap();
            format!("{nome}{}", if l.contains("NOT NULL") { " obrigatória" } else { "" })
        })
        .collect()
}

#[test]
fn os_dois_bancos_tem_o_mesmo_esquema() {
    let (sqlite, postgres) = (esquema(&["sqlite", "sqlite_telemetria"]), esquema(&["postgres"]));
    assert!(sqlite.tabelas.len() > 15, "a leitura das migrações está quebrada: {:?}", sqlite.tabelas.keys());
    assert_eq!(sqlite, postgres);
}

#[test]
fn toda_tabela_com_conta_tem_a_segunda_parede() {
    let todas: String = arquivos_com(&[".sql"])
        .iter()
        .filter(|a| relativo(a).starts_with("crates/migracoes/postgres/"))
        .map(|a| ler(a))
        .collect();
    for (tabela, colunas) in esquema(&["postgres"]).tabelas {
        if colunas.iter().any(|c| c.starts_with("conta_id")) {
            assert!(
                todas.contains(&format!("ALTER TABLE {tabela} FORCE ROW LEVEL SECURITY")),
                "{tabela} sem RLS"
            );
        }
    }
}
