//! O que é o documento: conferir, pelo conteúdo, que o que o portal mandou é um PDF inteiro.

use std::path::{Path, PathBuf};

use nucleo::Sha256;

use crate::contrato::{ClasseErro, ErroRpa};

/// Maior arquivo aceito de um portal ou de uma API.
pub(crate) const TAMANHO_MAX_BYTES: u64 = 25 << 20;
const TRECHO: usize = 1024;

/// Um PDF conferido, dentro da pasta da tentativa.
#[derive(Debug, Clone)]
pub(crate) struct DocumentoBaixado {
    pub caminho: PathBuf,
    pub sha256: Sha256,
    pub tamanho_bytes: u64,
    pub nome_original: String,
}

/// Confere o arquivo recebido e lhe dá o nome com que o portal o mandou, sem nada que fuja da pasta.
pub(crate) async fn receber(origem: &Path, nome: &str) -> Result<DocumentoBaixado, ErroRpa> {
    let disco = |e: std::io::Error| {
        ErroRpa::novo(ClasseErro::Interno, format!("o arquivo baixado não pôde ser lido: {e}"))
    };
    let tamanho_bytes = tokio::fs::metadata(origem).await.map_err(disco)?.len();
    if tamanho_bytes > TAMANHO_MAX_BYTES {
        return Err(invalido(format!("o arquivo tem {tamanho_bytes} bytes; o limite é {TAMANHO_MAX_BYTES}")));
    }
    let bytes = tokio::fs::read(origem).await.map_err(disco)?;
    conferir_pdf(&bytes)?;
    let caminho = origem.with_file_name(nome_seguro(nome));
    if caminho != origem {
        tokio::fs::rename(origem, &caminho).await.map_err(disco)?;
    }
    Ok(DocumentoBaixado {
        caminho,
        sha256: Sha256::de(&bytes),
        tamanho_bytes,
        nome_original: nome.to_owned(),
    })
}

/// Recusa HTML no lugar do PDF, PDF cortado e o que não é PDF.
pub(crate) fn conferir_pdf(bytes: &[u8]) -> Result<(), ErroRpa> {
    let inicio = &bytes[..bytes.len().min(TRECHO)];
    if !contem(inicio, b"%PDF-") {
        let texto = String::from_utf8_lossy(inicio).to_lowercase();
        let eh_pagina = ["<!doctype", "<html", "<head", "<body"].iter().any(|marca| texto.contains(marca));
        return Err(invalido(match (bytes.is_empty(), eh_pagina) {
            (true, _) => "o portal entregou um arquivo vazio",
            (_, true) => "o portal entregou uma página HTML no lugar do PDF",
            _ => "o portal entregou um arquivo que não é PDF",
        }));
    }
    if contem(&bytes[bytes.len().saturating_sub(TRECHO)..], b"%%EOF") {
        Ok(())
    } else {
        Err(invalido("o PDF veio cortado: falta o fim do arquivo"))
    }
}

/// Um nome de arquivo sem pastas nem caracteres de controle, sempre terminado em `.pdf`.
pub(crate) fn nome_seguro(nome: &str) -> String {
    let limpo: String = nome
        .chars()
        .map(|letra| if letra.is_alphanumeric() || "-_.() ".contains(letra) { letra } else { '_' })
        .take(120)
        .collect();
    let tronco = limpo.trim_matches(|c| c == '.' || c == ' ').trim_end_matches(".pdf");
    if tronco.is_empty() { "fatura.pdf".into() } else { format!("{tronco}.pdf") }
}

fn contem(onde: &[u8], o_que: &[u8]) -> bool {
    onde.windows(o_que.len()).any(|janela| janela == o_que)
}

fn invalido(mensagem: impl Into<String>) -> ErroRpa {
    ErroRpa::novo(ClasseErro::DocumentoInvalido, mensagem)
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn so_pdf_inteiro_passa() {
        assert!(conferir_pdf(b"%PDF-1.7\nx\n%%EOF\n").is_ok());
        for (bytes, trecho) in [
            (&b""[..], "vazio"),
            (b"<!DOCTYPE html><p>fatura.pdf", "HTML"),
            (b"PK\x03\x04", "não é PDF"),
            (b"%PDF-1.7\nmetade do", "cortado"),
        ] {
            let erro = conferir_pdf(bytes).unwrap_err();
            assert_eq!(erro.classe, ClasseErro::DocumentoInvalido);
            assert!(erro.mensagem.contains(trecho), "{}", erro.mensagem);
        }
    }

    #[test]
    fn nome_do_portal_nao_foge_da_pasta() {
        assert_eq!(nome_seguro("fatura-emb-1.pdf"), "fatura-emb-1.pdf");
        assert_eq!(nome_seguro("../../etc/passwd"), "_.._etc_passwd.pdf");
        assert_eq!(nome_seguro(""), "fatura.pdf");
        assert_eq!(nome_seguro("ação\0.pdf"), "ação_.pdf");
        assert!(nome_seguro(&"x".repeat(500)).len() <= 124);
    }

    #[tokio::test]
    async fn recebido_ganha_nome_e_resumo() {
        let pasta = tempfile::tempdir().unwrap();
        let origem = pasta.path().join("guid");
        std::fs::write(&origem, b"%PDF-1.7\n%%EOF").unwrap();
        let documento = receber(&origem, "conta.pdf").await.unwrap();
        assert_eq!(documento.caminho, pasta.path().join("conta.pdf"));
        assert_eq!(documento.sha256, Sha256::de(b"%PDF-1.7\n%%EOF"));
        assert!(!origem.exists());
    }
}
