//! `GET /processos/{id}`.

use axum::{Json, extract::State};
use borda::{Autenticado, Caminho, ComVersao, Problemas, ResultadoHttp};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{Escopo, ProcessoId, permissoes::VerProcessos};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;

use super::comum::{
    ClienteDoProcesso, OperadoraDoProcesso, ProcessoHttp, UltimaExecucao as UltimaExecucaoHttp, hoje,
};
use crate::{
    App,
    processos::{
        passos::{PassoPossivel, passos_possiveis},
        repositorio::{
            contratado::{self, Contratado},
            lista::{self, UltimaExecucao},
            partes,
        },
    },
};

/// Um processo com tudo o que o rodeia.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::obter::Resposta)]
pub struct Resposta {
    /// O processo.
    #[serde(flatten)]
    processo: ProcessoHttp,
    /// Cliente.
    cliente: ClienteDoProcesso,
    /// Operadora.
    operadora: OperadoraDoProcesso,
    /// O que se leu da fatura (`fatura`), a cor (`semaforo`), as `conferencias` e os `dados_do_portal`.
    #[schema(value_type = Option<Object>)]
    leitura: Option<Value>,
    /// Campos obrigatórios do cliente que faltam para anexar.
    dados_faltando: Vec<&'static str>,
    /// Aprovações e rejeições, da mais antiga à mais nova.
    decisoes: Vec<Decisao>,
    /// A última execução, se já houve: com o envio na fila, `disponivel_em` diz até quando se desfaz a aprovação.
    ultima_execucao: Option<UltimaExecucaoHttp>,
    /// Execuções, da mais antiga à mais nova.
    execucoes: Vec<ExecucaoHttp>,
    /// Envios ao SAT no livro de efeitos.
    efeitos: Vec<Efeito>,
    /// O que quem perguntou pode fazer agora, e por que não o resto.
    #[schema(value_type = Vec<PassoPossivel>)]
    passos_possiveis: [PassoPossivel; 6],
}

/// Uma aprovação ou rejeição.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::obter::Decisao)]
pub struct Decisao {
    /// `APROVACAO` ou `REJEICAO`.
    tipo: String,
    /// O arquivo que foi visto.
    arquivo_sha256: String,
    /// Notas, ou o motivo.
    observacoes: Option<String>,
    /// Quem decidiu.
    usuario_id: Uuid,
    /// Nome de quem decidiu.
    usuario_nome: Option<String>,
    /// Quando.
    criado_em: DateTime<Utc>,
}

/// Uma execução do processo.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::obter::Execucao)]
pub struct ExecucaoHttp {
    /// Identificador.
    id: Uuid,
    /// Tipo.
    tipo: String,
    /// Situação.
    #[schema(value_type = motor::Situacao)]
    status: String,
    /// RPA usado.
    classe_rpa_utilizada: Option<String>,
    /// Tentativas já começadas.
    numero_tentativa: i64,
    /// O que deu errado por último.
    detalhes_erro: Option<String>,
    /// Código do que deu errado.
    classe_erro: Option<String>,
    /// Nome de quem pediu; nulo quando foi o sistema.
    usuario_nome: Option<String>,
    /// Quando foi pedida.
    criado_em: DateTime<Utc>,
    /// Início da primeira tentativa.
    data_inicio: Option<DateTime<Utc>>,
    /// Fim.
    data_fim: Option<DateTime<Utc>>,
}

/// Um envio no livro de efeitos.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::obter::Efeito)]
pub struct Efeito {
    /// Tipo.
    tipo: String,
    /// `PREPARADO`, `EM_VOO`, `CONFIRMADO`, `SEM_EFEITO` ou `INCERTO`.
    estado: String,
    /// A referência que o SAT guarda.
    referencia: String,
    /// O arquivo.
    arquivo_sha256: String,
    /// O recibo do SAT.
    referencia_externa: Option<String>,
    /// A prova do desfecho.
    #[schema(value_type = Option<Object>)]
    prova: Option<Value>,
    /// A execução.
    execucao_id: Uuid,
    /// Quando a intenção foi escrita.
    criado_em: DateTime<Utc>,
    /// Última mudança.
    atualizado_em: DateTime<Utc>,
}

