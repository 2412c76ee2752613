//! A busca pela API, nos dois bancos.

use apoio::{nos_dois_bancos, pedir};
use serde_json::Value;

use crate::teste::{MES, Mundo};

fn ids(lista: &Value) -> Vec<&str> {
    lista.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn acha_por_nome_cnpj_codigo_mes_e_id() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let processo = mundo.abrir().await.to_string();
        mundo.pedir_download(processo.parse().unwrap()).await;
        let cliente = mundo.cliente.to_string();
        let dados = mundo.pedir("GET", &format!("/clientes/{cliente}"), None).await.json;
        let (cnpj, razao) = (dados["cnpj"].as_str().unwrap(), dados["razao_social"].as_str().unwrap());
        let palavra = razao.split(' ').next().unwrap();
        let comeco: String = palavra.to_lowercase().chars().take(3).collect();
        let mascara = format!("{}.{}", &cnpj[..2], &cnpj[2..5]);
        for q in [
            comeco.clone(),
            format!("{comeco}%20matr"),
            cnpj[..6].to_owned(),
            mascara,
            format!("{comeco}%20{MES}"),
        ] {
            let achado = mundo.pedir("GET", &format!("/busca?q={q}"), None).await.json;
            assert_eq!(ids(&achado["clientes"]), [&cliente], "{q}: {achado}");
            assert_eq!(ids(&achado["processos"]), [&processo], "{q}");
            assert_eq!(achado["execucoes"][0]["tipo"], "DOWNLOAD_FATURA", "{q}");
            assert_eq!(achado["execucoes"][0]["titulo"], format!("{razao} · Operadora EMB"), "{q}");
        }
        let outro_mes = mundo.pedir("GET", &format!("/busca?q={comeco}%202020-01"), None).await.json;
        assert_eq!((ids(&outro_mes["clientes"]).len(), ids(&outro_mes["processos"]).len()), (1, 0));
        for q in ["nadaparecido", "", "%20", "%25", &format!("{comeco}%20nadaparecido")] {
            let achado = mundo.pedir("GET", &format!("/busca?q={q}"), None).await.json;
            assert!(
                ids(&achado["clientes"]).is_empty() && ids(&achado["operadoras"]).is_empty(),
                "{q}: {achado}"
            );
        }
        let operadora = mundo.pedir("GET", "/busca?q=emb", None).await.json;
        assert_eq!(ids(&operadora["operadoras"]), [mundo.operadora.to_string()]);
        let por_id = mundo.pedir("GET", &format!("/busca?q={processo}"), None).await.json;
        assert_eq!((ids(&por_id["processos"]), ids(&por_id["clientes"]).len()), (vec![processo.as_str()], 0));
        let execucao = mundo.pedir("GET", "/busca?q=emb", None).await.json["execucoes"].clone();
        assert!(execucao.as_array().unwrap().is_empty(), "operadora não traz execuções");
        mundo.recusa("GET", "/busca?q=a&limite=21", None, 422, "dados_invalidos").await;
    })
    .await;
}

#[tokio::test]
async fn segue_o_nome_novo_e_nada_atravessa_contas_nem_permissoes() {
    nos_dois_bancos(async |t| {
        let mundo = Mundo::novo(&t).await;
        let caminho = format!("/clientes/{}", mundo.cliente);
        let mut dados = mundo.pedir("GET", &caminho, None).await.json;
        for campo in [
            "id",
            "hash_unico",
            "operadora_codigo",
            "operadora_nome",
            "tem_senha_portal",
            "status_ativo",
            "versao",
            "criado_em",
            "atualizado_em",
        ] {
            dados.as_object_mut().unwrap().remove(campo);
        }
        dados["razao_social"] = "Açaí do Zé".into();
        assert_eq!(mundo.pedir("PUT", &caminho, Some(dados)).await.status, 200);
        let quantos = async |q: &str| {
            ids(&mundo.pedir("GET", &format!("/busca?q={q}"), None).await.json["clientes"]).len()
        };
        assert_eq!((quantos("acai").await, quantos("ze").await, quantos("matriz").await), (1, 1, 1));
        let termos = "SELECT count(*) FROM clientes_termos WHERE conta_id = ?";
        assert!(mundo.contar(termos).await < 12, "as palavras velhas saíram");

        let outra = t.criar_conta("outra").await;
        let rotas = mundo.rotas_de(&outra);
        for q in ["acai".to_owned(), mundo.cliente.to_string(), mundo.operadora.to_string()] {
            let achado = pedir(&rotas, "GET", &format!("/busca?q={q}"), None).await.json;
            assert!(
                achado.as_object().unwrap().values().all(|l| l.as_array().unwrap().is_empty()),
                "{q}: {achado}"
            );
        }
        let so_execucoes = mundo.rotas_de(&t.escopo_com(&mundo.escopo, &["execucoes.ver"]));
        let achado = pedir(&so_execucoes, "GET", "/busca?q=acai", None).await;
        assert_eq!((achado.status.as_u16(), ids(&achado.json["clientes"]).len()), (200, 0));
        let ninguem = mundo.rotas_de(&t.escopo_com(&mundo.escopo, &[]));
        assert_eq!(pedir(&ninguem, "GET", "/busca?q=acai", None).await.status, 403);
    })
    .await;
}
