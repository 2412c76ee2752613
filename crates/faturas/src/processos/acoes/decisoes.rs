//! Aprovar, desfazer e rejeitar: decisões sobre um arquivo que a pessoa viu, identificado pelo seu SHA-256.

use std::time::Duration;

use banco::{Contexto, Fato};
use chrono::{DateTime, Utc};
use nucleo::{CampoInvalido, Erro, Pode, ProcessoId, Resultado, Sha256, permissoes::AprovarProcessos};
use serde_json::json;

use super::enfileirar_envio;
use crate::processos::{
    Passo, Processo, Situacao,
    passos::{ENVIO_INICIADO, impedimento},
    repositorio::{self, TipoDeDecisao, efeitos, lista},
};

/// O maior texto de observação ou motivo, em caracteres.
const TEXTO_MAXIMO: usize = 2_000;

/// Uma aprovação feita.
#[derive(Clone, Debug)]
pub struct Aprovacao {
    /// O processo aprovado.
    pub processo: Processo,
    /// Até quando o envio espera quem queira voltar atrás; `None` quando sai já.
    pub desfazer_ate: Option<DateTime<Utc>>,
}

/// Aprova a fatura e enfileira o envio ao SAT, que espera `janela` por quem queira voltar atrás.
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
    janela: Duration,
) -> Resultado<Aprovacao> {
    let observacoes = texto("observacoes", observacoes)?;
    let antes = repositorio::buscar(cx, id).await?;
    let destino = antes.situacao.apos(Passo::Aprovar)?;
    antes.conferir_arquivo(visto)?;
    repositorio::gravar_aprovacao(cx, &antes, destino).await?;
    repositorio::gravar_decisao(cx, id, TipoDeDecisao::Aprovacao, visto, observacoes.as_deref()).await?;
    let desfazer_ate = (!janela.is_zero()).then(|| cx.agora() + janela);
    let execucao = enfileirar_envio(cx, id, visto, desfazer_ate).await?;
    let fato = Fato::novo("processo.aprovado", "processos", id)
        .antes(json!({"status_processo": antes.situacao}))
        .depois(json!({
            "status_processo": destino, "arquivo_sha256": visto, "observacoes": observacoes, "execucao_id": execucao,
        }));
    cx.registrar(fato).await?;
    Ok(Aprovacao { processo: repositorio::buscar(cx, id).await?, desfazer_ate })
}

/// Volta atrás na aprovação enquanto ninguém tocou no envio: cancela-o, solta a intenção e o processo volta a
/// esperar aprovação, na mesma transação.
///
/// # Erros
/// `envio_iniciado` se um trabalhador já o tomou, mesmo neste instante; `fora_de_hora` se não está aprovado.
pub async fn desfazer_aprovacao(
    cx: &mut Contexto,
    _: Pode<AprovarProcessos>,
    id: ProcessoId,
) -> Resultado<Processo> {
    let antes = repositorio::buscar(cx, id).await?;
    if antes.situacao == Situacao::UploadRealizado {
        return Err(envio_iniciado());
    }
    let destino = antes.situacao.apos(Passo::Desfazer)?;
    let ultima = lista::ultima_execucao(cx, id).await?;
    let circunstancias = lista::com_a_ultima(Default::default(), ultima.as_ref());
    if impedimento(antes.situacao, Passo::Desfazer, &circunstancias).is_some() {
        return Err(envio_iniciado());
    }
    let envio = ultima.filter(lista::UltimaExecucao::envio_na_fila);
    if let Some(envio) = &envio {
        // Entre ler e cancelar, o executor pode tê-lo tomado: então a execução não termina cancelada, e desistir
        // desfaz até o pedido de cancelamento.
        let cancelada = motor::cancelar(cx, envio.id).await.map_err(|_| envio_iniciado())?;
        if cancelada.status != motor::Situacao::Cancelado {
            return Err(envio_iniciado());
        }
    }
    if efeitos::vivo(cx, id).await?.is_some_and(|efeito| efeito.estado != "PREPARADO") {
        return Err(envio_iniciado());
    }
    efeitos::soltar(cx, id, json!({"motivo": "a aprovação foi desfeita antes do envio"})).await?;
    repositorio::gravar_aprovacao_desfeita(cx, &antes, destino).await?;
    let fato = Fato::novo("processo.aprovacao_desfeita", "processos", id)
        .antes(json!({
            "status_processo": antes.situacao, "aprovado_por_usuario_id": antes.aprovado_por_usuario_id,
            "data_aprovacao": antes.data_aprovacao,
        }))
        .depois(json!({
            "status_processo": destino, "arquivo_sha256": antes.arquivo_sha256,
            "execucao_id": envio.map(|e| e.id),
        }));
    cx.registrar(fato).await?;
    repositorio::buscar(cx, id).await
}

fn envio_iniciado() -> Erro {
    Erro::conflito("envio_iniciado", ENVIO_INICIADO, "acompanhe a execução do envio")
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
