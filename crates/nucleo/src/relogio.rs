//! Tempo e acaso, injetados: nenhum código de produto pergunta a hora ao sistema por conta própria.

use std::sync::Mutex;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use uuid::{Builder, Uuid};

/// De onde vêm o instante atual e os bytes ao acaso.
pub trait Relogio: Send + Sync + 'static {
    /// O instante atual em UTC, truncado em microssegundos (o que os dois bancos guardam).
    fn agora(&self) -> DateTime<Utc>;

    /// Enche o trecho com bytes ao acaso, próprios para segredos.
    fn sortear(&self, destino: &mut [u8]);

    /// UUID v7: ordena pela criação.
    fn novo_uuid(&self) -> Uuid {
        let mut acaso = [0; 10];
        self.sortear(&mut acaso);
        let milissegundos = u64::try_from(self.agora().timestamp_millis()).unwrap_or_default();
        Builder::from_unix_timestamp_millis(milissegundos, &acaso).into_uuid()
    }
}

/// Trunca em microssegundos, para que ida e volta ao banco sejam iguais.
pub fn para_micros(instante: DateTime<Utc>) -> DateTime<Utc> {
    instante.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(instante)
}

/// O relógio e o gerador de acaso do sistema.
#[derive(Debug, Default, Clone, Copy)]
pub struct RelogioDoSistema;

impl Relogio for RelogioDoSistema {
    fn agora(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "é aqui que o relógio do sistema entra na casa")]
        para_micros(Utc::now())
    }

    fn sortear(&self, destino: &mut [u8]) {
        // Sem acaso do sistema não há como gerar segredos: seguir adiante seria pior que parar.
        #[expect(clippy::expect_used, reason = "sem fonte de acaso o processo não deve continuar")]
        getrandom::fill(destino).expect("o sistema não fornece bytes ao acaso");
    }
}

/// Relógio que só anda quando mandam; acaso previsível. Para testes.
#[derive(Debug)]
pub struct RelogioParado {
    estado: Mutex<(DateTime<Utc>, u64)>,
}

impl RelogioParado {
    /// Parado no instante dado.
    pub fn em(instante: DateTime<Utc>) -> Self {
        Self { estado: Mutex::new((para_micros(instante), 0)) }
    }

    /// Anda o relógio.
    pub fn avancar(&self, quanto: TimeDelta) {
        self.estado.lock().unwrap_or_else(|e| e.into_inner()).0 += quanto;
    }
}

impl Relogio for RelogioParado {
    fn agora(&self) -> DateTime<Utc> {
        self.estado.lock().unwrap_or_else(|e| e.into_inner()).0
    }

    fn sortear(&self, destino: &mut [u8]) {
        let mut estado = self.estado.lock().unwrap_or_else(|e| e.into_inner());
        for byte in destino {
            // Passo do SplitMix64: espalha um contador em bytes que parecem ao acaso.
            estado.1 = estado.1.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = (estado.1 ^ (estado.1 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            *byte = (z >> 56) as u8;
        }
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn ids_nascem_em_ordem_e_unicos() {
        let relogio = RelogioParado::em(DateTime::from_timestamp(1_800_000_000, 123_456_789).unwrap());
        assert_eq!(relogio.agora().timestamp_subsec_nanos(), 123_456_000);
        let primeiro = relogio.novo_uuid();
        assert_ne!(primeiro, relogio.novo_uuid());
        relogio.avancar(TimeDelta::milliseconds(1));
        assert!(relogio.novo_uuid() > primeiro);
        assert_eq!(primeiro.get_version_num(), 7);
    }

    #[test]
    fn o_do_sistema_anda_e_sorteia() {
        let relogio = RelogioDoSistema;
        assert!(relogio.agora() >= DateTime::from_timestamp(1_700_000_000, 0).unwrap());
        assert_ne!(relogio.novo_uuid(), relogio.novo_uuid());
    }
}
