//! O nome, para pessoas, do registro de cada fato: uma consulta por tipo de registro, nunca uma por linha.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use nucleo::{Competencia, Resultado};
use serde_json::Value;
use uuid::Uuid;

use super::FatoGuardado;
use crate::{Consulta, Contexto, valores};

/// Como se acha o título de cada tipo de registro: id, título e o mês, onde há um. Só o que é da conta.
const CONSULTAS: &[(&str, &str)] = &[
    ("agendamentos", "SELECT id, nome, NULL FROM agendamentos WHERE conta_id = ? AND id IN (VALUES "),
    (
        "clientes",
        "SELECT id, razao_social || CASE unidade WHEN '' THEN '' ELSE ' · ' || unidade END, NULL \
         FROM clientes WHERE conta_id = ? AND id IN (VALUES ",
    ),
    ("contas", "SELECT id, nome, NULL FROM contas WHERE ? IN (id, conta_pai_id) AND id IN (VALUES "),
    (
        "execucoes",
        "SELECT id, COALESCE(titulo, tipo), NULL FROM execucoes WHERE conta_id = ? AND id IN (VALUES ",
    ),
    ("operadoras", "SELECT id, nome, NULL FROM operadoras WHERE conta_id = ? AND id IN (VALUES "),
    (
        "processos",
        "SELECT p.id, c.razao_social || ' · ' || o.nome, p.mes_ano FROM processos p \
         JOIN clientes c ON c.conta_id = p.conta_id AND c.id = p.cliente_id \
         JOIN operadoras o ON o.conta_id = p.conta_id AND o.id = p.operadora_id \
         WHERE p.conta_id = ? AND p.id IN (VALUES ",
    ),
    (
        "usuarios",
        "SELECT u.id, u.nome, NULL FROM vinculos v JOIN usuarios u ON u.id = v.usuario_id \
         WHERE v.conta_id = ? AND u.id IN (VALUES ",
    ),
    (
        "vinculos",
        "SELECT v.id, u.nome, NULL FROM vinculos v JOIN usuarios u ON u.id = v.usuario_id \
         WHERE v.conta_id = ? AND v.id IN (VALUES ",
    ),
    ("visoes", "SELECT id, nome, NULL FROM visoes WHERE conta_id = ? AND id IN (VALUES "),
];

/// Dá título a cada fato que o tem.
pub(super) async fn preencher(cx: &mut Contexto, fatos: &mut [FatoGuardado]) -> Resultado<()> {
    let mut por_entidade: BTreeMap<&str, BTreeSet<Uuid>> = BTreeMap::new();
    for fato in fatos.iter() {
        por_entidade.entry(&fato.entidade).or_default().insert(fato.entidade_id);
    }
    let mut titulos = HashMap::new();
    for (entidade, sql) in CONSULTAS {
        let Some(ids) = por_entidade.get(entidade) else { continue };
        let (sql, valores) = Consulta::nova("")
            .com(sql, valores![cx.conta()])
            .linhas(ids.iter().map(|id| valores![*id]))
            .sql(")")
            .partes();
        for linha in cx.buscar(sql, valores).await? {
            let (id, titulo): (Uuid, String) = (linha.obter_em(0)?, linha.obter_em(1)?);
            let mes: Option<String> = linha.obter_em(2)?;
            titulos.insert(((*entidade).to_owned(), id), com_mes(titulo, mes.as_deref()));
        }
    }
    for fato in fatos {
        let achado = titulos.get(&(fato.entidade.clone(), fato.entidade_id)).cloned();
        fato.titulo = achado.or_else(|| do_proprio_fato(fato));
    }
    Ok(())
}

fn com_mes(titulo: String, mes: Option<&str>) -> String {
    match mes.and_then(|m| m.parse::<Competencia>().ok()) {
        Some(mes) => format!("{titulo} · {:02}/{}", mes.mes(), mes.ano()),
        None => titulo,
    }
}

/// O que se excluiu só tem nome no próprio fato.
fn do_proprio_fato(fato: &FatoGuardado) -> Option<String> {
    let nome = |valor: &Value| {
        ["nome", "razao_social"].iter().find_map(|campo| valor.get(campo)?.as_str().map(str::to_owned))
    };
    fato.depois.as_ref().and_then(nome).or_else(|| fato.antes.as_ref().and_then(nome))
}
