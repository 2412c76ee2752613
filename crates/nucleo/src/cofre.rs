//! Guarda de segredos em repouso: o contrato; quem cifra é `plataforma`.

use crate::{ContaId, Resultado, SecretString};

/// Onde um segredo mora. Entra na cifra como dado autenticado: um texto cifrado copiado para outra linha,
/// coluna ou conta não se abre.
#[derive(Clone, Copy, Debug)]
pub struct EnderecoDoSegredo<'a> {
    /// A conta dona.
    pub conta: ContaId,
    /// Tabela e coluna, como `clientes.senha_portal`.
    pub coluna: &'a str,
    /// O id da linha.
    pub linha: uuid::Uuid,
}

/// Cifra e decifra segredos guardados no banco.
pub trait Cofre: Send + Sync {
    /// Cifra para guardar.
    fn cifrar(&self, endereco: EnderecoDoSegredo<'_>, segredo: &SecretString) -> Resultado<Vec<u8>>;

    /// Abre o que foi guardado; erro se a chave, o endereço ou o conteúdo não conferem.
    fn decifrar(&self, endereco: EnderecoDoSegredo<'_>, cifrado: &[u8]) -> Resultado<SecretString>;
}
