//! `GET /processos/painel`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, Problemas, ResultadoHttp};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::permissoes::VerProcessos;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::comum::{OperadoraDoProcesso, competencia};
use crate::{
    App,
    processos::{
        Situacao,
        painel::{self, Painel, TipoDeAtencao},
    },
};

/// De qual mês.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Consulta {
    /// Mês, `AAAA-MM`.
    #[param(example = "2026-11")]
    mes_ano: String,
}

/// O mês de relance.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Resposta)]
pub struct Resposta {
    /// O mês.
    mes_ano: String,
    /// Quando se contou.
    gerado_em: DateTime<Utc>,
    /// Processos do mês.
    total: i64,
    /// Clientes ativos de operadoras ativas que ainda não têm processo no mês.
    sem_processo: i64,
    /// Cada situação, todas elas, na ordem do fluxo.
    por_situacao: Vec<PorSituacao>,
    /// O que já devia ter sido enviado.
    atrasados: i64,
    /// O que espera quem aprove.
    aprovacao: Aprovacao,
    /// O que parou.
    falhas: Falhas,
    /// O que o SAT recebeu.
    enviados: Enviados,
    /// Quanto somam as faturas do mês, decimal com ponto.
    valor_apurado: String,
    /// Quanto somam as do mês anterior.
    valor_mes_anterior: String,
    /// O que falta enviar, pelas 8 operadoras com mais.
    pendentes_por_operadora: PendentesPorOperadora,
    /// O que falta enviar, pelos 8 clientes com mais.
    pendentes_por_cliente: PendentesPorCliente,
    /// O andamento do mês, dia a dia.
    ritmo: Ritmo,
    /// O que pede alguém, do mais urgente ao menos; só o que há.
    atencao: Vec<Atencao>,
    /// Os 15 fatos mais novos de processos, de qualquer mês.
    atividade: Vec<Atividade>,
}

/// O que há em uma situação.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::PorSituacao)]
pub struct PorSituacao {
    /// Situação.
    status_processo: Situacao,
    /// Quantos.
    quantidade: i64,
    /// Quanto somam.
    valor: String,
}

/// O que espera quem aprove.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Aprovacao)]
pub struct Aprovacao {
    /// Quantos.
    quantidade: i64,
    /// Quanto somam.
    valor: String,
    /// Quantos vencem hoje.
    vencem_hoje: i64,
    /// Quantos têm conferência que não está OK.
    com_ressalva: i64,
}

/// O que parou.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Falhas)]
pub struct Falhas {
    /// Processos de última execução em falha ou incerta.
    quantidade: i64,
    /// Destes, os que não se tentam mais sozinhos.
    sem_nova_tentativa: i64,
}

/// O que o SAT recebeu.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Enviados)]
pub struct Enviados {
    /// Quantos no mês.
    quantidade: i64,
    /// Quantos hoje.
    hoje: i64,
}

/// O que falta enviar, por operadora.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::PendentesPorOperadora)]
pub struct PendentesPorOperadora {
    /// Quantos ao todo.
    total_pendentes: i64,
    /// As 8 com mais.
    itens: Vec<PendentesDaOperadora>,
}

/// O que falta enviar de uma operadora.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::PendentesDaOperadora)]
pub struct PendentesDaOperadora {
    /// Operadora.
    operadora: OperadoraDoProcesso,
    /// Esperam a fatura.
    download: i64,
    /// Esperam quem aprove.
    aprovacao: i64,
    /// Esperam o SAT.
    envio: i64,
    /// Destes, os atrasados.
    atrasadas: i64,
}

/// O que falta enviar, por cliente.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::PendentesPorCliente)]
pub struct PendentesPorCliente {
    /// Quantos clientes têm o que enviar.
    total_clientes: i64,
    /// Os 8 com mais.
    itens: Vec<PendentesDoCliente>,
}

/// O que falta enviar de um cliente.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::PendentesDoCliente)]
pub struct PendentesDoCliente {
    /// CNPJ sem máscara.
    cnpj: String,
    /// Razão social.
    razao_social: String,
    /// Quantos.
    pendentes: i64,
    /// Destes, os atrasados.
    atrasadas: i64,
}

/// O andamento do mês.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Ritmo)]
pub struct Ritmo {
    /// Do primeiro dia do mês até hoje, ou até a última fatura de um mês passado; somas acumuladas.
    dias: Vec<Dia>,
    /// Quantas faturas se esperam no mês.
    esperadas: i64,
}

/// Um dia do andamento.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Dia)]
pub struct Dia {
    /// O dia, em São Paulo.
    dia: NaiveDate,
    /// Faturas que já tinham chegado.
    baixadas: i64,
    /// Faturas que o SAT já tinha recebido.
    enviadas: i64,
}

