//! O formulário de um só arquivo: lido aos pedaços, contando os bytes enquanto chegam.

use std::borrow::Cow;

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartRejection},
    },
    http::{HeaderMap, header},
};
use bytes::{Bytes, BytesMut};
use documentos::{ErroLeitura, Recusa};
use nucleo::{CampoInvalido, Erro, Resultado};
use utoipa::ToSchema;

/// O único campo do formulário.
const CAMPO: &str = "arquivo";
/// O que um formulário de um só arquivo gasta além dele.
const FOLGA_DO_FORMULARIO: u64 = 64 * 1024;
const NOME_MAXIMO: usize = 200;

/// O formulário com a fatura.
#[derive(ToSchema)]
#[schema(as = processos::anexar::Formulario)]
#[expect(dead_code, reason = "só descreve o formulário na OpenAPI; quem o lê é o extrator aos pedaços")]
pub struct Formulario {
    /// O PDF da fatura.
    #[schema(value_type = String, format = Binary)]
    arquivo: Vec<u8>,
}

/// Recusa já pelo tamanho que o pedido anuncia.
pub fn recusar_anunciado_grande(cabecalhos: &HeaderMap, limite: u64) -> Resultado<()> {
    let anunciado = cabecalhos
        .get(header::CONTENT_LENGTH)
        .and_then(|v| v.to_str().ok())
        .and_then(|t| t.parse::<u64>().ok());
    match anunciado {
        Some(bytes) if bytes > limite + FOLGA_DO_FORMULARIO => {
            Err(Erro::GrandeDemais { limite_bytes: limite })
        }
        _ => Ok(()),
    }
}

/// O nome e o conteúdo do arquivo, até o limite.
pub async fn ler_formulario(
    formulario: Result<Multipart, MultipartRejection>,
    limite: u64,
) -> Resultado<(String, Bytes)> {
    let mut formulario = formulario.map_err(|causa| recusa("formulario_invalido", causa.body_text()))?;
    let campo =
        formulario.next_field().await.map_err(|causa| recusa("formulario_invalido", causa.body_text()))?;
    let Some(campo) = campo.filter(|c| c.name() == Some(CAMPO)) else {
        return Err(recusa("obrigatorio", "mande o PDF no campo `arquivo` de um formulário multipart"));
    };
    let nome: String = campo.file_name().unwrap_or("fatura.pdf").chars().take(NOME_MAXIMO).collect();
    Ok((nome, ler_campo(campo, limite).await?))
}

async fn ler_campo(mut campo: Field<'_>, limite: u64) -> Resultado<Bytes> {
    let mut conteudo = BytesMut::new();
    while let Some(pedaco) = campo.chunk().await.map_err(|c| recusa("envio_interrompido", c.body_text()))? {
        if (conteudo.len() + pedaco.len()) as u64 > limite {
            return Err(Erro::GrandeDemais { limite_bytes: limite });
        }
        conteudo.extend_from_slice(&pedaco);
    }
    Ok(conteudo.freeze())
}

/// O erro do campo do arquivo.
pub fn recusa(codigo: &'static str, mensagem: impl Into<Cow<'static, str>>) -> Erro {
    Erro::campo(CampoInvalido::novo(CAMPO, codigo, mensagem))
}

/// O que a leitura recusou, dito do campo do arquivo.
pub fn recusa_da_leitura(causa: ErroLeitura) -> Erro {
    match causa {
        ErroLeitura::Recusado(Recusa::GrandeDemais { limite_bytes }) => Erro::GrandeDemais { limite_bytes },
        ErroLeitura::NaoIniciado(_) => {
            Erro::Indisponivel { parte: "o leitor de PDF", detalhe: causa.to_string() }
        }
        causa => recusa(causa.codigo(), causa.to_string()),
    }
}
