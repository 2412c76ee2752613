//! O fuso da casa: o dia de uma pessoa no Brasil começa à meia-noite de São Paulo, não à de Greenwich.

use std::sync::LazyLock;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use jiff::{
    Timestamp, civil,
    tz::{TimeZone, offset},
};

/// Nome IANA do fuso em que a casa conta os dias.
pub const FUSO: &str = "America/Sao_Paulo";

static SAO_PAULO: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get(FUSO).unwrap_or_else(|_| TimeZone::fixed(offset(-3))));

/// Dia e hora do instante no relógio da parede.
pub fn no_fuso(instante: DateTime<Utc>) -> NaiveDateTime {
    let deslocamento = Timestamp::from_second(instante.timestamp())
        .map_or(-3 * 3600, |quando| SAO_PAULO.to_offset(quando).seconds());
    instante.naive_utc() + TimeDelta::seconds(deslocamento.into())
}

/// O dia do instante no fuso da casa.
pub fn dia_no_fuso(instante: DateTime<Utc>) -> NaiveDate {
    no_fuso(instante).date()
}

/// O instante em que o dia começa no fuso da casa.
pub fn inicio_do_dia(dia: NaiveDate) -> DateTime<Utc> {
    let local = dia.and_time(chrono::NaiveTime::MIN);
    let segundos = civil::DateTime::new(
        i16::try_from(chrono::Datelike::year(&dia)).unwrap_or(i16::MAX),
        chrono::Datelike::month(&dia) as i8,
        chrono::Datelike::day(&dia) as i8,
        0,
        0,
        0,
        0,
    )
    .and_then(|meia_noite| SAO_PAULO.to_timestamp(meia_noite))
    .map_or_else(|_| local.and_utc().timestamp() + 3 * 3600, |inicio| inicio.as_second());
    DateTime::from_timestamp(segundos, 0).unwrap_or_else(|| local.and_utc())
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn o_dia_vira_a_meia_noite_de_sao_paulo() {
        let instante = |texto: &str| DateTime::parse_from_rfc3339(texto).unwrap().to_utc();
        let dia = |texto: &str| texto.parse::<NaiveDate>().unwrap();
        assert_eq!(dia_no_fuso(instante("2026-11-20T02:59:59Z")), dia("2026-11-19"));
        assert_eq!(dia_no_fuso(instante("2026-11-20T03:00:00Z")), dia("2026-11-20"));
        assert_eq!(no_fuso(instante("2026-11-20T12:30:15Z")).to_string(), "2026-11-20 09:30:15");
        assert_eq!(inicio_do_dia(dia("2026-11-20")), instante("2026-11-20T03:00:00Z"));
        // Horário de verão de 2018: começou à meia-noite do dia 4 de novembro, que por isso não existiu.
        assert_eq!(inicio_do_dia(dia("2018-11-04")), instante("2018-11-04T03:00:00Z"));
        assert_eq!(no_fuso(instante("2018-11-05T02:00:00Z")).to_string(), "2018-11-05 00:00:00");
    }
}
