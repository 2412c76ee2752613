//! As faturas de todas as operadoras simuladas, lidas de volta.

use chrono::NaiveDate;
use documentos::leitura::conferencia::Situacao;
use documentos::leitura::ler_neste_processo;
use documentos::{Esperado, FaturaLida, LimitesPdf, Semaforo, conferir};
use nucleo::{Competencia, Dinheiro};
use simuladores::{ClienteSimulado, Fatura, MesAno, catalogo, pdf};

pub fn captura() -> NaiveDate {
    "2026-08-25".parse().unwrap()
}

fn esperado(cliente: &ClienteSimulado, mes: MesAno) -> Esperado {
    Esperado {
        cnpj_cliente: cliente.cnpj.parse().ok(),
        competencia: Competencia::nova(mes.ano() as u16, mes.mes() as u8).ok(),
        ..Esperado::default()
    }
}

/// Tudo o que o simulador pôs no papel volta igual.
pub fn conferir_leitura(fatura: &Fatura, lida: &FaturaLida) {
    let quem = format!("{} {}", fatura.cliente.operadora_codigo, fatura.numero);
    assert_eq!(lida.linha_digitavel.as_deref(), Some(fatura.linha_digitavel.as_str()), "{quem}");
    assert_eq!(lida.codigo_barras.as_deref(), Some(fatura.codigo_barras.as_str()), "{quem}");
    let total = Dinheiro::de_centavos(i64::try_from(fatura.total_centavos).unwrap());
    assert_eq!(lida.valor, Some(total), "{quem}");
    assert_eq!(lida.vencimento, Some(fatura.vencimento), "{quem}");
    assert_eq!(lida.emissao, Some(fatura.emissao), "{quem}");
    assert_eq!(lida.emissor_cnpj.map(|c| c.to_string()), Some(fatura.emissor.cnpj.clone()), "{quem}");
    assert_eq!(lida.cliente_cnpj.map(|c| c.to_string()), Some(fatura.cliente.cnpj.clone()), "{quem}");
    let chave = lida.chave_nfcom.as_ref().map(|chave| chave.como_texto());
    assert_eq!(chave, Some(fatura.chave_nfcom.as_str()), "{quem}");
    assert_eq!(lida.numero.as_deref(), Some(fatura.numero.as_str()), "{quem}");
    let mes = format!("{}-{:02}", fatura.mes_ano.ano(), fatura.mes_ano.mes());
    assert_eq!(lida.competencia.map(|c| c.to_string()), Some(mes), "{quem}");
    assert_eq!(lida.alertas, [], "{quem}");
}

#[test]
fn as_faturas_de_todos_os_clientes_simulados_voltam_iguais_e_verdes() {
    let meses: Vec<MesAno> = MesAno::todos().step_by(5).take(4).collect();
    assert!(!meses.is_empty());
    let mut operadoras = std::collections::BTreeSet::new();
    for cliente in catalogo::padrao() {
        for mes in &meses {
            let fatura = Fatura::gerar(&cliente, *mes);
            let conteudo = pdf::desenhar(&fatura);
            let lida = ler_neste_processo(&conteudo, captura(), &LimitesPdf::default()).unwrap();
            conferir_leitura(&fatura, &lida);
            let parecer = conferir(&lida, &esperado(&cliente, *mes));
            assert_eq!(parecer.semaforo, Semaforo::Verde, "{:#?}", parecer.conferencias);
        }
        operadoras.insert(cliente.operadora_codigo);
    }
    assert!(operadoras.len() >= 5, "{operadoras:?}");
}

#[test]
fn fatura_de_outro_cliente_ou_de_outro_mes_e_vermelha() {
    let clientes = catalogo::padrao();
    let mes = MesAno::novo(2026, 8).unwrap();
    let conteudo = pdf::desenhar(&Fatura::gerar(&clientes[0], mes));
    let lida = ler_neste_processo(&conteudo, captura(), &LimitesPdf::default()).unwrap();
    let outro = clientes.iter().find(|c| c.cnpj[..8] != clientes[0].cnpj[..8]).unwrap();
    assert_eq!(conferir(&lida, &esperado(outro, mes)).semaforo, Semaforo::Vermelho);
    let parecer = conferir(&lida, &esperado(&clientes[0], mes.anterior()));
    assert_eq!(parecer.semaforo, Semaforo::Vermelho);
    assert_eq!(parecer.conferencias.iter().filter(|c| c.situacao == Situacao::Erro).count(), 1);
}
