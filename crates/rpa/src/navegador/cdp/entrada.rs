//! O que é a entrada: rato e teclado de verdade, mandados pelo protocolo.

use serde_json::{Value, json};

use super::sessao::SessaoCdp;
use crate::navegador::{Digitacao, FalhaNavegador, Feito, Localizador, Ponteiro};

impl SessaoCdp {
    /// Espera o elemento estar acionável e devolve o ponto, em coordenadas da janela.
    async fn ponto(&self, onde: &[Localizador], dx: f64, dy: f64) -> Feito<(f64, f64)> {
        let ponto = self.chamar("acionavel", json!([onde, dx, dy])).await?;
        let (x, y) = (ponto["x"].as_f64().unwrap_or_default(), ponto["y"].as_f64().unwrap_or_default());
        if ponto["externo"] != true {
            return Ok((x, y));
        }
        // Quadro de outra origem: a página não diz onde ele está, o navegador diz.
        let dono = self.mandar("DOM.getFrameOwner", json!({"frameId": self.quadro_corrente()?})).await?;
        let caixa = self.mandar("DOM.getBoxModel", json!({"backendNodeId": dono["backendNodeId"]})).await?;
        let canto = |i: usize| caixa["model"]["content"][i].as_f64().unwrap_or_default();
        Ok((x + canto(0), y + canto(1)))
    }

    /// Aciona o ponteiro. Depois de o botão descer nada volta como "vale insistir": um clique nunca se repete.
    pub(super) async fn acionar(&self, onde: &[Localizador], acao: Ponteiro) -> Feito<()> {
        self.exigir_pagina_firme()?;
        let (dx, dy) = if let Ponteiro::ClicarEm(x, y) = acao { (x, y) } else { (0.0, 0.0) };
        let (x, y) = self.ponto(onde, dx, dy).await?;
        self.rato(json!({"type": "mouseMoved", "x": x, "y": y})).await?;
        let vezes = match acao {
            Ponteiro::Pairar => 0,
            Ponteiro::ClicarDuplo => 2,
            Ponteiro::Clicar | Ponteiro::ClicarEm(..) => 1,
        };
        for vez in 1..=vezes {
            let botao =
                |tipo: &str| json!({"type": tipo, "x": x, "y": y, "button": "left", "clickCount": vez});
            let desceu = self.rato(botao("mousePressed")).await;
            let subiu = self.rato(botao("mouseReleased")).await;
            for feito in [desceu, subiu] {
                match feito {
                    // A página pode navegar, abrir diálogo ou fechar a janela por causa do clique: ele aconteceu.
                    Err(falha @ FalhaNavegador::Morreu(_)) => return Err(falha),
                    _ => continue,
                }
            }
        }
        // Uma ida e volta à página: se o clique pediu outra, o aviso chega antes desta resposta.
        drop(self.chamar("contar", json!([onde.first()])).await);
        Ok(())
    }

    async fn rato(&self, evento: Value) -> Feito<()> {
        self.mandar("Input.dispatchMouseEvent", evento).await.map(drop)
    }

    /// Dá foco e digita com eventos de tecla, na ordem, sem esperar uma por uma.
    pub(super) async fn digitar_em(
        &self,
        onde: &[Localizador],
        partes: &[Digitacao],
        limpar: bool,
    ) -> Feito<()> {
        self.exigir_pagina_firme()?;
        let texto: String = partes
            .iter()
            .map(|parte| if let Digitacao::Texto(t) = parte { t.as_str() } else { "" })
            .collect();
        let campo = self.chamar("focar", json!([onde, limpar, texto])).await?;
        if campo["arquivo"] == true {
            return Err(FalhaNavegador::Script("campo de arquivo: use rgUpload".into()));
        }
        if campo["direto"] == true {
            return Ok(());
        }
        let mut teclas = Vec::new();
        if limpar && texto.is_empty() && campo["vazio"] == false {
            teclas.extend(tecla("Delete", 46, None));
        }
        for parte in partes {
            match parte {
                Digitacao::Tecla(nome, codigo) => {
                    teclas.extend(tecla(nome, *codigo, (*nome == "Enter").then_some("\r")));
                }
                Digitacao::Texto(texto) => {
                    for letra in texto.chars() {
                        teclas.extend(de_letra(letra));
                    }
                }
            }
        }
        self.teclar(teclas).await?;
        // Só texto não tira a página do lugar: dá para conferir que ele chegou, e insistir se não.
        let so_texto = limpar && partes.iter().all(|parte| matches!(parte, Digitacao::Texto(_)));
        if so_texto
            && self.chamar("guardou", json!([onde, texto])).await.is_ok_and(|guardou| guardou == false)
        {
            return Err(FalhaNavegador::Transitoria("o campo não ficou com o que se digitou".into()));
        }
        Ok(())
    }

    async fn teclar(&self, teclas: Vec<Value>) -> Feito<()> {
        let sessao = self.sessao_corrente()?;
        let ultima = teclas.len().saturating_sub(1);
        for (posicao, evento) in teclas.into_iter().enumerate() {
            if posicao < ultima {
                drop(self.comum.conexao.postar(Some(&sessao), "Input.dispatchKeyEvent", evento));
            } else {
                // A última tecla pode fechar a janela ou abrir diálogo: ela aconteceu.
                match self.mandar("Input.dispatchKeyEvent", evento).await {
                    Err(falha @ FalhaNavegador::Morreu(_)) => return Err(falha),
                    _ => continue,
                }
            }
        }
        Ok(())
    }
}

fn tecla(nome: &str, codigo: u16, texto: Option<&str>) -> [Value; 2] {
    let base = |tipo: &str| json!({"type": tipo, "key": nome, "code": nome, "windowsVirtualKeyCode": codigo});
    let mut desce = base(if texto.is_some() { "keyDown" } else { "rawKeyDown" });
    if let Some(texto) = texto {
        desce["text"] = texto.into();
    }
    [desce, base("keyUp")]
}

fn de_letra(letra: char) -> Vec<Value> {
    let texto = letra.to_string();
    match letra {
        '\n' | '\r' => tecla("Enter", 13, Some("\r")).to_vec(),
        '\t' => tecla("Tab", 9, None).to_vec(),
        _ => {
            let codigo =
                if letra.is_ascii_alphanumeric() { u32::from(letra.to_ascii_uppercase()) } else { 0 };
            let base = |tipo: &str| json!({"type": tipo, "key": texto, "windowsVirtualKeyCode": codigo});
            let mut desce = base("keyDown");
            desce["text"] = texto.as_str().into();
            vec![desce, base("keyUp")]
        }
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn letra_comum_leva_texto_e_tecla_especial_nao() {
        let a = de_letra('ã');
        assert_eq!((a[0]["text"].as_str(), a[0]["windowsVirtualKeyCode"].as_u64()), (Some("ã"), Some(0)));
        assert_eq!(de_letra('b')[1], json!({"type": "keyUp", "key": "b", "windowsVirtualKeyCode": 66}));
        assert_eq!(de_letra('\n')[0]["text"], "\r");
        assert!(de_letra('\t')[0].get("text").is_none());
    }
}
