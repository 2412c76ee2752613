//! O que é a transferência: clicar e receber o arquivo, venha como vier (anexo, aba nova, `blob:`, resposta de POST).

use std::time::{Duration, Instant};

use super::Andamento;
use crate::ambiente::NivelRegistro;
use crate::contrato::{ClasseErro, ErroRpa};
use crate::documento;
use crate::navegador::{Foco, Ponteiro, Transferencia};
use crate::side::insistencia::INTERVALO;
use crate::side::interprete::Interprete;
use crate::side::modelo::Comando;

/// Página carregada e nenhum arquivo por este tempo: o portal respondeu outra coisa.
const TOLERANCIA_A_PAGINA: Duration = Duration::from_millis(1500);

/// `rgDownload`: alvo = o que clicar; valor = prazo em milissegundos (o da configuração, se vazio).
pub(super) async fn baixar(i: &mut Interprete<'_>, c: &Comando) -> Andamento {
    let padrao = u64::try_from(i.limites.transferencia.as_millis()).unwrap_or(u64::MAX);
    let prazo = Duration::from_millis(i.numero_ou(&c.value, padrao)?);
    let (onde, sessao) = (i.onde(c)?, i.sessao);
    let recebidas = sessao.transferencias().len();
    let janelas = sessao.janelas();
    let documentos = sessao.documento().documentos;
    i.insistir(i.limites.espera, &c.target, || sessao.apontar(&onde, Ponteiro::Clicar)).await?;
    let desde = Instant::now();
    let mut parada: Option<Instant> = None;
    loop {
        i.cuidar_do_dialogo().await?;
        match sessao.transferencias().into_iter().nth(recebidas) {
            Some(Transferencia::Completa { caminho, nome }) => return guardar(i, &caminho, &nome).await,
            Some(Transferencia::Interrompida) => {
                return Err(ErroRpa::novo(
                    ClasseErro::DocumentoInvalido,
                    "o portal interrompeu a entrega do arquivo",
                ));
            }
            Some(Transferencia::EmCurso) => parada = None,
            None => {
                vigiar_janelas(i, &janelas).await?;
                let documento = sessao.documento();
                let respondeu_pagina = documento.documentos > documentos && !documento.carregando;
                parada = if respondeu_pagina { parada.or(Some(Instant::now())) } else { None };
            }
        }
        if parada.is_some_and(|parada| parada.elapsed() > TOLERANCIA_A_PAGINA) {
            let mensagem = "o portal abriu uma página HTML no lugar do PDF";
            return Err(ErroRpa::novo(ClasseErro::DocumentoInvalido, mensagem));
        }
        if desde.elapsed() >= prazo {
            let segundos = prazo.as_secs();
            return Err(ErroRpa::novo(
                ClasseErro::PortalFora,
                format!("nenhum arquivo chegou em {segundos} s"),
            ));
        }
        tokio::time::sleep(INTERVALO).await;
    }
}

/// Procura os sinais vigiados também na janela que o clique abriu, e nota se nela o portal falhou.
async fn vigiar_janelas(i: &mut Interprete<'_>, antes: &[String]) -> Andamento {
    i.vigiar().await?;
    falhou(i)?;
    let Some(nova) = i.sessao.janelas().into_iter().find(|janela| !antes.contains(janela)) else {
        return Ok(());
    };
    let foco = i.sessao.trocar_foco(Foco { janela: Some(nova), quadro: None });
    let visto = match i.vigiar().await {
        Ok(()) => falhou(i),
        erro => erro,
    };
    i.sessao.trocar_foco(foco);
    visto
}

fn falhou(i: &Interprete<'_>) -> Andamento {
    match i.sessao.documento().falha {
        Some(motivo) => Err(ErroRpa::novo(ClasseErro::PortalFora, motivo)),
        None => Ok(()),
    }
}

async fn guardar(i: &mut Interprete<'_>, caminho: &std::path::Path, nome: &str) -> Andamento {
    let documento = documento::receber(caminho, nome).await?;
    let aviso =
        format!("documento recebido: {nome}, {} bytes, sha256 {}", documento.tamanho_bytes, documento.sha256);
    i.diario.registrar(NivelRegistro::Informacao, &aviso);
    i.variaveis.guardar("rgSha256", documento.sha256.to_string().into());
    i.documento = Some(documento);
    Ok(())
}
