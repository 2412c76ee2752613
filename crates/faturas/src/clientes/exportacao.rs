//! Os clientes em planilha. Sem senhas; serve de entrada para a importação.

use borda::{Celula, Coluna};

use super::{Cliente, importacao::CampoCsv};

/// Com que uma célula começa quando a planilha a tomaria por fórmula.
pub const INICIOS_DE_FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// As colunas, com os títulos que a importação entende.
pub const COLUNAS: [Coluna; 13] = [
    Coluna(CampoCsv::RazaoSocial.nome(), 40),
    Coluna(CampoCsv::NomeSat.nome(), 30),
    Coluna(CampoCsv::Cnpj.nome(), 20),
    Coluna(CampoCsv::Operadora.nome(), 12),
    Coluna(CampoCsv::Filtro.nome(), 24),
    Coluna(CampoCsv::Servico.nome(), 20),
    Coluna(CampoCsv::DadosSat.nome(), 30),
    Coluna(CampoCsv::Unidade.nome(), 20),
    Coluna(CampoCsv::SiteEmissao.nome(), 30),
    Coluna(CampoCsv::LoginPortal.nome(), 20),
    Coluna(CampoCsv::Cpf.nome(), 16),
    Coluna(CampoCsv::StatusAtivo.nome(), 10),
    Coluna("hash_unico", 20),
];

/// A linha de um cliente.
pub fn linha(cliente: &Cliente) -> Vec<Celula> {
    let d = &cliente.dados;
    vec![
        d.razao_social.as_str().into(),
        d.nome_sat.as_str().into(),
        // Com máscara, para que a planilha não o tome por número.
        d.cnpj.com_mascara().into(),
        cliente.operadora_codigo.as_str().into(),
        d.filtro.as_str().into(),
        d.servico.as_str().into(),
        d.dados_sat.as_str().into(),
        d.unidade.as_str().into(),
        d.site_emissao.as_deref().into(),
        d.login_portal.as_deref().into(),
        d.cpf.map(|cpf| cpf.to_string()).into(),
        cliente.status_ativo.into(),
        cliente.hash_unico.as_str().into(),
    ]
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn titulos_sao_os_que_a_importacao_entende() {
        let estranhos: Vec<_> =
            COLUNAS.iter().map(|c| c.0).filter(|t| CampoCsv::do_titulo(t).is_none()).collect();
        assert_eq!(estranhos, ["hash_unico"]);
        assert!(COLUNAS.iter().all(|c| !c.0.contains("senha")));
    }
}
