//! O que é `side`: ler, conferir e executar um roteiro no formato do Selenium IDE.

mod comandos;
mod fluxo;
mod insistencia;
mod interprete;
mod migracao;
mod modelo;
mod variaveis;

pub(crate) use comandos::fotografar_em;
pub(crate) use interprete::{Interprete, Limites};
pub(crate) use modelo::Projeto;
pub(crate) use variaveis::Variaveis;

use fluxo::No;

/// Um roteiro lido, migrado e conferido, pronto para executar.
#[derive(Debug)]
pub(crate) struct Roteiro {
    pub projeto: Projeto,
    testes: Vec<(String, Vec<No>)>,
}

impl Roteiro {
    /// Lê o texto de um `.side` e recusa, antes do primeiro comando, bloco aberto ou comando desconhecido.
    pub(crate) fn ler(texto: &str) -> Result<Self, String> {
        let mut projeto = Projeto::ler(texto)?;
        migracao::migrar(&mut projeto);
        let mut testes = Vec::new();
        let mut problemas = Vec::new();
        for teste in &projeto.tests {
            problemas.extend(comandos::problemas(teste));
            match fluxo::montar(&teste.commands) {
                Ok(nos) => testes.push((teste.name.clone(), nos)),
                Err(problema) => problemas.push(format!("{}#{problema}", teste.name)),
            }
        }
        if problemas.is_empty() { Ok(Self { projeto, testes }) } else { Err(problemas.join("; ")) }
    }

    /// Se algum teste diz onde se entrou no portal; sem isso não se sabe onde parar um teste de acesso.
    pub(crate) fn marca_a_entrada(&self) -> bool {
        let comandos = self.projeto.tests.iter().flat_map(|teste| &teste.commands);
        comandos.into_iter().any(|comando| comando.command == "rgEntrou")
    }

    /// O programa de um teste, pelo nome.
    pub(crate) fn teste(&self, nome: &str) -> Option<&[No]> {
        self.testes.iter().find(|(outro, _)| outro == nome).map(|(_, nos)| nos.as_slice())
    }
}

#[cfg(test)]
pub(crate) mod testes;
