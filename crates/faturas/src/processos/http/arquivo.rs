//! `GET /processos/{id}/fatura`.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use documentos::ErroArmazem;
use nucleo::{Erro, ProcessoId, permissoes::VerProcessos};

use crate::{App, processos::repositorio::contratado};

/// Entrega o PDF da fatura, aos pedaços.
#[utoipa::path(get, path = "/processos/{id}/fatura", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")),
    responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problemas))]
pub async fn obter_fatura(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
) -> ResultadoHttp<Response> {
    escopo.exigir::<VerProcessos>()?;
    let contratado = app.base.banco.ler(&escopo, async |cx| contratado::buscar(cx, id).await).await?;
    let sha256 = contratado.processo.arquivo_sha256.ok_or(Erro::NaoEncontrado("fatura"))?;
    let arquivo = app.armazem.abrir(&sha256).await.map_err(|causa| match causa {
        ErroArmazem::NaoEncontrado(_) => Erro::interno(causa),
        outra => Erro::Indisponivel { parte: "o armazém de arquivos", detalhe: outra.to_string() },
    })?;
    let tamanho = arquivo.tamanho_bytes;
    let mut resposta = Response::new(Body::from_stream(arquivo));
    let disposicao = format!("attachment; filename=\"{}\"", contratado.nome_do_arquivo());
    let cabecalhos = resposta.headers_mut();
    cabecalhos.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/pdf"));
    cabecalhos.insert(header::CONTENT_LENGTH, HeaderValue::from(tamanho));
    cabecalhos.insert(header::CONTENT_DISPOSITION, texto(&disposicao)?);
    cabecalhos.insert(header::ETAG, texto(&format!("\"{sha256}\""))?);
    cabecalhos.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    cabecalhos
        .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    Ok(resposta)
}

fn texto(valor: &str) -> Result<HeaderValue, Erro> {
    HeaderValue::from_str(valor).map_err(Erro::interno)
}
