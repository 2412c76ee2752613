//! O que é uma falha: um defeito que se liga num portal, por quantas vezes e para quem.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::mes_ano::MesAno;

/// Um dos sistemas simulados.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Portal {
    /// Embratel.
    Emb,
    /// Vivo.
    Viv,
    /// Digitalnet.
    Dig,
    /// Oi.
    Oi,
    /// API externa de RPA, que atende a TIM.
    Tim,
    /// SAT.
    Sat,
}

impl Portal {
    /// Todos, na ordem em que aparecem.
    pub const TODOS: [Self; 6] = [Self::Emb, Self::Viv, Self::Dig, Self::Oi, Self::Tim, Self::Sat];

    /// O código da operadora (ou `SAT`).
    #[must_use]
    pub fn codigo(self) -> &'static str {
        match self {
            Self::Emb => "EMB",
            Self::Viv => "VIV",
            Self::Dig => "DIG",
            Self::Oi => "OI",
            Self::Tim => "TIM",
            Self::Sat => "SAT",
        }
    }

    /// O prefixo do endereço, sem barras.
    #[must_use]
    pub fn prefixo(self) -> &'static str {
        match self {
            Self::Emb => "emb",
            Self::Viv => "viv",
            Self::Dig => "dig",
            Self::Oi => "oi",
            Self::Tim => "api-externa",
            Self::Sat => "sat",
        }
    }

    /// O nome que a pessoa lê.
    #[must_use]
    pub fn nome(self) -> &'static str {
        match self {
            Self::Emb => "Embratel",
            Self::Viv => "Vivo",
            Self::Dig => "Digitalnet",
            Self::Oi => "Oi",
            Self::Tim => "TIM",
            Self::Sat => "SAT",
        }
    }

    /// Código FEBRABAN da empresa nos códigos de barras (o da Digitalnet é inventado).
    #[must_use]
    pub fn codigo_febraban(self) -> &'static str {
        match self {
            Self::Emb => "0006",
            Self::Viv => "0084",
            Self::Dig => "0999",
            Self::Oi => "0113",
            Self::Tim => "0109",
            Self::Sat => "0000",
        }
    }
}

/// O defeito; os efeitos estão em `PORTAIS.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "cada nome é o efeito que produz, descrito em PORTAIS.md")]
pub enum TipoFalha {
    SenhaIncorreta,
    Manutencao,
    Lento,
    SessaoExpirada,
    NaoEmitida,
    HtmlNoLugar,
    PdfTruncado,
    PdfCifrado,
    FaturaDeOutroMes,
    LayoutMudou,
    Duplicada,
    LentoNoEnvio,
    CaiDepoisDeGravar,
    Recusa,
    Fora,
    JobErro,
    JobTimeout,
    JobPerdido,
}

impl TipoFalha {
    /// Todos os tipos, para o formulário da página inicial.
    pub const TODOS: [Self; 18] = [
        Self::SenhaIncorreta,
        Self::Manutencao,
        Self::Lento,
        Self::SessaoExpirada,
        Self::NaoEmitida,
        Self::HtmlNoLugar,
        Self::PdfTruncado,
        Self::PdfCifrado,
        Self::FaturaDeOutroMes,
        Self::LayoutMudou,
        Self::Duplicada,
        Self::LentoNoEnvio,
        Self::CaiDepoisDeGravar,
        Self::Recusa,
        Self::Fora,
        Self::JobErro,
        Self::JobTimeout,
        Self::JobPerdido,
    ];
}

impl fmt::Display for TipoFalha {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// Uma falha ligada.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Falha {
    /// Onde.
    pub portal: Portal,
    /// O quê.
    pub tipo: TipoFalha,
    /// Só para este usuário do portal; ausente, para todos.
    #[serde(default)]
    pub login: Option<String>,
    /// Só para a fatura deste mês; ausente, para todas.
    #[serde(default)]
    pub mes_ano: Option<MesAno>,
    /// Quantas vezes ainda vale; ausente, até ser limpa (`sessao_expirada`: uma).
    #[serde(default)]
    pub vezes: Option<u32>,
    /// Atraso em milissegundos das falhas de lentidão.
    #[serde(default)]
    pub ms: Option<u64>,
}

impl Falha {
    /// Uma falha que vale para todos até ser limpa.
    #[must_use]
    pub fn nova(portal: Portal, tipo: TipoFalha) -> Self {
        Self { portal, tipo, login: None, mes_ano: None, vezes: None, ms: None }
    }

    /// A mesma, só por `vezes` vezes.
    #[must_use]
    pub fn por(self, vezes: u32) -> Self {
        Self { vezes: Some(vezes), ..self }
    }

    /// A mesma, só para um usuário do portal.
    #[must_use]
    pub fn de(self, login: &str) -> Self {
        Self { login: Some(login.to_owned()), ..self }
    }

    /// A mesma, só para a fatura de um mês.
    #[must_use]
    pub fn em(self, mes_ano: MesAno) -> Self {
        Self { mes_ano: Some(mes_ano), ..self }
    }

    /// A mesma, com o atraso dado.
    #[must_use]
    pub fn com_atraso(self, ms: u64) -> Self {
        Self { ms: Some(ms), ..self }
    }

    /// O atraso pedido, ou três segundos.
    #[must_use]
    pub fn atraso(&self) -> std::time::Duration {
        std::time::Duration::from_millis(self.ms.unwrap_or(3000))
    }

