//! O que é a `fila`: reservar, renovar e fechar. Quem reserva ganha uma ficha, e só quem a tem muda a
//! execução: resposta com ficha velha não grava.

mod resgate;

pub(crate) use resgate::{Quais, resgatar};

use std::time::Duration;

use banco::{Consulta, Contexto, ContextoSistema, Dialeto, valores};
use chrono::{DateTime, Utc};
use nucleo::{Resultado, TentativaId};
use serde_json::Value;

use crate::{
    avisos::{Aviso, avisar},
    execucoes::{
        Execucao, Situacao, SituacaoTentativa,
        repositorio::{colunas, ler_execucao},
    },
};

/// O que um trabalhador quer reservar.
pub(crate) struct Pedido<'a> {
    /// As filas, na ordem em que se olham, com os tipos que este servidor sabe executar em cada uma.
    pub filas: &'a [(&'static str, Vec<&'static str>)],
    /// Quantas no máximo.
    pub quantas: usize,
    /// Quem reserva.
    pub trabalhador: &'a str,
    /// Quanto dura a reserva.
    pub reserva: Duration,
}

/// Número arbitrário da trava que põe as reservas em fila no PostgreSQL.
const TRAVA: i64 = 0x0072_6567_656e_7465;

/// Reserva o que está pronto. Número da tentativa e ficha sobem aqui: uma execução que derruba o processo
/// conta mesmo assim.
pub(crate) async fn reservar(cx: &mut ContextoSistema, pedido: &Pedido<'_>) -> Resultado<Vec<Execucao>> {
    if cx.dialeto() == Dialeto::Postgres {
        // A chave de concorrência não é uma linha que se possa travar: sem isto, dois servidores reservariam
        // ao mesmo tempo duas execuções da mesma chave. Reservar leva milissegundos.
        cx.executar("SELECT pg_advisory_xact_lock(?)", valores![TRAVA]).await?;
    }
    let mut reservadas = Vec::new();
    for (fila, tipos) in pedido.filas {
        while reservadas.len() < pedido.quantas {
            let Some(execucao) = reservar_uma(cx, pedido, fila, tipos).await? else { break };
            abrir_tentativa(cx, &execucao, pedido.trabalhador).await?;
            let id = execucao.id;
            cx.anunciar(execucao.conta, "execucoes");
            cx.depois_de_confirmar(move || avisar(Aviso::Mudou(id)));
            reservadas.push(execucao);
        }
    }
    Ok(reservadas)
}

async fn reservar_uma(
    cx: &mut ContextoSistema,
    pedido: &Pedido<'_>,
    fila: &'static str,
    tipos: &[&'static str],
) -> Resultado<Option<Execucao>> {
    let agora = cx.agora();
    let consulta = Consulta::nova(
        "UPDATE execucoes SET status = 'EXECUTANDO', ficha = ficha + 1, progresso = NULL, \
         numero_tentativa = numero_tentativa + CASE WHEN passo_irreversivel IS NULL THEN 1 ELSE 0 END, ",
    )
    .com(
        "reservado_por = ?, reservado_ate = ?, data_inicio = COALESCE(data_inicio, ?), atualizado_em = ? ",
        valores![pedido.trabalhador, agora + pedido.reserva, agora, agora],
    )
    // `=` e não `IN`: com `IN`, o PostgreSQL pode refazer a busca a cada linha e reservar mais de uma.
    .sql(
        "WHERE id = (SELECT e.id FROM execucoes e \
         WHERE e.status IN ('PENDENTE', 'ADIADA', 'TENTANDO_NOVAMENTE', 'INCERTO') ",
    )
    .com("AND e.fila = ? AND e.disponivel_em <= ? AND e.tipo IN (VALUES ", valores![fila, agora])
    .linhas(tipos.iter().map(|tipo| valores![*tipo]))
    // `NOT (a <> b)`: para que o SQLite escolha o índice da chave, curto, e não o da conta inteira.
    .sql(
        ") AND (e.chave_concorrencia IS NULL OR NOT EXISTS (SELECT 1 FROM execucoes o \
         WHERE o.chave_concorrencia = e.chave_concorrencia AND NOT (o.conta_id <> e.conta_id) \
         AND o.status = 'EXECUTANDO')) ORDER BY e.prioridade, e.disponivel_em, e.id LIMIT 1",
    )
    .sql(match cx.dialeto() {
        Dialeto::Postgres => " FOR UPDATE SKIP LOCKED",
        Dialeto::Sqlite => "",
    })
    .sql(concat!(") RETURNING ", colunas!()));
    let (sql, valores) = consulta.partes();
    cx.buscar_um(sql, valores).await?.as_ref().map(ler_execucao).transpose()
}

async fn abrir_tentativa(cx: &mut ContextoSistema, execucao: &Execucao, trabalhador: &str) -> Resultado<()> {
    let status =
        if execucao.e_verificacao() { SituacaoTentativa::Verificando } else { SituacaoTentativa::Executando };
    cx.executar(
        "INSERT INTO tentativas (id, conta_id, execucao_id, numero_tentativa, ficha, trabalhador, status, \
         data_inicio) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        valores![
            TentativaId::novo(cx.relogio()),
            execucao.conta,
            execucao.id,
            execucao.numero_tentativa,
            execucao.ficha,
            trabalhador,
            status,
            cx.agora(),
        ],
    )
    .await?;
    Ok(())
}

/// O que a renovação descobriu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Renovacao {
    /// A reserva segue.
    Segue,
    /// A reserva segue, mas pediram para parar.
    PediramParaParar,
    /// A reserva é de outro, ou a execução já se encerrou.
    Perdida,
}

