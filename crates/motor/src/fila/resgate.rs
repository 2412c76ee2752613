//! Recuperar o que ficou com quem sumiu: reservas vencidas ou, quando só há um servidor, todas as que se
//! acham ao iniciar.

use banco::{Banco, valores};
use nucleo::{ContaId, Escopo, EscopoSistema, ExecucaoId, Resultado};

use crate::{
    Catalogo, Falha,
    execucoes::{Execucao, Situacao, SituacaoTentativa, repositorio},
    executor::desfecho::espera_para_verificar,
    fila::{self, Fecho},
};

const SISTEMA: EscopoSistema = EscopoSistema::novo("resgate de execuções");
/// Reservas examinadas de cada vez.
const LOTE: i64 = 200;
/// Quantas vezes o trabalhador pode sumir com a mesma execução antes de se desistir dela.
pub(crate) const PERDAS_TOLERADAS: u32 = 3;

/// Que reservas se resgatam.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quais {
    /// Só as vencidas.
    Vencidas,
    /// Todas: quem as tinha já morreu.
    Todas,
}

/// Resgata e diz quantas. Uma que não se deixa resgatar é registrada e não impede as outras.
pub(crate) async fn resgatar(banco: &Banco, catalogo: &Catalogo, quais: Quais) -> Resultado<u64> {
    let mut resgatadas = 0;
    loop {
        let lote = procurar(banco, quais).await?;
        let cheio = lote.len() as i64 == LOTE;
        let mut deste_lote = 0;
        for (conta, id, ficha) in lote {
            match resgatar_da_conta(banco, catalogo, conta, id, ficha).await {
                Ok(resgatada) => deste_lote += u64::from(resgatada),
                Err(erro) => tracing::error!(execucao.id = %id, %erro, "reserva abandonada não resgatada"),
            }
        }
        resgatadas += deste_lote;
        if !cheio || deste_lote == 0 {
            return Ok(resgatadas);
        }
    }
}

async fn resgatar_da_conta(
    banco: &Banco,
    catalogo: &Catalogo,
    conta: ContaId,
    id: ExecucaoId,
    ficha: i64,
) -> Resultado<bool> {
    let escopo = Escopo::do_sistema(conta, None);
    let com_dominio =
        banco.gravar(&escopo, async |cx| resgatar_uma(cx, Some(catalogo), id, ficha).await).await;
    match com_dominio {
        Err(erro) => {
            tracing::error!(execucao.id = %id, %erro, "o domínio recusou a desistência no resgate");
            banco.gravar(&escopo, async |cx| resgatar_uma(cx, None, id, ficha).await).await
        }
        resgatada => resgatada,
    }
}

async fn procurar(banco: &Banco, quais: Quais) -> Resultado<Vec<(ContaId, ExecucaoId, i64)>> {
    let linhas = banco
        .ler_sistema(SISTEMA, async |cx| {
            let agora = cx.agora();
            match quais {
                Quais::Vencidas => {
                    cx.buscar(
                        "SELECT conta_id, id, ficha FROM execucoes WHERE status = 'EXECUTANDO' \
                         AND reservado_ate < ? ORDER BY reservado_ate LIMIT ?",
                        valores![agora, LOTE],
                    )
                    .await
                }
                Quais::Todas => {
                    cx.buscar(
                        "SELECT conta_id, id, ficha FROM execucoes WHERE status = 'EXECUTANDO' LIMIT ?",
                        valores![LOTE],
                    )
                    .await
                }
            }
        })
        .await?;
    linhas.iter().map(|l| Ok((l.obter("conta_id")?, l.obter("id")?, l.obter("ficha")?))).collect()
}

