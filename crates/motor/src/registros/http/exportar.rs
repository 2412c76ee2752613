//! `GET /execucoes/{id}/registros/exportacao`.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use futures::stream;
use nucleo::{Erro, Escopo, ExecucaoId, Pode, Resultado, no_fuso, permissoes::VerExecucoes};

use crate::{
    App, execucoes,
    registros::{Registro, repositorio},
};

/// Linhas lidas de cada vez.
const LOTE: i64 = 1_000;

/// Exporta todos os registros de uma execução, em texto puro, uma linha cada.
#[utoipa::path(
    get, path = "/execucoes/{id}/registros/exportacao", tag = "execucoes", operation_id = "exportar_registros",
    params(("id" = Uuid, Path, description = "A execução")),
    responses((status = 200, body = String, content_type = "text/plain"), Problemas)
)]
pub async fn exportar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ExecucaoId>,
) -> ResultadoHttp<Response> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    app.base.banco.ler(&escopo, async |cx| execucoes::repositorio::situacao(cx, id).await).await?;
    let leitor = Leitor { app, escopo, id, ultima: 0, fim: false };
    let pedacos = stream::try_unfold(leitor, |mut leitor| async move {
        Ok::<_, Erro>(leitor.proximas().await?.map(|texto| (texto, leitor)))
    });
    let anexo = HeaderValue::from_str(&format!("attachment; filename=\"registros-{id}.txt\""));
    let cabecalhos = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CONTENT_DISPOSITION, anexo.map_err(Erro::interno)?),
    ];
    Ok((cabecalhos, Body::from_stream(pedacos)).into_response())
}

/// Anda pelos registros, um lote de cada vez, cada um em uma leitura curta.
struct Leitor {
    app: App,
    escopo: Escopo,
    id: ExecucaoId,
    ultima: i64,
    fim: bool,
}

impl Leitor {
    async fn proximas(&mut self) -> Resultado<Option<String>> {
        if self.fim {
            return Ok(None);
        }
        let (id, ultima) = (self.id, self.ultima);
        let leitura = async |cx: &mut banco::Contexto| repositorio::depois_de(cx, id, ultima, LOTE).await;
        let registros = self.app.base.banco.ler_telemetria(&self.escopo, leitura).await?;
        self.fim = (registros.len() as i64) < LOTE;
        self.ultima = registros.last().map_or(ultima, |r| r.sequencia);
        Ok(Some(registros.iter().map(linha).collect()))
    }
}

fn linha(registro: &Registro) -> String {
    let instante = no_fuso(registro.instante).format("%d/%m/%Y %H:%M:%S%.3f");
    // Quebras dentro da mensagem não podem parecer outra linha.
    let mensagem = registro.mensagem.replace('\r', "").replace('\n', "\n    ");
    format!("{} {instante} {:9} [{}] {mensagem}\n", registro.sequencia, registro.nivel, registro.tentativa)
}
