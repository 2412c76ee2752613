use super::*;
use crate::inspecao::LimitesPdf;
use crate::leitura::ler_neste_processo;
use crate::pdf_de_teste::com_texto;

const FATURA: &str = "Operadora CNPJ 07.159.053/0001-07\n\
    Cliente: Padaria CNPJ: 12.ABC.345/01DE-35\n\
    Referência 07/2026\n\
    Vencimento 15/08/2026\n\
    Total a pagar R$ 1.234,56\n\
    84630000012-8 34560297202-7 60815000000-8 12345678901-5";

fn ler(texto: &str) -> FaturaLida {
    let captura = "2026-08-01".parse().unwrap();
    ler_neste_processo(&com_texto(texto), captura, &LimitesPdf::default()).unwrap()
}

fn esperado() -> Esperado {
    Esperado {
        cnpj_cliente: "12ABC34501DE35".parse().ok(),
        cnpj_operadora: "07159053000107".parse().ok(),
        competencia: "2026-07".parse().ok(),
        ..Esperado::default()
    }
}

/// A cor e a situação de um item quando a fatura ou a espera mudam.
fn situacao(texto: &str, esperado: &Esperado, item: ItemConferido) -> (Semaforo, Situacao, String) {
    let parecer = conferir(&ler(texto), esperado);
    let achada = parecer.conferencias.iter().filter(|c| c.item == item).max_by_key(|c| c.situacao).unwrap();
    (parecer.semaforo, achada.situacao, achada.detalhe.clone())
}

#[test]
fn verde_quando_tudo_confere() {
    let parecer = conferir(&ler(FATURA), &esperado());
    assert_eq!(parecer.semaforo, Semaforo::Verde, "{parecer:#?}");
    let detalhes: Vec<&str> = parecer.conferencias.iter().map(|c| c.detalhe.as_str()).collect();
    assert_eq!(
        detalhes,
        [
            "R$ 1.234,56, confirmado por 2 fontes",
            "15/08/2026, confirmado por 2 fontes",
            "12.ABC.345/01DE-35 está no documento",
            "07.159.053/0001-07",
            "07/2026",
        ]
    );
    let json = serde_json::to_value(&parecer).unwrap();
    assert_eq!(json["semaforo"], "VERDE");
    assert_eq!(json["conferencias"][0]["situacao"], "OK");
    assert_eq!(json["conferencias"][0]["item"], "VALOR");
}

#[test]
fn amarelo_quando_falta_confirmar() {
    let casos = [
        (FATURA.replace("Total a pagar", "Olá"), ItemConferido::Valor, "R$ 1.234,56, de uma só fonte"),
        (FATURA.replace("Vencimento", "Olá"), ItemConferido::Vencimento, "15/08/2026, de uma só fonte"),
        (
            FATURA.replace("Referência", "Olá"),
            ItemConferido::Competencia,
            "o mês de referência não foi encontrado no documento",
        ),
        (
            FATURA.replace("12.ABC.345/01DE-35", ""),
            ItemConferido::Cliente,
            "o documento não traz o CNPJ do cliente",
        ),
    ];
    for (texto, item, detalhe) in casos {
        assert_eq!(
            situacao(&texto, &esperado(), item),
            (Semaforo::Amarelo, Situacao::Alerta, detalhe.to_owned()),
            "{texto}"
        );
    }
    let (cor, achada, _) =
        situacao("Fatura sem nada de útil para quem lê", &esperado(), ItemConferido::Documento);
    assert_eq!((cor, achada), (Semaforo::Amarelo, Situacao::Alerta));
}

