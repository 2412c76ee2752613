//! O que é a sessão: um contexto isolado do Chromium, com as suas janelas e os seus arquivos.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::Vivo;
use super::conexao::FalhaCdp;
use super::estado::Estado;
use super::preparo::{Comum, ouvir};
use crate::navegador::{
    Consulta, Dialogo, Digitacao, EstadoDocumento, FalhaNavegador, Feito, Foco, HostsPermitidos, Localizador,
    Mundo, Opcao, Ponteiro, Quadro, Sessao, Transferencia,
};

/// Uma janela que não nasce neste prazo não nasce mais.
const PRAZO_DE_JANELA: Duration = Duration::from_secs(10);

/// Basta para ler a tela, e pesa um quinto de um PNG.
const QUALIDADE_DA_FOTO: u8 = 70;

/// Uma sessão isolada; descartar sem [`Sessao::encerrar`] também joga fora o contexto.
pub(super) struct SessaoCdp {
    pub(super) comum: Arc<Comum>,
    pub(super) contexto: String,
    fotos: tokio::sync::Mutex<()>,
    _vivo: Arc<Vivo>,
    _ouvinte: JoinSet<()>,
}

impl SessaoCdp {
    pub(super) async fn abrir(vivo: Arc<Vivo>, pasta: &Path, hosts: HostsPermitidos) -> Feito<Self> {
        let conexao = vivo.chromium.conexao.clone();
        let morreu = |falha: FalhaCdp| FalhaNavegador::Morreu(falha.to_string());
        let criado = conexao
            .enviar(None, "Target.createBrowserContext", json!({"disposeOnDetach": true}))
            .await
            .map_err(morreu)?;
        let contexto = criado["browserContextId"].as_str().unwrap_or_default().to_owned();
        let avisos = conexao.ouvir_contexto(&contexto);
        let comum = Comum::novo(conexao, hosts, Estado::nas_maos_de(pasta.to_owned()));
        let mut ouvinte = JoinSet::new();
        ouvinte.spawn(ouvir(comum.clone(), avisos));
        let sessao =
            Self { comum, contexto, fotos: tokio::sync::Mutex::default(), _vivo: vivo, _ouvinte: ouvinte };
        sessao.preparar(pasta).await?;
        Ok(sessao)
    }

    async fn preparar(&self, pasta: &Path) -> Feito<()> {
        let conexao = &self.comum.conexao;
        let morreu = |falha: FalhaCdp| FalhaNavegador::Morreu(falha.to_string());
        let arquivos = json!({
            "behavior": "allowAndName", "browserContextId": self.contexto, "downloadPath": pasta, "eventsEnabled": true,
        });
        conexao.enviar(None, "Browser.setDownloadBehavior", arquivos).await.map_err(morreu)?;
        let nova = json!({"url": "about:blank", "browserContextId": self.contexto});
        let criada = conexao.enviar(None, "Target.createTarget", nova).await.map_err(morreu)?;
        let alvo = criada["targetId"].as_str().unwrap_or_default().to_owned();
        self.esperar_janela(&alvo).await?;
        self.comum.estado().corrente = Some(alvo);
        Ok(())
    }

    async fn esperar_janela(&self, alvo: &str) -> Feito<()> {
        let pronta = async {
            loop {
                let aviso = self.comum.mudou.notified();
                if self.comum.estado().janela(alvo).is_some_and(|janela| janela.pronta) {
                    return;
                }
                aviso.await;
            }
        };
        tokio::select! {
            () = pronta => Ok(()),
            () = self.comum.conexao.encerrada().cancelled() => Err(FalhaNavegador::Morreu("o Chromium encerrou".into())),
            () = tokio::time::sleep(PRAZO_DE_JANELA) => Err(FalhaNavegador::Morreu("a janela não abriu".into())),
        }
    }

    async fn quadro_do_elemento(&self, argumentos: Value) -> Feito<String> {
        let elemento = self.referencia("quadro", argumentos).await?;
        let no = self.mandar("DOM.describeNode", json!({"objectId": elemento})).await?;
        no["node"]["frameId"].as_str().map(str::to_owned).ok_or(FalhaNavegador::NaoEncontrado)
    }

