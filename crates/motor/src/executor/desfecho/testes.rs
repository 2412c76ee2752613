//! Provas da decisão: tabela de estado e desfecho, sem banco.

use nucleo::RelogioParado;
use serde_json::json;

use super::*;
use crate::testes::execucao_de_exemplo;

fn decidir_em(execucao: &Execucao, desfecho: Desfecho, anteriores: u32) -> Fecho {
    let relogio = RelogioParado::em(execucao.criado_em);
    let quando = Instante { agora: execucao.criado_em, anteriores };
    decidir(execucao, &desfecho, &Politica::default(), quando, &relogio).unwrap()
}

fn falha(decisao: Decisao) -> Desfecho {
    Desfecho::Falha(Falha::nova(decisao, "classe", "mensagem"))
}

#[test]
fn cada_desfecho_leva_ao_seu_lugar() {
    let primeira = execucao_de_exemplo();
    let ultima = Execucao { numero_tentativa: 3, ..primeira.clone() };
    let segundos = |n| Duration::from_secs(n);
    let casos = [
        (&primeira, Desfecho::Feita(json!(1)), Situacao::Concluido, SituacaoTentativa::Concluido),
        (&primeira, falha(Decisao::Repetir), Situacao::TentandoNovamente, SituacaoTentativa::Falhou),
        (
            &primeira,
            falha(Decisao::RepetirApos(segundos(9))),
            Situacao::TentandoNovamente,
            SituacaoTentativa::Falhou,
        ),
        (&ultima, falha(Decisao::Repetir), Situacao::Falhou, SituacaoTentativa::Falhou),
        (&ultima, falha(Decisao::RepetirApos(segundos(9))), Situacao::Falhou, SituacaoTentativa::Falhou),
        (&primeira, falha(Decisao::Desistir), Situacao::Falhou, SituacaoTentativa::Falhou),
        (&ultima, falha(Decisao::Adiar(segundos(60))), Situacao::Adiada, SituacaoTentativa::Adiada),
        (&primeira, falha(Decisao::Cancelado), Situacao::Cancelado, SituacaoTentativa::Cancelado),
        (&primeira, falha(Decisao::Incerta), Situacao::Incerto, SituacaoTentativa::Incerto),
        (&primeira, Desfecho::SemEfeito, Situacao::Pendente, SituacaoTentativa::SemEfeito),
        (&ultima, Desfecho::SemEfeito, Situacao::Falhou, SituacaoTentativa::SemEfeito),
    ];
    for (execucao, desfecho, destino, tentativa) in casos {
        let fecho = decidir_em(execucao, desfecho.clone(), 0);
        assert_eq!((fecho.destino, fecho.tentativa), (destino, tentativa), "{desfecho:?}");
    }
}

#[test]
fn depois_de_um_passo_marcado_toda_falha_e_duvida() {
    let marcada = Execucao {
        passo_irreversivel: Some("antes_de_enviar".into()),
        numero_tentativa: 3,
        ..execucao_de_exemplo()
    };
    let cancelada = Execucao { cancelamento_pedido_em: Some(marcada.criado_em), ..marcada.clone() };
    for decisao in [Decisao::Repetir, Decisao::Desistir, Decisao::Cancelado, Decisao::Adiar(Duration::ZERO)] {
        for execucao in [&marcada, &cancelada] {
            let fecho = decidir_em(execucao, falha(decisao), 0);
            assert_eq!(fecho.destino, Situacao::Incerto, "{decisao:?}");
            assert_eq!(fecho.passo.as_deref(), Some("antes_de_enviar"));
        }
    }
    assert_eq!(decidir_em(&cancelada, Desfecho::SemEfeito, 0).destino, Situacao::Cancelado);
    assert_eq!(decidir_em(&marcada, Desfecho::SemEfeito, 0).passo, None);
}

#[test]
fn adiar_nao_gasta_tentativa_e_a_duvida_espera_cada_vez_mais() {
    let execucao = execucao_de_exemplo();
    let adiada = decidir_em(&execucao, falha(Decisao::Adiar(Duration::from_secs(60))), 0);
    assert_eq!(adiada.tentativas_a_mais, 1);
    assert_eq!(adiada.disponivel_em, execucao.criado_em + TimeDelta::seconds(60));
    let para_sempre = decidir_em(&execucao, falha(Decisao::Adiar(Duration::MAX)), 0);
    assert!(para_sempre.disponivel_em > execucao.criado_em + TimeDelta::days(3000));

    let espera = |anteriores| {
        decidir_em(&execucao, falha(Decisao::Incerta), anteriores).disponivel_em - execucao.criado_em
    };
    assert_eq!(espera(0), espera_para_verificar());
    assert!(espera(0) < espera(1) && espera(1) < espera(3), "{} {} {}", espera(0), espera(1), espera(3));
    assert_eq!(decidir_em(&execucao, falha(Decisao::Incerta), 0).passo.as_deref(), Some("efeito_incerto"));
}

#[test]
fn o_dominio_recebe_a_falha_que_explica() {
    let execucao =
        Execucao { detalhes_erro: Some("recusou".into()), numero_tentativa: 3, ..execucao_de_exemplo() };
    let fecho = decidir_em(&execucao, Desfecho::SemEfeito, 0);
    let explicada = falha_do_fecho(&Desfecho::SemEfeito, &fecho);
    assert!(explicada.mensagem.contains("recusou"), "{}", explicada.mensagem);
    let cancelada = Fecho { destino: Situacao::Cancelado, ..fecho };
    assert_eq!(falha_do_fecho(&falha(Decisao::Repetir), &cancelada), Falha::cancelado());
}
