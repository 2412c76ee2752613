//! Provas dos agendamentos: a regra com o horário de verão, o disparo único e as operações.

use apoio::{Teste, nos_dois_bancos, pedir, pedir_com};
use axum::{Router, body::Body, http::Request};
use banco::valores;
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::Escopo;
use serde_json::{Value, json};

use super::*;
use crate::{App, Catalogo, rotas};

fn instante(texto: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(texto).unwrap().to_utc()
}

fn disparos(cron: &str, fuso: &str, apos: &str, quantos: usize) -> Vec<String> {
    let apos = instante(apos);
    let regra = Regra::nova(cron, fuso, apos).unwrap();
    regra.proximas(apos, quantos).unwrap().iter().map(|i| i.format("%m-%dT%H:%M:%S").to_string()).collect()
}

#[test]
fn a_hora_e_a_do_lugar_com_horario_de_verao_e_tudo() {
    const SP: &str = "America/Sao_Paulo";
    const NY: &str = "America/New_York";
    // Dia comum: 06:00 em São Paulo são 09:00 UTC; segundos no sexto campo.
    assert_eq!(disparos("0 6 1 * *", SP, "2026-11-20T12:00:00Z", 2), ["12-01T09:00:00", "01-01T09:00:00"]);
    assert_eq!(disparos("30 0 6 * * *", SP, "2026-11-20T12:00:00Z", 1), ["11-21T09:00:30"]);
    // 2018-11-04: a meia-noite não existiu em São Paulo; dispara à 01:00 de verão, e depois à meia-noite.
    assert_eq!(disparos("0 0 * * *", SP, "2018-11-03T12:00:00Z", 2), ["11-04T03:00:00", "11-05T02:00:00"]);
    // 2018-02-17: 23:30 aconteceu duas vezes; dispara só na primeira.
    assert_eq!(disparos("30 23 * * *", SP, "2018-02-17T12:00:00Z", 2), ["02-18T01:30:00", "02-19T02:30:00"]);
    // Nova York, dia do salto: 02:30 não existe e dispara às 03:00.
    assert_eq!(disparos("30 2 * * *", NY, "2026-03-08T00:00:00Z", 2), ["03-08T07:00:00", "03-09T06:30:00"]);
    // Último dia útil do mês.
    assert_eq!(disparos("0 8 LW * *", SP, "2026-11-20T12:00:00Z", 2), ["11-30T11:00:00", "12-31T11:00:00"]);
}

#[test]
fn o_que_nunca_acontece_ou_nao_se_entende_e_recusado() {
    let agora = instante("2026-11-20T12:00:00Z");
    let codigo = |cron: &str, fuso: &str| match Regra::nova(cron, fuso, agora).unwrap_err() {
        nucleo::Erro::Invalido(campos) => campos[0].codigo.to_string(),
        outro => panic!("{outro}"),
    };
    assert_eq!(codigo("0 0 31 2 *", "America/Sao_Paulo"), "cron_impossivel");
    for malformado in ["", "0 6", "61 * * * *", "*/0 * * * *", "0/5 * * * *", "0 0 6 1 * * 2030", "a b c d e"]
    {
        assert_eq!(codigo(malformado, "America/Sao_Paulo"), "cron_invalido", "{malformado}");
    }
    for fuso in ["America/Atlantida", "-03:00", ""] {
        assert_eq!(codigo("0 6 1 * *", fuso), "fuso_desconhecido", "{fuso}");
    }
}

fn servir(t: &Teste, escopo: &Escopo) -> Router {
    let app = App { base: t.base(escopo), catalogo: Catalogo::default() };
    Router::from(rotas()).with_state(app)
}

fn pedido(nome: &str) -> Value {
    json!({"nome": nome, "tipo": "CRIAR_PROCESSOS_MENSAIS", "cron": "0 6 1 * *", "parametros": {"mes": "atual"}})
}

