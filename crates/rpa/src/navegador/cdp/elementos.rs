//! O que são os elementos: chamar `pagina.js` no quadro corrente, no mundo isolado ou no da página.

use serde_json::{Value, json};

use super::conexao::FalhaCdp;
use super::sessao::SessaoCdp;
use crate::navegador::{FalhaNavegador, Feito};

const BIBLIOTECA: &str = include_str!("pagina.js");
const MUNDO: &str = "regente";
const MUNDO_TROCADO: &str = "regente: contexto trocado";

impl SessaoCdp {
    /// Manda um comando à janela corrente; volta antes se a página abrir um diálogo, que a congela.
    pub(super) async fn mandar(&self, metodo: &'static str, parametros: Value) -> Feito<Value> {
        let sessao = self.sessao_corrente()?;
        tokio::select! {
            biased;
            resposta = self.comum.conexao.enviar(Some(&sessao), metodo, parametros) => resposta.map_err(|e| self.traduzir(e)),
            falha = self.interrupcao() => Err(falha),
        }
    }

    /// Espera até algo impedir a janela corrente de responder: diálogo aberto, aba caída ou fechada.
    async fn interrupcao(&self) -> FalhaNavegador {
        loop {
            let aviso = self.comum.mudou.notified();
            match self.comum.estado().corrente() {
                None => return FalhaNavegador::JanelaSumiu,
                Some(janela) if janela.caiu => return FalhaNavegador::Morreu("a aba caiu".into()),
                Some(janela) if janela.dialogo.is_some() => return FalhaNavegador::Dialogo,
                Some(_) => {}
            }
            aviso.await;
        }
    }

    pub(super) fn traduzir(&self, falha: FalhaCdp) -> FalhaNavegador {
        match falha {
            FalhaCdp::Encerrada => FalhaNavegador::Morreu("o Chromium encerrou".into()),
            FalhaCdp::SemResposta(_) => FalhaNavegador::Morreu(falha.to_string()),
            FalhaCdp::Recusado(texto) => {
                let estado = self.comum.estado();
                match estado.corrente() {
                    None => FalhaNavegador::JanelaSumiu,
                    Some(janela) if janela.caiu => FalhaNavegador::Morreu("a aba caiu".into()),
                    Some(_) => FalhaNavegador::Transitoria(texto),
                }
            }
        }
    }

    pub(super) fn sessao_corrente(&self) -> Feito<String> {
        let estado = self.comum.estado();
        let janela = estado.corrente().ok_or(FalhaNavegador::JanelaSumiu)?;
        if janela.caiu {
            return Err(FalhaNavegador::Morreu("a aba caiu".into()));
        }
        Ok(janela.sessao.clone())
    }

    pub(super) fn quadro_corrente(&self) -> Feito<String> {
        let estado = self.comum.estado();
        let janela = estado.corrente().ok_or(FalhaNavegador::JanelaSumiu)?;
        Ok(estado.quadro.clone().unwrap_or_else(|| janela.alvo.clone()))
    }

    /// Recusa agir na página que está de saída: o que se fizesse nela se perderia na troca. Vale insistir.
    pub(super) fn exigir_pagina_firme(&self) -> Feito<()> {
        let estado = self.comum.estado();
        match estado.corrente() {
            Some(janela) if janela.esta_navegando(estado.quadro.as_deref()) => {
                Err(FalhaNavegador::Transitoria("a página está sendo trocada".into()))
            }
            _ => Ok(()),
        }
    }

    /// Chama uma função de `pagina.js` no quadro corrente e traz o valor.
    pub(super) async fn chamar(&self, funcao: &str, argumentos: Value) -> Feito<Value> {
        self.chamar_em(&self.quadro_corrente()?, funcao, argumentos).await
    }

    /// Como [`Self::chamar`], em outro quadro da janela corrente.
    pub(super) async fn chamar_em(&self, quadro: &str, funcao: &str, argumentos: Value) -> Feito<Value> {
        let resposta = self.invocar(quadro, funcao, argumentos, true).await?;
        let valor = resposta["value"].clone();
        if valor["falta"] == true {
            return Err(FalhaNavegador::NaoEncontrado);
        }
        match valor["motivo"].as_str() {
            Some(motivo) => Err(FalhaNavegador::NaoAcionavel(motivo.to_owned())),
            None => Ok(valor),
        }
    }

    /// Chama uma função de `pagina.js` que devolve um elemento, e traz a referência a ele.
    pub(super) async fn referencia(&self, funcao: &str, argumentos: Value) -> Feito<String> {
        let resposta = self.invocar(&self.quadro_corrente()?, funcao, argumentos, false).await?;
        resposta["objectId"].as_str().map(str::to_owned).ok_or(FalhaNavegador::NaoEncontrado)
    }

    async fn invocar(&self, quadro: &str, funcao: &str, argumentos: Value, por_valor: bool) -> Feito<Value> {
        let mundo = self.mundo_isolado(quadro).await?;
        let argumentos: Vec<Value> = match argumentos {
            Value::Array(lista) => lista.into_iter().map(|valor| json!({"value": valor})).collect(),
            outro => vec![json!({"value": outro})],
        };
        let corpo = format!("function(...a) {{ {} return biblioteca.{funcao}(...a); }}", self.guarda());
        let pedido = json!({
            "functionDeclaration": corpo, "executionContextId": mundo, "arguments": argumentos,
            "returnByValue": por_valor, "awaitPromise": true, "userGesture": true,
        });
        self.no_mundo(quadro, mundo, pedido).await
    }

