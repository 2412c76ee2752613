//! Consulta montada aos pedaços: filtros que só entram quando pedidos.

use crate::valor::{ParaBanco, Valor};

/// SQL com os valores na ordem dos seus `?`. Os pedaços são literais da casa; dados, só por valor.
#[derive(Debug, Default)]
pub struct Consulta {
    sql: String,
    valores: Vec<Valor>,
}

impl Consulta {
    /// Começa com um pedaço de SQL sem parâmetros.
    pub fn nova(sql: &'static str) -> Self {
        Self { sql: sql.to_owned(), valores: Vec::new() }
    }

    /// Acrescenta SQL sem parâmetros.
    pub fn sql(mut self, sql: &'static str) -> Self {
        self.sql.push_str(sql);
        self
    }

    /// Acrescenta SQL com os seus parâmetros.
    pub fn com(mut self, sql: &'static str, valores: impl IntoIterator<Item = Valor>) -> Self {
        self.sql.push_str(sql);
        self.valores.extend(valores);
        self
    }

    /// Acrescenta o pedaço de um só parâmetro, se houver valor.
    pub fn se<T: ParaBanco>(self, valor: Option<T>, sql: &'static str) -> Self {
        match valor {
            Some(valor) => self.com(sql, [valor.para_banco()]),
            None => self,
        }
    }

    /// Acrescenta `(?, ?), (?, ?)…`: linhas de mesma largura para `VALUES`.
    pub fn linhas(mut self, linhas: impl IntoIterator<Item = Vec<Valor>>) -> Self {
        for (i, linha) in linhas.into_iter().enumerate() {
            if i > 0 {
                self.sql.push_str(", ");
            }
            self.sql.push('(');
            self.sql.push_str(&vec!["?"; linha.len()].join(", "));
            self.sql.push(')');
            self.valores.extend(linha);
        }
        self
    }

    /// Acrescenta outra consulta, com os seus valores.
    pub fn junto(mut self, outra: Self) -> Self {
        self.sql.push_str(&outra.sql);
        self.valores.extend(outra.valores);
        self
    }

    /// O texto e os valores.
    pub fn partes(self) -> (String, Vec<Valor>) {
        (self.sql, self.valores)
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn so_entra_o_filtro_pedido() {
        let (sql, valores) = Consulta::nova("SELECT * FROM t WHERE a = 1")
            .se(None::<i64>, " AND b = ?")
            .se(Some("x"), " AND c = ?")
            .sql(" ORDER BY a")
            .partes();
        assert_eq!(sql, "SELECT * FROM t WHERE a = 1 AND c = ? ORDER BY a");
        assert_eq!(valores, vec![Valor::Texto(Some("x".into()))]);
    }

    #[test]
    fn linhas_viram_um_so_comando() {
        let linhas = [crate::valores![1_i64, "a"], crate::valores![2_i64, "b"]];
        let (sql, valores) = Consulta::nova("INSERT INTO t VALUES ").linhas(linhas).partes();
        assert_eq!(sql, "INSERT INTO t VALUES (?, ?), (?, ?)");
        assert_eq!(valores.len(), 4);
    }
}
