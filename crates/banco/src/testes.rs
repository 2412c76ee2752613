//! A mesma prova nos dois bancos: o que entra sai igual, o que falha não fica, o que é de outro não se vê.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{
    Cnpj, Competencia, ContaId, Dinheiro, Erro, Escopo, EscopoSistema, Relogio, RelogioParado, Resultado,
    Sha256,
};
use serde_json::{Value, json};
use sqlx::Executor;
use uuid::Uuid;

use crate::{Banco, Cadeado, Coluna, ConfiguracaoBanco, Contexto, Dialeto, Fato, Mudou, valores};

const SISTEMA: EscopoSistema = EscopoSistema::novo("testes");

fn relogio() -> Arc<RelogioParado> {
    Arc::new(RelogioParado::em(DateTime::from_timestamp(1_790_000_000, 123_456_789).unwrap()))
}

async fn em_sqlite() -> (Banco, tempfile::TempDir) {
    let pasta = tempfile::tempdir().unwrap();
    let configuracao = ConfiguracaoBanco::Sqlite { pasta: pasta.path().to_owned() };
    let banco = Banco::abrir(&configuracao, relogio()).await.unwrap();
    banco.migrar().await.unwrap();
    (banco, pasta)
}

/// Banco novo em PostgreSQL, com um dono que não é superusuário: só assim a RLS vale. `None` sem servidor.
async fn em_postgres() -> Option<Banco> {
    let base = std::env::var("REGENTE_TESTE_POSTGRES")
        .unwrap_or_else(|_| "postgres://postgres@127.0.0.1:5432".into());
    let raiz = match sqlx::PgPool::connect(&format!("{base}/postgres")).await {
        Ok(raiz) => raiz,
        Err(causa) => {
            assert!(std::env::var_os("REGENTE_EXIGIR_SERVICOS").is_none(), "PostgreSQL exigido: {causa}");
            eprintln!("PULADO: sem PostgreSQL em {base}");
            return None;
        }
    };
    let nome = format!("regente_banco_{}", Uuid::from_bytes(acaso()).simple());
    for comando in [
        "DO $$ BEGIN CREATE ROLE regente_teste LOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$".to_owned(),
        format!("CREATE DATABASE {nome} OWNER regente_teste"),
    ] {
        raiz.execute(sqlx::AssertSqlSafe(comando)).await.unwrap();
    }
    let url = format!("{}/{nome}", base.replace("postgres@", "regente_teste@"));
    let banco = Banco::abrir(&ConfiguracaoBanco::Postgres { url, conexoes: 4 }, relogio()).await.unwrap();
    banco.migrar().await.unwrap();
    Some(banco)
}

fn acaso() -> [u8; 16] {
    let mut bytes = [0; 16];
    nucleo::RelogioDoSistema.sortear(&mut bytes);
    bytes
}

async fn nos_dois(prova: impl AsyncFn(Banco)) {
    let (banco, _pasta) = em_sqlite().await;
    prova(banco).await;
    if let Some(banco) = em_postgres().await {
        prova(banco).await;
    }
}

async fn criar_conta(banco: &Banco, nome: &str) -> Escopo {
    let conta = ContaId(banco.relogio().novo_uuid());
    banco
        .gravar_sistema(SISTEMA, async |cx| {
            let agora = cx.agora();
            cx.executar(
                "INSERT INTO contas (id, nome, ativa, criado_em, atualizado_em) VALUES (?, ?, ?, ?, ?)",
                valores![conta, nome, true, agora, agora],
            )
            .await
        })
        .await
        .unwrap();
    Escopo::do_sistema(conta, None)
}

async fn ler_um<T: Coluna>(banco: &Banco, escopo: &Escopo, sql: &'static str) -> Resultado<T> {
    banco.ler(escopo, async |cx| cx.buscar_um(sql, vec![]).await?.unwrap().obter_em(0)).await
}

