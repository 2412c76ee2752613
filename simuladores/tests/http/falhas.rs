//! Cada falha, ligada por HTTP ou pelo punho, e o efeito que se vê de fora.

use std::time::{Duration, Instant};

use reqwest::StatusCode;
use serde_json::json;
use simuladores::{Falha, Portal, TipoFalha};

use crate::apoio::{Navegador, cliente, ligar, outubro, papel, um_de_cada};

const PAGINAS: [(Portal, &str, &str); 4] = [
    (Portal::Emb, "Matriz", "/emb/faturas"),
    (Portal::Dig, "Depósito", "/dig/inicio"),
    (Portal::Oi, "Loja 27", "/oi/minha-oi"),
    (Portal::Viv, "Matriz", "/viv/api/contas"),
];

#[tokio::test]
async fn controle_liga_lista_e_limpa() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let falha = json!({"portal": "EMB", "tipo": "manutencao", "vezes": 2, "mes_ano": "2026-10"});
    assert_eq!(navegador.postar_json("/_controle/falhas", &falha).await.codigo, StatusCode::CREATED);
    let ligadas = navegador.abrir("/_controle/falhas").await.json();
    assert_eq!((&ligadas[0]["tipo"], &ligadas[0]["vezes"]), (&json!("manutencao"), &json!(2)));
    let errada = navegador.postar_json("/_controle/falhas", &json!({"portal": "XXX", "tipo": "lento"})).await;
    assert_eq!(errada.codigo, StatusCode::UNPROCESSABLE_ENTITY);
    navegador.enviar(navegador.cliente.delete(navegador.url("/_controle/falhas"))).await;
    assert!(simulador.falhas().is_empty());
}

#[tokio::test]
async fn manutencao_responde_503_pelas_vezes_pedidas() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    for portal in [Portal::Emb, Portal::Viv, Portal::Dig, Portal::Oi, Portal::Sat] {
        simulador.definir_falha(Falha::nova(portal, TipoFalha::Manutencao).por(1));
        let caminho = format!("/{}/", portal.prefixo());
        let fora = navegador.abrir(&caminho).await;
        assert_eq!(fora.codigo, StatusCode::SERVICE_UNAVAILABLE);
        assert!(fora.tem("manutencao") && fora.texto().contains("<title>Portal em manutenção"));
        assert_eq!(navegador.abrir(&caminho).await.codigo, StatusCode::OK);
    }
}

#[tokio::test]
async fn senha_incorreta_recusa_so_o_usuario_marcado() {
    let simulador = ligar().await;
    let (marcado, outro) = (cliente("EMB", "Matriz"), cliente("EMB", "Sede"));
    simulador.definir_falha(Falha::nova(Portal::Emb, TipoFalha::SenhaIncorreta).de(&marcado.login));
    assert!(Navegador::novo(&simulador).entrar(&marcado).await.tem("mensagem-erro"));
    assert_eq!(Navegador::novo(&simulador).entrar(&outro).await.caminho, "/emb/faturas");
    simulador.limpar_falhas();
    assert_eq!(Navegador::novo(&simulador).entrar(&marcado).await.caminho, "/emb/faturas");
}

#[tokio::test]
async fn lentidao_atrasa_a_resposta() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    simulador.definir_falha(Falha::nova(Portal::Oi, TipoFalha::Lento).com_atraso(300).por(1));
    let inicio = Instant::now();
    navegador.abrir("/oi/").await;
    assert!(inicio.elapsed() >= Duration::from_millis(300));
    assert!(simulador.falhas().is_empty());
}

#[tokio::test]
async fn sessao_expira_uma_vez_e_a_segunda_entrada_vale() {
    let simulador = ligar().await;
    for (portal, unidade, dentro) in PAGINAS {
        let navegador = Navegador::novo(&simulador);
        let cliente = cliente(portal.codigo(), unidade);
        simulador.definir_falha(Falha::nova(portal, TipoFalha::SessaoExpirada));
        let primeira = navegador.entrar(&cliente).await;
        let expirada = if portal == Portal::Viv { navegador.abrir(dentro).await } else { primeira };
        assert!(expirada.texto().contains("Sua sessão expirou. Entre novamente."), "{portal:?}");
        navegador.entrar(&cliente).await;
        let segunda = navegador.abrir(dentro).await;
        assert_eq!((segunda.codigo, segunda.caminho.as_str()), (StatusCode::OK, dentro));
    }
}

