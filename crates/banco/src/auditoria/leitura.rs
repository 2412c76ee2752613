//! Ler a auditoria da conta, da mais nova à mais velha.

use chrono::{DateTime, Utc};
use nucleo::{AuditoriaId, ContaId, Cursor, Limite, Pagina, Resultado, UsuarioId, normalizar};
use serde_json::Value;
use uuid::Uuid;

use super::{DESCRICOES, titulos};
use crate::{Coluna, Consulta, Contexto, Linha, Valor, valores};

/// Um fato como ficou guardado.
#[derive(Clone, Debug)]
pub struct FatoGuardado {
    /// Id.
    pub id: AuditoriaId,
    /// Quando.
    pub instante: DateTime<Utc>,
    /// Quem; nulo quando foi o sistema.
    pub usuario_id: Option<UsuarioId>,
    /// Nome de quem.
    pub usuario_nome: Option<String>,
    /// Verbo.
    pub acao: String,
    /// A tabela do registro.
    pub entidade: String,
    /// O registro.
    pub entidade_id: Uuid,
    /// O registro, para pessoas; nulo se ele já não existe nem o fato o diz.
    pub titulo: Option<String>,
    /// Como estava o que mudou.
    pub antes: Option<Value>,
    /// Como ficou.
    pub depois: Option<Value>,
    /// De onde se pediu.
    pub ip: Option<String>,
    /// Com que programa se pediu.
    pub user_agent: Option<String>,
    /// O `X-Request-Id` do pedido.
    pub requisicao_id: Option<String>,
}

/// Que fatos se querem.
#[derive(Clone, Debug, Default)]
pub struct FiltroDeFatos {
    /// Deste instante em diante.
    pub de: Option<DateTime<Utc>>,
    /// Antes deste instante.
    pub ate: Option<DateTime<Utc>>,
    /// Só desta pessoa.
    pub usuario_id: Option<UsuarioId>,
    /// Só este verbo.
    pub acao: Option<String>,
    /// Só desta tabela.
    pub entidade: Option<String>,
    /// Só deste registro.
    pub entidade_id: Option<Uuid>,
    /// Trecho do que se fez, de quem fez ou de sobre o que se fez, sem distinguir acentos nem caixa.
    pub busca: Option<String>,
}

impl FiltroDeFatos {
    fn aplicar(&self, consulta: Consulta, conta: ContaId, procura: Option<&Procura>) -> Consulta {
        let consulta = consulta
            .com(" WHERE a.conta_id = ?", valores![conta])
            .se(self.de, " AND a.instante >= ?")
            .se(self.ate, " AND a.instante < ?")
            .se(self.usuario_id, " AND a.usuario_id = ?")
            .se(self.acao.as_deref(), " AND a.acao = ?")
            .se(self.entidade.as_deref(), " AND a.entidade = ?")
            .se(self.entidade_id, " AND a.entidade_id = ?");
        match procura {
            Some(procura) => procura.aplicar(consulta, conta),
            None => consulta,
        }
    }
}

/// O que um texto procurado quer dizer: parte já resolvida aqui, onde se sabe comparar sem acentos.
struct Procura {
    cru: String,
    trecho: String,
    verbos: Vec<&'static str>,
    pessoas: Vec<Uuid>,
    operadoras: Vec<Uuid>,
}

/// Quantas pessoas e operadoras de uma conta se examinam.
const EXAMINADAS: i64 = 5_000;

impl Procura {
    async fn nova(cx: &mut Contexto, texto: &str) -> Resultado<Option<Self>> {
        let normal = normalizar(texto);
        if normal.is_empty() {
            return Ok(None);
        }
        let pessoas = "SELECT u.id, u.nome FROM vinculos v JOIN usuarios u ON u.id = v.usuario_id \
                       WHERE v.conta_id = ? LIMIT ?";
        let operadoras = "SELECT id, nome FROM operadoras WHERE conta_id = ? LIMIT ?";
        let casa = |texto: &str| normalizar(texto).contains(&normal);
        Ok(Some(Self {
            cru: texto.trim().to_owned(),
            trecho: format!("%{}%", normal.replace('!', "!!").replace('%', "!%").replace('_', "!_")),
            verbos: DESCRICOES.iter().filter(|(v, f)| casa(v) || casa(f)).map(|(verbo, _)| *verbo).collect(),
            pessoas: de_nome(cx, pessoas, &normal).await?,
            operadoras: de_nome(cx, operadoras, &normal).await?,
        }))
    }

