//! Abrir processos: um avulso, ou o mês inteiro.

use banco::{Banco, Contexto, Fato};
use nucleo::{ClienteId, Competencia, Erro, Escopo, Pode, Resultado, permissoes::OperarProcessos};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{
    clientes, operadoras,
    processos::{
        Processo,
        repositorio::{
            self,
            criacao::{self, Candidato, LOTE},
        },
    },
};

/// O que a criação do mês fez.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Abertura {
    /// Processos que nasceram agora.
    pub criados: u64,
    /// Clientes que já tinham o seu.
    pub existentes: u64,
}

/// Cria os processos do mês de todos os clientes ativos de operadoras ativas.
///
/// Anda em lotes, cada um com a sua transação e um só comando: repetir, ou dois ao mesmo tempo, não duplica
/// nada, e quem mais quer gravar não espera o mês inteiro.
pub async fn abrir_do_mes(
    banco: &Banco,
    escopo: &Escopo,
    _: Pode<OperarProcessos>,
    mes: Competencia,
    automatico: bool,
) -> Resultado<Abertura> {
    let mut soma = Abertura::default();
    let mut ultimo = None;
    loop {
        let lote = banco.gravar(escopo, async |cx| abrir_lote(cx, mes, automatico, ultimo).await).await?;
        soma.criados += lote.feito.criados;
        soma.existentes += lote.feito.existentes;
        match lote.ultimo {
            Some(cliente) => ultimo = Some(cliente),
            None => return Ok(soma),
        }
    }
}

struct Lote {
    feito: Abertura,
    /// De onde continuar; `None` quando acabou.
    ultimo: Option<ClienteId>,
}

async fn abrir_lote(
    cx: &mut Contexto,
    mes: Competencia,
    automatico: bool,
    depois_de: Option<ClienteId>,
) -> Resultado<Lote> {
    let candidatos = criacao::candidatos(cx, depois_de).await?;
    let criados = criacao::inserir(cx, &candidatos, mes, automatico).await?;
    let existentes = candidatos.len() as u64 - criados;
    if criados > 0 {
        let fato = Fato::novo("processos.abertos", "contas", cx.conta()).depois(json!({
            "mes_ano": mes, "criados": criados, "existentes": existentes, "automatico": automatico,
        }));
        cx.registrar(fato).await?;
    }
    let cheio = candidatos.len() as i64 == LOTE;
    let ultimo = candidatos.last().filter(|_| cheio).map(|c| c.cliente);
    Ok(Lote { feito: Abertura { criados, existentes }, ultimo })
}

/// Abre o processo de um cliente em um mês.
///
/// # Erros
/// `processo_existente` quando o mês já tem o seu; `cliente_inativo` ou `operadora_inativa`.
pub async fn abrir(
    cx: &mut Contexto,
    _: Pode<OperarProcessos>,
    cliente: ClienteId,
    mes: Competencia,
) -> Resultado<Processo> {
    let cliente = clientes::repositorio::buscar(cx, cliente).await?;
    let operadora = operadoras::repositorio::buscar(cx, cliente.operadora_id).await?;
    if !cliente.status_ativo {
        return Err(Erro::conflito("cliente_inativo", "o cliente está inativo", "reative o cliente antes"));
    }
    if !operadora.status_ativo {
        return Err(Erro::conflito(
            "operadora_inativa",
            "a operadora do cliente está inativa",
            "reative a operadora, ou mude o cliente para outra",
        ));
    }
    let candidato = Candidato { cliente: cliente.id, operadora: operadora.id };
    let criados = criacao::inserir(cx, &[candidato], mes, false).await?;
    let id = repositorio::do_mes(cx, cliente.id, mes).await?.ok_or(Erro::NaoEncontrado("processo"))?;
    if criados == 0 {
        return Err(Erro::conflito(
            "processo_existente",
            format!("o cliente já tem processo em {mes}: {id}"),
            "use o processo que já existe",
        ));
    }
    let depois = json!({"cliente_id": cliente.id, "operadora_id": operadora.id, "mes_ano": mes});
    cx.registrar(Fato::novo("processo.aberto", "processos", id).depois(depois)).await?;
    repositorio::buscar(cx, id).await
}
