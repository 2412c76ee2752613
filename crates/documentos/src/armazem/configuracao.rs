//! O que é a configuração do armazém: pasta local ou S3.

use std::path::PathBuf;
use std::sync::Arc;

use nucleo::{ExposeSecret, SecretString};
use object_store::ObjectStore;
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use serde::Deserialize;
use url::Url;

use super::ErroArmazem;

/// Onde os arquivos ficam.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "tipo", rename_all = "lowercase", deny_unknown_fields)]
pub enum ConfiguracaoArmazem {
    /// Uma pasta desta máquina, criada se faltar.
    Local {
        /// A pasta que guarda tudo.
        pasta: PathBuf,
    },
    /// Um balde S3 ou compatível (MinIO, Garage, Ceph).
    S3 {
        /// Nome do balde, que já deve existir.
        balde: String,
        /// Região; os compatíveis costumam aceitar qualquer uma.
        #[serde(default = "regiao_padrao")]
        regiao: String,
        /// Endereço do serviço; sem ele, a própria AWS. `http` só se escrito aqui.
        #[serde(default)]
        endereco: Option<String>,
        /// Identificador da chave de acesso.
        chave_acesso: SecretString,
        /// Segredo da chave de acesso.
        chave_secreta: SecretString,
        /// Pasta dentro do balde, para dividi-lo com outros programas.
        #[serde(default)]
        prefixo: Option<String>,
    },
}

fn regiao_padrao() -> String {
    "us-east-1".to_owned()
}

impl ConfiguracaoArmazem {
    /// Abre a loja de objetos; a pasta local é criada, o balde não é visitado.
    pub(super) fn abrir(&self) -> Result<Arc<dyn ObjectStore>, ErroArmazem> {
        match self {
            Self::Local { pasta } => {
                std::fs::create_dir_all(pasta).map_err(|causa| ErroArmazem::Configuracao {
                    motivo: format!("a pasta {} não pode ser criada: {causa}", pasta.display()),
                })?;
                // Sem o fsync explícito um arquivo "guardado" some numa queda de energia.
                let loja = LocalFileSystem::new_with_prefix(pasta)?.with_fsync(true);
                Ok(Arc::new(loja))
            }
            Self::S3 { balde, regiao, endereco, chave_acesso, chave_secreta, prefixo } => {
                instalar_criptografia();
                let mut construtor = AmazonS3Builder::new()
                    .with_bucket_name(balde)
                    .with_region(regiao)
                    .with_access_key_id(chave_acesso.expose_secret())
                    .with_secret_access_key(chave_secreta.expose_secret())
                    // Nem todo compatível sabe apagar em lote, e aqui só se apaga de um em um.
                    .with_disable_bulk_delete(true);
                if let Some(endereco) = endereco {
                    let endereco = ler_endereco(endereco)?;
                    construtor = construtor
                        .with_endpoint(endereco.as_str().trim_end_matches('/'))
                        .with_allow_http(endereco.scheme() == "http");
                }
                let loja = construtor.build()?;
                match prefixo.as_deref().map(|p| p.trim_matches('/')).filter(|p| !p.is_empty()) {
                    Some(prefixo) => Ok(Arc::new(PrefixStore::new(loja, Path::parse(prefixo)?))),
                    None => Ok(Arc::new(loja)),
                }
            }
        }
    }
}

fn ler_endereco(texto: &str) -> Result<Url, ErroArmazem> {
    Url::parse(texto).ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or_else(|| {
        ErroArmazem::Configuracao { motivo: format!("{texto} não é um endereço http ou https") }
    })
}

/// O cliente HTTP da loja usa o provedor de TLS do processo; quem chega primeiro o instala.
fn instalar_criptografia() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Perder a corrida para outra parte do programa é tão bom quanto ganhar.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
