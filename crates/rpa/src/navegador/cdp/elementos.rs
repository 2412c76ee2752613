//! O que são os elementos: chamar `pagina.js` no quadro corrente, no mundo isolado ou no da página.

use serde_json::{Value, json};

use super::conexao::FalhaCdp;
use super::sessao::SessaoCdp;
use crate::navegador::{FalhaNavegador, Feito};

const BIBLIOTECA: &str = include_str!("pagina.js");
const MUNDO: &str = "regente";

impl SessaoCdp {
    /// Manda um comando à janela corrente; volta antes se a página abrir um diálogo, que a congela.
    pub(super) async fn mandar(&self, metodo: &'static str, parametros: Value) -> Feito<Value> {
        let sessao = self.sessao_corrente()?;
        tokio::select! {
            biased;
            resposta = self.comum.conexao.enviar(Some(&sessao), metodo, parametros) => resposta.map_err(|e| self.traduzir(e)),
            () = self.dialogo_abrir() => Err(FalhaNavegador::Dialogo),
        }
    }

    /// Espera até haver diálogo na janela corrente.
    pub(super) async fn dialogo_abrir(&self) {
        loop {
            let aviso = self.comum.mudou.notified();
            if self.comum.estado().corrente().is_some_and(|janela| janela.dialogo.is_some()) {
                return;
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
        let corpo = format!("function(...a) {{ return globalThis.__rg.{funcao}(...a); }}");
        let pedido = json!({
            "functionDeclaration": corpo, "executionContextId": mundo, "arguments": argumentos,
            "returnByValue": por_valor, "awaitPromise": true, "userGesture": true,
        });
        match self.mandar("Runtime.callFunctionOn", pedido).await {
            Ok(resposta) => extrair(resposta),
            Err(falha) => {
                self.esquecer_mundo(quadro, mundo);
                Err(falha)
            }
        }
    }

    /// O contexto isolado do quadro, criado e provido da biblioteca na primeira vez.
    async fn mundo_isolado(&self, quadro: &str) -> Feito<i64> {
        if let Some(mundo) = self.comum.estado().corrente().and_then(|janela| janela.mundos.get(quadro).copied()) {
            return Ok(mundo);
        }
        let criado = self.mandar("Page.createIsolatedWorld", json!({"frameId": quadro, "worldName": MUNDO})).await?;
        let mundo = criado["executionContextId"]
            .as_i64()
            .ok_or_else(|| FalhaNavegador::Transitoria("o navegador não criou o contexto isolado".into()))?;
        self.mandar("Runtime.evaluate", json!({"expression": BIBLIOTECA, "contextId": mundo})).await?;
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
        let mundo = self.mundo_isolado(&self.quadro_corrente()?).await?;
        let pedido = pedido_de_funcao(corpo, argumentos, json!({"executionContextId": mundo}));
        Ok(extrair(self.mandar("Runtime.callFunctionOn", pedido).await?)?["value"].clone())
    }

    /// Roda o corpo de uma função no mundo da própria página, no quadro corrente.
    pub(super) async fn avaliar_na_pagina(&self, corpo: &str, argumentos: &[Value]) -> Feito<Value> {
        let mundo = self.mundo_isolado(&self.quadro_corrente()?).await?;
        // O mundo da página se alcança pelo documento: sem `Runtime.enable`, que ela poderia notar.
        let documento = self.mandar("Runtime.evaluate", json!({"expression": "document", "contextId": mundo})).await?;
        let no = self.mandar("DOM.describeNode", json!({"objectId": documento["result"]["objectId"]})).await?;
        let na_pagina = self.mandar("DOM.resolveNode", json!({"backendNodeId": no["node"]["backendNodeId"]})).await?;
        let pedido = pedido_de_funcao(corpo, argumentos, json!({"objectId": na_pagina["object"]["objectId"]}));
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
        let falha = extrair(json!({"exceptionDetails": {"exception": {"description": "TypeError: x\n    at y"}}})).unwrap_err();
        assert_eq!(falha.to_string(), "erro de script: TypeError: x");
        assert_eq!(extrair(json!({"result": {"value": 1}})).unwrap()["value"], 1);
    }
}
