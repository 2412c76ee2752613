//! O que é a insistência: tentar até dar certo, atento ao que termina ou impede a espera.

use std::time::{Duration, Instant};

use futures::future::BoxFuture;

use super::interprete::{Interprete, RespostaArmada};
use crate::ambiente::NivelRegistro;
use crate::contrato::{ClasseErro, ErroRpa};
use crate::navegador::{FalhaNavegador, Feito};

/// De quanto em quanto se olha de novo o que se espera.
pub(super) const INTERVALO: Duration = Duration::from_millis(15);
/// Depois disto, um documento que o portal negou deixa de ser esperado.
const TOLERANCIA_A_FALHA: Duration = Duration::from_millis(300);

type Andamento = Result<(), ErroRpa>;

impl Interprete<'_> {
    /// Repete uma ação até dar certo ou o prazo acabar, atento a diálogos, vigias e portal fora do ar.
    pub(super) async fn insistir<'f, T>(
        &mut self,
        prazo: Duration,
        alvo: &str,
        acao: impl Fn() -> BoxFuture<'f, Feito<T>> + Send + Sync,
    ) -> Result<T, ErroRpa> {
        let desde = Instant::now();
        loop {
            self.cuidar_do_dialogo().await?;
            let falha = match acao().await {
                Ok(valor) => return Ok(valor),
                Err(falha) if !falha.vale_insistir() => return Err(self.classificar(&falha, alvo)),
                Err(falha) => falha,
            };
            self.vigiar().await?;
            if self.foi_negado(desde) || desde.elapsed() >= prazo {
                return Err(self.classificar(&falha, alvo));
            }
            tokio::time::sleep(INTERVALO).await;
        }
    }

    /// Se o portal negou o documento corrente: esperar mais não adianta.
    pub(super) fn foi_negado(&self, desde: Instant) -> bool {
        desde.elapsed() > TOLERANCIA_A_FALHA && self.sessao.documento().falha.is_some()
    }

    /// Termina a execução se algum sinal vigiado está na tela.
    pub(super) async fn vigiar(&mut self) -> Andamento {
        if self.vigias.is_empty() {
            return Ok(());
        }
        let grupos: Vec<_> = self.vigias.iter().map(|vigia| vigia.onde.clone()).collect();
        match self.sessao.procurar(&grupos).await {
            Ok(Some((indice, texto))) => {
                let vigia = &self.vigias[indice.min(self.vigias.len() - 1)];
                let mensagem = vigia.mensagem.clone().filter(|m| !m.is_empty()).unwrap_or(texto);
                Err(ErroRpa::novo(vigia.classe, mensagem))
            }
            Ok(None) | Err(FalhaNavegador::Dialogo) => Ok(()),
            Err(falha) if falha.vale_insistir() => Ok(()),
            Err(falha) => Err(self.classificar(&falha, "vigia")),
        }
    }

    /// Responde um diálogo que o roteiro não tratou: aceita avisos, recusa perguntas, salvo resposta armada.
    pub(super) async fn cuidar_do_dialogo(&mut self) -> Andamento {
        let Some(dialogo) = self.sessao.dialogo() else { return Ok(()) };
        let armada = self.resposta_armada.take();
        let resposta = armada.unwrap_or(RespostaArmada {
            aceitar: matches!(dialogo.tipo.as_str(), "alert" | "beforeunload"),
            texto: None,
        });
        let verbo = if resposta.aceitar { "aceito" } else { "recusado" };
        self.diario.registrar(NivelRegistro::Aviso, &format!("diálogo {verbo}: {}", dialogo.mensagem));
        self.ultimo_dialogo = Some(dialogo.mensagem);
        let feito = self.sessao.responder_dialogo(resposta.aceitar, resposta.texto.as_deref()).await;
        match feito {
            Err(falha) if !falha.vale_insistir() => Err(self.classificar(&falha, "diálogo")),
            _ => Ok(()),
        }
    }

    /// O erro do contrato para uma falha do navegador.
    pub(super) fn classificar(&self, falha: &FalhaNavegador, alvo: &str) -> ErroRpa {
        let documento = self.sessao.documento();
        let (classe, mensagem) = match falha {
            FalhaNavegador::Morreu(_) => (ClasseErro::PortalFora, falha.to_string()),
            FalhaNavegador::Indisponivel(_) | FalhaNavegador::Script(_) | FalhaNavegador::Recusada(_) => {
                (ClasseErro::Interno, format!("{falha} ({alvo})"))
            }
            FalhaNavegador::Rede(_) => (ClasseErro::PortalFora, falha.to_string()),
            _ => match documento.falha {
                Some(motivo) => (ClasseErro::PortalFora, motivo),
                None if documento.carregando => (
                    ClasseErro::Tempo,
                    format!("a página não terminou de carregar enquanto se esperava {alvo}"),
                ),
                None => (ClasseErro::LayoutMudou, format!("{falha}: {alvo}")),
            },
        };
        ErroRpa::novo(classe, mensagem)
    }
}
