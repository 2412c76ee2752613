//! O intérprete contra páginas locais: cada família de comandos, num Chromium de verdade.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};
use nucleo::RelogioDoSistema;
use serde_json::{Value, json};

use super::bancada::{Ouvinte, tem_navegador};
use crate::apoio::{ambiente_de_teste, entrada_de_teste};
use crate::{ClasseErro, ConcentradorRpa, ConfiguracaoRpa, ResultadoSaida, Rpa};

const PDF: &[u8] = b"%PDF-1.7\nconteudo\n%%EOF\n";

const FORMULARIO: &str = r#"<title>Formulário</title><h1 id=titulo>Olá</h1>
<input id=nome><input id=senha type=password><input id=data type=date><textarea id=obs>antes</textarea>
<input id=marcar type=checkbox><select id=mes><option value=1>Janeiro</option><option value=2>Fevereiro</option></select>
<button id=soma onclick="n.textContent=+n.textContent+1">+1</button><b id=n>0</b>
<button id=aviso onclick="alert('cuidado')">aviso</button>
<button id=pergunta onclick="r.textContent=confirm('certeza?')">pergunta</button>
<button id=texto onclick="r.textContent=prompt('quanto?')">texto</button><i id=r></i>
<div id=some>x</div><div id=capa style="position:fixed;inset:0;background:#eee"></div>
<script>setTimeout(()=>capa.remove(),400);setTimeout(()=>some.remove(),300);
document.querySelector('#nome').addEventListener('keydown',()=>document.title='teclou');
Document.prototype.querySelector=()=>null;</script>"#;

async fn arquivo(Path(tipo): Path<String>) -> impl IntoResponse {
    let disposicao =
        if tipo == "anexo" { "attachment; filename=\"conta.pdf\"" } else { "inline; filename=\"conta.pdf\"" };
    ([(header::CONTENT_TYPE, "application/pdf"), (header::CONTENT_DISPOSITION, disposicao)], PDF)
}

fn paginas() -> Router {
    let html = |corpo: &'static str| get(move || async move { Html(corpo) });
    Router::new()
        .route("/", html(FORMULARIO))
        .route("/pdf/{tipo}", get(arquivo).post(arquivo))
        .route("/entregas", html(r#"<a id=anexo href=/pdf/anexo>a</a> <a id=inline href=/pdf/inline>b</a>
            <a id=aba href=/pdf/inline target=_blank>c</a>
            <form method=post action=/pdf/inline target=_blank><button id=post>d</button></form>
            <button id=blob onclick="fetch('/pdf/inline').then(r=>r.blob()).then(b=>{const a=document.createElement('a');
            a.href=window.URL.createObjectURL(b);a.download='conta.pdf';a.click()})">e</button>
            <button id=abre onclick="window.open('/pdf/inline')">f</button>
            <a id=html href=/ target=_blank>g</a> <a id=erro href=/erro target=_blank>h</a>"#))
        .route("/quadros", html("<iframe id=a src=/dentro></iframe><iframe name=b src=/dentro></iframe><p id=fora>fora</p>"))
        .route("/dentro", html("<iframe id=c src=/fundo></iframe><p id=meio>meio</p>"))
        .route("/fundo", html("<button id=b onclick=\"this.textContent='foi'\">vai</button>"))
        .route("/janelas", html("<title>mãe</title><button id=abrir onclick=\"window.open('/fundo')\">abrir</button>"))
        .route("/vaza", html("<p id=x>ok</p><script>fetch('http://localhost:1/').catch(()=>{x.textContent='barrado'})</script>"))
        .route("/erro", get(|| async { StatusCode::BAD_GATEWAY }))
        .route("/eco", post(|| async { Html("eco") }))
}

fn side(comandos: &[(&str, &str, &str)]) -> String {
    let comando = |(n, (command, target, value)): (usize, &(&str, &str, &str))| {
        let abre = command.ends_with('+');
        let command = command.trim_end_matches('+');
        let mut c = json!({"id": n.to_string(), "command": command, "target": target, "value": value});
        if abre {
            c["opensWindow"] = true.into();
            c["windowHandleName"] = "nova".into();
        }
        c
    };
    let comandos: Vec<Value> = comandos.iter().enumerate().map(comando).collect();
    json!({"id": "p", "version": "2.0", "name": "p", "url": "", "plugins": [{"id": "regente", "estrito": true}],
        "tests": [{"id": "t", "name": "download", "commands": comandos}]})
    .to_string()
}

