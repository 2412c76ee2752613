//! Planilhas que as telas exportam: as mesmas linhas em CSV ou em XLSX.
//!
//! As linhas chegam em páginas e a memória não cresce com o tamanho: o CSV sai à medida que se lê; o XLSX, que
//! só se monta inteiro, vai para um arquivo temporário e sai dele.

use std::{fs::File, io::Seek};

use axum::{
    body::Body,
    http::{HeaderValue, header},
    response::Response,
};
use chrono::{DateTime, NaiveDate, Utc};
use futures::{Stream, StreamExt, TryStreamExt};
use nucleo::{CampoInvalido, Competencia, Dinheiro, Erro, Resultado, no_fuso};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use serde::Deserialize;
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;

use crate::ResultadoHttp;

/// Em que formato se exporta.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum FormatoDePlanilha {
    /// Texto separado por `;`, em UTF-8 com marca, como planilhas brasileiras abrem.
    #[default]
    Csv,
    /// Excel.
    Xlsx,
}

/// O que cabe em uma célula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Celula {
    /// Nada.
    Vazia,
    /// Texto; nunca vira fórmula.
    Texto(String),
    /// Número inteiro.
    Inteiro(i64),
    /// Valor em reais.
    Dinheiro(Dinheiro),
    /// Dia, sem hora.
    Dia(NaiveDate),
    /// Instante, mostrado no fuso da casa.
    Instante(DateTime<Utc>),
}

macro_rules! celula_de {
    ($($tipo:ty => $variante:ident),+) => {$(
        impl From<$tipo> for Celula {
            fn from(valor: $tipo) -> Self {
                Self::$variante(valor.into())
            }
        }
    )+};
}
celula_de!(&str => Texto, String => Texto, i64 => Inteiro, u32 => Inteiro, Dinheiro => Dinheiro,
    NaiveDate => Dia, DateTime<Utc> => Instante);

impl From<Competencia> for Celula {
    fn from(mes: Competencia) -> Self {
        Self::Texto(mes.to_string())
    }
}

impl From<bool> for Celula {
    fn from(valor: bool) -> Self {
        Self::Texto(if valor { "sim" } else { "não" }.to_owned())
    }
}

impl<T: Into<Self>> From<Option<T>> for Celula {
    fn from(valor: Option<T>) -> Self {
        valor.map_or(Self::Vazia, Into::into)
    }
}

/// Título e largura (em letras, só no XLSX) de uma coluna.
#[derive(Clone, Copy, Debug)]
pub struct Coluna(pub &'static str, pub u8);

/// Uma página de linhas, cada uma com tantas células quantas são as colunas.
pub type LinhasDePlanilha = Vec<Vec<Celula>>;

/// Quantas linhas cabem em uma folha do Excel, além da dos títulos.
const LINHAS_DO_EXCEL: u32 = 1_048_575;
const MARCA_UTF8: &str = "\u{feff}";

/// Responde a planilha `nome` com as páginas dadas. O que falhar antes da primeira linha é um erro comum; depois
/// dela, o CSV se interrompe, para que ninguém tome um pedaço pelo todo.
pub async fn planilha(
    formato: FormatoDePlanilha,
    nome: &str,
    colunas: &'static [Coluna],
    paginas: impl Stream<Item = Resultado<LinhasDePlanilha>> + Send + 'static,
) -> ResultadoHttp<Response> {
    let (corpo, tipo, extensao) = match formato {
        FormatoDePlanilha::Csv => (em_csv(colunas, paginas).await?, "text/csv; charset=utf-8", "csv"),
        FormatoDePlanilha::Xlsx => (
            em_xlsx(colunas, paginas).await?,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "xlsx",
        ),
    };
    let mut resposta = Response::new(corpo);
    let anexo = format!("attachment; filename=\"{nome}.{extensao}\"");
    let cabecalhos = resposta.headers_mut();
    cabecalhos.insert(header::CONTENT_TYPE, HeaderValue::from_static(tipo));
    cabecalhos.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&anexo).map_err(Erro::interno)?);
    Ok(resposta)
}

async fn em_csv(
    colunas: &'static [Coluna],
    paginas: impl Stream<Item = Resultado<LinhasDePlanilha>> + Send + 'static,
) -> Resultado<Body> {
    let mut paginas = Box::pin(paginas);
    let titulos = colunas.iter().map(|coluna| Celula::from(coluna.0)).collect();
    let mut comeco = vec![titulos];
    comeco.extend(paginas.next().await.transpose()?.unwrap_or_default());
    let comeco = format!("{MARCA_UTF8}{}", escrever_csv(comeco)?);
    let resto = paginas.map(|pagina| escrever_csv(pagina?));
    Ok(Body::from_stream(futures::stream::once(async { Ok(comeco) }).chain(resto)))
}

