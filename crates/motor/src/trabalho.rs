//! O que é um [`Trabalho`]: um tipo de execução, em duas fases. A longa (`executar`) não vê o banco; as
//! curtas correm na transação em que o motor muda a execução de situação, e por isso nada fica pela metade.

use std::{future::Future, time::Duration};

use banco::Contexto;
use nucleo::{Erro, Relogio, Resultado};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{Ambiente, execucoes::Execucao};

/// Como se tenta, quanto se espera e onde se aguarda a vez.
#[derive(Clone, Debug, PartialEq)]
pub struct Politica {
    /// Quantas tentativas ao todo, contando a primeira.
    pub maximo_tentativas: u32,
    /// Espera antes da segunda tentativa.
    pub atraso_inicial: Duration,
    /// Por quanto a espera se multiplica a cada tentativa.
    pub fator: f64,
    /// A maior espera.
    pub teto: Duration,
    /// Quanto uma tentativa pode durar ao todo.
    pub limite_execucao: Duration,
    /// Quanto uma tentativa pode passar sem registro nem progresso.
    pub limite_silencio: Duration,
    /// Fila em que aguarda.
    pub fila: &'static str,
    /// Menor sai antes.
    pub prioridade: i64,
}

impl Default for Politica {
    fn default() -> Self {
        Self {
            maximo_tentativas: 3,
            atraso_inicial: Duration::from_secs(30),
            fator: 3.0,
            teto: Duration::from_secs(3600),
            limite_execucao: Duration::from_secs(15 * 60),
            limite_silencio: Duration::from_secs(5 * 60),
            fila: "padrao",
            prioridade: 100,
        }
    }
}

impl Politica {
    /// Espera depois da tentativa de número `tentativa` (a partir de 1): exponencial com teto, e de metade
    /// a toda ela conforme o acaso, para que falhas simultâneas não voltem juntas.
    pub fn atraso(&self, tentativa: u32, relogio: &dyn Relogio) -> Duration {
        let mut acaso = [0; 1];
        relogio.sortear(&mut acaso);
        let expoente = i32::try_from(tentativa.saturating_sub(1)).unwrap_or(i32::MAX);
        let cheio = self.atraso_inicial.as_secs_f64() * self.fator.powi(expoente);
        let cheio = cheio.min(self.teto.as_secs_f64()).max(0.0);
        Duration::from_secs_f64(cheio * (0.5 + f64::from(acaso[0]) / 510.0))
    }
}

/// O que fazer depois de uma falha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decisao {
    /// Falha técnica: tentar de novo, com a espera da política.
    Repetir,
    /// Tentar de novo depois do tempo que o outro lado pediu.
    RepetirApos(Duration),
    /// Falha de negócio: tentar de novo não muda nada.
    Desistir,
    /// Ainda não é hora (fatura não emitida): volta depois e não gasta tentativa.
    Adiar(Duration),
    /// Parou porque pediram.
    Cancelado,
    /// Não se sabe se o efeito externo aconteceu: verificar antes de qualquer outra coisa.
    Incerta,
}

/// Por que uma tentativa não deu certo, e o que fazer.
#[derive(Clone, Debug, PartialEq)]
pub struct Falha {
    /// O que fazer.
    pub decisao: Decisao,
    /// Código estável, como `senha_recusada`.
    pub classe: String,
    /// O que aconteceu, para pessoas. Sem segredos.
    pub mensagem: String,
    /// O que a tentativa deixou de útil (evidências, resposta do outro lado).
    pub saida: Option<Value>,
}

impl Falha {
    /// Falha com a decisão dada.
    pub fn nova(decisao: Decisao, classe: impl Into<String>, mensagem: impl Into<String>) -> Self {
        Self { decisao, classe: classe.into(), mensagem: mensagem.into(), saida: None }
    }

    /// Falha técnica, que se tenta de novo.
    pub fn repetir(classe: impl Into<String>, mensagem: impl Into<String>) -> Self {
        Self::nova(Decisao::Repetir, classe, mensagem)
    }

