//! O executor: toma execuções da fila e as leva até o fim.

use std::{path::PathBuf, sync::Arc, time::Duration};

use banco::Banco;
use nucleo::Resultado;

use crate::{Catalogo, Trabalho};

/// Como o motor anda.
#[derive(Clone, Debug)]
pub struct ConfiguracaoMotor {
    /// Quantas execuções ao mesmo tempo.
    pub simultaneas: usize,
    /// Quanto dura uma reserva sem renovação; renova-se a cada terço.
    pub reserva: Duration,
    /// Onde cada tentativa ganha a sua pasta.
    pub pasta_trabalho: PathBuf,
    /// Se nenhum outro servidor usa este banco: então toda reserva encontrada ao iniciar é de um processo
    /// que já morreu e se recupera na hora.
    pub servidor_unico: bool,
    /// Nome deste trabalhador nas tentativas.
    pub trabalhador: String,
    /// De quanto em quanto tempo se olha a fila sem aviso.
    pub consulta: Duration,
    /// Quanto se espera as execuções em marcha ao parar, antes de interrompê-las.
    pub espera_ao_parar: Duration,
}

impl Default for ConfiguracaoMotor {
    fn default() -> Self {
        Self {
            simultaneas: 2,
            reserva: Duration::from_secs(30),
            pasta_trabalho: std::env::temp_dir().join("regente-execucoes"),
            servidor_unico: true,
            trabalhador: "servidor".into(),
            consulta: Duration::from_secs(1),
            espera_ao_parar: Duration::from_secs(10),
        }
    }
}

/// O motor montado, ainda parado.
pub struct Motor {
    banco: Banco,
    configuracao: ConfiguracaoMotor,
    catalogo: Catalogo,
}

impl Motor {
    /// Motor sem trabalhos.
    pub fn novo(banco: Banco, configuracao: ConfiguracaoMotor) -> Self {
        Self { banco, configuracao, catalogo: Catalogo::default() }
    }

    /// Ensina um tipo de trabalho.
    pub fn registrar<T: Trabalho>(mut self, trabalho: Arc<T>) -> Self {
        self.catalogo.registrar(trabalho);
        self
    }

    /// Os trabalhos registrados, para o estado HTTP.
    pub fn catalogo(&self) -> Catalogo {
        self.catalogo.clone()
    }

    /// Põe a andar: recupera o que ficou de um processo morto e começa a executar.
    pub async fn iniciar(self) -> Resultado<MotorEmMarcha> {
        let (_registrador, escritor) = crate::registros::Escritor::iniciar(self.banco.clone());
        Ok(MotorEmMarcha { escritor, _configuracao: self.configuracao })
    }
}

/// O motor andando.
pub struct MotorEmMarcha {
    escritor: crate::registros::Escritor,
    _configuracao: ConfiguracaoMotor,
}

impl MotorEmMarcha {
    /// Para com ordem: não toma mais nada, espera o que anda e grava o que falta.
    pub async fn parar(self) {
        self.escritor.terminar().await;
    }
}