    fn aplicar(&self, consulta: Consulta, conta: ContaId) -> Consulta {
        let mut consulta = consulta
            .com(" AND (a.requisicao_id = ? OR a.ip = ?", valores![&self.cru, &self.cru])
            .com(
                " OR (a.entidade = 'clientes' AND a.entidade_id IN \
                 (SELECT id FROM clientes WHERE conta_id = ? AND busca LIKE ? ESCAPE '!'))",
                valores![conta, &self.trecho],
            )
            .com(
                " OR (a.entidade = 'processos' AND a.entidade_id IN (SELECT p.id FROM processos p \
                 JOIN clientes c ON c.conta_id = p.conta_id AND c.id = p.cliente_id \
                 WHERE p.conta_id = ? AND c.busca LIKE ? ESCAPE '!'))",
                valores![conta, &self.trecho],
            );
        if let Ok(id) = self.cru.parse::<Uuid>() {
            consulta = consulta.com(" OR a.entidade_id = ?", valores![id]);
        }
        if !self.verbos.is_empty() {
            consulta = em_lista(consulta, " OR a.acao IN (VALUES ", self.verbos.iter().map(|v| valores![*v]));
        }
        for (ids, coluna) in [
            (&self.pessoas, " OR a.usuario_id IN (VALUES "),
            (&self.operadoras, " OR a.entidade_id IN (VALUES "),
        ] {
            if !ids.is_empty() {
                consulta = em_lista(consulta, coluna, ids.iter().map(|id| valores![*id]));
            }
        }
        consulta.sql(")")
    }
}

fn em_lista(consulta: Consulta, comeco: &'static str, linhas: impl Iterator<Item = Vec<Valor>>) -> Consulta {
    consulta.sql(comeco).linhas(linhas).sql(")")
}

/// Os ids cujo nome contém o texto, sem distinguir acentos nem caixa.
async fn de_nome(cx: &mut Contexto, sql: &'static str, normal: &str) -> Resultado<Vec<Uuid>> {
    let mut ids = Vec::new();
    for linha in cx.buscar(sql, valores![cx.conta(), EXAMINADAS]).await? {
        if normalizar(&linha.obter_em::<String>(1)?).contains(normal) {
            ids.push(linha.obter_em(0)?);
        }
    }
    Ok(ids)
}

const COLUNAS: &str = "SELECT a.id, a.instante, a.usuario_id, u.nome, a.acao, a.entidade, a.entidade_id, a.antes, \
     a.depois, a.ip, a.user_agent, a.requisicao_id";
const ORIGEM: &str = " FROM auditoria a LEFT JOIN usuarios u ON u.id = a.usuario_id";

fn ler(linha: &Linha) -> Resultado<FatoGuardado> {
    Ok(FatoGuardado {
        id: linha.obter_em(0)?,
        instante: linha.obter_em(1)?,
        usuario_id: linha.obter_em(2)?,
        usuario_nome: linha.obter_em(3)?,
        acao: linha.obter_em(4)?,
        entidade: linha.obter_em(5)?,
        entidade_id: linha.obter_em(6)?,
        titulo: None,
        antes: linha.obter_em(7)?,
        depois: linha.obter_em(8)?,
        ip: linha.obter_em(9)?,
        user_agent: linha.obter_em(10)?,
        requisicao_id: linha.obter_em(11)?,
    })
}

/// De onde continuar, como o cursor o diz.
fn lendo(cursor: &Cursor) -> Option<(DateTime<Utc>, Uuid)> {
    let [instante, id] = cursor.0.as_slice() else { return None };
    Some((DateTime::from_timestamp_micros(instante.parse().ok()?)?, id.parse().ok()?))
}

/// Uma página de fatos, da mais nova à mais velha, já com os títulos.
pub async fn listar_fatos(
    cx: &mut Contexto,
    filtro: &FiltroDeFatos,
    cursor: Option<Cursor>,
    limite: Limite,
) -> Resultado<Pagina<FatoGuardado>> {
    let procura = procurar(cx, filtro).await?;
    let mut consulta = filtro.aplicar(Consulta::nova(COLUNAS).sql(ORIGEM), cx.conta(), procura.as_ref());
    if let Some((instante, id)) = cursor.as_ref().and_then(lendo) {
        consulta = consulta.com(" AND (a.instante, a.id) < (?, ?)", valores![instante, id]);
    }
    let (sql, valores) =
        consulta.com(" ORDER BY a.instante DESC, a.id DESC LIMIT ?", valores![limite.valor() + 1]).partes();
    let linhas = cx.buscar(sql, valores).await?;
    let fatos = linhas.iter().map(ler).collect::<Resultado<Vec<_>>>()?;
    let mut pagina = Pagina::da_busca(fatos, limite, None, |f| {
        Cursor(vec![f.instante.timestamp_micros().to_string(), f.id.to_string()])
    });
    titulos::preencher(cx, &mut pagina.itens).await?;
    Ok(pagina)
}

async fn procurar(cx: &mut Contexto, filtro: &FiltroDeFatos) -> Resultado<Option<Procura>> {
    match &filtro.busca {
        Some(texto) => Procura::nova(cx, texto).await,
        None => Ok(None),
    }
}

/// Quantos fatos há no filtro.
pub async fn contar_fatos(cx: &mut Contexto, filtro: &FiltroDeFatos) -> Resultado<i64> {
    let procura = procurar(cx, filtro).await?;
    let consulta = Consulta::nova("SELECT count(*)").sql(ORIGEM);
    let (sql, valores) = filtro.aplicar(consulta, cx.conta(), procura.as_ref()).partes();
    cx.buscar_um(sql, valores).await?.map_or(Ok(0), |linha| i64::ler(&linha, 0))
}
