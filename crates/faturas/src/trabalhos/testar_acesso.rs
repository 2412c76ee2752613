//! Entrar no portal de uma operadora e dizer o que se viu, sem baixar nada.

use std::time::Duration;

use banco::Contexto;
use motor::{Ambiente, Execucao, Falha, Politica, Trabalho};
use nucleo::{ClienteId, Erro, Resultado};
use rpa::{DestinoRpa, ParametrosEntrada};
use serde::{Deserialize, Serialize};

use super::{
    falhas::{classe_e_mensagem, guardar_fotos, relato},
    ponte::Ponte,
};
use crate::{
    App,
    clientes::{self, acoes::abrir_senha},
    operadoras::{
        self, acesso,
        teste_de_acesso::{TESTE_ACESSO, alvo},
    },
};

/// Quanto o RPA tem, dentro do limite da tentativa, para ele mesmo encerrar com ordem.
const FOLGA: Duration = Duration::from_secs(15);

/// A execução `TESTE_ACESSO`.
pub struct TestarAcesso {
    app: App,
}

/// O que o teste precisa saber, com a senha aberta só na memória.
pub struct Preparo {
    entrada: ParametrosEntrada,
    destino: DestinoRpa,
}

/// O que se viu ao entrar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AcessoTestado {
    /// Uma frase para quem pediu.
    pub mensagem: String,
    /// Endereço da página em que se parou; a API externa não tem.
    pub endereco: Option<String>,
    /// Título da página em que se parou.
    pub titulo: Option<String>,
    /// Quanto levou, em segundos.
    pub segundos: f64,
}

impl TestarAcesso {
    /// O trabalho, sobre as peças da aplicação.
    pub fn novo(app: App) -> Self {
        Self { app }
    }
}

impl Trabalho for TestarAcesso {
    type Preparo = Preparo;
    type Saida = AcessoTestado;
    const TIPO: &'static str = TESTE_ACESSO;
    const ROTULO: &'static str = "Testar acesso";

    /// Uma tentativa só, e logo: há alguém esperando o veredito.
    fn politica(&self) -> Politica {
        Politica {
            maximo_tentativas: 1,
            prioridade: 20,
            limite_execucao: Duration::from_secs(3 * 60),
            ..Politica::default()
        }
    }

    async fn preparar(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<Preparo> {
        let operadora = operadoras::repositorio::buscar(cx, alvo(execucao)?).await?;
        let cliente: ClienteId = execucao.parametros_entrada["id_cliente"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .ok_or_else(|| Erro::interno("a execução não diz o cliente do teste"))?;
        let cliente = clientes::repositorio::buscar(cx, cliente).await?;
        let (cofre, conta) = (self.app.cofre.as_ref(), cx.conta());
        let mut entrada = acesso::entrada(&operadora, &cliente, abrir_senha(cofre, conta, &cliente)?);
        // O roteiro é o do download e pode citar o mês antes de entrar; nenhum processo é tocado.
        entrada.mes_ano = nucleo::dia_no_fuso(cx.agora()).format("%Y-%m").to_string();
        Ok(Preparo { entrada, destino: acesso::destino(&operadora, cofre, conta)? })
    }

    async fn executar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<AcessoTestado, Falha> {
        let limite = self.politica().limite_execucao.saturating_sub(FOLGA);
        let ambiente_rpa = Ponte::nova(ambiente).ambiente_rpa(preparo.destino.clone(), limite);
        let saida = self.app.concentrador.testar_acesso(&preparo.entrada, &ambiente_rpa).await;
        guardar_fotos(ambiente, &self.app.armazem, &saida).await;
        if !saida.sucesso {
            let (classe, mensagem) = classe_e_mensagem(&saida);
            // Quem testa quer saber já; repetir é com ele.
            return Err(match classe {
                rpa::ClasseErro::Cancelado => Falha::cancelado(),
                _ => Falha::desistir(classe.codigo(), mensagem).com_saida(relato(&saida)),
            });
        }
        let pagina = &saida.dados_especificos["pagina"];
        let texto = |campo: &str| pagina[campo].as_str().map(str::to_owned);
        Ok(AcessoTestado {
            mensagem: saida.mensagem.clone(),
            endereco: texto("url"),
            titulo: texto("titulo"),
            segundos: saida.tempo_execucao_segundos,
        })
    }

    async fn concluir(&self, _: &mut Contexto, _: &Execucao, _: &AcessoTestado) -> Resultado<()> {
        Ok(())
    }
}
