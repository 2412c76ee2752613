//! A identidade de um arquivo: o SHA-256 do seu conteúdo.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256 as Algoritmo};
use thiserror::Error;

/// SHA-256 de um conteúdo. Em texto, 64 algarismos hexadecimais minúsculos.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sha256(pub [u8; 32]);

/// O texto não é um SHA-256.
#[derive(Debug, Error, PartialEq, Eq, Clone, Copy)]
#[error("o SHA-256 deve ter 64 algarismos hexadecimais")]
pub struct Sha256Invalido;

impl Sha256 {
    /// Calcula o resumo de um conteúdo.
    pub fn de(conteudo: impl AsRef<[u8]>) -> Self {
        Self(Algoritmo::digest(conteudo.as_ref()).into())
    }
}

impl FromStr for Sha256 {
    type Err = Sha256Invalido;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        if texto.len() != 64 || !texto.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(Sha256Invalido);
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&texto[2 * i..2 * i + 2], 16).map_err(|_| Sha256Invalido)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sha256({self})")
    }
}

impl TryFrom<String> for Sha256 {
    type Error = Sha256Invalido;
    fn try_from(texto: String) -> Result<Self, Self::Error> {
        texto.parse()
    }
}

impl From<Sha256> for String {
    fn from(resumo: Sha256) -> Self {
        resumo.to_string()
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn confere_com_o_vetor_publicado() {
        let vazio = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(Sha256::de("").to_string(), vazio);
        assert_eq!(vazio.to_uppercase().parse::<Sha256>().unwrap(), Sha256::de(""));
        assert_eq!("e3".parse::<Sha256>(), Err(Sha256Invalido));
        assert_eq!("g".repeat(64).parse::<Sha256>(), Err(Sha256Invalido));
        assert_eq!(serde_json::to_value(Sha256::de("")).unwrap(), vazio);
    }
}
