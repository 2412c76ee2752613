//! `POST /processos/{id}/fatura`.

use axum::{
    Json,
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode},
};
use borda::{Autenticado, Caminho, Problemas, ResultadoHttp};
use nucleo::{Erro, ProcessoId};
use serde_json::Value;

use super::{
    comum::{ProcessoHttp, hoje},
    formulario::{Formulario, ler_formulario, recusa_da_leitura, recusar_anunciado_grande},
};
use crate::{
    App,
    processos::{
        acoes::{self, Anexo},
        recepcao::{self, ErroRecepcao},
    },
};

/// Envia a fatura à mão, onde não há RPA ou onde ele falhou. Só PDF, pelo conteúdo, até o limite.
#[utoipa::path(post, path = "/processos/{id}/fatura", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")),
    request_body(content = Formulario, content_type = "multipart/form-data"),
    responses((status = 201, body = ProcessoHttp), (status = 413, description = "O arquivo passa do limite."), Problemas))]
pub async fn anexar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
    cabecalhos: HeaderMap,
    formulario: Result<Multipart, MultipartRejection>,
) -> ResultadoHttp<(StatusCode, Json<ProcessoHttp>)> {
    let pode = escopo.exigir()?;
    // Antes de receber megabytes: pode, existe, espera fatura e o cliente está completo.
    let banco = &app.base.banco;
    let expectativa = banco
        .ler(&escopo, async |cx| {
            let contratado = acoes::conferir_se_pode_anexar(cx, pode, id).await?;
            recepcao::expectativa(cx, &contratado).await
        })
        .await?;
    let limite = app.configuracao.arquivo_maximo_bytes;
    recusar_anunciado_grande(&cabecalhos, limite)?;
    let (nome, conteudo) = ler_formulario(formulario, limite).await?;
    let recebida = recepcao::receber(&app.leitor, &app.armazem, conteudo, &expectativa, Value::Null)
        .await
        .map_err(traduzir)?;
    let anexo = Anexo { recebida, nome };
    let processo = banco.gravar(&escopo, async |cx| acoes::anexar(cx, pode, id, &anexo).await).await?;
    Ok((StatusCode::CREATED, Json(ProcessoHttp::novo(processo, hoje(&app)))))
}

fn traduzir(erro: ErroRecepcao) -> Erro {
    match erro {
        ErroRecepcao::Leitura(causa) => recusa_da_leitura(causa),
        ErroRecepcao::Armazem(causa) => {
            Erro::Indisponivel { parte: "o armazém de arquivos", detalhe: causa.to_string() }
        }
    }
}
