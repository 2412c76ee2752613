//! O teste de acesso e as evidências, pela API e pelo motor, nos dois bancos.

use apoio::{nos_dois_bancos, pedir};
use motor::Situacao as NaFila;
use rpa::ClasseErro;
use serde_json::{Value, json};

use crate::teste::{Entrega, Mundo, pdf};

async fn ultima(mundo: &Mundo, id: &str) -> Value {
    mundo.pedir("GET", "/operadoras", None).await.json["itens"]
        .as_array()
        .unwrap()
        .iter()
        .find(|o| o["id"] == id)
        .unwrap()
        .clone()
}

#[tokio::test]
async fn testa_o_acesso_sem_tocar_em_processo_e_a_lista_mostra_o_fim() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let operadora = mundo.operadora.to_string();
        assert_eq!(ultima(&mundo, &operadora).await["ultimo_teste"], Value::Null);
        assert_eq!(ultima(&mundo, &operadora).await["clientes_ativos"], 1);
        let caminho = format!("/operadoras/{operadora}/teste-acesso");
        let aceito = mundo.pedir("POST", &caminho, Some(json!({}))).await;
        assert_eq!(aceito.status, 202, "{}", aceito.texto());
        mundo.recusa("POST", &caminho, Some(json!({})), 409, "teste_em_andamento").await;
        assert_eq!(mundo.andar().await, 1);
        assert_eq!(mundo.rpa.senhas(), ["senha-do-portal"]);
        let teste = ultima(&mundo, &operadora).await["ultimo_teste"].clone();
        assert_eq!(
            (&teste["execucao_id"], &teste["status"]),
            (&aceito.json["execucao_id"], &json!("CONCLUIDO"))
        );
        let guardada = execucao(&mundo, &aceito.json["execucao_id"]).await;
        assert_eq!(guardada.resultado_saida.unwrap()["titulo"], "Minha conta");
        assert!(!guardada.parametros_entrada.to_string().contains("senha-do-portal"));
        assert_eq!(mundo.contar("SELECT count(*) FROM processos WHERE conta_id = ?").await, 0);

        mundo.rpa.entregar(Entrega::Erro(ClasseErro::PortalFora));
        let outro = mundo.pedir("POST", &caminho, Some(json!({"cliente_id": mundo.cliente}))).await;
        mundo.andar().await;
        let falhou = execucao(&mundo, &outro.json["execucao_id"]).await;
        assert_eq!((falhou.status, falhou.classe_erro.as_deref()), (NaFila::Falhou, Some("PORTAL_FORA")));
    })
    .await;
}

async fn execucao(mundo: &Mundo, id: &Value) -> motor::Execucao {
    let id = id.as_str().unwrap().parse().unwrap();
    mundo.t.banco.ler(&mundo.escopo, async |cx| motor::buscar(cx, id).await).await.unwrap()
}

#[tokio::test]
async fn sem_rpa_sem_acesso_ou_de_outra_operadora_se_recusa() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let manual = mundo.criar_operadora("MAN", false).await;
        let vazia = mundo.criar_operadora("VIV", true).await;
        let em = |id| format!("/operadoras/{id}/teste-acesso");
        mundo.recusa("POST", &em(manual), Some(json!({})), 409, "sem_rpa").await;
        mundo.recusa("POST", &em(vazia), Some(json!({})), 409, "sem_cliente_com_acesso").await;
        let alheio = Some(json!({"cliente_id": mundo.cliente}));
        let recusado = mundo.pedir("POST", &em(vazia), alheio).await;
        assert_eq!(
            recusado.json["campos"][0]["codigo"],
            "cliente_de_outra_operadora",
            "{}",
            recusado.texto()
        );
    })
    .await;
}

#[tokio::test]
async fn a_foto_e_o_arquivo_recusado_ficam_guardados_e_so_a_conta_os_ve() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let id = mundo.abrir().await;
        mundo.rpa.entregar(Entrega::Erro(ClasseErro::Credencial));
        mundo.pedir_download(id).await;
        mundo.andar().await;
        mundo.rpa.entregar(Entrega::Arquivo(pdf(0, 2026, 10)));
        mundo.pedir_download(id).await;
        mundo.andar().await;
        let casos = [
            (0, "attachment; filename=\"fatura-recusada.pdf\"", "application/pdf"),
            (1, "inline; filename=\"falha.jpg\"", "image/jpeg"),
        ];
        for (qual, disposicao, tipo) in casos {
            let execucao = mundo.execucoes(id).await[qual].id;
            let tentativas = async |cx: &mut banco::Contexto| motor::tentativas(cx, execucao).await;
            let tentativas = t.banco.ler(&mundo.escopo, tentativas).await.unwrap();
            let [evidencia] = tentativas[0].evidencias.as_slice() else { panic!("{tentativas:?}") };
            let caminho = format!("/execucoes/{execucao}/evidencias/{}", evidencia.id);
            let servida = mundo.pedir("GET", &caminho, None).await;
            assert_eq!(servida.status, 200);
            assert_eq!(servida.corpo.len() as i64, evidencia.tamanho_bytes);
            let cabecalhos = ["content-type", "content-disposition", "x-content-type-options"];
            let esperados = [Some(tipo), Some(disposicao), Some("nosniff")];
            assert_eq!(cabecalhos.map(|c| servida.cabecalho(c)), esperados);

            let outra = t.criar_conta("outra").await;
            let alheia = pedir(&mundo.rotas_de(&outra), "GET", &caminho, None).await;
            let outra_execucao = mundo.execucoes(id).await[1 - qual].id;
            let trocada = format!("/execucoes/{outra_execucao}/evidencias/{}", evidencia.id);
            let trocada = mundo.pedir("GET", &trocada, None).await;
            assert_eq!((alheia.status.as_u16(), trocada.status.as_u16()), (404, 404));
            let sem = mundo.rotas_de(&t.escopo_com(&mundo.escopo, &["faturas.ver"]));
            assert_eq!(pedir(&sem, "GET", &caminho, None).await.status, 403);
        }
    })
    .await;
}
