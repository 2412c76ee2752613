//! O que são as extensões: o que o formato não tem e a casa precisa, com o prefixo `rg`.

use std::path::{Path, PathBuf};

use super::elementos::digitar;
use super::{Andamento, interno, sem_execucao};
use crate::ambiente::NivelRegistro;
use crate::contrato::{ClasseErro, ErroRpa};
use crate::diario::Diario;
use crate::navegador::{Digitacao, Sessao};
use crate::side::interprete::{Interprete, Vigia};
use crate::side::modelo::Comando;

pub(super) const NOMES: [&str; 9] = [
    "rgUpload",
    "rgScreenshot",
    "rgSecret",
    "rgProgress",
    "rgBusinessError",
    "rgAppError",
    "rgSetOutput",
    "rgMarcarPasso",
    "rgWatch",
];

pub(super) async fn executar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    match c.command.as_str() {
        "rgUpload" => anexar(i, c).await,
        "rgScreenshot" => fotografar(i, c).await,
        "rgSecret" => {
            let segredo = i.variaveis.segredo(&i.texto(&c.value)?)?;
            digitar(i, c, vec![Digitacao::Texto(segredo)], true).await
        }
        "rgProgress" => {
            let percentual = u8::try_from(i.numero_ou(&c.target, 0)?).unwrap_or(100);
            let mensagem = i.texto(&c.value)?;
            i.diario.progresso(percentual, &mensagem);
            Ok(())
        }
        "rgBusinessError" => {
            let (classe, mensagem) = (classe(&i.texto(&c.target)?)?, i.texto(&c.value)?);
            Err(ErroRpa::novo(classe, mensagem))
        }
        "rgAppError" => {
            let classe =
                if c.value.is_empty() { ClasseErro::PortalFora } else { classe(&i.texto(&c.value)?)? };
            Err(ErroRpa::novo(classe, i.texto(&c.target)?))
        }
        "rgSetOutput" => {
            let (nome, valor) = (i.texto(&c.target)?, i.texto(&c.value)?);
            i.variaveis.saida.insert(nome, valor.into());
            Ok(())
        }
        "rgMarcarPasso" => marcar(i, &i.texto(&c.target)?).await,
        "rgWatch" => {
            let valor = i.texto(&c.value)?;
            let (codigo, mensagem) = match valor.split_once(':') {
                Some((codigo, mensagem)) => (codigo, Some(mensagem.trim().to_owned())),
                None => (valor.as_str(), None),
            };
            let vigia = Vigia { onde: i.onde(c)?, classe: classe(codigo)?, mensagem };
            i.vigias.push(vigia);
            Ok(())
        }
        _ => Err(sem_execucao(c)),
    }
}

fn classe(codigo: &str) -> Result<ClasseErro, ErroRpa> {
    ClasseErro::de_codigo(codigo).ok_or_else(|| interno(format!("classe de erro desconhecida: “{codigo}”")))
}

/// Só o arquivo da própria execução pode subir.
async fn anexar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    let permitido =
        i.variaveis.interpolar("${arquivo:caminho}", crate::side::variaveis::Segredos::Proibidos)?;
    let pedido = if c.value.is_empty() { permitido.clone() } else { i.texto(&c.value)? };
    if pedido != permitido {
        return Err(interno("rgUpload só envia o arquivo da execução: ${arquivo:caminho}"));
    }
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    i.insistir(i.limites.espera, &c.target, || sessao.anexar(&onde, Path::new(&permitido))).await
}

async fn fotografar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    let nome: String =
        i.texto(&c.target)?.chars().map(|l| if l.is_alphanumeric() { l } else { '-' }).take(60).collect();
    let arquivo = format!("tela-{}-{nome}.jpg", i.fotos.len() + 1);
    match fotografar_em(i.sessao, &i.ambiente.pasta.join(arquivo), i.diario).await {
        Ok(destino) => i.fotos.push(destino),
        // A foto é evidência, não objetivo: sem ela a execução segue.
        Err(motivo) => i.diario.registrar(NivelRegistro::Aviso, &format!("sem foto da tela: {motivo}")),
    }
    Ok(())
}

/// Fotografa a tela para um arquivo; o erro já vem em texto.
pub(crate) async fn fotografar_em(
    sessao: &dyn Sessao,
    destino: &Path,
    diario: &Diario,
) -> Result<PathBuf, String> {
    let jpeg = sessao.fotografar(diario.segredos()).await.map_err(|falha| falha.to_string())?;
    tokio::fs::write(destino, jpeg).await.map_err(|e| format!("não pôde ser gravada: {e}"))?;
    Ok(destino.to_owned())
}

/// Grava o passo irreversível antes de seguir; recusado, nada mais acontece.
async fn marcar(i: &mut Interprete<'_>, passo: &str) -> Andamento {
    i.ambiente
        .passos
        .marcar(passo)
        .await
        .map_err(|recusa| ErroRpa::novo(ClasseErro::Cancelado, recusa.to_string()))?;
    i.diario.registrar(NivelRegistro::Informacao, &format!("passo marcado: {passo}"));
    i.marcados.push(passo.to_owned());
    Ok(())
}
