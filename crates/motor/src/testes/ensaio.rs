//! Um trabalho de mentira que faz o que a prova manda e anota o que lhe aconteceu.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use apoio::Teste;
use banco::Contexto;
use nucleo::{Erro, Escopo, ExecucaoId, Resultado};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::{
    Ambiente, ConfiguracaoMotor, Execucao, Falha, Motor, MotorEmMarcha, Nivel, NovaExecucao, Politica,
    Situacao, Tentativa, Trabalho, Veredito, buscar, enfileirar, tentativas,
};

/// O que uma tentativa faz.
pub(super) enum Ato {
    Concluir(Value),
    Falhar(Falha),
    EntrarEmPanico,
    /// Espera a porta abrir e conclui.
    Porta,
    /// Espera o cancelamento e obedece.
    Obedecer,
    /// Não obedece a nada.
    Travar,
    /// Marca o passo e faz o resto.
    Marcar(Box<Ato>),
    /// Dá sinal sem parar e não acaba nunca.
    Tagarelar,
    /// Registra tantas linhas e conclui.
    Contar(usize),
}

/// Com `CURTO`, os limites são de décimos de segundo e o tipo é outro.
#[derive(Default)]
pub(super) struct Ensaio<const CURTO: bool> {
    atos: Mutex<VecDeque<Ato>>,
    vereditos: Mutex<VecDeque<Veredito<Value>>>,
    diario: Mutex<Vec<String>>,
    recusas: Mutex<VecDeque<Erro>>,
    pub porta: Notify,
    /// Se `desistir` dá erro.
    pub recusa_desistir: AtomicBool,
}

impl<const CURTO: bool> Ensaio<CURTO> {
    pub fn com(atos: impl IntoIterator<Item = Ato>) -> Arc<Self> {
        Arc::new(Self { atos: Mutex::new(atos.into_iter().collect()), ..Self::default() })
    }

    pub fn vereditos(&self, vereditos: impl IntoIterator<Item = Veredito<Value>>) {
        self.vereditos.lock().unwrap().extend(vereditos);
    }

    /// O próximo `concluir` recusa com este erro.
    pub fn recusar_ao_concluir(&self, erro: Erro) {
        self.recusas.lock().unwrap().push_back(erro);
    }

    pub fn diario(&self) -> Vec<String> {
        self.diario.lock().unwrap().clone()
    }

    fn anotar(&self, linha: impl Into<String>) {
        self.diario.lock().unwrap().push(linha.into());
    }

    pub fn motor(self: &Arc<Self>, t: &Teste) -> Motor {
        Motor::novo(t.banco.clone(), configuracao()).registrar(Arc::clone(self))
    }

    pub async fn em_marcha(self: &Arc<Self>, t: &Teste) -> MotorEmMarcha {
        self.motor(t).iniciar().await.unwrap()
    }

    pub async fn passar(self: &Arc<Self>, t: &Teste) -> u64 {
        self.motor(t).executar_pendentes().await.unwrap()
    }

    async fn atuar(&self, ambiente: &Ambiente, ato: Ato) -> Result<Value, Falha> {
        match ato {
            Ato::Concluir(saida) => Ok(saida),
            Ato::Falhar(falha) => Err(falha),
            Ato::EntrarEmPanico => panic!("defeito de mentira"),
            Ato::Porta => {
                self.porta.notified().await;
                Ok(json!("passou"))
            }
            Ato::Obedecer => {
                ambiente.cancelamento().cancelled().await;
                Err(Falha::repetir("obedeceu", "parei"))
            }
            Ato::Travar => std::future::pending().await,
            Ato::Tagarelar => loop {
                ambiente.registrar(Nivel::Depuracao, "ainda aqui");
                tokio::time::sleep(Duration::from_millis(10)).await;
            },
            Ato::Marcar(resto) => {
                ambiente.marcar_passo("antes_de_enviar").await?;
                Box::pin(self.atuar(ambiente, *resto)).await
            }
            Ato::Contar(linhas) => {
                for numero in 1..=linhas {
                    ambiente.registrar(Nivel::Info, format!("linha {numero}"));
                }
                ambiente.progresso(150, "quase");
                Ok(json!(linhas))
            }
        }
    }
}

pub(super) fn configuracao() -> ConfiguracaoMotor {
    // Com o relógio parado os ids se repetem entre provas: cada uma tem a sua pasta.
    let pasta = format!("regente-teste-{}-{:?}", std::process::id(), std::thread::current().id());
    ConfiguracaoMotor {
        pasta_trabalho: std::env::temp_dir().join(pasta),
        reserva: Duration::from_millis(300),
        consulta: Duration::from_millis(30),
        espera_ao_parar: Duration::from_millis(100),
        tolerancia: Duration::from_millis(100),
        ..ConfiguracaoMotor::default()
    }
}

