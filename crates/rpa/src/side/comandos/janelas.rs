//! O que são as janelas: abrir endereços, trocar de janela e de quadro.

use std::time::{Duration, Instant};

use super::{Andamento, interno, sem_execucao};
use crate::contrato::{ClasseErro, ErroRpa};
use crate::navegador::{FalhaNavegador, Quadro};
use crate::side::insistencia::INTERVALO;
use crate::side::interprete::Interprete;
use crate::side::modelo::Comando;

pub(super) const NOMES: [&str; 5] = ["open", "close", "selectWindow", "selectFrame", "setWindowSize"];
const PRAZO_DE_JANELA_MS: f64 = 2000.0;

pub(super) async fn executar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    match c.command.as_str() {
        "open" => {
            let endereco = endereco(i, &i.texto(&c.target)?)?;
            let sessao = i.sessao;
            let carga = i.limites.carga;
            let abrir = i.insistir(i.limites.espera, &endereco, || sessao.abrir(&endereco));
            let esgotado = |_| {
                ErroRpa::novo(ClasseErro::Tempo, format!("{endereco} não respondeu em {} s", carga.as_secs()))
            };
            tokio::time::timeout(carga, abrir).await.map_err(esgotado)?
        }
        "close" => feito(i, i.sessao.fechar_janela().await, "janela"),
        "selectWindow" => {
            let alvo = i.texto(&c.target)?;
            let Some(janela) = alvo.strip_prefix("handle=") else {
                return Err(interno(format!("selectWindow espera handle=…, veio “{alvo}”")));
            };
            feito(i, i.sessao.escolher_janela(janela).await, &c.target)
        }
        "selectFrame" => {
            let quadros = quadros(i, c)?;
            for quadro in &quadros {
                let sessao = i.sessao;
                i.insistir(i.limites.espera, &c.target, || sessao.entrar_no_quadro(quadro)).await?;
            }
            Ok(())
        }
        "setWindowSize" => {
            let texto = i.texto(&c.target)?;
            let medidas = texto
                .split_once('x')
                .and_then(|(l, a)| Some((l.trim().parse().ok()?, a.trim().parse().ok()?)));
            let (largura, altura) =
                medidas.ok_or_else(|| interno(format!("tamanho de janela inválido: “{texto}”")))?;
            feito(i, i.sessao.redimensionar(largura, altura).await, "janela")
        }
        _ => Err(sem_execucao(c)),
    }
}

fn feito(i: &Interprete<'_>, resultado: Result<(), FalhaNavegador>, alvo: &str) -> Andamento {
    resultado.map_err(|falha| i.classificar(&falha, alvo))
}

/// O endereço absoluto; um relativo se resolve contra o portal do cliente ou o do roteiro.
fn endereco(i: &Interprete<'_>, alvo: &str) -> Result<String, ErroRpa> {
    if url::Url::parse(alvo).is_ok() {
        return Ok(alvo.to_owned());
    }
    let base = i.base.as_deref().unwrap_or_default();
    let inteiro = url::Url::parse(base).and_then(|base| base.join(alvo));
    inteiro
        .map(String::from)
        .map_err(|e| interno(format!("endereço inválido “{alvo}” a partir de “{base}”: {e}")))
}

fn quadros(i: &Interprete<'_>, c: &Comando) -> Result<Vec<Quadro>, ErroRpa> {
    let alvo = i.texto(&c.target)?;
    match alvo.as_str() {
        "relative=top" => Ok(vec![Quadro::Topo]),
        "relative=parent" => Ok(vec![Quadro::Pai]),
        _ => match alvo.strip_prefix("index=") {
            None => Ok(vec![Quadro::Elemento(i.onde(c)?)]),
            Some(indices) => indices
                .split('\\')
                .map(|indice| {
                    indice
                        .parse()
                        .map(Quadro::Indice)
                        .map_err(|_| interno(format!("quadro inválido: “{alvo}”")))
                })
                .collect(),
        },
    }
}

/// Espera a janela que o comando abriu e guarda o seu nome na variável.
pub(in crate::side) async fn esperar_janela(
    i: &mut Interprete<'_>,
    c: &Comando,
    antes: &[String],
) -> Andamento {
    let prazo = Duration::from_secs_f64(
        c.window_timeout.unwrap_or(PRAZO_DE_JANELA_MS).clamp(0.0, 600_000.0) / 1000.0,
    );
    let desde = Instant::now();
    loop {
        if let Some(nova) = i.sessao.janelas().into_iter().find(|janela| !antes.contains(janela)) {
            i.variaveis.guardar(&c.window_handle_name, nova.into());
            return Ok(());
        }
        i.vigiar().await?;
        if desde.elapsed() >= prazo {
            return Err(ErroRpa::novo(
                ClasseErro::LayoutMudou,
                format!("{} não abriu janela nova", c.target),
            ));
        }
        tokio::time::sleep(INTERVALO).await;
    }
}
