//! O que é o catálogo: os clientes que cada portal conhece, sempre os mesmos.

mod dados;

use serde::Serialize;

use crate::digitos::{completar_cnpj, completar_cpf};
use crate::falhas::Portal;
use crate::fatura::Fatura;
use crate::mes_ano::MesAno;
use dados::{CADASTROS, CLIENTES};

/// Um cliente (uma unidade de uma empresa) em uma operadora, com o acesso ao portal dela.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClienteSimulado {
    /// Posição no catálogo, que entra no número da fatura.
    #[serde(skip)]
    pub(crate) indice: usize,
    /// Código da operadora: `EMB`, `VIV`, `DIG`, `OI` ou `TIM`.
    pub operadora_codigo: String,
    /// Razão social, fictícia.
    pub razao_social: String,
    /// Nome do cliente como o SAT o conhece.
    pub nome_sat: String,
    /// CNPJ sem máscara, 14 caracteres, numérico ou alfanumérico.
    pub cnpj: String,
    /// Usuário do portal; unidades da mesma empresa na mesma operadora o dividem.
    pub login: String,
    /// Senha do portal, inventada.
    pub senha: String,
    /// CPF de quem acessa, sem máscara, nas operadoras que o pedem.
    pub cpf: Option<String>,
    /// Número da conta na operadora.
    pub filtro: String,
    /// Serviço contratado.
    pub servico: String,
    /// Dados adicionais do cliente no SAT.
    pub dados_sat: String,
    /// Unidade do cliente.
    pub unidade: String,
}

impl ClienteSimulado {
    /// O portal que atende este cliente.
    #[must_use]
    pub fn portal(&self) -> Portal {
        CLIENTES.get(self.indice).map_or(Portal::Emb, |linha| linha.portal)
    }
}

/// Os 30 clientes do catálogo, seis por operadora, na mesma ordem sempre.
#[must_use]
pub fn padrao() -> Vec<ClienteSimulado> {
    CLIENTES
        .iter()
        .enumerate()
        .map(|(indice, linha)| {
            let empresa = &CADASTROS[linha.empresa];
            let codigo = linha.portal.codigo();
            let cpf = format!("{:09}", 314_159_265 + 27_182_818 * linha.empresa);
            ClienteSimulado {
                indice,
                operadora_codigo: codigo.to_owned(),
                razao_social: empresa.razao_social.to_owned(),
                nome_sat: format!("{} - {}", empresa.nome.to_uppercase(), linha.unidade.to_uppercase()),
                cnpj: completar_cnpj(&format!("{}0001", empresa.raiz_cnpj)),
                login: format!("{}.{}", empresa.apelido, codigo.to_lowercase()),
                senha: format!("{}@{}{}", empresa.apelido, codigo, 2600 + linha.empresa),
                cpf: matches!(linha.portal, Portal::Viv | Portal::Oi).then(|| completar_cpf(&cpf)),
                filtro: format!(
                    "{}{:08}",
                    linha.portal.codigo_febraban(),
                    1_234_567 * (indice + 1) % 100_000_000
                ),
                servico: linha.servico.to_owned(),
                dados_sat: format!("Contrato {:06}", 7_919 * (indice + 1)),
                unidade: linha.unidade.to_owned(),
            }
        })
        .collect()
}

/// A fatura que tem este número, se algum cliente a tem.
#[must_use]
pub fn localizar_fatura(numero: &str) -> Option<Fatura> {
    if numero.len() != 10 || !numero.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let indice: usize = numero[..3].parse().ok()?;
    let mes = MesAno::novo(numero[3..7].parse().ok()?, numero[7..9].parse().ok()?)?;
    let cliente = padrao().into_iter().nth(indice.checked_sub(100)?)?;
    let fatura = Fatura::gerar(&cliente, mes);
    (fatura.numero == numero).then_some(fatura)
}

#[cfg(test)]
mod testes {
    use std::collections::BTreeSet;

    use super::*;
    use crate::digitos::cnpj_esta_certo;

    #[test]
    fn seis_clientes_por_operadora_com_identidade_unica() {
        let clientes = padrao();
        assert_eq!(clientes.len(), 30);
        for codigo in ["EMB", "VIV", "DIG", "OI", "TIM"] {
            assert_eq!(clientes.iter().filter(|c| c.operadora_codigo == codigo).count(), 6, "{codigo}");
        }
        let chaves: BTreeSet<_> =
            clientes.iter().map(|c| (&c.cnpj, &c.operadora_codigo, &c.unidade, &c.servico)).collect();
        assert_eq!(chaves.len(), 30);
        assert!(
            clientes.iter().all(|c| cnpj_esta_certo(&c.cnpj) && c.portal().codigo() == c.operadora_codigo)
        );
        assert!(clientes.iter().any(|c| c.cnpj.bytes().any(|b| b.is_ascii_uppercase())));
    }

    #[test]
    fn mesmo_login_tem_a_mesma_senha_e_o_mesmo_cnpj() {
        let clientes = padrao();
        for a in &clientes {
            for b in clientes.iter().filter(|b| b.login == a.login) {
                assert_eq!(
                    (&a.senha, &a.cnpj, &a.operadora_codigo),
                    (&b.senha, &b.cnpj, &b.operadora_codigo)
                );
            }
        }
    }

    #[test]
    fn fatura_se_acha_pelo_numero() {
        let cliente = &padrao()[29];
        let fatura = Fatura::gerar(cliente, MesAno::novo(2026, 10).unwrap());
        let achada = localizar_fatura(&fatura.numero).unwrap();
        assert_eq!((achada.cliente, achada.total_centavos), (cliente.clone(), fatura.total_centavos));
        let trocado =
            format!("{}{}", &fatura.numero[..9], (fatura.numero[9..].parse::<u32>().unwrap() + 1) % 10);
        for errado in [trocado.as_str(), "130202610", "9992026101", "0002026101", "abcdefghij"] {
            assert!(localizar_fatura(errado).is_none(), "{errado}");
        }
    }
}
