//! O que é a conferência: o que se leu confrontado com o que se espera.
//!
//! Verde só quando duas fontes independentes concordam em valor e vencimento, as partes são
//! conhecidas e o mês é o do processo. Vermelho é contradição. O resto é amarelo. A cor
//! ajuda quem aprova; nunca aprova por si.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use nucleo::{Cnpj, Competencia, Dinheiro};
use serde::{Deserialize, Serialize};

use super::{Campo, FaturaLida};

/// O que o processo já sabe da fatura; o que falta apenas não é comparado.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Esperado {
    /// CNPJ do cliente do processo.
    pub cnpj_cliente: Option<Cnpj>,
    /// CNPJ conhecido da operadora.
    pub cnpj_operadora: Option<Cnpj>,
    /// Mês do processo.
    pub competencia: Option<Competencia>,
    /// Valor informado por fora do documento, como o da tela do portal.
    pub valor: Option<Dinheiro>,
    /// Vencimento informado por fora do documento.
    pub vencimento: Option<NaiveDate>,
}

/// O que foi conferido.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ItemConferido {
    /// Valor a pagar.
    Valor,
    /// Data de vencimento.
    Vencimento,
    /// Quem paga.
    Cliente,
    /// Quem cobra.
    Emissor,
    /// Mês de referência.
    Competencia,
    /// O próprio documento: dígitos, texto, quantidade de códigos.
    Documento,
    /// Se já há outra fatura igual na conta.
    Duplicidade,
    /// Quanto difere do mês anterior.
    Variacao,
}

/// O resultado de um item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Situacao {
    /// Confere.
    Ok,
    /// Não contradiz, mas falta confirmação.
    Alerta,
    /// Contradiz.
    Erro,
}

/// Um item conferido, com a frase que o aprovador lê.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conferencia {
    /// O que foi conferido.
    pub item: ItemConferido,
    /// Como ficou.
    pub situacao: Situacao,
    /// A frase que explica.
    pub detalhe: String,
}

/// A cor que resume as conferências.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Semaforo {
    /// Tudo confere.
    Verde,
    /// Falta alguma confirmação.
    Amarelo,
    /// Há contradição.
    Vermelho,
}

/// As conferências de uma fatura e a cor que delas resulta.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parecer {
    /// Resumo.
    pub semaforo: Semaforo,
    /// Item por item.
    pub conferencias: Vec<Conferencia>,
}

impl Parecer {
    /// Parecer de uma lista de conferências.
    pub fn novo(conferencias: Vec<Conferencia>) -> Self {
        let semaforo = match conferencias.iter().map(|c| c.situacao).max() {
            Some(Situacao::Ok) => Semaforo::Verde,
            Some(Situacao::Alerta) | None => Semaforo::Amarelo,
            Some(Situacao::Erro) => Semaforo::Vermelho,
        };
        Self { semaforo, conferencias }
    }

    /// Junta uma conferência feita por fora (duplicidade, variação) e recalcula a cor.
    #[must_use]
    pub fn com(mut self, conferencia: Conferencia) -> Self {
        self.conferencias.push(conferencia);
        Self::novo(self.conferencias)
    }
}

/// Confronta a fatura lida com o que se espera dela.
pub fn conferir(lida: &FaturaLida, esperado: &Esperado) -> Parecer {
    let mut conferencias = vec![
        conferir_campo(lida, ItemConferido::Valor, lida.valor, esperado.valor, Dinheiro::em_reais),
        conferir_campo(lida, ItemConferido::Vencimento, lida.vencimento, esperado.vencimento, em_dia),
        conferir_cliente(lida, esperado.cnpj_cliente),
        conferir_emissor(lida, esperado.cnpj_operadora),
        conferir_competencia(lida, esperado.competencia),
    ];
    for alerta in lida.alertas.iter().filter(|alerta| alerta.campo().is_none()) {
        let situacao = if alerta.contradiz() { Situacao::Erro } else { Situacao::Alerta };
        conferencias.push(nova(ItemConferido::Documento, situacao, alerta.to_string()));
    }
    Parecer::novo(conferencias)
}

fn nova(item: ItemConferido, situacao: Situacao, detalhe: impl Into<String>) -> Conferencia {
    Conferencia { item, situacao, detalhe: detalhe.into() }
}

fn em_dia(data: NaiveDate) -> String {
    data.format("%d/%m/%Y").to_string()
}

