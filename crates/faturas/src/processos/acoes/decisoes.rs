//! Aprovar e rejeitar: decisões sobre um arquivo que a pessoa viu, identificado pelo seu SHA-256.

use banco::{Contexto, Fato};
use nucleo::{CampoInvalido, Erro, Pode, ProcessoId, Resultado, Sha256, permissoes::AprovarProcessos};
use serde_json::json;

use super::enfileirar_envio;
use crate::processos::{
    Passo, Processo,
    repositorio::{self, TipoDeDecisao},
};

/// O maior texto de observação ou motivo, em caracteres.
const TEXTO_MAXIMO: usize = 2_000;

/// Aprova a fatura e enfileira o envio ao SAT.
///
/// Tudo acontece na mesma transação: situação, decisão, auditoria, intenção de envio e execução.
///
/// # Erros
/// `fora_de_hora` fora de AGUARDANDO_APROVACAO; `arquivo_mudou` se o resumo não é o do arquivo atual;
/// `ja_decidido` se outra pessoa decidiu no mesmo instante.
pub async fn aprovar(
    cx: &mut Contexto,
    _: Pode<AprovarProcessos>,
    id: ProcessoId,
    visto: Sha256,
    observacoes: Option<String>,
) -> Resultado<Processo> {
    let observacoes = texto("observacoes", observacoes)?;
    let antes = repositorio::buscar(cx, id).await?;
    let destino = antes.situacao.apos(Passo::Aprovar)?;
    antes.conferir_arquivo(visto)?;
    repositorio::gravar_aprovacao(cx, &antes, destino).await?;
    repositorio::gravar_decisao(cx, id, TipoDeDecisao::Aprovacao, visto, observacoes.as_deref()).await?;
    let execucao = enfileirar_envio(cx, id, visto).await?;
    let fato = Fato::novo("processo.aprovado", "processos", id)
        .antes(json!({"status_processo": antes.situacao}))
        .depois(json!({
            "status_processo": destino, "arquivo_sha256": visto, "observacoes": observacoes, "execucao_id": execucao,
        }));
    cx.registrar(fato).await?;
    repositorio::buscar(cx, id).await
}

/// Rejeita a fatura: o processo volta a esperar download, com o motivo guardado.
///
/// # Erros
/// Os de [`aprovar`]; `motivo` é obrigatório.
pub async fn rejeitar(
    cx: &mut Contexto,
    _: Pode<AprovarProcessos>,
    id: ProcessoId,
    visto: Option<Sha256>,
    motivo: String,
) -> Resultado<Processo> {
    let motivo = texto("motivo", Some(motivo))?.ok_or_else(|| {
        Erro::campo(CampoInvalido::novo("motivo", "obrigatorio", "diga por que a fatura foi rejeitada"))
    })?;
    let antes = repositorio::buscar(cx, id).await?;
    let destino = antes.situacao.apos(Passo::Rejeitar)?;
    let arquivo = antes.arquivo_sha256.ok_or_else(|| Erro::interno("processo por aprovar sem arquivo"))?;
    antes.conferir_arquivo(visto.unwrap_or(arquivo))?;
    repositorio::gravar_rejeicao(cx, &antes, destino, &motivo).await?;
    repositorio::gravar_decisao(cx, id, TipoDeDecisao::Rejeicao, arquivo, Some(&motivo)).await?;
    let fato = Fato::novo("processo.rejeitado", "processos", id)
        .antes(json!({"status_processo": antes.situacao, "arquivo_sha256": arquivo}))
        .depois(json!({"status_processo": destino, "motivo_rejeicao": motivo}));
    cx.registrar(fato).await?;
    repositorio::buscar(cx, id).await
}

/// Texto sem espaços nas pontas; em branco é ausente.
fn texto(campo: &'static str, texto: Option<String>) -> Resultado<Option<String>> {
    let texto = texto.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    match &texto {
        Some(longo) if longo.chars().count() > TEXTO_MAXIMO => Err(Erro::campo(CampoInvalido::novo(
            campo,
            "texto_longo",
            format!("use até {TEXTO_MAXIMO} caracteres"),
        ))),
        _ => Ok(texto),
    }
}