    fn serve(&self, portal: Portal, tipo: TipoFalha, login: Option<&str>, mes_ano: Option<MesAno>) -> bool {
        self.portal == portal
            && self.tipo == tipo
            && (self.login.is_none() || self.login.as_deref() == login)
            && (self.mes_ano.is_none() || self.mes_ano == mes_ano)
    }
}

impl FromStr for Falha {
    type Err = String;

    /// Lê `PORTAL=tipo` ou `PORTAL=tipo:chave=valor,chave=valor` (`login`, `mes_ano`, `vezes`, `ms`).
    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        let (portal, resto) = texto.split_once('=').ok_or_else(|| format!("falta o '=': {texto}"))?;
        let (tipo, detalhes) = resto.split_once(':').unwrap_or((resto, ""));
        let mut falha = Self::nova(ler(&portal.to_uppercase(), "portal")?, ler(tipo, "tipo de falha")?);
        for par in detalhes.split(',').filter(|par| !par.is_empty()) {
            let (chave, valor) = par.split_once('=').ok_or_else(|| format!("falta o '=': {par}"))?;
            match chave {
                "login" => falha.login = Some(valor.to_owned()),
                "mes_ano" => falha.mes_ano = Some(valor.parse()?),
                "vezes" => {
                    falha.vezes = Some(valor.parse().map_err(|_| format!("vezes não é número: {valor}"))?)
                }
                "ms" => falha.ms = Some(valor.parse().map_err(|_| format!("ms não é número: {valor}"))?),
                _ => return Err(format!("chave desconhecida: {chave}")),
            }
        }
        Ok(falha)
    }
}

fn ler<T: DeserializeOwned>(texto: &str, oque: &str) -> Result<T, String> {
    serde_json::from_value(texto.into()).map_err(|_| format!("{oque} desconhecido: {texto}"))
}

/// As falhas ligadas agora.
#[derive(Debug, Default)]
pub(crate) struct Falhas(Vec<Falha>);

impl Falhas {
    pub(crate) fn definir(&mut self, mut falha: Falha) {
        if falha.tipo == TipoFalha::SessaoExpirada {
            falha.vezes.get_or_insert(1);
        }
        if falha.vezes != Some(0) {
            self.0.push(falha);
        }
    }

    pub(crate) fn limpar(&mut self) {
        self.0.clear();
    }

    pub(crate) fn listar(&self) -> Vec<Falha> {
        self.0.clone()
    }

    /// A falha que se aplica a este caso, gasta uma vez.
    pub(crate) fn aplicar(
        &mut self,
        portal: Portal,
        tipo: TipoFalha,
        login: Option<&str>,
        mes_ano: Option<MesAno>,
    ) -> Option<Falha> {
        let posicao = self.0.iter().position(|falha| falha.serve(portal, tipo, login, mes_ano))?;
        let falha = self.0[posicao].clone();
        if let Some(vezes) = &mut self.0[posicao].vezes {
            *vezes -= 1;
            if *vezes == 0 {
                self.0.remove(posicao);
            }
        }
        Some(falha)
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn le_a_forma_da_linha_de_comando() {
        assert_eq!("EMB=manutencao".parse(), Ok(Falha::nova(Portal::Emb, TipoFalha::Manutencao)));
        let completa: Falha = "oi=lento:ms=50,vezes=2,login=a.oi,mes_ano=2026-03".parse().unwrap();
        let esperada = Falha::nova(Portal::Oi, TipoFalha::Lento).com_atraso(50).por(2).de("a.oi");
        assert_eq!(completa, esperada.em(MesAno::novo(2026, 3).unwrap()));
        for errada in ["EMB", "XYZ=lento", "EMB=nada", "EMB=lento:ms", "EMB=lento:ms=x", "EMB=lento:cor=azul"]
        {
            assert!(errada.parse::<Falha>().is_err(), "{errada}");
        }
    }

    #[test]
    fn vezes_se_gastam_e_o_alvo_e_respeitado() {
        let mut falhas = Falhas::default();
        let mes = MesAno::novo(2026, 3);
        falhas.definir(Falha::nova(Portal::Emb, TipoFalha::NaoEmitida).de("a").em(mes.unwrap()).por(2));
        let mut aplicar =
            |login, mes| falhas.aplicar(Portal::Emb, TipoFalha::NaoEmitida, login, mes).is_some();
        assert!(!aplicar(Some("b"), mes));
        assert!(!aplicar(Some("a"), None));
        assert!(aplicar(Some("a"), mes));
        assert!(aplicar(Some("a"), mes));
        assert!(!aplicar(Some("a"), mes));
        assert!(falhas.listar().is_empty());
    }

    #[test]
    fn sessao_expirada_vale_uma_vez_se_nada_for_dito() {
        let mut falhas = Falhas::default();
        falhas.definir(Falha::nova(Portal::Sat, TipoFalha::SessaoExpirada));
        assert_eq!(falhas.listar()[0].vezes, Some(1));
        falhas.limpar();
        assert!(falhas.listar().is_empty());
    }

    #[test]
    fn nomes_publicados() {
        assert_eq!(TipoFalha::CaiDepoisDeGravar.to_string(), "cai_depois_de_gravar");
        for portal in Portal::TODOS {
            assert_eq!(serde_json::to_value(portal).unwrap(), portal.codigo());
        }
    }
}