fn escrever_csv(linhas: LinhasDePlanilha) -> Resultado<String> {
    let mut csv = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for linha in linhas {
        csv.write_record(linha.into_iter().map(em_texto)).map_err(Erro::interno)?;
    }
    let bytes = csv.into_inner().map_err(|causa| Erro::interno(causa.to_string()))?;
    String::from_utf8(bytes).map_err(Erro::interno)
}

fn em_texto(celula: Celula) -> String {
    match celula {
        Celula::Vazia => String::new(),
        Celula::Texto(texto) => sem_formula(texto),
        Celula::Inteiro(numero) => numero.to_string(),
        Celula::Dinheiro(valor) => valor.to_string().replace('.', ","),
        Celula::Dia(dia) => dia.format("%d/%m/%Y").to_string(),
        Celula::Instante(instante) => no_fuso(instante).format("%d/%m/%Y %H:%M:%S").to_string(),
    }
}

/// Um texto digitado por alguém não pode virar comando na planilha de quem abre o arquivo.
fn sem_formula(texto: String) -> String {
    if texto.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{texto}") } else { texto }
}

async fn em_xlsx(
    colunas: &'static [Coluna],
    paginas: impl Stream<Item = Resultado<LinhasDePlanilha>> + Send + 'static,
) -> Resultado<Body> {
    let mut folha = Folha::nova(colunas).map_err(Erro::interno)?;
    let mut paginas = Box::pin(paginas);
    while let Some(linhas) = paginas.try_next().await? {
        folha.escrever(linhas)?;
    }
    let arquivo = tokio::task::spawn_blocking(move || folha.salvar()).await.map_err(Erro::interno)?;
    let arquivo = tokio::fs::File::from_std(arquivo.map_err(Erro::interno)?);
    Ok(Body::from_stream(ReaderStream::new(arquivo)))
}

struct Folha {
    pasta: Workbook,
    proxima: u32,
    dinheiro: Format,
    dia: Format,
    instante: Format,
}

impl Folha {
    fn nova(colunas: &[Coluna]) -> Result<Self, XlsxError> {
        let mut pasta = Workbook::new();
        let folha = pasta.add_worksheet_with_constant_memory()?;
        let titulo = Format::new().set_bold();
        folha.set_freeze_panes(1, 0)?;
        for (indice, Coluna(nome, largura)) in (0u16..).zip(colunas) {
            folha.set_column_width(indice, f64::from(*largura))?;
            folha.write_with_format(0, indice, *nome, &titulo)?;
        }
        Ok(Self {
            pasta,
            proxima: 1,
            dinheiro: Format::new().set_num_format("#,##0.00"),
            dia: Format::new().set_num_format("dd/mm/yyyy"),
            instante: Format::new().set_num_format("dd/mm/yyyy hh:mm:ss"),
        })
    }

    fn escrever(&mut self, linhas: LinhasDePlanilha) -> Resultado<()> {
        if u64::from(self.proxima) + linhas.len() as u64 > u64::from(LINHAS_DO_EXCEL) + 1 {
            return Err(Erro::campo(CampoInvalido::novo(
                "formato",
                "linhas_demais",
                "não cabe em uma folha do Excel; exporte em CSV ou aperte o filtro",
            )));
        }
        linhas.into_iter().try_for_each(|linha| self.escrever_linha(linha)).map_err(Erro::interno)
    }

    fn escrever_linha(&mut self, linha: Vec<Celula>) -> Result<(), XlsxError> {
        let folha = self.pasta.worksheet_from_index(0)?;
        for (coluna, celula) in (0u16..).zip(linha) {
            match celula {
                Celula::Vazia => continue,
                Celula::Texto(texto) => folha.write_string(self.proxima, coluna, cortar(texto))?,
                Celula::Inteiro(numero) => folha.write_number(self.proxima, coluna, numero as f64)?,
                Celula::Dinheiro(valor) => {
                    let reais = valor.centavos() as f64 / 100.0;
                    folha.write_number_with_format(self.proxima, coluna, reais, &self.dinheiro)?
                }
                Celula::Dia(dia) => {
                    let numero = dias_do_excel(dia.and_time(chrono::NaiveTime::MIN));
                    folha.write_number_with_format(self.proxima, coluna, numero, &self.dia)?
                }
                Celula::Instante(instante) => {
                    let numero = dias_do_excel(no_fuso(instante));
                    folha.write_number_with_format(self.proxima, coluna, numero, &self.instante)?
                }
            };
        }
        self.proxima += 1;
        Ok(())
    }