async fn contar(t: &Teste, escopo: &Escopo, tabela_e_filtro: &'static str) -> i64 {
    let linha =
        t.banco.ler(escopo, async |cx| cx.buscar_um(tabela_e_filtro, valores![cx.conta()]).await).await;
    linha.unwrap().unwrap().obter_em(0).unwrap()
}

const EXECUCOES: &str = "SELECT count(*) FROM execucoes WHERE conta_id = ?";
const DISPAROS: &str =
    "SELECT count(*) FROM agendamento_disparos WHERE conta_id = ? AND execucao_id IS NOT NULL";

#[tokio::test]
async fn nasce_muda_e_morre_com_versao() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let rotas = servir(&t, &escopo);
        let criado = pedir(&rotas, "POST", "/agendamentos", Some(pedido("mensal"))).await;
        assert_eq!(criado.status, 201, "{}", criado.texto());
        assert_eq!(criado.cabecalho("etag"), Some("\"1\""));
        assert_eq!(criado.json["fuso"], "America/Sao_Paulo");
        assert_eq!(criado.json["proxima_execucao"], "2026-12-01T09:00:00Z");
        assert_eq!(criado.json["proximas_execucoes"].as_array().unwrap().len(), 5);
        let repetido = pedir(&rotas, "POST", "/agendamentos", Some(pedido("mensal"))).await;
        assert_eq!((repetido.status.as_u16(), &repetido.json["codigo"]), (409, &json!("registro_duplicado")));

        let caminho = format!("/agendamentos/{}", criado.json["id"].as_str().unwrap());
        let com_versao = |versao: &str, corpo: Value| {
            Request::put(&caminho)
                .header("authorization", "Bearer x")
                .header("content-type", "application/json")
                .header("if-match", versao)
                .body(Body::from(corpo.to_string()))
                .unwrap()
        };
        let mut novo = pedido("mensal");
        novo["ativo"] = json!(false);
        let alterado = pedir_com(&rotas, com_versao("\"1\"", novo.clone())).await;
        assert_eq!((alterado.status.as_u16(), alterado.cabecalho("etag")), (200, Some("\"2\"")));
        assert_eq!(alterado.json["proxima_execucao"], Value::Null);
        assert_eq!(alterado.json["proximas_execucoes"], json!([]));
        assert_eq!(pedir_com(&rotas, com_versao("\"1\"", novo)).await.status, 412);

        let lido = pedir(&rotas, "GET", &caminho, None).await;
        assert_eq!((lido.status.as_u16(), &lido.json["ativo"]), (200, &json!(false)));
        let lista = pedir(&rotas, "GET", "/agendamentos?limite=1", None).await;
        assert_eq!(lista.json["itens"][0]["id"], criado.json["id"]);
        assert_eq!(pedir(&rotas, "DELETE", &caminho, None).await.status, 204);
        assert_eq!(pedir(&rotas, "GET", &caminho, None).await.status, 404);
        let fatos = contar(&t, &escopo, "SELECT count(*) FROM auditoria WHERE conta_id = ?").await;
        assert_eq!(fatos, 3, "criado, alterado e excluído");
    })
    .await;
}

