//! O SAT recebe cada documento uma vez, e o passo recusado não envia nada.

use std::path::Path;
use std::sync::Arc;

use simuladores::{Portal, TipoFalha};

use super::bancada::{Bancada, Ouvinte, cliente, entrada_de, tem_navegador};
use crate::{AmbienteRpa, ArquivoParaEnviar, ClasseErro, ParametrosEntrada, Rpa};

fn entrada_sat(bancada: &Bancada, referencia: &str) -> ParametrosEntrada {
    ParametrosEntrada {
        operadora_codigo: "SAT".into(),
        usuario: Some("regente".into()),
        senha: Some("sat-simulado".to_owned().into()),
        referencia: Some(referencia.into()),
        ..entrada_de(&cliente("EMB", 0), &bancada.simulador.url("SAT"))
    }
}

fn arquivo(pasta: &Path, conteudo: &str) -> ArquivoParaEnviar {
    let caminho = pasta.join("aprovada.pdf");
    let bytes = format!("%PDF-1.7\n{conteudo}\n%%EOF\n");
    std::fs::write(&caminho, &bytes).unwrap();
    ArquivoParaEnviar {
        caminho,
        sha256: nucleo::Sha256::de(&bytes).to_string(),
        nome: "fatura-emb-1.pdf".into(),
        valor: "1234.56".into(),
        vencimento: "2026-04-10".into(),
    }
}

fn ambiente(bancada: &Bancada, ouvinte: &Arc<Ouvinte>) -> AmbienteRpa {
    let mut ambiente = bancada.ambiente("SAT");
    ambiente.passos = ouvinte.clone();
    ambiente.registrador = ouvinte.clone();
    ambiente
}

#[tokio::test]
async fn envia_consulta_e_reconhece_repetido() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    let ouvinte = Arc::new(Ouvinte::default());
    let entrada = entrada_sat(&bancada, "ref-1");
    let antes = bancada.rpa.consultar_sat(&entrada, &ambiente(&bancada, &ouvinte)).await;
    assert!(antes.sucesso, "{antes:#?}");
    assert_eq!(antes.dados_especificos["encontrado"], false);

    let fatura = arquivo(bancada.pasta.path(), "a");
    let enviado = bancada.rpa.executar_upload_sat(&entrada, &fatura, &ambiente(&bancada, &ouvinte)).await;
    assert!(enviado.sucesso, "{enviado:#?}");
    assert_eq!(*ouvinte.passos.lock().unwrap(), ["antes_de_enviar", "enviado"]);
    let recebidos = bancada.simulador.documentos_sat();
    assert_eq!(recebidos.len(), 1);
    assert_eq!(
        (recebidos[0].sha256.as_str(), recebidos[0].nome_arquivo.as_str()),
        (fatura.sha256.as_str(), "fatura-emb-1.pdf")
    );
    assert_eq!(enviado.dados_especificos["protocolo"], recebidos[0].protocolo.as_str());

    let depois = bancada.rpa.consultar_sat(&entrada, &ambiente(&bancada, &ouvinte)).await;
    assert_eq!(depois.dados_especificos["encontrado"], true);
    assert_eq!(depois.dados_especificos["sha256"], fatura.sha256.as_str());
    assert_eq!(depois.dados_especificos["protocolo"], recebidos[0].protocolo.as_str());

    let repetido = bancada.rpa.executar_upload_sat(&entrada, &fatura, &ambiente(&bancada, &ouvinte)).await;
    assert_eq!(repetido.classe_erro(), Some(ClasseErro::Duplicada), "{repetido:#?}");
    assert_eq!(repetido.dados_especificos["protocolo"], recebidos[0].protocolo.as_str());
    assert_eq!(bancada.simulador.documentos_sat().len(), 1);
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn passo_recusado_nao_envia_nada() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    let ouvinte = Arc::new(Ouvinte { recusar: Some("antes_de_enviar"), ..Ouvinte::default() });
    let fatura = arquivo(bancada.pasta.path(), "b");
    let saida = bancada
        .rpa
        .executar_upload_sat(&entrada_sat(&bancada, "ref-2"), &fatura, &ambiente(&bancada, &ouvinte))
        .await;
    assert_eq!(saida.classe_erro(), Some(ClasseErro::Cancelado));
    assert!(saida.dados_especificos.get("passos_marcados").is_none());
    assert_eq!(bancada.simulador.estatisticas()["SAT"].uploads, 0);
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn arquivo_trocado_nao_e_enviado() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    let ouvinte = Arc::new(Ouvinte::default());
    let fatura = ArquivoParaEnviar { sha256: "0".repeat(64), ..arquivo(bancada.pasta.path(), "c") };
    let saida = bancada
        .rpa
        .executar_upload_sat(&entrada_sat(&bancada, "ref-3"), &fatura, &ambiente(&bancada, &ouvinte))
        .await;
    assert_eq!(saida.classe_erro(), Some(ClasseErro::Negocio));
    assert!(ouvinte.passos.lock().unwrap().is_empty());
    assert_eq!(bancada.rpa.pid_do_navegador().await, None, "nem abriu o navegador");
}

async fn falha_no_sat(tipo: TipoFalha, esperada: ClasseErro, marcou: bool, gravou: usize) {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    bancada.falhar(Portal::Sat, tipo);
    let ouvinte = Arc::new(Ouvinte::default());
    let mut ambiente = ambiente(&bancada, &ouvinte);
    ambiente.destino.configuracao_rpa = serde_json::json!({"espera_ms": 1500});
    let fatura = arquivo(bancada.pasta.path(), "d");
    let saida = bancada.rpa.executar_upload_sat(&entrada_sat(&bancada, "ref-4"), &fatura, &ambiente).await;
    assert_eq!(saida.classe_erro(), Some(esperada), "{saida:#?}");
    assert_eq!(ouvinte.passos.lock().unwrap().contains(&"antes_de_enviar".to_owned()), marcou);
    assert_eq!(bancada.simulador.documentos_sat().len(), gravou);
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn sat_que_cai_depois_de_gravar_deixa_o_passo_marcado() {
    falha_no_sat(TipoFalha::CaiDepoisDeGravar, ClasseErro::PortalFora, true, 1).await;
}

#[tokio::test]
async fn sat_que_recusa_e_negocio() {
    falha_no_sat(TipoFalha::Recusa, ClasseErro::Negocio, true, 0).await;
}

#[tokio::test]
async fn sat_que_responde_repetido_e_duplicada() {
    falha_no_sat(TipoFalha::Duplicada, ClasseErro::Duplicada, true, 1).await;
}

#[tokio::test]
async fn sat_em_manutencao_nao_chega_ao_passo() {
    falha_no_sat(TipoFalha::Manutencao, ClasseErro::PortalFora, false, 0).await;
}

#[tokio::test]
async fn sat_com_senha_recusada_e_credencial() {
    falha_no_sat(TipoFalha::SenhaIncorreta, ClasseErro::Credencial, false, 0).await;
}
