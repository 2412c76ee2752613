//! O que é o intérprete: executar a árvore de um teste sobre uma sessão, comando a comando.

use std::time::Duration;

use futures::future::BoxFuture;
use serde_json::Value;

use super::Roteiro;
use super::comandos;
use super::fluxo::No;
use super::modelo::Comando;
use super::variaveis::{Segredos, Variaveis, em_texto};
use crate::ambiente::{AmbienteRpa, NivelRegistro};
use crate::contrato::{ClasseErro, ErroRpa};
use crate::diario::Diario;
use crate::documento::DocumentoBaixado;
use crate::navegador::{Localizador, Mundo, Sessao};

const VOLTAS_MAX: u64 = 1000;
const PROFUNDIDADE_MAX: usize = 16;

/// Os tempos de uma execução.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limites {
    /// Quanto se insiste em cada elemento.
    pub espera: Duration,
    /// Quanto se espera o portal começar a responder um endereço.
    pub carga: Duration,
    /// Quanto se espera um arquivo.
    pub transferencia: Duration,
    /// Pausa entre comandos (`setSpeed`).
    pub atraso: Duration,
}

/// Um sinal a procurar sempre que algo demora: se aparece, a execução termina com a sua classe.
#[derive(Debug, Clone)]
pub(super) struct Vigia {
    pub onde: Vec<Localizador>,
    pub classe: ClasseErro,
    pub mensagem: Option<String>,
}

/// O que se responde ao próximo diálogo, quando o roteiro o armou.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RespostaArmada {
    pub aceitar: bool,
    pub texto: Option<String>,
}

/// Uma execução de roteiro em andamento.
pub(crate) struct Interprete<'a> {
    pub(super) roteiro: &'a Roteiro,
    pub(super) sessao: &'a dyn Sessao,
    pub(super) ambiente: &'a AmbienteRpa,
    pub(super) diario: &'a Diario,
    pub(super) limites: Limites,
    pub(super) vigias: Vec<Vigia>,
    pub(super) resposta_armada: Option<RespostaArmada>,
    /// Mensagem do último diálogo respondido sem o roteiro pedir.
    pub(super) ultimo_dialogo: Option<String>,
    pub(super) falhas_leves: Vec<String>,
    profundidade: usize,
    passo: String,
    /// Se a execução termina ao entrar no portal (teste de acesso).
    pub parar_ao_entrar: bool,
    entrou: bool,
    /// Endereço contra o qual `open` resolve alvos relativos.
    pub base: Option<String>,
    /// As variáveis e as saídas declaradas.
    pub variaveis: Variaveis,
    /// O último documento baixado.
    pub documento: Option<DocumentoBaixado>,
    /// Passos irreversíveis já marcados.
    pub marcados: Vec<String>,
    /// Fotos da tela pedidas pelo roteiro.
    pub fotos: Vec<std::path::PathBuf>,
}

type Andamento = Result<(), ErroRpa>;

impl<'a> Interprete<'a> {
    /// Um intérprete pronto para [`Self::executar_teste`].
    pub(crate) fn novo(
        roteiro: &'a Roteiro,
        sessao: &'a dyn Sessao,
        ambiente: &'a AmbienteRpa,
        diario: &'a Diario,
        (limites, variaveis): (Limites, Variaveis),
    ) -> Self {
        Self {
            roteiro,
            sessao,
            ambiente,
            diario,
            limites,
            variaveis,
            vigias: Vec::new(),
            resposta_armada: None,
            ultimo_dialogo: None,
            falhas_leves: Vec::new(),
            profundidade: 0,
            passo: String::new(),
            parar_ao_entrar: false,
            entrou: false,
            base: None,
            documento: None,
            marcados: Vec::new(),
            fotos: Vec::new(),
        }
    }

    /// Onde a execução está, para o erro.
    pub(crate) fn passo(&self) -> &str {
        &self.passo
    }

    /// Se o roteiro chegou a dizer que entrou.
    pub(crate) fn entrou(&self) -> bool {
        self.entrou
    }

    /// O roteiro diz que entrou no portal.
    pub(super) fn marcar_entrada(&mut self) {
        self.entrou = true;
        self.diario.registrar(NivelRegistro::Informacao, "entrou no portal");
    }

    /// Se já não há o que fazer: num teste de acesso, nada depois de entrar.
    fn acabou(&self) -> bool {
        self.parar_ao_entrar && self.entrou
    }

