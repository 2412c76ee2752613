//! Importar clientes de uma planilha.

use std::sync::Arc;

use axum::{
    Json,
    body::to_bytes,
    extract::{FromRequest, Multipart, Request, State, multipart::MultipartError},
    http::{StatusCode, header},
};
use borda::{Autenticado, Base, Filtros, Problemas, ResultadoHttp};
use bytes::Bytes;
use nucleo::{CampoInvalido, Cofre, Erro, Resultado};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::clientes::importacao::{self, Desfecho, LIMITE_BYTES, LinhaImportada, Relatorio, Tabela};

/// Como importar.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Modo {
    /// Ensaio: responde o que aconteceria, sem gravar.
    #[serde(default)]
    simular: bool,
    /// Quais linhas responder; todas, sem dizer.
    #[param(inline)]
    somente: Option<Somente>,
}

/// Recorte das linhas respondidas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = clientes::importar::Somente)]
#[serde(rename_all = "lowercase")]
pub enum Somente {
    /// Só as recusadas.
    Erros,
}

/// O que aconteceu com o arquivo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = clientes::importar::Resposta)]
pub struct Resposta {
    /// Se foi ensaio.
    simulacao: bool,
    /// Clientes criados.
    criados: usize,
    /// Clientes alterados.
    alterados: usize,
    /// Clientes que já estavam assim.
    iguais: usize,
    /// Linhas recusadas.
    recusados: usize,
    /// Colunas desconhecidas, deixadas de lado.
    colunas_ignoradas: Vec<String>,
    /// Linha a linha, na ordem do arquivo.
    linhas: Vec<Linha>,
}

/// Uma linha do arquivo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = clientes::importar::Linha)]
pub struct Linha {
    /// Número da linha no arquivo.
    linha: usize,
    /// O desfecho.
    resultado: ResultadoDaLinha,
    /// O cliente; ausente em linha recusada e em criação ensaiada.
    #[serde(skip_serializing_if = "Option::is_none")]
    cliente_id: Option<Uuid>,
    /// O `hash_unico` do cliente.
    #[serde(skip_serializing_if = "Option::is_none")]
    hash_unico: Option<String>,
    /// Os campos que mudaram.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    mudancas: Vec<&'static str>,
    /// Por que a linha foi recusada.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    erros: Vec<ErroDaLinha>,
}

/// O desfecho de uma linha.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = clientes::importar::Resultado)]
#[serde(rename_all = "UPPERCASE")]
pub enum ResultadoDaLinha {
    /// Cliente novo.
    Criado,
    /// Cliente que existia e mudou.
    Alterado,
    /// Cliente que já estava assim.
    Igual,
    /// Nada se fez.
    Recusado,
}

/// Uma recusa.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = clientes::importar::Erro)]
pub struct ErroDaLinha {
    /// O campo, ou `linha` quando é ela inteira.
    campo: String,
    /// Código estável.
    codigo: String,
    /// O que aconteceu e o que fazer.
    mensagem: String,
}

impl From<CampoInvalido> for ErroDaLinha {
    fn from(c: CampoInvalido) -> Self {
        Self { campo: c.campo.into(), codigo: c.codigo.into(), mensagem: c.mensagem.into() }
    }
}

impl From<LinhaImportada> for Linha {
    fn from(lida: LinhaImportada) -> Self {
        let (resultado, cliente_id, mudancas, erros) = match lida.desfecho {
            Desfecho::Criado { id } => (ResultadoDaLinha::Criado, id, Vec::new(), Vec::new()),
            Desfecho::Alterado { id, mudancas } => {
                (ResultadoDaLinha::Alterado, Some(id), mudancas, Vec::new())
            }
            Desfecho::Igual { id } => (ResultadoDaLinha::Igual, Some(id), Vec::new(), Vec::new()),
            Desfecho::Recusado { erros } => (ResultadoDaLinha::Recusado, None, Vec::new(), erros),
        };
        Self {
            linha: lida.numero,
            resultado,
            cliente_id: cliente_id.map(Into::into),
            hash_unico: lida.hash_unico,
            mudancas,
            erros: erros.into_iter().map(Into::into).collect(),
        }
    }
}

