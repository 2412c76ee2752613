//! O executor de ponta a ponta, nos dois bancos: tentar, esperar, parar, cair e voltar.

use std::time::Duration;

use apoio::nos_dois_bancos;
use banco::valores;
use chrono::TimeDelta;
use nucleo::Erro;
use serde_json::json;

use super::ensaio::{
    Ato, Ensaio, configuracao, enfileirar_em, esperar, esperar_situacao, nova, ver, ver_tentativas,
};
use crate::{ConfiguracaoMotor, Falha, Motor, NovaExecucao, Situacao, SituacaoTentativa, cancelar};

#[tokio::test]
async fn o_caminho_feliz_prepara_faz_e_conclui() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Concluir(json!({"ok": true}))]);
        let motor = ensaio.em_marcha(&t).await;
        // Enfileirar com o motor parado na espera o acorda pelo aviso.
        let id = enfileirar_em(&t, &escopo, nova()).await;
        esperar_situacao(&t, &escopo, id, Situacao::Concluido).await;
        motor.parar().await;
        let execucao = ver(&t, &escopo, id).await;
        assert_eq!(execucao.resultado_saida, Some(json!({"ok": true})));
        assert_eq!((execucao.progresso, execucao.numero_tentativa), (Some(100), 1));
        assert!(execucao.data_inicio.is_some() && execucao.data_fim.is_some());
        assert_eq!(ensaio.diario(), ["executar 1", r#"concluir {"ok":true}"#]);
        let pasta = configuracao().pasta_trabalho.join(format!("{id}-1"));
        assert!(!pasta.exists(), "a pasta da tentativa some");
    })
    .await;
}

#[tokio::test]
async fn falha_tecnica_se_tenta_de_novo_com_espera_ate_acabar() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let falha =
            || Ato::Falhar(Falha::repetir("portal_fora", "não respondeu").com_saida(json!("tela.png")));
        let ensaio = Ensaio::<false>::com([falha(), Ato::EntrarEmPanico, falha()]);
        let id = enfileirar_em(&t, &escopo, nova()).await;
        assert_eq!(ensaio.passar(&t).await, 1);
        let primeira = ver(&t, &escopo, id).await;
        assert_eq!(primeira.status, Situacao::TentandoNovamente);
        assert!(primeira.disponivel_em >= t.banco.relogio().agora() + TimeDelta::seconds(15));
        assert_eq!(ensaio.passar(&t).await, 0, "a espera ainda não passou");
        t.relogio.avancar(TimeDelta::hours(1));
        assert_eq!(ensaio.passar(&t).await, 1);
        let panico = ver(&t, &escopo, id).await;
        assert_eq!(panico.classe_erro.as_deref(), Some("panico"));
        assert!(panico.detalhes_erro.unwrap().contains("defeito de mentira"));
        t.relogio.avancar(TimeDelta::hours(1));
        assert_eq!(ensaio.passar(&t).await, 1);
        let ultima = ver(&t, &escopo, id).await;
        assert_eq!((ultima.status, ultima.numero_tentativa), (Situacao::Falhou, 3));
        assert_eq!(ultima.resultado_saida, Some(json!("tela.png")));
        assert_eq!(ensaio.diario(), ["executar 1", "executar 2", "executar 3", "desistir portal_fora"]);
        assert_eq!(ver_tentativas(&t, &escopo, id).await.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn adiar_nao_gasta_tentativa_e_falha_de_negocio_nao_se_repete() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let adiar = || Ato::Falhar(Falha::adiar(Duration::from_secs(3600), "nao_emitida", "ainda não saiu"));
        let ensaio = Ensaio::<false>::com([
            adiar(),
            adiar(),
            adiar(),
            adiar(),
            Ato::Falhar(Falha::desistir("senha_recusada", "senha errada")),
        ]);
        let id = enfileirar_em(&t, &escopo, nova()).await;
        for _ in 0..4 {
            assert_eq!(ensaio.passar(&t).await, 1);
            assert_eq!(ver(&t, &escopo, id).await.status, Situacao::Adiada);
            t.relogio.avancar(TimeDelta::hours(2));
        }
        assert_eq!(ensaio.passar(&t).await, 1);
        let fim = ver(&t, &escopo, id).await;
        assert_eq!((fim.status, fim.classe_erro.as_deref()), (Situacao::Falhou, Some("senha_recusada")));
        let recusada =
            enfileirar_em(&t, &escopo, NovaExecucao { parametros: json!({"recusar": true}), ..nova() }).await;
        assert_eq!(ensaio.passar(&t).await, 1);
        let recusada = ver(&t, &escopo, recusada).await;
        assert_eq!((recusada.status, recusada.classe_erro.as_deref()), (Situacao::Falhou, Some("nao_pode")));
    })
    .await;
}

