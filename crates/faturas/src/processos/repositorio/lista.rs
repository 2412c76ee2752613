//! A lista de processos: o caminho mais usado da casa.
//!
//! A página é escolhida primeiro, por índice (chave do último item visto, nunca `OFFSET`); cliente,
//! operadora e última execução só são buscados para os itens dela. Nenhuma coluna JSON é lida.

use std::collections::HashMap;

use banco::{Coluna, Consulta, Contexto, Linha, ParaBanco, Valor, valores};
use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{
    CampoInvalido, ClienteId, Cnpj, Competencia, Cursor, Dinheiro, Erro, ExecucaoId, Limite, OperadoraId,
    Pagina, ProcessoId, Resultado, normalizar,
};

use super::totais::Totais;
use crate::processos::{Situacao, passos::Circunstancias};

/// O que restringe a lista; `None` não restringe.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filtro {
    /// Mês.
    pub mes_ano: Option<Competencia>,
    /// Situação.
    pub situacao: Option<Situacao>,
    /// Operadora.
    pub operadora: Option<OperadoraId>,
    /// Cliente.
    pub cliente: Option<ClienteId>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade.
    pub busca: Option<String>,
    /// Só os de fatura enviada à mão, ou só os outros.
    pub upload_manual: Option<bool>,
}

/// Em que ordem a lista sai; o id desempata.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ordem {
    /// Do mais antigo ao mais novo.
    #[default]
    Criacao,
    /// Do mais novo ao mais antigo.
    CriacaoDecrescente,
    /// Vence primeiro; sem vencimento por último.
    Vencimento,
    /// Vence por último; sem vencimento primeiro.
    VencimentoDecrescente,
    /// Do menor valor ao maior; sem valor primeiro.
    Valor,
    /// Do maior valor ao menor; sem valor por último.
    ValorDecrescente,
}

impl Ordem {
    /// A partir do nome publicado: `criacao`, `vencimento` ou `valor`, com `-` na frente para o inverso.
    pub fn de_nome(nome: &str) -> Resultado<Self> {
        Ok(match nome {
            "criacao" => Self::Criacao,
            "-criacao" => Self::CriacaoDecrescente,
            "vencimento" => Self::Vencimento,
            "-vencimento" => Self::VencimentoDecrescente,
            "valor" => Self::Valor,
            "-valor" => Self::ValorDecrescente,
            _ => {
                return Err(Erro::campo(CampoInvalido::novo(
                    "ordem",
                    "ordem_desconhecida",
                    "ordene por criacao, vencimento ou valor, com - na frente para o inverso",
                )));
            }
        })
    }

    /// Condição de continuar depois do cursor, ordem da escolha da página e ordem da resposta.
    fn sql(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Criacao => (" AND f.id > ?", " ORDER BY f.id LIMIT ?", " ORDER BY p.id"),
            Self::CriacaoDecrescente => {
                (" AND f.id < ?", " ORDER BY f.id DESC LIMIT ?", " ORDER BY p.id DESC")
            }
            Self::Vencimento => (
                " AND (COALESCE(f.data_vencimento, '9999-12-31'), f.id) > (?, ?)",
                " ORDER BY COALESCE(f.data_vencimento, '9999-12-31'), f.id LIMIT ?",
                " ORDER BY COALESCE(p.data_vencimento, '9999-12-31'), p.id",
            ),
            Self::VencimentoDecrescente => (
                " AND (COALESCE(f.data_vencimento, '9999-12-31'), f.id) < (?, ?)",
                " ORDER BY COALESCE(f.data_vencimento, '9999-12-31') DESC, f.id DESC LIMIT ?",
                " ORDER BY COALESCE(p.data_vencimento, '9999-12-31') DESC, p.id DESC",
            ),
            Self::Valor => (
                " AND (COALESCE(f.valor_fatura, -1), f.id) > (?, ?)",
                " ORDER BY COALESCE(f.valor_fatura, -1), f.id LIMIT ?",
                " ORDER BY COALESCE(p.valor_fatura, -1), p.id",
            ),
            Self::ValorDecrescente => (
                " AND (COALESCE(f.valor_fatura, -1), f.id) < (?, ?)",
                " ORDER BY COALESCE(f.valor_fatura, -1) DESC, f.id DESC LIMIT ?",
                " ORDER BY COALESCE(p.valor_fatura, -1) DESC, p.id DESC",
            ),
        }
    }

    fn cursor(self, item: &Item) -> Cursor {
        let id = item.id.to_string();
        Cursor(match self {
            Self::Criacao | Self::CriacaoDecrescente => vec![id],
            Self::Vencimento | Self::VencimentoDecrescente => {
                vec![item.data_vencimento.map_or("9999-12-31".to_owned(), |d| d.to_string()), id]
            }
            Self::Valor | Self::ValorDecrescente => {
                vec![item.valor_fatura.map_or(-1, Dinheiro::centavos).to_string(), id]
            }
        })
    }

    fn ler_cursor(self, cursor: &Cursor) -> Option<Vec<Valor>> {
        let id = |texto: &str| texto.parse::<ProcessoId>().ok().map(ParaBanco::para_banco);
        match (self, cursor.0.as_slice()) {
            (Self::Criacao | Self::CriacaoDecrescente, [ultimo]) => Some(vec![id(ultimo)?]),
            (Self::Vencimento | Self::VencimentoDecrescente, [data, ultimo]) => {
                Some(vec![data.parse::<NaiveDate>().ok()?.para_banco(), id(ultimo)?])
            }
            (Self::Valor | Self::ValorDecrescente, [valor, ultimo]) => {
                Some(vec![valor.parse::<i64>().ok()?.para_banco(), id(ultimo)?])
            }
            _ => None,
        }
    }
}

