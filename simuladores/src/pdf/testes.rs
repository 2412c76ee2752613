use super::*;
use crate::catalogo;
use crate::codigos::arrecadacao::linha_impressa;
use crate::mes_ano::MesAno;

fn fatura_de(codigo: &str) -> Fatura {
    let cliente = catalogo::padrao().into_iter().find(|c| c.operadora_codigo == codigo).unwrap();
    Fatura::gerar(&cliente, MesAno::novo(2026, 10).unwrap())
}

fn contem(pdf: &[u8], texto: &str) -> bool {
    pdf.windows(texto.len()).any(|janela| janela == texto.as_bytes())
}

#[test]
fn o_papel_traz_os_dados_da_fatura() {
    for codigo in ["EMB", "VIV", "DIG", "OI", "TIM"] {
        let fatura = fatura_de(codigo);
        let pdf = desenhar(&fatura);
        assert!(pdf.starts_with(b"%PDF-1."), "{codigo}");
        assert!(pdf.ends_with(b"%%EOF") || pdf.ends_with(b"%%EOF\n"));
        let texto = pdf_extract::extract_text_from_mem(&pdf).unwrap();
        for esperado in [
            linha_impressa(&fatura.linha_digitavel),
            format!("Total a pagar R$ {}", fatura.valor_na_tela()),
            format!("Vencimento {}", fatura.vencimento_na_tela()),
            mascarar_cnpj(&fatura.cliente.cnpj),
            mascarar_cnpj(&fatura.emissor.cnpj),
            fatura.cliente.razao_social.clone(),
            format!("Unidade: {}", fatura.cliente.unidade),
            fatura.cliente.filtro.clone(),
            "10/2026".to_owned(),
        ] {
            assert!(texto.contains(&esperado), "{codigo}: {esperado}\n{texto}");
        }
        assert_eq!(pdf, desenhar(&fatura), "mesma fatura, mesmos bytes");
    }
}

#[test]
fn operadoras_de_consumo_detalhado_tem_duas_paginas() {
    for (codigo, paginas) in [("EMB", 1), ("VIV", 2), ("DIG", 1), ("OI", 1), ("TIM", 2)] {
        let pdf = desenhar(&fatura_de(codigo));
        assert!(contem(&pdf, &format!("/Count {paginas}")), "{codigo}");
    }
}

#[test]
fn pdf_com_senha_guarda_o_original_e_aponta_a_cifra() {
    let original = desenhar(&fatura_de("EMB"));
    let cifrado = exigir_senha(&original);
    assert!(cifrado.starts_with(&original));
    assert!(contem(&cifrado[original.len()..], "/Encrypt"));
    assert!(pdf_extract::extract_text_from_mem(&original).is_ok());
    assert!(pdf_extract::extract_text_from_mem(&cifrado).is_err());
}

#[test]
fn cada_item_fica_numa_linha_do_texto() {
    let fatura = fatura_de("VIV");
    let texto = pdf_extract::extract_text_from_mem(&desenhar(&fatura)).unwrap();
    for item in fatura.itens.iter().chain(&fatura.detalhes) {
        let valor = crate::fatura::reais(item.centavos);
        assert!(
            texto.lines().any(|l| l.contains(&item.descricao) && l.trim_end().ends_with(&valor)),
            "{item:?}"
        );
    }
}
