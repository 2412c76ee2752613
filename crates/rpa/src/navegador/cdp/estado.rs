//! O que é o estado: o que a sessão sabe das suas janelas, contado pelos avisos do navegador.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::conexao::EventoCdp;
use crate::navegador::{Dialogo, Transferencia};

/// Quanto se espera, sem pedido no ar, pelo aviso de que a página trocou.
const TROCA_MAXIMA: Duration = Duration::from_millis(500);

/// Uma janela (aba) da sessão.
#[derive(Debug, Default)]
pub(super) struct Janela {
    pub alvo: String,
    pub sessao: String,
    pub quadros: Vec<String>,
    /// Contexto de execução isolado de cada quadro; some quando o quadro navega.
    pub mundos: HashMap<String, i64>,
    /// Quadros que vão trocar de documento, e desde quando: a página que está lá já não vale.
    pub navegando: HashMap<String, Instant>,
    /// Quadros que pediram um documento e ainda não tiveram resposta.
    pub pedindo: HashSet<String>,
    /// Por quadro: por que o último documento não veio.
    pub falhas: HashMap<String, String>,
    pub dialogo: Option<Dialogo>,
    pub caiu: bool,
    /// Já configurada e solta para carregar.
    pub pronta: bool,
}

/// O estado inteiro de uma sessão.
#[derive(Debug, Default)]
pub(super) struct Estado {
    pub janelas: Vec<Janela>,
    pub corrente: Option<String>,
    /// Quadro corrente; `None` é o topo.
    pub quadro: Option<String>,
    pub pasta: PathBuf,
    pub documentos: u64,
    pub bloqueados: Vec<String>,
    transferencias: Vec<Baixando>,
}

#[derive(Debug)]
struct Baixando {
    guid: String,
    nome: String,
    nossa: bool,
    estado: &'static str,
}

impl Estado {
    pub(super) fn nas_maos_de(pasta: PathBuf) -> Self {
        Self { pasta, ..Self::default() }
    }

    pub(super) fn janela(&self, alvo: &str) -> Option<&Janela> {
        self.janelas.iter().find(|janela| janela.alvo == alvo)
    }

    pub(super) fn corrente(&self) -> Option<&Janela> {
        self.corrente.as_deref().and_then(|alvo| self.janela(alvo))
    }

    pub(super) fn corrente_mut(&mut self) -> Option<&mut Janela> {
        let corrente = self.corrente.clone()?;
        self.janelas.iter_mut().find(|janela| janela.alvo == corrente)
    }

    fn da_sessao(&mut self, sessao: Option<&str>) -> Option<&mut Janela> {
        let sessao = sessao?;
        self.janelas.iter_mut().find(|janela| janela.sessao == sessao)
    }

    /// Aplica um aviso que só muda o estado.
    pub(super) fn aplicar(&mut self, evento: &EventoCdp) {
        let p = &evento.parametros;
        let texto = |campo: &str| p[campo].as_str().unwrap_or_default().to_owned();
        match evento.metodo.as_str() {
            "Browser.downloadWillBegin" => {
                // O aviso não diz a sessão: é nossa a transferência que veio de um quadro nosso.
                let quadro = texto("frameId");
                let nossa = self.janelas.iter().any(|janela| janela.quadros.contains(&quadro));
                let (guid, nome) = (texto("guid"), texto("suggestedFilename"));
                self.transferencias.push(Baixando { guid, nome, nossa, estado: "inProgress" });
            }
            "Browser.downloadProgress" => self.andar(&texto("guid"), p["state"].as_str()),
            "Target.detachedFromTarget" => self.fechar(&texto("sessionId")),
            _ => {
                if let Some(janela) = self.da_sessao(evento.sessao.as_deref()) {
                    janela.aplicar(&evento.metodo, p);
                }
            }
        }
    }

