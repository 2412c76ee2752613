//! Uma palavra por conceito, e português escrito com os seus acentos.

use super::{arquivos_com, e_de_teste, ler, relativo, sem_testes};

/// Sinônimos que o glossário recusa, como palavra inteira de um identificador que nós definimos.
const SINONIMOS: &[(&str, &str)] = &[
    ("job", "execucao"),
    ("task", "execucao"),
    ("tenant_id", "tenant"),
    ("inquilino", "tenant"),
    ("organizacao", "conta"),
    ("empresa", "conta"),
    ("role", "grupo"),
    ("perfil", "grupo"),
    ("robo", "trabalhador"),
    ("template", "modelo"),
    ("customer", "cliente"),
    ("user", "usuario"),
    ("account", "conta"),
    ("invoice", "fatura"),
];

/// Onde a palavra recusada é a da norma ou da técnica: o campo "empresa" do código de barras (FEBRABAN) e o
/// perfil de um navegador. Só diminui.
const EXCECOES: &[(&str, &str)] =
    &[("crates/documentos/src/codigos/", "empresa"), ("crates/rpa/src/navegador/", "perfil")];

const DEFINICOES: &[&str] = &["fn ", "struct ", "enum ", "trait ", "mod ", "const ", "type "];

/// Palavras comuns que só existem com acento.
const SEM_ACENTO: &[&str] = &[
    "nao",
    "execucao",
    "execucoes",
    "usuario",
    "usuarios",
    "operacao",
    "situacao",
    "codigo",
    "numero",
    "pagina",
    "tambem",
    "ate",
    "ja",
    "so",
    "sera",
    "esta-se",
    "proximo",
    "ultimo",
    "unico",
    "vinculo",
    "orgao",
    "mes-ano",
];

fn palavras_do_identificador(nome: &str) -> Vec<String> {
    let mut com_separador = String::new();
    for c in nome.chars() {
        if c.is_ascii_uppercase() {
            com_separador.push('_');
        }
        com_separador.push(c.to_ascii_lowercase());
    }
    com_separador.split('_').filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

#[test]
fn identificadores_usam_a_palavra_do_glossario() {
    let mut achados = Vec::new();
    for arquivo in arquivos_com(&[".rs"]) {
        let nome = relativo(&arquivo);
        if e_de_teste(&nome) {
            continue;
        }
        for linha in sem_testes(&ler(&arquivo)).lines() {
            let Some(resto) = DEFINICOES.iter().find_map(|d| {
                linha
                    .trim_start()
                    .trim_start_matches("pub ")
                    .trim_start_matches("pub(crate) ")
                    .trim_start_matches("async ")
                    .strip_prefix(d)
            }) else {
                continue;
            };
            let identificador: String =
                resto.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            for palavra in palavras_do_identificador(&identificador) {
                if EXCECOES.iter().any(|(pasta, aceita)| nome.starts_with(pasta) && palavra == *aceita) {
                    continue;
                }
                if let Some((_, certa)) = SINONIMOS.iter().find(|(s, _)| *s == palavra) {
                    achados.push(format!("{nome}: {identificador} ({palavra} → {certa})"));
                }
            }
        }
    }
    assert!(achados.is_empty(), "sinônimos recusados pelo glossário: {achados:#?}");
}

#[test]
fn comentarios_tem_acentos() {
    let mut achados = Vec::new();
    for arquivo in arquivos_com(&[".rs", ".ts", ".vue"]) {
        let nome = relativo(&arquivo);
        if nome.contains("gerado") || nome.starts_with("crates/xtask") {
            continue;
        }
        for (i, linha) in ler(&arquivo).lines().enumerate() {
            let Some((_, comentario)) = linha.split_once("// ").or_else(|| linha.split_once("/// ")) else {
                continue;
            };
            // Entre crases há código, e em código não há acentos.
            let prosa: String = comentario.split('`').step_by(2).collect::<Vec<_>>().join(" ");
            for palavra in
                prosa.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_' && c != ':' && c != '/')
            {
                if SEM_ACENTO.contains(&palavra) {
                    achados.push(format!("{nome}:{}: {palavra}", i + 1));
                }
            }
        }
    }
    assert!(achados.is_empty(), "comentários sem acento: {achados:#?}");
}