#[tokio::test]
async fn fatura_nao_emitida_e_dita_com_todas_as_letras() {
    let simulador = ligar().await;
    let texto = "A fatura de 10/2026 ainda não foi emitida.";
    for cliente in um_de_cada().iter().filter(|c| c.portal() != Portal::Tim) {
        let navegador = Navegador::novo(&simulador);
        simulador.definir_falha(
            Falha::nova(cliente.portal(), TipoFalha::NaoEmitida).de(&cliente.login).em(outubro()),
        );
        navegador.entrar(cliente).await;
        match cliente.portal() {
            Portal::Emb => {
                let pagina = navegador.abrir("/emb/fatura?unidade=Matriz&mes_ano=2026-10").await;
                assert_eq!(pagina.de("aviso-nao-emitida"), texto);
                assert!(!pagina.tem("baixar"));
                assert!(navegador.abrir("/emb/fatura?unidade=Matriz&mes_ano=2026-09").await.tem("baixar"));
            }
            Portal::Viv => {
                let resposta = navegador.abrir("/viv/api/faturas?unidade=Matriz&mes_ano=2026-10").await;
                assert_eq!(resposta.codigo, StatusCode::NOT_FOUND);
                assert_eq!(resposta.json(), json!({"erro": texto, "nao_emitida": true}));
            }
            Portal::Dig => {
                let pagina = navegador.abrir("/dig/central?unidade=Dep%C3%B3sito&ano=2026").await.texto();
                assert_eq!(pagina.matches("class=\"nao-emitida\"").count(), 1);
                assert_eq!(pagina.matches("class=\"baixar\"").count(), 4);
            }
            _ => {
                let pagina = navegador.baixar(cliente, outubro()).await;
                assert_eq!(pagina.de("aviso-nao-emitida"), texto);
            }
        }
    }
}

#[tokio::test]
async fn documento_defeituoso_em_cada_portal() {
    let simulador = ligar().await;
    for cliente in um_de_cada() {
        let navegador = Navegador::novo(&simulador);
        if cliente.portal() != Portal::Tim {
            navegador.entrar(&cliente).await;
        }
        let certo = papel(&cliente, outubro());
        let tipos = [
            TipoFalha::HtmlNoLugar,
            TipoFalha::PdfTruncado,
            TipoFalha::PdfCifrado,
            TipoFalha::FaturaDeOutroMes,
        ];
        for tipo in tipos {
            simulador.definir_falha(Falha::nova(cliente.portal(), tipo).em(outubro()).por(1));
            let documento = navegador.baixar(&cliente, outubro()).await;
            assert!(documento.disposicao().ends_with(".pdf\""), "o nome continua de PDF");
            match tipo {
                TipoFalha::HtmlNoLugar => assert!(documento.bytes.starts_with(b"<!doctype html>")),
                TipoFalha::PdfTruncado => assert_eq!(documento.bytes, certo[..certo.len() * 6 / 10]),
                TipoFalha::PdfCifrado => {
                    assert!(pdf_extract::extract_text_from_mem(&documento.bytes).is_err())
                }
                _ => assert_eq!(documento.bytes, papel(&cliente, outubro().anterior())),
            }
        }
        assert_eq!(navegador.baixar(&cliente, outubro()).await.bytes, certo, "gasta a falha, volta o certo");
        assert_eq!(simulador.estatisticas()[cliente.operadora_codigo.as_str()].downloads, 5);
    }
}

#[tokio::test]
async fn layout_trocado_muda_os_ids_e_o_formulario_novo_funciona() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let cliente = cliente("EMB", "Matriz");
    simulador.definir_falha(Falha::nova(Portal::Emb, TipoFalha::LayoutMudou));
    let entrada = navegador.abrir("/emb/entrar").await;
    assert!(entrada.tem("v2-usuario") && !entrada.tem("usuario"));
    assert!(entrada.texto().contains(">Entrar</button>"));
    let campos = [("v2-usuario", cliente.login.as_str()), ("v2-senha", &cliente.senha)];
    assert!(navegador.postar("/emb/entrar", &campos).await.tem("v2-conta"));
    simulador.limpar_falhas();
    assert!(navegador.abrir("/emb/entrar").await.tem("usuario"));
}
