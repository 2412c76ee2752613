//! Livro dos envios ao SAT: a intenção antes, o recibo depois. É o que impede enviar duas vezes.
//!
//! `PREPARADO → EM_VOO → CONFIRMADO | SEM_EFEITO | INCERTO`. O banco só deixa haver um efeito vivo (que não
//! seja `SEM_EFEITO`) por processo.

use banco::{Contexto, valores};
use nucleo::{EfeitoId, Erro, ExecucaoId, ProcessoId, Resultado, Sha256};
use serde_json::Value;

/// O único tipo de efeito que existe por enquanto.
const TIPO: &str = "UPLOAD_SAT";

/// O envio em que se está ou que já terminou.
#[derive(Clone, Debug, PartialEq)]
pub struct Efeito {
    /// `PREPARADO`, `EM_VOO`, `CONFIRMADO` ou `INCERTO`.
    pub estado: String,
    /// O arquivo que se quis enviar.
    pub arquivo_sha256: Sha256,
}

/// O efeito vivo do processo, se houver.
pub async fn vivo(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Option<Efeito>> {
    let linha = cx
        .buscar_um(
            "SELECT estado, arquivo_sha256 FROM efeitos \
             WHERE conta_id = ? AND processo_id = ? AND tipo = ? AND estado <> 'SEM_EFEITO'",
            valores![cx.conta(), processo, TIPO],
        )
        .await?;
    linha.map(|l| Ok(Efeito { estado: l.obter_em(0)?, arquivo_sha256: l.obter_em(1)? })).transpose()
}

/// Escreve a intenção de enviar o arquivo aprovado.
///
/// # Erros
/// `envio_incerto` quando há um envio em voo, incerto ou confirmado: outro poderia duplicar.
pub async fn preparar(
    cx: &mut Contexto,
    processo: ProcessoId,
    execucao: ExecucaoId,
    arquivo: Sha256,
) -> Resultado<()> {
    abrir(cx, processo, execucao, arquivo, "PREPARADO").await
}

/// Marca que o envio vai sair agora; confirmado no disco antes do primeiro byte.
///
/// # Erros
/// Os de [`preparar`]; o robô que os recebe não envia.
pub async fn por_em_voo(
    cx: &mut Contexto,
    processo: ProcessoId,
    execucao: ExecucaoId,
    arquivo: Sha256,
) -> Resultado<()> {
    abrir(cx, processo, execucao, arquivo, "EM_VOO").await
}

async fn abrir(
    cx: &mut Contexto,
    processo: ProcessoId,
    execucao: ExecucaoId,
    arquivo: Sha256,
    estado: &'static str,
) -> Resultado<()> {
    let mudadas = cx
        .executar(
            "INSERT INTO efeitos (id, conta_id, processo_id, execucao_id, tipo, estado, referencia, arquivo_sha256, \
             criado_em, atualizado_em) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT (processo_id, tipo) WHERE estado <> 'SEM_EFEITO' DO UPDATE SET \
             execucao_id = excluded.execucao_id, arquivo_sha256 = excluded.arquivo_sha256, \
             estado = excluded.estado, atualizado_em = excluded.atualizado_em \
             WHERE efeitos.estado = 'PREPARADO'",
            valores![
                EfeitoId::novo(cx.relogio()),
                cx.conta(),
                processo,
                execucao,
                TIPO,
                estado,
                processo.to_string(),
                arquivo,
                cx.agora(),
                cx.agora()
            ],
        )
        .await?;
    if mudadas == 1 { Ok(()) } else { Err(envio_incerto()) }
}

/// Um envio anterior pode ter chegado: outro poderia duplicar.
pub fn envio_incerto() -> Erro {
    Erro::conflito(
        "envio_incerto",
        "um envio anterior deste processo saiu e ainda não se sabe o que houve com ele",
        "aguarde a verificação no SAT ou decida a execução incerta",
    )
}

/// Guarda o recibo. Vale de qualquer estado vivo: a verificação pode confirmar o que ficou incerto.
pub async fn confirmar(
    cx: &mut Contexto,
    processo: ProcessoId,
    protocolo: &str,
    prova: Value,
) -> Resultado<()> {
    cx.executar(
        "UPDATE efeitos SET estado = 'CONFIRMADO', referencia_externa = ?, prova = ?, atualizado_em = ? \
         WHERE conta_id = ? AND processo_id = ? AND tipo = ? AND estado <> 'SEM_EFEITO'",
        valores![protocolo, prova, cx.agora(), cx.conta(), processo, TIPO],
    )
    .await?;
    Ok(())
}

/// Solta a intenção: está provado que nada chegou ao SAT.
pub async fn soltar(cx: &mut Contexto, processo: ProcessoId, prova: Value) -> Resultado<()> {
    cx.executar(
        "UPDATE efeitos SET estado = 'SEM_EFEITO', prova = ?, atualizado_em = ? \
         WHERE conta_id = ? AND processo_id = ? AND tipo = ? AND estado IN ('PREPARADO', 'EM_VOO', 'INCERTO')",
        valores![prova, cx.agora(), cx.conta(), processo, TIPO],
    )
    .await?;
    Ok(())
}

/// A execução acabou sem prova do desfecho: o que nem saiu se solta, o que estava em voo fica incerto.
pub async fn encerrar_sem_prova(cx: &mut Contexto, processo: ProcessoId, prova: Value) -> Resultado<()> {
    cx.executar(
        "UPDATE efeitos SET estado = CASE estado WHEN 'PREPARADO' THEN 'SEM_EFEITO' ELSE 'INCERTO' END, \
         prova = ?, atualizado_em = ? \
         WHERE conta_id = ? AND processo_id = ? AND tipo = ? AND estado IN ('PREPARADO', 'EM_VOO')",
        valores![prova, cx.agora(), cx.conta(), processo, TIPO],
    )
    .await?;
    Ok(())
}
