//! As operações de execuções e registros, nos dois bancos, inclusive o fluxo ao vivo.

use std::sync::Arc;

use apoio::{Resposta, Teste, nos_dois_bancos, pedir, pedir_com};
use axum::{Router, body::Body, http::Request};
use borda::Base;
use chrono::TimeDelta;
use nucleo::{Escopo, ExecucaoId};
use serde_json::{Value, json};

use super::ensaio::{Ato, Ensaio, enfileirar_em, esperar, esperar_situacao, nova, ver};
use crate::{App, Falha, NovaExecucao, Situacao, Veredito, rotas};

fn servir_base(base: Base, t: &Teste, ensaio: &Arc<Ensaio<false>>) -> Router {
    Router::from(rotas()).with_state(App { base, catalogo: ensaio.motor(t).catalogo() })
}

fn servir(t: &Teste, escopo: &Escopo, ensaio: &Arc<Ensaio<false>>) -> Router {
    servir_base(t.base(escopo), t, ensaio)
}

async fn feita(t: &Teste, escopo: &Escopo, ensaio: &Arc<Ensaio<false>>, nova: NovaExecucao) -> ExecucaoId {
    let id = enfileirar_em(t, escopo, nova).await;
    ensaio.passar(t).await;
    id
}

#[tokio::test]
async fn lista_com_filtros_paginas_e_total_e_mostra_uma() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Concluir(json!({"a": 1}))]);
        let rotas = servir(&t, &escopo, &ensaio);
        let processo = t.banco.relogio().novo_uuid();
        let do_processo = NovaExecucao { alvo: Some(("processo", processo)), ..nova() };
        let concluida = feita(&t, &escopo, &ensaio, do_processo).await;
        for _ in 0..3 {
            t.relogio.avancar(TimeDelta::milliseconds(2));
            enfileirar_em(&t, &escopo, nova()).await;
        }
        let pagina = pedir(&rotas, "GET", "/execucoes?limite=3&total=true", None).await.json;
        assert_eq!((pagina["itens"].as_array().unwrap().len(), &pagina["total"]), (3, &json!(4)));
        let cursor = pagina["proximo"].as_str().unwrap();
        let resto = pedir(&rotas, "GET", &format!("/execucoes?limite=3&cursor={cursor}"), None).await.json;
        assert_eq!(resto["itens"][0]["id"], json!(concluida));
        assert_eq!((&resto["proximo"], &resto["total"]), (&Value::Null, &Value::Null));
        for (filtro, quantas) in [
            ("status=PENDENTE".to_owned(), 3),
            ("status=CONCLUIDO&tipo=ENSAIO".into(), 1),
            ("tipo=OUTRO".into(), 0),
            (format!("processo_id={processo}"), 1),
        ] {
            let lista = pedir(&rotas, "GET", &format!("/execucoes?{filtro}"), None).await.json;
            assert_eq!(lista["itens"].as_array().unwrap().len(), quantas, "{filtro}");
        }
        assert_eq!(pedir(&rotas, "GET", "/execucoes?status=ERRADO", None).await.status, 422);
        assert_eq!(pedir(&rotas, "GET", "/execucoes?cursor=x", None).await.status, 422);

        let uma = pedir(&rotas, "GET", &format!("/execucoes/{concluida}"), None).await.json;
        assert_eq!((&uma["status"], &uma["processo_id"]), (&json!("CONCLUIDO"), &json!(processo)));
        assert_eq!((&uma["resultado_saida"], &uma["motivo_espera"]), (&json!({"a": 1}), &Value::Null));
        assert_eq!(
            (&uma["tentativas"][0]["numero"], &uma["tentativas"][0]["status"]),
            (&json!(1), &json!("CONCLUIDO"))
        );
        assert_eq!(uma["tentativas"][0]["trabalhador"], "servidor");
    })
    .await;
}

#[tokio::test]
async fn quem_espera_pela_chave_diz_por_quem() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Porta, Ato::Concluir(json!(2))]);
        let rotas = servir(&t, &escopo, &ensaio);
        let com_chave = || NovaExecucao { chave_concorrencia: Some("login".into()), ..nova() };
        let motor = ensaio.em_marcha(&t).await;
        let primeira = enfileirar_em(&t, &escopo, com_chave()).await;
        esperar("começar", async || !ensaio.diario().is_empty()).await;
        let segunda = enfileirar_em(&t, &escopo, com_chave()).await;
        let motivo = pedir(&rotas, "GET", &format!("/execucoes/{segunda}"), None).await.json;
        assert!(motivo["motivo_espera"].as_str().unwrap().contains(&primeira.to_string()), "{motivo}");
        ensaio.porta.notify_one();
        esperar_situacao(&t, &escopo, segunda, Situacao::Concluido).await;
        motor.parar().await;
    })
    .await;
}

