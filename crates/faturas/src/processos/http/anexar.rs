//! `POST /processos/{id}/fatura`.

use axum::{
    Json,
    extract::{
        Multipart, State,
        multipart::{Field, MultipartRejection},
    },
    http::{HeaderMap, StatusCode, header},
};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use bytes::{Bytes, BytesMut};
use documentos::{ErroLeitura, Recusa};
use nucleo::{CampoInvalido, Erro, ProcessoId, Resultado};
use serde_json::Value;
use utoipa::ToSchema;

use super::comum::{ProcessoHttp, hoje};
use crate::{
    App,
    processos::{
        acoes::{self, Anexo},
        recepcao::{self, ErroRecepcao},
    },
};

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

/// Envia a fatura à mão, onde não há RPA ou onde ele falhou. Só PDF, pelo conteúdo, até o limite.
#[utoipa::path(post, path = "/processos/{id}/fatura", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")),
    request_body(content = Formulario, content_type = "multipart/form-data"),
    responses((status = 201, body = ProcessoHttp), (status = 413, description = "O arquivo passa do limite."), Problemas))]
pub async fn anexar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    cabecalhos: HeaderMap,
    formulario: Result<Multipart, MultipartRejection>,
) -> ResultadoHttp<(StatusCode, Json<ProcessoHttp>)> {
    let pode = escopo.exigir()?;
    // Antes de receber megabytes: pode, existe, espera fatura e o cliente está completo.
    let banco = &app.base.banco;
    let expectativa = banco
        .ler(&escopo, async |cx| {
            let contratado = acoes::conferir_se_pode_anexar(cx, pode, id).await?;
            recepcao::expectativa(cx, &contratado).await
        })
        .await?;
    let limite = app.configuracao.arquivo_maximo_bytes;
    recusar_anunciado_grande(&cabecalhos, limite)?;
    let (nome, conteudo) = ler_formulario(formulario, limite).await?;
    let recebida = recepcao::receber(&app.leitor, &app.armazem, conteudo, &expectativa, Value::Null)
        .await
        .map_err(traduzir)?;
    let anexo = Anexo { recebida, nome };
    let processo = banco.gravar(&escopo, async |cx| acoes::anexar(cx, pode, id, &anexo).await).await?;
    Ok((StatusCode::CREATED, Json(ProcessoHttp::novo(processo, hoje(&app)))))
}

fn recusar_anunciado_grande(cabecalhos: &HeaderMap, limite: u64) -> Resultado<()> {
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

async fn ler_formulario(
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

fn recusa(codigo: &'static str, mensagem: impl Into<std::borrow::Cow<'static, str>>) -> Erro {
    Erro::campo(CampoInvalido::novo(CAMPO, codigo, mensagem))
}

fn traduzir(erro: ErroRecepcao) -> Erro {
    match erro {
        ErroRecepcao::Leitura(ErroLeitura::Recusado(Recusa::GrandeDemais { limite_bytes })) => {
            Erro::GrandeDemais { limite_bytes }
        }
        ErroRecepcao::Leitura(causa @ ErroLeitura::NaoIniciado(_)) => {
            Erro::Indisponivel { parte: "o leitor de PDF", detalhe: causa.to_string() }
        }
        ErroRecepcao::Leitura(causa) => recusa(causa.codigo(), causa.to_string()),
        ErroRecepcao::Armazem(causa) => {
            Erro::Indisponivel { parte: "o armazém de arquivos", detalhe: causa.to_string() }
        }
    }
}
