//! Procurar, só no que a permissão deixa ver.

use banco::Contexto;
use nucleo::{
    Cursor, Limite, Pode, Resultado,
    permissoes::{VerExecucoes, VerProcessos},
};

use super::{
    repositorio::{self, ClienteAchado, ExecucaoAchada, ProcessoAchado},
    termos::Pergunta,
};
use crate::operadoras::{self, FiltroOperadoras, Operadora};

/// De quantos clientes se olham os processos: bastam os mais parecidos.
const CLIENTES_COM_PROCESSOS: usize = 60;
/// De quantos processos se olham as execuções.
const PROCESSOS_COM_EXECUCOES: i64 = 60;

/// O que quem pergunta pode ver.
#[derive(Debug)]
pub struct Alcance {
    /// Clientes, processos e operadoras.
    pub processos: Option<Pode<VerProcessos>>,
    /// Execuções.
    pub execucoes: Option<Pode<VerExecucoes>>,
}

/// O que se achou, cada lista até o limite.
#[derive(Debug, Default)]
pub(crate) struct Achados {
    pub clientes: Vec<ClienteAchado>,
    pub processos: Vec<ProcessoAchado>,
    pub operadoras: Vec<Operadora>,
    pub execucoes: Vec<ExecucaoAchada>,
}

/// Procura; sem palavras, nem mês, nem id, nada se acha.
pub(crate) async fn procurar(
    cx: &mut Contexto,
    alcance: &Alcance,
    pergunta: &Pergunta,
    limite: usize,
) -> Resultado<Achados> {
    if pergunta.id.is_some() {
        return por_id(cx, alcance, pergunta).await;
    }
    let mut achados = Achados::default();
    // Quem só vê execuções não as acha por nome: o nome é do cliente, que não pode ver.
    let Some(pode) = alcance.processos else { return Ok(achados) };
    let ids = repositorio::clientes_com(cx, &pergunta.termos, CLIENTES_COM_PROCESSOS.max(limite)).await?;
    achados.clientes = repositorio::clientes(cx, &ids[..ids.len().min(limite)]).await?;
    let mut processos =
        repositorio::processos_dos_clientes(cx, &ids, pergunta.mes, PROCESSOS_COM_EXECUCOES).await?;
    if alcance.execucoes.is_some() {
        achados.execucoes = repositorio::execucoes_dos_processos(cx, &processos, limite as i64).await?;
    }
    processos.truncate(limite);
    achados.processos = processos;
    if !pergunta.termos.is_empty() {
        achados.operadoras = operadoras_chamadas(cx, pode, pergunta, limite).await?;
    }
    Ok(achados)
}

async fn operadoras_chamadas(
    cx: &mut Contexto,
    pode: Pode<VerProcessos>,
    pergunta: &Pergunta,
    limite: usize,
) -> Resultado<Vec<Operadora>> {
    let filtro = FiltroOperadoras { status_ativo: None, busca: Some(pergunta.texto.clone()) };
    let limite = Limite::novo(Some(limite as i64))?;
    let nenhum: Option<Cursor> = None;
    Ok(operadoras::acoes::listar(cx, pode, &filtro, limite, nenhum, false).await?.itens)
}

async fn por_id(cx: &mut Contexto, alcance: &Alcance, pergunta: &Pergunta) -> Resultado<Achados> {
    let mut achados = Achados::default();
    let Some(id) = pergunta.id else { return Ok(achados) };
    if alcance.processos.is_some() {
        achados.clientes = repositorio::clientes(cx, &[id.into()]).await?;
        achados.processos.extend(repositorio::processo(cx, id).await?);
        achados.operadoras.extend(operadoras::repositorio::buscar(cx, id.into()).await.ok());
    }
    if alcance.execucoes.is_some() {
        achados.execucoes.extend(repositorio::execucao(cx, id).await?);
    }
    Ok(achados)
}