/// Mostra um processo com leitura, conferências, decisões, execuções e envios.
#[utoipa::path(get, path = "/processos/{id}", tag = "processos",
    params(("id" = Uuid, Path, description = "O processo.")),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn obter(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Caminho(id): Caminho<ProcessoId>,
) -> ResultadoHttp<ComVersao<Resposta>> {
    escopo.exigir::<VerProcessos>()?;
    let hoje = hoje(&app);
    let resposta = app
        .base
        .banco
        .ler(&escopo, async |cx| {
            let contratado = contratado::buscar(cx, id).await?;
            let ultima = lista::ultima_execucao(cx, id).await?;
            let decisoes = partes::decisoes(cx, id).await?;
            let execucoes = partes::execucoes(cx, id).await?;
            let efeitos = partes::efeitos(cx, id).await?;
            Ok(montar(contratado, ultima, decisoes, execucoes, efeitos, &escopo, hoje))
        })
        .await?;
    Ok(ComVersao(resposta.processo.versao, Json(resposta)))
}

fn montar(
    contratado: Contratado,
    ultima: Option<UltimaExecucao>,
    decisoes: Vec<partes::Decisao>,
    execucoes: Vec<partes::ExecucaoDoProcesso>,
    efeitos: Vec<partes::EfeitoDoProcesso>,
    escopo: &Escopo,
    hoje: NaiveDate,
) -> Resposta {
    let circunstancias = lista::com_a_ultima(contratado.circunstancias(), ultima.as_ref());
    let dados_faltando = contratado.dados_faltando();
    let Contratado { mut processo, cliente, operadora } = contratado;
    Resposta {
        passos_possiveis: passos_possiveis(processo.situacao, &circunstancias, escopo.permissoes()),
        leitura: processo.leitura.take(),
        processo: ProcessoHttp::novo(processo, hoje),
        ultima_execucao: ultima.map(UltimaExecucaoHttp::from),
        cliente: ClienteDoProcesso {
            id: cliente.id.into(),
            razao_social: cliente.dados.razao_social,
            nome_sat: cliente.dados.nome_sat,
            cnpj: cliente.dados.cnpj.to_string(),
            unidade: cliente.dados.unidade,
            servico: cliente.dados.servico,
        },
        operadora: OperadoraDoProcesso {
            id: operadora.id.into(),
            nome: operadora.dados.nome,
            codigo: operadora.dados.codigo,
        },
        dados_faltando,
        decisoes: decisoes.into_iter().map(Decisao::from).collect(),
        execucoes: execucoes.into_iter().map(ExecucaoHttp::from).collect(),
        efeitos: efeitos.into_iter().map(Efeito::from).collect(),
    }
}

impl From<partes::Decisao> for Decisao {
    fn from(d: partes::Decisao) -> Self {
        Self {
            tipo: d.tipo,
            arquivo_sha256: d.arquivo_sha256,
            observacoes: d.observacoes,
            usuario_id: d.usuario_id.into(),
            usuario_nome: d.usuario_nome,
            criado_em: d.criado_em,
        }
    }
}

impl From<partes::ExecucaoDoProcesso> for ExecucaoHttp {
    fn from(e: partes::ExecucaoDoProcesso) -> Self {
        Self {
            id: e.id.into(),
            tipo: e.tipo,
            status: e.status,
            classe_rpa_utilizada: e.classe_rpa_utilizada,
            numero_tentativa: e.numero_tentativa,
            detalhes_erro: e.detalhes_erro,
            classe_erro: e.classe_erro,
            usuario_nome: e.usuario_nome,
            criado_em: e.criado_em,
            data_inicio: e.data_inicio,
            data_fim: e.data_fim,
        }
    }
}

impl From<partes::EfeitoDoProcesso> for Efeito {
    fn from(e: partes::EfeitoDoProcesso) -> Self {
        Self {
            tipo: e.tipo,
            estado: e.estado,
            referencia: e.referencia,
            arquivo_sha256: e.arquivo_sha256,
            referencia_externa: e.referencia_externa,
            prova: e.prova,
            execucao_id: e.execucao_id.into(),
            criado_em: e.criado_em,
            atualizado_em: e.atualizado_em,
        }
    }
}
