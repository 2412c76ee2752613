//! O que são os PDFs dos testes: montados objeto a objeto, para conter só o que o teste quer.

/// Monta um PDF com os objetos dados, numerados a partir de 1; o primeiro é o catálogo.
pub fn montar(objetos: &[String]) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n".to_vec();
    let mut posicoes = Vec::new();
    for (indice, objeto) in objetos.iter().enumerate() {
        posicoes.push(pdf.len());
        pdf.extend_from_slice(format!("{} 0 obj\n", indice + 1).as_bytes());
        // Latin-1, como espera a codificação WinAnsi das fontes.
        pdf.extend(objeto.chars().map(|c| u8::try_from(c).unwrap_or(b'?')));
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let inicio = pdf.len();
    let total = objetos.len() + 1;
    pdf.extend_from_slice(format!("xref\n0 {total}\n0000000000 65535 f \n").as_bytes());
    for posicao in posicoes {
        pdf.extend_from_slice(format!("{posicao:010} 00000 n \n").as_bytes());
    }
    let fim = format!("trailer\n<< /Size {total} /Root 1 0 R >>\nstartxref\n{inicio}\n%%EOF\n");
    pdf.extend_from_slice(fim.as_bytes());
    pdf
}

/// Um PDF com as linhas de texto de cada página.
pub fn com_paginas(paginas: &[Vec<String>]) -> Vec<u8> {
    com_extras(paginas, "", &[])
}

/// O mesmo, com um acréscimo ao catálogo e objetos a mais no fim.
pub fn com_extras(paginas: &[Vec<String>], no_catalogo: &str, extras: &[&str]) -> Vec<u8> {
    let filhos: Vec<String> = (0..paginas.len()).map(|i| format!("{} 0 R", 4 + 2 * i)).collect();
    let mut objetos = vec![
        format!("<< /Type /Catalog /Pages 2 0 R {no_catalogo} >>"),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", filhos.join(" "), paginas.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (indice, linhas) in paginas.iter().enumerate() {
        objetos.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * indice
        ));
        let mut desenho = String::from("BT /F1 9 Tf 40 800 Td 16 TL\n");
        for linha in linhas {
            let escapada = linha.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
            desenho.push_str(&format!("({escapada}) Tj T*\n"));
        }
        desenho.push_str("ET");
        let tamanho = desenho.chars().count();
        objetos.push(format!("<< /Length {tamanho} >>\nstream\n{desenho}\nendstream"));
    }
    objetos.extend(extras.iter().map(|extra| (*extra).to_owned()));
    montar(&objetos)
}

/// As linhas de um texto, como uma página só.
pub fn com_texto(texto: &str) -> Vec<u8> {
    com_paginas(&[texto.lines().map(|linha| linha.trim().to_owned()).collect()])
}
