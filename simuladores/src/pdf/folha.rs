//! O que é uma folha: um conteúdo de página com as poucas operações que a fatura usa.

use pdf_writer::{Content, Name, Str};

/// Largura do A4 em pontos.
pub(super) const LARGURA: f32 = 595.0;
/// Altura do A4 em pontos.
pub(super) const ALTURA: f32 = 842.0;
/// Margem lateral em pontos.
pub(super) const MARGEM: f32 = 40.0;

/// Cor em vermelho, verde e azul, de 0 a 1.
pub(super) type Cor = [f32; 3];

/// Larguras da Helvetica de espaço a til, em milésimos do corpo.
const LARGURAS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// Peso da letra.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Peso {
    Normal,
    Forte,
}

impl Peso {
    pub(super) fn nome(self) -> Name<'static> {
        match self {
            Self::Normal => Name(b"F1"),
            Self::Forte => Name(b"F2"),
        }
    }
}

/// Uma página em construção; a origem é o canto inferior esquerdo.
pub(super) struct Folha(Content);

impl Folha {
    pub(super) fn nova() -> Self {
        Self(Content::new())
    }

    pub(super) fn terminar(self) -> Vec<u8> {
        self.0.finish().to_vec()
    }

    pub(super) fn retangulo(&mut self, x: f32, y: f32, largura: f32, altura: f32, [r, g, b]: Cor) {
        self.0.set_fill_rgb(r, g, b).rect(x, y, largura, altura).fill_nonzero();
    }

    /// Vários retângulos da mesma cor numa pintura só: barras e módulos de código.
    pub(super) fn retangulos(&mut self, lista: impl Iterator<Item = [f32; 4]>, [r, g, b]: Cor) {
        self.0.set_fill_rgb(r, g, b);
        for [x, y, largura, altura] in lista {
            self.0.rect(x, y, largura, altura);
        }
        self.0.fill_nonzero();
    }

    pub(super) fn circulo(&mut self, x: f32, y: f32, raio: f32, [r, g, b]: Cor) {
        let k = raio * 0.5523;
        self.0.set_fill_rgb(r, g, b).move_to(x + raio, y);
        self.0.cubic_to(x + raio, y + k, x + k, y + raio, x, y + raio);
        self.0.cubic_to(x - k, y + raio, x - raio, y + k, x - raio, y);
        self.0.cubic_to(x - raio, y - k, x - k, y - raio, x, y - raio);
        self.0.cubic_to(x + k, y - raio, x + raio, y - k, x + raio, y);
        self.0.fill_nonzero();
    }

    pub(super) fn losango(&mut self, x: f32, y: f32, raio: f32, [r, g, b]: Cor) {
        self.0
            .set_fill_rgb(r, g, b)
            .move_to(x + raio, y)
            .line_to(x, y + raio)
            .line_to(x - raio, y)
            .line_to(x, y - raio);
        self.0.fill_nonzero();
    }

    /// Linha horizontal; `traco` maior que zero a faz tracejada.
    pub(super) fn linha(&mut self, x: f32, y: f32, ate: f32, traco: f32, [r, g, b]: Cor) {
        self.0.save_state().set_stroke_rgb(r, g, b).set_line_width(0.6);
        if traco > 0.0 {
            self.0.set_dash_pattern([traco], 0.0);
        }
        self.0.move_to(x, y).line_to(ate, y).stroke().restore_state();
    }

    pub(super) fn texto(&mut self, peso: Peso, corpo: f32, x: f32, y: f32, [r, g, b]: Cor, texto: &str) {
        self.0.begin_text().set_fill_rgb(r, g, b).set_font(peso.nome(), corpo).next_line(x, y);
        self.0.show(Str(&em_winansi(texto))).end_text();
    }

    pub(super) fn texto_a_direita(&mut self, peso: Peso, corpo: f32, x: f32, y: f32, cor: Cor, texto: &str) {
        self.texto(peso, corpo, x - largura(peso, corpo, texto), y, cor, texto);
    }
}

/// Quanto o texto ocupa; letras acentuadas e em negrito são aproximadas (algarismos são exatos).
fn largura(peso: Peso, corpo: f32, texto: &str) -> f32 {
    let milesimos: u16 = texto.chars().map(|letra| largura_da_letra(peso, letra)).sum();
    f32::from(milesimos) / 1000.0 * corpo
}

fn largura_da_letra(peso: Peso, letra: char) -> u16 {
    let posicao = usize::try_from(u32::from(letra).wrapping_sub(32)).unwrap_or(usize::MAX);
    let normal = LARGURAS.get(posicao).copied().unwrap_or(if letra == 'º' { 365 } else { 556 });
    if peso == Peso::Forte && letra.is_lowercase() { normal + normal / 14 } else { normal }
}

/// O texto em WinAnsi, que para o português coincide com Latin-1; o que não couber vira `?`.
fn em_winansi(texto: &str) -> Vec<u8> {
    texto.chars().map(|letra| u8::try_from(u32::from(letra)).unwrap_or(b'?')).collect()
}
