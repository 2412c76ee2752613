//! O que os agendamentos disparam: criar os processos do mês e pedir os downloads dele.

use banco::Contexto;
use chrono::{DateTime, Utc};
use motor::{Ambiente, Execucao, Falha, Nivel, Politica, Trabalho};
use nucleo::{CampoInvalido, Competencia, Erro, Escopo, OperadoraId, Resultado, dia_no_fuso};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    App, operadoras,
    operadoras::dominio::normalizar_codigo,
    processos::acoes::{self, Abertura, Enfileiramento, PedidoEmLote},
};

/// O que um agendamento pode dizer. Sem mês, vale o corrente.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Parametros {
    mes_ano: Option<Competencia>,
    operadoras: Vec<String>,
}

impl Parametros {
    fn ler(valor: &Value) -> Resultado<Self> {
        if valor.is_null() {
            return Ok(Self::default());
        }
        serde_json::from_value(valor.clone()).map_err(|causa| {
            Erro::campo(CampoInvalido::novo("parametros", "parametros_invalidos", causa.to_string()))
        })
    }

    fn mes(&self, agora: DateTime<Utc>) -> Resultado<Competencia> {
        self.mes_ano.map_or_else(|| mes_corrente(agora), Ok)
    }
}

/// O mês em que o instante cai no Brasil.
fn mes_corrente(agora: DateTime<Utc>) -> Resultado<Competencia> {
    Competencia::da_data(dia_no_fuso(agora)).map_err(Erro::interno)
}

/// A execução `CRIAR_PROCESSOS_MENSAIS`.
pub struct CriarProcessosMensais {
    app: App,
}

impl CriarProcessosMensais {
    /// O trabalho, sobre as peças da aplicação.
    pub fn novo(app: App) -> Self {
        Self { app }
    }
}

impl Trabalho for CriarProcessosMensais {
    type Preparo = (Escopo, Competencia);
    type Saida = Abertura;
    const TIPO: &'static str = "CRIAR_PROCESSOS_MENSAIS";
    const ROTULO: &'static str = "Criar processos do mês";

    async fn preparar(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<Self::Preparo> {
        let mes = Parametros::ler(&execucao.parametros_entrada)?.mes(cx.agora())?;
        Ok((cx.escopo().clone(), mes))
    }

    // Grava em lotes curtos e repetíveis, em vez de uma transação do tamanho do mês ao concluir.
    async fn executar(&self, ambiente: &Ambiente, (escopo, mes): Self::Preparo) -> Result<Abertura, Falha> {
        let feito = acoes::abrir_do_mes(&self.app.base.banco, &escopo, escopo.exigir()?, mes, true).await?;
        ambiente.registrar(
            Nivel::Info,
            format!("{mes}: {} processos criados, {} já existiam", feito.criados, feito.existentes),
        );
        Ok(feito)
    }

    async fn concluir(&self, _: &mut Contexto, _: &Execucao, _: &Abertura) -> Resultado<()> {
        Ok(())
    }
}

/// A execução `EXECUTAR_DOWNLOADS`.
pub struct ExecutarDownloads {
    app: App,
}

impl ExecutarDownloads {
    /// O trabalho, sobre as peças da aplicação.
    pub fn novo(app: App) -> Self {
        Self { app }
    }
}

impl Trabalho for ExecutarDownloads {
    type Preparo = (Escopo, PedidoEmLote);
    type Saida = Enfileiramento;
    const TIPO: &'static str = "EXECUTAR_DOWNLOADS";
    const ROTULO: &'static str = "Baixar faturas pendentes";

    fn politica(&self) -> Politica {
        Politica::default()
    }

    async fn preparar(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<Self::Preparo> {
        let parametros = Parametros::ler(&execucao.parametros_entrada)?;
        let operadoras = operadoras_de(cx, &parametros.operadoras).await?;
        let pedido = PedidoEmLote { mes_ano: parametros.mes(cx.agora())?, operadoras };
        Ok((cx.escopo().clone(), pedido))
    }

    async fn executar(
        &self,
        ambiente: &Ambiente,
        (escopo, pedido): Self::Preparo,
    ) -> Result<Enfileiramento, Falha> {
        let feito = acoes::pedir_downloads(&self.app.base.banco, &escopo, escopo.exigir()?, &pedido).await?;
        ambiente.registrar(
            Nivel::Info,
            format!(
                "{}: {} downloads na fila, {} ignorados",
                pedido.mes_ano, feito.enfileirados, feito.ignorados
            ),
        );
        Ok(feito)
    }

    async fn concluir(&self, _: &mut Contexto, _: &Execucao, _: &Enfileiramento) -> Resultado<()> {
        Ok(())
    }
}

/// As operadoras dos códigos; um código desconhecido é recusado, para que um erro de digitação não vire "todas".
async fn operadoras_de(cx: &mut Contexto, codigos: &[String]) -> Resultado<Vec<OperadoraId>> {
    let codigos: Vec<String> = codigos.iter().map(|c| normalizar_codigo(c)).collect();
    let achadas = operadoras::repositorio::buscar_por_codigos(cx, &codigos).await?;
    if let Some(falta) = codigos.iter().find(|c| !achadas.iter().any(|o| &o.dados.codigo == *c)) {
        return Err(Erro::campo(CampoInvalido::novo(
            "operadoras",
            "operadora_desconhecida",
            format!("não há operadora de código {falta}"),
        )));
    }
    Ok(achadas.iter().map(|o| o.id).collect())
}

#[cfg(test)]
mod testes {
    use super::*;
    use serde_json::json;

    #[test]
    fn o_mes_corrente_e_o_de_sao_paulo() {
        let casos = [
            ("2026-11-01T02:59:59Z", "2026-10"),
            ("2026-11-01T03:00:00Z", "2026-11"),
            ("2027-01-01T00:00:00Z", "2026-12"),
        ];
        for (instante, mes) in casos {
            assert_eq!(mes_corrente(instante.parse().unwrap()).unwrap().to_string(), mes, "{instante}");
        }
    }

    #[test]
    fn parametros_sao_opcionais_e_estranhos_sao_recusados() {
        let agora = "2026-11-20T12:00:00Z".parse().unwrap();
        assert_eq!(Parametros::ler(&Value::Null).unwrap().mes(agora).unwrap().to_string(), "2026-11");
        let dito = Parametros::ler(&json!({"mes_ano": "2026-08", "operadoras": ["EMB"]})).unwrap();
        assert_eq!(
            (dito.mes(agora).unwrap().to_string(), dito.operadoras),
            ("2026-08".into(), vec!["EMB".to_owned()])
        );
        assert_eq!(Parametros::ler(&json!({"mes": 8})).unwrap_err().codigo(), "dados_invalidos");
        assert!(Parametros::ler(&json!({"mes_ano": "2026-13"})).is_err());
    }
}
