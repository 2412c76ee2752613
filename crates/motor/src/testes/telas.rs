//! O que a tela de execuções pede: grupos, busca, resumo, lote, exportação e os avisos de cada mudança.

use std::sync::Arc;

use apoio::{Teste, nos_dois_bancos, pedir};
use axum::Router;
use banco::Mudou;
use chrono::TimeDelta;
use nucleo::Escopo;
use serde_json::{Value, json};

use super::ensaio::{Ato, Ensaio, enfileirar_em, nova};
use crate::{App, Falha, NovaExecucao, rotas};

fn servir(t: &Teste, escopo: &Escopo, ensaio: &Arc<Ensaio<false>>) -> Router {
    Router::from(rotas()).with_state(App { base: t.base(escopo), catalogo: ensaio.motor(t).catalogo() })
}

fn com_titulo(titulo: &str) -> NovaExecucao {
    NovaExecucao { titulo: Some(titulo.into()), detalhe: Some("Norte · 11/2026".into()), ..nova() }
}

fn titulos(lista: &Value) -> Vec<&str> {
    lista["itens"].as_array().unwrap().iter().map(|e| e["titulo"].as_str().unwrap_or("?")).collect()
}

async fn ler(rotas: &Router, consulta: &str) -> Value {
    let resposta = pedir(rotas, "GET", &format!("/execucoes?{consulta}"), None).await;
    assert_eq!(resposta.status, 200, "{consulta}: {}", resposta.texto());
    resposta.json
}

#[tokio::test]
async fn grupos_busca_e_ordem() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let falhar = || Ato::Falhar(Falha::desistir("senha_recusada", "o portal recusou"));
        let ensaio = Ensaio::<false>::com([
            falhar(),
            Ato::Concluir(json!(1)),
            falhar(),
            Ato::Falhar(Falha::repetir("fora", "portal fora do ar")),
        ]);
        let rotas = servir(&t, &escopo, &ensaio);
        let alvo = Some(("processo", t.banco.relogio().novo_uuid()));
        // Falhou, mas depois outra execução sobre o mesmo alvo deu certo: já não pede atenção.
        for _ in 0..2 {
            enfileirar_em(&t, &escopo, NovaExecucao { alvo, ..com_titulo("Hospital Aurélia · Telenova") })
                .await;
            ensaio.passar(&t).await;
            t.relogio.avancar(TimeDelta::milliseconds(2));
        }
        for titulo in ["Padaria · Telenova", "Oficina · Altavia"] {
            enfileirar_em(&t, &escopo, com_titulo(titulo)).await;
            ensaio.passar(&t).await;
            t.relogio.avancar(TimeDelta::milliseconds(2));
        }
        enfileirar_em(&t, &escopo, com_titulo("Cinema · Altavia")).await;
        assert_eq!(titulos(&ler(&rotas, "grupo=atencao").await), ["Padaria · Telenova"]);
        assert_eq!(titulos(&ler(&rotas, "grupo=esperando").await), ["Cinema · Altavia", "Oficina · Altavia"]);
        assert_eq!(ler(&rotas, "grupo=agora").await["itens"], json!([]));
        assert_eq!(ler(&rotas, "grupo=historico&total=true").await["total"], 3);
        assert_eq!(
            titulos(&ler(&rotas, "busca=%20AURELIA&limite=1&ordem=criacao").await),
            ["Hospital Aurélia · Telenova"]
        );
        assert_eq!(ler(&rotas, "busca=norte&total=true").await["total"], 5);
        assert_eq!(ler(&rotas, "busca=100%25").await["itens"], json!([]), "curingas são letras");
        assert_eq!(titulos(&ler(&rotas, "status=FALHOU,TENTANDO_NOVAMENTE&ordem=criacao").await).len(), 3);
        assert_eq!(ler(&rotas, "de=2026-11-21T00:00:00Z").await["itens"], json!([]));
        assert_eq!(ler(&rotas, "ate=2026-11-21T00:00:00Z&total=true").await["total"], 5);
        let id = ler(&rotas, "grupo=atencao").await["itens"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(titulos(&ler(&rotas, &format!("busca={id}")).await), ["Padaria · Telenova"]);
        for ruim in ["status=PENDENTE,OUTRA", "grupo=todas", "ordem=nome", "de=ontem", "outro=1"] {
            assert_eq!(pedir(&rotas, "GET", &format!("/execucoes?{ruim}"), None).await.status, 422, "{ruim}");
        }
        // Velha de mais de um mês, a falha deixa de pedir atenção.
        t.relogio.avancar(TimeDelta::days(31));
        assert_eq!(ler(&rotas, "grupo=atencao").await["itens"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn o_item_diz_quem_pediu_quem_fez_e_quanto_durou() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("Ana").await;
        let ensaio = Ensaio::<false>::com([Ato::Concluir(json!(1))]);
        let rotas = servir(&t, &escopo, &ensaio);
        enfileirar_em(&t, &escopo, com_titulo("Padaria · Telenova")).await;
        let antes = ler(&rotas, "").await["itens"][0].clone();
        assert_eq!((&antes["trabalhador"], &antes["duracao_ms"]), (&Value::Null, &Value::Null));
        ensaio.passar(&t).await;
        let item = ler(&rotas, "").await["itens"][0].clone();
        assert_eq!(item["executado_por_nome"], "Ana");
        assert_eq!((&item["trabalhador"], &item["fila"]), (&json!("servidor"), &json!("padrao")));
        assert_eq!((&item["duracao_ms"], &item["detalhe"]), (&json!(0), &json!("Norte · 11/2026")));
        assert!(item["disponivel_em"].is_string());
    })
    .await;
}

