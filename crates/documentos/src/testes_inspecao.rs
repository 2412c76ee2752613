use super::*;
use crate::pdf_de_teste::{com_extras, com_paginas, com_texto, montar};

/// Abrem só com senha: AES de 256 bits e RC4 de 40 bits.
const CIFRADOS: [&[u8]; 2] = [
    include_bytes!("../testes/arquivos/cifrado-aes256.pdf"),
    include_bytes!("../testes/arquivos/cifrado-rc4.pdf"),
];
/// Abre sem senha, mas o dono proíbe copiar e editar.
const RESTRITO: &[u8] = include_bytes!("../testes/arquivos/restrito.pdf");

fn recusa(conteudo: &[u8]) -> Recusa {
    inspecionar(conteudo, &LimitesPdf::default()).err().unwrap()
}

fn uma_pagina() -> Vec<Vec<String>> {
    vec![vec!["Fatura".to_owned()]]
}

#[test]
fn pdf_bom_passa() {
    let aceito = inspecionar(&com_texto("Fatura\nde agosto"), &LimitesPdf::default()).unwrap();
    assert_eq!((aceito.paginas, aceito.protegido), (1, false));
    let com_lixo_na_frente = [b"\r\n\r\n".to_vec(), com_texto("Fatura")].concat();
    assert!(conferir_assinatura(&com_lixo_na_frente, &LimitesPdf::default()).is_ok());
}

#[test]
fn o_que_nao_e_pdf_diz_o_que_parece() {
    let casos: [(&[u8], Parece); 14] = [
        (b"", Parece::Vazio),
        (b" \r\n ", Parece::Vazio),
        (b"<!DOCTYPE html><html><body>Login</body></html>", Parece::Html),
        (b"\xEF\xBB\xBF\n<HTML lang=pt>", Parece::Html),
        (b"<div>sess\xC3\xA3o expirada</div>", Parece::Html),
        (b"<?xml version=\"1.0\"?><nfcomProc/>", Parece::Xml),
        (b"{\"erro\":\"fatura indispon\xC3\xADvel\"}", Parece::Json),
        (b"\x89PNG\r\n\x1a\n\0\0", Parece::Imagem),
        (b"\xFF\xD8\xFF\xE0\0", Parece::Imagem),
        (b"GIF89a", Parece::Imagem),
        (b"PK\x03\x04\x14\0", Parece::Zip),
        (b"Fatura indispon\xC3\xADvel no momento", Parece::Texto),
        (b"\0\x01\x02\x03", Parece::Desconhecido),
        (b"\x7FELF\x02\x01", Parece::Desconhecido),
    ];
    for (conteudo, parece) in casos {
        assert_eq!(recusa(conteudo), Recusa::NaoEPdf { parece }, "{conteudo:?}");
    }
    let html_longo = [b"<html>".to_vec(), b" ".repeat(2_000), b"%PDF-1.4".to_vec()].concat();
    assert_eq!(recusa(&html_longo), Recusa::NaoEPdf { parece: Parece::Html });
}

#[test]
fn cortado_em_qualquer_ponto_nunca_e_aceito() {
    let pdf = com_paginas(&[vec!["Fatura".to_owned(); 40], vec!["Detalhe".to_owned(); 40]]);
    let fim = pdf.trim_ascii_end().len();
    for corte in (1..fim).step_by(7) {
        let achado = recusa(&pdf[..corte]);
        let esperado = if corte < 5 { "nao_e_pdf" } else { "truncado" };
        assert_eq!(achado.codigo(), esperado, "corte em {corte}");
    }
    assert_eq!(recusa(&pdf[..fim - 1]), Recusa::Truncado);
}

#[test]
fn miolo_estragado_e_danificado() {
    let pdf = com_texto("Fatura");
    let sem_xref = String::from_utf8_lossy(&pdf).replace("xref\n0", "nada\n0").into_bytes();
    assert_eq!(recusa(&sem_xref), Recusa::Danificado);
    assert_eq!(recusa(b"%PDF-1.4\nqualquer coisa\nstartxref\n99999\n%%EOF"), Recusa::Danificado);
    let sem_catalogo = montar(&["<< /Type /Nada >>".to_owned()]);
    assert!(matches!(recusa(&sem_catalogo), Recusa::SemPaginas | Recusa::Danificado));
}

#[test]
fn bytes_trocados_ao_acaso_nunca_derrubam_o_teste() {
    let pdf = com_texto("Fatura de telefonia\nTotal a pagar R$ 10,00");
    let mut sorteio = crate::sorteio::Sorteio::novo(9);
    let mut recusados = 0;
    for _ in 0..300 {
        let mut estragado = pdf.clone();
        for _ in 0..=sorteio.ate(4) {
            let posicao = sorteio.ate(pdf.len() as u64) as usize;
            estragado[posicao] = sorteio.ate(256) as u8;
        }
        let leitura = std::panic::catch_unwind(|| inspecionar(&estragado, &LimitesPdf::default()).is_err());
        recusados += u32::from(leitura.unwrap_or(true));
    }
    assert!(recusados > 0, "algum estrago tem de ser percebido");
}

