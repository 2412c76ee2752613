//! Conformidade da fila, nos dois bancos: cada execução é de um só, chaves valem, ficha velha não grava e o
//! que derruba o trabalhador não o derruba para sempre.

use std::{collections::HashSet, time::Duration};

use apoio::{Teste, nos_dois_bancos};
use chrono::TimeDelta;
use nucleo::{Escopo, EscopoSistema};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::ensaio::{Ato, Ensaio, enfileirar_em, nova, ver, ver_tentativas};
use crate::{
    Ambiente, Execucao, ExecucaoFeita, NovaExecucao, Situacao, SituacaoTentativa, anotar_arquivo, cancelar,
    do_alvo, enfileirar,
    executor::desfecho::{Desfecho, encerrar},
    fila::{self, Pedido, Quais, Renovacao},
    registrar_execucao_feita,
    registros::Escritor,
};

const SISTEMA: EscopoSistema = EscopoSistema::novo("testes");

async fn reservar(t: &Teste, quantas: usize) -> Vec<Execucao> {
    let filas = [("padrao", vec!["ENSAIO"])];
    let pedido = Pedido { filas: &filas, quantas, trabalhador: "teste", reserva: Duration::from_secs(30) };
    t.banco.gravar_sistema(SISTEMA, async |cx| fila::reservar(cx, &pedido).await).await.unwrap()
}

#[tokio::test]
async fn muitos_reservam_ao_mesmo_tempo_e_cada_execucao_e_de_um_so() {
    nos_dois_bancos(async |t| {
        let escopos = [t.criar_conta("a").await, t.criar_conta("b").await];
        for i in 0..40 {
            enfileirar_em(&t, &escopos[i % 2], nova()).await;
        }
        let mut tarefas = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let t = t.clone();
            tarefas.spawn(async move {
                let mut minhas = Vec::new();
                loop {
                    let lote = reservar(&t, 3).await;
                    if lote.is_empty() {
                        return minhas;
                    }
                    minhas.extend(lote);
                }
            });
        }
        let todas: Vec<_> = tarefas.join_all().await.into_iter().flatten().collect();
        assert_eq!(todas.len(), 40);
        assert_eq!(todas.iter().map(|e| e.id).collect::<HashSet<_>>().len(), 40);
        assert!(todas.iter().all(|e| (e.ficha, e.numero_tentativa) == (1, 1)));
    })
    .await;
}

#[tokio::test]
async fn prioridade_hora_e_tipo_dizem_quem_sai() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let depois = Some(t.banco.relogio().agora() + TimeDelta::minutes(5));
        let futura = enfileirar_em(&t, &escopo, NovaExecucao { disponivel_em: depois, ..nova() }).await;
        enfileirar_em(&t, &escopo, NovaExecucao { tipo: "DESCONHECIDO", ..nova() }).await;
        assert!(reservar(&t, 5).await.is_empty(), "nem a futura nem a de outro tipo");
        t.relogio.avancar(TimeDelta::minutes(6));
        let nova_depois = enfileirar_em(&t, &escopo, nova()).await;
        let ids: Vec<_> = reservar(&t, 5).await.iter().map(|e| e.id).collect();
        assert_eq!(ids, [futura, nova_depois], "a disponível há mais tempo sai antes");
    })
    .await;
}

#[tokio::test]
async fn chave_unica_vale_enquanto_viva_e_so_na_conta() {
    nos_dois_bancos(async |t| {
        let (uma, outra) = (t.criar_conta("uma").await, t.criar_conta("outra").await);
        let com_chave = || NovaExecucao { chave_unica: Some("download:1".into()), ..nova() };
        let primeira = enfileirar_em(&t, &uma, com_chave()).await;
        let repetida = t.banco.gravar(&uma, async |cx| enfileirar(cx, com_chave()).await).await.unwrap();
        assert!(repetida.ja_existia && repetida.id == primeira);
        assert_ne!(enfileirar_em(&t, &outra, com_chave()).await, primeira);
        t.banco.gravar(&uma, async |cx| cancelar(cx, primeira).await).await.unwrap();
        assert_ne!(enfileirar_em(&t, &uma, com_chave()).await, primeira, "a encerrada solta a chave");
    })
    .await;
}

#[tokio::test]
async fn chave_de_concorrencia_deixa_uma_de_cada_vez_mesmo_com_muitos_reservando() {
    nos_dois_bancos(async |t| {
        let (uma, outra) = (t.criar_conta("uma").await, t.criar_conta("outra").await);
        let com_chave = || NovaExecucao { chave_concorrencia: Some("portal:vivo".into()), ..nova() };
        for _ in 0..3 {
            enfileirar_em(&t, &uma, com_chave()).await;
        }
        enfileirar_em(&t, &outra, com_chave()).await;
        enfileirar_em(&t, &uma, nova()).await;
        let lotes = futures::future::join_all((0..4).map(|_| reservar(&t, 5))).await;
        let tomadas: Vec<_> = lotes.into_iter().flatten().collect();
        let da_chave = |escopo: &Escopo| {
            tomadas.iter().filter(|e| e.conta == escopo.conta() && e.chave_concorrencia.is_some()).count()
        };
        assert_eq!((tomadas.len(), da_chave(&uma), da_chave(&outra)), (3, 1, 1));
    })
    .await;
}

