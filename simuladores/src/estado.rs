//! O que é o estado: sessões, falhas, envios e contagens, tudo em memória.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, header};
use serde::Serialize;

use crate::acaso::ficha_nova;
use crate::catalogo::{self, ClienteSimulado};
use crate::falhas::{Falha, Falhas, Portal, TipoFalha};
use crate::mes_ano::MesAno;
use crate::portais::api_externa::Pedidos;
use crate::portais::sat::ArquivoSat;
use crate::servidor::Opcoes;

/// Quanto cada portal foi usado desde o início.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Contagem {
    /// Pedidos HTTP recebidos.
    pub requisicoes: u64,
    /// Entradas aceitas.
    pub logins: u64,
    /// Entradas recusadas.
    pub logins_recusados: u64,
    /// Documentos entregues, inclusive os defeituosos.
    pub downloads: u64,
    /// Documentos recebidos e gravados (SAT).
    pub uploads: u64,
    /// Envios recusados por repetidos (SAT).
    pub uploads_repetidos: u64,
    /// Consultas por referência (SAT).
    pub consultas: u64,
}

/// O que se sabe de quem tem um cookie.
#[derive(Debug, Clone)]
struct Sessao {
    portal: Portal,
    login: String,
    entrou: bool,
    expira_na_proxima: bool,
}

/// Por que uma página não pode ser servida a quem pede.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SemAcesso {
    /// Nunca entrou.
    NaoEntrou,
    /// Entrou, e a sessão acabou.
    Expirou,
}

/// Tudo o que os simuladores guardam.
pub(crate) struct Estado {
    pub(crate) opcoes: Opcoes,
    pub(crate) endereco: SocketAddr,
    pub(crate) clientes: Vec<ClienteSimulado>,
    falhas: Mutex<Falhas>,
    sessoes: Mutex<HashMap<String, Sessao>>,
    contagens: Mutex<BTreeMap<&'static str, Contagem>>,
    sat: Mutex<ArquivoSat>,
    pedidos: Mutex<Pedidos>,
}

impl Estado {
    pub(crate) fn novo(opcoes: Opcoes, endereco: SocketAddr) -> Self {
        let mut falhas = Falhas::default();
        for falha in &opcoes.falhas {
            falhas.definir(falha.clone());
        }
        Self {
            opcoes,
            endereco,
            clientes: catalogo::padrao(),
            falhas: Mutex::new(falhas),
            sessoes: Mutex::default(),
            contagens: Mutex::new(Portal::TODOS.iter().map(|p| (p.codigo(), Contagem::default())).collect()),
            sat: Mutex::default(),
            pedidos: Mutex::default(),
        }
    }

    pub(crate) fn falhas(&self) -> MutexGuard<'_, Falhas> {
        travar(&self.falhas)
    }

    pub(crate) fn sat(&self) -> MutexGuard<'_, ArquivoSat> {
        travar(&self.sat)
    }

    pub(crate) fn pedidos(&self) -> MutexGuard<'_, Pedidos> {
        travar(&self.pedidos)
    }

    /// A falha que se aplica, gasta uma vez.
    pub(crate) fn falha(
        &self,
        portal: Portal,
        tipo: TipoFalha,
        login: Option<&str>,
        mes: Option<MesAno>,
    ) -> Option<Falha> {
        self.falhas().aplicar(portal, tipo, login, mes)
    }

    pub(crate) fn contar(&self, portal: Portal, somar: impl FnOnce(&mut Contagem)) {
        somar(travar(&self.contagens).entry(portal.codigo()).or_default());
    }

    pub(crate) fn contagens(&self) -> BTreeMap<&'static str, Contagem> {
        travar(&self.contagens).clone()
    }

    /// Os clientes que este usuário alcança neste portal.
    pub(crate) fn clientes_de(&self, portal: Portal, login: &str) -> Vec<&ClienteSimulado> {
        self.clientes.iter().filter(|c| c.portal() == portal && c.login == login).collect()
    }

    /// Se usuário e senha são aceitos; conta a entrada.
    pub(crate) fn aceitar_entrada(&self, portal: Portal, login: &str, senha: &str) -> bool {
        let conhecido = match portal {
            Portal::Sat => login == self.opcoes.sat_usuario && senha == self.opcoes.sat_senha,
            _ => self.clientes_de(portal, login).iter().any(|c| c.senha == senha),
        };
        let aceito = conhecido && self.falha(portal, TipoFalha::SenhaIncorreta, Some(login), None).is_none();
        self.contar(portal, |c| if aceito { c.logins += 1 } else { c.logins_recusados += 1 });
        aceito
    }

    /// Abre uma sessão e devolve o valor do cabeçalho `Set-Cookie`.
    pub(crate) fn abrir_sessao(&self, portal: Portal, login: &str, entrou: bool) -> String {
        let expira_na_proxima =
            entrou && self.falha(portal, TipoFalha::SessaoExpirada, Some(login), None).is_some();
        let ficha = ficha_nova().simple().to_string();
        let prefixo = portal.prefixo();
        let cookie = format!("sessao_{prefixo}={ficha}; Path=/{prefixo}; HttpOnly; SameSite=Lax");
        let sessao = Sessao { portal, login: login.to_owned(), entrou, expira_na_proxima };
        travar(&self.sessoes).insert(ficha, sessao);
        cookie
    }

    pub(crate) fn fechar_sessao(&self, portal: Portal, cabecalhos: &HeaderMap) {
        if let Some(ficha) = ficha(portal, cabecalhos) {
            travar(&self.sessoes).remove(ficha);
        }
    }

    /// O usuário que entrou.
    ///
    /// # Errors
    /// [`SemAcesso`] quando não entrou ou a sessão acabou; a expiração forçada por falha acontece aqui.
    pub(crate) fn quem_entrou(&self, portal: Portal, cabecalhos: &HeaderMap) -> Result<String, SemAcesso> {
        let ficha = ficha(portal, cabecalhos).ok_or(SemAcesso::NaoEntrou)?;
        let mut sessoes = travar(&self.sessoes);
        let sessao = sessoes.get(ficha).filter(|s| s.portal == portal).ok_or(SemAcesso::Expirou)?.clone();
        if sessao.expira_na_proxima {
            sessoes.remove(ficha);
            return Err(SemAcesso::Expirou);
        }
        if sessao.entrou { Ok(sessao.login) } else { Err(SemAcesso::NaoEntrou) }
    }

    /// O usuário ligado ao cookie, tenha entrado ou só se identificado.
    pub(crate) fn quem_se_identificou(&self, portal: Portal, cabecalhos: &HeaderMap) -> Option<String> {
        let ficha = ficha(portal, cabecalhos)?;
        travar(&self.sessoes).get(ficha).filter(|s| s.portal == portal).map(|s| s.login.clone())
    }
}

fn travar<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ficha(portal: Portal, cabecalhos: &HeaderMap) -> Option<&str> {
    let nome = format!("sessao_{}", portal.prefixo());
    cabecalhos
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|valor| valor.to_str().ok())
        .flat_map(|valor| valor.split(';'))
        .filter_map(|par| par.trim().split_once('='))
        .find_map(|(chave, valor)| (chave == nome).then_some(valor))
}
