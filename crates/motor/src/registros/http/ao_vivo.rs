//! `GET /execucoes/{id}/registros/ao-vivo`: eventos SSE. A tabela é a verdade e os avisos só dizem quando
//! olhar; por isso nada se acumula em memória, e retomar é ler da tabela a partir do `Last-Event-ID`.

use std::{convert::Infallible, time::Duration};

use axum::{
    extract::State,
    response::{
        IntoResponse,
        sse::{Event, KeepAlive, Sse},
    },
};
use borda::{Autenticado, Caminho, Credenciais, Problemas, ResultadoHttp};
use nucleo::{Escopo, ExecucaoId, Pode, Resultado, permissoes::VerExecucoes};
use serde_json::json;
use tokio::{
    sync::{broadcast::error::RecvError, mpsc},
    time::{Instant, sleep, timeout},
};
use tokio_stream::wrappers::ReceiverStream;

use super::Resposta;
use crate::{
    App,
    avisos::{Aviso, ouvir},
    execucoes::{self, Situacao},
    registros::repositorio,
};

/// Linhas lidas de cada vez.
const LOTE: i64 = 200;
/// Eventos à espera de um leitor lento; depois disto, espera-se por ele, e depois se corta.
const FOLGA: usize = 64;
/// Quanto se espera um leitor parado antes de cortá-lo: ele retoma pelo `Last-Event-ID`.
const PACIENCIA: Duration = Duration::from_secs(30);
/// Sem aviso (execução em outro servidor), olha-se a tabela mesmo assim.
const CONSULTA: Duration = Duration::from_secs(1);
/// De quanto em quanto se confere se quem acompanha ainda pode.
const REVALIDACAO: Duration = Duration::from_secs(30);
const BATIDA: Duration = Duration::from_secs(15);

/// A última linha que quem retoma diz ter recebido.
fn ultimo_visto(credenciais: &Credenciais) -> i64 {
    credenciais.cabecalho("last-event-id").and_then(|texto| texto.parse().ok()).unwrap_or(0)
}

/// Acompanha os registros ao vivo (SSE): `registro` por linha, com `id` para retomar; `situacao` a cada
/// mudança; `fim` quando a execução se encerra.
#[utoipa::path(
    get, path = "/execucoes/{id}/registros/ao-vivo", tag = "execucoes", operation_id = "acompanhar_registros",
    params(
        ("id" = Uuid, Path, description = "A execução"),
        ("Last-Event-ID" = Option<i64>, Header, description = "A última sequência recebida")
    ),
    responses((status = 200, content_type = "text/event-stream", body = String), Problemas)
)]
pub async fn acompanhar(
    State(app): State<App>,
    credenciais: Credenciais,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
) -> ResultadoHttp<impl IntoResponse> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    app.base.banco.ler(&escopo, async |cx| execucoes::repositorio::situacao(cx, id).await).await?;
    let (saida, eventos) = mpsc::channel(FOLGA);
    let fluxo = Fluxo {
        ultima: ultimo_visto(&credenciais),
        app,
        escopo,
        credenciais,
        id,
        saida,
        situacao: None,
        paciencia: PACIENCIA,
    };
    tokio::spawn(fluxo.correr());
    let batida = KeepAlive::new().interval(BATIDA).text("batida");
    Ok(Sse::new(ReceiverStream::new(eventos)).keep_alive(batida))
}

/// Por que o fluxo acaba antes do fim da execução: quem lia foi embora, está lento ou perdeu o acesso.
struct Cortado;

struct Fluxo {
    app: App,
    escopo: Escopo,
    credenciais: Credenciais,
    id: ExecucaoId,
    saida: mpsc::Sender<Result<Event, Infallible>>,
    ultima: i64,
    situacao: Option<Situacao>,
    paciencia: Duration,
}

impl Fluxo {
    async fn correr(mut self) {
        let encerrando = self.app.base.encerrando.clone();
        let saida = self.saida.clone();
        tokio::select! {
            () = encerrando.cancelled() => {}
            () = saida.closed() => {}
            () = self.transmitir() => {}
        }
    }

    async fn transmitir(&mut self) {
        let mut avisos = ouvir();
        let mut conferido = Instant::now();
        loop {
            match self.contar_o_novo().await {
                Ok(Ok(true)) | Ok(Err(Cortado)) => return,
                Ok(Ok(false)) => {}
                Err(erro) => {
                    tracing::warn!(execucao.id = %self.id, %erro, "fluxo ao vivo interrompido");
                    return;
                }
            }
            self.esperar(&mut avisos).await;
            if conferido.elapsed() >= REVALIDACAO {
                if !self.ainda_pode().await {
                    return;
                }
                conferido = Instant::now();
            }
        }
    }

    async fn ainda_pode(&self) -> bool {
        self.credenciais.conferir(&self.app.base).await.is_ok_and(|escopo| {
            escopo.conta() == self.escopo.conta() && escopo.exigir::<VerExecucoes>().is_ok()
        })
    }

    async fn esperar(&self, avisos: &mut tokio::sync::broadcast::Receiver<Aviso>) {
        let consulta = sleep(CONSULTA);
        tokio::pin!(consulta);
        loop {
            tokio::select! {
                () = &mut consulta => return,
                aviso = avisos.recv() => match aviso {
                    Ok(Aviso::Mudou(id)) if id == self.id => return,
                    Err(RecvError::Lagged(_)) => return,
                    Err(RecvError::Closed) | Ok(_) => {}
                },
            }
        }
    }

    /// Manda o que mudou desde a última vez; verdadeiro se a execução se encerrou e tudo foi contado.
    async fn contar_o_novo(&mut self) -> Resultado<Result<bool, Cortado>> {
        let (banco, id) = (self.app.base.banco.clone(), self.id);
        // A situação primeiro: as linhas de uma tentativa são gravadas antes do seu desfecho, e assim quem
        // lê o desfecho já as encontra.
        let situacao =
            banco.ler(&self.escopo, async |cx| execucoes::repositorio::situacao(cx, id).await).await?;
        loop {
            let ultima = self.ultima;
            let novas = banco
                .ler_telemetria(&self.escopo, async |cx| repositorio::depois_de(cx, id, ultima, LOTE).await)
                .await?;
            let acabou = (novas.len() as i64) < LOTE;
            for registro in novas {
                self.ultima = registro.sequencia;
                let evento = Event::default().event("registro").id(registro.sequencia.to_string());
                if self.mandar(evento, &Resposta::from(registro)).await.is_err() {
                    return Ok(Err(Cortado));
                }
            }
            if acabou {
                break;
            }
        }
        if self.situacao != Some(situacao) {
            self.situacao = Some(situacao);
            let corpo = json!({"status": situacao});
            if self.mandar(Event::default().event("situacao"), &corpo).await.is_err() {
                return Ok(Err(Cortado));
            }
        }
        if situacao.esta_encerrada() {
            let corpo = json!({"status": situacao});
            return Ok(self.mandar(Event::default().event("fim"), &corpo).await.map(|()| true));
        }
        Ok(Ok(false))
    }

    async fn mandar(&self, evento: Event, corpo: &impl serde::Serialize) -> Result<(), Cortado> {
        let evento = evento.json_data(corpo).map_err(|_| Cortado)?;
        match timeout(self.paciencia, self.saida.send(Ok(evento))).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Cortado),
        }
    }
}

#[cfg(test)]
mod testes;
