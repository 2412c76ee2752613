//! Configuração: arquivo `regente.toml`, depois ambiente `REGENTE_SECAO__CHAVE`, depois opções da linha de
//! comando; cada um vence o anterior. Chave desconhecida é erro, para que um engano de digitação não passe.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
};

use documentos::ConfiguracaoArmazem;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use nucleo::SecretString;
use serde::{Deserialize, Serialize};

/// Tudo o que se pode configurar.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Configuracao {
    pub servidor: Servidor,
    pub dados: Dados,
    pub banco: Banco,
    /// Armazém de arquivos; sem ele, pasta local dentro da pasta de dados.
    pub arquivos: Option<ConfiguracaoArmazem>,
    pub registros: Registros,
    pub motor: Motor,
    pub rpa: Rpa,
    pub sat: Sat,
    pub faturas: Faturas,
    pub seguranca: Seguranca,
}

/// Onde e como atender.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Servidor {
    /// Endereço e porta de escuta.
    pub endereco: SocketAddr,
    /// Nome do ambiente, mostrado em `/health`: `producao`, `homologacao`, `demonstracao`…
    pub ambiente: String,
    /// Nome com que o produto se apresenta a quem entrou.
    pub marca: String,
    /// Endereço público, como as pessoas o veem; com `https`, o cookie de sessão exige conexão segura.
    pub url_publica: Option<String>,
    /// Proxies cujo `X-Forwarded-For` vale.
    pub proxies: Vec<IpAddr>,
}

/// Pasta de dados.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Dados {
    /// Onde ficam banco local, arquivos e chaves.
    pub pasta: PathBuf,
}

/// Banco de dados.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Banco {
    /// Endereço de um PostgreSQL; sem ele, SQLite na pasta de dados.
    pub url: Option<SecretString>,
    /// Teto de conexões com o PostgreSQL.
    pub conexoes: u32,
}

/// Registros (logs) do servidor.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Registros {
    /// `texto` para pessoas, `json` para máquinas.
    pub formato: Formato,
    /// Filtro de níveis, como `info` ou `info,faturas=debug`.
    pub nivel: String,
    /// Além da saída de erros, grava aqui.
    pub arquivo: Option<PathBuf>,
}

/// Forma dos registros.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Formato {
    /// Para pessoas.
    #[default]
    Texto,
    /// Uma linha JSON por registro.
    Json,
}

/// Execuções.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Motor {
    /// Quantas executam ao mesmo tempo neste servidor.
    pub simultaneas: usize,
    /// Por quanto tempo uma execução fica reservada sem sinal de vida.
    pub reserva_segundos: u64,
}

/// Navegador e roteiros.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rpa {
    /// Pasta de roteiros no lugar dos embutidos.
    pub roteiros: Option<PathBuf>,
    /// Caminho do Chromium; sem ele, procura no sistema.
    pub chromium: Option<PathBuf>,
    /// Quantos contextos de navegador ao mesmo tempo.
    pub navegadores: usize,
    /// Depois de quantas execuções trocar o navegador quente por um novo.
    pub reciclar_apos: u32,
}

/// O sistema SAT que recebe as faturas aprovadas.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Sat {
    pub url_portal: Option<String>,
    pub usuario: Option<String>,
    pub senha: Option<SecretString>,
    /// Motorista e roteiro do envio.
    pub classe_rpa: String,
}

/// Regras das faturas.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faturas {
    /// Maior PDF aceito, em MiB.
    pub tamanho_maximo_mib: u64,
    /// Fatura ainda não emitida: depois de quantos minutos procurar de novo.
    pub adiar_nao_emitida_minutos: u64,
    /// Quantos segundos o envio ao SAT espera, depois da aprovação, por quem queira voltar atrás; 0 não espera.
    pub desfazer_aprovacao_segundos: u64,
}

/// Chaves e sessões. O que faltar é gerado na pasta de dados, no primeiro início.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Seguranca {
    /// Chave mestra do cofre, 32 bytes em base64.
    pub chave_mestra: Option<SecretString>,
    /// Chaves mestras anteriores, para abrir o que ainda não foi recifrado.
    pub chaves_antigas: Vec<SecretString>,
    /// Segredo que assina os tokens JWT, ao menos 32 bytes em base64.
    pub segredo_jwt: Option<SecretString>,
    /// Sessão sem uso vence depois de tantos minutos.
    pub sessao_ociosa_minutos: u32,
    /// Sessão vence de qualquer modo depois de tantas horas.
    pub sessao_maxima_horas: u32,
}

impl Default for Servidor {
    fn default() -> Self {
        Self {
            endereco: SocketAddr::from(([127, 0, 0, 1], 8080)),
            ambiente: "producao".into(),
            marca: "Regente".into(),
            url_publica: None,
            proxies: Vec::new(),
        }
    }
}

impl Default for Dados {
    fn default() -> Self {
        Self { pasta: "dados".into() }
    }
}