/// Valor e vencimento: contradições primeiro, depois quantas fontes concordam.
fn conferir_campo<T: Copy + PartialEq + ToString>(
    lida: &FaturaLida,
    item: ItemConferido,
    lido: Option<T>,
    esperado: Option<T>,
    escrever: impl Fn(T) -> String,
) -> Conferencia {
    let campo = if item == ItemConferido::Valor { Campo::Valor } else { Campo::Vencimento };
    if let Some(alerta) = lida.alertas.iter().find(|alerta| alerta.campo() == Some(campo)) {
        return nova(item, Situacao::Erro, alerta.to_string());
    }
    let Some(lido) = lido else {
        return nova(item, Situacao::Alerta, "não foi encontrado no documento");
    };
    if let Some(esperado) = esperado.filter(|esperado| *esperado != lido) {
        let detalhe = format!("lido {}, esperado {}", escrever(lido), escrever(esperado));
        return nova(item, Situacao::Erro, detalhe);
    }
    let canonico = lido.to_string();
    let concordam: BTreeSet<_> = lida
        .fontes
        .iter()
        .filter(|fonte| fonte.campo == campo && fonte.valor == canonico)
        .map(|fonte| fonte.fonte)
        .collect();
    match concordam.len() + usize::from(esperado.is_some()) {
        0 | 1 => nova(item, Situacao::Alerta, format!("{}, de uma só fonte", escrever(lido))),
        n => nova(item, Situacao::Ok, format!("{}, confirmado por {n} fontes", escrever(lido))),
    }
}

fn conferir_cliente(lida: &FaturaLida, esperado: Option<Cnpj>) -> Conferencia {
    let item = ItemConferido::Cliente;
    let Some(esperado) = esperado else {
        let detalhe = lida.cliente_cnpj.map_or("não foi encontrado no documento".to_owned(), |cnpj| {
            format!("{}, sem cliente esperado para comparar", cnpj.com_mascara())
        });
        return nova(item, Situacao::Alerta, detalhe);
    };
    if lida.cnpjs.contains(&esperado) {
        return nova(item, Situacao::Ok, format!("{} está no documento", esperado.com_mascara()));
    }
    let emissor = lida.emissor_cnpj;
    let outros: Vec<&Cnpj> =
        lida.cnpjs.iter().filter(|cnpj| emissor.is_none_or(|e| e.raiz() != cnpj.raiz())).collect();
    let outro_estabelecimento = outros.iter().find(|cnpj| cnpj.raiz() == esperado.raiz());
    match (outros.first(), outro_estabelecimento) {
        (_, Some(cnpj)) => nova(
            item,
            Situacao::Alerta,
            format!("é outro estabelecimento do mesmo cliente: {}", cnpj.com_mascara()),
        ),
        (Some(cnpj), None) => nova(
            item,
            Situacao::Erro,
            format!("o documento é de {}, esperado {}", cnpj.com_mascara(), esperado.com_mascara()),
        ),
        (None, None) => nova(item, Situacao::Alerta, "o documento não traz o CNPJ do cliente"),
    }
}

fn conferir_emissor(lida: &FaturaLida, esperado: Option<Cnpj>) -> Conferencia {
    let item = ItemConferido::Emissor;
    if let Some(alerta) = lida.alertas.iter().find(|alerta| alerta.campo() == Some(Campo::Emissor)) {
        return nova(item, Situacao::Erro, alerta.to_string());
    }
    match (lida.emissor_cnpj, esperado, &lida.emissor_nome) {
        (Some(lido), Some(esperado), _) if lido.raiz() != esperado.raiz() => nova(
            item,
            Situacao::Erro,
            format!("cobrada por {}, esperado {}", lido.com_mascara(), esperado.com_mascara()),
        ),
        (Some(lido), _, _) => nova(item, Situacao::Ok, lido.com_mascara()),
        (None, _, Some(nome)) => nova(item, Situacao::Ok, format!("{nome}, pelo código da arrecadação")),
        (None, _, None) => nova(item, Situacao::Alerta, "não foi encontrado no documento"),
    }
}

fn conferir_competencia(lida: &FaturaLida, esperada: Option<Competencia>) -> Conferencia {
    let item = ItemConferido::Competencia;
    match (lida.competencia, esperada) {
        (Some(lida), Some(esperada)) if lida == esperada => nova(item, Situacao::Ok, por_extenso(lida)),
        (Some(lida), Some(esperada)) => nova(
            item,
            Situacao::Erro,
            format!("o documento é de {}, esperado {}", por_extenso(lida), por_extenso(esperada)),
        ),
        (Some(lida), None) => {
            nova(item, Situacao::Alerta, format!("{}, sem mês esperado para comparar", por_extenso(lida)))
        }
        (None, _) => nova(item, Situacao::Alerta, "o mês de referência não foi encontrado no documento"),
    }
}

fn por_extenso(mes: Competencia) -> String {
    format!("{:02}/{}", mes.mes(), mes.ano())
}

#[cfg(test)]
#[path = "testes_conferencia.rs"]
mod testes;
