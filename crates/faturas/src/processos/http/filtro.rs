//! Os filtros de processos no fio: os mesmos na lista, na exportação e no lote.

use chrono::NaiveDate;
use nucleo::{CampoInvalido, Cnpj, Erro, Resultado};
use uuid::Uuid;

use super::comum::competencia;
use crate::processos::{Semaforo, Situacao, repositorio::lista::Filtro};

/// Uma forma com os filtros de processos e os campos dados. `serde` não junta formas em consultas sem perder os
/// tipos; por isso os filtros se escrevem uma vez, aqui.
macro_rules! com_filtros {
    ($(#[$atributo:meta])* $nome:ident { $($(#[$do_campo:meta])* $campo:ident: $tipo:ty,)* }) => {
        $(#[$atributo])*
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $nome {
            /// Mês, `AAAA-MM`.
            pub mes_ano: Option<String>,
            /// Situação, como `AGUARDANDO_APROVACAO`.
            pub status_processo: Option<String>,
            /// Operadora.
            pub operadora_id: Option<uuid::Uuid>,
            /// Cliente.
            pub cliente_id: Option<uuid::Uuid>,
            /// CNPJ do cliente, com ou sem máscara.
            pub cnpj: Option<String>,
            /// Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa.
            pub busca: Option<String>,
            /// Só as faturas enviadas à mão (`true`), ou só as outras (`false`).
            pub upload_manual: Option<bool>,
            /// Com `true`, só o que já devia ter sido enviado.
            pub atrasados: Option<bool>,
            /// Com `true`, só o que o SAT ainda não recebeu.
            pub pendentes: Option<bool>,
            /// Só o que deve vencer deste dia em diante.
            pub vence_de: Option<chrono::NaiveDate>,
            /// Só o que deve vencer até este dia.
            pub vence_ate: Option<chrono::NaiveDate>,
            /// Com `true`, só os de última execução em falha ou incerta.
            pub com_falha: Option<bool>,
            /// Só os de última execução em falha ou incerta desta classe, como `CREDENCIAL`.
            pub classe_erro: Option<String>,
            /// Só o que o SAT recebeu neste dia, em São Paulo.
            pub enviados_em: Option<chrono::NaiveDate>,
            /// `VERDE`, `AMARELO` ou `VERMELHO`.
            pub semaforo: Option<String>,
            $($(#[$do_campo])* pub $campo: $tipo,)*
        }

        impl $nome {
            /// O filtro, como se vê no dia dado.
            pub fn filtro(&self, hoje: chrono::NaiveDate) -> nucleo::Resultado<$crate::processos::repositorio::lista::Filtro> {
                $crate::processos::http::filtro::ler($crate::processos::http::filtro::Campos {
                    mes_ano: self.mes_ano.as_deref(),
                    status_processo: self.status_processo.as_deref(),
                    operadora_id: self.operadora_id,
                    cliente_id: self.cliente_id,
                    cnpj: self.cnpj.as_deref(),
                    busca: self.busca.as_deref(),
                    upload_manual: self.upload_manual,
                    atrasados: self.atrasados.unwrap_or(false),
                    pendentes: self.pendentes.unwrap_or(false),
                    vence_de: self.vence_de,
                    vence_ate: self.vence_ate,
                    com_falha: self.com_falha.unwrap_or(false),
                    classe_erro: self.classe_erro.as_deref(),
                    enviados_em: self.enviados_em,
                    semaforo: self.semaforo.as_deref(),
                }, hoje)
            }
        }
    };
}
pub(super) use com_filtros;

com_filtros! {
    /// Os filtros da lista, para agir em tudo o que ela mostra; todos opcionais.
    #[derive(utoipa::ToSchema)]
    #[schema(as = processos::Filtro)]
    FiltroHttp {}
}

/// Os filtros como vieram.
pub struct Campos<'a> {
    pub mes_ano: Option<&'a str>,
    pub status_processo: Option<&'a str>,
    pub operadora_id: Option<Uuid>,
    pub cliente_id: Option<Uuid>,
    pub cnpj: Option<&'a str>,
    pub busca: Option<&'a str>,
    pub upload_manual: Option<bool>,
    pub atrasados: bool,
    pub pendentes: bool,
    pub vence_de: Option<NaiveDate>,
    pub vence_ate: Option<NaiveDate>,
    pub com_falha: bool,
    pub classe_erro: Option<&'a str>,
    pub enviados_em: Option<NaiveDate>,
    pub semaforo: Option<&'a str>,
}

/// Confere os filtros; o que não se entende é recusado, nunca ignorado.
pub fn ler(c: Campos<'_>, hoje: NaiveDate) -> Resultado<Filtro> {
    Ok(Filtro {
        mes_ano: c.mes_ano.map(competencia).transpose()?,
        situacao: c.status_processo.map(situacao).transpose()?,
        operadora: c.operadora_id.map(Into::into),
        cliente: c.cliente_id.map(Into::into),
        cnpj: c.cnpj.map(cnpj).transpose()?,
        busca: c.busca.map(str::to_owned),
        upload_manual: c.upload_manual,
        atrasados_em: c.atrasados.then_some(hoje),
        pendentes: c.pendentes,
        vence_de: c.vence_de,
        vence_ate: c.vence_ate,
        com_falha: c.com_falha,
        classe_erro: c.classe_erro.map(str::to_owned),
        enviados_em: c.enviados_em,
        semaforo: c.semaforo.map(semaforo).transpose()?,
    })
}

fn recusa(campo: &'static str, codigo: &'static str, mensagem: String) -> Erro {
    Erro::campo(CampoInvalido::novo(campo, codigo, mensagem))
}

fn situacao(texto: &str) -> Resultado<Situacao> {
    texto.parse().map_err(|_| {
        let nomes = Situacao::TODAS.map(|s| s.como_texto()).join(", ");
        recusa("status_processo", "situacao_desconhecida", format!("use {nomes}"))
    })
}

fn semaforo(texto: &str) -> Resultado<Semaforo> {
    texto.parse().map_err(|_| {
        let nomes = Semaforo::TODOS.map(|s| s.como_texto()).join(", ");
        recusa("semaforo", "semaforo_desconhecido", format!("use {nomes}"))
    })
}

fn cnpj(texto: &str) -> Resultado<Cnpj> {
    texto.parse().map_err(|causa: nucleo::CnpjInvalido| recusa("cnpj", "cnpj_invalido", causa.to_string()))
}