#[tokio::test]
async fn recusa_tudo_o_que_esta_errado_de_uma_vez() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let rotas = servir(&t, &escopo);
        let ruim = json!({"nome": " ", "tipo": "ENVIAR_RELATORIOS", "cron": "0 0 31 2 *", "parametros": []});
        let recusa = pedir(&rotas, "POST", "/agendamentos", Some(ruim)).await;
        assert_eq!(recusa.status, 422);
        let campos: Vec<_> =
            recusa.json["campos"].as_array().unwrap().iter().map(|c| c["codigo"].clone()).collect();
        assert_eq!(campos, ["tamanho", "tipo_indisponivel", "formato", "cron_impossivel"]);
        let desconhecido = json!({"nome": "x", "tipo": "OUTRO", "cron": "0 6 1 * *"});
        assert_eq!(pedir(&rotas, "POST", "/agendamentos", Some(desconhecido)).await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn outra_conta_nao_ve_e_sem_permissao_nao_entra() {
    nos_dois_bancos(async |t| {
        let (dono, outro) = (t.criar_conta("dono").await, t.criar_conta("outro").await);
        let criado = pedir(&servir(&t, &dono), "POST", "/agendamentos", Some(pedido("a"))).await;
        let id = criado.json["id"].as_str().unwrap().to_owned();
        let operacoes = [
            ("GET", format!("/agendamentos/{id}"), None),
            ("PUT", format!("/agendamentos/{id}"), Some(pedido("b"))),
            ("DELETE", format!("/agendamentos/{id}"), None),
            ("POST", format!("/agendamentos/{id}/disparo"), None),
        ];
        let (de_outro, sem) = (servir(&t, &outro), servir(&t, &t.escopo_sem_permissoes(&dono)));
        for (metodo, caminho, corpo) in operacoes {
            assert_eq!(
                pedir(&de_outro, metodo, &caminho, corpo.clone()).await.status,
                404,
                "{metodo} {caminho}"
            );
            assert_eq!(pedir(&sem, metodo, &caminho, corpo).await.status, 403, "{metodo} {caminho}");
        }
        assert_eq!(pedir(&sem, "GET", "/agendamentos", None).await.status, 403);
        assert_eq!(pedir(&sem, "POST", "/agendamentos", Some(pedido("c"))).await.status, 403);
        assert_eq!(pedir(&de_outro, "GET", "/agendamentos", None).await.json["itens"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn dois_agendadores_ao_mesmo_tempo_disparam_uma_vez() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        pedir(&servir(&t, &escopo), "POST", "/agendamentos", Some(pedido("mensal"))).await;
        assert_eq!(disparar_devidos(&t.banco).await.unwrap(), 0, "ainda não é hora");
        // Parado por três meses: o disparo perdido acontece uma vez só.
        t.relogio.avancar(TimeDelta::days(90));
        let (um, outro) = tokio::join!(disparar_devidos(&t.banco), disparar_devidos(&t.banco));
        assert_eq!(um.unwrap() + outro.unwrap(), 1);
        assert_eq!(disparar_devidos(&t.banco).await.unwrap(), 0);
        assert_eq!(contar(&t, &escopo, EXECUCOES).await, 1);
        assert_eq!(contar(&t, &escopo, DISPAROS).await, 1);
        let lista = pedir(&servir(&t, &escopo), "GET", "/agendamentos", None).await;
        assert_eq!(lista.json["itens"][0]["ultima_execucao"], "2027-02-18T12:00:00Z");
        assert_eq!(lista.json["itens"][0]["proxima_execucao"], "2027-03-01T09:00:00Z");
        let execucao = pedir(&servir(&t, &escopo), "GET", "/execucoes", None).await.json["itens"][0].clone();
        assert_eq!(execucao["tipo"], "CRIAR_PROCESSOS_MENSAIS");
        assert_eq!(execucao["parametros_entrada"], json!({"mes": "atual"}));
        assert_eq!(execucao["executado_por_usuario_id"], json!(escopo.usuario().unwrap()));
    })
    .await;
}

#[tokio::test]
async fn disparar_agora_nao_mexe_na_hora_marcada_nem_duplica() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let rotas = servir(&t, &escopo);
        let criado = pedir(&rotas, "POST", "/agendamentos", Some(pedido("mensal"))).await;
        let caminho = format!("/agendamentos/{}", criado.json["id"].as_str().unwrap());
        let um = pedir(&rotas, "POST", &format!("{caminho}/disparo"), None).await;
        let outro = pedir(&rotas, "POST", &format!("{caminho}/disparo"), None).await;
        assert_eq!((um.status.as_u16(), &um.json), (202, &outro.json));
        let lido = pedir(&rotas, "GET", &caminho, None).await;
        assert_eq!(lido.json["proxima_execucao"], criado.json["proxima_execucao"]);
        assert_eq!(lido.json["ultima_execucao"], "2026-11-20T12:00:00Z");
        assert_eq!(contar(&t, &escopo, EXECUCOES).await, 1);
    })
    .await;
}

