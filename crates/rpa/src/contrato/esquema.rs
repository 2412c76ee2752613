//! O que é o esquema: o JSON Schema publicado do contrato, gerado dos tipos.

use schemars::schema_for;
use serde_json::{Value, json};

use super::{ParametrosEntrada, ResultadoSaida};

/// O JSON Schema da entrada e da saída, com as chaves `ParametrosEntrada` e `ResultadoSaida`.
#[must_use]
pub fn esquema_json() -> Value {
    json!({
        "ParametrosEntrada": schema_for!(ParametrosEntrada).to_value(),
        "ResultadoSaida": schema_for!(ResultadoSaida).to_value(),
    })
}

#[cfg(test)]
mod testes {
    use super::*;

    /// Para atualizar a cópia: `REGENTE_ATUALIZAR=1 cargo test -p rpa esquema`.
    #[test]
    fn copia_publicada_esta_em_dia() {
        let caminho = concat!(env!("CARGO_MANIFEST_DIR"), "/contrato.schema.json");
        let atual = serde_json::to_string_pretty(&esquema_json()).unwrap() + "\n";
        if std::env::var_os("REGENTE_ATUALIZAR").is_some() {
            std::fs::write(caminho, &atual).unwrap();
        }
        let publicada = std::fs::read_to_string(caminho).unwrap_or_default();
        assert!(publicada == atual, "contrato.schema.json está velho: rode com REGENTE_ATUALIZAR=1");
    }
}