#[tokio::test]
async fn resume_a_fila_e_as_ultimas_24_horas() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([
            Ato::Concluir(json!(1)),
            Ato::Falhar(Falha::desistir("x", "y")),
            Ato::Falhar(Falha::repetir("fora", "z")),
        ]);
        let rotas = servir(&t, &escopo, &ensaio);
        for _ in 0..3 {
            enfileirar_em(&t, &escopo, nova()).await;
            t.relogio.avancar(TimeDelta::seconds(4));
            ensaio.passar(&t).await;
        }
        enfileirar_em(&t, &escopo, nova()).await;
        let resumo = async || pedir(&rotas, "GET", "/execucoes/resumo", None).await.json;
        let agora = resumo().await;
        let esperado = json!({
            "executando": 0, "vagas": 2, "na_fila": 1, "mediana_espera_s": 4, "aguardando_humano": 0, "incertas": 0,
            "tentando_de_novo": 1, "proxima_tentativa_em": agora["proxima_tentativa_em"],
            "ultimas_24h": {
                "concluidas": 1, "com_nova_tentativa": 0, "falhas": 1, "incertas": 0, "canceladas": 0,
                "mediana_duracao_s": 0
            },
            "tipos": [{"tipo": "ENSAIO", "rotulo": "Ensaiar"}],
        });
        assert_eq!(agora, esperado);
        assert!(agora["proxima_tentativa_em"].is_string());
        t.relogio.avancar(TimeDelta::days(2));
        assert_eq!(resumo().await["ultimas_24h"]["concluidas"], 0);
    })
    .await;
}

