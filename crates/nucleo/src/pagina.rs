//! Listas sempre têm fim: página por cursor, com limite.

use serde::{Deserialize, Serialize};

use crate::{CampoInvalido, Erro};

/// Quantos itens cabem em uma página: de 1 a 200; sem dizer, 50.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limite(u16);

impl Limite {
    /// O maior pedido aceito.
    pub const MAXIMO: u16 = 200;

    /// Valida o pedido; `None` usa o padrão de 50.
    pub fn novo(pedido: Option<i64>) -> Result<Self, Erro> {
        match pedido {
            None => Ok(Self::default()),
            Some(n @ 1..=200) => Ok(Self(n as u16)),
            Some(_) => Err(Erro::campo(CampoInvalido::novo(
                "limite",
                "limite_fora_da_faixa",
                "o limite vai de 1 a 200",
            ))),
        }
    }

    /// O número de itens.
    pub fn valor(self) -> i64 {
        i64::from(self.0)
    }
}

impl Default for Limite {
    fn default() -> Self {
        Self(50)
    }
}

/// Marca opaca de onde a próxima página começa: os valores de ordenação do último item visto.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor(pub Vec<String>);

/// Uma página de uma lista.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pagina<T> {
    /// Os itens, na ordem pedida.
    pub itens: Vec<T>,
    /// De onde continuar; `None` na última página.
    pub proximo: Option<Cursor>,
    /// Quantos há ao todo no filtro; só quando pedido, pois contar custa.
    pub total: Option<i64>,
}

impl<T> Pagina<T> {
    /// Monta a página a partir de uma busca que pediu um item a mais que o limite.
    pub fn da_busca(
        mut itens: Vec<T>,
        limite: Limite,
        total: Option<i64>,
        cursor: impl Fn(&T) -> Cursor,
    ) -> Self {
        let ha_mais = itens.len() as i64 > limite.valor();
        itens.truncate(usize::from(limite.0));
        let proximo = if ha_mais { itens.last().map(cursor) } else { None };
        Self { itens, proximo, total }
    }

    /// Converte os itens, mantendo cursor e total.
    pub fn mapear<U>(self, f: impl FnMut(T) -> U) -> Pagina<U> {
        Pagina { itens: self.itens.into_iter().map(f).collect(), proximo: self.proximo, total: self.total }
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn limite_tem_padrao_e_teto() {
        assert_eq!(Limite::novo(None).unwrap().valor(), 50);
        assert_eq!(Limite::novo(Some(200)).unwrap().valor(), i64::from(Limite::MAXIMO));
        assert!(Limite::novo(Some(0)).is_err());
        assert!(Limite::novo(Some(201)).is_err());
    }

    #[test]
    fn so_ha_proxima_quando_sobrou_item() {
        let limite = Limite::novo(Some(2)).unwrap();
        let cursor = |n: &i32| Cursor(vec![n.to_string()]);
        let cheia = Pagina::da_busca(vec![1, 2, 3], limite, Some(9), cursor);
        assert_eq!(
            (cheia.itens.clone(), cheia.proximo.clone()),
            (vec![1, 2], Some(Cursor(vec!["2".into()])))
        );
        assert_eq!(Pagina::da_busca(vec![1, 2], limite, None, cursor).proximo, None);
        assert_eq!(cheia.mapear(|n| n * 10).itens, vec![10, 20]);
    }
}
