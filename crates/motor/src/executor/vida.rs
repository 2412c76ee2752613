//! A vida de uma execução reservada, da pasta ao desfecho.

use std::{sync::Arc, time::Duration};

use nucleo::{Escopo, Resultado};
use tokio::{
    task::JoinError,
    time::{Instant, MissedTickBehavior, interval_at, sleep, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{
    Nucleo,
    desfecho::{Desfecho, encerrar},
};
use crate::{
    Ambiente, Falha, Nivel, Politica, Veredito,
    catalogo::TrabalhoApagado,
    execucoes::Execucao,
    fila::{self, Renovacao},
};

/// De quanto em quanto se conferem os limites.
const CONFERENCIA: Duration = Duration::from_millis(250);

/// Por que o motor manda uma tentativa parar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interrupcao {
    Pedido,
    LimiteExecucao,
    LimiteSilencio,
    ReservaPerdida,
    Encerrando,
}

/// Os sinais que uma tentativa recebe de fora.
#[derive(Clone)]
pub(super) struct Sinais {
    /// Pediram para cancelar esta execução.
    pub pedido: CancellationToken,
    /// O servidor não espera mais.
    pub encerrando: CancellationToken,
}

/// A vida inteira: monta o ambiente, faz sob vigia, esvazia os registros, grava o desfecho, limpa a pasta.
pub(super) async fn viver(nucleo: Arc<Nucleo>, execucao: Execucao, sinais: Sinais) {
    let resultado = async {
        let trabalho = nucleo.catalogo.de(&execucao.tipo)?;
        let ambiente = montar_ambiente(&nucleo, &trabalho, &execucao).await?;
        ambiente.registrar(Nivel::Info, abertura(&execucao));
        let desfecho = vigiar(&nucleo, &trabalho, &execucao, &ambiente, &sinais).await;
        registrar_desfecho(&ambiente, &desfecho);
        nucleo.registrador.esvaziar().await;
        let gravado = encerrar(&nucleo.banco, trabalho.as_ref(), &execucao, desfecho).await;
        limpar_pasta(&ambiente).await;
        gravado
    };
    if let Err(erro) = resultado.await {
        // A reserva vence e o resgate devolve a execução: nada se perde.
        tracing::error!(execucao.id = %execucao.id, tipo = execucao.tipo, %erro, "desfecho não gravado");
    }
}

async fn montar_ambiente(
    nucleo: &Nucleo,
    trabalho: &Arc<dyn TrabalhoApagado>,
    execucao: &Execucao,
) -> Resultado<Ambiente> {
    let pasta = nucleo.configuracao.pasta_trabalho.join(format!("{}-{}", execucao.id, execucao.ficha));
    tokio::fs::create_dir_all(&pasta).await.map_err(|causa| nucleo::Erro::Indisponivel {
        parte: "a pasta de trabalho das execuções",
        detalhe: format!("{}: {causa}", pasta.display()),
    })?;
    Ok(Ambiente::novo(
        nucleo.banco.clone(),
        Arc::clone(trabalho),
        execucao.clone(),
        pasta,
        CancellationToken::new(),
        nucleo.registrador.clone(),
    ))
}

fn abertura(execucao: &Execucao) -> String {
    if execucao.e_verificacao() {
        return "verificação do efeito começou".into();
    }
    format!("tentativa {} de {} começou", execucao.numero_tentativa, execucao.maximo_tentativas)
}

async fn limpar_pasta(ambiente: &Ambiente) {
    if let Err(erro) = tokio::fs::remove_dir_all(ambiente.pasta()).await {
        tracing::warn!(pasta = %ambiente.pasta().display(), %erro, "a pasta da tentativa não pôde ser apagada");
    }
}

fn registrar_desfecho(ambiente: &Ambiente, desfecho: &Desfecho) {
    match desfecho {
        Desfecho::Feita(_) => ambiente.registrar(Nivel::Info, "tentativa concluída"),
        Desfecho::SemEfeito => ambiente.registrar(Nivel::Info, "verificado: nada aconteceu lá fora"),
        Desfecho::Falha(f) => ambiente.registrar(Nivel::Erro, format!("{}: {}", f.classe, f.mensagem)),
    }
}

/// Carrega o preparo e faz; ou, se há passo irreversível pendente, só pergunta.
async fn fazer(
    nucleo: Arc<Nucleo>,
    trabalho: Arc<dyn TrabalhoApagado>,
    execucao: Execucao,
    ambiente: Ambiente,
) -> Desfecho {
    let escopo = Escopo::do_sistema(execucao.conta, execucao.executado_por_usuario_id);
    let preparo = nucleo.banco.gravar(&escopo, async |cx| trabalho.preparar(cx, &execucao).await).await;
    let preparo = match preparo {
        Ok(preparo) => preparo,
        Err(erro) => return Desfecho::Falha(erro.into()),
    };
    if !execucao.e_verificacao() {
        return match trabalho.executar(&ambiente, preparo).await {
            Ok(saida) => Desfecho::Feita(saida),
            Err(falha) => Desfecho::Falha(falha),
        };
    }
    match trabalho.verificar(&ambiente, preparo).await {
        Ok(Veredito::Confirmado(saida)) => Desfecho::Feita(saida),
        Ok(Veredito::SemEfeito) => Desfecho::SemEfeito,
        Ok(Veredito::Desconhecido(porque)) => {
            Desfecho::Falha(Falha::incerta("verificacao_inconclusiva", porque))
        }
        Err(falha) => Desfecho::Falha(falha),
    }
}

/// Faz sob vigia: renova a reserva, confere os limites e manda parar quando preciso. A tarefa à parte contém
/// pânicos e pode ser interrompida à força.
async fn vigiar(
    nucleo: &Arc<Nucleo>,
    trabalho: &Arc<dyn TrabalhoApagado>,
    execucao: &Execucao,
    ambiente: &Ambiente,
    sinais: &Sinais,
) -> Desfecho {
    let feito = fazer(Arc::clone(nucleo), Arc::clone(trabalho), execucao.clone(), ambiente.clone());
    let mut tarefa = AbortOnDropHandle::new(tokio::spawn(feito));
    let politica = trabalho.politica();
    let interrupcao = tokio::select! {
        fim = &mut tarefa => return do_fim(fim),
        motivo = esperar_interrupcao(nucleo, execucao, ambiente, &politica, sinais) => motivo,
    };
    tracing::info!(execucao.id = %execucao.id, motivo = ?interrupcao, "tentativa mandada parar");
    ambiente.cancelamento().cancel();
    match timeout(nucleo.configuracao.tolerancia, &mut tarefa).await {
        // Terminou o que fazia apesar do aviso: o resultado vale.
        Ok(Ok(Desfecho::Feita(saida))) => Desfecho::Feita(saida),
        Ok(Ok(Desfecho::Falha(falha))) => Desfecho::Falha(Falha {
            saida: falha.saida,
            decisao: if falha.decisao == crate::Decisao::Incerta {
                falha.decisao
            } else {
                falha_da(interrupcao, &politica).decisao
            },
            ..falha_da(interrupcao, &politica)
        }),
        Ok(Ok(Desfecho::SemEfeito)) => Desfecho::SemEfeito,
        Ok(Err(_)) | Err(_) => Desfecho::Falha(falha_da(interrupcao, &politica)),
    }
}

fn do_fim(fim: Result<Desfecho, JoinError>) -> Desfecho {
    fim.unwrap_or_else(|erro| {
        let mensagem = match erro.try_into_panic() {
            Ok(panico) => panico
                .downcast_ref::<&str>()
                .map(|texto| (*texto).to_owned())
                .or_else(|| panico.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "sem mensagem".into()),
            Err(_) => "a tarefa foi interrompida".into(),
        };
        Desfecho::Falha(Falha::repetir("panico", format!("defeito no trabalho: {mensagem}")))
    })
}

fn falha_da(interrupcao: Interrupcao, politica: &Politica) -> Falha {
    match interrupcao {
        Interrupcao::Pedido => Falha::cancelado(),
        Interrupcao::LimiteExecucao => Falha::repetir(
            "limite_execucao",
            format!("a tentativa passou do limite de {} s", politica.limite_execucao.as_secs()),
        ),
        Interrupcao::LimiteSilencio => Falha::repetir(
            "limite_silencio",
            format!("a tentativa passou {} s sem dar sinal", politica.limite_silencio.as_secs()),
        ),
        Interrupcao::ReservaPerdida => {
            Falha::repetir("reserva_perdida", "a execução passou a outro trabalhador")
        }
        Interrupcao::Encerrando => Falha::adiar(
            Duration::ZERO,
            "servidor_encerrando",
            "o servidor foi encerrado durante a tentativa",
        ),
    }
}

async fn esperar_interrupcao(
    nucleo: &Nucleo,
    execucao: &Execucao,
    ambiente: &Ambiente,
    politica: &Politica,
    sinais: &Sinais,
) -> Interrupcao {
    tokio::select! {
        () = sinais.pedido.cancelled() => Interrupcao::Pedido,
        () = sinais.encerrando.cancelled() => Interrupcao::Encerrando,
        () = sleep(politica.limite_execucao) => Interrupcao::LimiteExecucao,
        () = esperar_silencio(ambiente, politica.limite_silencio) => Interrupcao::LimiteSilencio,
        motivo = manter_reserva(nucleo, execucao, ambiente) => motivo,
    }
}

async fn esperar_silencio(ambiente: &Ambiente, limite: Duration) {
    let passo = (limite / 4).clamp(Duration::from_millis(5), CONFERENCIA);
    while ambiente.silencio() < limite {
        sleep(passo).await;
    }
}

/// Renova a cada terço da reserva; sem conseguir por uma reserva inteira, dá-a por perdida.
async fn manter_reserva(nucleo: &Nucleo, execucao: &Execucao, ambiente: &Ambiente) -> Interrupcao {
    let reserva = nucleo.configuracao.reserva;
    let periodo = reserva / 3;
    let mut batida = interval_at(Instant::now() + periodo, periodo);
    batida.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let escopo = Escopo::do_sistema(execucao.conta, None);
    let mut ultima = Instant::now();
    loop {
        batida.tick().await;
        let progresso = ambiente.progresso_atual();
        let renovada = nucleo
            .banco
            .gravar(&escopo, async |cx| fila::renovar(cx, execucao, progresso, reserva).await)
            .await;
        match renovada {
            Ok(Renovacao::Segue) => ultima = Instant::now(),
            Ok(Renovacao::PediramParaParar) => return Interrupcao::Pedido,
            Ok(Renovacao::Perdida) => return Interrupcao::ReservaPerdida,
            Err(erro) => {
                tracing::warn!(execucao.id = %execucao.id, %erro, "a reserva não pôde ser renovada");
                if ultima.elapsed() >= reserva {
                    return Interrupcao::ReservaPerdida;
                }
            }
        }
    }
}
