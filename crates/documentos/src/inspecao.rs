//! O que é a inspeção: dizer, pelo conteúdo, se um arquivo é um PDF que se pode aceitar.
//!
//! Os portais devolvem de tudo com nome de `.pdf`: a tela de login, um arquivo cortado no
//! meio, um ZIP. Cada recusa tem nome, código estável e uma frase para quem vai ler.

use pdf_extract::{Dictionary, Document, Object};
use serde::{Deserialize, Serialize};

/// Quanto o cabeçalho pode estar longe do início, como toleram os leitores comuns.
const FOLGA_DO_CABECALHO: usize = 1_024;
/// Quanto pode vir depois do fim do PDF (`%%EOF`).
const FOLGA_DO_FIM: usize = 1_024;
/// Até onde se desce em listas e dicionários aninhados.
const PROFUNDIDADE: usize = 32;

/// Até onde um PDF é aceito.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitesPdf {
    /// Tamanho do arquivo.
    pub tamanho_bytes: u64,
    /// Quantidade de páginas.
    pub paginas: u32,
    /// Quantidade de objetos internos.
    pub objetos: u32,
}

impl Default for LimitesPdf {
    fn default() -> Self {
        Self { tamanho_bytes: 25 * 1024 * 1024, paginas: 2_000, objetos: 200_000 }
    }
}

/// O que um arquivo parece ser, quando não é um PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parece {
    /// Nenhum byte.
    Vazio,
    /// Uma página da web: login, manutenção, sessão vencida.
    Html,
    /// XML; pode ser a própria NFCom.
    Xml,
    /// JSON, em geral um erro de API.
    Json,
    /// Uma imagem.
    Imagem,
    /// Um ZIP, ou um documento do Office.
    Zip,
    /// Texto sem formato.
    Texto,
    /// Nada conhecido.
    Desconhecido,
}

impl Parece {
    fn por_extenso(self) -> &'static str {
        match self {
            Self::Vazio => "está vazio",
            Self::Html => "é uma página da web (HTML)",
            Self::Xml => "é um XML",
            Self::Json => "é um JSON",
            Self::Imagem => "é uma imagem",
            Self::Zip => "é um ZIP ou documento do Office",
            Self::Texto => "é um texto",
            Self::Desconhecido => "tem formato desconhecido",
        }
    }
}

/// O que há de ativo dentro de um PDF recusado.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CodigoAtivo {
    /// JavaScript.
    JavaScript,
    /// Uma ação que abre um programa.
    AbrePrograma,
    /// Um arquivo embutido.
    ArquivoEmbutido,
}

impl CodigoAtivo {
    fn por_extenso(self) -> &'static str {
        match self {
            Self::JavaScript => "JavaScript",
            Self::AbrePrograma => "uma ação que abre programas",
            Self::ArquivoEmbutido => "arquivos embutidos",
        }
    }
}

/// Por que um arquivo não foi aceito como fatura em PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "codigo", rename_all = "snake_case")]
pub enum Recusa {
    /// O conteúdo é de outro tipo.
    #[error("o arquivo não é um PDF: {}", parece.por_extenso())]
    NaoEPdf {
        /// O que parece ser.
        parece: Parece,
    },
    /// O fim do arquivo não está lá.
    #[error("o PDF está incompleto: falta o fim do arquivo")]
    Truncado,
    /// A estrutura não pôde ser lida.
    #[error("o PDF está danificado e não pôde ser lido")]
    Danificado,
    /// Só abre com senha.
    #[error("o PDF está protegido por senha")]
    Cifrado,
    /// Nenhuma página.
    #[error("o PDF não tem páginas")]
    SemPaginas,
    /// Passa do tamanho aceito.
    #[error("o arquivo passa do limite de {limite_bytes} bytes")]
    GrandeDemais {
        /// Máximo aceito.
        limite_bytes: u64,
    },
    /// Passa da quantidade de páginas aceita.
    #[error("o PDF passa do limite de {limite} páginas")]
    PaginasDemais {
        /// Máximo aceito.
        limite: u32,
    },
    /// Passa da quantidade de objetos internos aceita.
    #[error("o PDF passa do limite de {limite} objetos internos")]
    ObjetosDemais {
        /// Máximo aceito.
        limite: u32,
    },
    /// Traz código ou arquivos dentro.
    #[error("o PDF não é aceito porque contém {}", achado.por_extenso())]
    ComCodigoAtivo {
        /// O primeiro achado.
        achado: CodigoAtivo,
    },
}

impl Recusa {
    /// Código estável da recusa, para a API e as classes de falha.
    pub fn codigo(&self) -> &'static str {
        match self {
            Self::NaoEPdf { .. } => "nao_e_pdf",
            Self::Truncado => "truncado",
            Self::Danificado => "danificado",
            Self::Cifrado => "cifrado",
            Self::SemPaginas => "sem_paginas",
            Self::GrandeDemais { .. } => "grande_demais",
            Self::PaginasDemais { .. } => "paginas_demais",
            Self::ObjetosDemais { .. } => "objetos_demais",
            Self::ComCodigoAtivo { .. } => "com_codigo_ativo",
        }
    }
}

