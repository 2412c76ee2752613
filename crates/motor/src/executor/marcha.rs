//! O motor andando: o laço que reserva, o resgate e o agendador, com um só jeito de parar.

use std::{
    collections::HashMap,
    future::Future,
    sync::{Arc, Mutex},
    time::Duration,
};

use nucleo::{ExecucaoId, Resultado};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    task::JoinSet,
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_util::{sync::CancellationToken, task::AbortOnDropHandle};

use super::{
    Nucleo,
    vida::{Sinais, viver},
};
use crate::{
    agendamentos,
    avisos::{Aviso, ouvir},
    fila::{self, Quais},
    registros::Escritor,
};

/// O motor andando. Soltá-lo sem [`MotorEmMarcha::parar`] interrompe tudo no ponto em que está, como uma
/// queda do processo: a próxima partida recupera.
pub struct MotorEmMarcha {
    parando: CancellationToken,
    interrompendo: CancellationToken,
    espera: Duration,
    laco: AbortOnDropHandle<()>,
    servicos: JoinSet<()>,
    escritor: Escritor,
}

impl MotorEmMarcha {
    pub(super) fn iniciar(nucleo: Arc<Nucleo>, escritor: Escritor) -> Self {
        let (parando, interrompendo) = (CancellationToken::new(), CancellationToken::new());
        let configuracao = nucleo.configuracao.clone();
        // Ouve antes de olhar a fila: um aviso entre as duas coisas não se perde.
        let laco = Laco {
            nucleo: Arc::clone(&nucleo),
            avisos: ouvir(),
            parando: parando.clone(),
            interrompendo: interrompendo.clone(),
            vivas: Arc::default(),
        };
        let mut servicos = JoinSet::new();
        let outro = Arc::clone(&nucleo);
        servicos.spawn(repetir("agendador", configuracao.consulta, parando.clone(), move || {
            let nucleo = Arc::clone(&outro);
            async move { agendamentos::disparar_devidos(&nucleo.banco).await }
        }));
        servicos.spawn(repetir("resgate", configuracao.reserva / 3, parando.clone(), move || {
            let nucleo = Arc::clone(&nucleo);
            async move { fila::resgatar(&nucleo.banco, &nucleo.catalogo, Quais::Vencidas).await }
        }));
        Self {
            parando,
            interrompendo,
            espera: configuracao.espera_ao_parar,
            laco: AbortOnDropHandle::new(tokio::spawn(laco.andar())),
            servicos,
            escritor,
        }
    }

    /// Para com ordem: não toma mais nada, espera o que anda, devolve à fila o que não terminou a tempo e
    /// grava os registros que faltam.
    pub async fn parar(mut self) {
        self.parando.cancel();
        if timeout(self.espera, &mut self.laco).await.is_err() {
            self.interrompendo.cancel();
            if (&mut self.laco).await.is_err() {
                tracing::error!("o laço do executor terminou com defeito");
            }
        }
        while self.servicos.join_next().await.is_some() {}
        self.escritor.terminar().await;
    }
}

/// Chama `servico` de tempo em tempo até mandarem parar; um erro se registra e não o derruba.
async fn repetir<F: Future<Output = Resultado<u64>>>(
    nome: &'static str,
    periodo: Duration,
    parando: CancellationToken,
    servico: impl Fn() -> F,
) {
    let mut batida = interval(periodo);
    batida.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = parando.cancelled() => return,
            _ = batida.tick() => {}
        }
        if let Err(erro) = servico().await {
            tracing::error!(servico = nome, %erro, "serviço do motor falhou; tenta de novo no próximo período");
        }
    }
}

type Vivas = Arc<Mutex<HashMap<ExecucaoId, CancellationToken>>>;

struct Laco {
    nucleo: Arc<Nucleo>,
    avisos: Receiver<Aviso>,
    parando: CancellationToken,
    interrompendo: CancellationToken,
    vivas: Vivas,
}

impl Laco {
    async fn andar(mut self) {
        let mut vidas = JoinSet::new();
        while !self.parando.is_cancelled() {
            self.tomar(&mut vidas).await;
            self.esperar(&mut vidas).await;
        }
        // Quem já começou pode ainda receber pedido de cancelamento enquanto se espera.
        while !vidas.is_empty() {
            tokio::select! {
                _ = vidas.join_next() => {}
                aviso = self.avisos.recv() => self.atender(aviso),
            }
        }
    }

    async fn tomar(&self, vidas: &mut JoinSet<()>) {
        let livres = self.nucleo.configuracao.simultaneas.saturating_sub(vidas.len());
        if livres == 0 {
            return;
        }
        let reservadas = match self.nucleo.reservar(livres).await {
            Ok(reservadas) => reservadas,
            Err(erro) => {
                tracing::error!(%erro, "a fila não pôde ser lida; tenta de novo em instantes");
                return;
            }
        };
        for execucao in reservadas {
            let pedido = CancellationToken::new();
            let sinais = Sinais { pedido: pedido.clone(), encerrando: self.interrompendo.clone() };
            let (vivas, id, nucleo) = (Arc::clone(&self.vivas), execucao.id, Arc::clone(&self.nucleo));
            trancar(&vivas).insert(id, pedido);
            vidas.spawn(async move {
                viver(nucleo, execucao, sinais).await;
                trancar(&vivas).remove(&id);
            });
        }
    }

    /// Volta quando pode haver o que fazer: aviso, vaga livre, hora de consultar ou de parar.
    async fn esperar(&mut self, vidas: &mut JoinSet<()>) {
        let consulta = tokio::time::sleep(self.nucleo.configuracao.consulta);
        tokio::pin!(consulta);
        loop {
            tokio::select! {
                () = self.parando.cancelled() => return,
                () = &mut consulta => return,
                Some(_) = vidas.join_next() => return,
                aviso = self.avisos.recv() => match aviso {
                    Ok(Aviso::HaTrabalho) | Err(RecvError::Lagged(_)) => return,
                    outro => self.atender(outro),
                },
            }
        }
    }

    fn atender(&self, aviso: Result<Aviso, RecvError>) {
        if let Ok(Aviso::Cancelar(id)) = aviso
            && let Some(pedido) = trancar(&self.vivas).get(&id)
        {
            pedido.cancel();
        }
    }
}

fn trancar(vivas: &Vivas) -> std::sync::MutexGuard<'_, HashMap<ExecucaoId, CancellationToken>> {
    vivas.lock().unwrap_or_else(|e| e.into_inner())
}