/// A última execução de um processo.
#[derive(Clone, Debug, PartialEq)]
pub struct UltimaExecucao {
    /// Id.
    pub id: ExecucaoId,
    /// Tipo, como `DOWNLOAD_FATURA`.
    pub tipo: String,
    /// Situação dela.
    pub status: String,
    /// Última mudança.
    pub atualizado_em: DateTime<Utc>,
}

impl UltimaExecucao {
    /// Se ainda não terminou.
    pub fn esta_viva(&self) -> bool {
        !matches!(self.status.as_str(), "CONCLUIDO" | "FALHOU" | "CANCELADO")
    }

    /// Se não se sabe se o envio chegou ao SAT.
    pub fn envio_incerto(&self) -> bool {
        self.status == "INCERTO"
    }
}

/// Uma linha da lista.
#[derive(Clone, Debug)]
pub struct Item {
    /// Identificador do processo.
    pub id: ProcessoId,
    /// Mês.
    pub mes_ano: String,
    /// Situação.
    pub situacao: Situacao,
    /// Valor lido.
    pub valor_fatura: Option<Dinheiro>,
    /// Vencimento lido.
    pub data_vencimento: Option<NaiveDate>,
    /// Se a fatura foi enviada à mão.
    pub upload_manual: bool,
    /// Se o SAT confirmou.
    pub enviado_para_sat: bool,
    /// Quando confirmou.
    pub data_envio_sat: Option<DateTime<Utc>>,
    /// Nascimento.
    pub criado_em: DateTime<Utc>,
    /// Última mudança.
    pub atualizado_em: DateTime<Utc>,
    /// Cliente.
    pub cliente_id: ClienteId,
    /// Razão social do cliente.
    pub razao_social: String,
    /// Nome do cliente no SAT.
    pub nome_sat: String,
    /// CNPJ do cliente, sem máscara.
    pub cnpj: String,
    /// Unidade do cliente.
    pub unidade: String,
    /// Serviço contratado.
    pub servico: String,
    /// Operadora.
    pub operadora_id: OperadoraId,
    /// Nome da operadora.
    pub operadora_nome: String,
    /// Código da operadora.
    pub operadora_codigo: String,
    /// O que decide os passos possíveis.
    pub circunstancias: Circunstancias,
    /// A última execução.
    pub ultima_execucao: Option<UltimaExecucao>,
}

/// A página escolhida, ainda só de `processos`.
const ESCOLHA: &str = "SELECT f.id, f.conta_id, f.cliente_id, f.operadora_id, f.mes_ano, f.status_processo, \
    f.valor_fatura, f.data_vencimento, f.upload_manual, f.enviado_para_sat, f.data_envio_sat, f.criado_em, \
    f.atualizado_em FROM processos f WHERE f.conta_id = ?";

/// As colunas da resposta; os sinais vão em um só número para que cada linha custe menos.
/// `CROSS JOIN` fixa a ordem em SQLite: primeiro a página, depois cada chave primária.
const RESPOSTA: &str = "SELECT p.id, p.mes_ano, p.status_processo, p.valor_fatura, p.data_vencimento, \
    p.upload_manual, p.enviado_para_sat, p.data_envio_sat, p.criado_em, p.atualizado_em, p.cliente_id, \
    c.razao_social, c.nome_sat, c.cnpj, c.unidade, c.servico, p.operadora_id, o.nome, o.codigo, \
    CAST((CASE WHEN o.possui_rpa AND o.classe_rpa IS NOT NULL THEN 1 ELSE 0 END) \
    + (CASE WHEN o.status_ativo THEN 2 ELSE 0 END) + (CASE WHEN c.status_ativo THEN 4 ELSE 0 END) \
    + (CASE WHEN c.login_portal IS NOT NULL THEN 8 ELSE 0 END) \
    + (CASE WHEN c.senha_portal IS NOT NULL THEN 16 ELSE 0 END) \
    + (CASE WHEN c.nome_sat <> '' AND c.dados_sat <> '' AND (NOT o.possui_rpa \
       OR (c.login_portal IS NOT NULL AND c.senha_portal IS NOT NULL)) THEN 32 ELSE 0 END) AS BIGINT), \
    (SELECT u.id FROM execucoes u WHERE u.conta_id = p.conta_id AND u.alvo_tipo = 'processo' \
     AND u.alvo_id = p.id ORDER BY u.id DESC LIMIT 1) \
    FROM (";
