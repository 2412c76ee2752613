//! O que é um envio ao SAT: o arquivo e os campos que o acompanham, já conferidos.

use std::collections::HashMap;

use axum::extract::Multipart;
use bytes::Bytes;
use chrono::NaiveDate;

use crate::digitos::cnpj_esta_certo;
use crate::mes_ano::MesAno;
use crate::pagina::PREFIXO_NOVO;

/// Um documento pronto para ser guardado.
#[derive(Debug, Clone)]
pub(crate) struct Envio {
    pub(crate) referencia: String,
    pub(crate) cnpj: String,
    pub(crate) competencia: MesAno,
    pub(crate) nome_sat: String,
    pub(crate) dados_sat: String,
    pub(crate) valor: String,
    pub(crate) vencimento: NaiveDate,
    pub(crate) nome_arquivo: String,
    pub(crate) conteudo: Bytes,
}

impl Envio {
    /// Lê o formulário.
    ///
    /// # Errors
    /// O motivo, em português, quando falta campo ou algo não confere.
    pub(super) async fn ler(mut partes: Multipart) -> Result<Self, String> {
        let mut campos = HashMap::new();
        let mut arquivo = None;
        while let Some(parte) = partes.next_field().await.map_err(|_| "Formulário ilegível.".to_owned())? {
            let nome = parte.name().unwrap_or_default().trim_start_matches(PREFIXO_NOVO).to_owned();
            let nome_arquivo = parte.file_name().map(str::to_owned);
            let conteudo = parte.bytes().await.map_err(|_| "Formulário interrompido.".to_owned())?;
            if nome == "arquivo" {
                arquivo = Some((nome_arquivo.unwrap_or_default(), conteudo));
            } else {
                campos.insert(nome, String::from_utf8_lossy(&conteudo).trim().to_owned());
            }
        }
        let (nome_arquivo, conteudo) = arquivo.ok_or_else(|| "Falta o arquivo.".to_owned())?;
        Self::montar(&campos, nome_arquivo, conteudo)
    }

    /// Confere os campos.
    ///
    /// # Errors
    /// O motivo, em português, quando falta campo ou algo não confere.
    pub(crate) fn montar(
        campos: &HashMap<String, String>,
        nome_arquivo: String,
        conteudo: Bytes,
    ) -> Result<Self, String> {
        let ler = |nome: &str| match campos.get(nome).map(|valor| valor.trim()) {
            Some(valor) if !valor.is_empty() => Ok(valor.to_owned()),
            _ => Err(format!("Falta o campo {nome}.")),
        };
        if !conteudo.starts_with(b"%PDF-") {
            return Err("O arquivo não é um PDF.".into());
        }
        let cnpj: String = ler("cnpj")?.chars().filter(char::is_ascii_alphanumeric).collect();
        if !cnpj_esta_certo(&cnpj) {
            return Err("CNPJ inválido.".into());
        }
        Ok(Self {
            referencia: ler("referencia")?,
            cnpj,
            competencia: ler("competencia")?.parse()?,
            nome_sat: ler("nome_sat")?,
            dados_sat: campos.get("dados_sat").cloned().unwrap_or_default(),
            valor: ler_valor(&ler("valor")?)?,
            vencimento: ler_vencimento(&ler("vencimento")?)?,
            nome_arquivo,
            conteudo,
        })
    }
}

/// Lê `1234.56` ou `1.234,56` e devolve com ponto decimal.
pub(crate) fn ler_valor(texto: &str) -> Result<String, String> {
    let limpo = texto.trim().trim_start_matches("R$").trim();
    let ponto = if limpo.contains(',') { limpo.replace('.', "").replace(',', ".") } else { limpo.to_owned() };
    let certo = ponto
        .split_once('.')
        .map_or_else(|| so_algarismos(&ponto), |(i, c)| so_algarismos(i) && so_algarismos(c));
    if certo { Ok(ponto) } else { Err(format!("Valor inválido: {texto}.")) }
}

/// Lê `AAAA-MM-DD` ou `dd/mm/aaaa`.
pub(crate) fn ler_vencimento(texto: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(texto, "%Y-%m-%d")
        .or_else(|_| NaiveDate::parse_from_str(texto, "%d/%m/%Y"))
        .map_err(|_| format!("Vencimento inválido: {texto}."))
}

fn so_algarismos(texto: &str) -> bool {
    !texto.is_empty() && texto.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn valor_e_vencimento_em_duas_formas() {
        assert_eq!(ler_valor("1234.56"), Ok("1234.56".to_owned()));
        assert_eq!(ler_valor("1.234,56"), Ok("1234.56".to_owned()));
        assert_eq!(ler_valor("R$ 12,00"), Ok("12.00".to_owned()));
        assert!(ler_valor("doze").is_err());
        assert_eq!(ler_vencimento("2026-11-10"), ler_vencimento("10/11/2026"));
        assert!(ler_vencimento("10-11-2026").is_err());
    }
}
