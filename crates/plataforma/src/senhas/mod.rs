//! O que são `senhas`: guardar sem poder ler, conferir sem revelar quem existe.
//!
//! Novas senhas são argon2id (46 MiB, uma passada) no formato PHC. Resumos bcrypt de sistemas antigos são
//! aceitos e refeitos na primeira entrada. Conferir contra ninguém custa o mesmo que contra alguém.

mod regras;

use std::{sync::Arc, time::Duration};

use argon2::{
    Algorithm, Argon2, Params, PasswordVerifier, Version,
    password_hash::{PasswordHasher, phc::PasswordHash},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use nucleo::{Erro, ExposeSecret, Relogio, Resultado, SecretString};
use tokio::sync::Semaphore;

pub use regras::validar_senha;

/// Quanto custa adivinhar uma senha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Custo {
    /// Memória de cada cálculo, em KiB.
    pub memoria_kib: u32,
    /// Passadas sobre a memória.
    pub passadas: u32,
}

impl Custo {
    /// O da produção.
    pub const PADRAO: Self = Self { memoria_kib: 46 * 1024, passadas: 1 };
    /// Só para testes e dados de demonstração: a primeira entrada com o custo padrão refaz o resumo.
    pub const LEVE: Self = Self { memoria_kib: 64, passadas: 1 };
}

impl Default for Custo {
    fn default() -> Self {
        Self::PADRAO
    }
}

/// Resultado de conferir uma senha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conferencia {
    /// Não é a senha, ou não há quem a tenha.
    NaoConfere,
    /// É a senha.
    Confere {
        /// O resumo guardado é de formato ou custo antigo e deve ser refeito.
        refazer: bool,
    },
}

/// Calcula e confere resumos, poucos ao mesmo tempo: cada um ocupa a memória inteira do seu custo.
pub struct Senhas {
    argon: Argon2<'static>,
    prefixo: String,
    // Ninguém tem esta senha: conferir contra ela gasta o mesmo tempo que contra a de um usuário real.
    de_ninguem: String,
    vagas: Arc<Semaphore>,
    relogio: Arc<dyn Relogio>,
}

const SIMULTANEAS: usize = 2;
const ESPERA_POR_VAGA: Duration = Duration::from_secs(15);
/// Nada legítimo é maior: 128 caracteres de até 4 bytes.
const TAMANHO_MAXIMO: usize = 512;

impl Senhas {
    /// Com o custo dado; erro se os parâmetros não servem ao argon2.
    pub fn novas(custo: Custo, relogio: Arc<dyn Relogio>) -> Resultado<Self> {
        let parametros = Params::new(custo.memoria_kib, custo.passadas, 1, None)
            .map_err(|e| Erro::interno(e.to_string()))?;
        let prefixo = format!("$argon2id$v=19$m={},t={},p=1$", custo.memoria_kib, custo.passadas);
        let (mut sal, mut resumo) = ([0; 16], [0; 32]);
        relogio.sortear(&mut sal);
        relogio.sortear(&mut resumo);
        Ok(Self {
            argon: Argon2::new(Algorithm::Argon2id, Version::V0x13, parametros),
            de_ninguem: format!(
                "{prefixo}{}${}",
                STANDARD_NO_PAD.encode(sal),
                STANDARD_NO_PAD.encode(resumo)
            ),
            prefixo,
            vagas: Arc::new(Semaphore::new(SIMULTANEAS)),
            relogio,
        })
    }

    /// O resumo PHC de uma senha nova. Não a valida: veja [`validar_senha`].
    pub async fn resumir(&self, senha: &SecretString) -> Resultado<String> {
        let mut sal = [0; 16];
        self.relogio.sortear(&mut sal);
        let (argon, senha) = (self.argon.clone(), copiar(senha));
        self.fora_do_caminho(move || {
            argon
                .hash_password_with_salt(senha.expose_secret().as_bytes(), &sal)
                .map(|resumo: PasswordHash| resumo.to_string())
                .map_err(|e| Erro::interno(e.to_string()))
        })
        .await?
    }

    /// Confere a senha com o resumo guardado; `None` gasta o mesmo e não confere.
    pub async fn conferir(&self, senha: &SecretString, guardado: Option<&str>) -> Resultado<Conferencia> {
        let guardado = guardado.filter(|_| senha.expose_secret().len() <= TAMANHO_MAXIMO);
        let existe = guardado.is_some();
        let resumo = guardado.unwrap_or(&self.de_ninguem).to_owned();
        let refazer = !resumo.starts_with(&self.prefixo);
        let (argon, senha) = (self.argon.clone(), copiar(senha));
        let confere = self.fora_do_caminho(move || comparar(&argon, senha.expose_secret(), &resumo)).await?;
        Ok(if confere && existe { Conferencia::Confere { refazer } } else { Conferencia::NaoConfere })
    }

    /// Espera uma vaga e calcula em outra linha de execução: argon2 prenderia as que atendem pedidos.
    async fn fora_do_caminho<T: Send + 'static>(
        &self,
        calculo: impl FnOnce() -> T + Send + 'static,
    ) -> Resultado<T> {
        let espera = tokio::time::timeout(ESPERA_POR_VAGA, Arc::clone(&self.vagas).acquire_owned());
        let vaga = espera.await.map_err(|_| Erro::Indisponivel {
            parte: "a conferência de senhas",
            detalhe: "há entradas demais ao mesmo tempo".to_owned(),
        })?;
        tokio::task::spawn_blocking(move || {
            let _vaga = vaga;
            calculo()
        })
        .await
        .map_err(Erro::interno)
    }
}

fn copiar(senha: &SecretString) -> SecretString {
    senha.expose_secret().to_owned().into()
}

fn comparar(argon: &Argon2<'_>, senha: &str, resumo: &str) -> bool {
    if ["$2a$", "$2b$", "$2y$"].iter().any(|prefixo| resumo.starts_with(prefixo)) {
        return bcrypt::verify(senha, resumo).unwrap_or(false);
    }
    argon.verify_password(senha.as_bytes(), resumo).is_ok()
}

#[cfg(test)]
mod testes;
