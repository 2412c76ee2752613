//! Cada portal entrega a fatura certa, e cada falha tem a sua classe.

use simuladores::{Portal, TipoFalha};

use super::bancada::{Bancada, cliente, tem_navegador};
use crate::{ClasseErro, ResultadoSaida, Rpa, StatusRpa};

const PORTAIS: [(&str, Portal); 4] =
    [("EMB", Portal::Emb), ("VIV", Portal::Viv), ("DIG", Portal::Dig), ("OI", Portal::Oi)];

fn resumo(saida: &ResultadoSaida) -> String {
    format!("{:?} {} {:#?}", saida.classe_erro(), saida.mensagem, saida.logs_execucao)
}

async fn baixa_a_fatura_certa(codigo: &str) {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    let saida = bancada.baixar(codigo).await;
    assert!(saida.sucesso, "{}", resumo(&saida));
    assert_eq!(saida.status, StatusRpa::Sucesso);
    let arquivo = saida.arquivo_baixado.as_ref().unwrap();
    let bytes = std::fs::read(arquivo).unwrap();
    assert_eq!(saida.dados_especificos["sha256"], nucleo::Sha256::de(&bytes).to_string());
    let nome = arquivo.file_name().unwrap().to_str().unwrap().to_owned();
    let prefixo = format!("fatura-{}-", codigo.to_lowercase());
    let numero = nome
        .strip_prefix(&prefixo)
        .and_then(|resto| resto.strip_suffix(".pdf"))
        .unwrap_or_else(|| panic!("{nome}"));
    let fatura = simuladores::catalogo::localizar_fatura(numero).unwrap_or_else(|| panic!("{nome}"));
    assert_eq!(fatura.cliente.unidade, cliente(codigo, 0).unidade);
    assert_eq!(fatura.mes_ano.to_string(), "2026-03");
    if codigo != "OI" {
        assert_eq!(saida.dados_extraidos["numero"], numero);
    }
    let senha = cliente(codigo, 0).senha;
    assert!(!serde_json::to_string(&saida).unwrap().contains(&senha), "a senha não aparece no resultado");
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn embratel_por_quadros() {
    baixa_a_fatura_certa("EMB").await;
}

#[tokio::test]
async fn vivo_por_pagina_unica_e_blob() {
    baixa_a_fatura_certa("VIV").await;
}

#[tokio::test]
async fn digitalnet_por_janela_nova_e_tabela_paginada() {
    baixa_a_fatura_certa("DIG").await;
}

#[tokio::test]
async fn oi_em_dois_passos_e_pdf_na_resposta_de_post() {
    baixa_a_fatura_certa("OI").await;
}

async fn cada_portal_da(tipo: TipoFalha, esperada: ClasseErro) {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    for (codigo, portal) in PORTAIS {
        bancada.falhar(portal, tipo);
        let saida = bancada.baixar_com_pressa(codigo).await;
        assert_eq!(saida.classe_erro(), Some(esperada), "{codigo} {tipo}: {}", resumo(&saida));
        assert!(!saida.screenshots_debug.is_empty(), "{codigo}: sem foto da falha");
        assert!(saida.dados_especificos["evidencia"][0]["url"].is_string(), "{codigo}: sem resumo da tela");
    }
    bancada.simulador.limpar_falhas();
    let saida = bancada.baixar("EMB").await;
    assert!(saida.sucesso, "sem a falha volta a funcionar: {}", resumo(&saida));
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn senha_incorreta_e_credencial() {
    cada_portal_da(TipoFalha::SenhaIncorreta, ClasseErro::Credencial).await;
}

#[tokio::test]
async fn manutencao_e_portal_fora() {
    cada_portal_da(TipoFalha::Manutencao, ClasseErro::PortalFora).await;
}

#[tokio::test]
async fn sessao_expirada_e_portal_fora() {
    cada_portal_da(TipoFalha::SessaoExpirada, ClasseErro::PortalFora).await;
}

#[tokio::test]
async fn nao_emitida_adia() {
    cada_portal_da(TipoFalha::NaoEmitida, ClasseErro::AindaNaoEmitida).await;
}

#[tokio::test]
async fn html_no_lugar_do_pdf_e_documento_invalido() {
    cada_portal_da(TipoFalha::HtmlNoLugar, ClasseErro::DocumentoInvalido).await;
}

#[tokio::test]
async fn pdf_truncado_e_documento_invalido() {
    cada_portal_da(TipoFalha::PdfTruncado, ClasseErro::DocumentoInvalido).await;
}

#[tokio::test]
async fn layout_mudado_e_dito() {
    cada_portal_da(TipoFalha::LayoutMudou, ClasseErro::LayoutMudou).await;
}

#[tokio::test]
async fn portal_lento_estoura_o_limite_e_vira_timeout() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    bancada
        .simulador
        .definir_falha(simuladores::Falha::nova(Portal::Emb, TipoFalha::Lento).com_atraso(20_000));
    let mut ambiente = bancada.ambiente("EMB");
    ambiente.limite = std::time::Duration::from_millis(1200);
    let saida = bancada.baixar_em("EMB", &ambiente).await;
    assert_eq!((saida.status, saida.classe_erro()), (StatusRpa::Timeout, Some(ClasseErro::Tempo)));
    assert!(saida.tempo_execucao_segundos < 10.0, "{}", saida.tempo_execucao_segundos);
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn portal_que_nao_atende_e_portal_fora() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    let mut entrada = bancada.entrada("EMB", 0);
    entrada.url_portal = Some("http://127.0.0.1:9/emb/".into());
    let saida = bancada.rpa.executar_download(&entrada, &bancada.ambiente("EMB")).await;
    assert_eq!(saida.classe_erro(), Some(ClasseErro::PortalFora), "{}", resumo(&saida));
    bancada.rpa.encerrar().await;
}
