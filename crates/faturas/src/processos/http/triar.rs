//! `POST /processos/triagem`.

use axum::{
    Json,
    extract::{Multipart, State, multipart::MultipartRejection},
    http::HeaderMap,
};
use borda::{Autenticado, Problemas, ResultadoHttp};
use chrono::NaiveDate;
use documentos::{FaturaLida, Origem};
use nucleo::{Pode, Sha256, dia_no_fuso, permissoes::OperarProcessos};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    comum::OperadoraDoProcesso,
    formulario::{Formulario, ler_formulario, recusa_da_leitura, recusar_anunciado_grande},
};
use crate::{
    App,
    processos::{
        Situacao,
        triagem::{self, Candidato, Certeza, JaRecebida},
    },
};

/// De que processo a fatura parece ser.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::triar::Resposta)]
pub struct Resposta {
    /// SHA-256 do arquivo.
    arquivo_sha256: String,
    /// Nome com que veio.
    nome: String,
    tamanho_bytes: u64,
    paginas: u32,
    /// O que se leu.
    leitura: Leitura,
    /// O quanto se sabe de que processo é.
    certeza: Certeza,
    /// O processo que já tem este mesmo arquivo.
    ja_recebida: Option<Recebida>,
    /// Até 8, melhores primeiro; só quem espera fatura pode recebê-la.
    candidatos: Vec<Proposta>,
}

/// O que se leu da fatura; nulo no que não se achou.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::triar::Leitura)]
pub struct Leitura {
    /// Decimal com ponto.
    valor: Option<String>,
    vencimento: Option<NaiveDate>,
    /// `AAAA-MM`.
    competencia: Option<String>,
    /// CNPJ de quem paga, sem máscara.
    cliente_cnpj: Option<String>,
    /// Quem cobra, pelo código da arrecadação.
    emissor_nome: Option<String>,
    /// Número da fatura.
    numero: Option<String>,
}

/// O processo que já tem o arquivo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::triar::Recebida)]
pub struct Recebida {
    processo_id: Uuid,
    mes_ano: String,
    razao_social: String,
}

/// Um processo de que a fatura pode ser.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::triar::Candidato)]
pub struct Proposta {
    processo_id: Uuid,
    mes_ano: String,
    cliente: Cliente,
    operadora: OperadoraDoProcesso,
    status_processo: Situacao,
    /// De 0 a 100.
    pontos: u8,
    /// O que confere e o que não.
    motivos: Vec<String>,
    /// Se pode receber a fatura agora.
    possivel: bool,
    /// Por que não pode; nulo quando pode.
    motivo: Option<String>,
}

/// O cliente do candidato.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::triar::Cliente)]
pub struct Cliente {
    id: Uuid,
    razao_social: String,
    /// Sem máscara.
    cnpj: String,
    unidade: String,
    servico: String,
}

impl From<&FaturaLida> for Leitura {
    fn from(lida: &FaturaLida) -> Self {
        Self {
            valor: lida.valor.map(|v| v.to_string()),
            vencimento: lida.vencimento,
            competencia: lida.competencia.map(|c| c.to_string()),
            cliente_cnpj: lida.cliente_cnpj.map(|c| c.to_string()),
            emissor_nome: lida.emissor_nome.clone(),
            numero: lida.numero.clone(),
        }
    }
}

impl From<JaRecebida> for Recebida {
    fn from(r: JaRecebida) -> Self {
        Self {
            processo_id: r.processo_id.into(),
            mes_ano: r.mes_ano.to_string(),
            razao_social: r.razao_social,
        }
    }
}

impl From<Candidato> for Proposta {
    fn from(c: Candidato) -> Self {
        let vaga = c.vaga;
        Self {
            processo_id: vaga.processo_id.into(),
            mes_ano: vaga.mes_ano.to_string(),
            cliente: Cliente {
                id: vaga.cliente_id.into(),
                razao_social: vaga.razao_social,
                cnpj: vaga.cnpj.to_string(),
                unidade: vaga.unidade,
                servico: vaga.servico,
            },
            operadora: OperadoraDoProcesso {
                id: vaga.operadora_id.into(),
                nome: vaga.operadora_nome,
                codigo: vaga.operadora_codigo,
            },
            status_processo: vaga.situacao,
            pontos: c.pontos,
            motivos: c.motivos,
            possivel: c.motivo.is_none(),
            motivo: c.motivo.map(str::to_owned),
        }
    }
}

/// Lê uma fatura em PDF e diz de que processo ela parece ser. Nada é guardado: quem escolhe o processo é a
/// pessoa, e o anexo confere tudo de novo.
#[utoipa::path(post, path = "/processos/triagem", tag = "processos",
    request_body(content = Formulario, content_type = "multipart/form-data"),
    responses((status = 200, body = Resposta), (status = 413, description = "O arquivo passa do limite."), Problemas))]
pub async fn triar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    cabecalhos: HeaderMap,
    formulario: Result<Multipart, MultipartRejection>,
) -> ResultadoHttp<Json<Resposta>> {
    let _: Pode<OperarProcessos> = escopo.exigir()?;
    let limite = app.configuracao.arquivo_maximo_bytes;
    recusar_anunciado_grande(&cabecalhos, limite)?;
    let (nome, conteudo) = ler_formulario(formulario, limite).await?;
    let (sha256, tamanho_bytes) = (Sha256::de(&conteudo), conteudo.len() as u64);
    let captura = dia_no_fuso(app.base.banco.relogio().agora());
    let lida = app.leitor.ler(Origem::Bytes(conteudo), captura).await.map_err(recusa_da_leitura)?;
    let triagem =
        app.base.banco.ler(&escopo, async |cx| triagem::triar(cx, &lida, &nome, sha256).await).await?;
    Ok(Json(Resposta {
        arquivo_sha256: sha256.to_string(),
        nome,
        tamanho_bytes,
        paginas: lida.paginas,
        leitura: Leitura::from(&lida),
        certeza: triagem.certeza,
        ja_recebida: triagem.ja_recebida.map(Into::into),
        candidatos: triagem.candidatos.into_iter().map(Into::into).collect(),
    }))
}
