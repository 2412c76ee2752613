//! Do arquivo à tabela: codificação, separador, títulos e células. Não conhece o banco. O XLSX se lê em
//! [`planilha`]; daqui em diante é a mesma tabela.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use nucleo::{CampoInvalido, Erro, Resultado};

use super::{
    colunas::{CampoCsv, Celulas},
    planilha::{self, Celula},
};

/// Maior arquivo aceito, em bytes.
pub const LIMITE_BYTES: usize = 10 * 1024 * 1024;
/// Mais linhas que isso pedem mais de um arquivo.
pub const LIMITE_LINHAS: usize = 50_000;
/// Sem estas colunas não se sabe de que cliente uma linha fala.
const INDISPENSAVEIS: [CampoCsv; 4] =
    [CampoCsv::Cnpj, CampoCsv::Operadora, CampoCsv::Unidade, CampoCsv::Servico];
/// Colunas da exportação que a importação sabe que não se importam.
const SO_DE_LEITURA: &str = "hash_unico";

/// Uma linha com algum conteúdo: as células, ou por que não se leem.
pub(super) struct LinhaLida {
    pub numero: usize,
    pub conteudo: Result<Celulas, CampoInvalido>,
}

/// O arquivo lido.
pub struct Tabela {
    pub(super) linhas: Vec<LinhaLida>,
    pub(super) colunas_ignoradas: Vec<String>,
}

impl Tabela {
    /// Lê o arquivo inteiro, CSV ou XLSX, o que o conteúdo disser. Erro se ele, e não só uma linha, não serve.
    pub fn ler(arquivo: &[u8]) -> Resultado<Self> {
        if arquivo.len() > LIMITE_BYTES {
            return Err(Erro::GrandeDemais { limite_bytes: LIMITE_BYTES as u64 });
        }
        if planilha::e_planilha(arquivo) { Self::da_planilha(arquivo) } else { Self::do_csv(arquivo) }
    }

    fn da_planilha(arquivo: &[u8]) -> Resultado<Self> {
        // Uma linha a mais: a dos títulos.
        let mut linhas = planilha::ler(arquivo, LIMITE_LINHAS + 1)?.into_iter();
        let (_, titulos) = linhas.next().ok_or_else(vazio)?;
        let titulos = titulos.into_iter().map(|celula| match celula {
            Celula::Texto(texto) | Celula::Numero(texto) => texto,
            Celula::Imprestavel(_) => String::new(),
        });
        let (colunas, colunas_ignoradas) = reconhecer(titulos)?;
        let lidas =
            linhas.map(|(numero, celulas)| LinhaLida { numero, conteudo: por_coluna(celulas, &colunas) });
        let linhas = lidas.filter(|lida| !lida.conteudo.as_ref().is_ok_and(Celulas::esta_vazia)).collect();
        Ok(Self { linhas, colunas_ignoradas })
    }

    fn do_csv(arquivo: &[u8]) -> Resultado<Self> {
        let texto = decodificar(arquivo)?;
        let texto = texto.replace("\r\n", "\n").replace('\r', "\n");
        let mut linhas = texto.split('\n').enumerate().map(|(i, linha)| (i + 1, linha));
        let (mut titulos, mut separador) = (None, None);
        for (_, linha) in linhas.by_ref() {
            match linha.trim().strip_prefix("sep=") {
                // Linha que planilhas escrevem para dizer o separador.
                Some(dito) => separador = dito.chars().next().filter(|c| matches!(c, ';' | ',')),
                None if linha.trim().is_empty() => {}
                None => {
                    titulos = Some(linha);
                    break;
                }
            }
        }
        let titulos = titulos.ok_or_else(vazio)?;
        let separador = separador.unwrap_or_else(|| adivinhar_separador(titulos));
        let (colunas, colunas_ignoradas) = ler_titulos(titulos, separador)?;
        let mut lidas = Vec::new();
        for (numero, linha) in linhas {
            let conteudo = ler_linha(linha, separador, &colunas);
            if conteudo.as_ref().is_ok_and(Celulas::esta_vazia) {
                continue;
            }
            if lidas.len() == LIMITE_LINHAS {
                return Err(recusa("linhas_demais", "o arquivo passa de 50.000 linhas; divida-o"));
            }
            lidas.push(LinhaLida { numero, conteudo });
        }
        Ok(Self { linhas: lidas, colunas_ignoradas })
    }
}

fn vazio() -> Erro {
    recusa("arquivo_vazio", "o arquivo não tem linha alguma")
}

/// As células de uma linha de planilha, nas suas colunas. O número que a planilha fez de um CNPJ ou CPF recupera os
/// zeros à esquerda que perdeu.
fn por_coluna(linha: Vec<Celula>, colunas: &Colunas) -> Result<Celulas, CampoInvalido> {
    let mut celulas = Celulas::default();
    let sobram = colunas.len().saturating_sub(linha.len());
    let faltantes = std::iter::repeat_n(Celula::Texto(String::new()), sobram);
    for (campo, celula) in colunas.iter().zip(linha.into_iter().chain(faltantes)) {
        let Some(campo) = campo else { continue };
        let texto = match (celula, campo) {
            (Celula::Imprestavel(recusa), _) => return Err(recusa),
            (Celula::Numero(numero), CampoCsv::Cnpj) => format!("{numero:0>14}"),
            (Celula::Numero(numero), CampoCsv::Cpf) => format!("{numero:0>11}"),
            (Celula::Texto(texto) | Celula::Numero(texto), _) => texto,
        };
        celulas.por(*campo, texto);
    }
    Ok(celulas)
}