/// Roda os comandos como o teste `download` de um roteiro solto.
async fn rodar(comandos: &[(&str, &str, &str)]) -> (ResultadoSaida, Arc<Ouvinte>) {
    let escuta = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}/", escuta.local_addr().unwrap());
    let mut servico = tokio::task::JoinSet::new();
    servico.spawn(async move { axum::serve(escuta, paginas()).await.unwrap() });
    let pasta = tempfile::tempdir().unwrap();
    std::fs::create_dir(pasta.path().join("X")).unwrap();
    std::fs::write(pasta.path().join("X/X.side"), side(comandos)).unwrap();
    let configuracao =
        ConfiguracaoRpa { pasta_roteiros: Some(pasta.path().to_owned()), ..Default::default() };
    let rpa = ConcentradorRpa::novo(configuracao, Arc::new(RelogioDoSistema));
    let ouvinte = Arc::new(Ouvinte::default());
    let mut ambiente = ambiente_de_teste(pasta.path(), "navegador:X");
    ambiente.registrador = ouvinte.clone();
    ambiente.destino.configuracao_rpa = json!({"espera_ms": 2500, "transferencia_ms": 5000});
    ambiente.limite = Duration::from_secs(25);
    let saida = rpa.executar_download(&entrada_de_teste(&base), &ambiente).await;
    rpa.encerrar().await;
    (saida, ouvinte)
}

/// Roda comandos que não baixam nada e exige que só isso tenha faltado.
async fn deve_passar(comandos: &[(&str, &str, &str)]) -> ResultadoSaida {
    let (saida, _) = rodar(comandos).await;
    assert!(saida.mensagem.contains("sem baixar documento"), "{} {:#?}", saida.mensagem, saida.erro);
    saida
}

#[tokio::test]
async fn campos_cliques_e_valores() {
    if !tem_navegador() {
        return;
    }
    let saida = deve_passar(&[
        ("open", "/", ""),
        ("setWindowSize", "900x700", ""),
        ("assertTitle", "Formulário", ""),
        ("type", "id=nome", "José ${entrada:unidade}"),
        ("assertTitle", "teclou", ""),
        ("assertValue", "id=nome", "José MATRIZ"),
        ("sendKeys", "id=nome", "!${KEY_BACKSPACE}?"),
        ("assertValue", "css=#nome", "José MATRIZ?"),
        ("type", "id=obs", ""),
        ("assertValue", "id=obs", ""),
        ("type", "id=data", "2026-03-31"),
        ("assertValue", "id=data", "2026-03-31"),
        ("rgSecret", "id=senha", "senha"),
        ("click", "id=soma", ""),
        ("clickAt", "xpath=//button[@id='soma']", "2,1"),
        ("doubleClick", "//button[.='+1']", ""),
        ("assertText", "id=n", "4"),
        ("check", "id=marcar", ""),
        ("check", "id=marcar", ""),
        ("assertChecked", "id=marcar", ""),
        ("uncheck", "id=marcar", ""),
        ("assertNotChecked", "id=marcar", ""),
        ("select", "id=mes", "Fevereiro"),
        ("assertSelectedLabel", "id=mes", "Fevereiro"),
        ("select", "id=mes", "index=1"),
        ("assertSelectedValue", "id=mes", "1"),
        ("waitForElementNotPresent", "id=some", ""),
        ("assertElementNotPresent", "id=some", ""),
        ("waitForText", "id=titulo", "Olá"),
        ("storeElementCount", "css=option", "quantas"),
        ("assert", "quantas", "2"),
        ("storeAttribute", "id=senha@type", "tipo"),
        ("assert", "tipo", "password"),
        ("storeText", "id=titulo", "saudacao"),
        ("executeScript", "return ${saudacao} + document.querySelectorAll('button').length", "eco"),
        ("rgSetOutput", "eco", "${eco}"),
        ("rgScreenshot", "meio do caminho", ""),
        ("rgWaitUrl", "127.0.0.1", ""),
    ])
    .await;
    assert_eq!(saida.dados_extraidos["eco"], "Olá4");
    assert!(saida.screenshots_debug[0].to_str().unwrap().contains("meio-do-caminho"));
}

