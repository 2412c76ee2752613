//! O que é o fator de vencimento: dias contados desde 07/10/1997, em ciclos de 9000.
//!
//! Depois de 21/02/2025 (fator 9999) a contagem voltou a 1000: o mesmo fator vale para
//! várias datas. Só uma data de referência desfaz a dúvida; um corte fixo envelhece mal.

use chrono::{Days, NaiveDate};

const CICLO_DIAS: u64 = 9_000;
const CICLOS: u64 = 4;

/// Dia zero da contagem: 07/10/1997.
fn base() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1997, 10, 7)
}

/// A data de vencimento do fator mais próxima da referência.
///
/// `None` para o fator 0 (sem vencimento) e para os fatores 1 a 999, que não existem.
pub fn vencimento_do_fator(fator: u16, referencia: NaiveDate) -> Option<NaiveDate> {
    if !(1_000..=9_999).contains(&fator) {
        return None;
    }
    let base = base()?;
    (0..CICLOS)
        .filter_map(|ciclo| base.checked_add_days(Days::new(u64::from(fator) + CICLO_DIAS * ciclo)))
        .min_by_key(|data| (*data - referencia).num_days().abs())
}

/// O fator que se imprime para uma data; `None` antes de 03/07/2000 (fator 1000).
pub fn fator_do_vencimento(data: NaiveDate) -> Option<u16> {
    let mut dias = u64::try_from((data - base()?).num_days()).ok()?;
    while dias > 9_999 {
        dias -= CICLO_DIAS;
    }
    (dias >= 1_000).then(|| u16::try_from(dias).ok()).flatten()
}

#[cfg(test)]
mod testes {
    use super::*;

    fn dia(texto: &str) -> NaiveDate {
        texto.parse().unwrap()
    }

    #[test]
    fn viradas_do_ciclo() {
        let em_2025 = dia("2025-03-01");
        assert_eq!(vencimento_do_fator(9_999, em_2025), Some(dia("2025-02-21")));
        assert_eq!(vencimento_do_fator(1_000, em_2025), Some(dia("2025-02-22")));
        assert_eq!(vencimento_do_fator(1_000, dia("2000-08-01")), Some(dia("2000-07-03")));
        assert_eq!(vencimento_do_fator(9_999, dia("2049-01-01")), Some(dia("2049-10-13")));
        assert_eq!(vencimento_do_fator(1_000, dia("2049-10-14")), Some(dia("2049-10-14")));
    }

    #[test]
    fn corte_fixo_erraria_em_2034() {
        assert_eq!(fator_do_vencimento(dia("2034-08-23")), Some(4_469));
        assert_eq!(vencimento_do_fator(4_469, dia("2034-08-01")), Some(dia("2034-08-23")));
        assert_eq!(vencimento_do_fator(4_469, dia("2010-01-01")), Some(dia("2010-01-01")));
    }

    #[test]
    fn ida_e_volta_com_referencia_a_ate_dez_anos() {
        let mut data = dia("2000-07-03");
        while data < dia("2055-01-01") {
            let fator = fator_do_vencimento(data).unwrap();
            assert!((1_000..=9_999).contains(&fator));
            for deslocamento in [-3_650, -40, 0, 40, 3_650] {
                let referencia = data + chrono::Duration::days(deslocamento);
                assert_eq!(vencimento_do_fator(fator, referencia), Some(data), "{data} {referencia}");
            }
            data = data + Days::new(13);
        }
    }

    #[test]
    fn fatores_sem_data() {
        for fator in [0, 1, 999, 10_000] {
            assert_eq!(vencimento_do_fator(fator, dia("2026-01-01")), None);
        }
        assert_eq!(fator_do_vencimento(dia("2000-07-02")), None);
        assert_eq!(fator_do_vencimento(dia("1990-01-01")), None);
    }
}