pub(super) fn recusa(codigo: &'static str, mensagem: impl Into<Cow<'static, str>>) -> Erro {
    Erro::campo(CampoInvalido::novo("arquivo", codigo, mensagem))
}

/// UTF-8 se for válido; se não, Windows-1252, que é o que planilhas brasileiras salvam.
fn decodificar(arquivo: &[u8]) -> Resultado<Cow<'_, str>> {
    let conteudo = arquivo.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(arquivo);
    if conteudo.contains(&0) {
        return Err(recusa(
            "codificacao_desconhecida",
            "o arquivo não é planilha XLSX nem texto em UTF-8 ou Windows-1252; salve-o como CSV UTF-8",
        ));
    }
    Ok(match std::str::from_utf8(conteudo) {
        Ok(texto) => Cow::Borrowed(texto),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(conteudo).0,
    })
}

/// O separador que mais títulos reconhece; no empate, `;`.
fn adivinhar_separador(titulos: &str) -> char {
    let reconhecidos = |separador| {
        dividir(titulos, separador)
            .map_or(0, |celulas| celulas.iter().filter_map(|c| CampoCsv::do_titulo(c)).count())
    };
    if reconhecidos(',') > reconhecidos(';') { ',' } else { ';' }
}

type Colunas = Vec<Option<CampoCsv>>;

fn ler_titulos(titulos: &str, separador: char) -> Resultado<(Colunas, Vec<String>)> {
    let titulos = dividir(titulos, separador)
        .ok_or_else(|| recusa("aspas_abertas", "há aspas que não se fecham na linha de títulos"))?;
    reconhecer(titulos)
}

fn reconhecer(titulos: impl IntoIterator<Item = String>) -> Resultado<(Colunas, Vec<String>)> {
    let (mut colunas, mut ignoradas) = (Vec::new(), Vec::new());
    for titulo in titulos {
        let campo = CampoCsv::do_titulo(&titulo);
        if let Some(campo) = campo
            && colunas.contains(&Some(campo))
        {
            return Err(recusa("coluna_repetida", format!("a coluna {} aparece duas vezes", campo.nome())));
        }
        if campo.is_none() && !titulo.trim().is_empty() && titulo.trim() != SO_DE_LEITURA {
            ignoradas.push(titulo.trim().chars().take(100).collect());
        }
        colunas.push(campo);
    }
    let faltam: Vec<_> =
        INDISPENSAVEIS.into_iter().filter(|c| !colunas.contains(&Some(*c))).map(CampoCsv::nome).collect();
    if !faltam.is_empty() {
        return Err(recusa(
            "coluna_ausente",
            format!("faltam as colunas {}; confira a linha de títulos e o separador", faltam.join(", ")),
        ));
    }
    Ok((colunas, ignoradas))
}

fn ler_linha(linha: &str, separador: char, colunas: &Colunas) -> Result<Celulas, CampoInvalido> {
    let recusar = |codigo: &'static str, mensagem: String| CampoInvalido::novo("linha", codigo, mensagem);
    if linha.trim().is_empty() {
        return Ok(Celulas::default());
    }
    let partes = dividir(linha, separador).ok_or_else(|| {
        let mensagem = "há aspas que não se fecham nesta linha; um campo não pode ter quebra de linha";
        recusar("aspas_abertas", mensagem.to_owned())
    })?;
    if partes.iter().all(|p| p.trim().is_empty()) {
        return Ok(Celulas::default());
    }
    // Planilhas deixam separadores a mais no fim: só importa se houver algo depois deles.
    let sobra = partes.iter().skip(colunas.len()).any(|p| !p.trim().is_empty());
    if partes.len() < colunas.len() || sobra {
        let mensagem = format!("a linha tem {} colunas e os títulos, {}", partes.len(), colunas.len());
        return Err(recusar("numero_de_colunas", mensagem));
    }
    let mut celulas = Celulas::default();
    for (campo, texto) in colunas.iter().zip(partes) {
        if let Some(campo) = campo {
            celulas.por(*campo, texto);
        }
    }
    Ok(celulas)
}

