//! As ordens da lista: como se escolhe a página, como ela sai e de onde a seguinte continua.

use banco::{ParaBanco, Valor};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{CampoInvalido, ClienteId, Cursor, Dinheiro, Erro, OperadoraId, ProcessoId, Resultado};

use super::Item;

/// Em que ordem a lista sai; o id desempata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Ordem {
    chave: Chave,
    decrescente: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
enum Chave {
    /// O id já nasce em ordem.
    #[default]
    Criacao,
    /// Sem vencimento lido por último.
    Vencimento,
    /// Sem valor primeiro.
    Valor,
    Prevista,
    Atualizacao,
    /// Razão social.
    Cliente,
    /// Nome.
    Operadora,
}

/// Os pedaços de SQL de uma ordem.
pub(super) struct Sql {
    /// De onde se escolhe a página.
    pub de: &'static str,
    /// Continuar depois do cursor.
    pub depois: &'static str,
    /// A ordem da escolha.
    pub escolha: &'static str,
    /// A ordem da resposta.
    pub resposta: &'static str,
}

/// Nome publicado de cada chave.
const NOMES: [(&str, Chave); 7] = [
    ("criacao", Chave::Criacao),
    ("vencimento", Chave::Vencimento),
    ("valor", Chave::Valor),
    ("prevista", Chave::Prevista),
    ("atualizacao", Chave::Atualizacao),
    ("cliente", Chave::Cliente),
    ("operadora", Chave::Operadora),
];

/// Literais de uma ordem nos dois sentidos, a partir das expressões em `f` (a escolha) e `p` (a resposta).
macro_rules! nos_dois_sentidos {
    ($de:expr, [$($f:literal),+], [$($p:literal),+], $marcas:literal, $decrescente:expr) => {{
        const CRESCENTE: Sql = Sql {
            de: $de,
            depois: concat!(" AND ", nos_dois_sentidos!(@tupla $($f),+), " > ", $marcas),
            escolha: concat!(" ORDER BY ", nos_dois_sentidos!(@lista "", $($f),+), " LIMIT ?"),
            resposta: concat!(" ORDER BY ", nos_dois_sentidos!(@lista "", $($p),+)),
        };
        const DECRESCENTE: Sql = Sql {
            de: $de,
            depois: concat!(" AND ", nos_dois_sentidos!(@tupla $($f),+), " < ", $marcas),
            escolha: concat!(" ORDER BY ", nos_dois_sentidos!(@lista " DESC", $($f),+), " LIMIT ?"),
            resposta: concat!(" ORDER BY ", nos_dois_sentidos!(@lista " DESC", $($p),+)),
        };
        if $decrescente { DECRESCENTE } else { CRESCENTE }
    }};
    (@tupla $um:literal) => { $um };
    (@tupla $um:literal, $($resto:literal),+) => { concat!("(", $um, $(", ", $resto),+, ")") };
    (@lista $sentido:literal, $um:literal $(, $resto:literal)*) => { concat!($um, $sentido $(, ", ", $resto, $sentido)*) };
}

const SO_PROCESSOS: &str = " FROM processos f WHERE f.conta_id = ?";
// `CROSS JOIN` fixa a ordem em SQLite: anda-se pelo índice do nome e a página sai sem ordenar o mês inteiro.
const POR_CLIENTE: &str = " FROM clientes k CROSS JOIN processos f WHERE k.conta_id = f.conta_id AND f.cliente_id = k.id AND k.conta_id = ?";
const POR_OPERADORA: &str = " FROM operadoras k CROSS JOIN processos f WHERE f.conta_id = k.conta_id \
    AND f.operadora_id = k.id AND k.conta_id = ?";

impl Ordem {
    /// A partir do nome publicado, com `-` na frente para o inverso.
    pub fn de_nome(nome: &str) -> Resultado<Self> {
        let (decrescente, sem_sinal) = nome.strip_prefix('-').map_or((false, nome), |resto| (true, resto));
        let achada = NOMES.iter().find(|(publicado, _)| *publicado == sem_sinal);
        achada.map(|(_, chave)| Self { chave: *chave, decrescente }).ok_or_else(|| {
            let nomes = NOMES.map(|(publicado, _)| publicado).join(", ");
            Erro::campo(CampoInvalido::novo(
                "ordem",
                "ordem_desconhecida",
                format!("ordene por {nomes}, com - na frente para o inverso"),
            ))
        })
    }

