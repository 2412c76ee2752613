//! O que são as tabelas da fatura: itens cobrados e consumo detalhado.

use super::estilo::Estilo;
use super::folha::{Folha, LARGURA, MARGEM, Peso};
use super::{BRANCO, CINZA, PRETO};
use crate::fatura::{Fatura, Item, reais};

const DIREITA: f32 = LARGURA - MARGEM;
const COLUNA_QUANTIDADE: f32 = 420.0;

/// Os itens e o total; devolve a altura onde a tabela acaba.
pub(super) fn itens(folha: &mut Folha, fatura: &Fatura, estilo: &Estilo, y: f32) -> f32 {
    let titulos = ["Descrição dos serviços", "Qtde", "Valor (R$)"];
    let y = linhas(folha, &fatura.itens, estilo, y, titulos, 17.0);
    folha.linha(MARGEM, y + 11.0, DIREITA, 0.0, estilo.cor);
    folha.texto(Peso::Forte, 10.0, MARGEM + 6.0, y - 3.0, PRETO, "Total da fatura");
    folha.texto_a_direita(Peso::Forte, 10.0, DIREITA - 6.0, y - 3.0, PRETO, &fatura.valor_na_tela());
    y - 8.0
}

/// O consumo da segunda página e a soma dele.
pub(super) fn detalhes(folha: &mut Folha, fatura: &Fatura, estilo: &Estilo, y: f32) {
    folha.texto(Peso::Forte, 12.0, MARGEM, y, estilo.cor, "Detalhamento do consumo");
    let titulos = ["Data e número chamado", "Minutos", "Valor (R$)"];
    let fim = linhas(folha, &fatura.detalhes, estilo, y - 24.0, titulos, 15.0);
    let soma: i64 = fatura.detalhes.iter().map(|item| item.centavos).sum();
    folha.texto(Peso::Forte, 9.5, MARGEM + 6.0, fim - 3.0, PRETO, "Subtotal do consumo");
    folha.texto_a_direita(Peso::Forte, 9.5, DIREITA - 6.0, fim - 3.0, PRETO, &reais(soma));
    let rodape = format!("Fatura nº {} - página 2 de 2", fatura.numero);
    folha.texto(Peso::Normal, 8.0, MARGEM, 40.0, CINZA, &rodape);
}

fn linhas(folha: &mut Folha, itens: &[Item], estilo: &Estilo, y: f32, titulos: [&str; 3], passo: f32) -> f32 {
    folha.retangulo(MARGEM, y - 5.0, DIREITA - MARGEM, 17.0, estilo.cor);
    folha.texto(Peso::Forte, 9.0, MARGEM + 6.0, y, BRANCO, titulos[0]);
    folha.texto_a_direita(Peso::Forte, 9.0, COLUNA_QUANTIDADE, y, BRANCO, titulos[1]);
    folha.texto_a_direita(Peso::Forte, 9.0, DIREITA - 6.0, y, BRANCO, titulos[2]);
    let mut y = y - passo;
    for (n, item) in itens.iter().enumerate() {
        if !estilo.zebrada {
            folha.linha(MARGEM, y - 5.0, DIREITA, 0.0, [0.8, 0.8, 0.82]);
        } else if n % 2 == 1 {
            folha.retangulo(MARGEM, y - 5.0, DIREITA - MARGEM, passo, estilo.clara);
        }
        folha.texto(Peso::Normal, 9.0, MARGEM + 6.0, y, PRETO, &item.descricao);
        folha.texto_a_direita(Peso::Normal, 9.0, COLUNA_QUANTIDADE, y, PRETO, &item.quantidade.to_string());
        folha.texto_a_direita(Peso::Normal, 9.0, DIREITA - 6.0, y, PRETO, &reais(item.centavos));
        y -= passo;
    }
    y
}