    fn andar(&mut self, guid: &str, estado: Option<&str>) {
        if let Some(baixando) = self.transferencias.iter_mut().find(|b| b.guid == guid) {
            baixando.estado = match estado {
                Some("completed") => "completed",
                Some("canceled") => "canceled",
                _ => "inProgress",
            };
        }
    }

    fn fechar(&mut self, sessao: &str) {
        let Some(posicao) = self.janelas.iter().position(|janela| janela.sessao == sessao) else { return };
        let fechada = self.janelas.remove(posicao);
        if self.corrente.as_deref() == Some(fechada.alvo.as_str()) {
            self.corrente = None;
            self.quadro = None;
        }
    }

    /// As transferências desta sessão: de quadro seu, ou que caíram na sua pasta.
    pub(super) fn transferencias(&self) -> Vec<Transferencia> {
        self.transferencias
            .iter()
            .filter(|b| b.nossa || self.pasta.join(&b.guid).exists())
            .map(|b| match b.estado {
                "completed" => {
                    Transferencia::Completa { caminho: self.pasta.join(&b.guid), nome: b.nome.clone() }
                }
                "canceled" => Transferencia::Interrompida,
                _ => Transferencia::EmCurso,
            })
            .collect()
    }
}

impl Janela {
    pub(super) fn nova(alvo: String, sessao: String) -> Self {
        Self { quadros: vec![alvo.clone()], alvo, sessao, ..Self::default() }
    }

    /// Anota que o quadro vai trocar de documento.
    pub(super) fn vai_navegar(&mut self, quadro: String) {
        self.navegando.insert(quadro, Instant::now());
    }

    /// Se a página (ou o quadro em uso) está para ser trocada por outra: agir nela agora seria agir na que sai.
    pub(super) fn esta_navegando(&self, quadro: Option<&str>) -> bool {
        [Some(self.alvo.as_str()), quadro].into_iter().flatten().any(|quadro| {
            // O aviso de que trocou pode se perder; passado este tempo sem pedido no ar, não há troca.
            let avisado = self.navegando.get(quadro).is_some_and(|desde| desde.elapsed() < TROCA_MAXIMA);
            avisado || self.pedindo.contains(quadro)
        })
    }

