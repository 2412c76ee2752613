//! Leitura, migração, fluxo e variáveis, sem navegador.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::fluxo::{No, montar};
use super::migracao::migrar;
use super::modelo::{Comando, Projeto};
use super::variaveis::{Segredos, Variaveis};
use crate::apoio::entrada_de_teste;
use crate::contrato::ClasseErro;

fn comando(nome: &str, alvo: &str, valor: &str) -> Comando {
    Comando { command: nome.into(), target: alvo.into(), value: valor.into(), ..Comando::default() }
}

fn de_nomes(nomes: &[&str]) -> Vec<Comando> {
    nomes.iter().map(|nome| comando(nome, "", "")).collect()
}

#[test]
fn chaves_desconhecidas_sobrevivem_a_ida_e_volta() {
    let original = json!({
        "id": "p", "version": "3.0", "name": "n", "url": "", "plugins": ["x", {"id": "regente"}], "urls": ["a"], "delay": 3,
        "tests": [{"id": "t", "name": "a", "extra": {"b": 1}, "commands": [{
            "id": "c", "command": "click", "target": "id=a", "value": "", "comment": "porque",
            "targetFallback": [["css=b", "css:finder"]], "isBreakpoint": true, "frameLocation": "root/0",
        }]}], "suites": [],
    });
    let projeto = Projeto::ler(&original.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&projeto).unwrap(), original);
    assert_eq!(projeto.tests[0].commands[0].alternativos().collect::<Vec<_>>(), ["css=b"]);
    assert!(!projeto.eh_estrito());
}

