//! Em que ordem uma lista de clientes sai, e como se continua dela.

use banco::{ParaBanco, Valor};
use chrono::{DateTime, SecondsFormat, Utc};
use nucleo::{CampoInvalido, ClienteId, Cursor, Erro, Resultado};

use super::Cliente;

/// A ordem da lista; o id desempata.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrdemClientes {
    por: Por,
    ao_contrario: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Por {
    #[default]
    RazaoSocial,
    Operadora,
    Unidade,
    Atualizacao,
}

/// Condição de continuar depois do cursor e ordem da página, na direção dada.
macro_rules! sql {
    ($coluna:literal, $compara:literal, $direcao:literal) => {
        (
            concat!(" AND (", $coluna, ", c.id) ", $compara, " (?, ?)"),
            concat!(" ORDER BY ", $coluna, $direcao, ", c.id", $direcao, " LIMIT ?"),
        )
    };
}

impl OrdemClientes {
    /// A partir do nome publicado: `razao_social`, `operadora`, `unidade` ou `atualizacao`, com `-` na frente para
    /// o inverso.
    pub fn de_nome(nome: &str) -> Resultado<Self> {
        let (ao_contrario, limpo) = nome.strip_prefix('-').map_or((false, nome), |resto| (true, resto));
        let por = match limpo {
            "razao_social" => Por::RazaoSocial,
            "operadora" => Por::Operadora,
            "unidade" => Por::Unidade,
            "atualizacao" => Por::Atualizacao,
            _ => {
                return Err(Erro::campo(CampoInvalido::novo(
                    "ordem",
                    "ordem_desconhecida",
                    "ordene por razao_social, operadora, unidade ou atualizacao, com - na frente para o inverso",
                )));
            }
        };
        Ok(Self { por, ao_contrario })
    }

    /// Condição de continuar e ordem da página.
    pub(super) fn sql(self) -> (&'static str, &'static str) {
        match (self.por, self.ao_contrario) {
            (Por::RazaoSocial, false) => sql!("c.razao_social", ">", ""),
            (Por::RazaoSocial, true) => sql!("c.razao_social", "<", " DESC"),
            (Por::Operadora, false) => sql!("o.nome", ">", ""),
            (Por::Operadora, true) => sql!("o.nome", "<", " DESC"),
            (Por::Unidade, false) => sql!("c.unidade", ">", ""),
            (Por::Unidade, true) => sql!("c.unidade", "<", " DESC"),
            (Por::Atualizacao, false) => sql!("c.atualizado_em", ">", ""),
            (Por::Atualizacao, true) => sql!("c.atualizado_em", "<", " DESC"),
        }
    }

    /// Onde a página terminou.
    pub(super) fn cursor(self, ultimo: &Cliente) -> Cursor {
        let chave = match self.por {
            Por::RazaoSocial => ultimo.dados.razao_social.clone(),
            Por::Operadora => ultimo.operadora_nome.clone(),
            Por::Unidade => ultimo.dados.unidade.clone(),
            Por::Atualizacao => ultimo.atualizado_em.to_rfc3339_opts(SecondsFormat::Micros, true),
        };
        Cursor(vec![chave, ultimo.id.to_string()])
    }

    /// Os valores de continuar; `None` se o cursor não é desta ordem.
    pub(super) fn ler_cursor(self, cursor: &Cursor) -> Option<Vec<Valor>> {
        let [chave, id] = cursor.0.as_slice() else { return None };
        let chave = match self.por {
            Por::Atualizacao => chave.parse::<DateTime<Utc>>().ok()?.para_banco(),
            _ => chave.para_banco(),
        };
        Some(vec![chave, id.parse::<ClienteId>().ok()?.para_banco()])
    }
}
