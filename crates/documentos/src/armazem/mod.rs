//! O que é o armazém: arquivos guardados pelo resumo SHA-256 do seu conteúdo.
//!
//! O mesmo conteúdo tem sempre o mesmo caminho (`arquivos/ab/cd/<sha256>`), então guardar
//! duas vezes é guardar uma. Na pasta local o arquivo nasce com outro nome, vai ao disco
//! (fsync) e só então é renomeado: o caminho final nunca mostra um arquivo pela metade.

mod aberto;
mod configuracao;

use std::path::Path as Caminho;
use std::sync::Arc;

use bytes::Bytes;
use nucleo::Sha256;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256 as Algoritmo};
use tokio::io::AsyncReadExt;

pub use aberto::ArquivoAberto;
pub use configuracao::ConfiguracaoArmazem;

/// Tamanho dos pedaços de leitura e de envio; o S3 não aceita partes menores que 5 MiB.
const PEDACO_BYTES: usize = 8 * 1024 * 1024;
/// Quantos pedaços sobem ao mesmo tempo.
const PEDACOS_SIMULTANEOS: usize = 2;

/// Por que o armazém não fez o que se pediu.
#[derive(Debug, thiserror::Error)]
pub enum ErroArmazem {
    /// A configuração não permite abrir o armazém.
    #[error("configuração do armazém: {motivo}")]
    Configuracao {
        /// O que está errado.
        motivo: String,
    },
    /// Não há arquivo com esse resumo.
    #[error("o arquivo {0} não está no armazém")]
    NaoEncontrado(Sha256),
    /// O conteúdo guardado não é o que o nome diz.
    #[error("o arquivo {esperado} está corrompido no armazém (o conteúdo é {obtido})")]
    Corrompido {
        /// O resumo pedido.
        esperado: Sha256,
        /// O resumo do que está guardado.
        obtido: Sha256,
    },
    /// O arquivo passa do que quem pediu aceita receber.
    #[error("o arquivo {sha256} tem {tamanho_bytes} bytes, mais que o limite de {limite_bytes}")]
    GrandeDemais {
        /// O resumo pedido.
        sha256: Sha256,
        /// Tamanho guardado.
        tamanho_bytes: u64,
        /// Máximo aceito.
        limite_bytes: u64,
    },
    /// O arquivo de origem não pôde ser lido, ou mudou durante a leitura.
    #[error("o arquivo de origem não pôde ser lido: {0}")]
    Origem(#[from] std::io::Error),
    /// A pasta ou o serviço recusou a operação.
    #[error("o armazém falhou: {0}")]
    Loja(#[from] object_store::Error),
}

impl From<object_store::path::Error> for ErroArmazem {
    fn from(causa: object_store::path::Error) -> Self {
        Self::Configuracao { motivo: causa.to_string() }
    }
}

/// Um arquivo que está no armazém.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArquivoGuardado {
    /// Resumo do conteúdo, que o identifica.
    pub sha256: Sha256,
    /// Tamanho do conteúdo.
    pub tamanho_bytes: u64,
    /// Caminho dentro do armazém.
    pub caminho: String,
}

impl ArquivoGuardado {
    fn novo(sha256: Sha256, tamanho_bytes: u64) -> Self {
        Self { sha256, tamanho_bytes, caminho: caminho(&sha256).to_string() }
    }
}

/// A porta para os arquivos; clonar é barato.
#[derive(Debug, Clone)]
pub struct Armazem {
    loja: Arc<dyn ObjectStore>,
}

impl Armazem {
    /// Abre o armazém; a pasta local é criada se faltar.
    ///
    /// # Erros
    /// Configuração que não pode ser usada. Um S3 fora do ar só aparece no uso.
    pub fn novo(configuracao: &ConfiguracaoArmazem) -> Result<Self, ErroArmazem> {
        Ok(Self { loja: configuracao.abrir()? })
    }

    /// Guarda um conteúdo; se ele já está guardado, nada é escrito.
    ///
    /// # Erros
    /// Falha da loja. Depois de um erro o caminho final continua como estava.
    pub async fn guardar(&self, conteudo: impl Into<Bytes>) -> Result<ArquivoGuardado, ErroArmazem> {
        let conteudo = conteudo.into();
        let arquivo = ArquivoGuardado::novo(Sha256::de(&conteudo), conteudo.len() as u64);
        if !self.tem(&arquivo).await? {
            let destino = caminho(&arquivo.sha256);
            self.loja.put(&destino, PutPayload::from_bytes(conteudo)).await?;
            tracing::debug!(sha256 = %arquivo.sha256, tamanho_bytes = arquivo.tamanho_bytes, "arquivo guardado");
        }
        Ok(arquivo)
    }

    /// Guarda um arquivo do disco sem trazê-lo inteiro à memória.
    ///
    /// # Erros
    /// Origem ilegível ou que mudou no meio; falha da loja.
    pub async fn guardar_de_caminho(&self, origem: &Caminho) -> Result<ArquivoGuardado, ErroArmazem> {
        let (sha256, tamanho_bytes) = resumir(origem).await?;
        if tamanho_bytes <= PEDACO_BYTES as u64 {
            return self.guardar(tokio::fs::read(origem).await?).await;
        }
        let arquivo = ArquivoGuardado::novo(sha256, tamanho_bytes);
        if !self.tem(&arquivo).await? {
            self.enviar_em_partes(origem, &arquivo).await?;
        }
        Ok(arquivo)
    }