#[tokio::test]
async fn o_que_entra_sai_igual() {
    nos_dois(async |banco| {
        let escopo = criar_conta(&banco, "Ação & Cia").await;
        let (cnpj, mes): (Cnpj, Competencia) = ("12ABC34501DE35".parse().unwrap(), "2026-11".parse().unwrap());
        let data = NaiveDate::from_ymd_opt(2026, 2, 28).unwrap();
        banco
            .ler(&escopo, async |cx| {
                let agora: DateTime<Utc> = cx.agora();
                let conta = cx.conta();
                let linha = cx
                    .buscar_um("SELECT id, nome, conta_pai_id, ativa, criado_em FROM contas WHERE id = ?", valores![conta])
                    .await?
                    .unwrap();
                assert_eq!(linha.obter::<ContaId>("id")?, conta);
                assert_eq!(linha.obter::<String>("nome")?, "Ação & Cia");
                assert_eq!(linha.obter::<Option<ContaId>>("conta_pai_id")?, None);
                assert!(linha.obter::<bool>("ativa")?);
                assert_eq!(linha.obter::<DateTime<Utc>>("criado_em")?, agora);
                assert!(linha.obter::<String>("coluna_que_nao_existe").is_err());
                let linha = cx
                    .buscar_um(
                        "SELECT ? AS cnpj, ? AS mes, ? AS valor, ? AS resumo, ? AS data, ? AS json, ? AS nada",
                        valores![cnpj, mes, Dinheiro::de_centavos(-5), Sha256::de("x"), data, json!({"a": [1, "é"]}), None::<i64>],
                    )
                    .await?
                    .unwrap();
                assert_eq!(linha.obter::<Cnpj>("cnpj")?, cnpj);
                assert_eq!(linha.obter::<Competencia>("mes")?, mes);
                assert_eq!(linha.obter::<Dinheiro>("valor")?, Dinheiro::de_centavos(-5));
                assert_eq!(linha.obter::<Sha256>("resumo")?, Sha256::de("x"));
                assert_eq!(linha.obter::<NaiveDate>("data")?, data);
                assert_eq!(linha.obter::<Value>("json")?, json!({"a": [1, "é"]}));
                assert_eq!(linha.obter::<Option<i64>>("nada")?, None);
                Ok(())
            })
            .await
            .unwrap();
    })
    .await;
}

#[tokio::test]
async fn o_que_falha_nao_fica_e_o_depois_so_vem_com_a_confirmacao() {
    nos_dois(async |banco| {
        let escopo = criar_conta(&banco, "antes").await;
        let avisado = Arc::new(std::sync::atomic::AtomicBool::new(false));
        for (nome, da_certo) in [("meio", false), ("depois", true)] {
            let sinal = Arc::clone(&avisado);
            let resultado = banco
                .gravar(&escopo, async |cx| {
                    let conta = cx.conta();
                    cx.depois_de_confirmar(move || sinal.store(true, std::sync::atomic::Ordering::SeqCst));
                    cx.executar("UPDATE contas SET nome = ? WHERE id = ?", valores![nome, conta]).await?;
                    if da_certo { Ok(()) } else { Err(Erro::NaoEncontrado("cliente")) }
                })
                .await;
            assert_eq!(resultado.is_ok(), da_certo);
            assert_eq!(avisado.load(std::sync::atomic::Ordering::SeqCst), da_certo);
        }
        assert_eq!(ler_um::<String>(&banco, &escopo, "SELECT nome FROM contas").await.unwrap(), "depois");
    })
    .await;
}

#[tokio::test]
async fn repetido_e_citado_que_nao_existe_viram_conflito() {
    nos_dois(async |banco| {
        let escopo = criar_conta(&banco, "c").await;
        let inserir = async |id: Uuid, pai: Option<Uuid>| {
            banco
                .gravar(&escopo, async |cx| {
                    let agora = cx.agora();
                    cx.executar(
                        "INSERT INTO contas (id, nome, conta_pai_id, ativa, criado_em, atualizado_em) VALUES (?, 'x', ?, ?, ?, ?)",
                        valores![id, pai, true, agora, agora],
                    )
                    .await
                })
                .await
                .unwrap_err()
        };
        assert_eq!(inserir(escopo.conta().0, None).await.codigo(), "registro_duplicado");
        let (novo, inexistente) = (Uuid::from_bytes(acaso()), Uuid::from_bytes(acaso()));
        assert_eq!(inserir(novo, Some(inexistente)).await.codigo(), "referencia_inexistente");
    })
    .await;
}

