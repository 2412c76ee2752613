//! Passos irreversíveis, nos dois bancos: depois de marcados nada se repete sem perguntar.

use apoio::nos_dois_bancos;
use banco::Contexto;
use chrono::TimeDelta;
use nucleo::{Erro, Resultado, permissoes::OperarExecucoes};
use serde_json::json;

use super::ensaio::{
    Ato, Ensaio, configuracao, enfileirar_em, esperar, esperar_situacao, nova, ver, ver_tentativas,
};
use crate::{
    Ambiente, Execucao, Falha, Motor, NovaExecucao, Situacao, SituacaoTentativa, Trabalho, Veredito, cancelar,
};

fn marcar(resto: Ato) -> Ato {
    Ato::Marcar(Box::new(resto))
}

#[tokio::test]
async fn queda_depois_do_passo_pergunta_e_conclui_sem_repetir() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([marcar(Ato::Travar)]);
        let motor = ensaio.em_marcha(&t).await;
        let id = enfileirar_em(&t, &escopo, nova()).await;
        esperar("marcar", async || ensaio.diario().len() == 2).await;
        esperar("o passo gravado", async || ver(&t, &escopo, id).await.passo_irreversivel.is_some()).await;
        drop(motor);
        ensaio.vereditos([Veredito::Confirmado(json!("recibo 7"))]);
        let motor = ensaio.em_marcha(&t).await;
        assert_eq!(ver(&t, &escopo, id).await.status, Situacao::Incerto);
        t.relogio.avancar(TimeDelta::seconds(3));
        esperar_situacao(&t, &escopo, id, Situacao::Concluido).await;
        motor.parar().await;
        assert_eq!(
            ensaio.diario(),
            ["executar 1", "marcar antes_de_enviar", "verificar", r#"concluir "recibo 7""#]
        );
        let tentativas = ver_tentativas(&t, &escopo, id).await;
        assert_eq!(tentativas.iter().map(|x| x.numero).collect::<Vec<_>>(), [1, 1]);
        assert_eq!(tentativas[0].status, SituacaoTentativa::Perdida);
    })
    .await;
}

#[tokio::test]
async fn quem_nao_sabe_pergunta_cada_vez_mais_espacado_e_sem_efeito_recomeca() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([
            marcar(Ato::Falhar(Falha::repetir("tempo_esgotado", "sem resposta"))),
            marcar(Ato::Concluir(json!("recibo 8"))),
        ]);
        ensaio.vereditos([
            Veredito::Desconhecido("fora do ar".into()),
            Veredito::Desconhecido("fora do ar".into()),
            Veredito::SemEfeito,
        ]);
        let id = enfileirar_em(&t, &escopo, nova()).await;
        let mut esperas = Vec::new();
        for _ in 0..3 {
            assert_eq!(ensaio.passar(&t).await, 1);
            let duvida = ver(&t, &escopo, id).await;
            assert_eq!(duvida.status, Situacao::Incerto);
            assert_eq!(duvida.passo_irreversivel.as_deref(), Some("antes_de_enviar"));
            assert_eq!(ensaio.passar(&t).await, 0, "nem repete nem pergunta antes da hora");
            let espera = duvida.disponivel_em - t.banco.relogio().agora();
            esperas.push(espera);
            t.relogio.avancar(espera);
        }
        assert!(esperas[0] < esperas[1] && esperas[1] < esperas[2], "{esperas:?}");
        assert_eq!(ensaio.passar(&t).await, 2, "verifica e, sem efeito, faz de novo");
        let fim = ver(&t, &escopo, id).await;
        assert_eq!((fim.status, fim.numero_tentativa), (Situacao::Concluido, 2));
        assert_eq!(
            ensaio.diario()[2..],
            [
                "verificar",
                "verificar",
                "verificar",
                "sem_efeito",
                "executar 2",
                "marcar antes_de_enviar",
                r#"concluir "recibo 8""#
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn cancelar_depois_do_passo_vira_duvida_e_so_se_cancela_sem_efeito() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([marcar(Ato::Obedecer)]);
        ensaio.vereditos([Veredito::SemEfeito]);
        let motor = ensaio.em_marcha(&t).await;
        let id = enfileirar_em(&t, &escopo, nova()).await;
        esperar("o passo", async || ver(&t, &escopo, id).await.passo_irreversivel.is_some()).await;
        t.banco.gravar(&escopo, async |cx| cancelar(cx, id).await).await.unwrap();
        esperar_situacao(&t, &escopo, id, Situacao::Incerto).await;
        let recusa = t.banco.gravar(&escopo, async |cx| cancelar(cx, id).await).await.unwrap_err();
        assert_eq!(recusa.codigo(), "situacao_nao_permite");
        t.relogio.avancar(TimeDelta::seconds(3));
        esperar_situacao(&t, &escopo, id, Situacao::Cancelado).await;
        motor.parar().await;
        assert_eq!(ensaio.diario()[2..], ["verificar", "sem_efeito", "desistir cancelado"]);
    })
    .await;
}