#[tokio::test]
async fn ficha_velha_nao_renova_nao_marca_passo_e_a_resposta_tardia_fica_so_na_tentativa() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let id = enfileirar_em(&t, &escopo, nova()).await;
        let ensaio = Ensaio::<false>::com([]);
        let catalogo = ensaio.motor(&t).catalogo();
        let velha = reservar(&t, 1).await.remove(0);
        assert_eq!(fila::resgatar(&t.banco, &catalogo, Quais::Vencidas).await.unwrap(), 0, "ainda vale");
        t.relogio.avancar(TimeDelta::seconds(31));
        assert_eq!(fila::resgatar(&t.banco, &catalogo, Quais::Vencidas).await.unwrap(), 1);
        let atual = reservar(&t, 1).await.remove(0);
        assert_eq!((atual.id, atual.ficha, atual.numero_tentativa), (id, 2, 2));

        let renovar = async |e: &Execucao| {
            let reserva = Duration::from_secs(30);
            t.banco.gravar(&escopo, async |cx| fila::renovar(cx, e, Some(7), reserva).await).await.unwrap()
        };
        assert_eq!(renovar(&velha).await, Renovacao::Perdida);
        assert_eq!(renovar(&atual).await, Renovacao::Segue);

        let trabalho = catalogo.de("ENSAIO").unwrap();
        let (registrador, escritor) = Escritor::iniciar(t.banco.clone());
        let ambiente = Ambiente::novo(
            t.banco.clone(),
            trabalho.clone(),
            velha.clone(),
            std::env::temp_dir(),
            CancellationToken::new(),
            registrador,
        );
        assert_eq!(ambiente.marcar_passo("x").await.unwrap_err().codigo(), "reserva_perdida");
        escritor.terminar().await;

        encerrar(&t.banco, trabalho.as_ref(), &velha, Desfecho::Feita(json!("tarde"))).await.unwrap();
        let depois = ver(&t, &escopo, id).await;
        assert_eq!((depois.status, depois.ficha, depois.progresso), (Situacao::Executando, 2, Some(7)));
        assert_eq!(depois.resultado_saida, None);
        let tentativas = ver_tentativas(&t, &escopo, id).await;
        assert_eq!(tentativas[0].status, SituacaoTentativa::Tardia);
        assert_eq!(tentativas[0].resultado_saida, Some(json!("tarde")));
        assert_eq!(tentativas[1].status, SituacaoTentativa::Executando);
        assert_eq!(ensaio.diario(), Vec::<String>::new(), "o domínio nem soube");
    })
    .await;
}

#[tokio::test]
async fn o_que_derruba_o_trabalhador_tres_vezes_para() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let id = enfileirar_em(&t, &escopo, nova()).await;
        let ensaio = Ensaio::<false>::com([]);
        let catalogo = ensaio.motor(&t).catalogo();
        // Nem um domínio que recusa a desistência mantém a execução presa.
        ensaio.recusa_desistir.store(true, std::sync::atomic::Ordering::Relaxed);
        for perda in 1..=3 {
            assert_eq!(reservar(&t, 1).await.len(), 1, "perda {perda}");
            assert_eq!(fila::resgatar(&t.banco, &catalogo, Quais::Todas).await.unwrap(), 1);
        }
        let execucao = ver(&t, &escopo, id).await;
        assert_eq!(execucao.status, Situacao::Falhou);
        assert_eq!(execucao.classe_erro.as_deref(), Some("derruba_o_trabalhador"));
        assert!(execucao.detalhes_erro.unwrap().contains("3 vezes"));
        assert_eq!(ensaio.diario(), ["desistir derruba_o_trabalhador"]);
        let perdidas = ver_tentativas(&t, &escopo, id).await;
        assert!(perdidas.iter().all(|p| p.status == SituacaoTentativa::Perdida && p.data_fim.is_some()));
    })
    .await;
}

#[tokio::test]
async fn o_que_se_fez_na_requisicao_fica_no_historico_do_alvo() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let alvo = ("processo", t.banco.relogio().novo_uuid());
        let enfileirada = enfileirar_em(&t, &escopo, NovaExecucao { alvo: Some(alvo), ..nova() }).await;
        t.relogio.avancar(TimeDelta::seconds(1));
        let feita = ExecucaoFeita {
            tipo: "UPLOAD_MANUAL",
            alvo: Some(alvo),
            saida: json!({"paginas": 2}),
            url_arquivo: Some("arquivos/1".into()),
            ..ExecucaoFeita::default()
        };
        let feita =
            t.banco.gravar(&escopo, async |cx| registrar_execucao_feita(cx, feita).await).await.unwrap();
        t.banco
            .gravar(&escopo, async |cx| anotar_arquivo(cx, enfileirada, "arquivos/2").await)
            .await
            .unwrap();
        let todas = t.banco.ler(&escopo, async |cx| do_alvo(cx, alvo.0, alvo.1).await).await.unwrap();
        assert_eq!(todas.iter().map(|e| e.id).collect::<Vec<_>>(), [feita, enfileirada]);
        assert_eq!(todas[0].status, Situacao::Concluido);
        assert_eq!(todas[0].executado_por_usuario_id, escopo.usuario());
        assert_eq!(todas[1].url_arquivo_s3.as_deref(), Some("arquivos/2"));
        assert_eq!(ver_tentativas(&t, &escopo, feita).await[0].status, SituacaoTentativa::Concluido);
        let ensaio = Ensaio::<false>::com([Ato::Concluir(json!(1))]);
        assert_eq!(ensaio.passar(&t).await, 1, "a já feita não se executa");
    })
    .await;
}
