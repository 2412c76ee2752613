//! O que uma pessoa muda em um processo sem o fazer andar: as notas, e o que não se leu da fatura.

use banco::{Contexto, Fato};
use chrono::NaiveDate;
use nucleo::{CampoInvalido, Dinheiro, Erro, Pode, ProcessoId, Resultado, permissoes::OperarProcessos};
use serde_json::json;

use crate::processos::{
    Processo, Situacao, conferencias,
    repositorio::{self, Mudancas},
};

/// O que muda; `None` deixa como está, `Some(None)` apaga.
#[derive(Clone, Debug, Default)]
pub struct Alteracao {
    /// Notas, em qualquer situação; em branco apaga.
    pub observacoes: Option<Option<String>>,
    /// Valor, só enquanto se espera aprovação.
    pub valor_fatura: Option<Option<Dinheiro>>,
    /// Vencimento, só enquanto se espera aprovação.
    pub data_vencimento: Option<Option<NaiveDate>>,
}

/// Muda notas, valor e vencimento. O que fica igual não gasta versão.
///
/// # Erros
/// [`Erro::VersaoDesatualizada`] se a versão lida não é mais a atual; `fora_de_hora` se a fatura já não espera
/// aprovação.
pub async fn alterar(
    cx: &mut Contexto,
    _: Pode<OperarProcessos>,
    id: ProcessoId,
    versao: borda::Versao,
    alteracao: Alteracao,
) -> Resultado<Processo> {
    let antes = repositorio::buscar(cx, id).await?;
    versao.conferir(antes.versao)?;
    let mudancas = aplicar(&antes, alteracao)?;
    let corrige =
        (mudancas.valor_fatura, mudancas.data_vencimento) != (antes.valor_fatura, antes.data_vencimento);
    let anota = mudancas.observacoes != antes.observacoes;
    if corrige && antes.situacao != Situacao::AguardandoAprovacao {
        return Err(Erro::conflito(
            "fora_de_hora",
            format!("o processo está em {}; a fatura só se corrige em AGUARDANDO_APROVACAO", antes.situacao),
            "recarregue o processo e veja os passos possíveis",
        ));
    }
    if !corrige && !anota {
        return Ok(antes);
    }
    repositorio::gravar_mudancas(cx, &antes, &mudancas).await?;
    if anota {
        let fato = Fato::novo("processo.anotado", "processos", id)
            .antes(json!({"observacoes": antes.observacoes}))
            .depois(json!({"observacoes": mudancas.observacoes}));
        cx.registrar(fato).await?;
    }
    if corrige {
        let fato = Fato::novo("processo.corrigido", "processos", id)
            .antes(json!({"valor_fatura": antes.valor_fatura, "data_vencimento": antes.data_vencimento}))
            .depois(
                json!({"valor_fatura": mudancas.valor_fatura, "data_vencimento": mudancas.data_vencimento}),
            );
        cx.registrar(fato).await?;
    }
    repositorio::buscar(cx, id).await
}

fn aplicar(antes: &Processo, alteracao: Alteracao) -> Resultado<Mudancas> {
    let observacoes = match alteracao.observacoes {
        Some(notas) => notas.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()),
        None => antes.observacoes.clone(),
    };
    let valor_fatura = alteracao.valor_fatura.unwrap_or(antes.valor_fatura);
    if valor_fatura.is_some_and(|valor| valor < Dinheiro::default()) {
        let campo =
            CampoInvalido::novo("valor_fatura", "valor_negativo", "informe um valor de zero para cima");
        return Err(Erro::campo(campo));
    }
    let mut mudancas = Mudancas {
        observacoes,
        valor_fatura,
        data_vencimento: alteracao.data_vencimento.unwrap_or(antes.data_vencimento),
        leitura: antes.leitura.clone(),
        semaforo: antes.semaforo,
        alertas: antes.alertas,
    };
    if valor_fatura != antes.valor_fatura
        && let Some(leitura) = &mut mudancas.leitura
    {
        let parecer = conferencias::refazer_variacao(leitura, antes, valor_fatura)?;
        mudancas.semaforo = Some(parecer.semaforo.into());
        mudancas.alertas = conferencias::alertas(&parecer);
    }
    Ok(mudancas)
}
