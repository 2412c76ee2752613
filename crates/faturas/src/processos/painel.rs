//! O mês de relance: junta os números que `repositorio::painel` lê.

use banco::Contexto;
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{Competencia, Dinheiro, OperadoraId, Resultado, dia_no_fuso};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    Situacao, previsao,
    repositorio::painel::{self as repositorio, Grupo, Marco, Parados},
};

pub use super::repositorio::painel::{Atividade as Fato, ClientePendente};

/// Quantas operadoras se mostram.
const MAIORES: usize = 8;
/// O andamento de um mês nunca passa disto, mesmo que uma fatura demore anos.
const DIAS_DO_RITMO: usize = 92;
/// A falha em que o portal recusou o acesso.
const SENHA_RECUSADA: &str = "CREDENCIAL";

/// O que pede alguém.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = processos::painel::TipoDeAtencao)]
pub enum TipoDeAtencao {
    /// Faturas por aprovar que vencem hoje.
    AprovarVenceHoje,
    /// Execuções paradas até que uma pessoa responda.
    AguardandoHumano,
    /// Envios que não se sabe se chegaram.
    Incerto,
    /// Portais que recusaram a senha.
    SenhaRecusada,
    /// Outras falhas que não se tentam mais.
    Falha,
    /// O que já devia ter sido enviado.
    Atrasado,
    /// Faturas que se esperam e não têm processo.
    SemProcesso,
}

/// O que há em uma situação.
#[derive(Clone, Copy, Debug)]
pub struct PorSituacao {
    /// Situação.
    pub situacao: Situacao,
    /// Quantos.
    pub quantidade: i64,
    /// Quanto somam.
    pub valor: Dinheiro,
}

/// O que falta enviar de uma operadora.
#[derive(Clone, Debug)]
pub struct PendentesDaOperadora {
    /// Operadora.
    pub id: OperadoraId,
    /// Nome.
    pub nome: String,
    /// Código.
    pub codigo: String,
    /// Esperam a fatura.
    pub download: i64,
    /// Esperam quem aprove.
    pub aprovacao: i64,
    /// Esperam o SAT.
    pub envio: i64,
    /// Destes, os atrasados.
    pub atrasadas: i64,
}

/// O que espera quem aprove.
#[derive(Clone, Copy, Debug, Default)]
pub struct PorAprovar {
    /// Quantos.
    pub quantidade: i64,
    /// Quanto somam.
    pub valor: Dinheiro,
    /// Quantos vencem hoje.
    pub vencem_hoje: i64,
    /// Quantos têm conferência que não está OK.
    pub com_ressalva: i64,
}

/// As somas até um dia.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dia {
    /// O dia.
    pub dia: NaiveDate,
    /// Faturas que já tinham chegado.
    pub baixadas: i64,
    /// Faturas que o SAT já tinha recebido.
    pub enviadas: i64,
}

/// O mês de relance.
#[derive(Clone, Debug)]
pub struct Painel {
    /// O mês.
    pub mes_ano: Competencia,
    /// Todas as situações, na ordem do fluxo.
    pub por_situacao: Vec<PorSituacao>,
    /// Clientes sem processo.
    pub sem_processo: i64,
    /// O que já devia ter sido enviado.
    pub atrasados: i64,
    /// O que espera quem aprove.
    pub aprovacao: PorAprovar,
    /// Processos de última execução em falha.
    pub falhas: i64,
    /// Processos de última execução incerta.
    pub incertos: i64,
    /// O que o SAT recebeu.
    pub enviados: i64,
    /// O que o SAT recebeu hoje.
    pub enviados_hoje: i64,
    /// Quanto somam as faturas.
    pub valor_apurado: Dinheiro,
    /// Quanto somam as do mês anterior.
    pub valor_mes_anterior: Dinheiro,
    /// O que falta enviar.
    pub total_pendentes: i64,
    /// Por operadora, as com mais.
    pub operadoras: Vec<PendentesDaOperadora>,
    /// Quantos clientes têm o que enviar.
    pub total_clientes: i64,
    /// Por cliente, os com mais.
    pub clientes: Vec<ClientePendente>,
    /// O andamento.
    pub ritmo: Vec<Dia>,
    /// Quantas faturas se esperam.
    pub esperadas: i64,
    /// O que pede alguém, do mais urgente ao menos.
    pub atencao: Vec<(TipoDeAtencao, i64)>,
    /// O que acabou de acontecer.
    pub atividade: Vec<Fato>,
}