    /// Falha técnica, que se tenta de novo depois do tempo dado.
    pub fn repetir_apos(quanto: Duration, classe: impl Into<String>, mensagem: impl Into<String>) -> Self {
        Self::nova(Decisao::RepetirApos(quanto), classe, mensagem)
    }

    /// Falha de negócio, que não se tenta de novo.
    pub fn desistir(classe: impl Into<String>, mensagem: impl Into<String>) -> Self {
        Self::nova(Decisao::Desistir, classe, mensagem)
    }

    /// Ainda não é hora: volta depois do tempo dado.
    pub fn adiar(quanto: Duration, classe: impl Into<String>, mensagem: impl Into<String>) -> Self {
        Self::nova(Decisao::Adiar(quanto), classe, mensagem)
    }

    /// Parou porque pediram.
    pub fn cancelado() -> Self {
        Self::nova(Decisao::Cancelado, "cancelado", "a execução foi cancelada a pedido")
    }

    /// Não se sabe se o efeito externo aconteceu.
    pub fn incerta(classe: impl Into<String>, mensagem: impl Into<String>) -> Self {
        Self::nova(Decisao::Incerta, classe, mensagem)
    }

    /// Com o que a tentativa deixou de útil.
    pub fn com_saida(mut self, saida: Value) -> Self {
        self.saida = Some(saida);
        self
    }
}

impl From<Erro> for Falha {
    /// Falta de resposta e defeito se tentam de novo; recusa do domínio, não.
    fn from(erro: Erro) -> Self {
        let decisao = match erro {
            Erro::Indisponivel { .. } | Erro::Interno(_) | Erro::MuitasTentativas(_) => Decisao::Repetir,
            _ => Decisao::Desistir,
        };
        Self::nova(decisao, erro.codigo().to_owned(), erro.to_string())
    }
}

/// O que a verificação de um efeito incerto concluiu.
#[derive(Clone, Debug, PartialEq)]
pub enum Veredito<S> {
    /// O efeito aconteceu; eis o resultado.
    Confirmado(S),
    /// Com certeza nada aconteceu lá fora: pode-se começar de novo.
    SemEfeito,
    /// O outro lado não soube dizer, e por quê; pergunta-se de novo mais tarde, ou uma pessoa decide.
    Desconhecido(String),
}

