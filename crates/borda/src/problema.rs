//! Erros no formato RFC 9457 (`application/problem+json`), com código estável e remédio em português.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use nucleo::{CampoInvalido, Erro};
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// O corpo de todo erro.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "type": "about:blank", "title": "Conflito", "status": 409, "codigo": "fora_de_hora",
    "detail": "o processo não está em AGUARDANDO_APROVACAO", "remedio": "recarregue e veja os passos possíveis"
}))]
pub struct Problema {
    /// Sempre `about:blank`: quem distingue é `codigo`.
    #[serde(rename = "type")]
    pub tipo: &'static str,
    /// Resumo do status.
    pub title: &'static str,
    /// O status HTTP.
    pub status: u16,
    /// Código estável, para máquinas.
    pub codigo: String,
    /// O que aconteceu, para pessoas.
    pub detail: String,
    /// O que fazer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedio: Option<String>,
    /// Campos recusados, quando é o caso.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub campos: Vec<ProblemaDeCampo>,
}

/// Um campo recusado.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemaDeCampo {
    /// Nome do campo como veio no pedido.
    pub campo: String,
    /// Código estável.
    pub codigo: String,
    /// O que aconteceu e o que fazer.
    pub mensagem: String,
}

impl From<CampoInvalido> for ProblemaDeCampo {
    fn from(campo: CampoInvalido) -> Self {
        Self { campo: campo.campo.into(), codigo: campo.codigo.into(), mensagem: campo.mensagem.into() }
    }
}

/// As respostas de erro que toda operação pode dar.
#[derive(IntoResponses)]
pub enum Problemas {
    /// Sem sessão nem token válidos.
    #[response(status = 401, content_type = "application/problem+json")]
    NaoAutenticado(#[to_schema] Problema),
    /// Falta a permissão.
    #[response(status = 403, content_type = "application/problem+json")]
    PermissaoNegada(#[to_schema] Problema),
    /// Não existe nesta conta.
    #[response(status = 404, content_type = "application/problem+json")]
    NaoEncontrado(#[to_schema] Problema),
    /// O estado atual não permite, ou outra pessoa chegou antes.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflito(#[to_schema] Problema),
    /// Campos recusados; nada foi gravado.
    #[response(status = 422, content_type = "application/problem+json")]
    Invalido(#[to_schema] Problema),
}

/// Resultado de uma operação HTTP.
pub type ResultadoHttp<T> = Result<T, ErroHttp>;

/// Um [`Erro`] a caminho de virar resposta.
#[derive(Debug)]
pub struct ErroHttp {
    erro: Erro,
    csrf: bool,
}

impl ErroHttp {
    pub(crate) fn csrf() -> Self {
        Self { erro: Erro::PermissaoNegada("csrf"), csrf: true }
    }

    /// O erro da casa por trás da resposta.
    pub fn erro(&self) -> &Erro {
        &self.erro
    }
}

impl From<Erro> for ErroHttp {
    fn from(erro: Erro) -> Self {
        Self { erro, csrf: false }
    }
}

fn status(erro: &Erro) -> (StatusCode, &'static str) {
    match erro {
        Erro::NaoEncontrado(_) => (StatusCode::NOT_FOUND, "Não encontrado"),
        Erro::NaoAutenticado => (StatusCode::UNAUTHORIZED, "Não autenticado"),
        Erro::PermissaoNegada(_) => (StatusCode::FORBIDDEN, "Permissão negada"),
        Erro::Conflito { .. } => (StatusCode::CONFLICT, "Conflito"),
        Erro::Invalido(_) => (StatusCode::UNPROCESSABLE_ENTITY, "Dados inválidos"),
        Erro::GrandeDemais { .. } => (StatusCode::PAYLOAD_TOO_LARGE, "Grande demais"),
        Erro::MuitasTentativas(_) => (StatusCode::TOO_MANY_REQUESTS, "Tentativas demais"),
        Erro::VersaoDesatualizada => (StatusCode::PRECONDITION_FAILED, "Versão desatualizada"),
        Erro::Indisponivel { .. } => (StatusCode::SERVICE_UNAVAILABLE, "Indisponível"),
        Erro::Interno(_) => (StatusCode::INTERNAL_SERVER_ERROR, "Erro interno"),
    }
}

fn remedio(erro: &Erro) -> Option<String> {
    let texto = match erro {
        Erro::Conflito { remedio, .. } => return Some(remedio.to_string()),
        Erro::NaoAutenticado => "entre de novo com e-mail e senha, ou mande um token válido",
        Erro::PermissaoNegada(_) => "peça a permissão a quem administra a conta",
        Erro::VersaoDesatualizada => "leia de novo e repita a mudança sobre a versão atual",
        Erro::Indisponivel { .. } => "tente de novo em instantes; se continuar, veja `regente verificar`",
        Erro::Interno(_) => "tente de novo; se continuar, informe o cabeçalho X-Request-Id ao suporte",
        Erro::GrandeDemais { .. } => "mande um conteúdo menor",
        Erro::MuitasTentativas(_) => "espere o tempo indicado em Retry-After",
        Erro::NaoEncontrado(_) | Erro::Invalido(_) => return None,
    };
    Some(texto.to_owned())
}

impl IntoResponse for ErroHttp {
    fn into_response(self) -> Response {
        let (status, titulo) = status(&self.erro);
        if let Erro::Interno(causa) = &self.erro {
            tracing::error!(erro = %causa, "erro interno ao atender um pedido");
        }
        let espera = match &self.erro {
            Erro::MuitasTentativas(espera) => Some(espera.as_secs().max(1)),
            Erro::Indisponivel { .. } => Some(5),
            _ => None,
        };
        let mut problema = Problema {
            tipo: "about:blank",
            title: titulo,
            status: status.as_u16(),
            codigo: self.erro.codigo().to_owned(),
            // O detalhe de um defeito nosso fica nos registros: por fora, só que houve.
            detail: match &self.erro {
                Erro::Interno(_) => "algo falhou do nosso lado".to_owned(),
                outro => outro.to_string(),
            },
            remedio: remedio(&self.erro),
            campos: Vec::new(),
        };
        if self.csrf {
            problema.codigo = "pedido_de_outro_site".into();
            problema.detail = "o pedido não veio da tela do sistema".into();
            problema.remedio = Some(format!("mande o cabeçalho {}", crate::CABECALHO_CSRF));
        }
        if let Erro::Invalido(campos) = self.erro {
            problema.detail = "há campos recusados; nada foi gravado".into();
            problema.campos = campos.into_iter().map(Into::into).collect();
        }
        let mut resposta = (status, Json(problema)).into_response();
        let cabecalhos = resposta.headers_mut();
        cabecalhos.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(segundos) = espera {
            cabecalhos.insert(header::RETRY_AFTER, HeaderValue::from(segundos));
        }
        resposta
    }
}
