//! Provas do que não se vê de fora do fluxo: o leitor parado e o acesso que acabou.

use apoio::{Teste, nos_dois_bancos};
use axum::{body::Body, extract::FromRequestParts, http::Request};
use serde_json::json;

use super::*;
use crate::{
    Catalogo, NovaExecucao, enfileirar,
    registros::{Escritor, Nivel},
};

async fn credenciais(token: &str) -> Credenciais {
    let pedido =
        Request::get("/").header("authorization", format!("Bearer {token}")).header("last-event-id", "7");
    let mut partes = pedido.body(Body::empty()).unwrap().into_parts().0;
    let Ok(credenciais) = Credenciais::from_request_parts(&mut partes, &()).await;
    credenciais
}

fn app(t: &Teste, escopo: &Escopo) -> App {
    App { base: t.base(escopo), catalogo: Catalogo::default() }
}

/// Um fluxo aberto por `dono` com o token, quando quem autentica já responde `agora`.
async fn fluxo(t: &Teste, dono: &Escopo, agora: &Escopo, token: &str) -> Fluxo {
    Fluxo {
        app: app(t, agora),
        escopo: dono.clone(),
        credenciais: credenciais(token).await,
        id: ExecucaoId::novo(t.banco.relogio().as_ref()),
        saida: mpsc::channel(FOLGA).0,
        ultima: 0,
        situacao: None,
        paciencia: Duration::from_millis(20),
    }
}

#[tokio::test]
async fn o_acesso_se_confere_de_novo_com_as_credenciais_do_pedido() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        assert!(fluxo(&t, &escopo, &escopo, "bom").await.ainda_pode().await);
        assert!(!fluxo(&t, &escopo, &escopo, "invalido").await.ainda_pode().await, "a sessão acabou");
        let sem = t.escopo_sem_permissoes(&escopo);
        assert!(!fluxo(&t, &escopo, &sem, "bom").await.ainda_pode().await, "a permissão acabou");
        let outra = t.criar_conta("outra").await;
        assert!(!fluxo(&t, &escopo, &outra, "bom").await.ainda_pode().await, "a sessão trocou de conta");
        assert_eq!(ultimo_visto(&credenciais("bom").await), 7);
    })
    .await;
}

#[tokio::test]
async fn leitor_parado_e_cortado_sem_prender_quem_executa() {
    nos_dois_bancos(async |t| {
        let escopo = t.criar_conta("c").await;
        let nova = NovaExecucao { tipo: "ENSAIO", parametros: json!({}), ..NovaExecucao::default() };
        let id = t.banco.gravar(&escopo, async |cx| enfileirar(cx, nova).await).await.unwrap().id;
        let (registrador, escritor) = Escritor::iniciar(t.banco.clone());
        for numero in 0..3 * FOLGA {
            registrador.registrar(
                escopo.conta(),
                id,
                1,
                Nivel::Info,
                format!("{numero} {}", "é".repeat(5_000)),
            );
        }
        registrador.esvaziar().await;
        escritor.terminar().await;
        let (saida, mut eventos) = mpsc::channel(FOLGA);
        let mut fluxo = Fluxo { id, saida, ..fluxo(&t, &escopo, &escopo, "bom").await };
        // Ninguém lê: o fluxo acaba por si, com a folga cheia e nada mais em memória.
        timeout(Duration::from_secs(10), fluxo.transmitir()).await.unwrap();
        drop(fluxo);
        let mut entregues = 0;
        while eventos.recv().await.is_some() {
            entregues += 1;
        }
        assert_eq!(entregues, FOLGA);
        let guardada = t
            .banco
            .ler_telemetria(&escopo, async |cx| repositorio::depois_de(cx, id, 0, 1).await)
            .await
            .unwrap();
        assert_eq!(guardada[0].mensagem.chars().count(), 4_001, "mensagem longa é cortada");
    })
    .await;
}