#[tokio::test]
async fn em_lote_faz_o_que_da_e_diz_o_que_nao_deu() {
    nos_dois_bancos(async |t| {
        let (escopo, outra) = (t.criar_conta("c").await, t.criar_conta("outra").await);
        let ensaio = Ensaio::<false>::com([Ato::Concluir(json!(1))]);
        let rotas = servir(&t, &escopo, &ensaio);
        let feita = enfileirar_em(&t, &escopo, nova()).await;
        ensaio.passar(&t).await;
        let na_fila = enfileirar_em(&t, &escopo, nova()).await;
        let alheia = enfileirar_em(&t, &outra, nova()).await;
        let pedido = |acao: &str| json!({"acao": acao, "ids": [feita, na_fila, alheia]});
        let lote = pedir(&rotas, "POST", "/execucoes/lote", Some(pedido("CANCELAR"))).await.json;
        assert_eq!(lote["feitos"], 1);
        let codigos: Vec<_> =
            lote["recusados"].as_array().unwrap().iter().map(|r| r["codigo"].clone()).collect();
        assert_eq!(codigos, ["situacao_nao_permite", "nao_encontrado"]);
        let lote = pedir(&rotas, "POST", "/execucoes/lote", Some(pedido("REPETIR"))).await.json;
        assert_eq!((&lote["feitos"], &lote["recusados"][0]["id"]), (&json!(2), &json!(alheia)));
        let vazio = json!({"acao": "REPETIR", "ids": []});
        assert_eq!(pedir(&rotas, "POST", "/execucoes/lote", Some(vazio)).await.status, 422);
        let sem = servir(&t, &t.escopo_com(&escopo, &["execucoes.ver"]), &ensaio);
        assert_eq!(pedir(&sem, "POST", "/execucoes/lote", Some(pedido("REPETIR"))).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn exporta_a_lista_e_os_registros_inteiros() {
    nos_dois_bancos(async |t| {
        let (escopo, outra) = (t.criar_conta("Ana").await, t.criar_conta("outra").await);
        let ensaio = Ensaio::<false>::com([Ato::Contar(1_200)]);
        let rotas = servir(&t, &escopo, &ensaio);
        let id = enfileirar_em(&t, &escopo, com_titulo("Padaria · Telenova")).await;
        ensaio.passar(&t).await;
        enfileirar_em(&t, &outra, com_titulo("ALHEIA")).await;
        let csv = pedir(&rotas, "GET", "/execucoes/exportacao?status=CONCLUIDO", None).await.texto();
        let linhas: Vec<_> = csv.lines().collect();
        assert!(linhas[0].starts_with("\u{feff}pedida em;tipo;título"), "{}", linhas[0]);
        assert!(
            linhas[1].contains(";Ensaiar;Padaria · Telenova;Norte · 11/2026;CONCLUIDO;1;"),
            "{}",
            linhas[1]
        );
        assert_eq!(linhas.len(), 2);
        let xlsx = pedir(&rotas, "GET", "/execucoes/exportacao?formato=xlsx", None).await;
        assert!(xlsx.corpo.starts_with(b"PK"));

        let caminho = format!("/execucoes/{id}/registros/exportacao");
        let registros = pedir(&rotas, "GET", &caminho, None).await;
        assert_eq!(registros.cabecalho("content-type"), Some("text/plain; charset=utf-8"));
        let texto = registros.texto();
        assert_eq!(texto.lines().count(), 1_203, "abertura, 1.200 linhas, progresso e fim");
        assert!(texto.contains("20/11/2026 09:00:00.000 INFO      [1] linha 1200\n"), "{}", &texto[..200]);
        assert_eq!(pedir(&servir(&t, &outra, &ensaio), "GET", &caminho, None).await.status, 404);
        let sem = servir(&t, &t.escopo_sem_permissoes(&escopo), &ensaio);
        for caminho in [caminho.as_str(), "/execucoes/exportacao", "/execucoes/resumo"] {
            assert_eq!(pedir(&sem, "GET", caminho, None).await.status, 403, "{caminho}");
        }
    })
    .await;
}

#[tokio::test]
async fn cada_mudanca_de_uma_execucao_e_anunciada_so_na_sua_conta() {
    nos_dois_bancos(async |t| {
        let (escopo, outra) = (t.criar_conta("c").await, t.criar_conta("outra").await);
        let ensaio = Ensaio::<false>::com([Ato::Concluir(json!(1))]);
        let (mut aqui, mut la) = (t.banco.ouvir_mudancas(&escopo), t.banco.ouvir_mudancas(&outra));
        let mut anunciou = async || match aqui.proxima().await {
            Mudou::Assuntos(assuntos) => assuntos.contains("execucoes"),
            Mudou::TalvezTudo => panic!("nada se perdeu"),
        };
        enfileirar_em(&t, &escopo, nova()).await;
        assert!(anunciou().await, "entrou na fila");
        ensaio.passar(&t).await;
        assert!(anunciou().await, "foi reservada, por quem atravessa contas");
        assert!(anunciou().await, "concluiu");
        enfileirar_em(&t, &outra, nova()).await;
        assert!(matches!(la.proxima().await, Mudou::Assuntos(a) if a.contains("execucoes")));
        let mais = tokio::time::timeout(std::time::Duration::from_millis(50), anunciou()).await;
        assert!(mais.is_err(), "o da outra conta não chega aqui");
    })
    .await;
}
