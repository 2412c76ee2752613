//! O que são os comandos de elementos: clicar, digitar, escolher, enviar.

use super::{Andamento, interno, sem_execucao};
use crate::navegador::{Consulta, Digitacao, Opcao, Ponteiro};
use crate::side::interprete::Interprete;
use crate::side::modelo::Comando;
use crate::side::variaveis::Segredos;

pub(super) const NOMES: [&str; 16] = [
    "click",
    "clickAt",
    "doubleClick",
    "doubleClickAt",
    "mouseOver",
    "mouseMoveAt",
    "mouseOut",
    "check",
    "uncheck",
    "type",
    "sendKeys",
    "select",
    "addSelection",
    "removeSelection",
    "submit",
    "editContent",
];

pub(super) async fn executar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    match c.command.as_str() {
        "click" => apontar(i, c, Ponteiro::Clicar).await,
        "clickAt" => {
            let (x, y) = coordenadas(&i.texto(&c.value)?)?;
            apontar(i, c, Ponteiro::ClicarEm(x, y)).await
        }
        "doubleClick" | "doubleClickAt" => apontar(i, c, Ponteiro::ClicarDuplo).await,
        "mouseOver" | "mouseMoveAt" => apontar(i, c, Ponteiro::Pairar).await,
        // O ponteiro sai do elemento quando paira sobre outro; nada a fazer aqui.
        "mouseOut" => Ok(()),
        "check" => marcar(i, c, true).await,
        "uncheck" => marcar(i, c, false).await,
        "type" | "editContent" => {
            let texto = i.variaveis.interpolar(&c.value, Segredos::Permitidos)?;
            digitar(i, c, vec![Digitacao::Texto(texto)], true).await
        }
        "sendKeys" => {
            let texto = i.variaveis.interpolar(&c.value, Segredos::Permitidos)?;
            digitar(i, c, teclas(&texto), false).await
        }
        "select" | "addSelection" => escolher(i, c, true).await,
        "removeSelection" => escolher(i, c, false).await,
        "submit" => {
            let (onde, sessao) = (i.onde(c)?, i.sessao);
            i.insistir(i.limites.espera, &c.target, || sessao.enviar_formulario(&onde)).await
        }
        _ => Err(sem_execucao(c)),
    }
}

async fn apontar(i: &mut Interprete<'_>, c: &Comando, acao: Ponteiro) -> Andamento {
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    i.insistir(i.limites.espera, &c.target, || sessao.apontar(&onde, acao)).await
}

async fn marcar(i: &mut Interprete<'_>, c: &Comando, desejado: bool) -> Andamento {
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    let marcado =
        i.insistir(i.limites.espera, &c.target, || sessao.consultar(&onde, &Consulta::Marcado)).await?;
    if marcado == desejado { Ok(()) } else { apontar(i, c, Ponteiro::Clicar).await }
}

/// Digita com foco e teclas de verdade; insiste até o campo aceitar.
pub(super) async fn digitar(
    i: &mut Interprete<'_>,
    c: &Comando,
    partes: Vec<Digitacao>,
    limpar: bool,
) -> Andamento {
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    i.insistir(i.limites.espera, &c.target, || sessao.digitar(&onde, &partes, limpar)).await
}

async fn escolher(i: &mut Interprete<'_>, c: &Comando, escolhida: bool) -> Andamento {
    let opcao = opcao(&i.texto(&c.value)?);
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    i.insistir(i.limites.espera, &c.target, || sessao.escolher(&onde, &opcao, escolhida)).await
}

fn opcao(texto: &str) -> Opcao {
    let com = |por, texto: &str| Opcao { por, texto: texto.to_owned() };
    match texto.split_once('=') {
        Some(("label", resto)) => match resto.strip_prefix("mostly-equals:") {
            Some(parecido) => com("label-parecido", parecido),
            None => com("label", resto),
        },
        Some(("value", resto)) => com("value", resto),
        Some(("id", resto)) => com("id", resto),
        Some(("index", resto)) => com("index", resto),
        _ => com("label", texto),
    }
}

fn coordenadas(texto: &str) -> Result<(f64, f64), crate::contrato::ErroRpa> {
    if texto.is_empty() {
        return Ok((0.0, 0.0));
    }
    let partes =
        texto.split_once(',').and_then(|(x, y)| Some((x.trim().parse().ok()?, y.trim().parse().ok()?)));
    partes.ok_or_else(|| interno(format!("coordenadas inválidas: “{texto}”")))
}

/// Separa o texto das teclas `${KEY_…}`.
fn teclas(texto: &str) -> Vec<Digitacao> {
    let mut partes = Vec::new();
    let mut resto = texto;
    while let Some(inicio) = resto.find("${KEY_") {
        let Some(fim) = resto[inicio..].find('}').map(|f| inicio + f) else { break };
        if inicio > 0 {
            partes.push(Digitacao::Texto(resto[..inicio].to_owned()));
        }
        match tecla(&resto[inicio + 6..fim]) {
            Some(tecla) => partes.push(tecla),
            None => partes.push(Digitacao::Texto(resto[inicio..=fim].to_owned())),
        }
        resto = &resto[fim + 1..];
    }
    if !resto.is_empty() {
        partes.push(Digitacao::Texto(resto.to_owned()));
    }
    partes
}

fn tecla(nome: &str) -> Option<Digitacao> {
    let (nome, codigo) = match nome {
        "ENTER" | "RETURN" => ("Enter", 13),
        "TAB" => ("Tab", 9),
        "ESC" | "ESCAPE" => ("Escape", 27),
        "BACKSPACE" | "BKSP" => ("Backspace", 8),
        "DELETE" | "DEL" => ("Delete", 46),
        "UP" => ("ArrowUp", 38),
        "DOWN" => ("ArrowDown", 40),
        "LEFT" => ("ArrowLeft", 37),
        "RIGHT" => ("ArrowRight", 39),
        "HOME" => ("Home", 36),
        "END" => ("End", 35),
        "PAGE_UP" => ("PageUp", 33),
        "PAGE_DOWN" => ("PageDown", 34),
        _ => return None,
    };
    Some(Digitacao::Tecla(nome, codigo))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn teclas_se_separam_do_texto() {
        let texto = |t: &str| Digitacao::Texto(t.into());
        assert_eq!(teclas("ab${KEY_ENTER}c"), [texto("ab"), Digitacao::Tecla("Enter", 13), texto("c")]);
        assert_eq!(teclas("${KEY_TAB}"), [Digitacao::Tecla("Tab", 9)]);
        assert_eq!(teclas("${KEY_VOAR}"), [texto("${KEY_VOAR}")]);
        assert_eq!(teclas("${KEY_"), [texto("${KEY_")]);
    }

    #[test]
    fn opcoes_em_todas_as_formas() {
        for (texto, por, valor) in [
            ("Março", "label", "Março"),
            ("label=Março", "label", "Março"),
            ("label=mostly-equals:Mar ço", "label-parecido", "Mar ço"),
            ("value=2026-03", "value", "2026-03"),
            ("index=2", "index", "2"),
            ("id=x", "id", "x"),
        ] {
            assert_eq!(opcao(texto), Opcao { por, texto: valor.into() });
        }
    }

    #[test]
    fn coordenadas_do_centro() {
        assert_eq!(coordenadas("3,-4").unwrap(), (3.0, -4.0));
        assert_eq!(coordenadas("").unwrap(), (0.0, 0.0));
        assert!(coordenadas("a,b").is_err());
    }
}