    async fn quadro_pai(&self) -> Feito<Option<String>> {
        let Some(atual) = self.comum.estado().quadro.clone() else { return Ok(None) };
        let arvore = self.mandar("Page.getFrameTree", json!({})).await?;
        let topo = self.comum.estado().corrente().map(|janela| janela.alvo.clone());
        Ok(pai_na_arvore(&arvore["frameTree"], &atual).filter(|pai| Some(pai) != topo.as_ref()))
    }

    /// Os quadros da janela corrente, do topo para dentro. Os avisos podem perder algum; a árvore não.
    async fn quadros(&self) -> Vec<String> {
        let arvore = self.mandar("Page.getFrameTree", json!({})).await.unwrap_or_default();
        let mut quadros = Vec::new();
        juntar_quadros(&arvore["frameTree"], &mut quadros);
        quadros
    }

    async fn em_todos_os_quadros(&self, funcao: &str, argumentos: Value) {
        let quadros = self.quadros().await;
        for quadro in quadros {
            // Um quadro que sumiu no caminho não tem o que mostrar.
            let _ = self.chamar_em(&quadro, funcao, argumentos.clone()).await;
        }
    }
}

fn juntar_quadros(arvore: &Value, quadros: &mut Vec<String>) {
    quadros.extend(arvore["frame"]["id"].as_str().map(str::to_owned));
    for filho in arvore["childFrames"].as_array().into_iter().flatten() {
        juntar_quadros(filho, quadros);
    }
}

fn pai_na_arvore(arvore: &Value, procurado: &str) -> Option<String> {
    let filhos = arvore["childFrames"].as_array()?;
    if filhos.iter().any(|filho| filho["frame"]["id"] == procurado) {
        return arvore["frame"]["id"].as_str().map(str::to_owned);
    }
    filhos.iter().find_map(|filho| pai_na_arvore(filho, procurado))
}

#[async_trait]
impl Sessao for SessaoCdp {
    async fn abrir(&self, url: &str) -> Feito<()> {
        if !self.comum.hosts.pode_abrir(url) {
            return Err(FalhaNavegador::Recusada(url.to_owned()));
        }
        self.comum.estado().quadro = None;
        let resposta = self.mandar("Page.navigate", json!({"url": url})).await?;
        match resposta["errorText"].as_str() {
            // A navegação virou transferência de arquivo.
            None | Some("net::ERR_ABORTED") => Ok(()),
            Some("net::ERR_BLOCKED_BY_CLIENT") => {
                Err(FalhaNavegador::Recusada(format!("{url} leva a outro host")))
            }
            Some(erro) => Err(FalhaNavegador::Rede(format!("o portal não respondeu em {url} ({erro})"))),
        }
    }

    fn documento(&self) -> EstadoDocumento {
        let estado = self.comum.estado();
        let Some(janela) = estado.corrente() else { return EstadoDocumento::default() };
        EstadoDocumento {
            carregando: !janela.pedindo.is_empty(),
            falha: estado
                .quadro
                .iter()
                .chain([&janela.alvo])
                .find_map(|quadro| janela.falhas.get(quadro).cloned()),
            documentos: estado.documentos,
        }
    }

    async fn endereco(&self) -> Feito<String> {
        let historia = self.mandar("Page.getNavigationHistory", json!({})).await?;
        let atual =
            historia["currentIndex"].as_u64().and_then(|i| usize::try_from(i).ok()).unwrap_or_default();
        Ok(historia["entries"][atual]["url"].as_str().unwrap_or_default().to_owned())
    }

    async fn entrar_no_quadro(&self, quadro: &Quadro) -> Feito<()> {
        let novo = match quadro {
            Quadro::Topo => None,
            Quadro::Pai => self.quadro_pai().await?,
            Quadro::Indice(indice) => Some(self.quadro_do_elemento(json!([indice])).await?),
            Quadro::Elemento(onde) => Some(self.quadro_do_elemento(json!([0, onde])).await?),
        };
        self.comum.estado().quadro = novo;
        Ok(())
    }

