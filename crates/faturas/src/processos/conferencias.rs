//! As conferências que dependem do que a conta já tem: a mesma fatura em outro processo, e a diferença do mês
//! anterior. As do próprio documento são de `documentos`.

use banco::Contexto;
use documentos::{
    Conferencia, Parecer,
    leitura::conferencia::{ItemConferido, Situacao},
};
use nucleo::{Competencia, Dinheiro, Erro, Resultado};
use serde_json::{Value, json};

use super::{
    Processo,
    acoes::Recebida,
    repositorio::duplicidade::{self, Identidade, Igualdade, Outra},
};

/// Acima disto, em centésimos, a diferença do mês anterior chama a atenção.
const VARIACAO_NORMAL: i128 = 15;

/// O parecer da leitura com as conferências da conta.
pub async fn completar(cx: &mut Contexto, processo: &Processo, recebida: &Recebida) -> Resultado<Parecer> {
    let leitura = &recebida.leitura;
    let identidade = Identidade {
        arquivo: recebida.sha256,
        linha_digitavel: leitura.linha_digitavel.as_deref(),
        numero: leitura.numero.as_deref(),
    };
    let outra = duplicidade::procurar(cx, processo, identidade).await?;
    let mut parecer = recebida.parecer.clone();
    // A recepção já pode ter achado o mesmo arquivo em outro mês do cliente.
    if !parecer.conferencias.iter().any(|c| c.item == ItemConferido::Duplicidade) {
        parecer = parecer.com(duplicada(outra.as_ref()));
    }
    Ok(match variacao(leitura.valor, processo.valor_mes_anterior, processo.mes_ano) {
        Some(conferencia) => parecer.com(conferencia),
        None => parecer,
    })
}

/// Quantas conferências não estão OK.
pub fn alertas(parecer: &Parecer) -> i64 {
    parecer.conferencias.iter().filter(|c| c.situacao != Situacao::Ok).count() as i64
}

/// Refaz a comparação com o mês anterior sobre um valor corrigido, na leitura guardada.
pub fn refazer_variacao(
    leitura: &mut Value,
    processo: &Processo,
    valor: Option<Dinheiro>,
) -> Resultado<Parecer> {
    let guardadas = leitura.get("conferencias").cloned().unwrap_or(json!([]));
    let mut conferencias: Vec<Conferencia> = serde_json::from_value(guardadas).map_err(Erro::interno)?;
    conferencias.retain(|c| c.item != ItemConferido::Variacao);
    conferencias.extend(variacao(valor, processo.valor_mes_anterior, processo.mes_ano));
    let parecer = Parecer::novo(conferencias);
    leitura["conferencias"] = json!(parecer.conferencias);
    leitura["semaforo"] = json!(parecer.semaforo);
    Ok(parecer)
}

fn duplicada(outra: Option<&Outra>) -> Conferencia {
    let item = ItemConferido::Duplicidade;
    let Some(outra) = outra else {
        let detalhe = "nenhuma outra fatura igual nos últimos 24 meses".into();
        return Conferencia { item, situacao: Situacao::Ok, detalhe };
    };
    let (situacao, em_que) = match outra.igualdade {
        Igualdade::Arquivo => (Situacao::Erro, "é o mesmo arquivo"),
        Igualdade::LinhaDigitavel => (Situacao::Erro, "tem a mesma linha digitável"),
        // Há operadoras que repetem números de um ano para outro.
        Igualdade::Numero => (Situacao::Alerta, "tem o mesmo número"),
    };
    let detalhe = format!("{em_que} de {}, {}, {}", outra.razao_social, outra.unidade, outra.mes_ano);
    Conferencia { item, situacao, detalhe }
}

/// `None` sem os dois valores: não há o que comparar.
fn variacao(valor: Option<Dinheiro>, anterior: Option<Dinheiro>, mes: Competencia) -> Option<Conferencia> {
    let (valor, anterior) = (valor?, anterior.filter(|v| v.centavos() > 0)?);
    let diferenca = i128::from(valor.centavos()) - i128::from(anterior.centavos());
    let base = i128::from(anterior.centavos());
    let situacao =
        if diferenca.abs() * 100 > base * VARIACAO_NORMAL { Situacao::Alerta } else { Situacao::Ok };
    let detalhe = match diferenca {
        0 => format!("{}, igual a {}", valor.em_reais(), antes_de(mes)),
        _ => {
            let decimos = (diferenca.abs() * 1_000 + base / 2) / base;
            let sentido = if diferenca > 0 { "a mais" } else { "a menos" };
            format!(
                "{}, {},{} % {sentido} que {} ({})",
                valor.em_reais(),
                decimos / 10,
                decimos % 10,
                antes_de(mes),
                anterior.em_reais()
            )
        }
    };
    Some(Conferencia { item: ItemConferido::Variacao, situacao, detalhe })
}

fn antes_de(mes: Competencia) -> String {
    mes.anterior().map_or_else(|_| "o mês anterior".into(), |m| format!("{:02}/{}", m.mes(), m.ano()))
}

#[cfg(test)]
mod testes {
    use super::*;

    fn reais(centavos: i64) -> Option<Dinheiro> {
        Some(Dinheiro::de_centavos(centavos))
    }

    #[test]
    fn acima_de_quinze_por_cento_chama_a_atencao() {
        let mes = "2026-11".parse().unwrap();
        let casos = [
            (11_500, 10_000, Situacao::Ok, "R$ 115,00, 15,0 % a mais que 10/2026 (R$ 100,00)"),
            (11_501, 10_000, Situacao::Alerta, "R$ 115,01, 15,0 % a mais que 10/2026 (R$ 100,00)"),
            (8_499, 10_000, Situacao::Alerta, "R$ 84,99, 15,0 % a menos que 10/2026 (R$ 100,00)"),
            (10_000, 10_000, Situacao::Ok, "R$ 100,00, igual a 10/2026"),
            (0, 5_000, Situacao::Alerta, "R$ 0,00, 100,0 % a menos que 10/2026 (R$ 50,00)"),
        ];
        for (valor, anterior, situacao, detalhe) in casos {
            let conferencia = variacao(reais(valor), reais(anterior), mes).unwrap();
            assert_eq!((conferencia.situacao, conferencia.detalhe.as_str()), (situacao, detalhe));
        }
        assert_eq!(variacao(None, reais(1), mes), None);
        assert_eq!(variacao(reais(1), None, mes), None);
        assert_eq!(variacao(reais(1), reais(0), mes), None, "de zero não há porcentagem");
    }
}