    /// Roda num contexto isolado; se ele já não é o que se pensava, esquece-o e vale insistir.
    async fn no_mundo(&self, quadro: &str, mundo: i64, pedido: Value) -> Feito<Value> {
        let feito = match self.mandar("Runtime.callFunctionOn", pedido).await {
            Ok(resposta) => extrair(resposta),
            Err(falha) => Err(falha),
        };
        match feito {
            Err(FalhaNavegador::Script(texto)) if texto.contains(MUNDO_TROCADO) => {
                self.esquecer_mundo(quadro, mundo);
                Err(FalhaNavegador::Transitoria("a página trocou".into()))
            }
            Err(falha @ (FalhaNavegador::Transitoria(_) | FalhaNavegador::JanelaSumiu)) => {
                self.esquecer_mundo(quadro, mundo);
                Err(falha)
            }
            feito => feito,
        }
    }

    /// Código que acha a biblioteca. Números de contexto se repetem entre processos: sem ela, o contexto é outro.
    /// O nome leva o contexto do navegador, que a página não conhece e não pode imitar.
    fn guarda(&self) -> String {
        let nome = self.nome_da_biblioteca();
        format!("const biblioteca = globalThis.{nome}; if (!biblioteca) throw new Error('{MUNDO_TROCADO}');")
    }

    fn nome_da_biblioteca(&self) -> String {
        format!("__rg{}", self.contexto)
    }

    /// O contexto isolado do quadro, criado e provido da biblioteca na primeira vez.
    async fn mundo_isolado(&self, quadro: &str) -> Feito<i64> {
        if let Some(mundo) =
            self.comum.estado().corrente().and_then(|janela| janela.mundos.get(quadro).copied())
        {
            return Ok(mundo);
        }
        let criado =
            self.mandar("Page.createIsolatedWorld", json!({"frameId": quadro, "worldName": MUNDO})).await?;
        let mundo = criado["executionContextId"]
            .as_i64()
            .ok_or_else(|| FalhaNavegador::Transitoria("o navegador não criou o contexto isolado".into()))?;
        let biblioteca = BIBLIOTECA.replace("__rg", &self.nome_da_biblioteca());
        self.mandar("Runtime.evaluate", json!({"expression": biblioteca, "contextId": mundo})).await?;
        if let Some(janela) = self.comum.estado().corrente_mut() {
            janela.mundos.insert(quadro.to_owned(), mundo);
        }
        Ok(mundo)
    }

    fn esquecer_mundo(&self, quadro: &str, mundo: i64) {
        if let Some(janela) = self.comum.estado().corrente_mut()
            && janela.mundos.get(quadro) == Some(&mundo)
        {
            janela.mundos.remove(quadro);
        }
    }

    /// Roda o corpo de uma função no mundo isolado do quadro corrente.
    pub(super) async fn avaliar_isolado(&self, corpo: &str, argumentos: &[Value]) -> Feito<Value> {
        let quadro = self.quadro_corrente()?;
        let mundo = self.mundo_isolado(&quadro).await?;
        let corpo = format!("{{ {} }} {corpo}", self.guarda());
        let pedido = pedido_de_funcao(&corpo, argumentos, json!({"executionContextId": mundo}));
        Ok(self.no_mundo(&quadro, mundo, pedido).await?["value"].clone())
    }

    /// Roda o corpo de uma função no mundo da própria página, no quadro corrente.
    pub(super) async fn avaliar_na_pagina(&self, corpo: &str, argumentos: &[Value]) -> Feito<Value> {
        let quadro = self.quadro_corrente()?;
        let mundo = self.mundo_isolado(&quadro).await?;
        // O mundo da página se alcança pelo documento: sem `Runtime.enable`, que ela poderia notar.
        let achar = format!("function() {{ {} return document; }}", self.guarda());
        let achar = json!({"functionDeclaration": achar, "executionContextId": mundo});
        let documento = self.no_mundo(&quadro, mundo, achar).await?;
        let no = self.mandar("DOM.describeNode", json!({"objectId": documento["objectId"]})).await?;
        let na_pagina =
            self.mandar("DOM.resolveNode", json!({"backendNodeId": no["node"]["backendNodeId"]})).await?;
        let pedido =
            pedido_de_funcao(corpo, argumentos, json!({"objectId": na_pagina["object"]["objectId"]}));
        Ok(extrair(self.mandar("Runtime.callFunctionOn", pedido).await?)?["value"].clone())
    }
}

fn pedido_de_funcao(corpo: &str, argumentos: &[Value], onde: Value) -> Value {
    let argumentos: Vec<Value> = argumentos.iter().map(|valor| json!({"value": valor})).collect();
    let mut pedido = json!({
        "functionDeclaration": format!("function() {{ {corpo}\n}}"), "arguments": argumentos,
        "returnByValue": true, "awaitPromise": true, "userGesture": true,
    });
    if let (Some(pedido), Value::Object(onde)) = (pedido.as_object_mut(), onde) {
        pedido.extend(onde);
    }
    pedido
}

/// O resultado de uma chamada, ou o erro de JavaScript que ela deu.
fn extrair(mut resposta: Value) -> Feito<Value> {
    let excecao = &resposta["exceptionDetails"];
    if excecao.is_null() {
        return Ok(resposta["result"].take());
    }
    let descricao = excecao["exception"]["description"].as_str().or(excecao["exception"]["value"].as_str());
    let texto = descricao.or(excecao["text"].as_str()).unwrap_or("erro sem descrição");
    Err(FalhaNavegador::Script(texto.lines().next().unwrap_or_default().chars().take(300).collect()))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn excecao_de_javascript_vira_falha_de_script() {
        let falha =
            extrair(json!({"exceptionDetails": {"exception": {"description": "TypeError: x\n    at y"}}}))
                .unwrap_err();
        assert_eq!(falha.to_string(), "erro de script: TypeError: x");
        assert_eq!(extrair(json!({"result": {"value": 1}})).unwrap()["value"], 1);
    }
}
