//! O que é um PDF com senha: o mesmo arquivo com um dicionário de cifra que nenhuma senha vazia abre.

/// Acrescenta ao PDF a exigência de senha, por atualização incremental.
///
/// O conteúdo fica como está: quem lê para na conferência da senha, que é o que se quer provar.
pub(crate) fn exigir_senha(pdf: &[u8]) -> Vec<u8> {
    let texto = String::from_utf8_lossy(pdf);
    let numero = numero_depois(&texto, "/Size ").unwrap_or(100);
    let anterior = numero_depois(&texto, "startxref\n").unwrap_or(0);
    let mut novo = pdf.to_vec();
    novo.push(b'\n');
    let objeto = novo.len();
    let (dono, usuario) = ("5a".repeat(32), "c3".repeat(32));
    let cifra = format!(
        "{numero} 0 obj\n<</Filter/Standard/V 1/R 2/Length 40/O<{dono}>/U<{usuario}>/P -44>>\nendobj\n"
    );
    novo.extend(cifra.as_bytes());
    let tabela = novo.len();
    let id = "0123456789abcdef0123456789abcdef";
    let fim = format!(
        "xref\n{numero} 1\n{objeto:010} 00000 n \ntrailer\n<</Size {}/Root 1 0 R/Prev {anterior}/Encrypt {numero} 0 R/ID[<{id}><{id}>]>>\n\
         startxref\n{tabela}\n%%EOF\n",
        numero + 1
    );
    novo.extend(fim.as_bytes());
    novo
}

/// O último número escrito logo depois da marca.
fn numero_depois(texto: &str, marca: &str) -> Option<usize> {
    let resto = &texto[texto.rfind(marca)? + marca.len()..];
    resto.split(|letra: char| !letra.is_ascii_digit()).next()?.parse().ok()
}