/// Lê o mês e junta os números.
pub async fn montar(cx: &mut Contexto, mes: Competencia, agora: DateTime<Utc>) -> Resultado<Painel> {
    let hoje = dia_no_fuso(agora);
    let grupos = repositorio::grupos(cx, mes, hoje).await?;
    let (clientes, total_clientes) = repositorio::clientes_pendentes(cx, mes, hoje).await?;
    let sem_processo = repositorio::sem_processo(cx, mes).await?;
    let parados = repositorio::parados(cx, mes).await?;
    let recebidas = repositorio::por_dia(cx, mes, Marco::Recebida).await?;
    let enviadas = repositorio::por_dia(cx, mes, Marco::Enviada).await?;
    let valor_mes_anterior = match mes.anterior() {
        Ok(anterior) => repositorio::valor_do_mes(cx, anterior).await?,
        Err(_) => Dinheiro::default(),
    };
    let por_situacao = por_situacao(&grupos);
    let total: i64 = por_situacao.iter().map(|s| s.quantidade).sum();
    let enviados = quantos(&grupos, Situacao::UploadRealizado);
    let (aprovacao, atrasados) = (por_aprovar(&grupos), grupos.iter().map(|g| g.atrasados).sum());
    Ok(Painel {
        mes_ano: mes,
        sem_processo,
        atrasados,
        falhas: contar_parados(&parados, |p| p.status == "FALHOU"),
        incertos: contar_parados(&parados, |p| p.status == "INCERTO"),
        enviados,
        enviados_hoje: enviadas.iter().filter(|(dia, _)| *dia == hoje).map(|(_, n)| n).sum(),
        valor_apurado: por_situacao.iter().map(|s| s.valor).sum(),
        valor_mes_anterior,
        total_pendentes: total - enviados,
        operadoras: pendentes_por_operadora(&grupos),
        total_clientes,
        clientes,
        ritmo: ritmo(mes, hoje, &recebidas, &enviadas)?,
        esperadas: total + sem_processo,
        atencao: atencao(&aprovacao, &parados, atrasados, sem_processo),
        atividade: repositorio::atividade(cx).await?,
        aprovacao,
        por_situacao,
    })
}

fn quantos(grupos: &[Grupo], situacao: Situacao) -> i64 {
    grupos.iter().filter(|g| g.situacao == situacao).map(|g| g.quantidade).sum()
}

fn por_situacao(grupos: &[Grupo]) -> Vec<PorSituacao> {
    let da_situacao = |situacao| PorSituacao {
        situacao,
        quantidade: quantos(grupos, situacao),
        valor: grupos.iter().filter(|g| g.situacao == situacao).map(|g| g.valor).sum(),
    };
    Situacao::TODAS.map(da_situacao).into()
}

fn por_aprovar(grupos: &[Grupo]) -> PorAprovar {
    let por_aprovar = grupos.iter().filter(|g| g.situacao == Situacao::AguardandoAprovacao);
    por_aprovar.fold(PorAprovar::default(), |soma, g| PorAprovar {
        quantidade: soma.quantidade + g.quantidade,
        valor: soma.valor + g.valor,
        vencem_hoje: soma.vencem_hoje + g.vencem_hoje,
        com_ressalva: soma.com_ressalva + g.com_ressalva,
    })
}

/// Os grupos vêm juntos por operadora.
fn pendentes_por_operadora(grupos: &[Grupo]) -> Vec<PendentesDaOperadora> {
    let da_operadora = |grupos: &[Grupo]| PendentesDaOperadora {
        id: grupos[0].operadora_id,
        nome: grupos[0].operadora_nome.clone(),
        codigo: grupos[0].operadora_codigo.clone(),
        download: quantos(grupos, Situacao::AguardandoDownload),
        aprovacao: quantos(grupos, Situacao::AguardandoAprovacao),
        envio: quantos(grupos, Situacao::AguardandoEnvioSat),
        atrasadas: grupos.iter().map(|g| g.atrasados).sum(),
    };
    let pendentes = |o: &PendentesDaOperadora| o.download + o.aprovacao + o.envio;
    let mut operadoras: Vec<_> = grupos
        .chunk_by(|a, b| a.operadora_id == b.operadora_id)
        .map(da_operadora)
        .filter(|o| pendentes(o) > 0)
        .collect();
    // A ordenação é estável: no empate fica a ordem do nome.
    operadoras.sort_by_key(|o| -pendentes(o));
    operadoras.truncate(MAIORES);
    operadoras
}