#[tokio::test]
async fn fluxo_lacos_e_tentativas() {
    if !tem_navegador() {
        return;
    }
    let saida = deve_passar(&[
        ("open", "/", ""),
        ("times", "2", ""),
        ("times", "3", ""),
        ("click", "id=soma", ""),
        ("end", "", ""),
        ("end", "", ""),
        ("assertText", "id=n", "6"),
        ("storeJson", r#"["a","b"]"#, "letras"),
        ("store", "", "soma"),
        ("forEach", "letras", "letra"),
        ("store", "${soma}${letra}", "soma"),
        ("end", "", ""),
        ("assert", "soma", "ab"),
        ("store", "0", "i"),
        ("while", "Number(${i}) < 3", ""),
        ("executeScript", "return Number(${i}) + 1", "i"),
        ("end", "", ""),
        ("do", "", ""),
        ("executeScript", "return Number(${i}) + 1", "i"),
        ("repeatIf", "${i} < 5", ""),
        ("if", "${i} === 4", ""),
        ("rgBusinessError", "NEGOCIO", "ramo errado"),
        ("elseIf", "${i} === 5 && document.querySelector('#n')", ""),
        ("try", "", ""),
        ("rgAppError", "quebrou", "TEMPO"),
        ("catch", "", ""),
        ("rgSetOutput", "tratado", "${erro_classe}: ${erro}"),
        ("end", "", ""),
        ("else", "", ""),
        ("rgBusinessError", "NEGOCIO", "ramo errado"),
        ("end", "", ""),
    ])
    .await;
    assert_eq!(saida.dados_extraidos["tratado"], "TEMPO: quebrou");
}

#[tokio::test]
async fn dialogos_pedidos_armados_e_inesperados() {
    if !tem_navegador() {
        return;
    }
    deve_passar(&[
        ("open", "/", ""),
        ("click", "id=aviso", ""),
        ("assertAlert", "cuidado", ""),
        ("acceptAlert", "", ""),
        ("click", "id=pergunta", ""),
        ("acceptConfirmation", "", ""),
        ("assertText", "id=r", "true"),
        ("chooseOkOnNextConfirmation", "", ""),
        ("click", "id=pergunta", ""),
        ("assertText", "id=r", "true"),
        ("click", "id=pergunta", ""),
        ("assertText", "id=r", "false"),
        ("click", "id=texto", ""),
        ("answerPrompt", "dez", ""),
        ("assertText", "id=r", "dez"),
    ])
    .await;
}

#[tokio::test]
async fn quadros_aninhados_e_volta() {
    if !tem_navegador() {
        return;
    }
    deve_passar(&[
        ("open", "/quadros", ""),
        ("selectFrame", "index=0", ""),
        ("selectFrame", "id=c", ""),
        ("click", "id=b", ""),
        ("assertText", "id=b", "foi"),
        ("selectFrame", "relative=parent", ""),
        ("assertText", "id=meio", "meio"),
        ("selectFrame", "relative=parent", ""),
        ("assertText", "id=fora", "fora"),
        ("selectFrame", "name=b", ""),
        ("selectFrame", "index=0", ""),
        ("assertText", "id=b", "vai"),
        ("selectFrame", "relative=top", ""),
        ("selectFrame", "index=1\\0", ""),
        ("assertText", "id=b", "vai"),
    ])
    .await;
}

#[tokio::test]
async fn janelas_abrem_trocam_e_fecham() {
    if !tem_navegador() {
        return;
    }
    deve_passar(&[
        ("open", "/janelas", ""),
        ("storeWindowHandle", "mae", ""),
        ("click+", "id=abrir", ""),
        ("selectWindow", "handle=${nova}", ""),
        ("click", "id=b", ""),
        ("assertText", "id=b", "foi"),
        ("close", "", ""),
        ("selectWindow", "handle=${mae}", ""),
        ("assertTitle", "mãe", ""),
    ])
    .await;
}

#[tokio::test]
async fn pdf_chega_por_qualquer_caminho() {
    if !tem_navegador() {
        return;
    }
    for alvo in ["id=anexo", "id=inline", "id=aba", "id=post", "id=blob", "id=abre"] {
        let (saida, _) = rodar(&[("open", "/entregas", ""), ("rgDownload", alvo, "")]).await;
        assert!(saida.sucesso, "{alvo}: {} {:#?}", saida.mensagem, saida.logs_execucao);
        assert_eq!(saida.dados_especificos["sha256"], nucleo::Sha256::de(PDF).to_string(), "{alvo}");
        assert_eq!(saida.arquivo_baixado.unwrap().file_name().unwrap(), "conta.pdf", "{alvo}");
    }
}

#[tokio::test]
async fn pagina_em_outra_aba_no_lugar_do_pdf() {
    if !tem_navegador() {
        return;
    }
    for (alvo, classe) in [("id=html", ClasseErro::DocumentoInvalido), ("id=erro", ClasseErro::PortalFora)] {
        let (saida, _) = rodar(&[("open", "/entregas", ""), ("rgDownload", alvo, "")]).await;
        assert_eq!(saida.classe_erro(), Some(classe), "{alvo}: {}", saida.mensagem);
    }
}

#[tokio::test]
async fn enderecos_fora_da_lista_sao_barrados() {
    if !tem_navegador() {
        return;
    }
    for alvo in ["file:///etc/passwd", "http://localhost:1/", "chrome://version"] {
        let (saida, _) = rodar(&[("open", alvo, "")]).await;
        assert!(saida.mensagem.contains("não permitido"), "{alvo}: {}", saida.mensagem);
    }
    let (saida, ouvinte) =
        rodar(&[("open", "/vaza", ""), ("waitForText", "id=x", "barrado"), ("pause", "50", "")]).await;
    assert!(saida.mensagem.contains("sem baixar"), "{}", saida.mensagem);
    assert!(ouvinte.linhas.lock().unwrap().iter().any(|linha| linha.contains("hosts_permitidos")));
}

#[tokio::test]
async fn erros_dizem_o_passo_e_nunca_a_senha() {
    if !tem_navegador() {
        return;
    }
    let (saida, ouvinte) = rodar(&[
        ("open", "/", ""),
        ("type", "id=nome", "${segredo:senha}"),
        ("storeValue", "id=nome", "eco"),
        ("echo", "digitei ${eco}", ""),
        ("click", "id=naoexiste", ""),
    ])
    .await;
    assert_eq!(saida.classe_erro(), Some(ClasseErro::LayoutMudou));
    assert_eq!(saida.erro.as_ref().unwrap().passo.as_deref(), Some("download#5 click"));
    let tudo = format!("{:?}{}", ouvinte.linhas.lock().unwrap(), serde_json::to_string(&saida).unwrap());
    assert!(!tudo.contains("senha-muito-secreta"));
    assert!(tudo.contains("digitei ********"));
    for (comando, trecho) in [
        (("echo", "${segredo:senha}", ""), "só pode ser usado"),
        (("echo", "${env:HOME}", ""), "não leem o ambiente"),
        (("echo", "${nada}", ""), "variável desconhecida"),
        (("forEach", "nada", "x"), "coleção inexistente"),
        (("type", "id=nome", "${entrada:cpf}"), "não tem “cpf” cadastrado"),
        (("rgUpload", "id=nome", "/etc/passwd"), "não tem arquivo"),
    ] {
        let fim = if comando.0 == "forEach" { ("end", "", "") } else { ("echo", "x", "") };
        let (saida, _) = rodar(&[("open", "/", ""), comando, fim]).await;
        assert!(saida.mensagem.contains(trecho), "{comando:?}: {}", saida.mensagem);
    }
}

#[tokio::test]
async fn verificacao_leve_derruba_no_fim() {
    if !tem_navegador() {
        return;
    }
    let (saida, _) = rodar(&[
        ("open", "/", ""),
        ("verifyText", "id=titulo", "Adeus"),
        ("verifyTitle", "Outro", ""),
        ("rgSetOutput", "seguiu", "sim"),
    ])
    .await;
    assert_eq!(saida.dados_extraidos["seguiu"], "sim");
    assert!(saida.mensagem.contains("Adeus") && saida.mensagem.contains("Outro"), "{}", saida.mensagem);
}

#[tokio::test]
async fn roteiro_defeituoso_e_recusado_antes_de_abrir_o_navegador() {
    for (comandos, trecho) in [
        (vec![("open", "/", ""), ("voar", "", "")], "#2: comando desconhecido “voar”"),
        (vec![("if", "true", ""), ("open", "/", "")], "#1 if: bloco sem fim"),
    ] {
        let (saida, _) = rodar(&comandos).await;
        assert_eq!(saida.classe_erro(), Some(ClasseErro::Interno));
        assert!(saida.mensagem.contains(trecho), "{}", saida.mensagem);
    }
}