#[tokio::test]
async fn auditoria_grava_autor_e_mudanca_na_mesma_transacao() {
    nos_dois(async |banco| {
        let escopo = criar_conta(&banco, "c").await;
        banco
            .gravar(&escopo, async |cx| {
                let conta = cx.conta();
                let fato = Fato::novo("conta.renomeada", "contas", conta);
                cx.registrar(fato.antes(json!({"nome": "c"})).depois(json!({"nome": "d"}))).await
            })
            .await
            .unwrap();
        let depois: Value =
            ler_um(&banco, &escopo, "SELECT depois FROM auditoria WHERE acao = 'conta.renomeada'")
                .await
                .unwrap();
        assert_eq!(depois, json!({"nome": "d"}));
    })
    .await;
}

#[tokio::test]
async fn em_postgres_a_segunda_parede_esconde_outra_conta_mesmo_sem_filtro() {
    let Some(banco) = em_postgres().await else { return };
    assert_eq!(banco.dialeto(), Dialeto::Postgres);
    let (uma, outra) = (criar_conta(&banco, "uma").await, criar_conta(&banco, "outra").await);
    banco.gravar(&uma, async |cx| cx.registrar(Fato::novo("x", "contas", uma.conta())).await).await.unwrap();
    let contar = "SELECT count(*) FROM auditoria";
    assert_eq!(ler_um::<i64>(&banco, &uma, contar).await.unwrap(), 1);
    assert_eq!(ler_um::<i64>(&banco, &outra, contar).await.unwrap(), 0);
    let roubada = banco
        .gravar(&outra, async |cx| {
            cx.executar(
                "INSERT INTO auditoria (id, conta_id, instante, acao, entidade, entidade_id) VALUES (?, ?, now(), 'x', 'x', ?)",
                valores![Uuid::from_bytes(acaso()), uma.conta(), uma.conta()],
            )
            .await
        })
        .await;
    assert!(roubada.is_err(), "a RLS deve recusar gravar em conta alheia");
}

#[tokio::test]
async fn em_sqlite_ler_e_gravar_ao_mesmo_tempo_nunca_esbarra() {
    let (banco, _pasta) = em_sqlite().await;
    let escopo = criar_conta(&banco, "0").await;
    let mut tarefas = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (banco, escopo) = (banco.clone(), escopo.clone());
        tarefas.spawn(async move {
            for _ in 0..10 {
                banco
                    .gravar(&escopo, async |cx| {
                        let linha = cx.buscar_um("SELECT nome FROM contas", vec![]).await?.unwrap();
                        let numero: i64 = linha.obter::<String>("nome")?.parse().unwrap();
                        cx.executar("UPDATE contas SET nome = ?", valores![(numero + 1).to_string()]).await
                    })
                    .await
                    .unwrap();
            }
        });
    }
    while let Some(fim) = tarefas.join_next().await {
        fim.unwrap();
    }
    assert_eq!(ler_um::<String>(&banco, &escopo, "SELECT nome FROM contas").await.unwrap(), "80");
    let leitor =
        banco.ler(&escopo, async |cx| cx.executar("UPDATE contas SET nome = 'x'", vec![]).await).await;
    assert!(leitor.is_err(), "conexão de leitura não grava");
    banco.fechar().await;
}

#[tokio::test]
async fn telemetria_mora_a_parte_e_a_pasta_so_tem_um_dono() {
    let (banco, pasta) = em_sqlite().await;
    let escopo = criar_conta(&banco, "c").await;
    banco
        .gravar_telemetria(SISTEMA, async |cx| {
            assert_eq!(cx.motivo(), "testes");
            let agora = cx.agora();
            cx.executar(
                "INSERT INTO registros (execucao_id, sequencia, conta_id, tentativa, instante, nivel, mensagem) \
                 VALUES (?, 1, ?, 1, ?, 'INFO', 'olá')",
                valores![cx.novo_uuid(), escopo.conta(), agora],
            )
            .await
        })
        .await
        .unwrap();
    let mensagem = banco
        .ler_telemetria(&escopo, async |cx| {
            cx.buscar_um("SELECT mensagem FROM registros", vec![]).await?.unwrap().obter_em::<String>(0)
        })
        .await
        .unwrap();
    assert_eq!(mensagem, "olá");
    let dono = Cadeado::trancar(pasta.path()).unwrap();
    assert_eq!(Cadeado::trancar(pasta.path()).unwrap_err().codigo(), "pasta_em_uso");
    drop(dono);
    assert!(Cadeado::trancar(pasta.path()).is_ok());
}

