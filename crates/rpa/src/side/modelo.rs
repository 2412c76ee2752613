//! O que é o modelo: o projeto `.side` como está no arquivo, com as chaves desconhecidas preservadas.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Um projeto do Selenium IDE.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Projeto {
    pub id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    pub name: String,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub tests: Vec<Teste>,
    #[serde(default)]
    pub plugins: Vec<Value>,
    #[serde(flatten)]
    pub outras: Map<String, Value>,
}

/// Um teste: a sequência que um nome chama.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Teste {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub commands: Vec<Comando>,
    #[serde(flatten)]
    pub outras: Map<String, Value>,
}

/// Um comando gravado ou escrito.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Comando {
    pub id: String,
    pub command: String,
    #[serde(default)]
    pub target: String,
    #[serde(default)]
    pub value: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target_fallback: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fallback_targets: Vec<(String, String)>,
    #[serde(default, skip_serializing_if = "eh_falso")]
    pub skip: bool,
    #[serde(default, skip_serializing_if = "eh_falso")]
    pub opens_window: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub window_handle_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window_timeout: Option<f64>,
    #[serde(flatten)]
    pub outras: Map<String, Value>,
}

fn eh_falso(valor: &bool) -> bool {
    !valor
}

impl Projeto {
    /// Lê o JSON do projeto.
    pub(crate) fn ler(texto: &str) -> Result<Self, String> {
        let texto = texto.trim_start_matches('\u{feff}');
        let projeto: Self =
            serde_json::from_str(texto).map_err(|e| format!("o arquivo não é um projeto .side: {e}"))?;
        match projeto.version.as_deref() {
            None | Some("1.0" | "1.1" | "2.0" | "3.0") => Ok(projeto),
            Some(outra) => Err(format!("versão de projeto desconhecida: {outra}")),
        }
    }

    /// Se o roteiro pede que variável desconhecida seja erro (`"estrito": true` no plugin `regente`).
    pub(crate) fn eh_estrito(&self) -> bool {
        self.plugins.iter().any(|plugin| plugin["id"] == "regente" && plugin["estrito"] == true)
    }
}

impl Comando {
    /// Se não se executa: linha em branco, desligada com `//` ou marcada para pular.
    pub(crate) fn esta_desligado(&self) -> bool {
        self.skip || self.command.is_empty() || self.command.starts_with("//")
    }

    /// Os localizadores alternativos, na ordem, sem o principal.
    pub(crate) fn alternativos(&self) -> impl Iterator<Item = &str> {
        let listas = [&self.targets, &self.target_fallback, &self.fallback_targets];
        listas
            .into_iter()
            .flatten()
            .map(|(localizador, _)| localizador.as_str())
            .filter(|l| *l != self.target)
    }
}
