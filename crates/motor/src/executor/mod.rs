//! O que é o `executor`: toma execuções da fila e as leva até o fim, com vagas contadas.

pub(crate) mod desfecho;
mod marcha;
mod vida;

pub use marcha::MotorEmMarcha;

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

use banco::Banco;
use nucleo::{EscopoSistema, Resultado};
use tokio_util::sync::CancellationToken;

use crate::{
    Catalogo, Trabalho, agendamentos,
    execucoes::Execucao,
    fila::{self, Quais},
    registros::{Escritor, Registrador},
};

const SISTEMA: EscopoSistema = EscopoSistema::novo("reserva de execuções");

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
    /// Quanto se espera quem foi mandado parar antes de interrompê-lo à força.
    pub tolerancia: Duration,
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
            tolerancia: Duration::from_secs(5),
        }
    }
}

/// O que todas as partes do motor em marcha compartilham.
pub(crate) struct Nucleo {
    pub banco: Banco,
    pub configuracao: ConfiguracaoMotor,
    pub catalogo: Catalogo,
    pub registrador: Registrador,
    filas: Vec<(&'static str, Vec<&'static str>)>,
}

impl Nucleo {
    /// Reserva até `quantas` das que estão prontas.
    async fn reservar(&self, quantas: usize) -> Resultado<Vec<Execucao>> {
        let pedido = fila::Pedido {
            filas: &self.filas,
            quantas,
            trabalhador: &self.configuracao.trabalhador,
            reserva: self.configuracao.reserva,
        };
        self.banco.gravar_sistema(SISTEMA, async |cx| fila::reservar(cx, &pedido).await).await
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
        let catalogo = Catalogo::com_vagas(configuracao.simultaneas);
        Self { banco, configuracao, catalogo }
    }

    /// Ensina um tipo de trabalho.
    pub fn registrar<T: Trabalho>(mut self, trabalho: Arc<T>) -> Self {
        self.catalogo.registrar(trabalho);
        self
    }

    /// Dá nome a um tipo que não tem trabalho: o que se faz na própria requisição.
    pub fn nomear(mut self, tipo: &'static str, rotulo: &'static str) -> Self {
        self.catalogo.nomear(tipo, rotulo);
        self
    }

    /// Os trabalhos registrados, para o estado HTTP.
    pub fn catalogo(&self) -> Catalogo {
        self.catalogo.clone()
    }

    /// Põe a andar: recupera o que ficou de um processo morto e começa a executar.
    pub async fn iniciar(self) -> Resultado<MotorEmMarcha> {
        if self.configuracao.servidor_unico {
            let resgatadas = fila::resgatar(&self.banco, &self.catalogo, Quais::Todas).await?;
            if resgatadas > 0 {
                tracing::warn!(resgatadas, "execuções que um processo anterior deixou no meio");
            }
        }
        let (nucleo, escritor) = self.montar();
        Ok(MotorEmMarcha::iniciar(nucleo, escritor))
    }

    /// Faz, uma a uma, tudo o que está pronto agora, agendamentos devidos inclusive, e diz quantas
    /// tentativas fez. Para comandos de linha e testes: não fica em marcha.
    pub async fn executar_pendentes(self) -> Resultado<u64> {
        let (nucleo, escritor) = self.montar();
        agendamentos::disparar_devidos(&nucleo.banco).await?;
        let mut feitas = 0;
        while let Some(execucao) = nucleo.reservar(1).await?.pop() {
            let sinais =
                vida::Sinais { pedido: CancellationToken::new(), encerrando: CancellationToken::new() };
            vida::viver(Arc::clone(&nucleo), execucao, sinais).await;
            feitas += 1;
        }
        escritor.terminar().await;
        Ok(feitas)
    }

    fn montar(self) -> (Arc<Nucleo>, Escritor) {
        let mut filas: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (tipo, fila) in self.catalogo.filas() {
            filas.entry(fila).or_default().push(tipo);
        }
        let (registrador, escritor) = Escritor::iniciar(self.banco.clone());
        let nucleo = Nucleo {
            banco: self.banco,
            configuracao: self.configuracao,
            catalogo: self.catalogo,
            registrador,
            filas: filas.into_iter().collect(),
        };
        (Arc::new(nucleo), escritor)
    }
}
