//! O mês inteiro em linhas de empresa (ou unidade) e colunas de operadora.
//!
//! Espera-se uma fatura de cada cliente ativo de operadora ativa, e de cada processo que já existe. As linhas se
//! somam e se ordenam no banco; só as da página têm as suas células lidas.

use banco::{Consulta, Contexto, Valor, valores};
use chrono::NaiveDate;
use nucleo::{
    CampoInvalido, ClienteId, Competencia, Cursor, Dinheiro, Erro, Limite, OperadoraId, Pagina, Resultado,
};

use super::lista::{self, Filtro, Item, trecho_procurado};

/// Quantas células se leem de uma página: além disto, a resposta diz que cortou.
const CELULAS: i64 = 5_000;
/// Quantas operadoras cabem nas colunas.
const OPERADORAS: i64 = 1_000;

/// O que é uma linha.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Linhas {
    /// Uma empresa, pelo CNPJ.
    #[default]
    Empresas,
    /// Uma unidade de uma empresa.
    Unidades,
}

/// Quais linhas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum So {
    /// As que têm o que enviar.
    Pendentes,
    /// As que têm fatura atrasada.
    Atrasados,
    /// As que têm fatura sem processo.
    Faltando,
    /// As que têm fatura por aprovar.
    Aprovacao,
    /// As que já enviaram tudo.
    Completas,
}

/// Em que ordem as linhas saem.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ordem {
    /// Mais atrasadas, depois mais faltando, depois o nome.
    #[default]
    Atencao,
    /// O nome.
    Nome,
}

/// O que se quer ver.
#[derive(Clone, Debug)]
pub struct Vista {
    /// O mês.
    pub mes_ano: Competencia,
    /// O dia em que se olha.
    pub hoje: NaiveDate,
    /// O que é uma linha.
    pub linhas: Linhas,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade.
    pub busca: Option<String>,
    /// Só estas linhas.
    pub so: Option<So>,
    /// Ordem das linhas.
    pub ordem: Ordem,
}

/// As somas de uma linha ou coluna.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Somas {
    /// Quantas se esperam.
    pub esperadas: i64,
    /// Quantas não têm processo.
    pub sem_processo: i64,
    /// Quantas esperam a fatura.
    pub aguardando_download: i64,
    /// Quantas esperam quem aprove.
    pub aguardando_aprovacao: i64,
    /// Quantas esperam o SAT.
    pub aguardando_envio_sat: i64,
    /// Quantas o SAT recebeu.
    pub enviadas: i64,
    /// Quantas passaram do dia.
    pub atrasadas: i64,
    /// Quanto somam.
    pub valor: Dinheiro,
}

/// Uma coluna.
#[derive(Clone, Debug)]
pub struct Coluna {
    /// Operadora.
    pub id: OperadoraId,
    /// Nome.
    pub nome: String,
    /// Código.
    pub codigo: String,
    /// As somas dela.
    pub somas: Somas,
}

/// Uma linha, ainda sem células.
#[derive(Clone, Debug)]
pub struct Fileira {
    /// CNPJ sem máscara.
    pub cnpj: String,
    /// Unidade; vazia em linha de empresa.
    pub unidade: String,
    /// Razão social.
    pub razao_social: String,
    /// As somas dela.
    pub somas: Somas,
}

/// Um cliente de quem se espera fatura e que não tem processo.
#[derive(Clone, Debug)]
pub struct Ausente {
    /// Cliente.
    pub cliente: ClienteId,
    /// CNPJ dele.
    pub cnpj: String,
    /// Unidade dele.
    pub unidade: String,
    /// Serviço dele.
    pub servico: String,
    /// Operadora dele.
    pub operadora: OperadoraId,
}

/// O que há nas células de uma página.
#[derive(Clone, Debug)]
pub struct Celulas {
    /// Os processos.
    pub processos: Vec<Item>,
    /// O que falta criar.
    pub ausentes: Vec<Ausente>,
    /// Se nem tudo coube.
    pub cortada: bool,
}

/// As somas, na ordem em que [`somas`] as lê. O único `?` é o dia de hoje.
const SOMAS: &str = "count(*) AS esperadas, \
    sum(CASE WHEN p.id IS NULL THEN 1 ELSE 0 END) AS sem_processo, \
    sum(CASE WHEN p.status_processo = 'AGUARDANDO_DOWNLOAD' THEN 1 ELSE 0 END) AS aguardando_download, \
    sum(CASE WHEN p.status_processo = 'AGUARDANDO_APROVACAO' THEN 1 ELSE 0 END) AS aguardando_aprovacao, \
    sum(CASE WHEN p.status_processo = 'AGUARDANDO_ENVIO_SAT' THEN 1 ELSE 0 END) AS aguardando_envio_sat, \
    sum(CASE WHEN p.status_processo = 'UPLOAD_REALIZADO' THEN 1 ELSE 0 END) AS enviadas, \
    sum(CASE WHEN p.status_processo <> 'UPLOAD_REALIZADO' AND p.data_prevista < ? THEN 1 ELSE 0 END) AS atrasadas, \
    CAST(COALESCE(sum(p.valor_fatura), 0) AS BIGINT) AS valor";