#[tokio::test]
async fn repete_so_o_encerrado_e_liga_uma_a_outra() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Falhar(Falha::desistir("x", "y")), Ato::Concluir(json!(1))]);
        let rotas = servir(&t, &escopo, &ensaio);
        let alvo = ("processo", t.banco.relogio().novo_uuid());
        let com_tudo = NovaExecucao { alvo: Some(alvo), chave_unica: Some("k".into()), ..nova() };
        let id = enfileirar_em(&t, &escopo, com_tudo).await;
        let caminho = format!("/execucoes/{id}/repeticao");
        let cedo = pedir(&rotas, "POST", &caminho, None).await;
        assert_eq!((cedo.status.as_u16(), &cedo.json["codigo"]), (409, &json!("execucao_em_andamento")));
        ensaio.passar(&t).await;
        let aceita = pedir(&rotas, "POST", &caminho, None).await;
        assert_eq!(aceita.status, 202, "{}", aceita.texto());
        let repetida: ExecucaoId = serde_json::from_value(aceita.json["execucao_id"].clone()).unwrap();
        let dupla = pedir(&rotas, "POST", &caminho, None).await;
        assert_eq!((dupla.status.as_u16(), &dupla.json["codigo"]), (409, &json!("ja_ha_execucao_viva")));
        ensaio.passar(&t).await;
        let repetida = ver(&t, &escopo, repetida).await;
        assert_eq!((repetida.status, repetida.repete_id), (Situacao::Concluido, Some(id)));
        assert_eq!((repetida.alvo_id, repetida.parametros_entrada), (Some(alvo.1), json!({"a": 1})));

        let unica =
            enfileirar_em(&t, &escopo, NovaExecucao { parametros: json!({"unica": true}), ..nova() }).await;
        pedir(&rotas, "POST", &format!("/execucoes/{unica}/cancelamento"), None).await;
        let recusa = pedir(&rotas, "POST", &format!("/execucoes/{unica}/repeticao"), None).await;
        assert_eq!(recusa.json["codigo"], "nao_repete");
        let alheia = enfileirar_em(&t, &escopo, NovaExecucao { tipo: "DESCONHECIDO", ..nova() }).await;
        pedir(&rotas, "POST", &format!("/execucoes/{alheia}/cancelamento"), None).await;
        let recusa = pedir(&rotas, "POST", &format!("/execucoes/{alheia}/repeticao"), None).await;
        assert_eq!(recusa.json["codigo"], "tipo_sem_trabalho");
    })
    .await;
}

#[tokio::test]
async fn cancela_a_que_espera_e_recusa_a_encerrada() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([]);
        let rotas = servir(&t, &escopo, &ensaio);
        let id = enfileirar_em(&t, &escopo, nova()).await;
        let caminho = format!("/execucoes/{id}/cancelamento");
        let cancelada = pedir(&rotas, "POST", &caminho, None).await;
        assert_eq!((cancelada.status.as_u16(), &cancelada.json["status"]), (200, &json!("CANCELADO")));
        assert!(cancelada.json["data_fim"].is_string());
        assert_eq!(pedir(&rotas, "POST", &caminho, None).await.status, 409);
        assert_eq!(ensaio.diario(), ["desistir cancelado"]);
        assert_eq!(ensaio.passar(&t).await, 0);
    })
    .await;
}

async fn decidir(rotas: &Router, id: ExecucaoId, resultado: &str, justificativa: &str) -> Resposta {
    let corpo = json!({"resultado": resultado, "justificativa": justificativa});
    pedir(rotas, "POST", &format!("/execucoes/{id}/decisao"), Some(corpo)).await
}

