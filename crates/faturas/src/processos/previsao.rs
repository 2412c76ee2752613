//! Quando uma fatura deve vencer, e há quantos dias está atrasada.

use chrono::{Months, NaiveDate, TimeDelta};
use nucleo::{Competencia, Erro, Resultado};

use super::Situacao;

/// Quando a fatura do mês deve vencer: o que se leu; senão o dia do mês anterior, levado a este; senão o último
/// dia do mês.
pub fn data_prevista(
    mes: Competencia,
    lido: Option<NaiveDate>,
    do_mes_anterior: Option<NaiveDate>,
) -> Resultado<NaiveDate> {
    match lido.or_else(|| do_mes_anterior.and_then(um_mes_depois)) {
        Some(dia) => Ok(dia),
        None => ultimo_dia(mes),
    }
}

/// O mesmo dia no mês seguinte; o dia 31 leva ao último de um mês mais curto.
fn um_mes_depois(dia: NaiveDate) -> Option<NaiveDate> {
    dia.checked_add_months(Months::new(1))
}

/// O primeiro dia do mês.
pub fn primeiro_dia(mes: Competencia) -> Resultado<NaiveDate> {
    NaiveDate::from_ymd_opt(mes.ano().into(), mes.mes().into(), 1)
        .ok_or_else(|| Erro::interno(format!("{mes} não tem primeiro dia")))
}

/// O último dia do mês.
pub fn ultimo_dia(mes: Competencia) -> Resultado<NaiveDate> {
    let seguinte = um_mes_depois(primeiro_dia(mes)?);
    seguinte.map(|dia| dia - TimeDelta::days(1)).ok_or_else(|| Erro::interno(format!("{mes} não tem fim")))
}

/// Há quantos dias a fatura já devia ter sido enviada; zero se está em dia. O que foi enviado nunca atrasa.
pub fn dias_atraso(situacao: Situacao, prevista: NaiveDate, hoje: NaiveDate) -> i64 {
    match situacao {
        Situacao::UploadRealizado => 0,
        _ => (hoje - prevista).num_days().max(0),
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    fn dia(texto: &str) -> NaiveDate {
        texto.parse().unwrap()
    }

    #[test]
    fn o_lido_vence_o_do_mes_anterior_que_vence_o_fim_do_mes() {
        let casos = [
            ("2026-11", Some("2026-12-03"), Some("2026-11-10"), "2026-12-03"),
            ("2026-11", None, Some("2026-11-10"), "2026-12-10"),
            ("2026-02", None, Some("2026-01-31"), "2026-02-28"),
            ("2028-02", None, Some("2028-01-31"), "2028-02-29"),
            ("2027-01", None, Some("2026-12-15"), "2027-01-15"),
            ("2026-11", None, None, "2026-11-30"),
            ("2026-12", None, None, "2026-12-31"),
        ];
        for (mes, lido, anterior, esperada) in casos {
            let prevista = data_prevista(mes.parse().unwrap(), lido.map(dia), anterior.map(dia)).unwrap();
            assert_eq!(prevista, dia(esperada), "{mes} {lido:?} {anterior:?}");
        }
    }

    #[test]
    fn so_atrasa_depois_do_dia_e_antes_de_enviar() {
        let (prevista, vespera) = (dia("2026-11-20"), dia("2026-11-19"));
        assert_eq!(dias_atraso(Situacao::AguardandoDownload, prevista, vespera), 0);
        assert_eq!(dias_atraso(Situacao::AguardandoDownload, prevista, prevista), 0);
        assert_eq!(dias_atraso(Situacao::AguardandoEnvioSat, prevista, dia("2026-12-01")), 11);
        assert_eq!(dias_atraso(Situacao::UploadRealizado, prevista, dia("2026-12-01")), 0);
    }
}
