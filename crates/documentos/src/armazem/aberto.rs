//! O que é um arquivo aberto: um fluxo de bytes que se confere enquanto passa.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures::stream::BoxStream;
use futures::{Stream, TryStreamExt};
use nucleo::Sha256;
use sha2::{Digest, Sha256 as Algoritmo};

use super::ErroArmazem;

/// Um arquivo do armazém sendo lido.
///
/// Quem repassa os pedaços à rede deve cortar a conexão quando vier um erro: é assim que
/// o outro lado fica sabendo que o que recebeu não presta.
pub struct ArquivoAberto {
    /// Tamanho anunciado pelo armazém.
    pub tamanho_bytes: u64,
    esperado: Sha256,
    resumo: Option<Algoritmo>,
    fluxo: BoxStream<'static, object_store::Result<Bytes>>,
}

impl ArquivoAberto {
    pub(super) fn novo(
        esperado: Sha256,
        tamanho_bytes: u64,
        fluxo: BoxStream<'static, object_store::Result<Bytes>>,
    ) -> Self {
        Self { tamanho_bytes, esperado, resumo: Some(Algoritmo::new()), fluxo }
    }

    /// Lê até o fim e devolve o conteúdo, já conferido.
    ///
    /// # Erros
    /// Conteúdo corrompido ou falha da loja.
    pub async fn ler_tudo(self) -> Result<Bytes, ErroArmazem> {
        let capacidade = usize::try_from(self.tamanho_bytes).unwrap_or(0);
        let juntar = |mut tudo: BytesMut, pedaco: Bytes| async move {
            tudo.extend_from_slice(&pedaco);
            Ok(tudo)
        };
        Ok(self.try_fold(BytesMut::with_capacity(capacidade), juntar).await?.freeze())
    }
}

impl Stream for ArquivoAberto {
    type Item = Result<Bytes, ErroArmazem>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.resumo.is_none() {
            return Poll::Ready(None);
        }
        let item = match ready!(self.fluxo.as_mut().poll_next(cx)) {
            Some(Ok(pedaco)) => {
                if let Some(resumo) = self.resumo.as_mut() {
                    resumo.update(&pedaco);
                }
                Some(Ok(pedaco))
            }
            Some(Err(causa)) => {
                self.resumo = None;
                Some(Err(causa.into()))
            }
            None => {
                let obtido = self.resumo.take().map(|r| Sha256(r.finalize().into()));
                let esperado = self.esperado;
                obtido
                    .filter(|obtido| *obtido != esperado)
                    .map(|obtido| Err(ErroArmazem::Corrompido { esperado, obtido }))
            }
        };
        Poll::Ready(item)
    }
}