#[tokio::test]
async fn uma_pessoa_decide_a_duvida_e_fica_na_auditoria() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let incerta = |saida| Ato::Falhar(Falha::incerta("caiu", "caiu").com_saida(saida));
        let ensaio =
            Ensaio::<false>::com([incerta(json!("prova")), incerta(json!(0)), Ato::Concluir(json!(1))]);
        let rotas = servir(&t, &escopo, &ensaio);
        let confirmada = feita(&t, &escopo, &ensaio, nova()).await;
        assert_eq!(decidir(&rotas, confirmada, "CONFIRMADO", "curta").await.status, 422);
        let fim = decidir(&rotas, confirmada, "CONFIRMADO", "vi a fatura na lista do SAT").await;
        assert_eq!((fim.status.as_u16(), &fim.json["status"]), (200, &json!("CONCLUIDO")), "{}", fim.texto());
        assert_eq!(
            (&fim.json["resultado_saida"], &fim.json["detalhes_erro"]),
            (&json!("prova"), &Value::Null)
        );
        let tarde = decidir(&rotas, confirmada, "SEM_EFEITO", "mudei de ideia agora").await;
        assert_eq!((tarde.status.as_u16(), &tarde.json["codigo"]), (409, &json!("situacao_nao_permite")));

        let negada = feita(&t, &escopo, &ensaio, nova()).await;
        let volta = decidir(&rotas, negada, "SEM_EFEITO", "o SAT não tem a fatura").await;
        assert_eq!(volta.json["status"], "PENDENTE");
        assert_eq!(ensaio.passar(&t).await, 1);
        assert_eq!(ver(&t, &escopo, negada).await.status, Situacao::Concluido);
        assert!(ensaio.diario().contains(&"sem_efeito".to_owned()));
        let fatos = t
            .banco
            .ler(&escopo, async |cx| {
                let sql = "SELECT depois FROM auditoria WHERE acao = 'execucao.decidida' ORDER BY id";
                cx.buscar(sql, vec![]).await
            })
            .await
            .unwrap();
        assert_eq!(fatos.len(), 2);
        let depois: Value = fatos[0].obter("depois").unwrap();
        assert_eq!(depois["justificativa"], "vi a fatura na lista do SAT");
    })
    .await;
}

#[tokio::test]
async fn outra_conta_nao_ve_e_sem_permissao_nao_entra() {
    nos_dois_bancos(async |t| {
        let (dono, outro) = (t.criar_conta("dono").await, t.criar_conta("outro").await);
        let ensaio = Ensaio::<false>::com([]);
        let id = enfileirar_em(&t, &dono, nova()).await;
        let decisao = json!({"resultado": "CONFIRMADO", "justificativa": "vi com os meus olhos"});
        let operacoes = [
            ("GET", format!("/execucoes/{id}"), None),
            ("GET", format!("/execucoes/{id}/registros"), None),
            ("GET", format!("/execucoes/{id}/registros/ao-vivo"), None),
            ("POST", format!("/execucoes/{id}/repeticao"), None),
            ("POST", format!("/execucoes/{id}/cancelamento"), None),
            ("POST", format!("/execucoes/{id}/decisao"), Some(decisao)),
        ];
        let de_outro = servir(&t, &outro, &ensaio);
        let sem = servir(&t, &t.escopo_sem_permissoes(&dono), &ensaio);
        let so_ver = servir(&t, &t.escopo_com(&dono, &["execucoes.ver"]), &ensaio);
        for (metodo, caminho, corpo) in operacoes {
            assert_eq!(
                pedir(&de_outro, metodo, &caminho, corpo.clone()).await.status,
                404,
                "{metodo} {caminho}"
            );
            assert_eq!(pedir(&sem, metodo, &caminho, corpo.clone()).await.status, 403, "{metodo} {caminho}");
            if metodo == "POST" {
                assert_eq!(pedir(&so_ver, metodo, &caminho, corpo).await.status, 403, "{caminho}");
            }
        }
        assert_eq!(pedir(&sem, "GET", "/execucoes", None).await.status, 403);
        assert_eq!(pedir(&de_outro, "GET", "/execucoes?total=true", None).await.json["total"], 0);
        assert_eq!(ver(&t, &dono, id).await.status, Situacao::Pendente, "nada mudou");
    })
    .await;
}

/// Os eventos SSE como (evento, id, dados).
fn eventos(corpo: &str) -> Vec<(String, Option<i64>, Value)> {
    corpo
        .split("\n\n")
        .filter(|bloco| bloco.contains("event:"))
        .map(|bloco| {
            let campo =
                |nome: &str| bloco.lines().find_map(|l| l.strip_prefix(nome)).map(|v| v.trim().to_owned());
            let dados = serde_json::from_str(&campo("data:").unwrap()).unwrap();
            (campo("event:").unwrap(), campo("id:").map(|id| id.parse().unwrap()), dados)
        })
        .collect()
}

