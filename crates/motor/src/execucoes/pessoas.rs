//! O que uma pessoa faz com uma execução: repetir, cancelar e decidir a dúvida. Precisa do catálogo, para
//! que o domínio dono do tipo tome parte na mesma transação.

use banco::{Contexto, Fato, valores};
use nucleo::{CampoInvalido, Erro, ExecucaoId, Pode, Resultado, permissoes::OperarExecucoes};
use serde_json::{Value, json};

use crate::{
    Catalogo, Falha,
    avisos::{Aviso, avisar},
    execucoes::{Execucao, NovaExecucao, Passo, Situacao, acoes::enfileirar_no_alvo, cancelar, repositorio},
};

/// O que uma pessoa afirma sobre um efeito incerto.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Afirmacao {
    Confirmado,
    SemEfeito,
}

/// Enfileira outra execução igual, ligada a esta.
pub(crate) async fn repetir(
    cx: &mut Contexto,
    _: Pode<OperarExecucoes>,
    catalogo: &Catalogo,
    id: ExecucaoId,
) -> Resultado<ExecucaoId> {
    let execucao = repositorio::buscar(cx, id).await?;
    if !execucao.status.esta_encerrada() {
        return Err(Erro::conflito(
            "execucao_em_andamento",
            format!("a execução está {} e não se repete o que ainda não acabou", execucao.status),
            "espere terminar ou cancele antes",
        ));
    }
    let trabalho = catalogo.de(&execucao.tipo)?;
    trabalho.pode_repetir(cx, &execucao).await?;
    let nova = NovaExecucao {
        tipo: trabalho.tipo(),
        titulo: execucao.titulo.clone(),
        detalhe: execucao.detalhe.clone(),
        alvo: None,
        parametros: execucao.parametros_entrada.clone(),
        chave_unica: execucao.chave_unica.clone(),
        chave_concorrencia: execucao.chave_concorrencia.clone(),
        classe_rpa: execucao.classe_rpa_utilizada.clone(),
        disponivel_em: None,
        repete: Some(id),
    };
    let alvo = execucao.alvo_tipo.as_deref().zip(execucao.alvo_id);
    let repetida = enfileirar_no_alvo(cx, nova, alvo).await?;
    if repetida.ja_existia {
        return Err(Erro::conflito(
            "ja_ha_execucao_viva",
            "já há uma execução em andamento para o mesmo fim",
            "acompanhe a que está em andamento",
        ));
    }
    let fato = Fato::novo("execucao.repetida", "execucoes", id);
    cx.registrar(fato.depois(json!({"execucao_id": repetida.id}))).await?;
    Ok(repetida.id)
}

/// Cancela; a que ainda aguardava também avisa o domínio na mesma transação.
pub(crate) async fn cancelar_a_pedido(
    cx: &mut Contexto,
    _: Pode<OperarExecucoes>,
    catalogo: &Catalogo,
    id: ExecucaoId,
) -> Resultado<Execucao> {
    let execucao = cancelar(cx, id).await?;
    if execucao.status == Situacao::Cancelado
        && let Ok(trabalho) = catalogo.de(&execucao.tipo)
    {
        trabalho.desistir(cx, &execucao, &Falha::cancelado()).await?;
    }
    Ok(execucao)
}

/// Decide a dúvida: o efeito aconteceu (conclui) ou não (volta à fila).
pub(crate) async fn decidir(
    cx: &mut Contexto,
    _: Pode<OperarExecucoes>,
    catalogo: &Catalogo,
    id: ExecucaoId,
    afirmacao: Afirmacao,
    justificativa: &str,
) -> Resultado<Execucao> {
    let justificativa = justificativa.trim();
    if !(10..=1_000).contains(&justificativa.chars().count()) {
        return Err(Erro::campo(CampoInvalido::novo(
            "justificativa",
            "tamanho",
            "diga em 10 a 1.000 caracteres como se verificou",
        )));
    }
    let execucao = repositorio::buscar(cx, id).await?;
    let trabalho = catalogo.de(&execucao.tipo)?;
    let (destino, saida) = match afirmacao {
        Afirmacao::Confirmado => {
            let destino = execucao.status.apos(Passo::ConfirmarEfeito)?;
            let saida = trabalho.saida_decidida(cx, &execucao, justificativa).await?;
            trabalho.concluir(cx, &execucao, &saida).await?;
            (destino, Some(saida))
        }
        Afirmacao::SemEfeito => {
            let destino = execucao.status.apos(Passo::NegarEfeito)?;
            trabalho.sem_efeito(cx, &execucao).await?;
            (destino, None)
        }
    };
    let agora = cx.agora();
    repositorio::mudar_situacao(cx, &execucao, destino, agora).await?;
    gravar_decisao(cx, &execucao, saida).await?;
    cx.depois_de_confirmar(move || {
        avisar(Aviso::Mudou(id));
        avisar(Aviso::HaTrabalho);
    });
    let fato = Fato::novo("execucao.decidida", "execucoes", id)
        .antes(json!({"status": execucao.status.como_texto(), "passo": execucao.passo_irreversivel}))
        .depois(json!({"status": destino.como_texto(), "justificativa": justificativa}));
    cx.registrar(fato).await?;
    repositorio::buscar(cx, id).await
}

/// Com saída, conclui; sem ela, desmarca o passo e garante ao menos mais uma tentativa.
async fn gravar_decisao(cx: &mut Contexto, execucao: &Execucao, saida: Option<Value>) -> Resultado<()> {
    let (conta, id) = (cx.conta(), execucao.id);
    match saida {
        Some(saida) => {
            cx.executar(
                "UPDATE execucoes SET resultado_saida = ?, progresso = 100, classe_erro = NULL, \
                 detalhes_erro = NULL WHERE conta_id = ? AND id = ?",
                valores![saida, conta, id],
            )
            .await?
        }
        None => {
            cx.executar(
                "UPDATE execucoes SET passo_irreversivel = NULL, maximo_tentativas = CASE \
                 WHEN maximo_tentativas > numero_tentativa THEN maximo_tentativas \
                 ELSE numero_tentativa + 1 END WHERE conta_id = ? AND id = ?",
                valores![conta, id],
            )
            .await?
        }
    };
    Ok(())
}
