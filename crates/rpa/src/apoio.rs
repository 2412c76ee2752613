//! O que é o apoio: montar entradas e ambientes para os testes desta crate.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::ambiente::{AmbienteRpa, DestinoRpa, SemMarcacao, SemRegistro};
use crate::contrato::ParametrosEntrada;

/// Uma entrada completa para um portal de teste.
pub(crate) fn entrada_de_teste(url_portal: &str) -> ParametrosEntrada {
    ParametrosEntrada {
        id_processo: "processo-1".into(),
        id_cliente: "cliente-1".into(),
        operadora_codigo: "EMB".into(),
        url_portal: Some(url_portal.into()),
        usuario: Some("maria".into()),
        senha: Some("senha-muito-secreta".to_owned().into()),
        unidade: Some("MATRIZ".into()),
        mes_ano: "2026-03".into(),
        ..Default::default()
    }
}

/// Um ambiente que não registra nem marca, com esperas curtas.
pub(crate) fn ambiente_de_teste(pasta: &Path, classe_rpa: &str) -> AmbienteRpa {
    AmbienteRpa {
        registrador: Arc::new(SemRegistro),
        cancelamento: Default::default(),
        pasta: pasta.to_owned(),
        limite: Duration::from_secs(12),
        tentativa: 1,
        destino: DestinoRpa {
            classe_rpa: classe_rpa.into(),
            configuracao_rpa: json!({"espera_ms": 4000, "transferencia_ms": 8000}),
            ..Default::default()
        },
        passos: Arc::new(SemMarcacao),
    }
}