/// O que se espera no mês. `CROSS JOIN` fixa a ordem em SQLite.
const ESPERADAS: &str = " FROM clientes c CROSS JOIN operadoras o LEFT JOIN processos p \
    ON p.conta_id = c.conta_id AND p.cliente_id = c.id AND p.mes_ano = ? \
    WHERE o.id = c.operadora_id AND c.conta_id = ? AND (p.id IS NOT NULL OR (c.status_ativo AND o.status_ativo))";

fn somas(l: &banco::Linha, primeira: usize) -> Resultado<Somas> {
    Ok(Somas {
        esperadas: l.obter_em(primeira)?,
        sem_processo: l.obter_em(primeira + 1)?,
        aguardando_download: l.obter_em(primeira + 2)?,
        aguardando_aprovacao: l.obter_em(primeira + 3)?,
        aguardando_envio_sat: l.obter_em(primeira + 4)?,
        enviadas: l.obter_em(primeira + 5)?,
        atrasadas: l.obter_em(primeira + 6)?,
        valor: l.obter_em(primeira + 7)?,
    })
}

impl Vista {
    fn esperadas(&self, consulta: Consulta, cx: &Contexto) -> Consulta {
        let consulta =
            consulta.com(SOMAS, valores![self.hoje]).com(ESPERADAS, valores![self.mes_ano, cx.conta()]);
        self.buscar_em(consulta)
    }

    fn buscar_em(&self, consulta: Consulta) -> Consulta {
        consulta.se(self.busca.as_deref().and_then(trecho_procurado), " AND c.busca LIKE ? ESCAPE '\\'")
    }
}

/// As colunas do mês inteiro, por nome: só as operadoras de que se espera algo.
pub async fn colunas(cx: &mut Contexto, vista: &Vista) -> Resultado<Vec<Coluna>> {
    let (sql, valores) = vista
        .esperadas(
            Consulta::nova("SELECT d.id, d.nome, d.codigo, s.* FROM (SELECT ")
                .sql("COALESCE(p.operadora_id, c.operadora_id) AS operadora_id, "),
            cx,
        )
        .sql(" GROUP BY COALESCE(p.operadora_id, c.operadora_id)) s JOIN operadoras d ON d.id = s.operadora_id")
        .com(" ORDER BY d.nome, d.id LIMIT ?", valores![OPERADORAS])
        .partes();
    let linhas = cx.buscar(sql, valores).await?;
    let colunas = linhas.iter().map(|l| {
        Ok(Coluna { id: l.obter_em(0)?, nome: l.obter_em(1)?, codigo: l.obter_em(2)?, somas: somas(l, 4)? })
    });
    colunas.collect()
}

/// Uma página de linhas.
pub async fn fileiras(
    cx: &mut Contexto,
    vista: &Vista,
    limite: Limite,
    cursor: Option<&Cursor>,
) -> Resultado<Pagina<Fileira>> {
    let (inicio, grupo) = match vista.linhas {
        Linhas::Empresas => ("'' AS unidade, min(c.razao_social) AS nome, ", " GROUP BY c.cnpj"),
        Linhas::Unidades => {
            ("c.unidade AS unidade, min(c.razao_social) AS nome, ", " GROUP BY c.cnpj, c.unidade")
        }
    };
    let so = match vista.so {
        None => "",
        Some(So::Pendentes) => " WHERE g.enviadas < g.esperadas",
        Some(So::Atrasados) => " WHERE g.atrasadas > 0",
        Some(So::Faltando) => " WHERE g.sem_processo > 0",
        Some(So::Aprovacao) => " WHERE g.aguardando_aprovacao > 0",
        Some(So::Completas) => " WHERE g.enviadas = g.esperadas",
    };
    let linhas =
        Consulta::nova("SELECT * FROM (SELECT g.*, count(*) OVER () AS total FROM (SELECT c.cnpj AS cnpj, ")
            .sql(inicio);
    let mut consulta = vista.esperadas(linhas, cx).sql(grupo).sql(") g").sql(so).sql(") t");
    let (depois, ordem) = match vista.ordem {
        Ordem::Atencao => (
            " WHERE (-t.atrasadas, -t.sem_processo, t.nome, t.cnpj, t.unidade) > (?, ?, ?, ?, ?)",
            " ORDER BY -t.atrasadas, -t.sem_processo, t.nome, t.cnpj, t.unidade LIMIT ?",
        ),
        Ordem::Nome => {
            (" WHERE (t.nome, t.cnpj, t.unidade) > (?, ?, ?)", " ORDER BY t.nome, t.cnpj, t.unidade LIMIT ?")
        }
    };
    if let Some(cursor) = cursor {
        consulta = consulta.com(depois, vista.ordem.ler_cursor(cursor)?);
    }
    let (sql, valores) = consulta.com(ordem, valores![limite.valor() + 1]).partes();
    let linhas = cx.buscar(sql, valores).await?;
    let total = linhas.first().map(|l| l.obter_em(11)).transpose()?.unwrap_or(0);
    let itens = linhas.iter().map(|l| {
        let (cnpj, unidade, razao_social) = (l.obter_em(0)?, l.obter_em(1)?, l.obter_em(2)?);
        Ok(Fileira { cnpj, unidade, razao_social, somas: somas(l, 3)? })
    });
    let itens = itens.collect::<Resultado<Vec<_>>>()?;
    Ok(Pagina::da_busca(itens, limite, Some(total), |fileira| vista.ordem.cursor(fileira)))
}