fn contar_parados(parados: &[Parados], quais: impl Fn(&Parados) -> bool) -> i64 {
    parados.iter().filter(|p| quais(p)).map(|p| p.quantidade).sum()
}

fn atencao(
    aprovacao: &PorAprovar,
    parados: &[Parados],
    atrasados: i64,
    sem_processo: i64,
) -> Vec<(TipoDeAtencao, i64)> {
    let senha = |p: &Parados| p.classe_erro.as_deref() == Some(SENHA_RECUSADA);
    let todos = [
        (TipoDeAtencao::AprovarVenceHoje, aprovacao.vencem_hoje),
        (TipoDeAtencao::AguardandoHumano, contar_parados(parados, |p| p.status == "AGUARDANDO_HUMANO")),
        (TipoDeAtencao::Incerto, contar_parados(parados, |p| p.status == "INCERTO")),
        (TipoDeAtencao::SenhaRecusada, contar_parados(parados, |p| p.status == "FALHOU" && senha(p))),
        (TipoDeAtencao::Falha, contar_parados(parados, |p| p.status == "FALHOU" && !senha(p))),
        (TipoDeAtencao::Atrasado, atrasados),
        (TipoDeAtencao::SemProcesso, sem_processo),
    ];
    todos.into_iter().filter(|(_, quantidade)| *quantidade > 0).collect()
}

/// Do primeiro dia do mês até hoje; de um mês passado, até o último dia ou a última fatura. O que veio antes do
/// primeiro dia conta nele.
fn ritmo(
    mes: Competencia,
    hoje: NaiveDate,
    recebidas: &[(NaiveDate, i64)],
    enviadas: &[(NaiveDate, i64)],
) -> Resultado<Vec<Dia>> {
    let ultima = recebidas.iter().chain(enviadas).map(|(dia, _)| *dia).max();
    let fim = previsao::ultimo_dia(mes)?.max(ultima.unwrap_or(NaiveDate::MIN)).min(hoje);
    let ate =
        |marcos: &[(NaiveDate, i64)], dia| marcos.iter().filter(|(d, _)| *d <= dia).map(|(_, n)| n).sum();
    let dias = previsao::primeiro_dia(mes)?.iter_days().take_while(|dia| *dia <= fim).take(DIAS_DO_RITMO);
    Ok(dias.map(|dia| Dia { dia, baixadas: ate(recebidas, dia), enviadas: ate(enviadas, dia) }).collect())
}

/// O que mais se sabe de um fato, em uma linha.
pub fn detalhe(fato: &Fato) -> Option<String> {
    let depois = fato.depois.as_ref()?;
    let texto = |campo: &str| depois.get(campo).and_then(Value::as_str).filter(|t| !t.is_empty());
    let detalhe =
        ["motivo_rejeicao", "protocolo_sat", "nome_arquivo", "observacoes"].into_iter().find_map(texto);
    detalhe.map(str::to_owned)
}

#[cfg(test)]
mod testes {
    use super::*;

    fn dia(texto: &str) -> NaiveDate {
        texto.parse().unwrap()
    }

    #[test]
    fn o_ritmo_acumula_do_primeiro_dia_ate_hoje() {
        let mes = "2026-11".parse().unwrap();
        let recebidas = [(dia("2026-10-30"), 2), (dia("2026-11-02"), 3)];
        let dias = ritmo(mes, dia("2026-11-04"), &recebidas, &[(dia("2026-11-03"), 1)]).unwrap();
        let somas: Vec<_> = dias.iter().map(|d| (d.baixadas, d.enviadas)).collect();
        assert_eq!(somas, [(2, 0), (5, 0), (5, 1), (5, 1)]);
        assert_eq!(dias[0].dia, dia("2026-11-01"));
    }

    #[test]
    fn o_ritmo_de_um_mes_passado_vai_ate_a_ultima_fatura_e_o_de_um_futuro_e_vazio() {
        let mes = "2026-11".parse().unwrap();
        let dias = ritmo(mes, dia("2027-01-20"), &[(dia("2026-12-03"), 1)], &[]).unwrap();
        assert_eq!((dias.len(), dias.last().unwrap().dia), (33, dia("2026-12-03")));
        assert_eq!(ritmo(mes, dia("2027-01-20"), &[], &[]).unwrap().len(), 30);
        assert_eq!(ritmo(mes, dia("2026-10-20"), &[], &[]).unwrap(), []);
        let decadas = ritmo(mes, dia("2046-01-01"), &[(dia("2045-01-01"), 1)], &[]).unwrap();
        assert_eq!(decadas.len(), DIAS_DO_RITMO);
    }
}
