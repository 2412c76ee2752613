//! O que é o preparo: ouvir os avisos do navegador, soltar janelas novas e decidir o que a página pode buscar.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::sync::{Notify, mpsc};

use super::conexao::{Conexao, EventoCdp};
use super::estado::{Estado, Janela};
use crate::navegador::HostsPermitidos;

/// O que a sessão e o seu ouvinte dividem.
pub(super) struct Comum {
    pub conexao: Arc<Conexao>,
    pub hosts: HostsPermitidos,
    /// Toca a cada aviso: quem espera algo olha o estado de novo.
    pub mudou: Notify,
    estado: Mutex<Estado>,
}

impl Comum {
    pub(super) fn novo(conexao: Arc<Conexao>, hosts: HostsPermitidos, estado: Estado) -> Arc<Self> {
        Arc::new(Self { conexao, hosts, mudou: Notify::new(), estado: Mutex::new(estado) })
    }

    pub(super) fn estado(&self) -> MutexGuard<'_, Estado> {
        self.estado.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Trata os avisos da sessão até ela acabar.
pub(super) async fn ouvir(comum: Arc<Comum>, mut avisos: mpsc::UnboundedReceiver<EventoCdp>) {
    while let Some(evento) = avisos.recv().await {
        match evento.metodo.as_str() {
            "Target.attachedToTarget" => soltar_janela(&comum, &evento.parametros),
            "Fetch.requestPaused" => decidir(&comum, &evento),
            _ => comum.estado().aplicar(&evento),
        }
        comum.mudou.notify_waiters();
    }
}

/// Configura uma janela que nasceu parada e a deixa carregar. A ordem dos comandos é a de chegada.
fn soltar_janela(comum: &Arc<Comum>, p: &Value) {
    let (Some(sessao), Some(alvo)) = (p["sessionId"].as_str(), p["targetInfo"]["targetId"].as_str()) else {
        return;
    };
    comum.estado().janelas.push(Janela::nova(alvo.to_owned(), sessao.to_owned()));
    let mandar = |metodo, parametros| drop(comum.conexao.postar(Some(sessao), metodo, parametros));
    mandar("Page.enable", json!({}));
    let pedidos = json!({"patterns": [
        {"urlPattern": "*", "requestStage": "Request"},
        {"urlPattern": "*", "resourceType": "Document", "requestStage": "Response"},
    ]});
    mandar("Fetch.enable", pedidos);
    mandar("Inspector.enable", json!({}));
    mandar("Runtime.runIfWaitingForDebugger", json!({}));
    if let Some(janela) = comum.estado().janelas.iter_mut().find(|janela| janela.sessao == sessao) {
        janela.pronta = true;
    }
}

/// Deixa passar ou barra um pedido da página, e anota como os documentos responderam.
fn decidir(comum: &Comum, evento: &EventoCdp) {
    let p = &evento.parametros;
    let id = p["requestId"].clone();
    let url = p["request"]["url"].as_str().unwrap_or_default();
    let quadro = p["frameId"].as_str().unwrap_or_default();
    let responder =
        |metodo, parametros| drop(comum.conexao.postar(evento.sessao.as_deref(), metodo, parametros));
    let falha = p["responseErrorReason"].as_str();
    let status = p["responseStatusCode"].as_u64();
    if falha.is_none() && status.is_none() {
        if comum.hosts.pode_buscar(url) {
            if p["resourceType"] == "Document" {
                anotar_pedido(&mut comum.estado(), evento.sessao.as_deref(), quadro);
            }
            return responder("Fetch.continueRequest", json!({"requestId": id}));
        }
        let host = url::Url::parse(url)
            .ok()
            .and_then(|u| u.host_str().map(str::to_owned))
            .unwrap_or_else(|| url.to_owned());
        comum.estado().bloqueados.push(host);
        return responder("Fetch.failRequest", json!({"requestId": id, "errorReason": "BlockedByClient"}));
    }
    anotar_documento(&mut comum.estado(), evento.sessao.as_deref(), quadro, falha, status);
    responder("Fetch.continueRequest", json!({"requestId": id}));
}

fn anotar_documento(
    estado: &mut Estado,
    sessao: Option<&str>,
    quadro: &str,
    falha: Option<&str>,
    status: Option<u64>,
) {
    let janela = estado.janelas.iter_mut().find(|janela| Some(janela.sessao.as_str()) == sessao);
    let Some(janela) = janela else { return };
    janela.pedindo.remove(quadro);
    let motivo = match (falha, status) {
        // Navegação trocada por outra ou virada transferência: não é falha do portal.
        (Some("Aborted" | "BlockedByClient"), _) => return,
        (Some(rede), _) => Some(format!("o portal não respondeu ({rede})")),
        (None, Some(status)) if status >= 500 => Some(format!("o portal respondeu com erro {status}")),
        _ => None,
    };
    match motivo {
        Some(motivo) => {
            janela.navegando.remove(quadro);
            janela.falhas.insert(quadro.to_owned(), motivo);
        }
        None => {
            // Veio a resposta; a troca de página ainda está por acontecer.
            janela.vai_navegar(quadro.to_owned());
            janela.falhas.remove(quadro);
        }
    }
    estado.documentos += 1;
}

fn anotar_pedido(estado: &mut Estado, sessao: Option<&str>, quadro: &str) {
    if let Some(janela) = estado.janelas.iter_mut().find(|janela| Some(janela.sessao.as_str()) == sessao) {
        janela.pedindo.insert(quadro.to_owned());
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn documento_com_erro_fica_anotado_ate_o_proximo() {
        let mut estado = Estado::default();
        estado.janelas.push(Janela::nova("a".into(), "s".into()));
        anotar_documento(&mut estado, Some("s"), "q", None, Some(503));
        assert_eq!(
            estado.janelas[0].falhas.get("q").map(String::as_str),
            Some("o portal respondeu com erro 503")
        );
        anotar_documento(&mut estado, Some("s"), "q", Some("Aborted"), None);
        assert!(estado.janelas[0].falhas.contains_key("q"), "navegação abortada não apaga nem cria falha");
        anotar_documento(&mut estado, Some("s"), "q", None, Some(200));
        assert!(estado.janelas[0].falhas.is_empty());
        anotar_documento(&mut estado, Some("s"), "q", Some("ConnectionRefused"), None);
        assert!(estado.janelas[0].falhas.get("q").map(String::as_str).unwrap().contains("ConnectionRefused"));
        assert_eq!(estado.documentos, 3);
    }
}
