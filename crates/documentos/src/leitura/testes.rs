use super::*;
use crate::codigos::digitos::{FinalMod11, mod11};
use crate::codigos::pix::testes::dinamico;
use crate::pdf_de_teste::{com_extras, com_paginas, com_texto};

const GUIA: &str = "84630000012-8 34560297202-7 60815000000-8 12345678901-5";
const BOLETO: &str = "34199.64154 33059.296997 27164.954417 1 15360000014990";
const CHAVE: &str = "2626 0107 1590 5300 0107 6200 1000 0031 9810 8346 5102";

fn ler(texto: &str) -> FaturaLida {
    let captura = "2026-08-01".parse().unwrap();
    ler_neste_processo(&com_texto(texto), captura, &LimitesPdf::default()).unwrap()
}

fn codigos(lida: &FaturaLida) -> Vec<String> {
    let texto = |alerta| serde_json::to_value(alerta).unwrap()["codigo"].as_str().unwrap().to_owned();
    lida.alertas.iter().map(texto).collect()
}

fn completa() -> String {
    format!(
        "Claro Exemplo S.A. CNPJ 07.159.053/0001-07\n\
         Fatura nº 0012345678\n\
         Cliente: Padaria São João Ltda\n\
         CNPJ: 12.ABC.345/01DE-35\n\
         Mês de referência: 07/2026\n\
         Emissão 20/07/2026   Período de 01/07/2026 a 31/07/2026\n\
         Vencimento: 15/08/2026\n\
         Total a pagar R$ 1.234,56\n\
         Chave de acesso {CHAVE}\n\
         {GUIA}\n"
    )
}

#[test]
fn fatura_completa_sai_inteira_e_sem_alertas() {
    let lida = ler(&completa());
    assert_eq!(lida.linha_digitavel.as_deref(), Some("846300000128345602972027608150000008123456789015"));
    assert_eq!(lida.codigo_barras.as_deref(), Some("84630000012345602972026081500000012345678901"));
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(123_456)));
    assert_eq!(lida.vencimento, "2026-08-15".parse().ok());
    assert_eq!(lida.emissao, "2026-07-20".parse().ok());
    assert_eq!(lida.emissor_cnpj, "07159053000107".parse().ok());
    assert_eq!(lida.emissor_nome.as_deref(), Some("Claro"));
    assert_eq!(lida.cliente_cnpj, "12ABC34501DE35".parse().ok());
    assert_eq!((lida.cnpjs.len(), lida.cpfs.len()), (2, 0));
    assert_eq!(lida.competencia, "2026-07".parse().ok());
    assert_eq!(lida.numero.as_deref(), Some("0012345678"));
    assert_eq!(lida.chave_nfcom.as_ref().unwrap().numero(), "3198");
    assert_eq!((lida.paginas, lida.pix.as_ref()), (1, None));
    assert_eq!(lida.alertas, []);
}

#[test]
fn cada_campo_guarda_suas_fontes_com_pagina_e_trecho() {
    let lida = ler(&completa());
    let do_valor: Vec<_> = lida.fontes.iter().filter(|f| f.campo == Campo::Valor).collect();
    assert_eq!(do_valor.len(), 2);
    assert_eq!((do_valor[0].fonte, do_valor[0].valor.as_str()), (Fonte::LinhaDigitavel, "1234.56"));
    assert!(do_valor[0].trecho.contains("84630000012-8"), "{}", do_valor[0].trecho);
    assert_eq!((do_valor[1].fonte, do_valor[1].pagina), (Fonte::Rotulo, 1));
    assert_eq!(do_valor[1].trecho, "Total a pagar R$ 1.234,56");
    assert!(Fonte::LinhaDigitavel.confianca() > Fonte::Rotulo.confianca());
    assert!(Fonte::Rotulo.confianca() > Fonte::Deducao.confianca());
    let json = serde_json::to_string(&lida).unwrap();
    assert_eq!(serde_json::from_str::<FaturaLida>(&json).unwrap(), lida);
}