    pub(super) fn sql(self) -> Sql {
        let d = self.decrescente;
        match self.chave {
            Chave::Criacao => nos_dois_sentidos!(SO_PROCESSOS, ["f.id"], ["p.id"], "?", d),
            Chave::Vencimento => nos_dois_sentidos!(
                SO_PROCESSOS,
                ["COALESCE(f.data_vencimento, '9999-12-31')", "f.id"],
                ["COALESCE(p.data_vencimento, '9999-12-31')", "p.id"],
                "(?, ?)",
                d
            ),
            Chave::Valor => nos_dois_sentidos!(
                SO_PROCESSOS,
                ["COALESCE(f.valor_fatura, -1)", "f.id"],
                ["COALESCE(p.valor_fatura, -1)", "p.id"],
                "(?, ?)",
                d
            ),
            Chave::Prevista => nos_dois_sentidos!(
                SO_PROCESSOS,
                ["f.data_prevista", "f.id"],
                ["p.data_prevista", "p.id"],
                "(?, ?)",
                d
            ),
            Chave::Atualizacao => nos_dois_sentidos!(
                SO_PROCESSOS,
                ["f.atualizado_em", "f.id"],
                ["p.atualizado_em", "p.id"],
                "(?, ?)",
                d
            ),
            Chave::Cliente => nos_dois_sentidos!(
                POR_CLIENTE,
                ["k.razao_social", "k.id", "f.id"],
                ["c.razao_social", "c.id", "p.id"],
                "(?, ?, ?)",
                d
            ),
            Chave::Operadora => nos_dois_sentidos!(
                POR_OPERADORA,
                ["k.nome", "k.id", "f.id"],
                ["o.nome", "o.id", "p.id"],
                "(?, ?, ?)",
                d
            ),
        }
    }

    pub(super) fn cursor(self, item: &Item) -> Cursor {
        let id = item.id.to_string();
        Cursor(match self.chave {
            Chave::Criacao => vec![id],
            Chave::Vencimento => {
                vec![item.data_vencimento.map_or("9999-12-31".to_owned(), |d| d.to_string()), id]
            }
            Chave::Valor => vec![item.valor_fatura.map_or(-1, Dinheiro::centavos).to_string(), id],
            Chave::Prevista => vec![item.data_prevista.to_string(), id],
            Chave::Atualizacao => vec![item.atualizado_em.timestamp_micros().to_string(), id],
            Chave::Cliente => vec![item.razao_social.clone(), item.cliente_id.to_string(), id],
            Chave::Operadora => vec![item.operadora_nome.clone(), item.operadora_id.to_string(), id],
        })
    }

    /// Os valores de [`Sql::depois`]; recusa o cursor de outra ordem.
    pub(super) fn ler_cursor(self, cursor: &Cursor) -> Resultado<Vec<Valor>> {
        self.tentar_ler(cursor).ok_or_else(|| {
            Erro::campo(CampoInvalido::novo(
                "cursor",
                "cursor_invalido",
                "o cursor não é desta ordem; recomece da primeira página",
            ))
        })
    }

    fn tentar_ler(self, cursor: &Cursor) -> Option<Vec<Valor>> {
        let id = |texto: &str| texto.parse::<ProcessoId>().ok().map(ParaBanco::para_banco);
        let dia = |texto: &str| texto.parse::<NaiveDate>().ok().map(ParaBanco::para_banco);
        let numero = |texto: &str| texto.parse::<i64>().ok();
        let instante = |texto: &str| {
            numero(texto).and_then(DateTime::<Utc>::from_timestamp_micros).map(ParaBanco::para_banco)
        };
        Some(match (self.chave, cursor.0.as_slice()) {
            (Chave::Criacao, [ultimo]) => vec![id(ultimo)?],
            (Chave::Vencimento | Chave::Prevista, [data, ultimo]) => vec![dia(data)?, id(ultimo)?],
            (Chave::Valor, [valor, ultimo]) => vec![numero(valor)?.para_banco(), id(ultimo)?],
            (Chave::Atualizacao, [quando, ultimo]) => vec![instante(quando)?, id(ultimo)?],
            (Chave::Cliente, [nome, cliente, ultimo]) => {
                let cliente = cliente.parse::<ClienteId>().ok()?;
                vec![nome.as_str().para_banco(), cliente.para_banco(), id(ultimo)?]
            }
            (Chave::Operadora, [nome, operadora, ultimo]) => {
                let operadora = operadora.parse::<OperadoraId>().ok()?;
                vec![nome.as_str().para_banco(), operadora.para_banco(), id(ultimo)?]
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn so_ha_as_ordens_publicadas_e_cada_cursor_so_serve_a_sua() {
        for (nome, _) in NOMES {
            assert!(Ordem::de_nome(nome).is_ok(), "{nome}");
            assert_ne!(Ordem::de_nome(nome).unwrap(), Ordem::de_nome(&format!("-{nome}")).unwrap());
        }
        assert_eq!(Ordem::de_nome("id; DROP TABLE processos").unwrap_err().codigo(), "dados_invalidos");
        assert!(Ordem::de_nome("--valor").is_err());
        let um = Cursor(vec![ProcessoId(uuid::Uuid::nil()).to_string()]);
        let ler = |nome: &str, cursor: &Cursor| Ordem::de_nome(nome).unwrap().ler_cursor(cursor);
        assert!(ler("criacao", &um).is_ok());
        assert!(ler("valor", &um).is_err());
        assert!(ler("vencimento", &Cursor(vec!["x".into(), um.0[0].clone()])).is_err());
        assert!(ler("criacao", &Cursor(vec!["x".into()])).is_err());
    }
}
