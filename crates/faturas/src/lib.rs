//! O que é `faturas`: operadoras, clientes e os processos de cada mês, do portal ao SAT.
//!
//! Ordem de leitura: [`operadoras`], [`clientes`], [`processos`] (o fluxo e as suas ações), [`trabalhos`] (as
//! execuções que ele enfileira) e [`rotas`] (o índice do HTTP).

use std::{sync::Arc, time::Duration};

use axum::extract::FromRef;
use documentos::{Armazem, Leitor};
use nucleo::{Cofre, SecretString};
use rpa::Rpa;

pub mod busca;
pub mod clientes;
mod evidencias;
pub mod operadoras;
pub mod processos;
mod rotas;
pub mod trabalhos;

#[cfg(test)]
mod teste;

pub use processos::Totais;
pub use rotas::rotas;
pub use trabalhos::registrar_trabalhos;

/// As peças que as rotas e os trabalhos desta crate usam. Barato de clonar.
#[derive(Clone)]
pub struct App {
    /// O comum a todas as rotas.
    pub base: borda::Base,
    /// Quem cifra os segredos de clientes e operadoras.
    pub cofre: Arc<dyn Cofre>,
    /// Onde as faturas ficam.
    pub armazem: Armazem,
    /// Quem lê PDFs, em processo à parte.
    pub leitor: Leitor,
    /// Quem atende downloads e envios: em produção, o `ConcentradorRpa`.
    pub concentrador: Arc<dyn Rpa>,
    /// Limites e acesso ao SAT.
    pub configuracao: Arc<Configuracao>,
    /// Totais de lista já contados.
    pub totais: Arc<Totais>,
}

/// Limites e acesso ao SAT.
#[derive(Clone, Debug)]
pub struct Configuracao {
    /// A maior fatura aceita, em bytes.
    pub arquivo_maximo_bytes: u64,
    /// Quanto se espera para procurar de novo uma fatura que ainda não foi emitida.
    pub espera_da_emissao: Duration,
    /// Quanto o envio ao SAT espera, depois da aprovação, por quem queira voltar atrás; zero não espera.
    pub desfazer_aprovacao: Duration,
    /// O SAT.
    pub sat: ConfiguracaoSat,
}

/// Como se entra no SAT.
#[derive(Clone, Debug)]
pub struct ConfiguracaoSat {
    /// Endereço de entrada.
    pub url_portal: String,
    /// Usuário.
    pub usuario: String,
    /// Senha.
    pub senha: SecretString,
    /// Quem entrega: motorista e roteiro.
    pub classe_rpa: String,
    /// Ajustes do motorista, como os de uma operadora.
    pub configuracao_rpa: serde_json::Value,
}

impl Configuracao {
    /// Os limites de fábrica, com o SAT dado: faturas de até 25 MiB, seis horas de espera da emissão, dez segundos
    /// para voltar atrás.
    pub fn nova(sat: ConfiguracaoSat) -> Self {
        Self {
            arquivo_maximo_bytes: 25 * 1024 * 1024,
            espera_da_emissao: Duration::from_secs(6 * 3600),
            desfazer_aprovacao: Duration::from_secs(10),
            sat,
        }
    }
}

impl ConfiguracaoSat {
    /// Acesso pelo roteiro `SAT` no navegador.
    pub fn nova(url_portal: impl Into<String>, usuario: impl Into<String>, senha: SecretString) -> Self {
        Self {
            url_portal: url_portal.into(),
            usuario: usuario.into(),
            senha,
            classe_rpa: "navegador:SAT".into(),
            configuracao_rpa: serde_json::Value::Null,
        }
    }
}

impl FromRef<App> for borda::Base {
    fn from_ref(app: &App) -> Self {
        app.base.clone()
    }
}
