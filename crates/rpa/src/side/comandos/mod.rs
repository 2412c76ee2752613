//! O que são os comandos: cada grupo conhece os seus nomes e sabe executá-los.

mod dialogos;
mod elementos;
mod esperas;
mod extensoes;
mod janelas;
mod transferencia;
mod valores;
mod verificacoes;

use super::interprete::Interprete;
use super::modelo::{Comando, Teste};
use crate::contrato::{ClasseErro, ErroRpa};

pub(crate) use extensoes::fotografar_em;
pub(super) use janelas::esperar_janela;

/// O que um comando devolve.
type Andamento = Result<(), ErroRpa>;

const DE_FLUXO: [&str; 12] = [
    "if", "elseIf", "else", "end", "while", "times", "forEach", "do", "repeatIf", "try", "catch", "debugger",
];

/// Nome → grupo; a conferência e a execução usam a mesma tabela.
fn grupo(nome: &str) -> Option<Grupo> {
    let grupos: [(&[&str], Grupo); 8] = [
        (&elementos::NOMES, Grupo::Elementos),
        (&esperas::NOMES, Grupo::Esperas),
        (&verificacoes::NOMES, Grupo::Verificacoes),
        (&valores::NOMES, Grupo::Valores),
        (&janelas::NOMES, Grupo::Janelas),
        (&dialogos::NOMES, Grupo::Dialogos),
        (&extensoes::NOMES, Grupo::Extensoes),
        (&["rgDownload"], Grupo::Transferencia),
    ];
    grupos.into_iter().find(|(nomes, _)| nomes.contains(&nome)).map(|(_, grupo)| grupo)
}

#[derive(Clone, Copy)]
enum Grupo {
    Elementos,
    Esperas,
    Verificacoes,
    Valores,
    Janelas,
    Dialogos,
    Extensoes,
    Transferencia,
}

/// Os comandos que ninguém conhece, com o seu número.
pub(super) fn problemas(teste: &Teste) -> Vec<String> {
    let conhecido = |nome: &str| grupo(nome).is_some() || DE_FLUXO.contains(&nome);
    let numerados = teste.commands.iter().zip(1..).filter(|(comando, _)| !comando.esta_desligado());
    numerados
        .filter(|(comando, _)| !conhecido(&comando.command))
        .map(|(comando, numero)| {
            format!("{}#{numero}: comando desconhecido “{}”", teste.name, comando.command)
        })
        .collect()
}

/// Executa um comando.
pub(super) async fn executar(i: &mut Interprete<'_>, comando: &Comando) -> Andamento {
    match grupo(&comando.command) {
        Some(Grupo::Elementos) => elementos::executar(i, comando).await,
        Some(Grupo::Esperas) => esperas::executar(i, comando).await,
        Some(Grupo::Verificacoes) => verificacoes::executar(i, comando).await,
        Some(Grupo::Valores) => valores::executar(i, comando).await,
        Some(Grupo::Janelas) => janelas::executar(i, comando).await,
        Some(Grupo::Dialogos) => dialogos::executar(i, comando).await,
        Some(Grupo::Extensoes) => extensoes::executar(i, comando).await,
        Some(Grupo::Transferencia) => transferencia::baixar(i, comando).await,
        // `debugger` só faz sentido com alguém olhando.
        None if comando.command == "debugger" => Ok(()),
        None => Err(sem_execucao(comando)),
    }
}

/// O erro de um nome que a tabela tem e o grupo não executa.
fn sem_execucao(comando: &Comando) -> ErroRpa {
    interno(format!("comando sem execução: {}", comando.command))
}

fn interno(mensagem: impl Into<String>) -> ErroRpa {
    ErroRpa::novo(ClasseErro::Interno, mensagem)
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn todo_comando_da_tabela_de_uso_comum_e_conhecido() {
        for nome in [
            "acceptAlert",
            "answerPrompt",
            "assert",
            "assertAlert",
            "assertChecked",
            "assertElementPresent",
            "assertText",
            "assertTitle",
            "assertValue",
            "check",
            "click",
            "clickAt",
            "close",
            "doubleClick",
            "echo",
            "executeAsyncScript",
            "executeScript",
            "mouseOver",
            "open",
            "pause",
            "run",
            "runScript",
            "select",
            "selectFrame",
            "selectWindow",
            "sendKeys",
            "setSpeed",
            "setWindowSize",
            "store",
            "storeAttribute",
            "storeElementCount",
            "storeJson",
            "storeText",
            "storeTitle",
            "storeValue",
            "storeWindowHandle",
            "submit",
            "type",
            "uncheck",
            "verifyText",
            "waitForElementEditable",
            "waitForElementNotPresent",
            "waitForElementNotVisible",
            "waitForElementPresent",
            "waitForElementVisible",
            "waitForText",
            "rgDownload",
            "rgUpload",
            "rgScreenshot",
            "rgSecret",
            "rgProgress",
            "rgBusinessError",
            "rgAppError",
            "rgSetOutput",
            "rgMarcarPasso",
            "rgWaitUrl",
            "rgEntrou",
            "rgWatch",
        ] {
            assert!(grupo(nome).is_some(), "{nome}");
        }
    }

    #[test]
    fn desconhecido_e_listado_com_numero_e_desligado_nao() {
        let comando = |nome: &str| Comando { command: nome.into(), ..Comando::default() };
        let commands = ["click", "voar", "//voar", "", "end"].map(comando).to_vec();
        let teste = Teste { id: "t".into(), name: "a".into(), commands, outras: Default::default() };
        assert_eq!(problemas(&teste), ["a#2: comando desconhecido “voar”"]);
    }
}