    fn aplicar(&mut self, metodo: &str, p: &Value) {
        let quadro = || p["frameId"].as_str().unwrap_or_default().to_owned();
        match metodo {
            "Page.frameAttached" => self.quadros.push(quadro()),
            "Page.frameDetached" => {
                let quadro = quadro();
                self.quadros.retain(|outro| *outro != quadro);
                self.mundos.remove(&quadro);
                self.falhas.remove(&quadro);
                self.pedindo.remove(&quadro);
            }
            "Page.frameRequestedNavigation" if p["disposition"] == "currentTab" => self.vai_navegar(quadro()),
            "Page.frameStartedNavigating" if p["navigationType"] != "sameDocument" => {
                self.vai_navegar(quadro())
            }
            "Page.frameStoppedLoading" | "Page.navigatedWithinDocument" => {
                self.navegando.remove(&quadro());
            }
            "Page.frameNavigated" => {
                let id = p["frame"]["id"].as_str().unwrap_or_default().to_owned();
                self.mundos.remove(&id);
                self.navegando.remove(&id);
                if !self.quadros.contains(&id) {
                    self.quadros.push(id);
                }
            }
            "Page.javascriptDialogOpening" => {
                let texto = |campo: &str| p[campo].as_str().unwrap_or_default().to_owned();
                self.dialogo = Some(Dialogo { tipo: texto("type"), mensagem: texto("message") });
            }
            "Page.javascriptDialogClosed" => self.dialogo = None,
            "Inspector.targetCrashed" => self.caiu = true,
            _ => {}
        }
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use serde_json::json;

    #[test]
    fn pagina_de_saida_nao_aceita_acao_ate_a_troca() {
        let mut estado = com_janela();
        let navegando = |estado: &Estado| estado.janelas[0].esta_navegando(None);
        avisar(
            &mut estado,
            "Page.frameRequestedNavigation",
            json!({"frameId": "a1", "disposition": "newTab"}),
        );
        assert!(!navegando(&estado), "o que abre outra aba não troca esta");
        avisar(
            &mut estado,
            "Page.frameRequestedNavigation",
            json!({"frameId": "a1", "disposition": "currentTab"}),
        );
        assert!(navegando(&estado));
        avisar(&mut estado, "Page.frameNavigated", json!({"frame": {"id": "a1", "url": "http://x/"}}));
        assert!(!navegando(&estado));
        estado.janelas[0].pedindo.insert("f9".into());
        assert!(!navegando(&estado), "o pedido de outro quadro não impede a página");
        assert!(estado.janelas[0].esta_navegando(Some("f9")));
    }

    fn avisar(estado: &mut Estado, metodo: &str, parametros: Value) {
        estado.aplicar(&EventoCdp { metodo: metodo.into(), parametros, sessao: Some("s1".into()) });
    }

    fn com_janela() -> Estado {
        let mut estado = Estado::nas_maos_de(std::env::temp_dir());
        estado.janelas.push(Janela::nova("a1".into(), "s1".into()));
        estado.corrente = Some("a1".into());
        estado
    }

    #[test]
    fn navegar_esquece_o_mundo_do_quadro_e_so_dele() {
        let mut estado = com_janela();
        avisar(&mut estado, "Page.frameAttached", json!({"frameId": "f1"}));
        estado.janelas[0].mundos.extend([("a1".into(), 1), ("f1".into(), 2)]);
        avisar(&mut estado, "Page.frameNavigated", json!({"frame": {"id": "f1", "url": "http://x/"}}));
        assert_eq!(estado.janelas[0].mundos, HashMap::from([("a1".into(), 1)]));
        avisar(&mut estado, "Page.frameDetached", json!({"frameId": "f1"}));
        assert_eq!(estado.janelas[0].quadros, ["a1"]);
    }

    #[test]
    fn transferencia_de_outra_sessao_nao_aparece() {
        let mut estado = com_janela();
        let comecar =
            |guid: &str, quadro: &str| json!({"guid": guid, "frameId": quadro, "suggestedFilename": "f.pdf"});
        avisar(&mut estado, "Browser.downloadWillBegin", comecar("g1", "a1"));
        avisar(&mut estado, "Browser.downloadWillBegin", comecar("g2", "de-outra"));
        assert_eq!(estado.transferencias(), [Transferencia::EmCurso]);
        avisar(&mut estado, "Browser.downloadProgress", json!({"guid": "g1", "state": "completed"}));
        assert!(
            matches!(&estado.transferencias()[..], [Transferencia::Completa { nome, .. }] if nome == "f.pdf")
        );
        avisar(&mut estado, "Browser.downloadProgress", json!({"guid": "g1", "state": "canceled"}));
        assert_eq!(estado.transferencias(), [Transferencia::Interrompida]);
    }

    #[test]
    fn janela_fechada_deixa_de_ser_a_corrente() {
        let mut estado = com_janela();
        avisar(&mut estado, "Target.detachedFromTarget", json!({"sessionId": "s1"}));
        assert!(estado.corrente().is_none() && estado.janelas.is_empty());
    }

    #[test]
    fn dialogo_abre_e_fecha() {
        let mut estado = com_janela();
        avisar(&mut estado, "Page.javascriptDialogOpening", json!({"type": "confirm", "message": "Sair?"}));
        assert_eq!(
            estado.janelas[0].dialogo,
            Some(Dialogo { tipo: "confirm".into(), mensagem: "Sair?".into() })
        );
        avisar(&mut estado, "Page.javascriptDialogClosed", json!({}));
        assert_eq!(estado.janelas[0].dialogo, None);
    }
}