#[test]
fn vermelho_quando_algo_contradiz() {
    let outro_mes = Esperado { competencia: "2026-08".parse().ok(), ..esperado() };
    let outro_cliente = Esperado { cnpj_cliente: "11444777000161".parse().ok(), ..esperado() };
    let outra_operadora = Esperado { cnpj_operadora: "11444777000161".parse().ok(), ..esperado() };
    let outro_valor = Esperado { valor: Some(Dinheiro::de_centavos(1)), ..esperado() };
    let casos = [
        (
            FATURA.to_owned(),
            outro_mes,
            ItemConferido::Competencia,
            "o documento é de 07/2026, esperado 08/2026",
        ),
        (
            FATURA.to_owned(),
            outro_cliente,
            ItemConferido::Cliente,
            "o documento é de 12.ABC.345/01DE-35, esperado 11.444.777/0001-61",
        ),
        (
            FATURA.to_owned(),
            outra_operadora,
            ItemConferido::Emissor,
            "cobrada por 07.159.053/0001-07, esperado 11.444.777/0001-61",
        ),
        (FATURA.to_owned(), outro_valor, ItemConferido::Valor, "lido R$ 1.234,56, esperado R$ 0,01"),
        (
            FATURA.replace("1.234,56", "1.234,57"),
            esperado(),
            ItemConferido::Valor,
            "o valor da linha digitável (R$ 1.234,56) difere do impresso (R$ 1.234,57)",
        ),
        (
            FATURA.replace("15/08/2026", "15/09/2026"),
            esperado(),
            ItemConferido::Vencimento,
            "o vencimento da linha digitável (15/08/2026) difere do impresso (15/09/2026)",
        ),
        (
            FATURA.replace("01-5", "01-4"),
            esperado(),
            ItemConferido::Documento,
            "a linha 846300000128345602972027608150000008123456789014 tem dígito verificador errado",
        ),
    ];
    for (texto, esperado, item, detalhe) in casos {
        assert_eq!(
            situacao(&texto, &esperado, item),
            (Semaforo::Vermelho, Situacao::Erro, detalhe.to_owned()),
            "{texto}"
        );
    }
}

#[test]
fn outra_filial_do_cliente_e_alerta() {
    let filial = nucleo::Cnpj::da_base("12ABC3450002").unwrap();
    let esperado = Esperado { cnpj_cliente: Some(filial), ..esperado() };
    let (cor, achada, detalhe) = situacao(FATURA, &esperado, ItemConferido::Cliente);
    assert_eq!((cor, achada), (Semaforo::Amarelo, Situacao::Alerta));
    assert!(detalhe.starts_with("é outro estabelecimento"), "{detalhe}");
}

#[test]
fn valor_informado_por_fora_conta_como_fonte() {
    let sem_rotulo = FATURA.replace("Total a pagar", "Olá");
    let esperado = Esperado { valor: Some(Dinheiro::de_centavos(123_456)), ..esperado() };
    assert_eq!(conferir(&ler(&sem_rotulo), &esperado).semaforo, Semaforo::Verde);
}

#[test]
fn emissor_conhecido_so_pela_arrecadacao() {
    let sem_cnpj = FATURA.replace("CNPJ 07.159.053/0001-07", "");
    let (_, achada, detalhe) = situacao(&sem_cnpj, &Esperado::default(), ItemConferido::Emissor);
    assert_eq!((achada, detalhe.as_str()), (Situacao::Ok, "Claro, pelo código da arrecadação"));
}

#[test]
fn sem_esperados_nada_e_verde() {
    let parecer = conferir(&ler(FATURA), &Esperado::default());
    assert_eq!(parecer.semaforo, Semaforo::Amarelo);
    assert_eq!(parecer.conferencias.iter().filter(|c| c.situacao == Situacao::Alerta).count(), 2);
}

#[test]
fn conferencia_de_fora_muda_a_cor() {
    let parecer = conferir(&ler(FATURA), &esperado()).com(Conferencia {
        item: ItemConferido::Documento,
        situacao: Situacao::Erro,
        detalhe: "a mesma linha digitável já está em outro processo".to_owned(),
    });
    assert_eq!(parecer.semaforo, Semaforo::Vermelho);
    assert_eq!(Parecer::novo(Vec::new()).semaforo, Semaforo::Amarelo);
}
