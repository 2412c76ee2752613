//! Um só servidor por pasta de dados: dois processos no mesmo SQLite se atropelariam.

use std::{fs::File, path::Path};

use nucleo::{Erro, Resultado};

/// Posse exclusiva da pasta de dados enquanto viver; o sistema a solta se o processo morrer.
#[derive(Debug)]
pub struct Cadeado {
    _arquivo: File,
}

impl Cadeado {
    /// Tranca a pasta, ou diz que outro servidor já a usa.
    pub fn trancar(pasta: &Path) -> Resultado<Self> {
        let caminho = pasta.join("regente.trava");
        let arquivo = File::create(&caminho).map_err(Erro::interno)?;
        arquivo.try_lock().map_err(|_| {
            Erro::conflito(
                "pasta_em_uso",
                format!("outro servidor já usa a pasta de dados {}", pasta.display()),
                "encerre o outro servidor ou aponte este para outra pasta",
            )
        })?;
        Ok(Self { _arquivo: arquivo })
    }
}
