//! `POST /contas`

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use nucleo::Erro;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Resposta;
use crate::{
    App,
    contas::acoes,
    usuarios::{self, http::NovoUsuario},
};

/// A conta nova e quem a administra.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = contas::criar::Pedido, example = json!({
    "nome": "Revenda do Sul",
    "administrador": { "nome": "Ana Souza", "email": "ana@revenda.example", "senha": "uma frase inicial" }
}))]
pub struct Pedido {
    /// Nome da conta, até 120 caracteres.
    pub nome: String,
    /// O primeiro administrador: pessoa nova (com senha inicial) ou já conhecida pelo e-mail.
    pub administrador: NovoUsuario,
}

/// Cria uma conta filha com o seu primeiro administrador.
#[utoipa::path(post, path = "/contas", tag = "contas", operation_id = "criar_conta", request_body = Pedido,
    responses((status = 201, body = Resposta), Problemas))]
pub async fn criar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, Json<Resposta>)> {
    let pode = escopo.exigir()?;
    let (banco, senhas) = (&app.base.banco, app.porteiro.senhas());
    let administrador = usuarios::acoes::preparar(banco, senhas, &escopo, pedido.administrador.into())
        .await
        .map_err(|erro| citar("administrador", erro))?;
    let conta = acoes::criar(banco, &escopo, pode, &pedido.nome, administrador).await?;
    Ok((StatusCode::CREATED, Json(conta.into())))
}

/// Antepõe ao nome dos campos recusados o do objeto em que vieram.
fn citar(objeto: &str, erro: Erro) -> Erro {
    let Erro::Invalido(mut campos) = erro else { return erro };
    for campo in &mut campos {
        campo.campo = format!("{objeto}.{}", campo.campo).into();
    }
    Erro::Invalido(campos)
}
