//! O que são os diálogos: `alert`, `confirm` e `prompt` que a página abre.

use std::time::Instant;

use super::{Andamento, sem_execucao};
use crate::contrato::{ClasseErro, ErroRpa};
use crate::navegador::Dialogo;
use crate::side::insistencia::INTERVALO;
use crate::side::interprete::{Interprete, RespostaArmada};
use crate::side::modelo::Comando;

pub(super) const NOMES: [&str; 13] = [
    "acceptAlert",
    "acceptConfirmation",
    "dismissConfirmation",
    "dismissPrompt",
    "dismissAlert",
    "answerPrompt",
    "assertAlert",
    "assertConfirmation",
    "assertPrompt",
    "chooseOkOnNextConfirmation",
    "chooseCancelOnNextConfirmation",
    "chooseCancelOnNextPrompt",
    "answerOnNextPrompt",
];

pub(super) async fn executar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    match c.command.as_str() {
        "acceptAlert" | "acceptConfirmation" => responder(i, true, None).await,
        "dismissConfirmation" | "dismissPrompt" | "dismissAlert" => responder(i, false, None).await,
        "answerPrompt" => {
            let texto = i.texto(&c.target)?;
            responder(i, true, Some(&texto)).await
        }
        "assertAlert" | "assertConfirmation" | "assertPrompt" => {
            let esperado = i.texto(&c.target)?;
            let dialogo = esperar(i).await?;
            if dialogo.mensagem == esperado {
                return Ok(());
            }
            let mensagem = format!("o diálogo diz “{}” e devia dizer “{esperado}”", dialogo.mensagem);
            Err(ErroRpa::novo(ClasseErro::LayoutMudou, mensagem))
        }
        "chooseOkOnNextConfirmation" => armar(i, true, None),
        "chooseCancelOnNextConfirmation" | "chooseCancelOnNextPrompt" => armar(i, false, None),
        "answerOnNextPrompt" => {
            let texto = i.texto(&c.target)?;
            armar(i, true, Some(texto))
        }
        _ => Err(sem_execucao(c)),
    }
}

fn armar(i: &mut Interprete<'_>, aceitar: bool, texto: Option<String>) -> Andamento {
    i.resposta_armada = Some(RespostaArmada { aceitar, texto });
    Ok(())
}

async fn responder(i: &mut Interprete<'_>, aceitar: bool, texto: Option<&str>) -> Andamento {
    esperar(i).await?;
    i.sessao.responder_dialogo(aceitar, texto).await.map_err(|falha| i.classificar(&falha, "diálogo"))
}

async fn esperar(i: &mut Interprete<'_>) -> Result<Dialogo, ErroRpa> {
    let desde = Instant::now();
    loop {
        if let Some(dialogo) = i.sessao.dialogo() {
            return Ok(dialogo);
        }
        if desde.elapsed() >= i.limites.espera {
            let antes =
                i.ultimo_dialogo.as_deref().map(|m| format!(" (o último, já respondido, dizia “{m}”)"));
            let mensagem = format!("a página não abriu o diálogo esperado{}", antes.unwrap_or_default());
            return Err(ErroRpa::novo(ClasseErro::LayoutMudou, mensagem));
        }
        tokio::time::sleep(INTERVALO).await;
    }
}