#[tokio::test]
async fn preve_sem_gravar_e_diz_em_portugues() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let rotas = servir(&t, &escopo);
        let previa = async |cron: &str| {
            pedir(&rotas, "POST", "/agendamentos/previa", Some(json!({"cron": cron}))).await
        };
        let prevista = previa(" 0 6 1 * * ").await;
        assert_eq!(prevista.status, 200, "{}", prevista.texto());
        assert_eq!(prevista.json["descricao"], "Às 06:00, no dia 1");
        assert_eq!(prevista.json["proximas"].as_array().unwrap().len(), 5);
        assert_eq!(prevista.json["proximas"][0], "2026-12-01T09:00:00Z");
        assert_eq!(previa("0 0 31 2 *").await.json["campos"][0]["codigo"], "cron_impossivel");
        let lista = pedir(&rotas, "GET", "/agendamentos", None).await;
        assert_eq!(lista.json["itens"], json!([]));
        let sem = servir(&t, &t.escopo_sem_permissoes(&escopo));
        let corpo = Some(json!({"cron": "0 6 1 * *"}));
        assert_eq!(pedir(&sem, "POST", "/agendamentos/previa", corpo).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn conta_os_disparos_da_hora_e_os_pedidos() {
    nos_dois_bancos(async |t| {
        let (escopo, outra) = (t.criar_conta("c").await, t.criar_conta("outra").await);
        let rotas = servir(&t, &escopo);
        let criado = pedir(&rotas, "POST", "/agendamentos", Some(pedido("mensal"))).await;
        let caminho = format!("/agendamentos/{}", criado.json["id"].as_str().unwrap());
        let item = async || pedir(&rotas, "GET", "/agendamentos", None).await.json["itens"][0].clone();
        let novo = item().await;
        assert_eq!((&novo["ultimo"], &novo["descricao"]), (&Value::Null, &json!("Às 06:00, no dia 1")));
        assert_eq!(novo["proximas"].as_array().unwrap().len(), 3);
        let manual = pedir(&rotas, "POST", &format!("{caminho}/disparo"), None).await.json;
        t.relogio.avancar(TimeDelta::days(20));
        disparar_devidos(&t.banco).await.unwrap();
        let disparos = format!("{caminho}/disparos");
        let pagina = pedir(&rotas, "GET", &format!("{disparos}?limite=1"), None).await.json;
        assert_eq!(pagina["itens"][0]["origem"], "AGENDADO");
        assert_eq!(pagina["itens"][0]["previsto_para"], "2026-12-01T09:00:00Z");
        let cursor = pagina["proximo"].as_str().unwrap();
        let resto = pedir(&rotas, "GET", &format!("{disparos}?cursor={cursor}"), None).await.json;
        assert_eq!(resto["itens"].as_array().unwrap().len(), 1);
        assert_eq!(
            (&resto["itens"][0]["origem"], &resto["itens"][0]["status"], &resto["itens"][0]["execucao_id"]),
            (&json!("MANUAL"), &json!("PENDENTE"), &manual["execucao_id"])
        );
        let ultimo = item().await["ultimo"].clone();
        assert_eq!(ultimo["execucao_id"], pagina["itens"][0]["execucao_id"]);
        assert_eq!((&ultimo["status"], &ultimo["em"]), (&json!("PENDENTE"), &json!("2026-12-10T12:00:00Z")));
        assert_eq!(pedir(&servir(&t, &outra), "GET", &disparos, None).await.status, 404);
        let execucao = pedir(&rotas, "GET", "/execucoes", None).await.json["itens"][0].clone();
        assert_eq!(execucao["titulo"], "mensal");
    })
    .await;
}
