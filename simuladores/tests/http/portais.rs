//! O caminho feliz de cada portal e as recusas que não dependem de falha ligada.

use reqwest::StatusCode;
use simuladores::{Fatura, MesAno, Portal, catalogo};

use crate::apoio::{Navegador, cliente, ligar, outubro, papel, um_de_cada};

#[tokio::test]
async fn embratel_entrega_por_quadros() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let cliente = cliente("EMB", "Filial Campinas");
    assert!(navegador.abrir("/emb").await.texto().contains("<frame name=\"principal\""));
    assert!(navegador.abrir("/emb/principal").await.tem("conteudo"));
    assert!(navegador.abrir("/emb/topo").await.texto().contains("Embratel"));
    assert!(navegador.abrir("/emb/entrar").await.tem("usuario"));
    let consulta = navegador.entrar(&cliente).await;
    assert_eq!(consulta.caminho, "/emb/faturas");
    assert!(consulta.texto().contains("<option value=\"2026-10\">10/2026</option>"));
    let fatura = navegador.abrir("/emb/fatura?unidade=Filial%20Campinas&mes_ano=2026-10").await;
    let esperada = Fatura::gerar(&cliente, outubro());
    assert_eq!(fatura.de("valor"), esperada.valor_na_tela());
    assert_eq!(fatura.de("vencimento"), esperada.vencimento_na_tela());
    assert_eq!(fatura.de("numero"), esperada.numero);
    let documento = navegador.baixar(&cliente, outubro()).await;
    assert!(documento.e_pdf());
    assert_eq!(documento.bytes, papel(&cliente, outubro()));
    assert_eq!(
        documento.disposicao(),
        format!("attachment; filename=\"fatura-emb-{}.pdf\"", esperada.numero)
    );
    assert!(navegador.abrir("/emb/fatura?unidade=Outra&mes_ano=2026-10").await.tem("mensagem-erro"));
    assert!(navegador.abrir("/emb/fatura?unidade=Matriz&mes_ano=x").await.tem("mensagem-erro"));
}

#[tokio::test]
async fn vivo_entrega_por_xhr() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let cliente = cliente("VIV", "Terminal Santos");
    assert!(navegador.abrir("/viv/").await.tem("carregando"));
    assert_eq!(navegador.abrir("/viv/api/config").await.codigo, StatusCode::OK);
    assert_eq!(navegador.abrir("/viv/api/contas").await.codigo, StatusCode::UNAUTHORIZED);
    navegador.entrar(&cliente).await;
    let contas = navegador.abrir("/viv/api/contas").await.json();
    assert_eq!(contas["contas"].as_array().unwrap().len(), 2);
    assert_eq!(contas["meses"][0]["texto"], "12/2030");
    let fatura = navegador.abrir("/viv/api/faturas?unidade=Terminal%20Santos&mes_ano=2026-10").await.json();
    assert_eq!(fatura["numero"], Fatura::gerar(&cliente, outubro()).numero);
    assert_eq!(navegador.baixar(&cliente, outubro()).await.bytes, papel(&cliente, outubro()));
    let invalida = navegador.abrir("/viv/api/faturas?unidade=X&mes_ano=2026-10").await;
    assert_eq!(invalida.codigo, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(navegador.abrir("/viv/api/faturas/1234567890/pdf").await.codigo, StatusCode::NOT_FOUND);
    navegador.enviar(navegador.cliente.delete(navegador.url("/viv/api/sessao"))).await;
    assert_eq!(navegador.abrir("/viv/api/contas").await.codigo, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn digitalnet_pagina_de_cinco_em_cinco_e_mostra_na_pagina() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let cliente = cliente("DIG", "Loja Jardim América");
    assert!(navegador.entrar(&cliente).await.tem("abrir-central"));
    let todas = navegador.abrir("/dig/central?ano=2026").await;
    assert_eq!(todas.de("pagina"), "Página 1 de 8");
    let mut achada = None;
    for pagina in 1..=3 {
        let caminho = format!("/dig/central?unidade=Loja%20Jardim%20Am%C3%A9rica&ano=2026&pagina={pagina}");
        let resposta = navegador.abrir(&caminho).await;
        let texto = resposta.texto();
        assert_eq!(texto.matches("class=\"fatura\"").count(), if pagina < 3 { 5 } else { 2 });
        assert_eq!(
            texto.matches("data-unidade=\"Loja Jardim América\"").count(),
            if pagina < 3 { 5 } else { 2 }
        );
        assert_eq!((resposta.tem("anterior"), resposta.tem("proxima")), (pagina > 1, pagina < 3));
        if texto.contains("data-referencia=\"2026-02\"") {
            achada = Some(pagina);
        }
    }
    assert_eq!(achada, Some(3));
    let fevereiro = MesAno::novo(2026, 2).unwrap();
    let documento = navegador.baixar(&cliente, fevereiro).await;
    assert!(documento.disposicao().starts_with("inline;"));
    assert_eq!(documento.bytes, papel(&cliente, fevereiro));
}

#[tokio::test]
async fn proxima_da_digitalnet_leva_a_pagina_seguinte() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    navegador.entrar(&cliente("DIG", "Depósito")).await;
    let primeira = navegador.abrir("/dig/central?unidade=Dep%C3%B3sito&ano=2025").await.texto();
    let destino = primeira
        .split_once("id=\"proxima\" href=\"")
        .unwrap()
        .1
        .split_once('"')
        .unwrap()
        .0
        .replace("&amp;", "&");
    let segunda = navegador.abrir(&destino).await;
    assert_eq!(segunda.de("pagina"), "Página 2 de 3");
    assert!(segunda.texto().contains("data-unidade=\"Depósito\" data-referencia=\"2025-07\""));
}

