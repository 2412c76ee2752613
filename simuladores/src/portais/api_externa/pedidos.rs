//! O que é um pedido à API externa (lá, um `job`): aceito na hora, com situação que só depende do tempo passado.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::acaso::{agora, ficha_nova};

/// Como o job termina.
#[derive(Debug, Clone)]
pub(super) enum Desfecho {
    Sucesso {
        mensagem: String,
        arquivo: Option<String>,
        url: Option<String>,
        extraidos: Value,
        especificos: Value,
    },
    Erro(String),
    Timeout,
}

/// Um pedido aceito.
#[derive(Debug, Clone)]
pub(super) struct Pedido {
    pub(super) id: String,
    pub(super) operadora: String,
    pub(super) login: String,
    pub(super) criado_em: DateTime<Utc>,
    pub(super) duracao: Duration,
    pub(super) desfecho: Desfecho,
    pub(super) perdido: bool,
    passos: Vec<String>,
    inicio: Instant,
}

impl Pedido {
    pub(super) fn novo(operadora: &str, login: &str, desfecho: Desfecho, passos: Vec<String>) -> Self {
        Self {
            id: ficha_nova().to_string(),
            operadora: operadora.to_owned(),
            login: login.to_owned(),
            criado_em: agora(),
            duracao: Duration::ZERO,
            desfecho,
            perdido: false,
            passos,
            inicio: Instant::now(),
        }
    }

    /// A situação publicada, pelo tempo já passado.
    pub(super) fn status(&self) -> &'static str {
        let passado = self.inicio.elapsed();
        if passado < self.duracao / 5 {
            return "INICIADO";
        }
        if passado < self.duracao {
            return "EM_PROGRESSO";
        }
        match self.desfecho {
            Desfecho::Sucesso { .. } => "SUCESSO",
            Desfecho::Erro(_) => "ERRO",
            Desfecho::Timeout => "TIMEOUT",
        }
    }

    pub(super) fn terminou(&self) -> bool {
        self.inicio.elapsed() >= self.duracao
    }

    pub(super) fn fim(&self) -> DateTime<Utc> {
        self.momento(1, 1)
    }

    /// As linhas de log que já apareceram: uma por passo, espalhadas pela duração, e a do desfecho.
    pub(super) fn linhas(&self) -> Vec<Value> {
        let total = u32::try_from(self.passos.len()).unwrap_or(u32::MAX).saturating_add(1);
        let passado = self.inicio.elapsed();
        let mut linhas: Vec<Value> = (0..)
            .zip(&self.passos)
            .filter(|(n, _)| passado >= self.duracao * *n / total)
            .map(|(n, passo)| json!({"n": n, "momento": self.momento(n, total), "nivel": "INFORMACAO", "mensagem": passo}))
            .collect();
        if self.terminou() {
            let (nivel, mensagem) = match &self.desfecho {
                Desfecho::Sucesso { mensagem, .. } => ("INFORMACAO", mensagem.as_str()),
                Desfecho::Erro(motivo) => ("ERRO", motivo.as_str()),
                Desfecho::Timeout => ("ERRO", "Tempo esgotado à espera do portal."),
            };
            linhas.push(
                json!({"n": linhas.len(), "momento": self.fim(), "nivel": nivel, "mensagem": mensagem}),
            );
        }
        linhas
    }

    fn momento(&self, parte: u32, total: u32) -> DateTime<Utc> {
        self.criado_em + TimeDelta::from_std(self.duracao * parte / total).unwrap_or_default()
    }
}

/// Os pedidos aceitos desde o início.
#[derive(Debug, Default)]
pub(crate) struct Pedidos {
    por_id: HashMap<String, Pedido>,
    por_chave: HashMap<String, String>,
}

impl Pedidos {
    pub(super) fn guardar(&mut self, pedido: Pedido, chave: Option<&str>) {
        if let Some(chave) = chave {
            self.por_chave.insert(chave.to_owned(), pedido.id.clone());
        }
        self.por_id.insert(pedido.id.clone(), pedido);
    }

    /// O job, salvo se a falha `job_perdido` o fez sumir.
    pub(super) fn por_id(&self, id: &str) -> Option<&Pedido> {
        self.por_id.get(id).filter(|pedido| !pedido.perdido)
    }

    /// O job de uma `Idempotency-Key`; um job perdido não conta, e o pedido vale de novo.
    pub(super) fn por_chave(&self, chave: &str) -> Option<&Pedido> {
        self.por_id(self.por_chave.get(chave)?)
    }
}
