//! Do que aconteceu em uma tentativa ao que se grava.

use std::time::Duration;

use banco::{Banco, Contexto};
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::{Erro, Escopo, Relogio, Resultado};
use serde_json::Value;

use crate::{
    Decisao, Falha, Politica,
    catalogo::TrabalhoApagado,
    execucoes::{Execucao, Passo, Situacao, SituacaoTentativa},
    fila::{self, Fecho},
};

/// O que aconteceu em uma tentativa.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Desfecho {
    /// Deu certo, ou a verificação confirmou.
    Feita(Value),
    /// A verificação provou que nada aconteceu lá fora.
    SemEfeito,
    /// Não deu, e por quê.
    Falha(Falha),
}

/// Espera antes da primeira verificação: dá ao outro lado tempo de terminar o que recebeu.
pub(crate) fn espera_para_verificar() -> TimeDelta {
    TimeDelta::seconds(2)
}

fn em_delta(duracao: Duration) -> TimeDelta {
    // Com teto, para que somar nunca saia do calendário.
    TimeDelta::from_std(duracao).unwrap_or(TimeDelta::MAX).min(TimeDelta::days(3660))
}

/// Grava o desfecho na transação do domínio. Se o domínio recusa, isso também é um desfecho.
pub(crate) async fn encerrar(
    banco: &Banco,
    trabalho: &dyn TrabalhoApagado,
    execucao: &Execucao,
    desfecho: Desfecho,
) -> Resultado<()> {
    let escopo = Escopo::do_sistema(execucao.conta, execucao.executado_por_usuario_id);
    let primeiro = banco
        .gravar(&escopo, async |cx| gravar_desfecho(cx, trabalho, execucao, &desfecho, true).await)
        .await;
    let Err(erro) = primeiro else { return Ok(()) };
    tracing::warn!(execucao.id = %execucao.id, %erro, "o resultado da tentativa não pôde ser gravado");
    let falha = match desfecho {
        // Sem a saída gravada nada está concluído: o erro do domínio decide se se tenta de novo.
        Desfecho::Feita(saida) => Falha::from(erro).com_saida(saida),
        Desfecho::SemEfeito => Falha::incerta("erro_interno", erro.to_string()),
        Desfecho::Falha(falha) => falha,
    };
    let falha = Desfecho::Falha(falha);
    let segundo =
        banco.gravar(&escopo, async |cx| gravar_desfecho(cx, trabalho, execucao, &falha, true).await).await;
    let Err(erro) = segundo else { return Ok(()) };
    tracing::error!(execucao.id = %execucao.id, %erro, "o domínio recusou até a desistência");
    banco.gravar(&escopo, async |cx| gravar_desfecho(cx, trabalho, execucao, &falha, false).await).await
}

async fn gravar_desfecho(
    cx: &mut Contexto,
    trabalho: &dyn TrabalhoApagado,
    execucao: &Execucao,
    desfecho: &Desfecho,
    avisar_dominio: bool,
) -> Resultado<()> {
    let Some(atual) = fila::travar(cx, execucao).await? else {
        return guardar_resposta_tardia(cx, execucao, desfecho).await;
    };
    let anteriores = fila::contar_tentativas(cx, &atual, SituacaoTentativa::Incerto).await?;
    let fecho = decidir(
        &atual,
        desfecho,
        &trabalho.politica(),
        Instante { agora: cx.agora(), anteriores },
        cx.relogio(),
    )?;
    if avisar_dominio {
        match desfecho {
            Desfecho::Feita(saida) => trabalho.concluir(cx, &atual, saida).await?,
            Desfecho::SemEfeito => trabalho.sem_efeito(cx, &atual).await?,
            Desfecho::Falha(_) => {}
        }
        if matches!(fecho.destino, Situacao::Falhou | Situacao::Cancelado) {
            trabalho.desistir(cx, &atual, &falha_do_fecho(desfecho, &fecho)).await?;
        }
    }
    fila::fechar(cx, &atual, &fecho).await
}

fn falha_do_fecho(desfecho: &Desfecho, fecho: &Fecho) -> Falha {
    match desfecho {
        Desfecho::Falha(falha) if fecho.destino != Situacao::Cancelado => falha.clone(),
        _ if fecho.destino == Situacao::Cancelado => Falha::cancelado(),
        _ => Falha::desistir(
            fecho.classe_erro.clone().unwrap_or_default(),
            fecho.detalhes_erro.clone().unwrap_or_default(),
        ),
    }
}

