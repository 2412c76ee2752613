//! Quando um agendamento dispara. A regra é texto cron mais o nome IANA do fuso, nunca um deslocamento: o
//! horário de verão muda de lei, o nome não.

use banco::texto_no_banco;
use chrono::{DateTime, Utc};
use croner::{
    Cron,
    errors::CronError,
    parser::{CronParser, Seconds, Year},
};
use jiff::{Timestamp, tz::TimeZone};
use nucleo::{AgendamentoId, CampoInvalido, Erro, Resultado, UsuarioId};
use serde_json::Value;

use crate::execucoes::dominio::enum_de_texto;

enum_de_texto! {
    /// O que um agendamento pode começar.
    #[schema(as = agendamentos::Tipo)]
    TipoDeAgendamento {
        /// Cria os processos do mês.
        CriarProcessosMensais = "CRIAR_PROCESSOS_MENSAIS",
        /// Enfileira os downloads que aguardam.
        ExecutarDownloads = "EXECUTAR_DOWNLOADS",
        /// Reservado.
        EnviarRelatorios = "ENVIAR_RELATORIOS",
    }
}
texto_no_banco!(TipoDeAgendamento);

/// Um agendamento guardado.
#[derive(Clone, Debug, PartialEq)]
pub struct Agendamento {
    /// Id.
    pub id: AgendamentoId,
    /// Nome, único na conta.
    pub nome: String,
    /// O que começa.
    pub tipo: TipoDeAgendamento,
    /// Expressão cron, de 5 campos ou 6 com segundos.
    pub cron: String,
    /// Nome IANA.
    pub fuso: String,
    /// O que se passa à execução.
    pub parametros: Value,
    /// Se dispara sozinho.
    pub ativo: bool,
    /// Quando disparou por último.
    pub ultima_execucao: Option<DateTime<Utc>>,
    /// Quando disparará; nulo se inativo.
    pub proxima_execucao: Option<DateTime<Utc>>,
    /// Quem criou: em nome de quem as execuções rodam.
    pub criado_por_usuario_id: Option<UsuarioId>,
    /// Sobe a cada mudança.
    pub versao: i64,
    /// Quando nasceu.
    pub criado_em: DateTime<Utc>,
}

/// Cron e fuso já validados.
#[derive(Clone, Debug)]
pub struct Regra {
    cron: Cron,
    fuso: TimeZone,
}

impl Regra {
    /// Valida: expressão malformada, que nunca acontece (31 de fevereiro) ou fuso desconhecido são recusados.
    pub fn nova(cron: &str, fuso: &str, agora: DateTime<Utc>) -> Resultado<Self> {
        let lida = CronParser::builder()
            .seconds(Seconds::Optional)
            .year(Year::Disallowed)
            .build()
            .parse(cron)
            .map_err(|_| recusar_cron("cron_invalido", SINTAXE))?;
        let fuso = TimeZone::get(fuso).map_err(|_| {
            Erro::campo(CampoInvalido::novo(
                "fuso",
                "fuso_desconhecido",
                "o fuso não existe; use um nome IANA, como America/Sao_Paulo",
            ))
        })?;
        let regra = Self { cron: lida, fuso };
        regra.proxima(agora)?;
        Ok(regra)
    }

    /// A regra em português, em uma frase curta.
    pub fn descricao(&self) -> String {
        super::descricao::descrever(&self.cron)
    }

    /// O primeiro disparo depois do instante.
    pub fn proxima(&self, apos: DateTime<Utc>) -> Resultado<DateTime<Utc>> {
        let inicio = Timestamp::from_microsecond(apos.timestamp_micros())
            .map_err(Erro::interno)?
            .to_zoned(self.fuso.clone());
        let achada = self.cron.find_next_occurrence(&inicio, false).map_err(|erro| match erro {
            CronError::TimeSearchLimitExceeded | CronError::InvalidDate => recusar_cron(
                "cron_impossivel",
                "esta combinação de dia e mês nunca acontece; confira o dia do mês",
            ),
            _ => recusar_cron("cron_invalido", SINTAXE),
        })?;
        DateTime::from_timestamp_micros(achada.timestamp().as_microsecond())
            .ok_or_else(|| Erro::interno("disparo fora do calendário"))
    }

    /// Os próximos disparos, em ordem.
    pub fn proximas(&self, apos: DateTime<Utc>, quantas: usize) -> Resultado<Vec<DateTime<Utc>>> {
        let mut instantes = Vec::with_capacity(quantas);
        let mut ultimo = apos;
        while instantes.len() < quantas {
            ultimo = self.proxima(ultimo)?;
            instantes.push(ultimo);
        }
        Ok(instantes)
    }
}

const SINTAXE: &str = "use cinco campos (minuto, hora, dia, mês, dia da semana), ou seis com segundos à frente, como `0 6 1 * *`";

fn recusar_cron(codigo: &'static str, mensagem: &'static str) -> Erro {
    Erro::campo(CampoInvalido::novo("cron", codigo, mensagem))
}
