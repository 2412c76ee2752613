//! As execuções como as telas as mostram: com quem pediu e quem faz, por grupo, filtro e busca.

use banco::{Coluna, Consulta, Contexto, Linha, Valor, valores};
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::{Cursor, Erro, ExecucaoId, Limite, Pagina, Resultado, normalizar};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Execucao, Situacao,
    repositorio::{colunas, ler_execucao},
};

/// Uma execução e o que a tela mostra ao lado.
#[derive(Clone, Debug)]
pub(crate) struct Vista {
    pub execucao: Execucao,
    /// Quem faz, ou fez por último.
    pub trabalhador: Option<String>,
    /// Nome de quem pediu.
    pub executado_por_nome: Option<String>,
}

macro_rules! vista {
    () => {
        concat!(
            "SELECT ",
            colunas!(),
            ", (SELECT t.trabalhador FROM tentativas t WHERE t.execucao_id = execucoes.id \
             ORDER BY t.ficha DESC LIMIT 1) AS trabalhador, \
             (SELECT u.nome FROM usuarios u WHERE u.id = execucoes.executado_por_usuario_id) AS executado_por_nome \
             FROM execucoes WHERE conta_id = ?"
        )
    };
}

fn ler(linha: &Linha) -> Resultado<Vista> {
    Ok(Vista {
        execucao: ler_execucao(linha)?,
        trabalhador: linha.obter("trabalhador")?,
        executado_por_nome: linha.obter("executado_por_nome")?,
    })
}

/// A execução da conta, ou não encontrada.
pub(crate) async fn ver(cx: &mut Contexto, id: ExecucaoId) -> Resultado<Vista> {
    cx.buscar_um(concat!(vista!(), " AND id = ?"), valores![cx.conta(), id])
        .await?
        .as_ref()
        .map(ler)
        .transpose()?
        .ok_or(Erro::NaoEncontrado("execução"))
}

/// Que parte da fila se quer ver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[schema(as = execucoes::Grupo)]
#[serde(rename_all = "lowercase")]
pub enum Grupo {
    /// Pede uma pessoa: AGUARDANDO_HUMANO, INCERTO, e o que FALHOU há até 30 dias sem que nada viesse depois.
    Atencao,
    /// EXECUTANDO.
    Agora,
    /// Ainda vai andar: PENDENTE, ADIADA, TENTANDO_NOVAMENTE.
    Esperando,
    /// Encerradas: CONCLUIDO, FALHOU, CANCELADO.
    Historico,
}

/// Até quando uma falha sem desfecho pede atenção.
const FALHA_RECENTE: TimeDelta = TimeDelta::days(30);

/// Falhou e nada veio depois: nem repetição, nem outra execução sobre o mesmo alvo.
const FALHA_EM_ABERTO: &str = "(status = 'FALHOU' AND data_fim >= ? \
     AND NOT EXISTS (SELECT 1 FROM execucoes r WHERE r.conta_id = execucoes.conta_id AND r.repete_id = execucoes.id) \
     AND NOT EXISTS (SELECT 1 FROM execucoes d WHERE d.conta_id = execucoes.conta_id \
     AND d.alvo_tipo = execucoes.alvo_tipo AND d.alvo_id = execucoes.alvo_id AND d.id > execucoes.id))";

/// O que se quer ver na lista.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filtro {
    pub grupo: Option<Grupo>,
    /// Só nestas situações; vazio, em todas.
    pub status: Vec<Situacao>,
    /// Só deste tipo.
    pub tipo: Option<String>,
    /// Trecho de título ou detalhe, sem distinguir acentos nem caixa; ou um id inteiro, de execução ou de alvo.
    pub busca: Option<String>,
    /// Só as que agem sobre este processo.
    pub processo_id: Option<Uuid>,
    /// Pedidas deste instante em diante.
    pub de: Option<DateTime<Utc>>,
    /// Pedidas antes deste instante.
    pub ate: Option<DateTime<Utc>>,
    /// Da mais velha à mais nova.
    pub crescente: bool,
}

impl Filtro {
    fn aplicar(&self, consulta: Consulta, agora: DateTime<Utc>) -> Consulta {
        let mut consulta = consulta
            .se(self.tipo.as_deref(), " AND tipo = ?")
            .se(self.processo_id, " AND alvo_tipo = 'processo' AND alvo_id = ?")
            .se(self.de, " AND criado_em >= ?")
            .se(self.ate, " AND criado_em < ?");
        if !self.status.is_empty() {
            let situacoes = self.status.iter().flat_map(|s| valores![*s]).collect::<Vec<Valor>>();
            consulta = consulta.sql(" AND status IN ").linhas([situacoes]);
        }
        consulta = match self.grupo {
            None => consulta,
            Some(Grupo::Agora) => consulta.sql(" AND status = 'EXECUTANDO'"),
            Some(Grupo::Esperando) => {
                consulta.sql(" AND status IN ('PENDENTE', 'ADIADA', 'TENTANDO_NOVAMENTE')")
            }
            Some(Grupo::Historico) => consulta.sql(" AND status IN ('CONCLUIDO', 'FALHOU', 'CANCELADO')"),
            Some(Grupo::Atencao) => consulta
                .sql(" AND status IN ('AGUARDANDO_HUMANO', 'INCERTO', 'FALHOU')")
                .sql(" AND (status <> 'FALHOU' OR ")
                .com(FALHA_EM_ABERTO, valores![agora - FALHA_RECENTE])
                .sql(")"),
        };
        match self.busca.as_deref().map(str::trim).filter(|texto| !texto.is_empty()) {
            None => consulta,
            Some(texto) => match texto.parse::<Uuid>() {
                Ok(id) => consulta.com(" AND (id = ? OR alvo_id = ?)", valores![id, id]),
                Err(_) => consulta.com(" AND busca LIKE ? ESCAPE '!'", valores![padrao(texto)]),
            },
        }
    }
}

/// O padrão `LIKE` que acha o texto literal em qualquer lugar.
fn padrao(texto: &str) -> String {
    let literal = normalizar(texto).replace('!', "!!").replace('%', "!%").replace('_', "!_");
    format!("%{literal}%")
}

/// Uma página do filtro.
pub(crate) async fn listar(
    cx: &mut Contexto,
    filtro: &Filtro,
    cursor: Option<Cursor>,
    limite: Limite,
    com_total: bool,
) -> Resultado<Pagina<Vista>> {
    let (conta, agora) = (cx.conta(), cx.agora());
    let vista: Option<Uuid> = cursor.as_ref().and_then(|c| c.0.first()?.parse().ok());
    let (depois, ordem) =
        if filtro.crescente { (" AND id > ?", " ORDER BY id") } else { (" AND id < ?", " ORDER BY id DESC") };
    let (sql, valores) = filtro
        .aplicar(Consulta::nova("").com(vista!(), valores![conta]), agora)
        .se(vista, depois)
        .sql(ordem)
        .com(" LIMIT ?", valores![limite.valor() + 1])
        .partes();
    let itens = cx.buscar(sql, valores).await?.iter().map(ler).collect::<Resultado<Vec<_>>>()?;
    let total = if com_total {
        let conte =
            Consulta::nova("").com("SELECT count(*) FROM execucoes WHERE conta_id = ?", valores![conta]);
        let (sql, valores) = filtro.aplicar(conte, agora).partes();
        cx.buscar_um(sql, valores).await?.map(|l| i64::ler(&l, 0)).transpose()?
    } else {
        None
    };
    Ok(Pagina::da_busca(itens, limite, total, |v| Cursor(vec![v.execucao.id.to_string()])))
}
