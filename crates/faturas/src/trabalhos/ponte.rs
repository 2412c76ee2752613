//! A ponte entre o motor e o RPA: o registro, o progresso e os passos de um viram os do outro.

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use motor::{Ambiente, Nivel, TelaAoVivo};
use rpa::{
    AmbienteRpa, DestinoRpa, MarcadorDePasso, NivelRegistro, PASSO_ANTES_DE_ENVIAR, PassoRecusado,
    Registrador,
};

/// Leva ao motor o que o RPA conta, e lembra se ele chegou a enviar.
pub struct Ponte {
    ambiente: Ambiente,
    pode_ter_enviado: AtomicBool,
    tela: Mutex<Option<TelaAoVivo>>,
}

impl Ponte {
    /// A ponte de uma tentativa.
    pub fn nova(ambiente: &Ambiente) -> Arc<Self> {
        Arc::new(Self {
            ambiente: ambiente.clone(),
            pode_ter_enviado: AtomicBool::new(false),
            tela: Mutex::default(),
        })
    }

    /// O ambiente que o RPA recebe.
    pub fn ambiente_rpa(self: &Arc<Self>, destino: DestinoRpa, limite: Duration) -> AmbienteRpa {
        AmbienteRpa {
            registrador: Arc::clone(self) as Arc<dyn Registrador>,
            cancelamento: self.ambiente.cancelamento(),
            pasta: self.ambiente.pasta().to_owned(),
            limite,
            tentativa: self.ambiente.tentativa(),
            destino,
            passos: Arc::clone(self) as Arc<dyn MarcadorDePasso>,
        }
    }

    fn tela(&self) -> MutexGuard<'_, Option<TelaAoVivo>> {
        self.tela.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Se o passo sem volta foi autorizado nesta tentativa: dali em diante, só o SAT sabe o que houve.
    pub fn pode_ter_enviado(&self) -> bool {
        self.pode_ter_enviado.load(Ordering::SeqCst)
    }
}

impl Registrador for Ponte {
    fn registrar(&self, nivel: NivelRegistro, mensagem: &str) {
        let nivel = match nivel {
            NivelRegistro::Depuracao => Nivel::Depuracao,
            NivelRegistro::Informacao => Nivel::Info,
            NivelRegistro::Aviso => Nivel::Aviso,
            NivelRegistro::Erro => Nivel::Erro,
        };
        self.ambiente.registrar(nivel, mensagem);
    }

    fn progresso(&self, percentual: u8, mensagem: &str) {
        self.ambiente.progresso(percentual, mensagem);
    }

    fn tela_aberta(&self, aberta: bool) {
        *self.tela() = aberta.then(|| self.ambiente.abrir_tela());
    }

    fn quer_tela(&self) -> bool {
        self.tela().as_ref().is_some_and(TelaAoVivo::interessa)
    }

    fn mostrar_tela(&self, jpeg: Vec<u8>) {
        if let Some(tela) = self.tela().as_ref() {
            tela.mostrar(jpeg);
        }
    }
}

#[async_trait]
impl MarcadorDePasso for Ponte {
    async fn marcar(&self, passo: &str) -> Result<(), PassoRecusado> {
        let marcado = self.ambiente.marcar_passo(passo).await;
        if marcado.is_ok() && passo == PASSO_ANTES_DE_ENVIAR {
            self.pode_ter_enviado.store(true, Ordering::SeqCst);
        }
        marcado.map_err(|erro| PassoRecusado { motivo: erro.to_string() })
    }
}
