//! `GET /eventos`

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use banco::{Assuntos, Mudou, Ouvinte};
use borda::{Autenticado, Base, Credenciais, Problemas, ResultadoHttp};
use nucleo::{Escopo, Resultado};
use serde_json::json;
use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until, timeout, timeout_at},
};
use tokio_stream::wrappers::ReceiverStream;

use crate::App;

/// Por quanto tempo se juntam mudanças antes de avisar.
const JANELA: Duration = Duration::from_millis(300);
/// Eventos à espera de um leitor lento; depois disto espera-se por ele, e depois se corta.
const FOLGA: usize = 16;
/// Quanto se espera um leitor parado antes de cortá-lo: ao reabrir, ele recomeça por `inicio`.
const PACIENCIA: Duration = Duration::from_secs(30);
/// De quanto em quanto se confere se quem acompanha ainda pode, mesmo sem novidades.
const REVALIDACAO: Duration = Duration::from_secs(15);
const BATIDA: Duration = Duration::from_secs(15);

/// Acompanha o que muda na conta (SSE).
///
/// `inicio` ao abrir: tudo pode ter mudado. `mudanca` depois, com os assuntos que mudaram, juntos em janelas de
/// 300 ms: `processos`, `execucoes`, `clientes`, `operadoras`, `agendamentos`, `usuarios`, `contas`, `auditoria` e
/// `visoes`. Acaba quando a sessão acaba.
#[utoipa::path(get, path = "/eventos", tag = "eventos", operation_id = "acompanhar_mudancas",
    responses((status = 200, content_type = "text/event-stream", body = String), Problemas))]
pub async fn acompanhar(
    State(app): State<App>,
    credenciais: Credenciais,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<impl IntoResponse> {
    let (saida, eventos) = mpsc::channel(FOLGA);
    // Ouve antes de responder: o que mudar depois do `inicio` não se perde.
    let ouvinte = app.base.banco.ouvir_mudancas(&escopo);
    tokio::spawn(Fluxo { base: app.base, escopo, credenciais, ouvinte, saida }.correr());
    let batida = KeepAlive::new().interval(BATIDA).text("batida");
    Ok(Sse::new(ReceiverStream::new(eventos)).keep_alive(batida))
}

/// Por que o fluxo acaba: quem lia foi embora, está lento ou perdeu o acesso.
struct Cortado;

struct Fluxo {
    base: Base,
    escopo: Escopo,
    credenciais: Credenciais,
    ouvinte: Ouvinte,
    saida: mpsc::Sender<Result<Event, Infallible>>,
}

impl Fluxo {
    async fn correr(mut self) {
        let (encerrando, saida) = (self.base.encerrando.clone(), self.saida.clone());
        tokio::select! {
            () = encerrando.cancelled() => {}
            () = saida.closed() => {}
            _ = self.transmitir() => {}
        }
    }

    async fn transmitir(&mut self) -> Result<(), Cortado> {
        self.mandar(&Mudou::TalvezTudo).await?;
        loop {
            let prazo = Instant::now() + REVALIDACAO;
            let mudou = tokio::select! {
                primeira = self.ouvinte.proxima() => Some(juntar(&mut self.ouvinte, primeira).await),
                () = sleep_until(prazo) => None,
            };
            // Antes de cada aviso: quem saiu não fica sabendo nem de que algo mudou.
            self.exigir_que_ainda_possa().await?;
            if let Some(mudou) = mudou {
                self.mandar(&mudou).await?;
            }
        }
    }

    async fn exigir_que_ainda_possa(&self) -> Result<(), Cortado> {
        let agora: Resultado<Escopo> = self.credenciais.conferir(&self.base).await;
        match agora {
            Ok(escopo) if escopo.conta() == self.escopo.conta() => Ok(()),
            Ok(_) | Err(_) => Err(Cortado),
        }
    }

    async fn mandar(&self, mudou: &Mudou) -> Result<(), Cortado> {
        let evento = match mudou {
            Mudou::TalvezTudo => Event::default().event("inicio").data("{}"),
            Mudou::Assuntos(assuntos) => {
                let corpo = json!({ "assuntos": assuntos });
                Event::default().event("mudanca").json_data(corpo).map_err(|_| Cortado)?
            }
        };
        match timeout(PACIENCIA, self.saida.send(Ok(evento))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Cortado),
        }
    }
}

/// Junta à primeira o que mais mudar na janela.
async fn juntar(ouvinte: &mut Ouvinte, primeira: Mudou) -> Mudou {
    let fim = Instant::now() + JANELA;
    let (mut assuntos, mut tudo) = (Assuntos::new(), false);
    let mut proxima = Some(primeira);
    while let Some(mudou) = proxima {
        match mudou {
            Mudou::Assuntos(novos) => assuntos.extend(novos),
            Mudou::TalvezTudo => tudo = true,
        }
        proxima = timeout_at(fim, ouvinte.proxima()).await.ok();
    }
    if tudo { Mudou::TalvezTudo } else { Mudou::Assuntos(assuntos) }
}
