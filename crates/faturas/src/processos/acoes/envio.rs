//! Entregar ao SAT o arquivo aprovado, uma vez só.

use banco::{Contexto, Fato};
use chrono::{DateTime, Utc};
use motor::{Execucao, NovaExecucao, enfileirar};
use nucleo::{Erro, ExecucaoId, Pode, ProcessoId, Resultado, Sha256, permissoes::OperarProcessos};
use serde_json::{Value, json};

use super::{ALVO, UPLOAD_SAT};
use crate::processos::{
    Passo,
    passos::impedimento,
    repositorio::{self, contratado, efeitos, lista},
};

/// Enfileira o envio do arquivo aprovado, para já ou para depois, e escreve a intenção no livro de efeitos.
///
/// # Erros
/// `envio_em_andamento` se já há um vivo; `envio_incerto` se um anterior pode ter chegado.
pub async fn enfileirar_envio(
    cx: &mut Contexto,
    id: ProcessoId,
    aprovado: Sha256,
    disponivel_em: Option<DateTime<Utc>>,
) -> Resultado<ExecucaoId> {
    let contratado = contratado::buscar(cx, id).await?;
    let mut parametros = contratado.entrada_mascarada();
    if let Value::Object(campos) = &mut parametros {
        campos.insert("operadora_codigo".into(), json!("SAT"));
        campos.insert("arquivo_sha256".into(), json!(aprovado));
        // O acesso ao SAT é da instalação, não do cliente.
        for campo in ["url_portal", "usuario", "senha"] {
            campos.insert(campo.into(), Value::Null);
        }
    }
    let nova = NovaExecucao {
        tipo: UPLOAD_SAT,
        titulo: Some(contratado.titulo()),
        detalhe: Some(contratado.detalhe()),
        alvo: Some((ALVO, id.into())),
        parametros,
        chave_unica: Some(format!("envio:{id}")),
        disponivel_em,
        ..NovaExecucao::default()
    };
    let enfileirada = enfileirar(cx, nova).await?;
    if enfileirada.ja_existia {
        return Err(Erro::conflito(
            "envio_em_andamento",
            "o envio deste processo já está na fila ou em andamento",
            "acompanhe a execução que já existe",
        ));
    }
    efeitos::preparar(cx, id, enfileirada.id, aprovado).await?;
    Ok(enfileirada.id)
}

/// Envia de novo quando o envio anterior terminou em falha.
///
/// # Erros
/// `fora_de_hora` fora de AGUARDANDO_ENVIO_SAT; os de [`enfileirar_envio`].
pub async fn reenviar(cx: &mut Contexto, _: Pode<OperarProcessos>, id: ProcessoId) -> Resultado<ExecucaoId> {
    let contratado = contratado::buscar(cx, id).await?;
    contratado.processo.situacao.apos(Passo::Enviar)?;
    let ultima = lista::ultima_execucao(cx, id).await?;
    let circunstancias = lista::com_a_ultima(contratado.circunstancias(), ultima.as_ref());
    if let Some(motivo) = impedimento(contratado.processo.situacao, Passo::Enviar, &circunstancias) {
        let codigo = if circunstancias.envio_incerto { "envio_incerto" } else { "envio_em_andamento" };
        return Err(Erro::conflito(codigo, motivo, "acompanhe a execução que já existe"));
    }
    let aprovado = exigir_aprovado(contratado.processo.arquivo_sha256)?;
    let execucao = enfileirar_envio(cx, id, aprovado, None).await?;
    let depois = json!({"execucao_id": execucao, "arquivo_sha256": aprovado});
    cx.registrar(Fato::novo("processo.envio_pedido", "processos", id).depois(depois)).await?;
    Ok(execucao)
}

/// O arquivo aprovado, ou o defeito de não haver.
pub(crate) fn exigir_aprovado(sha256: Option<Sha256>) -> Resultado<Sha256> {
    sha256.ok_or_else(|| Erro::interno("processo aprovado sem arquivo"))
}

/// Guarda o recibo do SAT e encerra o processo.
pub async fn registrar_envio(
    cx: &mut Contexto,
    execucao: &Execucao,
    protocolo: &str,
    prova: Value,
) -> Resultado<()> {
    let id = super::alvo(execucao)?;
    let antes = repositorio::buscar(cx, id).await?;
    let destino = antes.situacao.apos(Passo::Enviar)?;
    efeitos::confirmar(cx, id, protocolo, prova).await?;
    repositorio::gravar_envio(cx, &antes, destino, protocolo).await?;
    let fato = Fato::novo("processo.enviado", "processos", id)
        .antes(json!({"status_processo": antes.situacao}))
        .depois(json!({
            "status_processo": destino, "protocolo_sat": protocolo, "arquivo_sha256": antes.arquivo_sha256,
            "execucao_id": execucao.id,
        }));
    cx.registrar(fato).await
}
