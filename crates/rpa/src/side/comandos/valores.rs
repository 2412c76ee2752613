//! O que são os valores: guardar o que a página mostra, rodar scripts, contar ao registro.

use serde_json::Value;

use super::{Andamento, interno, sem_execucao};
use crate::ambiente::NivelRegistro;
use crate::navegador::{Consulta, Mundo};
use crate::side::interprete::Interprete;
use crate::side::modelo::Comando;

pub(super) const NOMES: [&str; 14] = [
    "store",
    "storeText",
    "storeValue",
    "storeTitle",
    "storeAttribute",
    "storeElementCount",
    "storeJson",
    "storeWindowHandle",
    "executeScript",
    "executeAsyncScript",
    "runScript",
    "echo",
    "run",
    "storeVisible",
];

pub(super) async fn executar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    match c.command.as_str() {
        "store" => {
            let texto = i.texto(&c.target)?;
            i.variaveis.guardar(&c.value, texto.into());
        }
        "storeJson" => {
            let valor =
                serde_json::from_str(&i.texto(&c.target)?).map_err(|e| interno(format!("storeJson: {e}")))?;
            i.variaveis.guardar(&c.value, valor);
        }
        "storeTitle" => {
            let titulo = i.avaliar("return top.document.title", Mundo::Isolado).await?;
            i.variaveis.guardar(&c.target, titulo);
        }
        "storeText" => guardar(i, c, &Consulta::Texto).await?,
        "storeValue" => guardar(i, c, &Consulta::Valor).await?,
        "storeVisible" => guardar(i, c, &Consulta::Visivel).await?,
        "storeAttribute" => {
            let Some((alvo, atributo)) = c.target.rsplit_once('@') else {
                return Err(interno("storeAttribute espera localizador@atributo"));
            };
            let sem_atributo = Comando { target: alvo.to_owned(), ..c.clone() };
            let atributo = i.texto(atributo)?;
            guardar(i, &sem_atributo, &Consulta::Atributo(atributo)).await?;
        }
        "storeElementCount" => {
            let (alvo, sessao) = (i.localizador(&c.target)?, i.sessao);
            let quantos = i.insistir(i.limites.espera, &c.target, || sessao.contar(&alvo)).await?;
            i.variaveis.guardar(&c.value, quantos.into());
        }
        "storeWindowHandle" => {
            let janela = i.sessao.janela_corrente().unwrap_or_default();
            i.variaveis.guardar(&c.target, janela.into());
        }
        "executeScript" | "executeAsyncScript" | "runScript" => {
            let valor = i.avaliar(&c.target, Mundo::Pagina).await?;
            if !c.value.is_empty() {
                i.variaveis.guardar(&c.value, valor);
            }
        }
        "echo" => {
            let mensagem = i.texto(&c.target)?;
            i.diario.registrar(NivelRegistro::Informacao, &mensagem);
        }
        "run" => {
            let nome = i.texto(&c.target)?;
            return Box::pin(i.chamar_teste(&nome)).await;
        }
        _ => return Err(sem_execucao(c)),
    }
    Ok(())
}

async fn guardar(i: &mut Interprete<'_>, c: &Comando, o_que: &Consulta) -> Andamento {
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    let valor: Value = i.insistir(i.limites.espera, &c.target, || sessao.consultar(&onde, o_que)).await?;
    i.variaveis.guardar(&c.value, valor);
    Ok(())
}