const JUNCAO: &str =
    ") p CROSS JOIN clientes c CROSS JOIN operadoras o WHERE c.id = p.cliente_id AND o.id = p.operadora_id";

/// Uma página da lista; com `totais`, também quantos há no filtro.
pub async fn listar(
    cx: &mut Contexto,
    filtro: &Filtro,
    ordem: Ordem,
    limite: Limite,
    cursor: Option<&Cursor>,
    totais: Option<&Totais>,
) -> Resultado<Pagina<Item>> {
    let (depois, ordem_da_escolha, ordem_da_resposta) = ordem.sql();
    let mut consulta = restringir(Consulta::nova(RESPOSTA).com(ESCOLHA, valores![cx.conta()]), cx, filtro);
    if let Some(cursor) = cursor {
        let valores = ordem.ler_cursor(cursor).ok_or_else(|| {
            Erro::campo(CampoInvalido::novo(
                "cursor",
                "cursor_invalido",
                "o cursor não é desta ordem; recomece da primeira página",
            ))
        })?;
        consulta = consulta.com(depois, valores);
    }
    let (sql, valores) = consulta
        .com(ordem_da_escolha, valores![limite.valor() + 1])
        .sql(JUNCAO)
        .sql(ordem_da_resposta)
        .partes();
    let linhas = cx.buscar(sql, valores).await?;
    let execucoes = ultimas_execucoes(cx, &linhas).await?;
    let itens = linhas.iter().map(|l| do_item(l, &execucoes)).collect::<Resultado<Vec<_>>>()?;
    let total = match totais {
        Some(totais) => Some(totais.total(cx, filtro).await?),
        None => None,
    };
    Ok(Pagina::da_busca(itens, limite, total, |item| ordem.cursor(item)))
}

pub(super) async fn contar(cx: &mut Contexto, filtro: &Filtro) -> Resultado<i64> {
    let consulta =
        Consulta::nova("SELECT count(*) FROM processos f").com(" WHERE f.conta_id = ?", valores![cx.conta()]);
    let (sql, valores) = restringir(consulta, cx, filtro).partes();
    let linha = cx.buscar_um(sql, valores).await?;
    linha.ok_or_else(|| Erro::interno("a contagem não voltou"))?.obter_em(0)
}

fn restringir(consulta: Consulta, cx: &Contexto, filtro: &Filtro) -> Consulta {
    let consulta = consulta
        .se(filtro.mes_ano, " AND f.mes_ano = ?")
        .se(filtro.situacao, " AND f.status_processo = ?")
        .se(filtro.operadora, " AND f.operadora_id = ?")
        .se(filtro.cliente, " AND f.cliente_id = ?")
        .se(filtro.upload_manual, " AND f.upload_manual = ?");
    match filtro.busca.as_deref().and_then(trecho_procurado) {
        Some(trecho) => consulta.com(
            " AND f.cliente_id IN (SELECT b.id FROM clientes b WHERE b.conta_id = ? AND b.busca LIKE ? ESCAPE '\\')",
            valores![cx.conta(), trecho],
        ),
        None => consulta,
    }
}

/// O texto normalizado como em `clientes.busca`, com os curingas do `LIKE` neutralizados. Um CNPJ com máscara
/// é procurado sem ela.
fn trecho_procurado(busca: &str) -> Option<String> {
    let texto = match busca.trim().parse::<Cnpj>() {
        Ok(cnpj) => cnpj.to_string(),
        Err(_) => normalizar(busca),
    };
    if texto.is_empty() {
        return None;
    }
    let neutro = texto.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Some(format!("%{neutro}%"))
}

async fn ultimas_execucoes(
    cx: &mut Contexto,
    linhas: &[Linha],
) -> Resultado<HashMap<ExecucaoId, UltimaExecucao>> {
    let mut ids = Vec::new();
    for linha in linhas {
        ids.extend(linha.obter_em::<Option<ExecucaoId>>(20)?);
    }
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let (sql, valores) =
        Consulta::nova("SELECT id, tipo, status, atualizado_em FROM execucoes WHERE conta_id = ")
            .com("?", valores![cx.conta()])
            .sql(" AND id IN ")
            .linhas([ids.into_iter().map(ParaBanco::para_banco).collect()])
            .partes();
    let linhas = cx.buscar(sql, valores).await?;
    linhas
        .iter()
        .map(|l| {
            let id = l.obter_em(0)?;
            let (tipo, status, atualizado_em) = (l.obter_em(1)?, l.obter_em(2)?, l.obter_em(3)?);
            Ok((id, UltimaExecucao { id, tipo, status, atualizado_em }))
        })
        .collect()
}