#[tokio::test]
async fn oi_entra_em_dois_passos_e_responde_ao_post() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let cliente = cliente("OI", "Loja 27");
    assert!(navegador.abrir("/oi/").await.tem("aceitar-cookies"));
    assert_eq!(navegador.abrir("/oi/entrar/senha").await.caminho, "/oi/entrar");
    let senha = navegador.postar("/oi/entrar", &[("identificacao", &cliente.login)]).await;
    assert_eq!(senha.de("quem"), cliente.login);
    assert_eq!(
        navegador.abrir("/oi/minha-oi").await.caminho,
        "/oi/entrar",
        "identificado não é o mesmo que dentro"
    );
    let dentro = navegador.postar("/oi/entrar/senha", &[("senha", &cliente.senha)]).await;
    assert!(dentro.tem("link-segunda-via"));
    assert!(navegador.abrir("/oi/segunda-via").await.tem("mes-referencia"));
    let documento = navegador.baixar(&cliente, outubro()).await;
    assert!(documento.disposicao().starts_with("attachment;"));
    assert_eq!(documento.bytes, papel(&cliente, outubro()));
    let errada =
        navegador.postar("/oi/segunda-via", &[("unidade", "Loja 27"), ("mes-referencia", "99/9999")]).await;
    assert!(errada.tem("mensagem-erro"));
    let pedido = navegador.cliente.get(navegador.url("/oi/minha-oi")).header("cookie", "oi_cookies=aceitos");
    assert!(!navegador.enviar(pedido).await.tem("aviso-cookies"));
}

#[tokio::test]
async fn senha_errada_e_recusada_em_todos() {
    let simulador = ligar().await;
    for cliente in um_de_cada().iter().filter(|c| c.portal() != Portal::Tim) {
        let navegador = Navegador::novo(&simulador);
        let resposta = navegador.entrar_com(cliente.portal(), &cliente.login, "outra").await;
        assert!(resposta.texto().contains("Usuário ou senha inválidos."), "{}", cliente.operadora_codigo);
        let uso = simulador.estatisticas()[cliente.operadora_codigo.as_str()];
        assert_eq!((uso.logins, uso.logins_recusados), (0, 1));
        assert!(!navegador.baixar(cliente, outubro()).await.e_pdf());
    }
}

#[tokio::test]
async fn ninguem_baixa_o_documento_de_outro() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    navegador.entrar(&cliente("EMB", "Matriz")).await;
    let alheia = navegador.baixar(&cliente("EMB", "Sede"), outubro()).await;
    assert_eq!(alheia.codigo, StatusCode::NOT_FOUND);
    assert!(alheia.tem("mensagem-erro"));
}

#[tokio::test]
async fn sair_encerra_a_sessao() {
    let simulador = ligar().await;
    for (codigo, unidade, dentro) in [
        ("EMB", "Matriz", "/emb/faturas"),
        ("DIG", "Depósito", "/dig/central"),
        ("OI", "Loja 12", "/oi/minha-oi"),
    ] {
        let navegador = Navegador::novo(&simulador);
        let cliente = cliente(codigo, unidade);
        navegador.entrar(&cliente).await;
        assert_eq!(navegador.abrir(dentro).await.caminho, dentro);
        navegador.abrir(&format!("/{}/sair", cliente.portal().prefixo())).await;
        assert_ne!(navegador.abrir(dentro).await.caminho, dentro);
    }
}

#[tokio::test]
async fn pagina_inicial_lista_portais_e_clientes() {
    let simulador = ligar().await;
    let navegador = Navegador::novo(&simulador);
    let pagina = navegador.abrir("/").await.texto();
    for cliente in catalogo::padrao() {
        assert!(pagina.contains(&cliente.login) && pagina.contains(&cliente.cnpj));
    }
    assert!(pagina.contains("<option>cai_depois_de_gravar</option>") && !pagina.contains("{tipos}"));
    assert_eq!(navegador.abrir("/_controle/clientes").await.json().as_array().unwrap().len(), 30);
    assert!(simulador.url("OI").ends_with("/oi/") && simulador.url("TIM").ends_with("/api-externa"));
    assert_eq!(simulador.url("NADA"), navegador.url("/"));
    simulador.parar().await;
    assert!(navegador.cliente.get(navegador.url("/")).send().await.is_err(), "parado não atende");
}
