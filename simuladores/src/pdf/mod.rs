//! O que é o PDF da fatura: uma página (ou duas) com a cara da operadora e os códigos desenhados.

mod cifra;
mod estilo;
mod folha;
mod pagamento;
mod tabela;

use pdf_writer::{Finish, Name, Pdf, Rect, Ref, TextStr};

pub(crate) use cifra::exigir_senha;
use estilo::{Estilo, Resumo};
use folha::{ALTURA, Folha, LARGURA, MARGEM, Peso};

use crate::digitos::mascarar_cnpj;
use crate::fatura::Fatura;

const CINZA: [f32; 3] = [0.35, 0.35, 0.38];
const PRETO: [f32; 3] = [0.08, 0.08, 0.1];
const BRANCO: [f32; 3] = [1.0, 1.0, 1.0];

/// Os bytes do PDF desta fatura; sempre os mesmos para a mesma fatura.
#[must_use]
pub fn desenhar(fatura: &Fatura) -> Vec<u8> {
    let estilo = Estilo::da(fatura.cliente.portal());
    let mut folhas = vec![primeira_pagina(fatura, &estilo)];
    if !fatura.detalhes.is_empty() {
        folhas.push(segunda_pagina(fatura, &estilo));
    }
    juntar(folhas, &format!("Fatura {} {}", fatura.numero, fatura.emissor.nome))
}

fn primeira_pagina(fatura: &Fatura, estilo: &Estilo) -> Folha {
    let mut folha = Folha::nova();
    cabecalho(&mut folha, fatura, estilo);
    let y = match estilo.resumo {
        Resumo::Lateral => resumo_lateral(&mut folha, fatura, estilo),
        Resumo::Quadros => resumo_em_quadros(&mut folha, fatura, estilo),
        Resumo::Faixa => resumo_em_faixa(&mut folha, fatura, estilo),
    };
    let y = tabela::itens(&mut folha, fatura, estilo, y - 24.0);
    nota_fiscal(&mut folha, fatura, y - 22.0);
    pagamento::ficha(&mut folha, fatura, estilo);
    folha
}

fn segunda_pagina(fatura: &Fatura, estilo: &Estilo) -> Folha {
    let mut folha = Folha::nova();
    cabecalho(&mut folha, fatura, estilo);
    tabela::detalhes(&mut folha, fatura, estilo, ALTURA - 130.0);
    folha
}

fn cabecalho(folha: &mut Folha, fatura: &Fatura, estilo: &Estilo) {
    estilo.desenhar_marca(folha);
    let x = estilo.x_do_emissor;
    let cor = if estilo.faixa_no_topo { BRANCO } else { PRETO };
    folha.texto(Peso::Forte, 11.0, x, ALTURA - 48.0, cor, &fatura.emissor.nome);
    let cnpj = format!("CNPJ {}", mascarar_cnpj(&fatura.emissor.cnpj));
    folha.texto(Peso::Normal, 8.5, x, ALTURA - 61.0, cor, &cnpj);
    folha.texto(Peso::Normal, 8.5, x, ALTURA - 73.0, cor, fatura.emissor.endereco);
    folha.texto_a_direita(Peso::Forte, 10.0, LARGURA - MARGEM, ALTURA - 48.0, cor, estilo.titulo);
    let numero = format!("Fatura nº {}", fatura.numero);
    folha.texto_a_direita(Peso::Normal, 8.5, LARGURA - MARGEM, ALTURA - 61.0, cor, &numero);
}

/// Rótulo e valor do que todo papel traz, com os nomes que esta operadora usa.
fn campos(fatura: &Fatura, estilo: &Estilo) -> Vec<(&'static str, String)> {
    vec![
        (estilo.rotulo_conta, fatura.cliente.filtro.clone()),
        (estilo.rotulo_referencia, fatura.mes_ano.na_tela()),
        (estilo.rotulo_emissao, fatura.emissao.format("%d/%m/%Y").to_string()),
        ("Vencimento", fatura.vencimento_na_tela()),
        ("Total a pagar", format!("R$ {}", fatura.valor_na_tela())),
    ]
}

fn linhas_do_cliente(fatura: &Fatura) -> [String; 4] {
    let cliente = &fatura.cliente;
    [
        cliente.razao_social.clone(),
        format!("CNPJ {}", mascarar_cnpj(&cliente.cnpj)),
        format!("Unidade: {}", cliente.unidade),
        format!("Serviço: {}", cliente.servico),
    ]
}

/// Cliente à esquerda e campos empilhados à direita, linha a linha na mesma altura.
fn resumo_lateral(folha: &mut Folha, fatura: &Fatura, estilo: &Estilo) -> f32 {
    let (topo, passo, x) = (ALTURA - 128.0, 17.0, 330.0);
    folha.retangulo(
        x - 12.0,
        topo - 5.0 * passo + 4.0,
        LARGURA - MARGEM - x + 12.0,
        5.0 * passo + 10.0,
        estilo.clara,
    );
    let cliente = linhas_do_cliente(fatura);
    for (n, (rotulo, valor)) in (0u8..).zip(campos(fatura, estilo)) {
        let y = topo - passo * f32::from(n);
        if let Some(linha) = cliente.get(usize::from(n)) {
            let peso = if n == 0 { Peso::Forte } else { Peso::Normal };
            folha.texto(peso, if n == 0 { 10.5 } else { 9.5 }, MARGEM, y, PRETO, linha);
        }
        let forte = n >= 3;
        folha.texto(Peso::Normal, 9.0, x, y, CINZA, rotulo);
        let peso = if forte { Peso::Forte } else { Peso::Normal };
        folha.texto_a_direita(peso, if forte { 11.0 } else { 9.5 }, LARGURA - MARGEM - 8.0, y, PRETO, &valor);
    }
    topo - 5.0 * passo
}

