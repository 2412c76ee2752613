//! O que são as esperas: parar até a página estar como se quer.

use std::time::{Duration, Instant};

use serde_json::Value;

use super::{Andamento, sem_execucao};
use crate::contrato::{ClasseErro, ErroRpa};
use crate::navegador::{Consulta, FalhaNavegador, Localizador};
use crate::side::insistencia::INTERVALO;
use crate::side::interprete::Interprete;
use crate::side::modelo::Comando;

pub(super) const NOMES: [&str; 11] = [
    "pause",
    "setSpeed",
    "waitForElementPresent",
    "waitForElementNotPresent",
    "waitForElementVisible",
    "waitForElementNotVisible",
    "waitForElementEditable",
    "waitForElementNotEditable",
    "waitForText",
    "rgWaitUrl",
    "rgEntrou",
];

/// O que se espera de um elemento.
enum Desejo {
    Presente,
    Ausente,
    Visivel,
    Invisivel,
    Editavel,
    NaoEditavel,
    Texto(String),
}

pub(super) async fn executar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    let desejo = match c.command.as_str() {
        "pause" => {
            tokio::time::sleep(Duration::from_millis(i.numero_ou(&c.target, 0)?)).await;
            return Ok(());
        }
        "setSpeed" => {
            i.limites.atraso = Duration::from_millis(i.numero_ou(&c.target, 0)?);
            return Ok(());
        }
        "rgWaitUrl" => return esperar_endereco(i, c).await,
        "rgEntrou" => return entrar(i, c).await,
        "waitForElementPresent" => Desejo::Presente,
        "waitForElementNotPresent" => Desejo::Ausente,
        "waitForElementVisible" => Desejo::Visivel,
        "waitForElementNotVisible" => Desejo::Invisivel,
        "waitForElementEditable" => Desejo::Editavel,
        "waitForElementNotEditable" => Desejo::NaoEditavel,
        "waitForText" => Desejo::Texto(i.texto(&c.value)?),
        _ => return Err(sem_execucao(c)),
    };
    let prazo = if let Desejo::Texto(_) = desejo { i.limites.espera } else { prazo_do_comando(i, c)? };
    esperar_elemento(i, c, &desejo, prazo).await
}

/// Espera o que só quem entrou vê; um teste de acesso termina aqui.
async fn entrar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    let prazo = prazo_do_comando(i, c)?;
    esperar_elemento(i, c, &Desejo::Visivel, prazo).await?;
    i.marcar_entrada();
    Ok(())
}

fn prazo_do_comando(i: &Interprete<'_>, c: &Comando) -> Result<Duration, ErroRpa> {
    let padrao = u64::try_from(i.limites.espera.as_millis()).unwrap_or(u64::MAX);
    Ok(Duration::from_millis(i.numero_ou(&c.value, padrao)?))
}

async fn esperar_elemento(
    i: &mut Interprete<'_>,
    c: &Comando,
    desejo: &Desejo,
    prazo: Duration,
) -> Andamento {
    let (onde, desde) = (i.onde(c)?, Instant::now());
    loop {
        i.cuidar_do_dialogo().await?;
        let falha = match cumprido(i, &onde, desejo).await {
            Ok(true) => return Ok(()),
            Ok(false) => FalhaNavegador::NaoAcionavel("não ficou como esperado".into()),
            Err(falha) if falha.vale_insistir() => falha,
            Err(falha) => return Err(i.classificar(&falha, &c.target)),
        };
        i.vigiar().await?;
        if i.foi_negado(desde) || desde.elapsed() >= prazo {
            return Err(i.classificar(&falha, &c.target));
        }
        tokio::time::sleep(INTERVALO).await;
    }
}

async fn cumprido(i: &Interprete<'_>, onde: &[Localizador], desejo: &Desejo) -> Result<bool, FalhaNavegador> {
    let consulta = match desejo {
        Desejo::Presente | Desejo::Ausente | Desejo::Visivel | Desejo::Invisivel => Consulta::Visivel,
        Desejo::Editavel | Desejo::NaoEditavel => Consulta::Editavel,
        Desejo::Texto(_) => Consulta::Texto,
    };
    let resposta = match i.sessao.consultar(onde, &consulta).await {
        Err(FalhaNavegador::NaoEncontrado) => None,
        outra => Some(outra?),
    };
    Ok(match (desejo, resposta) {
        (Desejo::Presente, resposta) => resposta.is_some(),
        (Desejo::Ausente, resposta) => resposta.is_none(),
        (Desejo::Visivel | Desejo::Editavel, resposta) => resposta == Some(Value::Bool(true)),
        (Desejo::Invisivel, resposta) => resposta != Some(Value::Bool(true)),
        (Desejo::NaoEditavel, resposta) => resposta == Some(Value::Bool(false)),
        (Desejo::Texto(esperado), resposta) => resposta.as_ref().and_then(Value::as_str) == Some(esperado),
    })
}

async fn esperar_endereco(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    let (trecho, prazo, desde) = (i.texto(&c.target)?, prazo_do_comando(i, c)?, Instant::now());
    loop {
        i.cuidar_do_dialogo().await?;
        // Durante a troca de página não há resposta; na próxima volta há.
        let url = i.sessao.endereco().await.unwrap_or_default();
        if url.contains(&trecho) {
            return Ok(());
        }
        i.vigiar().await?;
        if i.foi_negado(desde) {
            return Err(i.classificar(&FalhaNavegador::NaoEncontrado, &trecho));
        }
        if desde.elapsed() >= prazo {
            let mensagem = format!("o endereço não chegou a “{trecho}”; ficou em {url}");
            return Err(ErroRpa::novo(ClasseErro::LayoutMudou, mensagem));
        }
        tokio::time::sleep(INTERVALO).await;
    }
}
