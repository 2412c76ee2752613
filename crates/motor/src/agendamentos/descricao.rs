//! A expressão cron em português.

use croner::{Cron, describe::Language};

/// O que a expressão diz, em uma frase curta: «No dia 1, às 06:00».
pub(super) fn descrever(cron: &Cron) -> String {
    let frase = cron.describe_lang(Portugues);
    let frase =
        frase.trim_end_matches('.').replace(", e ", " e ").replace(DIAS_UTEIS, "de segunda a sexta-feira");
    match frase.split_once(", ") {
        None if frase.starts_with("Às ") => format!("Todos os dias, às {}", &frase["Às ".len()..]),
        _ => frase,
    }
}

const DIAS_UTEIS: &str = "segunda-feira, terça-feira, quarta-feira, quinta-feira e sexta-feira";

struct Portugues;

impl Language for Portugues {
    fn every_minute(&self) -> &'static str {
        "a cada minuto"
    }
    fn every_second_phrase(&self) -> &'static str {
        "a cada segundo"
    }
    fn every_x_minutes(&self, passo: u16) -> String {
        format!("a cada {passo} minutos")
    }
    fn every_x_seconds(&self, passo: u16) -> String {
        format!("a cada {passo} segundos")
    }
    fn every_x_hours(&self, passo: u16) -> String {
        format!("a cada {passo} horas")
    }
    fn every_minute_of_every_x_hours(&self, passo: u16) -> String {
        format!("a cada minuto, a cada {passo} horas")
    }
    fn at_time(&self, hora: &str) -> String {
        format!("às {hora}")
    }
    fn at_time_and_every_x_seconds(&self, hora: &str, passo: u16) -> String {
        format!("às {hora}, a cada {passo} segundos")
    }
    fn at_time_at_second(&self, hora: &str, segundo: &str) -> String {
        format!("às {hora}, no segundo {segundo}")
    }
    fn at_phrase(&self, frase: &str) -> String {
        frase.to_owned()
    }
    fn on_phrase(&self, frase: &str) -> String {
        // «no dia 1», «no último dia do mês», «na última sexta-feira do mês»; dias da semana, sem artigo.
        match frase.split(' ').next() {
            Some("dia") => format!("no {frase}"),
            Some("o" | "a") => format!("n{frase}"),
            _ => frase.to_owned(),
        }
    }
    fn in_phrase(&self, frase: &str) -> String {
        format!("em {frase}")
    }
    fn second_phrase(&self, segundos: &str) -> String {
        format!("no segundo {segundos}")
    }
    fn minute_phrase(&self, minutos: &str) -> String {
        format!("no minuto {minutos}")
    }
    fn minute_past_every_hour_phrase(&self, minutos: &str) -> String {
        format!("{minutos} de cada hora")
    }
    fn hour_phrase(&self, horas: &str) -> String {
        format!("das horas {horas}")
    }
    fn year_phrase(&self, anos: &str) -> String {
        format!("em {anos}")
    }
    fn day_phrase(&self, dias: &str) -> String {
        format!("dia {dias}")
    }
    fn the_last_day_of_the_month(&self) -> &'static str {
        "o último dia do mês"
    }
    fn the_weekday_nearest_day(&self, dia: &str) -> String {
        format!("o dia útil mais perto do dia {dia}")
    }
    fn the_last_weekday_of_the_month(&self, dia: &str) -> String {
        let (artigo, ultimo) = if feminino(dia) { ("a", "última") } else { ("o", "último") };
        format!("{artigo} {ultimo} {dia} do mês")
    }
    fn the_nth_weekday_of_the_month(&self, n: u8, dia: &str) -> String {
        let (artigo, sufixo) = if feminino(dia) { ("a", 'ª') } else { ("o", 'º') };
        format!("{artigo} {n}{sufixo} {dia} do mês")
    }
    fn dom_and_dow_if_also(&self, dia: &str) -> String {
        format!("(se também for {dia})")
    }
    fn dom_and_dow_if_also_one_of(&self, dias: &str) -> String {
        format!("(se também for um destes: {dias})")
    }
    fn list_conjunction_and(&self) -> &'static str {
        "e"
    }
    fn list_conjunction_or(&self) -> &'static str {
        "ou"
    }
    fn list_conjunction_and_comma(&self) -> &'static str {
        " e"
    }
    fn day_of_week_names(&self) -> [&'static str; 7] {
        ["domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"]
    }
    fn month_names(&self) -> [&'static str; 12] {
        [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ]
    }
    fn every_past_phrase(&self, cada: &str, horas: &str) -> String {
        format!("{cada}, {horas}")
    }
    fn past_hour_phrase(&self, horas: &str) -> String {
        format!("nas horas {horas}")
    }
    fn every_x_months(&self, passo: u16) -> String {
        format!("a cada {passo} meses")
    }
}

fn feminino(dia: &str) -> bool {
    dia.ends_with("-feira")
}

#[cfg(test)]
mod testes {
    use std::str::FromStr;

    use super::*;

    #[test]
    fn diz_em_portugues_o_que_a_expressao_diz() {
        for (cron, frase) in [
            ("0 6 * * *", "Todos os dias, às 06:00"),
            ("0 6 1 * *", "Às 06:00, no dia 1"),
            ("30 22 * * 1-5", "Às 22:30, de segunda a sexta-feira"),
            ("30 22 * * 1,3,5", "Às 22:30, segunda-feira, quarta-feira e sexta-feira"),
            ("*/15 * * * *", "A cada 15 minutos"),
            ("0 8 L * *", "Às 08:00, no último dia do mês"),
            ("0 8 * * 5L", "Às 08:00, na última sexta-feira do mês"),
            ("0 8 * * 1#2", "Às 08:00, na 2ª segunda-feira do mês"),
            ("0 6 1 1,7 *", "Às 06:00, no dia 1, em janeiro e julho"),
        ] {
            assert_eq!(descrever(&Cron::from_str(cron).unwrap()), frase, "{cron}");
        }
    }
}
