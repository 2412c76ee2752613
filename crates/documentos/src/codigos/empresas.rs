//! O que é a tabela de empresas: o código FEBRABAN da arrecadação e de quem ele é.
//!
//! Com ela o emissor se conhece só pelo código de barras. A tabela é a dos códigos mais
//! comuns do segmento 4; um código que não está aqui não é erro, é só desconhecido.

/// Uma empresa de telecomunicações que arrecada pelo segmento 4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Empresa {
    /// Código FEBRABAN, 4 dígitos.
    pub codigo: &'static str,
    /// Nome pelo qual é conhecida.
    pub nome: &'static str,
}

/// Códigos do segmento 4, em ordem crescente.
pub const TELEFONIA: &[Empresa] = &[
    Empresa { codigo: "0004", nome: "Algar" },
    Empresa { codigo: "0006", nome: "Embratel" },
    Empresa { codigo: "0007", nome: "Sercomtel" },
    Empresa { codigo: "0077", nome: "TIM" },
    Empresa { codigo: "0080", nome: "Vivo SP" },
    Empresa { codigo: "0082", nome: "Vivo Fixo" },
    Empresa { codigo: "0084", nome: "Vivo Empresas" },
    Empresa { codigo: "0089", nome: "Claro Nextel" },
    Empresa { codigo: "0109", nome: "TIM" },
    Empresa { codigo: "0113", nome: "Oi TNL PCS" },
    Empresa { codigo: "0158", nome: "Claro" },
    Empresa { codigo: "0159", nome: "Claro" },
    Empresa { codigo: "0160", nome: "Claro" },
    Empresa { codigo: "0161", nome: "Claro" },
    Empresa { codigo: "0162", nome: "Claro" },
    Empresa { codigo: "0163", nome: "Claro" },
    Empresa { codigo: "0165", nome: "Claro" },
    Empresa { codigo: "0212", nome: "Telemar" },
    Empresa { codigo: "0221", nome: "Claro" },
    Empresa { codigo: "0296", nome: "Net" },
    Empresa { codigo: "0297", nome: "Claro" },
    Empresa { codigo: "0305", nome: "Claro TV" },
    Empresa { codigo: "0313", nome: "BrT Celular" },
    Empresa { codigo: "0369", nome: "Oi TNL PCS" },
    Empresa { codigo: "0464", nome: "Algar TIC" },
    Empresa { codigo: "0497", nome: "Telefônica IoT" },
];

/// A empresa de telefonia do código, se conhecida.
pub fn empresa_de_telefonia(codigo: &str) -> Option<Empresa> {
    TELEFONIA.binary_search_by(|empresa| empresa.codigo.cmp(codigo)).ok().map(|indice| TELEFONIA[indice])
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn tabela_em_ordem_e_sem_repetidos() {
        assert!(TELEFONIA.windows(2).all(|par| par[0].codigo < par[1].codigo));
    }

    #[test]
    fn acha_pelo_codigo() {
        assert_eq!(empresa_de_telefonia("0296").unwrap().nome, "Net");
        assert_eq!(empresa_de_telefonia("0006").unwrap().nome, "Embratel");
        assert!(empresa_de_telefonia("9999").is_none());
    }
}