fn do_item(linha: &Linha, execucoes: &HashMap<ExecucaoId, UltimaExecucao>) -> Resultado<Item> {
    let sinais: i64 = linha.obter_em(19)?;
    let ultima_execucao =
        linha.obter_em::<Option<ExecucaoId>>(20)?.and_then(|id| execucoes.get(&id)).cloned();
    Ok(Item {
        id: linha.obter_em(0)?,
        mes_ano: linha.obter_em(1)?,
        situacao: Coluna::ler(linha, 2)?,
        valor_fatura: linha.obter_em(3)?,
        data_vencimento: linha.obter_em(4)?,
        upload_manual: linha.obter_em(5)?,
        enviado_para_sat: linha.obter_em(6)?,
        data_envio_sat: linha.obter_em(7)?,
        criado_em: linha.obter_em(8)?,
        atualizado_em: linha.obter_em(9)?,
        cliente_id: linha.obter_em(10)?,
        razao_social: linha.obter_em(11)?,
        nome_sat: linha.obter_em(12)?,
        cnpj: linha.obter_em(13)?,
        unidade: linha.obter_em(14)?,
        servico: linha.obter_em(15)?,
        operadora_id: linha.obter_em(16)?,
        operadora_nome: linha.obter_em(17)?,
        operadora_codigo: linha.obter_em(18)?,
        circunstancias: circunstancias(sinais, ultima_execucao.as_ref()),
        ultima_execucao,
    })
}

fn circunstancias(sinais: i64, ultima: Option<&UltimaExecucao>) -> Circunstancias {
    Circunstancias {
        tem_rpa: sinais & 1 != 0,
        operadora_ativa: sinais & 2 != 0,
        cliente_ativo: sinais & 4 != 0,
        tem_login: sinais & 8 != 0,
        tem_senha: sinais & 16 != 0,
        dados_completos: sinais & 32 != 0,
        em_execucao: ultima.is_some_and(UltimaExecucao::esta_viva),
        envio_incerto: ultima.is_some_and(UltimaExecucao::envio_incerto),
    }
}

/// A última execução de um processo só, para quem mostra um por vez.
pub async fn ultima_execucao(cx: &mut Contexto, processo: ProcessoId) -> Resultado<Option<UltimaExecucao>> {
    let linha = cx
        .buscar_um(
            "SELECT id, tipo, status, atualizado_em FROM execucoes \
             WHERE conta_id = ? AND alvo_tipo = 'processo' AND alvo_id = ? ORDER BY id DESC LIMIT 1",
            valores![cx.conta(), processo],
        )
        .await?;
    linha
        .map(|l| {
            let (id, tipo) = (l.obter_em(0)?, l.obter_em(1)?);
            Ok(UltimaExecucao { id, tipo, status: l.obter_em(2)?, atualizado_em: l.obter_em(3)? })
        })
        .transpose()
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn procura_como_a_coluna_de_busca_guarda() {
        assert_eq!(trecho_procurado("  padaria  são joão ").as_deref(), Some("%PADARIA SAO JOAO%"));
        assert_eq!(trecho_procurado("11.222.333/0001-81").as_deref(), Some("%11222333000181%"));
        assert_eq!(trecho_procurado("100%_\\").as_deref(), Some("%100\\%\\_\\\\%"));
        assert_eq!(trecho_procurado("   "), None);
    }

    #[test]
    fn so_ha_as_ordens_publicadas_e_cada_cursor_so_serve_a_sua() {
        for nome in ["criacao", "-criacao", "vencimento", "-vencimento", "valor", "-valor"] {
            assert!(Ordem::de_nome(nome).is_ok(), "{nome}");
        }
        assert_eq!(Ordem::de_nome("id; DROP TABLE processos").unwrap_err().codigo(), "dados_invalidos");
        let um = Cursor(vec![ProcessoId(uuid::Uuid::nil()).to_string()]);
        assert!(Ordem::Criacao.ler_cursor(&um).is_some());
        assert!(Ordem::Valor.ler_cursor(&um).is_none());
        assert!(Ordem::Vencimento.ler_cursor(&Cursor(vec!["x".into(), um.0[0].clone()])).is_none());
        assert!(Ordem::Criacao.ler_cursor(&Cursor(vec!["x".into()])).is_none());
    }
}