#[test]
fn arquivo_que_nao_e_projeto_e_recusado() {
    assert!(Projeto::ler("[]").is_err());
    assert!(Projeto::ler("<html>").is_err());
    assert!(Projeto::ler(r#"{"id":"a","name":"b","version":"9.9"}"#).unwrap_err().contains("9.9"));
    assert!(Projeto::ler("\u{feff}{\"id\":\"a\",\"name\":\"b\"}").is_ok());
}

#[test]
fn versoes_antigas_migram_ao_ler() {
    let mut projeto = Projeto::ler(r#"{"id":"p","version":"1.0","name":"n"}"#).unwrap();
    let commands = vec![
        comando("pause", "", "300"),
        comando("click", "botao", ""),
        comando("type", "//input[1]", "x"),
        comando("waitForVisible", "id=a", ""),
        comando("if", "'${x}' === \"${y}\"", ""),
        comando("storeTitle", "", "titulo"),
        comando("storeXpathCount", "//a", "n"),
        comando("webdriverChooseOkOnVisibleConfirmation", "", ""),
        comando("selectFrame", "index=0", ""),
    ];
    projeto.tests.push(super::modelo::Teste {
        id: "t".into(),
        name: "a".into(),
        commands,
        outras: Default::default(),
    });
    migrar(&mut projeto);
    let migrados: Vec<_> = projeto.tests[0]
        .commands
        .iter()
        .map(|c| (c.command.as_str(), c.target.as_str(), c.value.as_str()))
        .collect();
    assert_eq!(
        migrados,
        [
            ("pause", "300", ""),
            ("click", "id=botao", ""),
            ("type", "xpath=//input[1]", "x"),
            ("waitForElementVisible", "id=a", ""),
            ("if", "${x} === ${y}", ""),
            ("storeTitle", "titulo", ""),
            ("storeElementCount", "xpath=//a", "n"),
            ("acceptConfirmation", "", ""),
            ("selectFrame", "index=0", ""),
        ]
    );
}

#[test]
fn blocos_viram_arvore_e_desligados_somem() {
    let nos =
        montar(&de_nomes(&["if", "click", "elseIf", "else", "echo", "end", "", "//voar", "do", "repeatIf"]))
            .unwrap();
    let [No::Se { ramos, senao }, No::Repetir { corpo, .. }] = &nos[..] else { panic!("{nos:?}") };
    assert_eq!((ramos.len(), ramos[0].2.len(), ramos[1].2.len(), senao.len(), corpo.len()), (2, 1, 0, 1, 0));
    assert!(matches!(&senao[0], No::Comando(5, _)), "o número é o da posição no arquivo");
}

#[test]
fn blocos_errados_sao_recusados_com_o_numero() {
    for (nomes, trecho) in [
        (&["click", "while", "click"][..], "2 while: bloco sem fim"),
        (&["click", "end"], "2 end: fecha um bloco que não foi aberto"),
        (&["if", "else", "else", "end"], "3 else: fora de lugar"),
        (&["if", "else", "elseIf", "end"], "3 elseIf: fora de lugar"),
        (&["do", "end"], "2 end: fora de lugar no bloco “do” aberto em 1"),
        (&["repeatIf"], "1 repeatIf: fecha um bloco que não foi aberto"),
        (&["times", "else", "end"], "2 else: fora de lugar"),
        (&["try", "catch"], "1 try: bloco sem fim"),
    ] {
        let problema = montar(&de_nomes(nomes)).unwrap_err();
        assert!(problema.contains(trecho), "{nomes:?}: {problema}");
    }
}

fn variaveis(estrito: bool) -> Variaveis {
    let mut variaveis =
        Variaveis::novas(entrada_de_teste("http://p/"), HashMap::from([("valor", "1.00".into())]), estrito);
    variaveis.guardar("a", "um".into());
    variaveis.guardar("n", 5.into());
    variaveis.saida.insert("s".into(), "saiu".into());
    variaveis
}

#[test]
fn texto_abre_variaveis_de_todos_os_espacos() {
    let v = variaveis(false);
    let abrir = |texto: &str| v.interpolar(texto, Segredos::Proibidos).unwrap();
    assert_eq!(abrir("  x ${a}-${n} "), "x um-5");
    assert_eq!(abrir("a${nbsp}b"), "a\u{a0}b");
    assert_eq!(
        abrir("${entrada:usuario} ${entrada:mes}/${entrada:ano} ${saida:s} ${arquivo:valor}"),
        "maria 03/2026 saiu 1.00"
    );
    assert_eq!(abrir("${naoha} ${KEY_ENTER} ${"), "${naoha} ${KEY_ENTER} ${");
    assert_eq!(abrir(r"linha\nnova \\ fim"), "linha\nnova \\ fim");
}

#[test]
fn escape_nao_toca_no_valor_inserido() {
    let mut v = variaveis(false);
    v.guardar("caminho", r"c:\novo".into());
    assert_eq!(v.interpolar("${caminho}", Segredos::Proibidos).unwrap(), r"c:\novo");
}

#[test]
fn segredo_so_onde_pode_e_nunca_em_script() {
    let v = variaveis(true);
    assert_eq!(v.interpolar("${segredo:senha}", Segredos::Permitidos).unwrap(), "senha-muito-secreta");
    assert!(v.interpolar("${segredo:senha}", Segredos::Proibidos).is_err());
    assert!(v.em_script("return ${segredo:senha}").is_err());
    assert!(v.interpolar("${entrada:senha}", Segredos::Permitidos).is_err());
    assert!(v.segredo("outro").is_err());
}

#[test]
fn erros_de_variavel_tem_classe() {
    let v = variaveis(true);
    for (texto, classe) in [
        ("${env:HOME}", ClasseErro::Interno),
        ("${naoha}", ClasseErro::Interno),
        ("${outro:x}", ClasseErro::Interno),
        ("${saida:naoha}", ClasseErro::Interno),
        ("${arquivo:naoha}", ClasseErro::Interno),
        ("${entrada:cpf}", ClasseErro::Negocio),
    ] {
        assert_eq!(v.interpolar(texto, Segredos::Proibidos).unwrap_err().classe, classe, "{texto}");
    }
}

#[test]
fn script_recebe_argumentos_com_tipo() {
    let (corpo, argumentos) = variaveis(false).em_script("return ${n} + ${a} + ${naoha}").unwrap();
    assert_eq!(corpo, "return arguments[0] + arguments[1] + ${naoha}");
    assert_eq!(argumentos, [json!(5), Value::from("um")]);
}