    fn janelas(&self) -> Vec<String> {
        self.comum
            .estado()
            .janelas
            .iter()
            .filter(|janela| janela.pronta)
            .map(|janela| janela.alvo.clone())
            .collect()
    }

    fn janela_corrente(&self) -> Option<String> {
        self.comum.estado().corrente.clone()
    }

    async fn escolher_janela(&self, janela: &str) -> Feito<()> {
        {
            let mut estado = self.comum.estado();
            if estado.janela(janela).is_none() {
                return Err(FalhaNavegador::JanelaSumiu);
            }
            estado.corrente = Some(janela.to_owned());
            estado.quadro = None;
        }
        self.mandar("Page.bringToFront", json!({})).await.map(drop)
    }

    fn trocar_foco(&self, foco: Foco) -> Foco {
        let mut estado = self.comum.estado();
        let anterior = Foco { janela: estado.corrente.take(), quadro: estado.quadro.take() };
        (estado.corrente, estado.quadro) = (foco.janela, foco.quadro);
        anterior
    }

    async fn fechar_janela(&self) -> Feito<()> {
        let alvo = self.janela_corrente().ok_or(FalhaNavegador::JanelaSumiu)?;
        let fechar = self.comum.conexao.enviar(None, "Target.closeTarget", json!({"targetId": alvo})).await;
        fechar.map_err(|falha| self.traduzir(falha))?;
        let mut estado = self.comum.estado();
        estado.janelas.retain(|janela| janela.alvo != alvo);
        estado.corrente = estado.janelas.last().map(|janela| janela.alvo.clone());
        estado.quadro = None;
        Ok(())
    }

    async fn redimensionar(&self, largura: u32, altura: u32) -> Feito<()> {
        let medidas = json!({"width": largura, "height": altura, "deviceScaleFactor": 0, "mobile": false});
        self.mandar("Emulation.setDeviceMetricsOverride", medidas).await.map(drop)
    }

    async fn consultar(&self, onde: &[Localizador], o_que: &Consulta) -> Feito<Value> {
        let (nome, argumento) = match o_que {
            Consulta::Visivel => ("visivel", None),
            Consulta::Texto => ("texto", None),
            Consulta::Valor => ("valor", None),
            Consulta::Marcado => ("marcado", None),
            Consulta::Editavel => ("editavel", None),
            Consulta::Atributo(atributo) => ("atributo", Some(atributo)),
            Consulta::RotuloEscolhido => ("rotulo", None),
            Consulta::ValorEscolhido => ("valor_escolhido", None),
        };
        Ok(self.chamar("consultar", json!([onde, nome, argumento])).await?["v"].take())
    }

    async fn contar(&self, onde: &Localizador) -> Feito<usize> {
        let quantos = self.chamar("contar", json!([onde])).await?;
        Ok(quantos.as_u64().and_then(|n| usize::try_from(n).ok()).unwrap_or_default())
    }

    async fn apontar(&self, onde: &[Localizador], acao: Ponteiro) -> Feito<()> {
        self.acionar(onde, acao).await
    }

    async fn digitar(&self, onde: &[Localizador], partes: &[Digitacao], limpar: bool) -> Feito<()> {
        self.digitar_em(onde, partes, limpar).await
    }

    async fn escolher(&self, onde: &[Localizador], opcao: &Opcao, marcar: bool) -> Feito<()> {
        self.exigir_pagina_firme()?;
        let opcao = json!({"por": opcao.por, "texto": opcao.texto});
        self.chamar("escolher", json!([onde, opcao, marcar])).await.map(drop)
    }

    async fn enviar_formulario(&self, onde: &[Localizador]) -> Feito<()> {
        self.exigir_pagina_firme()?;
        self.chamar("enviarFormulario", json!([onde])).await.map(drop)
    }

