//! O que se faz a cada início do servidor e de tempos em tempos.

use banco::{Banco, Fato, valores};
use chrono::TimeDelta;
use nucleo::{Escopo, EscopoSistema, Resultado};
use serde_json::json;

use crate::{
    contas::{self, CONTA_MESTRA, NOME_DA_MESTRA},
    entrada::{freios, sessoes},
    grupos::{self, PREDEFINIDOS},
};

const SISTEMA: EscopoSistema = EscopoSistema::novo("preparar contas e limpar o que venceu");
/// Por quanto tempo se guarda o que venceu, para quem investiga.
const GUARDA: TimeDelta = TimeDelta::days(30);

/// Cria a conta mestra se falta e iguala os grupos predefinidos de todas as contas ao que o código diz: uma
/// permissão nova chega a quem já existe. Repetir não muda nada.
pub async fn preparar(banco: &Banco) -> Resultado<()> {
    banco
        .gravar(&Escopo::do_sistema(CONTA_MESTRA, None), async |cx| {
            if contas::repositorio::criar_mestra(cx).await? {
                let fato = Fato::novo("conta.criada", "contas", CONTA_MESTRA);
                cx.registrar(fato.depois(json!({ "nome": NOME_DA_MESTRA }))).await?;
            }
            grupos::repositorio::criar_predefinidos(cx).await
        })
        .await?;
    let incompletas = banco.ler_sistema(SISTEMA, grupos::repositorio::contas_incompletas).await?;
    for conta in incompletas {
        let escopo = Escopo::do_sistema(conta, None);
        banco.gravar(&escopo, grupos::repositorio::criar_predefinidos).await?;
    }
    let renovadas = banco
        .gravar_sistema(SISTEMA, async |cx| {
            let mut renovadas = 0;
            for predefinido in PREDEFINIDOS {
                renovadas += grupos::repositorio::renovar(cx, predefinido).await?;
            }
            Ok(renovadas)
        })
        .await?;
    if renovadas > 0 {
        tracing::info!(renovadas, "permissões dos grupos predefinidos renovadas");
    }
    Ok(())
}

/// Apaga sessões, links e freios vencidos há mais de 30 dias. Devolve quantas linhas apagou. Chame de hora em
/// hora ou menos.
pub async fn limpar_vencidos(banco: &Banco) -> Resultado<u64> {
    banco
        .gravar_sistema(SISTEMA, async |cx| {
            let agora = cx.agora();
            let sessoes = sessoes::apagar_antigas(cx, agora - GUARDA).await?;
            let links =
                cx.executar("DELETE FROM links_unicos WHERE expira_em < ?", valores![agora - GUARDA]).await?;
            let livre_desde = agora - freios::JANELA;
            let freios = cx
                .executar(
                    "DELETE FROM freios_de_entrada WHERE primeira_em < ? \
                     AND (bloqueado_ate IS NULL OR bloqueado_ate < ?)",
                    valores![livre_desde, livre_desde],
                )
                .await?;
            Ok(sessoes + links + freios)
        })
        .await
}
