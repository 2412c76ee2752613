//! Ativar ou desativar muitos clientes de uma vez.

use axum::{Json, extract::State};
use borda::{Autenticado, Base, Corpo, Problemas, ResultadoHttp};
use nucleo::{CampoInvalido, Erro, Resultado};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::clientes::acoes;

/// Quantos clientes cabem em um pedido.
const MAXIMO: usize = 500;

/// O que fazer com cada um.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[schema(as = clientes::lote::Acao)]
#[serde(rename_all = "UPPERCASE")]
pub enum Acao {
    /// Voltam a entrar na criação mensal de processos.
    Ativar,
    /// Ficam na história, fora da criação mensal.
    Desativar,
}

/// Os clientes e o que fazer com eles.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = clientes::lote::Pedido)]
#[serde(deny_unknown_fields)]
pub struct Pedido {
    acao: Acao,
    /// De 1 a 500 clientes.
    #[schema(min_items = 1, max_items = 500)]
    ids: Vec<Uuid>,
}

/// O que se fez.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = clientes::lote::Resposta)]
pub struct Resposta {
    /// Quantos ficaram como se pediu, inclusive os que já estavam.
    feitos: u32,
    /// Os que não mudaram, e por quê.
    recusados: Vec<Recusado>,
}

/// Um cliente que não mudou.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = clientes::lote::Recusado)]
pub struct Recusado {
    id: Uuid,
    /// Código estável.
    codigo: String,
    /// O que impede e o que fazer.
    mensagem: String,
}

/// Ativa ou desativa até 500 clientes, cada um na própria transação: o que se recusa não impede os outros.
#[utoipa::path(post, path = "/clientes/lote", tag = "clientes", request_body = Pedido,
    responses((status = 200, body = Resposta), Problemas))]
pub async fn mudar_clientes(
    State(base): State<Base>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<Json<Resposta>> {
    let pode = escopo.exigir()?;
    conferir(&pedido.ids)?;
    let ativo = matches!(pedido.acao, Acao::Ativar);
    let mut resposta = Resposta::default();
    for id in pedido.ids {
        let mudado = base
            .banco
            .gravar(&escopo, async |cx| acoes::mudar_status(cx, pode, id.into(), ativo).await)
            .await;
        match mudado {
            Ok(_) => resposta.feitos += 1,
            // O que é defeito nosso vale para todos: não adianta seguir.
            Err(erro @ (Erro::Interno(_) | Erro::Indisponivel { .. })) => return Err(erro.into()),
            Err(erro) => {
                let (codigo, mensagem) = (erro.codigo().to_owned(), erro.to_string());
                resposta.recusados.push(Recusado { id, codigo, mensagem });
            }
        }
    }
    Ok(Json(resposta))
}

fn conferir(ids: &[Uuid]) -> Resultado<()> {
    if (1..=MAXIMO).contains(&ids.len()) {
        return Ok(());
    }
    Err(Erro::campo(CampoInvalido::novo("ids", "quantidade_invalida", "mande de 1 a 500 clientes por vez")))
}
