//! O que se faz com grupos.

use banco::Contexto;
use nucleo::{Pode, Resultado, permissoes::VerUsuarios};

use super::{Grupo, repositorio};

/// Os grupos da conta, por nome.
pub async fn listar(cx: &mut Contexto, _: Pode<VerUsuarios>) -> Resultado<Vec<Grupo>> {
    repositorio::listar(cx).await
}