    /// Executa um teste pelo nome; verificações leves que falharam derrubam no fim.
    pub(crate) async fn executar_teste(&mut self, nome: &str) -> Andamento {
        self.chamar_teste(nome).await.map_err(|erro| erro.no_passo(self.passo.clone()))?;
        if self.falhas_leves.is_empty() {
            return Ok(());
        }
        Err(ErroRpa::novo(ClasseErro::LayoutMudou, self.falhas_leves.join("; ")))
    }

    /// Executa outro teste com as mesmas variáveis e a mesma sessão (`run`).
    pub(super) async fn chamar_teste(&mut self, nome: &str) -> Andamento {
        let interno = |mensagem: String| Err(ErroRpa::novo(ClasseErro::Interno, mensagem));
        let Some(nos) = self.roteiro.teste(nome) else {
            return interno(format!("o roteiro não tem o teste “{nome}”"));
        };
        if self.profundidade >= PROFUNDIDADE_MAX {
            return interno(format!("mais de {PROFUNDIDADE_MAX} testes se chamando (em “{nome}”)"));
        }
        self.profundidade += 1;
        let feito = self.executar_nos(nome, nos).await;
        self.profundidade -= 1;
        feito
    }

    fn executar_nos<'s>(&'s mut self, teste: &'s str, nos: &'s [No]) -> BoxFuture<'s, Andamento>
    where
        'a: 's,
    {
        Box::pin(async move {
            for no in nos {
                if self.acabou() {
                    break;
                }
                self.executar_no(teste, no).await?;
            }
            Ok(())
        })
    }

    async fn executar_no(&mut self, teste: &str, no: &No) -> Andamento {
        match no {
            No::Comando(numero, comando) => self.executar_comando(teste, *numero, comando).await,
            No::Se { ramos, senao } => {
                for (numero, condicao, corpo) in ramos {
                    if self.vale(teste, *numero, condicao).await? {
                        return self.executar_nos(teste, corpo).await;
                    }
                }
                self.executar_nos(teste, senao).await
            }
            No::Enquanto { numero, condicao, limite, corpo } => {
                let limite = self.numero_ou(limite, VOLTAS_MAX)?;
                let mut voltas = 0;
                while !self.acabou() && self.vale(teste, *numero, condicao).await? {
                    self.contar_volta(&mut voltas, limite)?;
                    self.executar_nos(teste, corpo).await?;
                }
                Ok(())
            }
            No::Vezes { numero, quantas, corpo } => {
                self.passo = format!("{teste}#{numero} times");
                for _ in 0..self.numero_ou(quantas, 0)? {
                    self.executar_nos(teste, corpo).await?;
                }
                Ok(())
            }
            No::ParaCada { numero, colecao, item, corpo } => {
                self.passo = format!("{teste}#{numero} forEach");
                let Some(Value::Array(lista)) = self.variaveis.obter(colecao).cloned() else {
                    return Err(ErroRpa::novo(
                        ClasseErro::Interno,
                        format!("coleção inexistente: “{colecao}”"),
                    ));
                };
                for valor in lista {
                    self.variaveis.guardar(item, valor);
                    self.executar_nos(teste, corpo).await?;
                }
                Ok(())
            }
            No::Repetir { numero, corpo, condicao, limite } => {
                let limite = self.numero_ou(limite, VOLTAS_MAX)?;
                let mut voltas = 0;
                loop {
                    self.contar_volta(&mut voltas, limite)?;
                    self.executar_nos(teste, corpo).await?;
                    if self.acabou() || !self.vale(teste, *numero, condicao).await? {
                        return Ok(());
                    }
                }
            }
            No::Tentar { corpo, captura } => match self.executar_nos(teste, corpo).await {
                Err(erro) if pode_capturar(erro.classe) => {
                    self.diario.registrar(
                        NivelRegistro::Aviso,
                        &format!("erro tratado pelo roteiro: {}", erro.mensagem),
                    );
                    self.variaveis.guardar("erro", erro.mensagem.into());
                    self.variaveis.guardar("erro_classe", erro.classe.codigo().into());
                    self.executar_nos(teste, captura).await
                }
                outro => outro,
            },
        }
    }

    fn contar_volta(&self, voltas: &mut u64, limite: u64) -> Andamento {
        *voltas += 1;
        if *voltas > limite {
            return Err(ErroRpa::novo(
                ClasseErro::Interno,
                format!("o laço passou do limite de {limite} voltas"),
            ));
        }
        Ok(())
    }

    async fn executar_comando(&mut self, teste: &str, numero: usize, comando: &Comando) -> Andamento {
        self.passo = format!("{teste}#{numero} {}", comando.command);
        // O alvo como está escrito: variáveis não abertas não revelam nada.
        self.diario
            .registrar(NivelRegistro::Depuracao, &format!("{numero} {} {}", comando.command, comando.target));
        let antes = if comando.opens_window { self.sessao.janelas() } else { Vec::new() };
        comandos::executar(self, comando).await.map_err(|erro| erro.no_passo(self.passo.clone()))?;
        for host in self.sessao.bloqueados() {
            let aviso = format!("pedido a {host} barrado: não está em hosts_permitidos da operadora");
            self.diario.registrar(NivelRegistro::Aviso, &aviso);
        }
        if comando.opens_window {
            comandos::esperar_janela(self, comando, &antes).await?;
        }
        if !self.limites.atraso.is_zero() {
            tokio::time::sleep(self.limites.atraso).await;
        }
        Ok(())
    }

    /// Avalia uma condição no mundo isolado do quadro corrente.
    async fn vale(&mut self, teste: &str, numero: usize, condicao: &str) -> Result<bool, ErroRpa> {
        self.passo = format!("{teste}#{numero} condição");
        let valor = self.avaliar(&format!("return ({condicao})"), Mundo::Isolado).await?;
        Ok(match valor {
            Value::Null => false,
            Value::Bool(valor) => valor,
            Value::Number(numero) => numero.as_f64().is_some_and(|n| n != 0.0),
            Value::String(texto) => !texto.is_empty(),
            Value::Array(_) | Value::Object(_) => true,
        })
    }

    /// Roda um script, insistindo enquanto a página estiver mudando.
    pub(super) async fn avaliar(&mut self, script: &str, mundo: Mundo) -> Result<Value, ErroRpa> {
        let (corpo, argumentos) = self.variaveis.em_script(script)?;
        let sessao = self.sessao;
        self.insistir(self.limites.espera, "script", || sessao.avaliar(&corpo, &argumentos, mundo)).await
    }

    /// O texto com as variáveis abertas; segredos não entram.
    pub(super) fn texto(&self, bruto: &str) -> Result<String, ErroRpa> {
        self.variaveis.interpolar(bruto, Segredos::Proibidos)
    }

    /// O localizador principal e os alternativos do comando.
    pub(super) fn onde(&self, comando: &Comando) -> Result<Vec<Localizador>, ErroRpa> {
        let mut onde = vec![self.localizador(&comando.target)?];
        for alternativo in comando.alternativos() {
            onde.push(self.localizador(alternativo)?);
        }
        Ok(onde)
    }

    /// Um localizador com as variáveis abertas.
    pub(super) fn localizador(&self, bruto: &str) -> Result<Localizador, ErroRpa> {
        Localizador::interpretar(&self.texto(bruto)?)
            .map_err(|mensagem| ErroRpa::novo(ClasseErro::Interno, mensagem))
    }

    /// Um número escrito no roteiro, ou o padrão se o campo está vazio.
    pub(super) fn numero_ou(&self, bruto: &str, padrao: u64) -> Result<u64, ErroRpa> {
        let texto = self.texto(bruto)?;
        if texto.is_empty() {
            return Ok(padrao);
        }
        texto.parse().map_err(|_| ErroRpa::novo(ClasseErro::Interno, format!("“{texto}” não é um número")))
    }

    /// O texto de uma variável, como `assert` a compara.
    pub(super) fn variavel_em_texto(&self, nome: &str) -> String {
        self.variaveis.obter(nome).map(em_texto).unwrap_or_default()
    }
}

/// Decisões do portal, do SAT ou de pessoas não são tratadas por `try`: encerram.
fn pode_capturar(classe: ClasseErro) -> bool {
    !matches!(
        classe,
        ClasseErro::Credencial
            | ClasseErro::Captcha
            | ClasseErro::AindaNaoEmitida
            | ClasseErro::Negocio
            | ClasseErro::Cancelado
            | ClasseErro::Duplicada
    )
}