#[tokio::test]
async fn so_a_mudanca_confirmada_vira_outra_geracao_e_so_na_sua_conta() {
    nos_dois(async |banco| {
        let (uma, outra) = (criar_conta(&banco, "uma").await, criar_conta(&banco, "outra").await);
        let mudar = async |cx: &mut Contexto| {
            cx.executar("UPDATE contas SET nome = nome WHERE id = ?", valores![cx.conta()]).await
        };
        let geracao =
            async |escopo: &Escopo| banco.ler(escopo, async |cx| Ok(cx.geracao("contas"))).await.unwrap();
        let (antes, alheia) = (geracao(&uma).await, geracao(&outra).await);
        // Em PostgreSQL outro servidor pode ter mudado: não há geração em que confiar.
        assert_eq!(antes.is_some(), banco.dialeto() == Dialeto::Sqlite);
        let desfeita: Resultado<()> = banco
            .gravar(&uma, async |cx| {
                mudar(cx).await?;
                Err(Erro::NaoEncontrado("conta"))
            })
            .await;
        assert!(desfeita.is_err());
        assert_eq!(geracao(&uma).await, antes);
        banco.gravar(&uma, mudar).await.unwrap();
        assert_eq!(geracao(&uma).await, antes.map(|g| g + 1));
        assert_eq!(geracao(&outra).await, alheia);
    })
    .await;
}

#[tokio::test]
async fn quem_desiste_no_meio_nao_deixa_transacao_aberta_para_o_proximo() {
    nos_dois(async |banco| {
        let escopo = criar_conta(&banco, "uma").await;
        // A desistência varre a leitura inteira, de dez em dez microssegundos.
        for paciencia in (0..300).map(|n| Duration::from_micros(10 * n)) {
            let desistir = async {
                let inicio = Instant::now();
                while inicio.elapsed() < paciencia {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                () = desistir => {}
                lida = banco.ler(&escopo, async |cx| cx.buscar_um("SELECT 1", valores![]).await) => drop(lida),
            }
            let mudadas = banco.gravar(&escopo, async |cx| {
                cx.executar("UPDATE contas SET nome = nome WHERE id = ?", valores![cx.conta()]).await
            });
            assert_eq!(mudadas.await.unwrap(), 1, "depois de {paciencia:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn o_que_um_servidor_muda_chega_ao_outro_no_mesmo_postgres() {
    let Some(banco) = em_postgres().await else { return };
    let outro = banco.como_outro_servidor();
    let (uma, alheia) = (criar_conta(&banco, "uma").await, criar_conta(&banco, "outra").await);
    let escuta = tokio::spawn({
        let outro = outro.clone();
        async move { outro.escutar_outros_servidores().await }
    });
    let (mut la, mut la_alheia) = (outro.ouvir_mudancas(&uma), outro.ouvir_mudancas(&alheia));
    // Quando a escuta começa, tudo pode ter mudado.
    assert_eq!(la.proxima().await, Mudou::TalvezTudo);
    assert_eq!(la_alheia.proxima().await, Mudou::TalvezTudo);
    let gravar = async |escopo: &Escopo, verbo: &'static str| {
        let fato = Fato::novo(verbo, "contas", escopo.conta());
        banco.gravar(escopo, async |cx| cx.registrar(fato).await).await.unwrap();
    };
    gravar(&uma, "x").await;
    assert_eq!(la.proxima().await, Mudou::Assuntos(["auditoria"].into()));
    gravar(&alheia, "y").await;
    assert_eq!(la_alheia.proxima().await, Mudou::Assuntos(["auditoria"].into()), "e só o da sua conta");
    escuta.abort();
    banco.fechar().await;
}