/// Divide uma linha de CSV. Aspas valem no começo da célula e se repetem para valer por si; `None` se não
/// se fecham. Trata-se linha por linha, e não o arquivo, para que aspas esquecidas estraguem só a sua.
fn dividir(linha: &str, separador: char) -> Option<Vec<String>> {
    let (mut celulas, mut celula, mut entre_aspas) = (Vec::new(), String::new(), false);
    let mut no_comeco = true;
    let mut caracteres = linha.chars().peekable();
    while let Some(c) = caracteres.next() {
        match c {
            '"' if entre_aspas && caracteres.peek() == Some(&'"') => {
                caracteres.next();
                celula.push('"');
            }
            '"' if entre_aspas => entre_aspas = false,
            '"' if no_comeco => {
                entre_aspas = true;
                celula.clear();
                no_comeco = false;
            }
            c if c == separador && !entre_aspas => {
                celulas.push(std::mem::take(&mut celula));
                no_comeco = true;
            }
            c => {
                // Espaços antes das aspas não fazem delas parte do texto.
                no_comeco = no_comeco && c == ' ';
                celula.push(c);
            }
        }
    }
    celulas.push(celula);
    if entre_aspas { None } else { Some(celulas) }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn divide_com_aspas_e_separadores() {
        let casos: &[(&str, Option<&[&str]>)] = &[
            ("a;b;c", Some(&["a", "b", "c"])),
            ("a;;", Some(&["a", "", ""])),
            ("\"a;b\";c", Some(&["a;b", "c"])),
            ("\"diz \"\"oi\"\"\";c", Some(&["diz \"oi\"", "c"])),
            (" \"a\";b", Some(&["a", "b"])),
            ("tubo de 5\" ;b", Some(&["tubo de 5\" ", "b"])),
            ("\"\";b", Some(&["", "b"])),
            ("\"a;b", None),
        ];
        for (linha, esperado) in casos {
            let obtido = dividir(linha, ';');
            assert_eq!(
                obtido.as_deref().map(|v| v.iter().map(String::as_str).collect()),
                esperado.map(<[_]>::to_vec),
                "{linha}"
            );
        }
    }

    #[test]
    fn decodifica_as_duas_codificacoes_e_recusa_o_que_nao_e_texto() {
        assert_eq!(decodificar("\u{feff}ção".as_bytes()).unwrap(), "ção");
        assert_eq!(decodificar(b"S\xe3o Jo\xe3o \x96 100\x80").unwrap(), "São João – 100€");
        for bytes in [&b"\xff\xfea\x00b\x00"[..], b"a\0b"] {
            assert!(
                matches!(decodificar(bytes), Err(Erro::Invalido(c)) if c[0].codigo == "codificacao_desconhecida")
            );
        }
        let grande = vec![b'a'; LIMITE_BYTES + 1];
        assert!(matches!(Tabela::ler(&grande), Err(Erro::GrandeDemais { .. })));
    }

    fn recusado(texto: &str) -> String {
        match Tabela::ler(texto.as_bytes()) {
            Err(Erro::Invalido(campos)) => campos[0].codigo.clone().into_owned(),
            _ => "aceito".into(),
        }
    }

    #[test]
    fn o_arquivo_inteiro_pode_nao_servir() {
        assert_eq!(recusado(""), "arquivo_vazio");
        assert_eq!(recusado("\n \n"), "arquivo_vazio");
        assert_eq!(recusado("cnpj;operadora;unidade\n"), "coluna_ausente");
        assert_eq!(recusado("cnpj;operadora;unidade;servico;CNPJ\n"), "coluna_repetida");
        assert_eq!(recusado("cnpj;\"operadora;unidade;servico\n"), "aspas_abertas");
        assert_eq!(recusado("cnpj;operadora;unidade;servico\n"), "aceito");
        assert_eq!(
            recusado(&format!("cnpj,operadora,unidade,servico\n{}", "1,2,3,4\n".repeat(50_001))),
            "linhas_demais"
        );
    }

    #[test]
    fn linhas_guardam_o_numero_do_arquivo_e_as_ruins_nao_estragam_as_outras() {
        let texto = "sep=;\r\n\r\ncnpj;Operadora;UNIDADE;Serviço;telefone;hash_unico\r\n\
                     1;EMB;u;s;9;h\r\n\r\n2;EMB;\"u;s;9;h\r\n3;EMB\r\n4;EMB;u;s;9;h;;\r\n;;;;;\r\n5;EMB;u;s;9;h;x";
        let tabela = Tabela::ler(texto.as_bytes()).unwrap();
        let linhas: Vec<_> = tabela
            .linhas
            .iter()
            .map(|l| match &l.conteudo {
                Ok(celulas) => (l.numero, celulas.texto(CampoCsv::Cnpj).to_owned()),
                Err(erro) => (l.numero, erro.codigo.clone().into_owned()),
            })
            .collect();
        let esperado =
            [(4, "1"), (6, "aspas_abertas"), (7, "numero_de_colunas"), (8, "4"), (10, "numero_de_colunas")];
        assert_eq!(linhas, esperado.map(|(n, t)| (n, t.to_owned())));
        assert_eq!(tabela.colunas_ignoradas, ["telefone"]);
    }

    #[test]
    fn o_separador_e_o_que_faz_sentido() {
        assert_eq!(adivinhar_separador("cnpj,operadora,\"a;b;c\""), ',');
        assert_eq!(adivinhar_separador("cnpj;operadora;a,b,c"), ';');
        assert_eq!(adivinhar_separador("cnpj"), ';');
    }
}
