//! O que é o estilo: a marca, as cores e os rótulos do papel de cada operadora.

use super::folha::{ALTURA, Cor, Folha, LARGURA, MARGEM, Peso};
use super::{BRANCO, PRETO};
use crate::falhas::Portal;

/// Como o papel arruma cliente, vencimento e total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resumo {
    Lateral,
    Quadros,
    Faixa,
}

/// O papel de uma operadora.
pub(super) struct Estilo {
    portal: Portal,
    pub(super) cor: Cor,
    pub(super) clara: Cor,
    pub(super) titulo: &'static str,
    pub(super) resumo: Resumo,
    pub(super) rotulo_conta: &'static str,
    pub(super) rotulo_referencia: &'static str,
    pub(super) rotulo_emissao: &'static str,
    pub(super) zebrada: bool,
    pub(super) faixa_no_topo: bool,
    pub(super) x_do_emissor: f32,
}

impl Estilo {
    pub(super) fn da(portal: Portal) -> Self {
        let base = Self {
            portal,
            cor: [0.04, 0.31, 0.64],
            clara: [0.91, 0.94, 0.98],
            titulo: "Fatura de Serviços de Telecomunicações",
            resumo: Resumo::Lateral,
            rotulo_conta: "Nº da conta",
            rotulo_referencia: "Referência",
            rotulo_emissao: "Emissão",
            zebrada: true,
            faixa_no_topo: false,
            x_do_emissor: 170.0,
        };
        match portal {
            Portal::Emb | Portal::Sat => Self { faixa_no_topo: true, ..base },
            Portal::Viv => Self {
                cor: [0.4, 0.0, 0.6],
                clara: [0.95, 0.91, 0.98],
                titulo: "Sua fatura",
                resumo: Resumo::Quadros,
                rotulo_conta: "Código do cliente",
                rotulo_referencia: "Mês de referência",
                x_do_emissor: 120.0,
                ..base
            },
            Portal::Dig => Self {
                cor: [0.0, 0.5, 0.35],
                clara: [0.9, 0.97, 0.94],
                titulo: "Conta de Comunicação Multimídia",
                resumo: Resumo::Faixa,
                rotulo_conta: "Contrato",
                rotulo_referencia: "Competência",
                rotulo_emissao: "Data de emissão",
                zebrada: false,
                ..base
            },
            Portal::Oi => Self {
                cor: [0.55, 0.35, 0.0],
                clara: [1.0, 0.96, 0.84],
                titulo: "Segunda via de fatura",
                resumo: Resumo::Quadros,
                rotulo_emissao: "Data de emissão",
                zebrada: false,
                x_do_emissor: 120.0,
                ..base
            },
            Portal::Tim => Self {
                cor: [0.0, 0.27, 0.55],
                titulo: "Fatura mensal corporativa",
                rotulo_conta: "Nº do cliente",
                rotulo_referencia: "Mês de referência",
                ..base
            },
        }
    }

    /// A marca (inventada) no alto à esquerda.
    pub(super) fn desenhar_marca(&self, folha: &mut Folha) {
        let (x, y) = (MARGEM, ALTURA - 60.0);
        match self.portal {
            Portal::Emb | Portal::Sat => {
                folha.retangulo(0.0, ALTURA - 92.0, LARGURA, 92.0, self.cor);
                for n in 0u8..3 {
                    let n = f32::from(n);
                    folha.retangulo(x, y + 20.0 - 9.0 * n, 26.0 - 7.0 * n, 5.0, BRANCO);
                }
                folha.texto(Peso::Forte, 20.0, x + 32.0, y + 3.0, BRANCO, "embratel");
            }
            Portal::Viv => {
                folha.circulo(x + 32.0, y + 6.0, 32.0, self.cor);
                folha.texto(Peso::Forte, 20.0, x + 12.0, y, BRANCO, "vivo");
            }
            Portal::Dig => {
                folha.losango(x + 16.0, y + 8.0, 17.0, self.cor);
                folha.losango(x + 34.0, y + 8.0, 17.0, [0.5, 0.8, 0.3]);
                folha.texto(Peso::Forte, 13.0, x + 54.0, y + 3.0, self.cor, "digitalnet");
            }
            Portal::Oi => {
                folha.circulo(x + 30.0, y + 6.0, 29.0, [1.0, 0.79, 0.0]);
                folha.circulo(x + 52.0, y + 18.0, 10.0, [1.0, 0.79, 0.0]);
                folha.texto(Peso::Forte, 28.0, x + 16.0, y - 3.0, PRETO, "oi");
            }
            Portal::Tim => {
                for n in 0u8..3 {
                    folha.retangulo(x, y + 18.0 - 9.0 * f32::from(n), 30.0, 5.0, [0.85, 0.1, 0.15]);
                }
                folha.texto(Peso::Forte, 26.0, x + 38.0, y, self.cor, "TIM");
            }
        }
    }
}
