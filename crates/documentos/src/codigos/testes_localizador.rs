use super::*;
use crate::codigos::pix::testes::dinamico;
use crate::sorteio::Sorteio;

const GUIA: &str = "846300000128345602972027608150000008123456789015";
const BOLETO: &str = "34199641543305929699727164954417115360000014990";
const CHAVE: &str = "26260107159053000107620010000031981083465102";

fn linhas(texto: &str) -> Vec<String> {
    localizar_pagamentos(texto).iter().map(CodigoPagamento::linha).collect()
}

#[test]
fn acha_todas_as_formas_impressas() {
    let blocos: Vec<&str> = (0..4).map(|i| &GUIA[i * 12..i * 12 + 12]).collect();
    let com_hifen: Vec<String> = blocos.iter().map(|b| format!("{}-{}", &b[..11], &b[11..])).collect();
    let com_espaco: Vec<String> = blocos.iter().map(|b| format!("{} {}", &b[..11], &b[11..])).collect();
    let letra_a_letra: Vec<String> = GUIA.chars().map(String::from).collect();
    let formas = [
        GUIA.to_owned(),
        blocos.join(" "),
        com_hifen.join(" "),
        com_espaco.join("  "),
        com_hifen.join("\n"),
        letra_a_letra.join(" "),
        blocos.join("\u{a0}"),
        format!("Nota 123 {} 15", com_hifen.join(" ")),
    ];
    for forma in formas {
        assert_eq!(linhas(&format!("Pague até\n{forma}\nObrigado")), [GUIA], "{forma}");
    }
    assert_eq!(linhas("34199.64154 33059.296997 27164.954417 1 15360000014990"), [BOLETO]);
}

#[test]
fn acha_varios_em_ordem_e_sem_repetir() {
    let texto = format!("{BOLETO}\nrecibo do pagador: {GUIA}\nficha: {BOLETO}");
    assert_eq!(linhas(&texto), [BOLETO, GUIA]);
    assert_eq!(linhas(&format!("{GUIA}{GUIA}")), [GUIA]);
}

#[test]
fn sorteio_nao_produz_falso_positivo() {
    let mut sorteio = Sorteio::novo(3);
    for _ in 0..20_000 {
        assert_eq!(linhas(&format!("84{}", sorteio.digitos(46))), Vec::<String>::new());
    }
}

#[test]
fn linha_com_um_digito_errado_e_denunciada_e_nunca_consertada() {
    let errada = GUIA.replacen("0128", "0129", 1);
    assert!(linhas(&errada).is_empty());
    assert_eq!(localizar_linhas_erradas(&format!("Linha: {errada}.")), [errada]);
    assert!(localizar_linhas_erradas(&format!("{GUIA}\n{BOLETO}")).is_empty());
    let boleto_errado = BOLETO.replacen("15360000014990", "15360000014991", 1);
    assert_eq!(localizar_linhas_erradas(&boleto_errado), [boleto_errado]);
}

#[test]
fn chave_em_grupos_colada_a_palavras_e_em_url() {
    let grupos: Vec<&str> = (0..11).map(|i| &CHAVE[i * 4..i * 4 + 4]).collect();
    for texto in [
        format!("Chave de Acesso {}", grupos.join(" ")),
        format!("CHAVE DE ACESSO\n{CHAVE}\nProtocolo 3262"),
        format!("https://dfe.example/nfcom?chNFCom={CHAVE}&tpAmb=1"),
        format!("NFCom{CHAVE}"),
    ] {
        let achadas = localizar_chaves(&texto);
        assert_eq!(achadas.len(), 1, "{texto}");
        assert_eq!(achadas[0].como_texto(), CHAVE);
    }
    assert!(localizar_chaves(&CHAVE.replace("3198", "3199")).is_empty());
    assert!(localizar_chaves("curto").is_empty());
}

#[test]
fn cnpjs_com_e_sem_mascara_numericos_e_alfanumericos() {
    let texto = "CNPJ: 11.444.777/0001-61, CNPJ12ABC34501DE35. São 12.abc.345/01de-35; \
                 errado 11.444.777/0001-62; telefone 11444777000162 e 07159053000107";
    let achados: Vec<String> = localizar_cnpjs(texto).into_iter().map(|(_, cnpj)| cnpj.to_string()).collect();
    assert_eq!(achados, ["11444777000161", "12ABC34501DE35", "12ABC34501DE35", "07159053000107"]);
    let (posicao, _) = localizar_cnpjs("Ação 11.444.777/0001-61")[0];
    assert_eq!(&"Ação 11.444.777/0001-61"[posicao..posicao + 2], "11");
}

#[test]
fn cpfs_so_com_mascara() {
    let texto = "CPF: 529.982.247-25. Telefone 52998224725; errado 529.982.247-26; CNPJ 11.444.777/0001-61";
    let achados: Vec<String> = localizar_cpfs(texto).iter().map(|cpf| cpf.como_texto().to_owned()).collect();
    assert_eq!(achados, ["52998224725"]);
}

#[test]
fn pix_inteiro_quebrado_em_linhas_e_espacado() {
    let pix = dinamico("OPERADORA DE TELEFONIA SA", Some("99.90"));
    let corte = pix.find("DE TELEFONIA").unwrap();
    let no_espaco = format!("{}\n{}", &pix[..corte - 1], &pix[corte..]);
    let no_meio = format!("{}\n{}", &pix[..40], &pix[40..]);
    for texto in [pix.clone(), no_espaco, no_meio] {
        let achados = localizar_pix(&format!("Pix copia e cola:\n{texto}\nVencimento 10/08/2026"));
        assert_eq!(achados.len(), 1, "{texto}");
        assert_eq!(achados[0].copia_e_cola, pix);
    }
    assert!(localizar_pix("000201 não é nada").is_empty());
    assert!(localizar_pix(&pix.replace("99.90", "99.91")).is_empty());
}
