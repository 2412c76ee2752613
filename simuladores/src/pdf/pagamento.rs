//! O que é a ficha de pagamento: linha digitável, código de barras e QR do Pix no pé da página.

use qrcode::{Color, EcLevel, QrCode};

use super::estilo::Estilo;
use super::folha::{Folha, LARGURA, MARGEM, Peso};
use super::{CINZA, PRETO};
use crate::codigos::arrecadacao::{larguras_2_de_5, linha_impressa};
use crate::fatura::Fatura;

/// 103 mm em pontos: o comprimento do código de barras de arrecadação.
const COMPRIMENTO: f32 = 292.0;
/// 13 mm em pontos.
const ALTURA_DAS_BARRAS: f32 = 37.0;
const LADO_DO_QR: f32 = 110.0;

/// Desenha a ficha no pé da página.
pub(super) fn ficha(folha: &mut Folha, fatura: &Fatura, estilo: &Estilo) {
    let topo = 192.0;
    folha.linha(MARGEM, topo + 12.0, LARGURA - MARGEM, 4.0, CINZA);
    folha.texto(
        Peso::Forte,
        10.0,
        MARGEM,
        topo - 6.0,
        estilo.cor,
        &format!("{} - Ficha de pagamento", fatura.emissor.nome),
    );
    folha.texto(
        Peso::Normal,
        9.0,
        MARGEM,
        topo - 22.0,
        PRETO,
        &format!("Pagador: {}", fatura.cliente.razao_social),
    );
    let conta = format!(
        "{}: {}   {}: {}",
        estilo.rotulo_conta,
        fatura.cliente.filtro,
        estilo.rotulo_referencia,
        fatura.mes_ano.na_tela()
    );
    folha.texto(Peso::Normal, 9.0, MARGEM, topo - 35.0, PRETO, &conta);
    let vencimento = format!("Vencimento {}", fatura.vencimento_na_tela());
    folha.texto(Peso::Forte, 10.0, MARGEM, topo - 52.0, PRETO, &vencimento);
    let total = format!("Total a pagar R$ {}", fatura.valor_na_tela());
    folha.texto(Peso::Forte, 10.0, MARGEM + 150.0, topo - 52.0, PRETO, &total);
    folha.texto(Peso::Forte, 10.5, MARGEM, topo - 74.0, PRETO, &linha_impressa(&fatura.linha_digitavel));
    barras(folha, &fatura.codigo_barras, MARGEM, topo - 122.0);
    let x = LARGURA - MARGEM - LADO_DO_QR;
    folha.texto(Peso::Normal, 8.0, x, topo - 6.0, CINZA, "Pague com Pix");
    qr(folha, &fatura.pix, x, topo - 16.0 - LADO_DO_QR);
}

fn barras(folha: &mut Folha, codigo: &str, x: f32, y: f32) {
    let larguras = larguras_2_de_5(codigo);
    let total: u16 = larguras.iter().map(|largura| u16::from(*largura)).sum();
    let modulo = COMPRIMENTO / f32::from(total);
    let mut inicio = x;
    let mut pintadas = Vec::new();
    for (n, largura) in larguras.iter().enumerate() {
        let largura = f32::from(*largura) * modulo;
        if n % 2 == 0 {
            pintadas.push([inicio, y, largura, ALTURA_DAS_BARRAS]);
        }
        inicio += largura;
    }
    folha.retangulos(pintadas.into_iter(), PRETO);
}

fn qr(folha: &mut Folha, texto: &str, x: f32, y: f32) {
    // Um texto grande demais para um QR não existe aqui; se existisse, a ficha sairia sem ele.
    let Ok(codigo) = QrCode::with_error_correction_level(texto, EcLevel::M) else {
        return;
    };
    let lado = codigo.width();
    let modulo = LADO_DO_QR / f32::from(u16::try_from(lado).unwrap_or(1));
    let cores = codigo.to_colors();
    let lugar = |n: usize| f32::from(u16::try_from(n).unwrap_or_default()) * modulo;
    let escuros = cores.iter().enumerate().filter(|(_, cor)| **cor == Color::Dark);
    let modulos = escuros
        .map(|(n, _)| [x + lugar(n % lado), y + LADO_DO_QR - lugar(n / lado) - modulo, modulo, modulo]);
    folha.retangulos(modulos, PRETO);
}