impl Resposta {
    fn nova(relatorio: Relatorio, somente: Option<Somente>) -> Self {
        let [criados, alterados, iguais, recusados] = relatorio.contagem();
        let interessa =
            |linha: &LinhaImportada| somente.is_none() || matches!(linha.desfecho, Desfecho::Recusado { .. });
        Self {
            simulacao: relatorio.simulacao,
            criados,
            alterados,
            iguais,
            recusados,
            colunas_ignoradas: relatorio.colunas_ignoradas,
            linhas: relatorio.linhas.into_iter().filter(interessa).map(Into::into).collect(),
        }
    }
}

/// Importa clientes de uma planilha CSV ou XLSX, com ensaio por `simular=true`.
///
/// O arquivo (até 10 MiB e 50.000 linhas) vem no corpo, como `text/csv`, ou em um formulário
/// `multipart/form-data`; o que ele é, diz o conteúdo. Do XLSX vale a primeira folha visível. O CSV aceita `;` ou
/// `,`, UTF-8 ou Windows-1252. Títulos em qualquer ordem; a coluna
/// `operadora` traz o código. Linha recusada não impede as outras; importar de novo não muda nada.
#[utoipa::path(post, path = "/clientes/importacao", tag = "clientes", params(Modo),
    request_body(description = "O arquivo", content((String = "text/csv"), (Vec<u8> = "multipart/form-data"))),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn importar_clientes(
    State(base): State<Base>,
    State(cofre): State<Arc<dyn Cofre>>,
    Autenticado(escopo): Autenticado,
    Filtros(modo): Filtros<Modo>,
    pedido: Request,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    let arquivo = ler_arquivo(pedido).await?;
    let tabela =
        tokio::task::spawn_blocking(move || Tabela::ler(&arquivo)).await.map_err(Erro::interno)??;
    let (banco, cofre) = (&base.banco, cofre.as_ref());
    // O ensaio não segura a escrita de ninguém.
    let relatorio = if modo.simular {
        banco.ler(&escopo, async |cx| importacao::importar(cx, cofre, pode, tabela, true).await).await?
    } else {
        banco.gravar(&escopo, async |cx| importacao::importar(cx, cofre, pode, tabela, false).await).await?
    };
    Ok(Json(Resposta::nova(relatorio, modo.somente)))
}

async fn ler_arquivo(pedido: Request) -> Resultado<Bytes> {
    let formulario = pedido
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|tipo| tipo.to_str().ok())
        .is_some_and(|tipo| tipo.starts_with("multipart/form-data"));
    if !formulario {
        return to_bytes(pedido.into_body(), LIMITE_BYTES).await.map_err(|_| grande_demais());
    }
    let mut partes =
        Multipart::from_request(pedido, &()).await.map_err(|causa| sem_arquivo(causa.body_text()))?;
    while let Some(parte) = partes.next_field().await.map_err(|causa| recusar_formulario(&causa))? {
        if parte.file_name().is_some() || parte.name() == Some("arquivo") {
            return parte.bytes().await.map_err(|causa| recusar_formulario(&causa));
        }
    }
    Err(sem_arquivo("o formulário não traz arquivo; mande-o no campo arquivo".to_owned()))
}

fn grande_demais() -> Erro {
    Erro::GrandeDemais { limite_bytes: LIMITE_BYTES as u64 }
}

fn sem_arquivo(mensagem: String) -> Erro {
    Erro::campo(CampoInvalido::novo("arquivo", "formulario_invalido", mensagem))
}

fn recusar_formulario(causa: &MultipartError) -> Erro {
    if causa.status() == StatusCode::PAYLOAD_TOO_LARGE {
        grande_demais()
    } else {
        sem_arquivo(causa.body_text())
    }
}