/// Renova a reserva e grava o progresso.
pub(crate) async fn renovar(
    cx: &mut Contexto,
    execucao: &Execucao,
    progresso: Option<i64>,
    reserva: Duration,
) -> Resultado<Renovacao> {
    let agora = cx.agora();
    let linha = cx
        .buscar_um(
            "UPDATE execucoes SET reservado_ate = ?, progresso = COALESCE(?, progresso) \
             WHERE conta_id = ? AND id = ? AND ficha = ? AND status = 'EXECUTANDO' \
             RETURNING cancelamento_pedido_em",
            valores![agora + reserva, progresso, cx.conta(), execucao.id, execucao.ficha],
        )
        .await?;
    Ok(match linha {
        None => Renovacao::Perdida,
        Some(linha) => match linha.obter::<Option<DateTime<Utc>>>("cancelamento_pedido_em")? {
            Some(_) => Renovacao::PediramParaParar,
            None => Renovacao::Segue,
        },
    })
}

/// A execução como está agora, travada até o fim da transação; `None` se a reserva já não é desta ficha.
pub(crate) async fn travar(cx: &mut Contexto, execucao: &Execucao) -> Resultado<Option<Execucao>> {
    let (sql, valores) = Consulta::nova(concat!("SELECT ", colunas!(), " FROM execucoes WHERE "))
        .com(
            "conta_id = ? AND id = ? AND ficha = ? AND status = 'EXECUTANDO'",
            valores![cx.conta(), execucao.id, execucao.ficha],
        )
        .sql(match cx.dialeto() {
            Dialeto::Postgres => " FOR UPDATE",
            Dialeto::Sqlite => "",
        })
        .partes();
    cx.buscar_um(sql, valores).await?.as_ref().map(ler_execucao).transpose()
}

/// Como uma reserva termina.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fecho {
    /// Para onde a execução vai.
    pub destino: Situacao,
    /// Como a tentativa terminou.
    pub tentativa: SituacaoTentativa,
    /// Antes disto não se reserva de novo.
    pub disponivel_em: DateTime<Utc>,
    /// Passo irreversível que fica marcado.
    pub passo: Option<String>,
    /// Tentativas a mais que se permitem: o que não foi culpa do trabalho não gasta tentativa.
    pub tentativas_a_mais: u32,
    /// Código estável do que deu errado.
    pub classe_erro: Option<String>,
    /// O que deu errado.
    pub detalhes_erro: Option<String>,
    /// O que a tentativa deixou.
    pub saida: Option<Value>,
}

/// Fecha a reserva: execução e tentativa, cercadas pela ficha. Chame com a execução travada.
pub(crate) async fn fechar(cx: &mut Contexto, execucao: &Execucao, fecho: &Fecho) -> Resultado<()> {
    let agora = cx.agora();
    let fim = fecho.destino.esta_encerrada().then_some(agora);
    let progresso = (fecho.destino == Situacao::Concluido).then_some(100_i64);
    cx.executar(
        "UPDATE execucoes SET status = ?, disponivel_em = ?, passo_irreversivel = ?, \
         maximo_tentativas = maximo_tentativas + ?, classe_erro = ?, detalhes_erro = ?, \
         resultado_saida = COALESCE(?, resultado_saida), progresso = COALESCE(?, progresso), \
         reservado_por = NULL, reservado_ate = NULL, data_fim = ?, atualizado_em = ? \
         WHERE conta_id = ? AND id = ? AND ficha = ? AND status = 'EXECUTANDO'",
        valores![
            fecho.destino,
            fecho.disponivel_em,
            fecho.passo.clone(),
            fecho.tentativas_a_mais,
            fecho.classe_erro.clone(),
            fecho.detalhes_erro.clone(),
            fecho.saida.clone(),
            progresso,
            fim,
            agora,
            cx.conta(),
            execucao.id,
            execucao.ficha,
        ],
    )
    .await?;
    fechar_tentativa(cx, execucao, fecho).await?;
    let id = execucao.id;
    cx.depois_de_confirmar(move || {
        avisar(Aviso::Mudou(id));
        avisar(Aviso::HaTrabalho);
    });
    Ok(())
}

/// Grava só na tentativa: também para a resposta que chega tarde, que não muda a execução.
pub(crate) async fn fechar_tentativa(cx: &mut Contexto, execucao: &Execucao, fecho: &Fecho) -> Resultado<()> {
    let agora = cx.agora();
    cx.executar(
        "UPDATE tentativas SET status = ?, resultado_saida = ?, detalhes_erro = ?, classe_erro = ?, \
         data_fim = ? WHERE conta_id = ? AND execucao_id = ? AND ficha = ?",
        valores![
            fecho.tentativa,
            fecho.saida.clone(),
            fecho.detalhes_erro.clone(),
            fecho.classe_erro.clone(),
            agora,
            cx.conta(),
            execucao.id,
            execucao.ficha,
        ],
    )
    .await?;
    Ok(())
}

/// Quantas tentativas desta execução terminaram assim.
pub(crate) async fn contar_tentativas(
    cx: &mut Contexto,
    execucao: &Execucao,
    status: SituacaoTentativa,
) -> Resultado<u32> {
    let linha = cx
        .buscar_um(
            "SELECT count(*) AS quantas FROM tentativas WHERE conta_id = ? AND execucao_id = ? AND status = ?",
            valores![cx.conta(), execucao.id, status],
        )
        .await?;
    let quantas: i64 = linha.map(|l| l.obter("quantas")).transpose()?.unwrap_or(0);
    Ok(u32::try_from(quantas).unwrap_or(u32::MAX))
}