    fn salvar(mut self) -> Result<File, XlsxError> {
        let mut arquivo = tempfile::tempfile()?;
        self.pasta.save_to_writer(&mut arquivo)?;
        arquivo.rewind()?;
        Ok(arquivo)
    }
}

/// O Excel conta os dias desde 30 de dezembro de 1899.
fn dias_do_excel(quando: chrono::NaiveDateTime) -> f64 {
    const DE_1899_A_1970: f64 = 25_569.0;
    quando.and_utc().timestamp() as f64 / 86_400.0 + DE_1899_A_1970
}

/// O que o Excel aceita em uma célula.
fn cortar(texto: String) -> String {
    const LETRAS_DO_EXCEL: usize = 32_767;
    // O Excel conta em UTF-16.
    if texto.encode_utf16().count() <= LETRAS_DO_EXCEL {
        return texto;
    }
    texto.chars().take(LETRAS_DO_EXCEL / 2).collect()
}

#[cfg(test)]
mod testes {
    use axum::body::to_bytes;
    use futures::stream;

    use super::*;

    const COLUNAS: &[Coluna] = &[Coluna("nome", 20), Coluna("valor", 12), Coluna("quando", 20)];

    fn linha(nome: &str) -> Vec<Celula> {
        let instante = DateTime::from_timestamp(1_795_176_000, 0).unwrap();
        vec![nome.into(), Dinheiro::de_centavos(123_456).into(), instante.into()]
    }

    async fn exportar(formato: FormatoDePlanilha, paginas: Vec<Resultado<LinhasDePlanilha>>) -> Vec<u8> {
        let resposta = planilha(formato, "prova", COLUNAS, stream::iter(paginas)).await.unwrap();
        to_bytes(resposta.into_body(), usize::MAX).await.unwrap().to_vec()
    }

    #[tokio::test]
    async fn csv_e_para_brasileiros_e_nada_vira_formula() {
        let paginas =
            vec![Ok(vec![linha("=1+1")]), Ok(vec![vec!["b;\"c\"".into(), Celula::Vazia, true.into()]])];
        let texto = String::from_utf8(exportar(FormatoDePlanilha::Csv, paginas).await).unwrap();
        assert_eq!(
            texto,
            "\u{feff}nome;valor;quando\n'=1+1;1234,56;20/11/2026 09:00:00\n\"b;\"\"c\"\"\";;sim\n"
        );
    }

    #[tokio::test]
    async fn sem_linhas_so_ha_titulos() {
        let texto = String::from_utf8(exportar(FormatoDePlanilha::Csv, vec![]).await).unwrap();
        assert_eq!(texto, "\u{feff}nome;valor;quando\n");
    }

    #[tokio::test]
    async fn xlsx_sai_inteiro() {
        let paginas = (0..20).map(|n| Ok(vec![linha(&format!("linha {n}")); 100])).collect();
        let bytes = exportar(FormatoDePlanilha::Xlsx, paginas).await;
        assert!(bytes.starts_with(b"PK\x03\x04"), "é um zip");
        assert!(bytes.windows(24).any(|trecho| trecho == b"xl/worksheets/sheet1.xml"));
        assert_eq!(dias_do_excel(no_fuso(DateTime::from_timestamp(1_795_176_000, 0).unwrap())), 46_346.375);
    }

    #[tokio::test]
    async fn falha_antes_da_primeira_linha_e_um_erro_comum() {
        for formato in [FormatoDePlanilha::Csv, FormatoDePlanilha::Xlsx] {
            let paginas = stream::iter([Err(Erro::NaoEncontrado("processo"))]);
            let erro = planilha(formato, "prova", COLUNAS, paginas).await.unwrap_err();
            assert!(matches!(erro.erro(), Erro::NaoEncontrado(_)));
        }
    }

    #[tokio::test]
    async fn falha_no_meio_interrompe_o_csv() {
        let paginas = stream::iter([Ok(vec![linha("a")]), Err(Erro::interno("caiu"))]);
        let resposta = planilha(FormatoDePlanilha::Csv, "prova", COLUNAS, paginas).await.unwrap();
        assert!(to_bytes(resposta.into_body(), usize::MAX).await.is_err());
    }
}