#[tokio::test]
async fn com_cancelamento_pedido_o_passo_ja_nao_se_da() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([marcar(Ato::Concluir(json!(1)))]);
        let id = enfileirar_em(&t, &escopo, nova()).await;
        // Pedido gravado antes de o trabalho chegar ao passo, sem o aviso em memória.
        let pedir = "UPDATE execucoes SET cancelamento_pedido_em = criado_em WHERE conta_id = ? AND id = ?";
        t.banco
            .gravar(&escopo, async |cx| cx.executar(pedir, banco::valores![cx.conta(), id]).await)
            .await
            .unwrap();
        assert_eq!(ensaio.passar(&t).await, 1);
        assert_eq!(ver(&t, &escopo, id).await.status, Situacao::Cancelado);
        assert_eq!(ensaio.diario(), ["executar 1", "desistir cancelado"]);
    })
    .await;
}

#[tokio::test]
async fn falha_incerta_sem_passo_e_resultado_que_o_dominio_recusou_tambem_se_verificam() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let ensaio = Ensaio::<false>::com([
            Ato::Falhar(Falha::incerta("resposta_cortada", "caiu no meio")),
            marcar(Ato::Concluir(json!("recibo"))),
        ]);
        ensaio.vereditos([Veredito::Confirmado(json!("achado")), Veredito::Confirmado(json!("recibo"))]);
        let incerta = enfileirar_em(&t, &escopo, nova()).await;
        assert_eq!(ensaio.passar(&t).await, 1);
        assert_eq!(ver(&t, &escopo, incerta).await.status, Situacao::Incerto);
        t.relogio.avancar(TimeDelta::seconds(3));
        assert_eq!(ensaio.passar(&t).await, 1);
        assert_eq!(ver(&t, &escopo, incerta).await.status, Situacao::Concluido);

        ensaio.recusar_ao_concluir(Erro::conflito("mudou", "mudou", "veja"));
        let recusada = enfileirar_em(&t, &escopo, nova()).await;
        assert_eq!(ensaio.passar(&t).await, 1);
        let duvida = ver(&t, &escopo, recusada).await;
        assert_eq!((duvida.status, duvida.resultado_saida), (Situacao::Incerto, Some(json!("recibo"))));
        t.relogio.avancar(TimeDelta::hours(1));
        assert_eq!(ensaio.passar(&t).await, 1);
        assert_eq!(ver(&t, &escopo, recusada).await.status, Situacao::Concluido);
        assert!(!ensaio.diario().iter().any(|l| l.starts_with("executar 2")), "nunca repetiu");
    })
    .await;
}

/// Só o obrigatório: o resto é o padrão de [`Trabalho`].
struct Minimo;

impl Trabalho for Minimo {
    type Preparo = ();
    type Saida = u32;
    const TIPO: &'static str = "MINIMO";

    async fn preparar(&self, _: &mut Contexto, _: &Execucao) -> Resultado<()> {
        Ok(())
    }

    async fn executar(&self, ambiente: &Ambiente, (): ()) -> Result<u32, Falha> {
        ambiente.marcar_passo("antes_de_enviar").await?;
        Err(Falha::repetir("caiu", format!("{} de {}", ambiente.execucao_id(), ambiente.conta())))
    }

    async fn concluir(&self, _: &mut Contexto, _: &Execucao, _: &u32) -> Resultado<()> {
        Ok(())
    }
}

#[tokio::test]
async fn o_padrao_de_um_trabalho_e_prudente() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let motor = || Motor::novo(t.banco.clone(), configuracao()).registrar(std::sync::Arc::new(Minimo));
        let id = enfileirar_em(&t, &escopo, NovaExecucao { tipo: Minimo::TIPO, ..nova() }).await;
        assert_eq!(motor().executar_pendentes().await.unwrap(), 1);
        t.relogio.avancar(TimeDelta::seconds(3));
        assert_eq!(motor().executar_pendentes().await.unwrap(), 1);
        let duvida = ver(&t, &escopo, id).await;
        assert_eq!(
            duvida.classe_erro.as_deref(),
            Some("verificacao_inconclusiva"),
            "não sabe: fica em dúvida"
        );
        let trabalho = motor().catalogo().de(Minimo::TIPO).unwrap();
        let recusa = t
            .banco
            .gravar(&escopo, async |cx| trabalho.saida_decidida(cx, &duvida, "vi no outro lado").await)
            .await
            .unwrap_err();
        assert_eq!(recusa.codigo(), "sem_resultado_para_confirmar");
        let pode = escopo.exigir::<OperarExecucoes>().unwrap();
        let catalogo = motor().catalogo();
        let negada = crate::execucoes::pessoas::Afirmacao::SemEfeito;
        t.banco
            .gravar(&escopo, async |cx| {
                crate::execucoes::pessoas::decidir(cx, pode, &catalogo, id, negada, "nada no outro lado")
                    .await?;
                crate::execucoes::pessoas::cancelar_a_pedido(cx, pode, &catalogo, id).await?;
                crate::execucoes::pessoas::repetir(cx, pode, &catalogo, id).await
            })
            .await
            .unwrap();
        assert_eq!(ver(&t, &escopo, id).await.status, Situacao::Cancelado);
    })
    .await;
}
