//! O que são as telas: a última imagem do navegador de cada execução em andamento neste processo, só em memória.
//!
//! Fotografar custa: só se fotografa enquanto alguém pediu há pouco, e no máximo uma vez por segundo. Quem perde
//! o processo perde a tela; nada se grava.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use nucleo::ExecucaoId;

/// Por quanto tempo um pedido mantém a tela viva.
const INTERESSE: Duration = Duration::from_secs(10);
/// De quanto em quanto se fotografa, no máximo.
const INTERVALO: Duration = Duration::from_secs(1);

#[derive(Default)]
struct Tela {
    abertas: usize,
    pedida: Option<Instant>,
    ultima: Option<(Instant, Vec<u8>)>,
}

static TELAS: LazyLock<Mutex<HashMap<ExecucaoId, Tela>>> = LazyLock::new(Mutex::default);

fn telas() -> MutexGuard<'static, HashMap<ExecucaoId, Tela>> {
    TELAS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Se há um navegador andando por esta execução, neste processo.
pub(crate) fn tem(id: ExecucaoId) -> bool {
    telas().contains_key(&id)
}

/// A última imagem, se há; pedir mantém a tela viva por mais um pouco.
pub(crate) fn pedir(id: ExecucaoId) -> Option<Vec<u8>> {
    telas().get_mut(&id)?.pedir(Instant::now())
}

impl Tela {
    fn pedir(&mut self, agora: Instant) -> Option<Vec<u8>> {
        let alguem_olhava = self.alguem_olha(agora);
        self.pedida = Some(agora);
        // A de antes de alguém voltar a olhar já não diz onde o robô está.
        if !alguem_olhava {
            self.ultima = None;
        }
        self.ultima.as_ref().map(|(_, jpeg)| jpeg.clone())
    }

    fn alguem_olha(&self, agora: Instant) -> bool {
        self.pedida.is_some_and(|pedida| agora.duration_since(pedida) < INTERESSE)
    }

    fn interessa(&self, agora: Instant) -> bool {
        let passou = |quando: &Instant| agora.duration_since(*quando) >= INTERVALO;
        self.alguem_olha(agora) && self.ultima.as_ref().is_none_or(|(quando, _)| passou(quando))
    }
}

/// A tela de uma execução enquanto o navegador dela anda; ao cair, some.
pub struct TelaAoVivo(ExecucaoId);

impl TelaAoVivo {
    pub(crate) fn abrir(id: ExecucaoId) -> Self {
        telas().entry(id).or_default().abertas += 1;
        Self(id)
    }

    /// Se vale fotografar agora: alguém pediu há pouco e a última já passou da hora.
    pub fn interessa(&self) -> bool {
        telas().get(&self.0).is_some_and(|tela| tela.interessa(Instant::now()))
    }

    /// Guarda a imagem (JPEG) no lugar da anterior.
    pub fn mostrar(&self, jpeg: Vec<u8>) {
        if let Some(tela) = telas().get_mut(&self.0) {
            tela.ultima = Some((Instant::now(), jpeg));
        }
    }
}

impl Drop for TelaAoVivo {
    fn drop(&mut self) {
        let mut telas = telas();
        if let Some(tela) = telas.get_mut(&self.0) {
            tela.abertas -= 1;
            if tela.abertas == 0 {
                telas.remove(&self.0);
            }
        }
    }
}

#[cfg(test)]
mod testes {
    use nucleo::RelogioDoSistema;

    use super::*;

    #[test]
    fn so_se_fotografa_para_quem_olha_e_uma_vez_por_segundo() {
        let (mut tela, agora) = (Tela::default(), Instant::now());
        assert!(!tela.interessa(agora), "ninguém pediu ainda");
        assert_eq!(tela.pedir(agora), None);
        assert!(tela.interessa(agora));
        tela.ultima = Some((agora, vec![1]));
        assert!(!tela.interessa(agora), "acabou de fotografar");
        assert_eq!(tela.pedir(agora), Some(vec![1]));
        assert!(tela.interessa(agora + INTERVALO));
        assert!(!tela.interessa(agora + INTERESSE), "quem olhava foi embora");
        assert_eq!(tela.pedir(agora + INTERESSE), None, "a imagem velha não se mostra a quem volta");
    }

    #[test]
    fn a_tela_some_com_o_ultimo_que_a_abriu() {
        let id = ExecucaoId::novo(&RelogioDoSistema);
        assert!(!tem(id) && pedir(id).is_none());
        let (primeira, segunda) = (TelaAoVivo::abrir(id), TelaAoVivo::abrir(id));
        assert!(pedir(id).is_none() && primeira.interessa());
        primeira.mostrar(vec![1]);
        drop(primeira);
        assert_eq!((tem(id), pedir(id)), (true, Some(vec![1])));
        drop(segunda);
        assert!(!tem(id) && pedir(id).is_none());
    }
}
