//! `POST /usuarios`

use axum::{Json, extract::State, http::StatusCode};
use borda::{Autenticado, Corpo, Problemas, ResultadoHttp};
use nucleo::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::Resposta;
use crate::{
    App,
    usuarios::{NovoUsuario, acoes},
};

/// Quem recebe acesso e por meio de quais grupos.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = usuarios::convidar::Pedido, example = json!({
    "nome": "Ana Souza", "email": "ana@revenda.example", "senha": "uma frase inicial",
    "grupos": ["0199f3a2-0000-7000-8000-000000000001"]
}))]
pub struct Pedido {
    /// Nome; vale só se a pessoa ainda não tem cadastro.
    pub nome: String,
    /// E-mail.
    pub email: String,
    /// Senha inicial, de 8 a 128 caracteres; obrigatória só se a pessoa ainda não tem cadastro.
    #[schema(value_type = Option<String>, format = Password, write_only)]
    pub senha: Option<SecretString>,
    /// Ids de grupos da conta; nenhum: a pessoa entra e não vê nada.
    pub grupos: Vec<Uuid>,
}

/// Dá a uma pessoa acesso à conta.
///
/// Se o e-mail já é de alguém, essa pessoa recebe o acesso com o nome e a senha que já tem.
#[utoipa::path(post, path = "/usuarios", tag = "usuarios", operation_id = "convidar_usuario", request_body = Pedido,
    responses((status = 201, body = Resposta), Problemas))]
pub async fn convidar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Corpo(pedido): Corpo<Pedido>,
) -> ResultadoHttp<(StatusCode, Json<Resposta>)> {
    let pode = escopo.exigir()?;
    let Pedido { nome, email, senha, grupos } = pedido;
    let grupos: Vec<_> = grupos.into_iter().map(Into::into).collect();
    let (banco, senhas) = (&app.base.banco, app.porteiro.senhas());
    let quem = acoes::preparar(banco, senhas, &escopo, NovoUsuario { nome, email, senha }).await?;
    let vinculo = banco.gravar(&escopo, async |cx| acoes::convidar(cx, pode, quem, &grupos).await).await?;
    Ok((StatusCode::CREATED, Json(vinculo.into())))
}