/// Um tipo de execução. Veja o módulo para as duas fases.
pub trait Trabalho: Send + Sync + 'static {
    /// O que `executar` precisa, carregado em transação curta.
    type Preparo: Send + 'static;
    /// O resultado; vai para `resultado_saida`, portanto sem segredos.
    type Saida: Serialize + DeserializeOwned + Send + Sync + 'static;
    /// Nome estável do tipo, como `DOWNLOAD_FATURA`.
    const TIPO: &'static str;
    /// O tipo para pessoas, como «Baixar fatura».
    const ROTULO: &'static str = Self::TIPO;

    /// Tentativas, esperas, limites e fila.
    fn politica(&self) -> Politica {
        Politica::default()
    }

    /// Carrega o necessário. Erro de domínio é falha final; falta de resposta se tenta de novo.
    fn preparar(
        &self,
        cx: &mut Contexto,
        execucao: &Execucao,
    ) -> impl Future<Output = Resultado<Self::Preparo>> + Send;

    /// Faz o trabalho demorado. Não recebe banco.
    fn executar(
        &self,
        ambiente: &Ambiente,
        preparo: Self::Preparo,
    ) -> impl Future<Output = Result<Self::Saida, Falha>> + Send;

    /// Grava o resultado, na transação que conclui a tentativa.
    fn concluir(
        &self,
        cx: &mut Contexto,
        execucao: &Execucao,
        saida: &Self::Saida,
    ) -> impl Future<Output = Resultado<()>> + Send;

    /// A execução acabou sem sucesso (falha final ou cancelamento), na transação que o grava.
    fn desistir(
        &self,
        _cx: &mut Contexto,
        _execucao: &Execucao,
        _falha: &Falha,
    ) -> impl Future<Output = Resultado<()>> + Send {
        async { Ok(()) }
    }

    /// Registra a intenção de um passo irreversível, na transação que o marca.
    fn ao_marcar_passo(
        &self,
        _cx: &mut Contexto,
        _execucao: &Execucao,
        _passo: &str,
    ) -> impl Future<Output = Resultado<()>> + Send {
        async { Ok(()) }
    }

    /// Pergunta ao outro lado se o efeito aconteceu. Erro conta como não saber.
    fn verificar(
        &self,
        _ambiente: &Ambiente,
        _preparo: Self::Preparo,
    ) -> impl Future<Output = Result<Veredito<Self::Saida>, Falha>> + Send {
        async { Ok(Veredito::Desconhecido("este tipo não sabe verificar o efeito; decida à mão".into())) }
    }

    /// O veredito foi que nada aconteceu lá fora: solta a intenção, na transação que o grava.
    fn sem_efeito(
        &self,
        _cx: &mut Contexto,
        _execucao: &Execucao,
    ) -> impl Future<Output = Resultado<()>> + Send {
        async { Ok(()) }
    }

    /// A saída que vale quando uma pessoa confirma um efeito incerto; segue para [`Trabalho::concluir`].
    /// Sem reimplementar, vale o que a última tentativa deixou, se servir.
    fn saida_decidida(
        &self,
        _cx: &mut Contexto,
        execucao: &Execucao,
        _justificativa: &str,
    ) -> impl Future<Output = Resultado<Self::Saida>> + Send {
        let guardada = execucao.resultado_saida.clone().unwrap_or(Value::Null);
        async move {
            serde_json::from_value(guardada).map_err(|_| {
                Erro::conflito(
                    "sem_resultado_para_confirmar",
                    "não há resultado guardado que possa ser confirmado",
                    "aguarde a verificação automática ou decida que não houve efeito",
                )
            })
        }
    }

    /// Se uma pessoa pode repetir esta execução agora; erro diz por que não.
    fn pode_repetir(
        &self,
        _cx: &mut Contexto,
        _execucao: &Execucao,
    ) -> impl Future<Output = Resultado<()>> + Send {
        async { Ok(()) }
    }
}

#[cfg(test)]
mod testes {
    use chrono::DateTime;
    use nucleo::RelogioParado;

    use super::*;

    #[test]
    fn a_espera_cresce_ate_o_teto_e_varia_com_o_acaso() {
        let relogio = RelogioParado::em(DateTime::from_timestamp(1_800_000_000, 0).unwrap());
        let politica = Politica {
            atraso_inicial: Duration::from_secs(10),
            fator: 2.0,
            teto: Duration::from_secs(60),
            ..Politica::default()
        };
        for (tentativa, cheio) in [(1, 10.0), (2, 20.0), (3, 40.0), (4, 60.0), (50, 60.0), (u32::MAX, 60.0)] {
            let esperas: Vec<f64> =
                (0..50).map(|_| politica.atraso(tentativa, &relogio).as_secs_f64()).collect();
            assert!(
                esperas.iter().all(|e| (cheio * 0.5..=cheio + 1e-6).contains(e)),
                "{tentativa}: {esperas:?}"
            );
            assert!(esperas.iter().any(|e| (e - esperas[0]).abs() > 0.01), "sem variação em {tentativa}");
        }
    }

    #[test]
    fn erro_da_casa_vira_a_decisao_certa() {
        let tecnica: Falha = Erro::Indisponivel { parte: "o SAT", detalhe: "tempo esgotado".into() }.into();
        assert_eq!(tecnica.decisao, Decisao::Repetir);
        assert_eq!(Falha::from(Erro::interno("x")).decisao, Decisao::Repetir);
        let negocio: Falha = Erro::conflito("fora_de_hora", "não é hora", "espere").into();
        assert_eq!((negocio.decisao, negocio.classe.as_str()), (Decisao::Desistir, "fora_de_hora"));
        assert_eq!(Falha::cancelado().decisao, Decisao::Cancelado);
    }
}
