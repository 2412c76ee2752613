//! Do XLSX às linhas. Um XLSX é um zip que incha: nada se lê antes de contar quanto sai de cada parte, e as células
//! vêm uma a uma, pois uma só, posta na última coluna da última linha, faria de uma tabela densa um fim de memória.

use std::io::{self, Cursor, Read};

use calamine::{DataRef, Reader, SheetVisible, Xlsx};
use nucleo::{CampoInvalido, Erro, Resultado};

use super::leitura::recusa;

/// Com que um XLSX (um zip) começa.
const ASSINATURA: &[u8] = b"PK\x03\x04";
/// Com que começa o que o Excel antigo salva, e o que o novo salva com senha.
const ASSINATURA_ANTIGA: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0];
/// Quanto o arquivo pode dar, aberto: folga larga para 50.000 linhas.
const ABERTO_MAXIMO: u64 = 100 * 1024 * 1024;
const PARTES_MAXIMAS: usize = 1_000;
/// Colunas além desta não se leem.
const COLUNAS_MAXIMAS: u32 = 100;

/// Uma célula como veio: o número perde zeros à esquerda, e quem sabe da coluna os devolve.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Celula {
    Texto(String),
    Numero(String),
    /// Um erro de fórmula ou uma data, que a planilha pôs onde se esperava texto.
    Imprestavel(CampoInvalido),
}

/// As células de uma linha, com o número dela no arquivo.
pub(super) type Linha = (usize, Vec<Celula>);

/// Se o conteúdo é de planilha, e não de texto.
pub(super) fn e_planilha(arquivo: &[u8]) -> bool {
    arquivo.starts_with(ASSINATURA) || arquivo.starts_with(ASSINATURA_ANTIGA)
}

/// As linhas com algum conteúdo da primeira folha visível, até `limite`.
pub(super) fn ler(arquivo: &[u8], limite: usize) -> Resultado<Vec<Linha>> {
    if arquivo.starts_with(ASSINATURA_ANTIGA) {
        return Err(recusa(
            "planilha_antiga_ou_com_senha",
            "a planilha é .xls ou tem senha; salve-a como .xlsx sem senha, ou como CSV",
        ));
    }
    conferir_tamanho_aberto(arquivo).map_err(|_| invalida())??;
    let mut pasta: Xlsx<_> = Xlsx::new(Cursor::new(arquivo)).map_err(|_| invalida())?;
    let visivel = pasta.sheets_metadata().iter().find(|folha| folha.visible == SheetVisible::Visible);
    let folha = visivel.map(|folha| folha.name.clone()).ok_or_else(invalida)?;
    let mut celulas = pasta.worksheet_cells_reader(&folha).map_err(|_| invalida())?;
    let mut linhas: Vec<Linha> = Vec::new();
    while let Some(celula) = celulas.next_cell().map_err(|_| invalida())? {
        let (linha, coluna) = celula.get_position();
        let Some(valor) = ler_celula(celula.get_value()) else { continue };
        if coluna >= COLUNAS_MAXIMAS {
            continue;
        }
        let (numero, coluna) = (linha as usize + 1, coluna as usize);
        if linhas.last().is_none_or(|(ultima, _)| *ultima != numero) {
            if linhas.len() == limite {
                return Err(recusa("linhas_demais", "o arquivo passa de 50.000 linhas; divida-o"));
            }
            linhas.push((numero, Vec::new()));
        }
        if let Some((_, linha)) = linhas.last_mut() {
            if linha.len() <= coluna {
                linha.resize(coluna + 1, Celula::Texto(String::new()));
            }
            linha[coluna] = valor;
        }
    }
    Ok(linhas)
}

fn invalida() -> Erro {
    recusa(
        "planilha_invalida",
        "o arquivo parece uma planilha, mas não pôde ser lido; salve-o de novo como .xlsx ou CSV",
    )
}

/// Conta o que sai de cada parte, sem acreditar no que o zip diz de si.
fn conferir_tamanho_aberto(arquivo: &[u8]) -> zip::result::ZipResult<Resultado<()>> {
    let grande = || {
        Ok(Err(recusa(
            "planilha_grande_demais",
            "a planilha, aberta, passa de 100 MiB; divida-a ou salve como CSV",
        )))
    };
    let mut zip = zip::ZipArchive::new(Cursor::new(arquivo))?;
    if zip.len() > PARTES_MAXIMAS {
        return grande();
    }
    let mut resta = ABERTO_MAXIMO;
    for i in 0..zip.len() {
        let mut parte = zip.by_index(i)?.take(resta + 1);
        let saiu = io::copy(&mut parte, &mut io::sink())?;
        if saiu > resta {
            return grande();
        }
        resta -= saiu;
    }
    Ok(Ok(()))
}