#[test]
fn senha_de_abertura_e_recusada_e_restricao_do_dono_nao() {
    for cifrado in CIFRADOS {
        assert_eq!(recusa(cifrado), Recusa::Cifrado);
    }
    let aceito = inspecionar(RESTRITO, &LimitesPdf::default()).unwrap();
    assert!(aceito.protegido);
    assert_eq!(aceito.paginas, 1);
}

#[test]
fn sem_paginas_e_paginas_demais() {
    assert_eq!(recusa(&com_paginas(&[])), Recusa::SemPaginas);
    let limites = LimitesPdf { paginas: 2, ..LimitesPdf::default() };
    let tres = com_paginas(&[vec![], vec![], vec![]]);
    assert_eq!(inspecionar(&tres, &limites).err(), Some(Recusa::PaginasDemais { limite: 2 }));
    assert!(inspecionar(&com_paginas(&[vec![], vec![]]), &limites).is_ok());
}

#[test]
fn tamanho_e_objetos_demais() {
    let pdf = com_texto("Fatura");
    let limites = LimitesPdf { tamanho_bytes: pdf.len() as u64 - 1, ..LimitesPdf::default() };
    let limite_bytes = limites.tamanho_bytes;
    assert_eq!(inspecionar(&pdf, &limites).err(), Some(Recusa::GrandeDemais { limite_bytes }));
    let limites = LimitesPdf { objetos: 4, ..LimitesPdf::default() };
    assert_eq!(inspecionar(&pdf, &limites).err(), Some(Recusa::ObjetosDemais { limite: 4 }));
}

#[test]
fn codigo_ativo_e_achado_onde_estiver() {
    let casos = [
        ("/OpenAction << /S /JavaScript /JS (app.alert) >>", "", CodigoAtivo::JavaScript),
        ("/OpenAction 6 0 R", "<< /S /JavaScript /JS 7 0 R >>", CodigoAtivo::JavaScript),
        ("/Names << /JavaScript << /Names [] >> >>", "", CodigoAtivo::JavaScript),
        ("/OpenAction << /S /Launch /F (calc.exe) >>", "", CodigoAtivo::AbrePrograma),
        ("/A [[[ << /S /Launch >> ]]]", "", CodigoAtivo::AbrePrograma),
        ("/Names << /EmbeddedFiles << /Names [] >> >>", "", CodigoAtivo::ArquivoEmbutido),
        ("", "<< /Type /Filespec /EF << /F 7 0 R >> >>", CodigoAtivo::ArquivoEmbutido),
        ("", "<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream", CodigoAtivo::ArquivoEmbutido),
    ];
    for (no_catalogo, extra, achado) in casos {
        let extras: &[&str] = if extra.is_empty() { &[] } else { &[extra] };
        let pdf = com_extras(&uma_pagina(), no_catalogo, extras);
        assert_eq!(recusa(&pdf), Recusa::ComCodigoAtivo { achado }, "{no_catalogo} {extra}");
    }
    let inofensivo = com_extras(&uma_pagina(), "/OpenAction << /S /GoTo /D [4 0 R /Fit] >>", &[]);
    assert!(inspecionar(&inofensivo, &LimitesPdf::default()).is_ok());
}

#[test]
fn aninhamento_sem_fim_nao_estoura_a_pilha() {
    let fundo = format!("{}{}", "[".repeat(5_000), "]".repeat(5_000));
    let pdf = com_extras(&uma_pagina(), "", &[&fundo]);
    let leitura = inspecionar(&pdf, &LimitesPdf::default());
    assert!(leitura.is_ok() || leitura.is_err_and(|r| r == Recusa::Danificado));
}

#[test]
fn mensagens_e_codigos_sao_estaveis() {
    let casos = [
        (
            Recusa::NaoEPdf { parece: Parece::Html },
            "nao_e_pdf",
            "o arquivo não é um PDF: é uma página da web (HTML)",
        ),
        (Recusa::Truncado, "truncado", "o PDF está incompleto: falta o fim do arquivo"),
        (Recusa::Danificado, "danificado", "o PDF está danificado e não pôde ser lido"),
        (Recusa::Cifrado, "cifrado", "o PDF está protegido por senha"),
        (Recusa::SemPaginas, "sem_paginas", "o PDF não tem páginas"),
        (Recusa::GrandeDemais { limite_bytes: 9 }, "grande_demais", "o arquivo passa do limite de 9 bytes"),
        (Recusa::PaginasDemais { limite: 9 }, "paginas_demais", "o PDF passa do limite de 9 páginas"),
        (
            Recusa::ObjetosDemais { limite: 9 },
            "objetos_demais",
            "o PDF passa do limite de 9 objetos internos",
        ),
        (
            Recusa::ComCodigoAtivo { achado: CodigoAtivo::AbrePrograma },
            "com_codigo_ativo",
            "o PDF não é aceito porque contém uma ação que abre programas",
        ),
    ];
    for (recusa, codigo, mensagem) in casos {
        assert_eq!((recusa.codigo(), recusa.to_string().as_str()), (codigo, mensagem));
        let json = serde_json::to_value(&recusa).unwrap();
        assert_eq!(json["codigo"], codigo);
        assert_eq!(serde_json::from_value::<Recusa>(json).unwrap(), recusa);
    }
}
