//! Voltar atrás na aprovação: na janela, depois dela e no mesmo instante em que o executor toma o envio.

use std::{sync::Arc, time::Duration};

use apoio::{nos_dois_bancos, pedir};
use chrono::TimeDelta;
use nucleo::ProcessoId;
use serde_json::{Value, json};

use super::{Situacao, acoes::UPLOAD_SAT};
use crate::{
    Configuracao,
    teste::{Mundo, Sat, aprovacao},
};

const VIVOS: &str = "SELECT count(*) FROM efeitos WHERE conta_id = ? AND estado <> 'SEM_EFEITO'";
const PEDIDOS_DE_PARAR: &str =
    "SELECT count(*) FROM execucoes WHERE conta_id = ? AND cancelamento_pedido_em IS NOT NULL";

fn com_janela(mundo: &mut Mundo, segundos: u64) {
    let configuracao = Configuracao {
        desfazer_aprovacao: Duration::from_secs(segundos),
        ..mundo.app.configuracao.as_ref().clone()
    };
    mundo.app.configuracao = Arc::new(configuracao);
}

async fn aprovar(mundo: &Mundo, id: ProcessoId) -> Value {
    let visto = mundo.processo(id).await.arquivo_sha256.unwrap();
    let aprovado = mundo.pedir("POST", &format!("/processos/{id}/aprovacao"), aprovacao(visto)).await;
    assert_eq!(aprovado.status, 200, "{}", aprovado.texto());
    aprovado.json
}

async fn desfazer_possivel(mundo: &Mundo, id: ProcessoId) -> (Value, Value) {
    let detalhe = mundo.pedir("GET", &format!("/processos/{id}"), None).await.json;
    let passos = detalhe["passos_possiveis"].as_array().unwrap();
    assert_eq!(passos.len(), 6);
    let passo = passos.iter().find(|p| p["passo"] == "DESFAZER").unwrap();
    (passo["possivel"].clone(), passo["motivo"].clone())
}

#[tokio::test]
async fn na_janela_a_aprovacao_se_desfaz_e_nada_sai() {
    nos_dois_bancos(async |t| {
        let mut mundo = Mundo::novo(&t).await;
        com_janela(&mut mundo, 10);
        let id = mundo.por_aprovar().await.id;
        let caminho = format!("/processos/{id}/aprovacao");
        mundo.recusa("DELETE", &caminho, None, 409, "fora_de_hora").await;

        let aprovado = aprovar(&mundo, id).await;
        let ate: chrono::DateTime<chrono::Utc> = aprovado["desfazer_ate"].as_str().unwrap().parse().unwrap();
        assert_eq!(ate, mundo.processo(id).await.atualizado_em + TimeDelta::seconds(10));
        assert_eq!(mundo.andar().await, 0, "o envio espera a janela");
        assert_eq!(desfazer_possivel(&mundo, id).await, (json!(true), Value::Null));
        let item = mundo.pedir("GET", "/processos", None).await.json["itens"][0].clone();
        assert_eq!(item["ultima_execucao"]["disponivel_em"], aprovado["desfazer_ate"]);

        let desfeito = mundo.pedir("DELETE", &caminho, None).await;
        assert_eq!(desfeito.status, 200, "{}", desfeito.texto());
        assert_eq!(
            (&desfeito.json["status_processo"], &desfeito.json["aprovado_por_usuario_id"]),
            (&json!("AGUARDANDO_APROVACAO"), &Value::Null)
        );
        assert_eq!(mundo.execucoes(id).await[0].status, motor::Situacao::Cancelado);
        assert_eq!(mundo.contar(VIVOS).await, 0, "a intenção foi solta");
        mundo.t.relogio.avancar(TimeDelta::seconds(11));
        assert_eq!((mundo.andar().await, mundo.rpa.recebidos()), (0, 0));
        mundo.recusa("DELETE", &caminho, None, 409, "fora_de_hora").await;

        aprovar(&mundo, id).await;
        mundo.t.relogio.avancar(TimeDelta::seconds(10));
        assert_eq!((mundo.andar().await, mundo.rpa.recebidos()), (1, 1));
        mundo.recusa("DELETE", &caminho, None, 409, "envio_iniciado").await;
        let historico = mundo.pedir("GET", &format!("/processos/{id}/historico"), None).await.texto();
        assert_eq!(historico.matches("processo.aprovacao_desfeita").count(), 1);
    })
    .await;
}

