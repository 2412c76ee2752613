//! O que muda em uma alteração: segredos que se mantêm, trocam ou removem, e o antes e depois da auditoria.

use nucleo::{ExposeSecret, SecretString};
use serde_json::{Map, Value};

/// O que um pedido faz com um segredo guardado. Segredos nunca voltam em respostas, logo quem altera um
/// registro não tem como repeti-los: calar mantém.
#[derive(Clone, Debug, Default)]
pub enum MudancaDeSegredo {
    /// Fica o que está guardado.
    #[default]
    Manter,
    /// Apaga o que está guardado.
    Remover,
    /// Guarda este no lugar.
    Trocar(SecretString),
}

impl From<Option<SecretString>> for MudancaDeSegredo {
    /// Ausente mantém, vazio remove, o resto troca.
    fn from(pedido: Option<SecretString>) -> Self {
        match pedido {
            None => Self::Manter,
            Some(segredo) if segredo.expose_secret().is_empty() => Self::Remover,
            Some(segredo) => Self::Trocar(segredo),
        }
    }
}

/// Só os campos que diferem entre dois retratos (objetos JSON): o antes, o depois.
pub(crate) fn diferencas(antes: &Value, depois: &Value) -> (Value, Value) {
    let (mut velho, mut novo) = (Map::new(), Map::new());
    for (campo, valor) in depois.as_object().into_iter().flatten() {
        let anterior = antes.get(campo).unwrap_or(&Value::Null);
        if anterior != valor {
            velho.insert(campo.clone(), anterior.clone());
            novo.insert(campo.clone(), valor.clone());
        }
    }
    (velho.into(), novo.into())
}

#[cfg(test)]
mod testes {
    use super::*;
    use serde_json::json;

    #[test]
    fn guarda_so_o_que_mudou() {
        let (antes, depois) = (json!({"a": 1, "b": 2}), json!({"a": 1, "b": 3, "c": 4}));
        assert_eq!(diferencas(&antes, &depois), (json!({"b": 2, "c": null}), json!({"b": 3, "c": 4})));
        assert_eq!(diferencas(&antes, &antes), (json!({}), json!({})));
    }

    #[test]
    fn calar_mantem_vazio_remove() {
        assert!(matches!(MudancaDeSegredo::from(None), MudancaDeSegredo::Manter));
        assert!(matches!(MudancaDeSegredo::from(Some("".into())), MudancaDeSegredo::Remover));
        let troca = MudancaDeSegredo::from(Some("abc".into()));
        assert!(!format!("{troca:?}").contains("abc"));
        assert!(matches!(troca, MudancaDeSegredo::Trocar(s) if s.expose_secret() == "abc"));
    }
}