#[tokio::test]
async fn se_o_dominio_recusa_o_resultado_nada_fica_concluido() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Concluir(json!(1)), Ato::Concluir(json!(2))]);
        ensaio.recusar_ao_concluir(Erro::interno("disco cheio"));
        ensaio.recusar_ao_concluir(Erro::conflito("processo_mudou", "mudou", "veja"));
        let id = enfileirar_em(&t, &escopo, nova()).await;
        ensaio.passar(&t).await;
        assert_eq!(
            ver(&t, &escopo, id).await.status,
            Situacao::TentandoNovamente,
            "defeito se tenta de novo"
        );
        t.relogio.avancar(TimeDelta::hours(1));
        ensaio.passar(&t).await;
        let fim = ver(&t, &escopo, id).await;
        assert_eq!((fim.status, fim.classe_erro.as_deref()), (Situacao::Falhou, Some("processo_mudou")));
        assert_eq!(ensaio.diario().last().unwrap(), "desistir processo_mudou");

        let teimoso = Ensaio::<false>::com([Ato::Falhar(Falha::desistir("x", "y"))]);
        teimoso.recusa_desistir.store(true, std::sync::atomic::Ordering::Relaxed);
        let id = enfileirar_em(&t, &escopo, nova()).await;
        teimoso.passar(&t).await;
        assert_eq!(ver(&t, &escopo, id).await.status, Situacao::Falhou, "encerra mesmo assim");
    })
    .await;
}

#[tokio::test]
async fn cancelar_para_a_que_executa_por_bem_ou_a_forca() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        for ato in [Ato::Obedecer, Ato::Travar] {
            let ensaio = Ensaio::<false>::com([ato]);
            let motor = ensaio.em_marcha(&t).await;
            let id = enfileirar_em(&t, &escopo, nova()).await;
            esperar("começar", async || !ensaio.diario().is_empty()).await;
            t.banco.gravar(&escopo, async |cx| cancelar(cx, id).await).await.unwrap();
            esperar_situacao(&t, &escopo, id, Situacao::Cancelado).await;
            assert_eq!(ensaio.diario(), ["executar 1", "desistir cancelado"]);
            motor.parar().await;
        }
    })
    .await;
}

#[tokio::test]
async fn limites_de_tempo_e_de_silencio_interrompem() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        for (ato, classe) in [(Ato::Travar, "limite_silencio"), (Ato::Tagarelar, "limite_execucao")] {
            let ensaio = Ensaio::<true>::com([ato]);
            let id = enfileirar_em(&t, &escopo, NovaExecucao { tipo: "ENSAIO_CURTO", ..nova() }).await;
            assert_eq!(ensaio.passar(&t).await, 1);
            let execucao = ver(&t, &escopo, id).await;
            assert_eq!(execucao.status, Situacao::TentandoNovamente);
            assert_eq!(execucao.classe_erro.as_deref(), Some(classe));
        }
    })
    .await;
}

#[tokio::test]
async fn reserva_perdida_para_o_trabalho_e_nao_muda_a_execucao() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Obedecer]);
        let configuracao = ConfiguracaoMotor { servidor_unico: false, ..configuracao() };
        let motor =
            Motor::novo(t.banco.clone(), configuracao).registrar(ensaio.clone()).iniciar().await.unwrap();
        let id = enfileirar_em(&t, &escopo, nova()).await;
        esperar("começar", async || !ensaio.diario().is_empty()).await;
        // Outro trabalhador a tomou.
        let roubar = "UPDATE execucoes SET ficha = ficha + 1 WHERE conta_id = ? AND id = ?";
        t.banco
            .gravar(&escopo, async |cx| cx.executar(roubar, valores![cx.conta(), id]).await)
            .await
            .unwrap();
        esperar("a resposta tardia", async || {
            ver_tentativas(&t, &escopo, id).await[0].status == SituacaoTentativa::Tardia
        })
        .await;
        let execucao = ver(&t, &escopo, id).await;
        assert_eq!((execucao.status, execucao.ficha), (Situacao::Executando, 2));
        motor.parar().await;
    })
    .await;
}

#[tokio::test]
async fn parar_com_ordem_espera_ou_devolve_sem_gastar_tentativa() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Porta, Ato::Travar, Ato::Concluir(json!(1))]);
        let motor = ensaio.em_marcha(&t).await;
        let rapida = enfileirar_em(&t, &escopo, nova()).await;
        esperar("a primeira", async || ensaio.diario().len() == 1).await;
        let presa = enfileirar_em(&t, &escopo, nova()).await;
        esperar("a segunda", async || ensaio.diario().len() == 2).await;
        ensaio.porta.notify_one();
        motor.parar().await;
        assert_eq!(ver(&t, &escopo, rapida).await.status, Situacao::Concluido);
        let devolvida = ver(&t, &escopo, presa).await;
        assert_eq!((devolvida.status, devolvida.maximo_tentativas), (Situacao::Adiada, 4));
        assert_eq!(devolvida.classe_erro.as_deref(), Some("servidor_encerrando"));
        assert_eq!(ensaio.passar(&t).await, 1);
        assert_eq!(ver(&t, &escopo, presa).await.status, Situacao::Concluido);
    })
    .await;
}

#[tokio::test]
async fn queda_no_meio_recupera_ao_iniciar_e_repete_o_que_pode() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([Ato::Travar, Ato::Concluir(json!("de novo"))]);
        let motor = ensaio.em_marcha(&t).await;
        let id = enfileirar_em(&t, &escopo, nova()).await;
        esperar("começar", async || !ensaio.diario().is_empty()).await;
        drop(motor);
        assert_eq!(ver(&t, &escopo, id).await.status, Situacao::Executando, "quem caiu não avisa");
        let motor = ensaio.em_marcha(&t).await;
        esperar_situacao(&t, &escopo, id, Situacao::Concluido).await;
        motor.parar().await;
        let tentativas = ver_tentativas(&t, &escopo, id).await;
        let fins: Vec<_> = tentativas.iter().map(|x| x.status).collect();
        assert_eq!(fins, [SituacaoTentativa::Perdida, SituacaoTentativa::Concluido]);
    })
    .await;
}