/// Algo que pede alguém.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Atencao)]
pub struct Atencao {
    /// O quê.
    tipo: TipoDeAtencao,
    /// Quantos.
    quantidade: i64,
}

/// Um fato recente.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::painel::Atividade)]
pub struct Atividade {
    /// Quando.
    instante: DateTime<Utc>,
    /// O verbo, como `processo.aprovado`.
    acao: String,
    /// Com qual processo.
    processo_id: Uuid,
    /// De quem.
    razao_social: String,
    /// Nome da operadora.
    operadora: String,
    /// Valor da fatura agora, decimal com ponto.
    valor: Option<String>,
    /// Motivo, protocolo, arquivo ou nota.
    detalhe: Option<String>,
    /// Quem; nulo quando foi o sistema.
    usuario_nome: Option<String>,
}

/// Mostra o mês de relance: o que há em cada situação, o que falta, o que parou e o que acabou de acontecer.
#[utoipa::path(get, path = "/processos/painel", tag = "processos", params(Consulta),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn mostrar_painel(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Json<Resposta>> {
    escopo.exigir::<VerProcessos>()?;
    let mes = competencia(&consulta.mes_ano)?;
    let agora = app.base.banco.relogio().agora();
    let painel = app.base.banco.ler(&escopo, async |cx| painel::montar(cx, mes, agora).await).await?;
    Ok(Json(no_fio(painel, agora)))
}

fn no_fio(p: Painel, agora: DateTime<Utc>) -> Resposta {
    Resposta {
        mes_ano: p.mes_ano.to_string(),
        gerado_em: agora,
        total: p.por_situacao.iter().map(|s| s.quantidade).sum(),
        sem_processo: p.sem_processo,
        atrasados: p.atrasados,
        aprovacao: Aprovacao {
            quantidade: p.aprovacao.quantidade,
            valor: p.aprovacao.valor.to_string(),
            vencem_hoje: p.aprovacao.vencem_hoje,
            com_ressalva: p.aprovacao.com_ressalva,
        },
        falhas: Falhas { quantidade: p.falhas + p.incertos, sem_nova_tentativa: p.falhas },
        enviados: Enviados { quantidade: p.enviados, hoje: p.enviados_hoje },
        valor_apurado: p.valor_apurado.to_string(),
        valor_mes_anterior: p.valor_mes_anterior.to_string(),
        por_situacao: p.por_situacao.into_iter().map(PorSituacao::from).collect(),
        pendentes_por_operadora: PendentesPorOperadora {
            total_pendentes: p.total_pendentes,
            itens: p.operadoras.into_iter().map(PendentesDaOperadora::from).collect(),
        },
        pendentes_por_cliente: PendentesPorCliente {
            total_clientes: p.total_clientes,
            itens: p.clientes.into_iter().map(PendentesDoCliente::from).collect(),
        },
        ritmo: Ritmo {
            dias: p
                .ritmo
                .into_iter()
                .map(|d| Dia { dia: d.dia, baixadas: d.baixadas, enviadas: d.enviadas })
                .collect(),
            esperadas: p.esperadas,
        },
        atencao: p.atencao.into_iter().map(|(tipo, quantidade)| Atencao { tipo, quantidade }).collect(),
        atividade: p.atividade.into_iter().map(Atividade::from).collect(),
    }
}

impl From<painel::PorSituacao> for PorSituacao {
    fn from(s: painel::PorSituacao) -> Self {
        Self { status_processo: s.situacao, quantidade: s.quantidade, valor: s.valor.to_string() }
    }
}

impl From<painel::PendentesDaOperadora> for PendentesDaOperadora {
    fn from(o: painel::PendentesDaOperadora) -> Self {
        Self {
            operadora: OperadoraDoProcesso { id: o.id.into(), nome: o.nome, codigo: o.codigo },
            download: o.download,
            aprovacao: o.aprovacao,
            envio: o.envio,
            atrasadas: o.atrasadas,
        }
    }
}

impl From<painel::ClientePendente> for PendentesDoCliente {
    fn from(c: painel::ClientePendente) -> Self {
        Self { cnpj: c.cnpj, razao_social: c.razao_social, pendentes: c.pendentes, atrasadas: c.atrasados }
    }
}

impl From<painel::Fato> for Atividade {
    fn from(f: painel::Fato) -> Self {
        let detalhe = painel::detalhe(&f);
        Self {
            instante: f.instante,
            acao: f.acao,
            processo_id: f.processo.into(),
            razao_social: f.razao_social,
            operadora: f.operadora,
            valor: f.valor.map(|v| v.to_string()),
            detalhe,
            usuario_nome: f.usuario_nome,
        }
    }
}