#[test]
fn cabecalho_de_tabela_usa_a_coluna_do_rotulo() {
    let lida = ler("Emissão   Vencimento   Total a pagar\n20/07/2026 15/08/2026 R$ 99,90\nObrigado");
    assert_eq!(lida.emissao, "2026-07-20".parse().ok());
    assert_eq!(lida.vencimento, "2026-08-15".parse().ok());
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(9_990)));
}

#[test]
fn rotulos_que_parecem_mas_nao_sao() {
    let lida = ler("Após o vencimento 01/01/2020 cobrar multa de 2%\nSubtotal a pagar 5,00\n\
         Vencimento do contrato 31/12/2030\nVencimento\n10/09/2026\nValor total 77,00");
    assert_eq!(lida.vencimento, "2026-09-10".parse().ok());
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(7_700)));
}

#[test]
fn rotulo_mais_especifico_vence() {
    let lida = ler("Valor total dos serviços 200,00\nTotal a pagar 150,00\nTotal da fatura 200,00");
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(15_000)));
}

#[test]
fn boleto_bancario_com_ciclo_pela_data_impressa() {
    let lida = ler(&format!("Emissão: 20/07/2026\nValor do documento 149,90\n{BOLETO}"));
    assert_eq!(lida.vencimento, "2026-08-12".parse().ok());
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(14_990)));
    assert_eq!((lida.emissor_nome, lida.emissor_cnpj), (None, None));
    // O mesmo fator, numa fatura antiga, é outra data.
    let antiga = ler(&format!("Emissão: 20/11/2001\n{BOLETO}"));
    assert_eq!(antiga.vencimento, "2001-12-21".parse().ok());
}

#[test]
fn divergencias_viram_alertas_que_contradizem() {
    let valor = ler(&completa().replace("R$ 1.234,56", "R$ 1.234,65"));
    assert_eq!(codigos(&valor), ["valor_divergente"]);
    assert_eq!(
        valor.alertas[0].to_string(),
        "o valor da linha digitável (R$ 1.234,56) difere do impresso (R$ 1.234,65)"
    );
    assert_eq!(valor.valor, Some(Dinheiro::de_centavos(123_456)), "a linha digitável tem precedência");
    let vencimento = ler(&completa().replace("15/08/2026", "16/08/2026"));
    assert_eq!(codigos(&vencimento), ["vencimento_divergente"]);
    assert!(vencimento.alertas[0].to_string().contains("(15/08/2026) difere do impresso (16/08/2026)"));
    let emissor =
        ler(&completa().replace("Claro Exemplo S.A. CNPJ 07.159.053/0001-07", "Emitente 11.444.777/0001-61"));
    assert_eq!(codigos(&emissor), ["emissor_divergente"]);
    let linha = ler(&completa().replace("12345678901-5", "12345678901-6"));
    assert_eq!(codigos(&linha), ["sem_linha_digitavel", "linha_digitavel_errada"]);
    for lida in [valor, vencimento, emissor, linha] {
        assert!(lida.alertas.iter().any(Alerta::contradiz));
    }
}

#[test]
fn pix_confirma_ou_contradiz_o_valor() {
    let com = |valor| format!("{}Pix:\n{}\n", completa(), dinamico("CLARO EXEMPLO SA", Some(valor)));
    let certo = ler(&com("1234.56"));
    assert_eq!(certo.alertas, []);
    assert_eq!(certo.pix.as_ref().unwrap().recebedor, "CLARO EXEMPLO SA");
    assert!(certo.fontes.iter().any(|f| f.fonte == Fonte::Pix && f.valor == "1234.56"));
    assert_eq!(codigos(&ler(&com("1234.00"))), ["pix_divergente"]);
    let so_pix = ler(&dinamico("CLARO EXEMPLO SA", Some("10.00")));
    assert_eq!(so_pix.valor, Some(Dinheiro::de_centavos(1_000)));
}

