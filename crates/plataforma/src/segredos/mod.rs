//! O que são `segredos`: o que o produto precisa usar (senha de portal, token de RPA) e ninguém deve ler.
//!
//! Cada segredo é cifrado com XChaCha20-Poly1305 sob uma chave de dados da sua conta, derivada da chave
//! mestra por HKDF-SHA256 com o id da conta. Derivar, em vez de guardar chaves embrulhadas, dispensa tabela e
//! cópia de segurança próprias; em troca, aposentar uma chave mestra exige regravar os segredos que ela
//! cifrou. Enquanto isso não acontece, chaves antigas abrem e a primeira da lista cifra.
//!
//! No banco: `formato (1 byte) | id da chave (4) | nonce (24) | cifra e etiqueta`. O endereço (conta, coluna,
//! linha) e a versão são autenticados: um texto cifrado levado a outro lugar não se abre.

mod chaves;

use std::sync::Arc;

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use nucleo::{Cofre, EnderecoDoSegredo, Erro, ExposeSecret, Relogio, Resultado, SecretString};

pub use chaves::ChavesMestras;

const FORMATO: u8 = 1;
const NONCE: usize = 24;
const CABECALHO: usize = 1 + chaves::TAMANHO_DO_ID;

/// Cofre cuja chave mestra mora nesta máquina (arquivo, ambiente ou configuração).
pub struct CofreLocal {
    chaves: ChavesMestras,
    relogio: Arc<dyn Relogio>,
}

impl CofreLocal {
    /// Com as chaves dadas; o relógio sorteia os nonces.
    pub fn novo(chaves: ChavesMestras, relogio: Arc<dyn Relogio>) -> Self {
        Self { chaves, relogio }
    }

    /// Se o segredo foi cifrado com uma chave que não é mais a atual e convém regravá-lo.
    pub fn esta_em_chave_antiga(&self, cifrado: &[u8]) -> bool {
        cifrado.get(1..CABECALHO) != Some(self.chaves.id_da_atual().as_slice())
    }
}

impl Cofre for CofreLocal {
    fn cifrar(&self, endereco: EnderecoDoSegredo<'_>, segredo: &SecretString) -> Resultado<Vec<u8>> {
        let mut nonce = [0; NONCE];
        self.relogio.sortear(&mut nonce);
        let id = self.chaves.id_da_atual();
        let chave = self.chaves.da_conta(&id, endereco.conta).ok_or_else(recusado)?;
        let dados = Payload { msg: segredo.expose_secret().as_bytes(), aad: &autenticados(endereco) };
        let cifra = XChaCha20Poly1305::new((&chave).into())
            .encrypt(&XNonce::from(nonce), dados)
            .map_err(|_| Erro::interno("não foi possível cifrar o segredo"))?;
        Ok([&[FORMATO], id.as_slice(), &nonce, &cifra].concat())
    }

    fn decifrar(&self, endereco: EnderecoDoSegredo<'_>, cifrado: &[u8]) -> Resultado<SecretString> {
        let (cabecalho, resto) = cifrado.split_at_checked(CABECALHO).ok_or_else(recusado)?;
        let (nonce, cifra) = resto.split_first_chunk::<NONCE>().ok_or_else(recusado)?;
        let (formato, id) = cabecalho.split_first().ok_or_else(recusado)?;
        if *formato != FORMATO {
            return Err(recusado());
        }
        let chave = self.chaves.da_conta(id, endereco.conta).ok_or_else(recusado)?;
        let aberto = XChaCha20Poly1305::new((&chave).into())
            .decrypt(&XNonce::from(*nonce), Payload { msg: cifra, aad: &autenticados(endereco) })
            .map_err(|_| recusado())?;
        Ok(String::from_utf8(aberto).map_err(|_| recusado())?.into())
    }
}

fn autenticados(endereco: EnderecoDoSegredo<'_>) -> Vec<u8> {
    format!("{}|{}|{}|{FORMATO}", endereco.conta, endereco.coluna, endereco.linha).into_bytes()
}

/// Um só erro para tudo: chave, endereço ou conteúdo. O remédio é o mesmo.
fn recusado() -> Erro {
    Erro::interno(
        "o segredo guardado não se abre: foi alterado, ou a chave mestra não é a que o cifrou; \
         devolva a chave antiga à lista ou grave o segredo de novo",
    )
}

#[cfg(test)]
mod testes;
