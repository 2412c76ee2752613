//! O que se faz com agendamentos, com a permissão provada e a auditoria na mesma transação.

use banco::{Contexto, Fato};
use chrono::{DateTime, Utc};
use nucleo::{
    AgendamentoId, CampoInvalido, Erro, ExecucaoId, Pode, Resultado, permissoes::EditarAgendamentos,
};
use serde_json::{Value, json};

use super::{Agendamento, OrigemDoDisparo, Regra, TipoDeAgendamento, disparos, repositorio};
use crate::execucoes::{NovaExecucao, enfileirar};

/// O que uma pessoa define em um agendamento.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dados {
    pub nome: String,
    pub tipo: TipoDeAgendamento,
    pub cron: String,
    pub fuso: String,
    pub parametros: Value,
    pub ativo: bool,
}

impl Dados {
    /// Confere tudo de uma vez e diz quando dispara; nulo se inativo.
    fn validar(&self, agora: DateTime<Utc>) -> Resultado<Option<DateTime<Utc>>> {
        let mut recusas = Vec::new();
        let tamanho = self.nome.trim().chars().count();
        if !(1..=120).contains(&tamanho) {
            recusas.push(CampoInvalido::novo("nome", "tamanho", "o nome tem de 1 a 120 caracteres"));
        }
        if self.tipo == TipoDeAgendamento::EnviarRelatorios {
            recusas.push(CampoInvalido::novo(
                "tipo",
                "tipo_indisponivel",
                "ENVIAR_RELATORIOS ainda não está disponível; escolha outro tipo",
            ));
        }
        if !self.parametros.is_object() {
            recusas.push(CampoInvalido::novo("parametros", "formato", "os parâmetros são um objeto JSON"));
        }
        let proxima = match Regra::nova(&self.cron, &self.fuso, agora).and_then(|r| r.proxima(agora)) {
            Ok(proxima) => Some(proxima),
            Err(Erro::Invalido(campos)) => {
                recusas.extend(campos);
                None
            }
            Err(erro) => return Err(erro),
        };
        if recusas.is_empty() { Ok(proxima.filter(|_| self.ativo)) } else { Err(Erro::Invalido(recusas)) }
    }

    fn como_fato(&self) -> Value {
        json!({
            "nome": self.nome, "tipo": self.tipo.como_texto(), "cron": self.cron, "fuso": self.fuso,
            "parametros": self.parametros, "ativo": self.ativo,
        })
    }
}

fn dados_de(agendamento: &Agendamento) -> Dados {
    Dados {
        nome: agendamento.nome.clone(),
        tipo: agendamento.tipo,
        cron: agendamento.cron.clone(),
        fuso: agendamento.fuso.clone(),
        parametros: agendamento.parametros.clone(),
        ativo: agendamento.ativo,
    }
}

pub(crate) async fn criar(
    cx: &mut Contexto,
    _: Pode<EditarAgendamentos>,
    dados: Dados,
) -> Resultado<Agendamento> {
    let proxima = dados.validar(cx.agora())?;
    let id = repositorio::inserir(cx, &dados, proxima).await?;
    cx.registrar(Fato::novo("agendamento.criado", "agendamentos", id).depois(dados.como_fato())).await?;
    repositorio::buscar(cx, id).await
}

pub(crate) async fn alterar(
    cx: &mut Contexto,
    _: Pode<EditarAgendamentos>,
    id: AgendamentoId,
    versao: borda::Versao,
    dados: Dados,
) -> Resultado<Agendamento> {
    let lido = repositorio::buscar(cx, id).await?;
    versao.conferir(lido.versao)?;
    let proxima = dados.validar(cx.agora())?;
    repositorio::alterar(cx, &lido, &dados, proxima).await?;
    let fato = Fato::novo("agendamento.alterado", "agendamentos", id);
    cx.registrar(fato.antes(dados_de(&lido).como_fato()).depois(dados.como_fato())).await?;
    repositorio::buscar(cx, id).await
}

pub(crate) async fn excluir(
    cx: &mut Contexto,
    _: Pode<EditarAgendamentos>,
    id: AgendamentoId,
    versao: borda::Versao,
) -> Resultado<()> {
    let lido = repositorio::buscar(cx, id).await?;
    versao.conferir(lido.versao)?;
    repositorio::excluir(cx, id).await?;
    let fato = Fato::novo("agendamento.excluido", "agendamentos", id);
    cx.registrar(fato.antes(dados_de(&lido).como_fato())).await
}

/// Dispara já, sem mexer na próxima hora marcada. Com uma execução dele ainda viva, devolve essa.
pub(crate) async fn disparar_agora(
    cx: &mut Contexto,
    _: Pode<EditarAgendamentos>,
    id: AgendamentoId,
) -> Resultado<ExecucaoId> {
    let agendamento = repositorio::buscar(cx, id).await?;
    let nova =
        NovaExecucao { chave_unica: Some(format!("agendamento:{id}:agora")), ..execucao_de(&agendamento) };
    let execucao = enfileirar(cx, nova).await?;
    if !execucao.ja_existia {
        let agora = cx.agora();
        if disparos::anotar(cx, id, agora, OrigemDoDisparo::Manual).await? {
            disparos::ligar(cx, id, agora, execucao.id).await?;
        }
        repositorio::marcar_disparado(cx, id, agendamento.proxima_execucao).await?;
        let fato = Fato::novo("agendamento.disparado", "agendamentos", id);
        cx.registrar(fato.depois(json!({"execucao_id": execucao.id, "a_pedido": true}))).await?;
    }
    Ok(execucao.id)
}

/// Dispara o que era devido, se ninguém o fez antes e se ainda é devido; diz se disparou.
pub(super) async fn disparar_devido(
    cx: &mut Contexto,
    id: AgendamentoId,
    previsto_para: DateTime<Utc>,
) -> Resultado<bool> {
    let agendamento = repositorio::buscar(cx, id).await?;
    if agendamento.proxima_execucao != Some(previsto_para)
        || !disparos::anotar(cx, id, previsto_para, OrigemDoDisparo::Agendado).await?
    {
        return Ok(false);
    }
    let execucao = enfileirar(cx, execucao_de(&agendamento)).await?;
    disparos::ligar(cx, id, previsto_para, execucao.id).await?;
    // Conta-se de agora, e não do devido: depois de horas parado, dispara uma vez e segue.
    let agora = cx.agora();
    let proxima = Regra::nova(&agendamento.cron, &agendamento.fuso, agora)?.proxima(agora)?;
    repositorio::marcar_disparado(cx, id, Some(proxima)).await?;
    let fato = Fato::novo("agendamento.disparado", "agendamentos", id);
    cx.registrar(fato.depois(json!({"execucao_id": execucao.id, "previsto_para": previsto_para}))).await?;
    Ok(true)
}

fn execucao_de(agendamento: &Agendamento) -> NovaExecucao {
    NovaExecucao {
        tipo: agendamento.tipo.como_texto(),
        titulo: Some(agendamento.nome.clone()),
        detalhe: Some("agendamento".to_owned()),
        alvo: Some(("agendamento", agendamento.id.0)),
        parametros: agendamento.parametros.clone(),
        // Um disparo que demora não corre junto com o seguinte.
        chave_concorrencia: Some(format!("agendamento:{}", agendamento.id)),
        ..NovaExecucao::default()
    }
}