#[test]
fn varios_codigos_escolhem_o_do_valor_impresso() {
    let lida = ler(&format!("{GUIA}\nTotal a pagar 149,90\n{BOLETO}\nEmissão 20/07/2026"));
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(14_990)));
    assert_eq!(lida.linha_digitavel.as_ref().unwrap().len(), 47);
    assert_eq!(codigos(&lida), ["varias_linhas_digitaveis"]);
    assert!(!lida.alertas[0].contradiz());
}

#[test]
fn varias_notas_no_mesmo_documento_avisam() {
    let sem_dv = "2626010715905300010762001000003199108346510";
    let dv = mod11(sem_dv.as_bytes(), FinalMod11::Arrecadacao);
    let lida = ler(&format!("{}NFCom {sem_dv}{dv}\n", completa()));
    assert_eq!(codigos(&lida), ["varias_chaves_nfcom"]);
    let sem_numero = ler(&completa().replace("Fatura nº 0012345678", "Olá"));
    assert_eq!(sem_numero.numero.as_deref(), Some("3198"), "na falta, o número da NFCom");
}

#[test]
fn pagina_sem_texto_parece_digitalizada() {
    let lida = ler("");
    assert_eq!(codigos(&lida), ["sem_texto", "sem_linha_digitavel"]);
    assert_eq!((lida.valor, lida.vencimento, lida.fontes.len()), (None, None, 0));
}

#[test]
fn a_fatura_continua_em_outra_pagina() {
    let primeira: Vec<String> = completa().lines().take(8).map(|l| l.trim().to_owned()).collect();
    let segunda = vec!["Ficha de pagamento".to_owned(), GUIA.to_owned()];
    let pdf = com_paginas(&[primeira, segunda]);
    let captura = "2026-08-01".parse().unwrap();
    let lida = ler_neste_processo(&pdf, captura, &LimitesPdf::default()).unwrap();
    assert_eq!(lida.alertas, []);
    let linha = lida.fontes.iter().find(|f| f.fonte == Fonte::LinhaDigitavel).unwrap();
    assert_eq!((lida.paginas, linha.pagina), (2, 2));
}

#[test]
fn pagina_que_a_biblioteca_nao_le_nao_perde_a_fatura() {
    // Uma segunda página sem MediaBox: a biblioteca entra em pânico nela.
    let linhas: Vec<String> = completa().lines().map(|l| l.trim().to_owned()).collect();
    let pdf = com_extras(&[linhas], "", &["<< /Type /Page /Parent 2 0 R >>"]);
    let pdf = String::from_utf8_lossy(&pdf).replace("/Kids [4 0 R] /Count 1", "/Kids [4 0 R 6 0 R]");
    // Recalcula a tabela: o conteúdo encolheu e os acentos se perderam na conversão.
    let objetos: Vec<String> = pdf
        .split("endobj")
        .filter_map(|o| o.split_once(" obj\n").map(|(_, corpo)| corpo.trim().to_owned()))
        .collect();
    let pdf = crate::pdf_de_teste::montar(&objetos);
    let captura = "2026-08-01".parse().unwrap();
    let lida = ler_neste_processo(&pdf, captura, &LimitesPdf::default()).unwrap();
    assert_eq!(lida.paginas, 2);
    assert!(lida.alertas.contains(&Alerta::PaginaIlegivel { pagina: 2 }), "{:?}", lida.alertas);
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(123_456)));
}

#[test]
fn restricao_do_dono_e_so_um_aviso() {
    let restrito = include_bytes!("../../testes/arquivos/restrito.pdf");
    let captura = "2026-08-01".parse().unwrap();
    let lida = ler_neste_processo(restrito, captura, &LimitesPdf::default()).unwrap();
    assert_eq!(lida.alertas, [Alerta::ComRestricoes]);
    assert_eq!(lida.valor, Some(Dinheiro::de_centavos(123_456)));
}