    /// Abre um arquivo para ler aos pedaços.
    ///
    /// O fluxo confere o resumo: se o conteúdo não for o esperado, o último item é um erro.
    ///
    /// # Erros
    /// [`ErroArmazem::NaoEncontrado`] ou falha da loja.
    pub async fn abrir(&self, sha256: &Sha256) -> Result<ArquivoAberto, ErroArmazem> {
        match self.loja.get(&caminho(sha256)).await {
            Ok(achado) => Ok(ArquivoAberto::novo(*sha256, achado.meta.size, achado.into_stream())),
            Err(object_store::Error::NotFound { .. }) => Err(ErroArmazem::NaoEncontrado(*sha256)),
            Err(causa) => Err(causa.into()),
        }
    }

    /// Lê um arquivo inteiro, já conferido, se couber no limite.
    ///
    /// # Erros
    /// Os de [`Armazem::abrir`], conteúdo corrompido ou maior que o limite.
    pub async fn ler(&self, sha256: &Sha256, limite_bytes: u64) -> Result<Bytes, ErroArmazem> {
        let aberto = self.abrir(sha256).await?;
        if aberto.tamanho_bytes > limite_bytes {
            let tamanho_bytes = aberto.tamanho_bytes;
            return Err(ErroArmazem::GrandeDemais { sha256: *sha256, tamanho_bytes, limite_bytes });
        }
        aberto.ler_tudo().await
    }

    /// Se há um arquivo com esse resumo.
    ///
    /// # Erros
    /// Falha da loja.
    pub async fn existe(&self, sha256: &Sha256) -> Result<bool, ErroArmazem> {
        Ok(self.tamanho(sha256).await?.is_some())
    }

    /// Escreve, lê e apaga um arquivo de prova, para `regente verificar` e `/saude`.
    ///
    /// # Erros
    /// O primeiro passo que falhou.
    pub async fn verificar(&self) -> Result<(), ErroArmazem> {
        // Um nome por processo: dois servidores podem verificar o mesmo balde ao mesmo tempo.
        let prova = Path::from(format!("verificacao/{}", std::process::id()));
        let conteudo = Bytes::from_static(b"prova de escrita do Regente");
        self.loja.put(&prova, PutPayload::from_bytes(conteudo.clone())).await?;
        let lido = self.loja.get(&prova).await?.bytes().await?;
        self.loja.delete(&prova).await?;
        if lido == conteudo {
            return Ok(());
        }
        Err(ErroArmazem::Corrompido { esperado: Sha256::de(&conteudo), obtido: Sha256::de(&lido) })
    }

    async fn tamanho(&self, sha256: &Sha256) -> Result<Option<u64>, ErroArmazem> {
        match self.loja.head(&caminho(sha256)).await {
            Ok(meta) => Ok(Some(meta.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(causa) => Err(causa.into()),
        }
    }

    /// Um arquivo do tamanho errado não conta: guardar de novo o conserta.
    async fn tem(&self, arquivo: &ArquivoGuardado) -> Result<bool, ErroArmazem> {
        Ok(self.tamanho(&arquivo.sha256).await? == Some(arquivo.tamanho_bytes))
    }

    async fn enviar_em_partes(&self, origem: &Caminho, arquivo: &ArquivoGuardado) -> Result<(), ErroArmazem> {
        let envio = self.loja.put_multipart(&caminho(&arquivo.sha256)).await?;
        let mut escrita = WriteMultipart::new_with_chunk_size(envio, PEDACO_BYTES);
        match copiar(origem, &mut escrita).await {
            Ok(sha256) if sha256 == arquivo.sha256 => {
                escrita.finish().await?;
                Ok(())
            }
            outro => {
                escrita.abort().await?;
                let mudou = || std::io::Error::other("o arquivo mudou enquanto era lido");
                Err(outro.err().unwrap_or_else(|| mudou().into()))
            }
        }
    }
}

/// Onde fica o conteúdo de um resumo; dois níveis de pastas, para nenhuma ficar enorme.
fn caminho(sha256: &Sha256) -> Path {
    let hex = sha256.to_string();
    Path::from(format!("arquivos/{}/{}/{hex}", &hex[..2], &hex[2..4]))
}

async fn copiar(origem: &Caminho, escrita: &mut WriteMultipart) -> Result<Sha256, ErroArmazem> {
    let mut arquivo = tokio::fs::File::open(origem).await?;
    let mut resumo = Algoritmo::new();
    let mut pedaco = vec![0; PEDACO_BYTES];
    loop {
        let lidos = arquivo.read(&mut pedaco).await?;
        if lidos == 0 {
            return Ok(Sha256(resumo.finalize().into()));
        }
        resumo.update(&pedaco[..lidos]);
        escrita.wait_for_capacity(PEDACOS_SIMULTANEOS).await?;
        escrita.write(&pedaco[..lidos]);
    }
}

async fn resumir(origem: &Caminho) -> Result<(Sha256, u64), ErroArmazem> {
    let mut arquivo = tokio::fs::File::open(origem).await?;
    let mut resumo = Algoritmo::new();
    let mut tamanho_bytes = 0;
    let mut pedaco = vec![0; 64 * 1024];
    loop {
        let lidos = arquivo.read(&mut pedaco).await?;
        if lidos == 0 {
            return Ok((Sha256(resumo.finalize().into()), tamanho_bytes));
        }
        resumo.update(&pedaco[..lidos]);
        tamanho_bytes += lidos as u64;
    }
}

#[cfg(test)]
mod testes;