async fn guardar_resposta_tardia(
    cx: &mut Contexto,
    execucao: &Execucao,
    desfecho: &Desfecho,
) -> Resultado<()> {
    tracing::warn!(execucao.id = %execucao.id, ficha = execucao.ficha, "resposta tardia guardada e ignorada");
    let (saida, classe, detalhes) = match desfecho {
        Desfecho::Feita(saida) => (Some(saida.clone()), None, None),
        Desfecho::SemEfeito => (None, None, Some("verificação: sem efeito".to_owned())),
        Desfecho::Falha(f) => (f.saida.clone(), Some(f.classe.clone()), Some(f.mensagem.clone())),
    };
    let fecho = Fecho {
        destino: execucao.status,
        tentativa: SituacaoTentativa::Tardia,
        disponivel_em: cx.agora(),
        passo: None,
        tentativas_a_mais: 0,
        classe_erro: classe,
        detalhes_erro: detalhes,
        saida,
    };
    fila::fechar_tentativa(cx, execucao, &fecho).await
}

/// Quando se decide, e quantas vezes a dúvida já ficou sem resposta.
#[derive(Clone, Copy)]
struct Instante {
    agora: DateTime<Utc>,
    anteriores: u32,
}

/// A decisão inteira, sem banco: do estado e do desfecho ao que se grava.
fn decidir(
    atual: &Execucao,
    desfecho: &Desfecho,
    politica: &Politica,
    quando: Instante,
    relogio: &dyn Relogio,
) -> Resultado<Fecho> {
    let agora = quando.agora;
    let mut fecho = Fecho {
        destino: atual.status,
        tentativa: SituacaoTentativa::Falhou,
        disponivel_em: agora,
        passo: None,
        tentativas_a_mais: 0,
        classe_erro: None,
        detalhes_erro: None,
        saida: None,
    };
    let passo = match desfecho {
        Desfecho::Feita(saida) => {
            fecho.tentativa = SituacaoTentativa::Concluido;
            fecho.saida = Some(saida.clone());
            fecho.passo = atual.passo_irreversivel.clone();
            Passo::Concluir
        }
        Desfecho::SemEfeito => {
            fecho.tentativa = SituacaoTentativa::SemEfeito;
            decidir_sem_efeito(atual, &mut fecho)
        }
        Desfecho::Falha(falha) => {
            fecho.classe_erro = Some(falha.classe.clone());
            fecho.detalhes_erro = Some(falha.mensagem.clone());
            fecho.saida = falha.saida.clone();
            decidir_falha(atual, falha, politica, quando, relogio, &mut fecho)
        }
    };
    fecho.destino = atual.status.apos(passo).map_err(|erro: Erro| Erro::interno(erro.to_string()))?;
    Ok(fecho)
}

fn decidir_sem_efeito(atual: &Execucao, fecho: &mut Fecho) -> Passo {
    if atual.cancelamento_pedido_em.is_some() {
        return Passo::Cancelar;
    }
    if atual.numero_tentativa < atual.maximo_tentativas {
        return Passo::Devolver;
    }
    fecho.classe_erro = atual.classe_erro.clone().or_else(|| Some("sem_efeito".into()));
    let ultima = atual.detalhes_erro.as_deref().unwrap_or("sem detalhes");
    fecho.detalhes_erro =
        Some(format!("verificado que nada aconteceu lá fora, e acabaram as tentativas; a última: {ultima}"));
    Passo::Falhar
}

fn decidir_falha(
    atual: &Execucao,
    falha: &Falha,
    politica: &Politica,
    quando: Instante,
    relogio: &dyn Relogio,
    fecho: &mut Fecho,
) -> Passo {
    let agora = quando.agora;
    let incerta = falha.decisao == Decisao::Incerta;
    if incerta || atual.passo_irreversivel.is_some() {
        fecho.tentativa = SituacaoTentativa::Incerto;
        // A classe `incerta` sem passo marcado também precisa ser verificada, e não repetida.
        fecho.passo = Some(atual.passo_irreversivel.clone().unwrap_or_else(|| "efeito_incerto".into()));
        fecho.disponivel_em = match quando.anteriores {
            0 => agora + espera_para_verificar(),
            n => agora + em_delta(politica.atraso(n, relogio)),
        };
        return Passo::Duvidar;
    }
    if atual.cancelamento_pedido_em.is_some() || falha.decisao == Decisao::Cancelado {
        fecho.tentativa = SituacaoTentativa::Cancelado;
        return Passo::Cancelar;
    }
    let espera = match falha.decisao {
        Decisao::Adiar(quanto) => {
            fecho.tentativa = SituacaoTentativa::Adiada;
            fecho.tentativas_a_mais = 1;
            fecho.disponivel_em = agora + em_delta(quanto);
            return Passo::Adiar;
        }
        Decisao::Repetir => politica.atraso(atual.numero_tentativa, relogio),
        Decisao::RepetirApos(quanto) => quanto,
        Decisao::Desistir | Decisao::Cancelado | Decisao::Incerta => return Passo::Falhar,
    };
    if atual.numero_tentativa >= atual.maximo_tentativas {
        return Passo::Falhar;
    }
    fecho.disponivel_em = agora + em_delta(espera);
    Passo::Repetir
}

#[cfg(test)]
mod testes;