/// Cliente em cima e uma fileira de quadros: rótulos numa linha, valores na outra.
fn resumo_em_quadros(folha: &mut Folha, fatura: &Fatura, estilo: &Estilo) -> f32 {
    let y = bloco_do_cliente(folha, fatura) - 12.0;
    let largura = (LARGURA - 2.0 * MARGEM - 4.0 * 6.0) / 5.0;
    let lugares: Vec<f32> = (0u8..5).map(|n| MARGEM + f32::from(n) * (largura + 6.0)).collect();
    let campos = campos(fatura, estilo);
    for x in &lugares {
        folha.retangulo(*x, y - 34.0, largura, 40.0, estilo.clara);
    }
    for (x, (rotulo, _)) in lugares.iter().zip(&campos) {
        folha.texto(Peso::Normal, 7.5, x + 6.0, y - 7.0, CINZA, rotulo);
    }
    for (x, (_, valor)) in lugares.iter().zip(&campos) {
        folha.texto(Peso::Forte, 10.5, x + 6.0, y - 25.0, PRETO, valor);
    }
    y - 34.0
}

/// Cliente em cima, três campos miúdos e uma faixa colorida com vencimento e total.
fn resumo_em_faixa(folha: &mut Folha, fatura: &Fatura, estilo: &Estilo) -> f32 {
    let y = bloco_do_cliente(folha, fatura) - 8.0;
    let campos = campos(fatura, estilo);
    for (n, (rotulo, valor)) in (0u8..3).zip(&campos) {
        let x = MARGEM + 172.0 * f32::from(n);
        folha.texto(Peso::Normal, 9.0, x, y, PRETO, &format!("{rotulo}: {valor}"));
    }
    folha.retangulo(MARGEM, y - 40.0, LARGURA - 2.0 * MARGEM, 28.0, estilo.cor);
    folha.texto(
        Peso::Forte,
        12.0,
        MARGEM + 12.0,
        y - 30.0,
        BRANCO,
        &format!("{} {}", campos[3].0, campos[3].1),
    );
    let total = format!("{} {}", campos[4].0, campos[4].1);
    folha.texto_a_direita(Peso::Forte, 13.0, LARGURA - MARGEM - 12.0, y - 30.0, BRANCO, &total);
    y - 40.0
}

fn bloco_do_cliente(folha: &mut Folha, fatura: &Fatura) -> f32 {
    let mut y = ALTURA - 124.0;
    for (n, linha) in linhas_do_cliente(fatura).iter().enumerate() {
        let (peso, corpo) = if n == 0 { (Peso::Forte, 11.0) } else { (Peso::Normal, 9.5) };
        folha.texto(peso, corpo, MARGEM, y, PRETO, linha);
        y -= 14.0;
    }
    y
}

fn nota_fiscal(folha: &mut Folha, fatura: &Fatura, y: f32) {
    let chave = &fatura.chave_nfcom;
    let grupos: Vec<&str> = (0..11).map(|n| &chave[n * 4..n * 4 + 4]).collect();
    let titulo = format!("NFCom nº {} série 001 - Chave de acesso", &chave[25..34]);
    folha.texto(Peso::Normal, 8.0, MARGEM, y, CINZA, &titulo);
    folha.texto(Peso::Normal, 9.0, MARGEM, y - 12.0, PRETO, &grupos.join(" "));
    let aviso = "DOCUMENTO DE SIMULAÇÃO - SEM VALOR FISCAL. NÃO PAGAR.";
    folha.texto(Peso::Normal, 7.0, MARGEM, y - 26.0, CINZA, aviso);
}

fn juntar(folhas: Vec<Folha>, titulo: &str) -> Vec<u8> {
    let (catalogo, arvore, normal, forte, dados) =
        (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4), Ref::new(5));
    let paginas: Vec<(Ref, Ref)> =
        (6..).step_by(2).take(folhas.len()).map(|n| (Ref::new(n), Ref::new(n + 1))).collect();
    let mut pdf = Pdf::new();
    pdf.catalog(catalogo).pages(arvore);
    let quantas = i32::try_from(paginas.len()).unwrap_or(1);
    pdf.pages(arvore).kids(paginas.iter().map(|(pagina, _)| *pagina)).count(quantas);
    for (fonte, nome) in [(normal, "Helvetica"), (forte, "Helvetica-Bold")] {
        pdf.type1_font(fonte).base_font(Name(nome.as_bytes())).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for ((pagina, conteudo), folha) in paginas.into_iter().zip(folhas) {
        let mut escrita = pdf.page(pagina);
        escrita.media_box(Rect::new(0.0, 0.0, LARGURA, ALTURA)).parent(arvore).contents(conteudo);
        escrita.resources().fonts().pair(Peso::Normal.nome(), normal).pair(Peso::Forte.nome(), forte);
        escrita.finish();
        pdf.stream(conteudo, &folha.terminar());
    }
    pdf.document_info(dados).title(TextStr(titulo)).producer(TextStr("Simuladores"));
    pdf.finish()
}

#[cfg(test)]
mod testes;