impl Default for Banco {
    fn default() -> Self {
        Self { url: None, conexoes: 10 }
    }
}

impl Default for Registros {
    fn default() -> Self {
        Self { formato: Formato::Texto, nivel: "info".into(), arquivo: None }
    }
}

impl Default for Motor {
    fn default() -> Self {
        Self { simultaneas: 2, reserva_segundos: 30 }
    }
}

impl Default for Rpa {
    fn default() -> Self {
        Self { roteiros: None, chromium: None, navegadores: 2, reciclar_apos: 200 }
    }
}

impl Default for Sat {
    fn default() -> Self {
        Self { url_portal: None, usuario: None, senha: None, classe_rpa: "navegador:SAT".into() }
    }
}

impl Default for Faturas {
    fn default() -> Self {
        Self { tamanho_maximo_mib: 25, adiar_nao_emitida_minutos: 360, desfazer_aprovacao_segundos: 10 }
    }
}

impl Default for Seguranca {
    fn default() -> Self {
        Self {
            chave_mestra: None,
            chaves_antigas: Vec::new(),
            segredo_jwt: None,
            sessao_ociosa_minutos: 480,
            sessao_maxima_horas: 12,
        }
    }
}

/// O que a linha de comando pode mudar; o que não veio não entra.
#[derive(Debug, Default, Serialize)]
pub struct Opcoes {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub servidor: Option<OpcoesDoServidor>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dados: Option<OpcoesDeDados>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registros: Option<OpcoesDeRegistros>,
}

/// Parte de [`Opcoes`].
#[derive(Debug, Serialize)]
pub struct OpcoesDoServidor {
    pub endereco: SocketAddr,
}

/// Parte de [`Opcoes`].
#[derive(Debug, Serialize)]
pub struct OpcoesDeDados {
    pub pasta: PathBuf,
}

/// Parte de [`Opcoes`].
#[derive(Debug, Serialize)]
pub struct OpcoesDeRegistros {
    pub nivel: String,
}

/// Lê a configuração; o erro diz a chave, de onde ela veio e o que se esperava.
pub fn ler(arquivo: Option<PathBuf>, opcoes: &Opcoes) -> anyhow::Result<Configuracao> {
    let figura = match arquivo {
        // Pedido por nome tem de existir; o padrão pode faltar.
        Some(caminho) if !caminho.exists() => {
            anyhow::bail!("o arquivo de configuração {} não existe", caminho.display())
        }
        Some(caminho) => Figment::from(Toml::file_exact(caminho)),
        None => Figment::from(Toml::file("regente.toml")),
    };
    figura
        .merge(Env::prefixed("REGENTE_").filter(|chave| chave.as_str().contains("__")).split("__"))
        .merge(Serialized::defaults(opcoes))
        .extract()
        .map_err(|erro| anyhow::anyhow!("a configuração não vale: {erro}\nconfira regente.toml, as variáveis REGENTE_SECAO__CHAVE e as opções"))
}

#[cfg(test)]
mod testes {
    use super::*;

    fn ler_texto(texto: &str) -> anyhow::Result<Configuracao> {
        let arquivo = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(arquivo.path(), texto).unwrap();
        ler(Some(arquivo.path().to_owned()), &Opcoes::default())
    }

    #[test]
    fn sem_nada_vale_o_padrao_e_a_opcao_vence_o_arquivo() {
        let vazia = ler_texto("").unwrap();
        assert_eq!(vazia.servidor.endereco.port(), 8080);
        assert_eq!(vazia.registros.formato, Formato::Texto);
        let arquivo = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(arquivo.path(), "[servidor]\nendereco = '127.0.0.1:9999'\nambiente = 'teste'")
            .unwrap();
        let opcoes = Opcoes {
            servidor: Some(OpcoesDoServidor { endereco: SocketAddr::from(([127, 0, 0, 1], 7777)) }),
            ..Opcoes::default()
        };
        let lida = ler(Some(arquivo.path().to_owned()), &opcoes).unwrap();
        assert_eq!((lida.servidor.endereco.port(), lida.servidor.ambiente.as_str()), (7777, "teste"));
    }

    #[test]
    fn engano_de_digitacao_e_valor_ruim_sao_apontados() {
        assert!(
            ler_texto("[servidor]\nenderesso = '127.0.0.1:1'").unwrap_err().to_string().contains("enderesso")
        );
        assert!(ler_texto("[servidor]\nendereco = 'x'").unwrap_err().to_string().contains("endereco"));
        assert!(
            ler(Some("nao-existe.toml".into()), &Opcoes::default())
                .unwrap_err()
                .to_string()
                .contains("não existe")
        );
    }

    #[test]
    fn segredos_nao_aparecem_na_depuracao() {
        let lida =
            ler_texto("[sat]\nsenha = 'abracadabra'\n[banco]\nurl = 'postgres://u:abracadabra@h/b'").unwrap();
        assert!(!format!("{lida:?}").contains("abracadabra"));
    }
}
