//! Os clientes em CSV, para planilhas. Sem senhas; serve de entrada para a importação.

use std::borrow::Cow;

use nucleo::{Erro, Resultado};

use super::{Cliente, importacao::CampoCsv};

/// Com que uma célula começa quando a planilha a tomaria por fórmula.
pub const INICIOS_DE_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Marca que faz planilhas lerem UTF-8.
const MARCA_UTF8: &str = "\u{feff}";

const COLUNAS: [&str; 13] = [
    CampoCsv::RazaoSocial.nome(),
    CampoCsv::NomeSat.nome(),
    CampoCsv::Cnpj.nome(),
    CampoCsv::Operadora.nome(),
    CampoCsv::Filtro.nome(),
    CampoCsv::Servico.nome(),
    CampoCsv::DadosSat.nome(),
    CampoCsv::Unidade.nome(),
    CampoCsv::SiteEmissao.nome(),
    CampoCsv::LoginPortal.nome(),
    CampoCsv::Cpf.nome(),
    CampoCsv::StatusAtivo.nome(),
    "hash_unico",
];

/// A marca de codificação e a linha de títulos.
pub fn titulos() -> Resultado<String> {
    Ok(format!("{MARCA_UTF8}{}", escrever([COLUNAS.map(Cow::Borrowed)])?))
}

/// As linhas destes clientes, separadas por `;`.
pub fn linhas(clientes: &[Cliente]) -> Resultado<String> {
    escrever(clientes.iter().map(celulas))
}

fn celulas(cliente: &Cliente) -> [Cow<'_, str>; 13] {
    let d = &cliente.dados;
    [
        d.razao_social.as_str().into(),
        d.nome_sat.as_str().into(),
        // Com máscara, para que a planilha não o tome por número.
        d.cnpj.com_mascara().into(),
        cliente.operadora_codigo.as_str().into(),
        d.filtro.as_str().into(),
        d.servico.as_str().into(),
        d.dados_sat.as_str().into(),
        d.unidade.as_str().into(),
        d.site_emissao.as_deref().unwrap_or_default().into(),
        d.login_portal.as_deref().unwrap_or_default().into(),
        d.cpf.map(|cpf| cpf.to_string()).unwrap_or_default().into(),
        if cliente.status_ativo { "sim".into() } else { "não".into() },
        cliente.hash_unico.as_str().into(),
    ]
}

fn escrever<'a>(linhas: impl IntoIterator<Item = [Cow<'a, str>; 13]>) -> Resultado<String> {
    let mut csv = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    for linha in linhas {
        csv.write_record(linha.iter().map(|celula| proteger(celula).into_owned())).map_err(Erro::interno)?;
    }
    let bytes = csv.into_inner().map_err(|causa| Erro::interno(causa.to_string()))?;
    String::from_utf8(bytes).map_err(Erro::interno)
}

/// Uma célula que pareceria fórmula ganha um apóstrofo na frente.
fn proteger(celula: &str) -> Cow<'_, str> {
    if celula.starts_with(INICIOS_DE_FORMULA) { format!("'{celula}").into() } else { celula.into() }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn formula_vira_texto() {
        for perigosa in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(proteger(perigosa), format!("'{perigosa}"));
        }
        assert_eq!(proteger("Padaria = boa"), "Padaria = boa");
        assert_eq!(proteger(""), "");
    }

    #[test]
    fn titulos_sao_os_que_a_importacao_entende() {
        let titulos = titulos().unwrap();
        let sem_marca = titulos.strip_prefix(MARCA_UTF8).unwrap().trim_end();
        let estranhos: Vec<_> = sem_marca.split(';').filter(|t| CampoCsv::do_titulo(t).is_none()).collect();
        assert_eq!(estranhos, ["hash_unico"]);
        assert!(!sem_marca.contains("senha"));
    }
}