fn politica(curto: bool) -> Politica {
    let limites = if curto { (400, 150) } else { (60_000, 60_000) };
    Politica {
        maximo_tentativas: 3,
        limite_execucao: Duration::from_millis(limites.0),
        limite_silencio: Duration::from_millis(limites.1),
        ..Politica::default()
    }
}

impl<const CURTO: bool> Trabalho for Ensaio<CURTO> {
    type Preparo = String;
    type Saida = Value;
    const TIPO: &'static str = if CURTO { "ENSAIO_CURTO" } else { "ENSAIO" };
    const ROTULO: &'static str = "Ensaiar";

    fn politica(&self) -> Politica {
        politica(CURTO)
    }

    async fn preparar(&self, _: &mut Contexto, execucao: &Execucao) -> Resultado<String> {
        if execucao.parametros_entrada["recusar"] == true {
            return Err(Erro::conflito("nao_pode", "não pode", "espere"));
        }
        Ok("preparo".into())
    }

    async fn executar(&self, ambiente: &Ambiente, preparo: String) -> Result<Value, Falha> {
        assert!(preparo == "preparo" && ambiente.pasta().is_dir());
        self.anotar(format!("executar {}", ambiente.tentativa()));
        let ato = self.atos.lock().unwrap().pop_front().expect("mais tentativas que o previsto");
        self.atuar(ambiente, ato).await
    }

    async fn concluir(&self, _: &mut Contexto, _: &Execucao, saida: &Value) -> Resultado<()> {
        self.anotar(format!("concluir {saida}"));
        self.recusas.lock().unwrap().pop_front().map_or(Ok(()), Err)
    }

    async fn desistir(&self, _: &mut Contexto, _: &Execucao, falha: &Falha) -> Resultado<()> {
        self.anotar(format!("desistir {}", falha.classe));
        if self.recusa_desistir.load(Ordering::Relaxed) {
            return Err(Erro::interno("desistência de mentira"));
        }
        Ok(())
    }

    async fn ao_marcar_passo(&self, _: &mut Contexto, _: &Execucao, passo: &str) -> Resultado<()> {
        self.anotar(format!("marcar {passo}"));
        Ok(())
    }

    async fn verificar(&self, _: &Ambiente, _: String) -> Result<Veredito<Value>, Falha> {
        self.anotar("verificar");
        Ok(self.vereditos.lock().unwrap().pop_front().expect("mais verificações que o previsto"))
    }

    async fn sem_efeito(&self, _: &mut Contexto, _: &Execucao) -> Resultado<()> {
        self.anotar("sem_efeito");
        Ok(())
    }

    async fn pode_repetir(&self, _: &mut Contexto, execucao: &Execucao) -> Resultado<()> {
        if execucao.parametros_entrada["unica"] == true {
            return Err(Erro::conflito("nao_repete", "não se repete", "crie outra"));
        }
        Ok(())
    }
}

/// O pedido mais simples.
pub(super) fn nova() -> NovaExecucao {
    NovaExecucao { tipo: "ENSAIO", parametros: json!({"a": 1}), ..NovaExecucao::default() }
}

pub(super) async fn enfileirar_em(t: &Teste, escopo: &Escopo, nova: NovaExecucao) -> ExecucaoId {
    t.banco.gravar(escopo, async |cx| enfileirar(cx, nova).await).await.unwrap().id
}

pub(super) async fn ver(t: &Teste, escopo: &Escopo, id: ExecucaoId) -> Execucao {
    t.banco.ler(escopo, async |cx| buscar(cx, id).await).await.unwrap()
}

pub(super) async fn ver_tentativas(t: &Teste, escopo: &Escopo, id: ExecucaoId) -> Vec<Tentativa> {
    t.banco.ler(escopo, async |cx| tentativas(cx, id).await).await.unwrap()
}

/// Espera que a condição valha; passa de 20 s, falha dizendo o que se esperava.
pub(super) async fn esperar(o_que: &str, condicao: impl AsyncFn() -> bool) {
    let espera = async {
        while !condicao().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), espera)
        .await
        .unwrap_or_else(|_| panic!("não aconteceu: {o_que}"));
}

pub(super) async fn esperar_situacao(t: &Teste, escopo: &Escopo, id: ExecucaoId, situacao: Situacao) {
    esperar(situacao.como_texto(), async || ver(t, escopo, id).await.status == situacao).await;
}
