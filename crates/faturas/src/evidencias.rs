//! Servir o que as tentativas deixaram para ver depois: quem sabe de quem é cada evidência é o motor; quem tem o
//! conteúdo é o armazém.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderValue, header},
    response::Response,
};
use borda::{Autenticado, Caminho, OpenApiRouter, Problemas, ResultadoHttp, routes};
use documentos::ErroArmazem;
use motor::{Evidencia, TipoDeEvidencia};
use nucleo::{Erro, EvidenciaId, ExecucaoId, Pode, permissoes::VerExecucoes};

use crate::App;

/// Entrega o conteúdo de uma evidência. Só a foto se mostra na própria página; o resto se baixa, e nada do que veio
/// de um portal roda aqui.
#[utoipa::path(get, path = "/execucoes/{id}/evidencias/{evidencia_id}", tag = "execucoes",
    params(("id" = Uuid, Path, description = "A execução."),
        ("evidencia_id" = Uuid, Path, description = "A evidência.")),
    responses((status = 200, content_type = "image/jpeg", body = Vec<u8>), Problemas))]
pub async fn obter_evidencia(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho((execucao, id)): Caminho<(ExecucaoId, EvidenciaId)>,
) -> ResultadoHttp<Response> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    let evidencia =
        app.base.banco.ler(&escopo, async |cx| motor::buscar_evidencia(cx, execucao, id).await).await?;
    let arquivo = app.armazem.abrir(&evidencia.arquivo_sha256).await.map_err(|causa| match causa {
        ErroArmazem::NaoEncontrado(_) => Erro::interno(causa),
        outra => Erro::Indisponivel { parte: "o armazém de arquivos", detalhe: outra.to_string() },
    })?;
    let tamanho = arquivo.tamanho_bytes;
    let mut resposta = Response::new(Body::from_stream(arquivo));
    let cabecalhos = resposta.headers_mut();
    cabecalhos.insert(header::CONTENT_TYPE, HeaderValue::from_static(tipo(&evidencia)));
    cabecalhos.insert(header::CONTENT_LENGTH, HeaderValue::from(tamanho));
    cabecalhos.insert(header::CONTENT_DISPOSITION, texto(&disposicao(&evidencia))?);
    cabecalhos.insert(header::ETAG, texto(&format!("\"{}\"", evidencia.arquivo_sha256))?);
    // O conteúdo de um id nunca muda; só quem o viu o guarda.
    cabecalhos.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400, immutable"));
    cabecalhos.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    cabecalhos
        .insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    Ok(resposta)
}

fn tipo(evidencia: &Evidencia) -> &'static str {
    match evidencia.tipo {
        TipoDeEvidencia::Foto => "image/jpeg",
        TipoDeEvidencia::Pagina => "text/plain; charset=utf-8",
        TipoDeEvidencia::Arquivo if evidencia.nome.ends_with(".pdf") => "application/pdf",
        TipoDeEvidencia::Arquivo => "application/octet-stream",
    }
}

fn disposicao(evidencia: &Evidencia) -> String {
    let como = if evidencia.tipo == TipoDeEvidencia::Foto { "inline" } else { "attachment" };
    let nome: String = nucleo::sem_acentos(&evidencia.nome)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') { c } else { '_' })
        .collect();
    format!("{como}; filename=\"{nome}\"")
}

fn texto(valor: &str) -> Result<HeaderValue, Erro> {
    HeaderValue::from_str(valor).map_err(Erro::interno)
}

/// A rota das evidências.
pub fn rotas() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(obter_evidencia))
}
