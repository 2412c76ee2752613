//! O que são as verificações: `assert…` derruba na hora; `verify…` anota e derruba no fim.

use serde_json::Value;

use super::{Andamento, sem_execucao};
use crate::contrato::{ClasseErro, ErroRpa};
use crate::navegador::{Consulta, FalhaNavegador, Mundo};
use crate::side::interprete::Interprete;
use crate::side::modelo::Comando;

pub(super) const NOMES: [&str; 34] = [
    "assert",
    "verify",
    "assertTitle",
    "verifyTitle",
    "assertText",
    "verifyText",
    "assertNotText",
    "verifyNotText",
    "assertValue",
    "verifyValue",
    "assertNotValue",
    "verifyNotValue",
    "assertElementPresent",
    "verifyElementPresent",
    "assertElementNotPresent",
    "verifyElementNotPresent",
    "assertChecked",
    "verifyChecked",
    "assertNotChecked",
    "verifyNotChecked",
    "assertEditable",
    "verifyEditable",
    "assertNotEditable",
    "verifyNotEditable",
    "assertSelectedLabel",
    "verifySelectedLabel",
    "assertNotSelectedLabel",
    "verifyNotSelectedLabel",
    "assertSelectedValue",
    "verifySelectedValue",
    "assertNotSelectedValue",
    "verifyNotSelectedValue",
    "assertVisible",
    "verifyVisible",
];

pub(super) async fn executar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    let leve = c.command.starts_with("verify");
    let que = c.command.trim_start_matches("assert").trim_start_matches("verify");
    match comparar(i, c, que).await {
        Err(erro) if leve && erro.classe == ClasseErro::LayoutMudou => {
            i.falhas_leves.push(erro.mensagem);
            Ok(())
        }
        outro => outro,
    }
}

async fn comparar(i: &mut Interprete<'_>, c: &Comando, que: &str) -> Andamento {
    let (negado, que) = match que.strip_prefix("Not") {
        Some(resto) => (true, resto),
        None => (false, que),
    };
    match que {
        "" => {
            let (real, esperado) = (i.variavel_em_texto(&c.target), i.texto(&c.value)?);
            conferir(&c.target, &real, &esperado, false)
        }
        "Title" => {
            let titulo = i.avaliar("return top.document.title", Mundo::Isolado).await?;
            conferir("título", titulo.as_str().unwrap_or_default(), &i.texto(&c.target)?, false)
        }
        "ElementPresent" => presenca(i, c, true).await,
        "ElementNotPresent" => presenca(i, c, false).await,
        "Checked" => estado(i, c, &Consulta::Marcado, !negado).await,
        "Editable" => estado(i, c, &Consulta::Editavel, !negado).await,
        "Visible" => estado(i, c, &Consulta::Visivel, !negado).await,
        "Text" => texto(i, c, &Consulta::Texto, negado).await,
        "Value" => texto(i, c, &Consulta::Valor, negado).await,
        "SelectedLabel" => texto(i, c, &Consulta::RotuloEscolhido, negado).await,
        "SelectedValue" => texto(i, c, &Consulta::ValorEscolhido, negado).await,
        _ => Err(sem_execucao(c)),
    }
}

async fn presenca(i: &mut Interprete<'_>, c: &Comando, desejada: bool) -> Andamento {
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    if desejada {
        return i
            .insistir(i.limites.espera, &c.target, || sessao.consultar(&onde, &Consulta::Visivel))
            .await
            .map(drop);
    }
    match sessao.consultar(&onde[..1], &Consulta::Visivel).await {
        Err(FalhaNavegador::NaoEncontrado) => Ok(()),
        Err(falha) => Err(i.classificar(&falha, &c.target)),
        Ok(_) => Err(diferente(format!("{} está presente e não devia", c.target))),
    }
}

async fn estado(i: &mut Interprete<'_>, c: &Comando, o_que: &Consulta, desejado: bool) -> Andamento {
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    let real = i.insistir(i.limites.espera, &c.target, || sessao.consultar(&onde, o_que)).await?;
    if real == desejado { Ok(()) } else { Err(diferente(format!("{} {}: é {real}", c.command, c.target))) }
}

async fn texto(i: &mut Interprete<'_>, c: &Comando, o_que: &Consulta, negado: bool) -> Andamento {
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    let real = i.insistir(i.limites.espera, &c.target, || sessao.consultar(&onde, o_que)).await?;
    let esperado = i.texto(&c.value)?;
    conferir(&c.target, real.as_str().unwrap_or_default(), &esperado, negado)
}

fn conferir(alvo: &str, real: &str, esperado: &str, negado: bool) -> Andamento {
    if (real.trim() == esperado) != negado {
        return Ok(());
    }
    let ligacao = if negado { "não devia ser" } else { "devia ser" };
    Err(diferente(format!("{alvo}: é {} e {ligacao} {}", Value::from(real), Value::from(esperado))))
}

fn diferente(mensagem: String) -> ErroRpa {
    ErroRpa::novo(ClasseErro::LayoutMudou, mensagem)
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn comparacao_e_exata_sem_as_pontas() {
        assert!(conferir("x", " a b ", "a b", false).is_ok());
        assert!(conferir("x", "a b c", "a b", false).is_err());
        assert!(conferir("x", "a", "a", true).is_err());
        assert!(conferir("x", "a", "b", true).is_ok());
    }
}
