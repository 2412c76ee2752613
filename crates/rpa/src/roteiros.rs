//! O que são os roteiros: os `.side` embutidos no binário, que uma pasta pode substituir.

use std::path::PathBuf;

use crate::contrato::{ClasseErro, ErroRpa};

const EMBUTIDOS: [(&str, &str); 5] = [
    ("EMB", include_str!("../../../roteiros/EMB/EMB.side")),
    ("VIV", include_str!("../../../roteiros/VIV/VIV.side")),
    ("DIG", include_str!("../../../roteiros/DIG/DIG.side")),
    ("OI", include_str!("../../../roteiros/OI/OI.side")),
    ("SAT", include_str!("../../../roteiros/SAT/SAT.side")),
];

/// De onde vêm os roteiros.
#[derive(Debug, Clone, Default)]
pub(crate) struct Roteiros {
    pub pasta: Option<PathBuf>,
}

impl Roteiros {
    /// O texto do roteiro: `<pasta>/<nome>/<nome>.side` se existir, senão o embutido.
    pub(crate) async fn ler(&self, nome: &str) -> Result<String, ErroRpa> {
        let valido =
            !nome.is_empty() && nome.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if !valido {
            return Err(ErroRpa::novo(ClasseErro::Interno, format!("nome de roteiro inválido: “{nome}”")));
        }
        if let Some(pasta) = &self.pasta {
            let caminho = pasta.join(nome).join(format!("{nome}.side"));
            match tokio::fs::read_to_string(&caminho).await {
                Ok(texto) => return Ok(texto),
                Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
                Err(e) => {
                    let mensagem = format!("o roteiro {} não pôde ser lido: {e}", caminho.display());
                    return Err(ErroRpa::novo(ClasseErro::Interno, mensagem));
                }
            }
        }
        let embutido = EMBUTIDOS.iter().find(|(codigo, _)| *codigo == nome);
        embutido
            .map(|(_, texto)| (*texto).to_owned())
            .ok_or_else(|| ErroRpa::novo(ClasseErro::Interno, format!("não há roteiro “{nome}”")))
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::side::Roteiro;

    #[tokio::test]
    async fn embutidos_sao_validos_e_tem_os_testes_da_operacao() {
        for (codigo, texto) in EMBUTIDOS {
            let roteiro = Roteiro::ler(texto).unwrap_or_else(|e| panic!("{codigo}: {e}"));
            let esperados: &[&str] = if codigo == "SAT" { &["upload", "consulta"] } else { &["download"] };
            for teste in esperados {
                assert!(roteiro.teste(teste).is_some(), "{codigo} sem {teste}");
            }
            assert!(roteiro.projeto.eh_estrito(), "{codigo}");
            assert_eq!(Roteiros::default().ler(codigo).await.unwrap(), texto);
        }
    }

    #[tokio::test]
    async fn pasta_substitui_e_nome_nao_foge_dela() {
        let pasta = tempfile::tempdir().unwrap();
        std::fs::create_dir(pasta.path().join("EMB")).unwrap();
        std::fs::write(pasta.path().join("EMB/EMB.side"), "meu").unwrap();
        let roteiros = Roteiros { pasta: Some(pasta.path().to_owned()) };
        assert_eq!(roteiros.ler("EMB").await.unwrap(), "meu");
        assert!(roteiros.ler("VIV").await.unwrap().contains("\"tests\""));
        for nome in ["../EMB", "", "a/b", "NAOHA"] {
            assert_eq!(roteiros.ler(nome).await.unwrap_err().classe, ClasseErro::Interno, "{nome}");
        }
    }
}