impl Ordem {
    fn cursor(self, f: &Fileira) -> Cursor {
        let nome = [f.razao_social.clone(), f.cnpj.clone(), f.unidade.clone()];
        Cursor(match self {
            Self::Nome => nome.into(),
            Self::Atencao => {
                let atencao = [f.somas.atrasadas.to_string(), f.somas.sem_processo.to_string()];
                atencao.into_iter().chain(nome).collect()
            }
        })
    }

    fn ler_cursor(self, cursor: &Cursor) -> Resultado<Vec<Valor>> {
        let numero = |texto: &str| texto.parse::<i64>().ok().and_then(i64::checked_neg);
        let lido = match (self, cursor.0.as_slice()) {
            (Self::Nome, [nome, cnpj, unidade]) => Some(valores![nome, cnpj, unidade]),
            (Self::Atencao, [atrasadas, faltando, nome, cnpj, unidade]) => numero(atrasadas)
                .zip(numero(faltando))
                .map(|(atrasadas, faltando)| valores![atrasadas, faltando, nome, cnpj, unidade]),
            _ => None,
        };
        lido.ok_or_else(|| {
            Erro::campo(CampoInvalido::novo(
                "cursor",
                "cursor_invalido",
                "o cursor não é desta ordem; recomece da primeira página",
            ))
        })
    }
}

/// O que há nas células das linhas dadas.
pub async fn celulas(cx: &mut Contexto, vista: &Vista, fileiras: &[Fileira]) -> Resultado<Celulas> {
    if fileiras.is_empty() {
        return Ok(Celulas { processos: Vec::new(), ausentes: Vec::new(), cortada: false });
    }
    let filtro = Filtro { mes_ano: Some(vista.mes_ano), busca: vista.busca.clone(), ..Filtro::default() };
    let processos = lista::dos_clientes(cx, &filtro, clientes(vista, cx, fileiras), CELULAS).await?;
    let ausentes = ausentes(cx, vista, fileiras).await?;
    let cortada = [processos.len(), ausentes.len()].iter().any(|n| *n as i64 == CELULAS);
    Ok(Celulas { processos, ausentes, cortada })
}

/// Os ids dos clientes das linhas.
fn clientes(vista: &Vista, cx: &Contexto, fileiras: &[Fileira]) -> Consulta {
    let consulta =
        Consulta::nova("SELECT b.id FROM clientes b").com(" WHERE b.conta_id = ?", valores![cx.conta()]);
    match vista.linhas {
        Linhas::Empresas => consulta
            .sql(" AND b.cnpj IN ")
            .linhas([fileiras.iter().flat_map(|f| valores![&f.cnpj]).collect()]),
        Linhas::Unidades => consulta
            .sql(" AND (b.cnpj, b.unidade) IN (VALUES ")
            .linhas(fileiras.iter().map(|f| valores![&f.cnpj, &f.unidade]))
            .sql(")"),
    }
}

async fn ausentes(cx: &mut Contexto, vista: &Vista, fileiras: &[Fileira]) -> Resultado<Vec<Ausente>> {
    let consulta = Consulta::nova(
        "SELECT c.id, c.cnpj, c.unidade, c.servico, c.operadora_id FROM clientes c \
         JOIN operadoras o ON o.id = c.operadora_id WHERE c.status_ativo AND o.status_ativo",
    )
    .com(
        " AND c.conta_id = ? AND NOT EXISTS \
         (SELECT 1 FROM processos p WHERE p.cliente_id = c.id AND p.mes_ano = ?)",
        valores![cx.conta(), vista.mes_ano],
    )
    .sql(" AND c.id IN (")
    .junto(clientes(vista, cx, fileiras))
    .sql(")");
    let (sql, valores) = vista
        .buscar_em(consulta)
        .com(" ORDER BY c.unidade, c.servico, c.id LIMIT ?", valores![CELULAS])
        .partes();
    let linhas = cx.buscar(sql, valores).await?;
    let ausentes = linhas.iter().map(|l| {
        Ok(Ausente {
            cliente: l.obter_em(0)?,
            cnpj: l.obter_em(1)?,
            unidade: l.obter_em(2)?,
            servico: l.obter_em(3)?,
            operadora: l.obter_em(4)?,
        })
    });
    ausentes.collect()
}