/// Confere só o que se vê sem interpretar: tamanho, cabeçalho e fim do arquivo.
///
/// É barata e segura para qualquer conteúdo; serve a quem captura um download.
///
/// # Erros
/// [`Recusa::GrandeDemais`], [`Recusa::NaoEPdf`] ou [`Recusa::Truncado`].
pub fn conferir_assinatura(conteudo: &[u8], limites: &LimitesPdf) -> Result<(), Recusa> {
    if conteudo.len() as u64 > limites.tamanho_bytes {
        return Err(Recusa::GrandeDemais { limite_bytes: limites.tamanho_bytes });
    }
    let inicio = &conteudo[..conteudo.len().min(FOLGA_DO_CABECALHO)];
    if !contem(inicio, b"%PDF-") {
        return Err(Recusa::NaoEPdf { parece: parece(conteudo) });
    }
    let util = conteudo.trim_ascii_end();
    if !contem(&util[util.len().saturating_sub(FOLGA_DO_FIM)..], b"%%EOF") {
        return Err(Recusa::Truncado);
    }
    Ok(())
}

/// Um PDF que passou pela inspeção, pronto para a leitura do texto.
pub(crate) struct PdfAceito {
    pub(crate) documento: Document,
    pub(crate) paginas: u32,
    /// Tem restrições de dono, mas abre sem senha.
    pub(crate) protegido: bool,
}

/// Interpreta o PDF e aplica todas as regras. Só deve rodar no processo filho.
pub(crate) fn inspecionar(conteudo: &[u8], limites: &LimitesPdf) -> Result<PdfAceito, Recusa> {
    conferir_assinatura(conteudo, limites)?;
    let documento = carregar(conteudo)?;
    if documento.objects.len() as u64 > u64::from(limites.objetos) {
        return Err(Recusa::ObjetosDemais { limite: limites.objetos });
    }
    if let Some(achado) = documento.objects.values().find_map(|o| codigo_ativo(o, 0)) {
        return Err(Recusa::ComCodigoAtivo { achado });
    }
    if documento.catalog().is_err() {
        return Err(Recusa::Danificado);
    }
    let paginas = u32::try_from(documento.get_pages().len()).unwrap_or(u32::MAX);
    match paginas {
        0 => Err(Recusa::SemPaginas),
        n if n > limites.paginas => Err(Recusa::PaginasDemais { limite: limites.paginas }),
        _ => Ok(PdfAceito { paginas, protegido: documento.was_encrypted(), documento }),
    }
}

/// A biblioteca tenta a senha vazia por conta própria; se não serve, volta sem objetos.
fn carregar(conteudo: &[u8]) -> Result<Document, Recusa> {
    use pdf_extract::Error;
    let documento = Document::load_mem(conteudo).map_err(|causa| match causa {
        Error::InvalidPassword | Error::Decryption(_) | Error::UnsupportedSecurityHandler(_) => {
            Recusa::Cifrado
        }
        _ => Recusa::Danificado,
    })?;
    let cifrado = documento.is_encrypted() || documento.was_encrypted();
    if cifrado && documento.catalog().is_err() {
        return Err(Recusa::Cifrado);
    }
    Ok(documento)
}

fn codigo_ativo(objeto: &Object, profundidade: usize) -> Option<CodigoAtivo> {
    if profundidade > PROFUNDIDADE {
        return None;
    }
    match objeto {
        Object::Array(itens) => itens.iter().find_map(|item| codigo_ativo(item, profundidade + 1)),
        Object::Dictionary(dicionario) => codigo_no_dicionario(dicionario, profundidade),
        Object::Stream(fluxo) => codigo_no_dicionario(&fluxo.dict, profundidade),
        _ => None,
    }
}

fn codigo_no_dicionario(dicionario: &Dictionary, profundidade: usize) -> Option<CodigoAtivo> {
    for (chave, valor) in dicionario {
        let nome = valor.as_name().ok();
        let achado = match (chave.as_slice(), nome) {
            (b"JS" | b"JavaScript", _) | (b"S", Some(b"JavaScript")) => Some(CodigoAtivo::JavaScript),
            (b"S", Some(b"Launch")) => Some(CodigoAtivo::AbrePrograma),
            (b"EmbeddedFiles" | b"EF", _) | (b"Type", Some(b"EmbeddedFile")) => {
                Some(CodigoAtivo::ArquivoEmbutido)
            }
            _ => codigo_ativo(valor, profundidade + 1),
        };
        if achado.is_some() {
            return achado;
        }
    }
    None
}

/// O tipo provável de um conteúdo que não é PDF.
fn parece(conteudo: &[u8]) -> Parece {
    let sem_bom = conteudo.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(conteudo).trim_ascii_start();
    let inicio = sem_bom[..sem_bom.len().min(FOLGA_DO_CABECALHO)].to_ascii_lowercase();
    const IMAGENS: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"II*\0", b"MM\0*"];
    if inicio.is_empty() {
        Parece::Vazio
    } else if inicio.starts_with(b"<!doctype html") || contem(&inicio, b"<html") {
        Parece::Html
    } else if inicio.starts_with(b"<?xml") {
        Parece::Xml
    } else if IMAGENS.iter().any(|magico| conteudo.starts_with(magico)) {
        Parece::Imagem
    } else if conteudo.starts_with(b"PK\x03\x04") {
        Parece::Zip
    } else if inicio.starts_with(b"{") || inicio.starts_with(b"[") {
        Parece::Json
    } else if inicio.starts_with(b"<") {
        Parece::Html
    } else if inicio.iter().all(|b| !b.is_ascii_control() || b.is_ascii_whitespace()) {
        Parece::Texto
    } else {
        Parece::Desconhecido
    }
}

fn contem(onde: &[u8], procurado: &[u8]) -> bool {
    onde.windows(procurado.len()).any(|janela| janela == procurado)
}

#[cfg(test)]
#[path = "testes_inspecao.rs"]
mod testes;