#[tokio::test]
async fn envio_tomado_ou_que_ja_tentou_nao_se_desfaz() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.aprovado().await;
        let caminho = format!("/processos/{id}/aprovacao");
        let envio = mundo.execucoes(id).await[0].id;
        let mudar = "UPDATE execucoes SET status = 'EXECUTANDO', ficha = ficha + 1 WHERE id = ?";
        mundo.mudar(mudar, banco::valores![envio]).await;
        mundo.recusa("DELETE", &caminho, None, 409, "envio_iniciado").await;
        assert_eq!(mundo.contar(PEDIDOS_DE_PARAR).await, 0, "recusar não manda parar o envio");
        assert_eq!(mundo.contar(VIVOS).await, 1);
        let impedido = (json!(false), json!("o envio ao SAT já começou"));
        assert_eq!(desfazer_possivel(&mundo, id).await, impedido);
        mundo.mudar("UPDATE execucoes SET status = 'PENDENTE' WHERE id = ?", banco::valores![envio]).await;
        mundo.recusa("DELETE", &caminho, None, 409, "envio_iniciado").await;

        mundo.rpa.sat(Sat::RecebeECala);
        mundo.rpa.consulta_fora(true);
        mundo.andar().await;
        assert_eq!(mundo.execucoes(id).await[0].status, motor::Situacao::Incerto);
        mundo.recusa("DELETE", &caminho, None, 409, "envio_iniciado").await;
        assert_eq!(mundo.processo(id).await.situacao, Situacao::AguardandoEnvioSat);
    })
    .await;
}

#[tokio::test]
async fn envio_cancelado_antes_de_comecar_ainda_se_desfaz() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.aprovado().await;
        let envio = &mundo.execucoes(id).await[0];
        assert_eq!(envio.tipo, UPLOAD_SAT);
        let cancelar = async |cx: &mut banco::Contexto| motor::cancelar(cx, envio.id).await;
        t.banco.gravar(&mundo.escopo, cancelar).await.unwrap();
        let desfeito = mundo.pedir("DELETE", &format!("/processos/{id}/aprovacao"), None).await;
        assert_eq!(desfeito.json["status_processo"], "AGUARDANDO_APROVACAO", "{}", desfeito.texto());
        assert_eq!(mundo.contar(VIVOS).await, 0);
    })
    .await;
}

/// O executor e quem desfaz correm pelo mesmo envio muitas vezes: ou se desfez e nada saiu, ou foi 409 e saiu uma
/// vez. Nunca as duas coisas, nunca nenhuma.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn na_corrida_com_o_executor_ou_se_desfaz_ou_e_409() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.por_aprovar().await.id;
        let (mut desfeitas, mut volta) = (0, 0);
        loop {
            aprovar(&mundo, id).await;
            mundo.instante_seguinte();
            let (rotas, caminho) = (mundo.rotas_de(&mundo.escopo), format!("/processos/{id}/aprovacao"));
            let atraso = volta;
            let quem_desfaz = tokio::spawn(async move {
                // Cada volta chega um pouco mais tarde, até perder.
                for _ in 0..atraso * 20 {
                    tokio::task::yield_now().await;
                }
                pedir(&rotas, "DELETE", &caminho, None).await
            });
            mundo.andar().await;
            let resposta = quem_desfaz.await.unwrap();
            let situacao = mundo.processo(id).await.situacao;
            if resposta.status == 200 {
                desfeitas += 1;
                assert_eq!((situacao, mundo.rpa.recebidos()), (Situacao::AguardandoAprovacao, 0));
                assert_eq!(mundo.andar().await, 0, "o que se desfez não volta à fila");
                assert_eq!((mundo.contar(VIVOS).await, mundo.rpa.recebidos()), (0, 0));
            } else {
                assert_eq!(resposta.status, 409, "{}", resposta.texto());
                assert_eq!(resposta.json["codigo"], "envio_iniciado");
                assert_eq!((situacao, mundo.rpa.recebidos()), (Situacao::UploadRealizado, 1));
                assert_eq!(mundo.contar(PEDIDOS_DE_PARAR).await, 0);
                break;
            }
            volta += 1;
            assert!(volta < 500, "o executor nunca ganhou: {desfeitas} desfeitas");
        }
    })
    .await;
}
