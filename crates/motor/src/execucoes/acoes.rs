//! O que se faz com execuções de fora do executor, sempre na transação de quem chama.

use banco::{Contexto, Fato, valores};
use nucleo::{Erro, ExecucaoId, Resultado};
use serde_json::json;
use uuid::Uuid;

use crate::{
    avisos::{Aviso, avisar, politica_de},
    execucoes::{
        Enfileirada, Execucao, ExecucaoFeita, NovaExecucao, Passo, Situacao, Tentativa, repositorio,
    },
};

/// Enfileira na transação de quem chama; o executor acorda quando ela confirmar. Com chave única já viva,
/// devolve a existente.
pub async fn enfileirar(cx: &mut Contexto, nova: NovaExecucao) -> Resultado<Enfileirada> {
    let alvo = nova.alvo;
    enfileirar_no_alvo(cx, nova, alvo).await
}

/// Como [`enfileirar`], com o alvo lido do banco.
pub(crate) async fn enfileirar_no_alvo(
    cx: &mut Contexto,
    nova: NovaExecucao,
    alvo: Option<(&str, Uuid)>,
) -> Resultado<Enfileirada> {
    let politica = politica_de(nova.tipo);
    // A viva que impediu a inserção pode encerrar-se no meio; na segunda volta a chave já está livre.
    for _ in 0..3 {
        if let Some(id) = repositorio::inserir(cx, &nova, alvo, &politica).await? {
            cx.depois_de_confirmar(|| avisar(Aviso::HaTrabalho));
            return Ok(Enfileirada { id, ja_existia: false });
        }
        let Some(chave) = &nova.chave_unica else { break };
        if let Some(id) = repositorio::viva_com_chave(cx, chave).await? {
            return Ok(Enfileirada { id, ja_existia: true });
        }
    }
    Err(Erro::conflito("execucao_nao_enfileirada", "a execução não pôde entrar na fila", "tente de novo"))
}

/// Guarda como execução concluída algo que já se fez na própria requisição.
pub async fn registrar_execucao_feita(cx: &mut Contexto, feita: ExecucaoFeita) -> Resultado<ExecucaoId> {
    repositorio::inserir_feita(cx, &feita).await
}

/// A execução da conta, ou não encontrada.
pub async fn buscar(cx: &mut Contexto, id: ExecucaoId) -> Resultado<Execucao> {
    repositorio::buscar(cx, id).await
}

/// As tentativas de uma execução, da primeira à última.
pub async fn tentativas(cx: &mut Contexto, id: ExecucaoId) -> Resultado<Vec<Tentativa>> {
    repositorio::tentativas(cx, id).await
}

/// As execuções sobre um alvo, da mais nova à mais velha (até 500).
pub async fn do_alvo(cx: &mut Contexto, alvo_tipo: &str, alvo_id: Uuid) -> Resultado<Vec<Execucao>> {
    repositorio::do_alvo(cx, alvo_tipo, alvo_id).await
}

/// Anota onde o arquivo de uma execução ficou guardado. Use em `concluir`.
pub async fn anotar_arquivo(cx: &mut Contexto, id: ExecucaoId, url: &str) -> Resultado<()> {
    cx.executar(
        "UPDATE execucoes SET url_arquivo_s3 = ? WHERE conta_id = ? AND id = ?",
        valores![url, cx.conta(), id],
    )
    .await?;
    Ok(())
}

/// Pede que pare. Quem espera na fila é cancelada já (sem chamar o `desistir` do seu trabalho: quem chama
/// cuida do seu lado); a que executa recebe o pedido e para assim que puder. INCERTO não se cancela.
pub async fn cancelar(cx: &mut Contexto, id: ExecucaoId) -> Resultado<Execucao> {
    let execucao = repositorio::buscar(cx, id).await?;
    let destino = execucao.status.apos(Passo::Cancelar)?;
    if execucao.status == Situacao::Executando {
        let agora = cx.agora();
        cx.executar(
            "UPDATE execucoes SET cancelamento_pedido_em = COALESCE(cancelamento_pedido_em, ?), \
             atualizado_em = ? WHERE conta_id = ? AND id = ? AND status = 'EXECUTANDO'",
            valores![agora, agora, cx.conta(), id],
        )
        .await?;
        cx.depois_de_confirmar(move || avisar(Aviso::Cancelar(id)));
    } else {
        repositorio::mudar_situacao(cx, &execucao, destino, execucao.disponivel_em).await?;
        cx.depois_de_confirmar(move || avisar(Aviso::Mudou(id)));
    }
    let fato = Fato::novo("execucao.cancelamento_pedido", "execucoes", id);
    cx.registrar(fato.antes(json!({"status": execucao.status.como_texto()}))).await?;
    repositorio::buscar(cx, id).await
}