async fn resgatar_uma(
    cx: &mut banco::Contexto,
    catalogo: Option<&Catalogo>,
    id: ExecucaoId,
    ficha: i64,
) -> Resultado<bool> {
    let vista = repositorio::buscar(cx, id).await?;
    let Some(execucao) = fila::travar(cx, &Execucao { ficha, ..vista }).await? else { return Ok(false) };
    let perdas = 1 + fila::contar_tentativas(cx, &execucao, SituacaoTentativa::Perdida).await?;
    let fecho = fecho_do_resgate(&execucao, perdas, cx.agora());
    tracing::warn!(execucao.id = %id, destino = %fecho.destino, perdas, "reserva abandonada resgatada");
    if matches!(fecho.destino, Situacao::Falhou | Situacao::Cancelado)
        && let Some(Ok(trabalho)) = catalogo.map(|c| c.de(&execucao.tipo))
    {
        let classe = fecho.classe_erro.clone().unwrap_or_default();
        let falha = Falha::desistir(classe, fecho.detalhes_erro.clone().unwrap_or_default());
        trabalho.desistir(cx, &execucao, &falha).await?;
    }
    fila::fechar(cx, &execucao, &fecho).await?;
    Ok(true)
}

/// Com passo irreversível marcado, só se sabe perguntando; sem ele, volta à fila sem gastar tentativa, até o
/// limite de perdas: o que derruba o processo não pode derrubá-lo para sempre.
fn fecho_do_resgate(execucao: &Execucao, perdas: u32, agora: chrono::DateTime<chrono::Utc>) -> Fecho {
    let mut fecho = Fecho {
        destino: Situacao::Pendente,
        tentativa: SituacaoTentativa::Perdida,
        disponivel_em: agora,
        passo: execucao.passo_irreversivel.clone(),
        tentativas_a_mais: 1,
        classe_erro: Some("trabalhador_sumiu".into()),
        detalhes_erro: Some("o trabalhador parou de dar sinal durante a tentativa".into()),
        saida: None,
    };
    if execucao.passo_irreversivel.is_some() {
        fecho.destino = Situacao::Incerto;
        fecho.tentativas_a_mais = 0;
        fecho.disponivel_em = agora + espera_para_verificar();
        fecho.detalhes_erro = Some("o trabalhador parou de dar sinal depois de um passo irreversível".into());
    } else if execucao.cancelamento_pedido_em.is_some() {
        fecho.destino = Situacao::Cancelado;
        fecho.tentativas_a_mais = 0;
    } else if perdas >= PERDAS_TOLERADAS {
        fecho.destino = Situacao::Falhou;
        fecho.tentativas_a_mais = 0;
        fecho.classe_erro = Some("derruba_o_trabalhador".into());
        fecho.detalhes_erro = Some(format!(
            "o trabalhador sumiu {perdas} vezes durante esta execução; ela não será tentada de novo sozinha"
        ));
    }
    fecho
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::testes::execucao_de_exemplo;

    #[test]
    fn quem_sumiu_volta_duvida_ou_desiste() {
        let agora = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let simples = execucao_de_exemplo();
        let volta = fecho_do_resgate(&simples, 1, agora);
        assert_eq!((volta.destino, volta.tentativas_a_mais), (Situacao::Pendente, 1));
        let desiste = fecho_do_resgate(&simples, PERDAS_TOLERADAS, agora);
        assert_eq!(desiste.destino, Situacao::Falhou);
        assert!(desiste.detalhes_erro.unwrap().contains("3 vezes"));
        let cancelada = Execucao { cancelamento_pedido_em: Some(agora), ..simples.clone() };
        assert_eq!(fecho_do_resgate(&cancelada, 1, agora).destino, Situacao::Cancelado);
        // Com passo marcado nunca se desiste nem se repete: nem na décima perda, nem com cancelamento.
        let marcada = Execucao { passo_irreversivel: Some("antes_de_enviar".into()), ..cancelada };
        let duvida = fecho_do_resgate(&marcada, 10, agora);
        assert_eq!(duvida.destino, Situacao::Incerto);
        assert_eq!(duvida.passo.as_deref(), Some("antes_de_enviar"));
        assert!(duvida.disponivel_em > agora);
    }
}
