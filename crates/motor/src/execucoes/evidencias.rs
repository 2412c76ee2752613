//! O que são as evidências: o que uma tentativa deixou para ver depois (a foto da tela em que parou, um arquivo
//! que não serviu). O conteúdo mora no armazém, pelo resumo; aqui fica de quem é e onde a execução estava.

use std::{collections::HashMap, fmt, str::FromStr};

use banco::{Contexto, Linha, valores};
use chrono::{DateTime, Utc};
use nucleo::{Erro, EvidenciaId, ExecucaoId, Resultado, Sha256};
use serde::Serialize;
use utoipa::ToSchema;

use super::Execucao;

/// Nome mais longo que se guarda.
const NOME_MAXIMO: usize = 200;
/// Quantas se mostram de uma execução.
const MOSTRADAS: i64 = 500;

/// O que uma evidência é; decide como se serve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
#[schema(as = execucoes::TipoDeEvidencia)]
pub enum TipoDeEvidencia {
    /// Foto da tela, em JPEG, com os campos de senha cobertos.
    Foto,
    /// O texto de uma página.
    Pagina,
    /// Um arquivo que o portal entregou.
    Arquivo,
}

/// Um texto que não é um tipo publicado.
#[derive(Debug, PartialEq, Eq)]
pub struct TipoDesconhecido;

impl fmt::Display for TipoDeEvidencia {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Foto => "FOTO",
            Self::Pagina => "PAGINA",
            Self::Arquivo => "ARQUIVO",
        })
    }
}

impl FromStr for TipoDeEvidencia {
    type Err = TipoDesconhecido;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        [Self::Foto, Self::Pagina, Self::Arquivo]
            .into_iter()
            .find(|tipo| tipo.to_string() == texto)
            .ok_or(TipoDesconhecido)
    }
}

/// Uma evidência guardada.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidencia {
    /// Identificador.
    pub id: EvidenciaId,
    /// Nome para pessoas.
    pub nome: String,
    /// O que é.
    pub tipo: TipoDeEvidencia,
    /// Onde a execução estava.
    pub passo: Option<String>,
    /// O conteúdo, no armazém.
    pub arquivo_sha256: Sha256,
    /// Tamanho do conteúdo.
    pub tamanho_bytes: i64,
    /// Quando foi guardada.
    pub criado_em: DateTime<Utc>,
}

/// Uma evidência por anotar; o conteúdo já está no armazém.
#[derive(Clone, Debug)]
pub struct NovaEvidencia {
    /// Nome para pessoas.
    pub nome: String,
    /// O que é.
    pub tipo: TipoDeEvidencia,
    /// Onde a execução estava.
    pub passo: Option<String>,
    /// O conteúdo, no armazém.
    pub arquivo_sha256: Sha256,
    /// Tamanho do conteúdo.
    pub tamanho_bytes: u64,
}

/// Anota na tentativa em curso da execução.
pub(crate) async fn inserir(cx: &mut Contexto, execucao: &Execucao, nova: &NovaEvidencia) -> Resultado<()> {
    let nome: String = nova.nome.chars().take(NOME_MAXIMO).collect();
    let tamanho = i64::try_from(nova.tamanho_bytes).map_err(Erro::interno)?;
    let id = EvidenciaId::novo(cx.relogio());
    cx.executar(
        "INSERT INTO evidencias (id, conta_id, execucao_id, ficha, nome, tipo, passo, arquivo_sha256, \
         tamanho_bytes, criado_em) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        valores![
            id,
            cx.conta(),
            execucao.id,
            execucao.ficha,
            nome,
            nova.tipo.to_string(),
            nova.passo.clone(),
            nova.arquivo_sha256,
            tamanho,
            cx.agora()
        ],
    )
    .await?;
    Ok(())
}

fn ler(linha: &Linha) -> Resultado<Evidencia> {
    let tipo: String = linha.obter("tipo")?;
    Ok(Evidencia {
        id: linha.obter("id")?,
        nome: linha.obter("nome")?,
        tipo: tipo.parse().map_err(|_| Erro::interno(format!("tipo de evidência desconhecido: {tipo}")))?,
        passo: linha.obter("passo")?,
        arquivo_sha256: linha.obter("arquivo_sha256")?,
        tamanho_bytes: linha.obter("tamanho_bytes")?,
        criado_em: linha.obter("criado_em")?,
    })
}

/// As de uma execução, por ficha da tentativa, da primeira à última.
pub(crate) async fn por_ficha(
    cx: &mut Contexto,
    execucao: ExecucaoId,
) -> Resultado<HashMap<i64, Vec<Evidencia>>> {
    let mut por_ficha: HashMap<i64, Vec<Evidencia>> = HashMap::new();
    let linhas = cx
        .buscar(
            "SELECT id, ficha, nome, tipo, passo, arquivo_sha256, tamanho_bytes, criado_em FROM evidencias \
             WHERE conta_id = ? AND execucao_id = ? ORDER BY ficha, id LIMIT ?",
            valores![cx.conta(), execucao, MOSTRADAS],
        )
        .await?;
    for linha in &linhas {
        por_ficha.entry(linha.obter("ficha")?).or_default().push(ler(linha)?);
    }
    Ok(por_ficha)
}

/// Uma evidência desta execução, ou não encontrada.
pub async fn buscar_evidencia(
    cx: &mut Contexto,
    execucao: ExecucaoId,
    id: EvidenciaId,
) -> Resultado<Evidencia> {
    cx.buscar_um(
        "SELECT id, nome, tipo, passo, arquivo_sha256, tamanho_bytes, criado_em FROM evidencias \
         WHERE conta_id = ? AND execucao_id = ? AND id = ?",
        valores![cx.conta(), execucao, id],
    )
    .await?
    .as_ref()
    .map(ler)
    .transpose()?
    .ok_or(Erro::NaoEncontrado("evidência"))
}
