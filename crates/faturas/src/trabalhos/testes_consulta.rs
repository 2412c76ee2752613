use super::*;
use rpa::{ErroRpa, Momentos, StatusRpa};

fn resposta(erro: Option<ErroRpa>, dados: Value) -> ResultadoSaida {
    ResultadoSaida {
        sucesso: erro.is_none(),
        status: StatusRpa::Sucesso,
        mensagem: String::new(),
        arquivo_baixado: None,
        url_s3: None,
        dados_extraidos: Value::Null,
        tempo_execucao_segundos: 0.0,
        tentativa_numero: 1,
        timestamps: Momentos { inicio: chrono::DateTime::UNIX_EPOCH, fim: None },
        logs_execucao: Vec::new(),
        screenshots_debug: Vec::new(),
        dados_especificos: dados,
        erro,
    }
}

#[test]
fn so_o_nosso_arquivo_com_protocolo_confirma() {
    let (nosso, outro) = (Sha256::de("nosso"), Sha256::de("outro"));
    let perguntar = |dados| interpretar_consulta(&resposta(None, dados), nosso);
    let tem = perguntar(json!({"encontrado": true, "protocolo": " P1 ", "sha256": nosso}));
    assert_eq!(tem, Consulta::Tem(Recibo { protocolo: "P1".into(), sha256: nosso, por_consulta: true }));
    assert_eq!(perguntar(json!({"encontrado": false})), Consulta::NaoTem);
    let de_outro = perguntar(json!({"encontrado": true, "protocolo": "P1", "sha256": outro}));
    assert!(matches!(de_outro, Consulta::TemOutro(_)));
    for incompleta in [
        json!({}),
        json!({"encontrado": true}),
        json!({"encontrado": true, "sha256": nosso}),
        json!({"encontrado": "sim"}),
    ] {
        assert!(matches!(perguntar(incompleta.clone()), Consulta::NaoDisse(_)), "{incompleta}");
    }
}

#[test]
fn consulta_que_falhou_nunca_prova_que_nada_chegou() {
    let erro = ErroRpa::novo(ClasseErro::PortalFora, "fora do ar");
    let saida = resposta(Some(erro), json!({"encontrado": false}));
    assert!(matches!(interpretar_consulta(&saida, Sha256::de("x")), Consulta::NaoDisse(_)));
}