fn ler_celula(valor: &DataRef<'_>) -> Option<Celula> {
    let imprestavel = |codigo, mensagem: &'static str| {
        Some(Celula::Imprestavel(CampoInvalido::novo("linha", codigo, mensagem)))
    };
    match valor {
        DataRef::Empty => None,
        DataRef::String(texto) => Some(Celula::Texto(em_uma_linha(texto))),
        DataRef::SharedString(texto) => Some(Celula::Texto(em_uma_linha(texto))),
        DataRef::Int(numero) => Some(Celula::Numero(numero.to_string())),
        DataRef::Float(numero) => Some(Celula::Numero(numero.to_string())),
        DataRef::Bool(valor) => Some(Celula::Texto(if *valor { "sim" } else { "não" }.to_owned())),
        DataRef::Error(_) => imprestavel(
            "celula_com_erro",
            "uma célula tem um erro de fórmula (como #N/D); corrija-a na planilha",
        ),
        DataRef::DateTime(_) | DataRef::DateTimeIso(_) | DataRef::DurationIso(_) => imprestavel(
            "celula_com_data",
            "a planilha tomou uma célula por data; formate a coluna como texto e escreva de novo",
        ),
    }
}

/// Quebras de linha dentro da célula viram espaço, como no CSV, onde não cabem.
fn em_uma_linha(texto: &str) -> String {
    texto.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod testes {
    use std::io::Write;

    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    use zip::write::SimpleFileOptions;

    use super::*;

    fn codigo(arquivo: &[u8]) -> String {
        match ler(arquivo, 10) {
            Err(Erro::Invalido(campos)) => campos[0].codigo.clone().into_owned(),
            outro => panic!("{outro:?}"),
        }
    }

    #[test]
    fn le_a_primeira_folha_visivel_com_o_numero_de_cada_linha() {
        let mut pasta = Workbook::new();
        pasta.add_worksheet().set_hidden(true).write(0, 0, "escondida").unwrap();
        let folha = pasta.add_worksheet();
        folha.write(1, 0, "cnpj").unwrap().write(1, 2, "unidade").unwrap();
        folha.write(4, 0, 11_444_777_000_161.0).unwrap().write(4, 1, true).unwrap();
        folha.write(4, 2, "duas\nlinhas").unwrap();
        let data = ExcelDateTime::from_ymd(2026, 11, 1).unwrap();
        folha.write_with_format(5, 0, &data, &Format::new().set_num_format("dd/mm/yyyy")).unwrap();
        folha.set_active(true);
        let linhas = ler(&pasta.save_to_buffer().unwrap(), 10).unwrap();
        let texto = |t: &str| Celula::Texto(t.into());
        assert_eq!(linhas[0], (2, vec![texto("cnpj"), texto(""), texto("unidade")]));
        let numero = Celula::Numero("11444777000161".into());
        assert_eq!(linhas[1], (5, vec![numero, texto("sim"), texto("duas linhas")]));
        assert!(matches!(&linhas[2].1[0], Celula::Imprestavel(c) if c.codigo == "celula_com_data"));
        assert!(ler(&pasta.save_to_buffer().unwrap(), 2).is_err(), "passa do limite de linhas");
    }

    #[test]
    fn celula_no_fim_do_mundo_nao_gasta_memoria() {
        let mut pasta = Workbook::new();
        pasta.add_worksheet().write(0, 0, "a").unwrap().write(1_048_575, 16_383, "z").unwrap();
        assert_eq!(ler(&pasta.save_to_buffer().unwrap(), 10).unwrap().len(), 1);
    }

    #[test]
    fn o_que_nao_e_planilha_ou_incha_demais_e_recusado() {
        assert_eq!(codigo(b"PK\x03\x04nada"), "planilha_invalida");
        assert_eq!(codigo(&[0xD0, 0xCF, 0x11, 0xE0, 0]), "planilha_antiga_ou_com_senha");
        let mut bomba = zip::ZipWriter::new(Cursor::new(Vec::new()));
        bomba.start_file("xl/sharedStrings.xml", SimpleFileOptions::default()).unwrap();
        let zeros = vec![0; 1024 * 1024];
        for _ in 0..=ABERTO_MAXIMO / zeros.len() as u64 {
            bomba.write_all(&zeros).unwrap();
        }
        let bomba = bomba.finish().unwrap().into_inner();
        assert!(bomba.len() < 1024 * 1024, "cabe no limite do envio: {}", bomba.len());
        assert_eq!(codigo(&bomba), "planilha_grande_demais");
    }
}
