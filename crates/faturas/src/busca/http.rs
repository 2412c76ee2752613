//! `GET /busca`.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Filtros, OpenApiRouter, Problemas, ResultadoHttp, routes};
use chrono::{DateTime, Utc};
use nucleo::{CampoInvalido, Erro, Resultado};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{
    acoes::{self, Achados, Alcance},
    termos::Pergunta,
};
use crate::App;

/// Quantos de cada se mostram, sem dizer.
const LIMITE: usize = 6;
const LIMITE_MAXIMO: i64 = 20;
const TEXTO_MAXIMO: usize = 200;

/// O que procurar.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Busca {
    /// Começos de palavras (nome, unidade), CNPJ com ou sem máscara, código ou nome da operadora, mês, ou um id
    /// inteiro. Até 200 caracteres.
    #[param(example = "santa aurelia")]
    q: String,
    /// Quantos de cada tipo, de 1 a 20; 6 sem dizer.
    limite: Option<i64>,
}

/// O que se achou, só do que a permissão deixa ver.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = busca::Resposta)]
pub struct Resposta {
    /// Clientes, primeiro os de palavra inteira.
    clientes: Vec<Cliente>,
    /// Processos desses clientes, do mês mais novo ao mais velho.
    processos: Vec<Processo>,
    /// Operadoras, por nome ou código.
    operadoras: Vec<Operadora>,
    /// Execuções desses processos, da mais nova à mais velha.
    execucoes: Vec<Execucao>,
}

/// Um cliente achado.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = busca::Cliente)]
pub struct Cliente {
    id: Uuid,
    razao_social: String,
    /// Sem máscara.
    cnpj: String,
    unidade: String,
    operadora_nome: String,
}

/// Um processo achado.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = busca::Processo)]
pub struct Processo {
    id: Uuid,
    mes_ano: String,
    status_processo: String,
    razao_social: String,
    unidade: String,
    operadora_nome: String,
}

/// Uma operadora achada.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = busca::Operadora)]
pub struct Operadora {
    id: Uuid,
    nome: String,
    codigo: String,
}

/// Uma execução achada.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = busca::Execucao)]
pub struct Execucao {
    id: Uuid,
    tipo: String,
    status: String,
    /// Sobre o que age, como `Hospital Santa Aurélia · Telenova`.
    titulo: Option<String>,
    criado_em: DateTime<Utc>,
}

impl From<Achados> for Resposta {
    fn from(a: Achados) -> Self {
        let clientes = a.clientes.into_iter().map(|c| Cliente {
            id: c.id.into(),
            razao_social: c.razao_social,
            cnpj: c.cnpj,
            unidade: c.unidade,
            operadora_nome: c.operadora_nome,
        });
        let processos = a.processos.into_iter().map(|p| Processo {
            id: p.id.into(),
            mes_ano: p.mes_ano,
            status_processo: p.situacao,
            razao_social: p.razao_social,
            unidade: p.unidade,
            operadora_nome: p.operadora_nome,
        });
        let operadoras = a.operadoras.into_iter().map(|o| Operadora {
            id: o.id.into(),
            nome: o.dados.nome,
            codigo: o.dados.codigo,
        });
        let execucoes = a.execucoes.into_iter().map(|e| Execucao {
            id: e.id.into(),
            tipo: e.tipo,
            status: e.status,
            titulo: e.titulo,
            criado_em: e.criado_em,
        });
        Self {
            clientes: clientes.collect(),
            processos: processos.collect(),
            operadoras: operadoras.collect(),
            execucoes: execucoes.collect(),
        }
    }
}

/// Procura em tudo: clientes, processos, operadoras e execuções. Pede `faturas.ver` ou `execucoes.ver`, e só
/// mostra o que cada uma deixa ver.
#[utoipa::path(get, path = "/busca", tag = "busca", params(Busca),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn procurar(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Filtros(busca): Filtros<Busca>,
) -> ResultadoHttp<Json<Resposta>> {
    let alcance = Alcance { processos: escopo.exigir().ok(), execucoes: escopo.exigir().ok() };
    if alcance.execucoes.is_none() && alcance.processos.is_none() {
        escopo.exigir::<nucleo::permissoes::VerProcessos>()?;
    }
    let limite = conferir(&busca)?;
    let pergunta = Pergunta::ler(&busca.q);
    let achados =
        base.banco.ler(&escopo, async |cx| acoes::procurar(cx, &alcance, &pergunta, limite).await).await?;
    Ok(Json(achados.into()))
}

fn conferir(busca: &Busca) -> Resultado<usize> {
    let recusa = |campo, codigo, mensagem: &'static str| {
        Err(Erro::campo(CampoInvalido::novo(campo, codigo, mensagem)))
    };
    if busca.q.chars().count() > TEXTO_MAXIMO {
        return recusa("q", "texto_longo", "procure por até 200 caracteres");
    }
    match busca.limite {
        None => Ok(LIMITE),
        Some(limite) if (1..=LIMITE_MAXIMO).contains(&limite) => Ok(limite as usize),
        Some(_) => recusa("limite", "limite_invalido", "peça de 1 a 20 de cada tipo"),
    }
}

/// A rota da busca.
pub fn rotas() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(procurar))
}