    async fn anexar(&self, onde: &[Localizador], arquivo: &Path) -> Feito<()> {
        self.exigir_pagina_firme()?;
        let campo = self.referencia("primeiro", json!([onde])).await?;
        let pedido = json!({"files": [arquivo], "objectId": campo});
        self.mandar("DOM.setFileInputFiles", pedido).await.map(drop)
    }

    async fn avaliar(&self, corpo: &str, argumentos: &[Value], mundo: Mundo) -> Feito<Value> {
        match mundo {
            Mundo::Isolado => self.avaliar_isolado(corpo, argumentos).await,
            Mundo::Pagina => self.avaliar_na_pagina(corpo, argumentos).await,
        }
    }

    async fn procurar(&self, grupos: &[Vec<Localizador>]) -> Feito<Option<(usize, String)>> {
        let quadros = self.quadros().await;
        for quadro in quadros {
            match self.chamar_em(&quadro, "procurar", json!([grupos])).await {
                Ok(achado) if achado.is_object() => {
                    let indice =
                        achado["indice"].as_u64().and_then(|i| usize::try_from(i).ok()).unwrap_or_default();
                    return Ok(Some((indice, achado["texto"].as_str().unwrap_or_default().to_owned())));
                }
                Err(
                    falha @ (FalhaNavegador::Morreu(_) | FalhaNavegador::Dialogo | FalhaNavegador::Script(_)),
                ) => {
                    return Err(falha);
                }
                // Nada aqui, ou o quadro sumiu no caminho.
                _ => continue,
            }
        }
        Ok(None)
    }

    fn dialogo(&self) -> Option<Dialogo> {
        self.comum.estado().corrente().and_then(|janela| janela.dialogo.clone())
    }

    async fn responder_dialogo(&self, aceitar: bool, texto: Option<&str>) -> Feito<()> {
        let sessao = self.sessao_corrente()?;
        let resposta = json!({"accept": aceitar, "promptText": texto.unwrap_or_default()});
        let feito = self.comum.conexao.enviar(Some(&sessao), "Page.handleJavaScriptDialog", resposta).await;
        if let Some(janela) = self.comum.estado().corrente_mut() {
            janela.dialogo = None;
        }
        feito.map(drop).map_err(|falha| self.traduzir(falha))
    }

    fn transferencias(&self) -> Vec<Transferencia> {
        self.comum.estado().transferencias()
    }

    fn bloqueados(&self) -> Vec<String> {
        std::mem::take(&mut self.comum.estado().bloqueados)
    }

    async fn fotografar(&self, segredos: &[String]) -> Feito<Vec<u8>> {
        // Uma de cada vez: duas cobririam e descobririam os mesmos campos.
        let _vez = self.fotos.lock().await;
        self.em_todos_os_quadros("cobrir", json!([segredos])).await;
        let pedido = json!({"format": "jpeg", "quality": QUALIDADE_DA_FOTO});
        let foto = self.mandar("Page.captureScreenshot", pedido).await;
        self.em_todos_os_quadros("descobrir", json!([])).await;
        base64::engine::general_purpose::STANDARD
            .decode(foto?["data"].as_str().unwrap_or_default())
            .map_err(|e| FalhaNavegador::Transitoria(e.to_string()))
    }

    async fn resumir(&self) -> Feito<Value> {
        let quadros = self.quadros().await;
        let mut resumos = Vec::new();
        for quadro in quadros.iter().take(10) {
            resumos.extend(self.chamar_em(quadro, "resumir", json!([])).await.ok());
        }
        Ok(Value::Array(resumos))
    }

    async fn encerrar(&self) {
        self.comum.conexao.esquecer_contexto(&self.contexto);
        let fim = json!({"browserContextId": self.contexto});
        // Se o navegador já morreu, o contexto morreu com ele.
        let _ = self.comum.conexao.enviar(None, "Target.disposeBrowserContext", fim).await;
    }
}

impl Drop for SessaoCdp {
    fn drop(&mut self) {
        self.comum.conexao.esquecer_contexto(&self.contexto);
        drop(self.comum.conexao.postar(
            None,
            "Target.disposeBrowserContext",
            json!({"browserContextId": self.contexto}),
        ));
    }
}
