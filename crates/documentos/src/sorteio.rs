//! O que é o sorteio dos testes: números que parecem ao acaso e se repetem pela semente.

/// Gerador congruente simples; serve a testes, nunca a segredos.
pub struct Sorteio(u64);

impl Sorteio {
    /// Começa pela semente dada.
    pub fn novo(semente: u64) -> Self {
        Self(semente.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Um número de 0 a `limite - 1`.
    pub fn ate(&mut self, limite: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limite
    }

    /// Uma sequência de algarismos.
    pub fn digitos(&mut self, quantidade: usize) -> String {
        (0..quantidade).map(|_| char::from(b'0' + self.ate(10) as u8)).collect()
    }
}
