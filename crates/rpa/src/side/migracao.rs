//! O que é a migração: acertar, ao ler, o que mudou entre as versões do formato. O arquivo não é alterado.

use super::modelo::{Comando, Projeto};

/// Leva o projeto às convenções atuais, qualquer que seja a versão de origem.
pub(crate) fn migrar(projeto: &mut Projeto) {
    let antiga = matches!(projeto.version.as_deref(), None | Some("1.0"));
    for comando in projeto.tests.iter_mut().flat_map(|teste| &mut teste.commands) {
        if antiga {
            da_versao_1(comando);
        }
        renomear(comando);
        if comando.command == "storeTitle" && comando.target.is_empty() {
            comando.target = std::mem::take(&mut comando.value);
        }
        if comando.command == "storeXpathCount" {
            comando.command = "storeElementCount".into();
            if !comando.target.starts_with("xpath=") {
                comando.target.insert_str(0, "xpath=");
            }
        }
    }
}

fn da_versao_1(comando: &mut Comando) {
    match comando.command.as_str() {
        "pause" if comando.target.is_empty() => comando.target = std::mem::take(&mut comando.value),
        "waitForVisible" => comando.command = "waitForElementVisible".into(),
        "waitForEditable" => comando.command = "waitForElementEditable".into(),
        _ => {}
    }
    if usa_localizador(&comando.command) && !comando.target.is_empty() && !tem_prefixo(&comando.target) {
        let prefixo = if comando.target.contains("//") { "xpath=" } else { "id=" };
        comando.target.insert_str(0, prefixo);
    }
    if matches!(
        comando.command.as_str(),
        "if" | "elseIf" | "while" | "repeatIf" | "executeScript" | "runScript"
    ) {
        comando.target = sem_aspas_em_variaveis(&comando.target);
    }
}

fn usa_localizador(comando: &str) -> bool {
    ["click", "type", "select", "sendKeys", "check", "uncheck", "waitForElement", "mouse", "submit"]
        .iter()
        .any(|inicio| comando.starts_with(inicio) && !matches!(comando, "selectFrame" | "selectWindow"))
}

fn tem_prefixo(alvo: &str) -> bool {
    let prefixos =
        ["id=", "name=", "css=", "xpath=", "link=", "linkText=", "partialLinkText=", "class=", "${"];
    prefixos.iter().any(|prefixo| alvo.starts_with(prefixo))
}

/// `'${x}'` vira `${x}`: nos scripts a variável já chega com o seu tipo.
fn sem_aspas_em_variaveis(script: &str) -> String {
    let mut saida = script.to_owned();
    for aspas in ['\'', '"', '`'] {
        saida = saida.replace(&format!("{aspas}${{"), "${");
        saida = saida.replace(&format!("}}{aspas}"), "}");
    }
    saida
}

fn renomear(comando: &mut Comando) {
    let novo = match comando.command.as_str() {
        "webdriverAnswerOnVisiblePrompt" => "answerPrompt",
        "webdriverChooseCancelOnVisiblePrompt" => "dismissPrompt",
        "webdriverChooseOkOnVisibleConfirmation" => "acceptConfirmation",
        "webdriverChooseCancelOnVisibleConfirmation" => "dismissConfirmation",
        _ => return,
    };
    comando.command = novo.into();
}