async fn seguir(rotas: &Router, id: ExecucaoId, ultimo: Option<i64>) -> Vec<(String, Option<i64>, Value)> {
    let mut pedido =
        Request::get(format!("/execucoes/{id}/registros/ao-vivo")).header("authorization", "Bearer x");
    if let Some(ultimo) = ultimo {
        pedido = pedido.header("last-event-id", ultimo);
    }
    let resposta = pedir_com(rotas, pedido.body(Body::empty()).unwrap()).await;
    assert_eq!(resposta.cabecalho("content-type"), Some("text/event-stream"));
    eventos(&resposta.texto())
}

#[tokio::test]
async fn registros_chegam_ao_vivo_em_ordem_e_retomam_de_onde_pararam() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Contar(500)]);
        let rotas = servir(&t, &escopo, &ensaio);
        let id = enfileirar_em(&t, &escopo, nova()).await;
        let (rotas_da_tarefa, motor) = (rotas.clone(), ensaio.motor(&t));
        let seguidor = tokio::spawn(async move { seguir(&rotas_da_tarefa, id, None).await });
        assert_eq!(motor.executar_pendentes().await.unwrap(), 1);
        let vistos =
            tokio::time::timeout(std::time::Duration::from_secs(20), seguidor).await.unwrap().unwrap();
        let sequencias: Vec<_> = vistos.iter().filter_map(|(_, id, _)| *id).collect();
        assert_eq!(sequencias, (1..=503).collect::<Vec<_>>(), "abertura, 500 linhas, progresso e fim");
        let (ultimo, _, dados) = vistos.last().unwrap();
        assert_eq!((ultimo.as_str(), dados), ("fim", &json!({"status": "CONCLUIDO"})));
        let linha = &vistos.iter().find(|(_, id, _)| *id == Some(2)).unwrap().2;
        assert_eq!(
            (&linha["mensagem"], &linha["nivel"], &linha["tentativa"]),
            (&json!("linha 1"), &json!("INFO"), &json!(1))
        );

        let retomados = seguir(&rotas, id, Some(501)).await;
        let nomes: Vec<_> = retomados.iter().map(|(nome, _, _)| nome.as_str()).collect();
        assert_eq!(nomes, ["registro", "registro", "situacao", "fim"]);
        assert_eq!(retomados[0].1, Some(502));

        let pagina =
            pedir(&rotas, "GET", &format!("/execucoes/{id}/registros?desde=10&limite=5"), None).await.json;
        let numeros: Vec<_> =
            pagina["itens"].as_array().unwrap().iter().map(|i| i["sequencia"].clone()).collect();
        assert_eq!(numeros, [11, 12, 13, 14, 15]);
        assert_eq!(pagina["proximo"], 15);
        let fim = pedir(&rotas, "GET", &format!("/execucoes/{id}/registros?desde=500"), None).await.json;
        assert_eq!((fim["itens"].as_array().unwrap().len(), &fim["proximo"]), (3, &Value::Null));
        assert_eq!(
            pedir(&rotas, "GET", &format!("/execucoes/{id}/registros?limite=0"), None).await.status,
            422
        );
    })
    .await;
}

#[tokio::test]
async fn o_fluxo_conta_as_mudancas_e_fecha_quando_o_servidor_encerra() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Falhar(Falha::incerta("caiu", "caiu"))]);
        ensaio.vereditos([Veredito::Confirmado(json!("ok"))]);
        let base = t.base(&escopo);
        let rotas = servir_base(base.clone(), &t, &ensaio);
        let id = feita(&t, &escopo, &ensaio, nova()).await;
        let seguidor = tokio::spawn(async move { seguir(&rotas, id, None).await });
        esperar("o seguidor ouvir", async || crate::avisos::ha_ouvintes()).await;
        base.encerrando.cancel();
        let vistos = seguidor.await.unwrap();
        assert!(vistos.iter().all(|(nome, _, _)| nome != "fim"), "não se encerrou: {vistos:?}");

        let rotas = servir(&t, &escopo, &ensaio);
        t.relogio.avancar(TimeDelta::seconds(3));
        let seguidor = tokio::spawn(async move { seguir(&rotas, id, None).await });
        ensaio.passar(&t).await;
        let vistos = seguidor.await.unwrap();
        assert_eq!(vistos.last().unwrap().2, json!({"status": "CONCLUIDO"}));
    })
    .await;
}
