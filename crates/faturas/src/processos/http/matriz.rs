//! `GET /processos/matriz`.

use axum::{Json, extract::State};
use borda::{Autenticado, Filtros, PaginaHttp, Problemas, ResultadoHttp, lendo_cursor};
use chrono::NaiveDate;
use nucleo::{Limite, Permissoes, permissoes::VerProcessos};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::comum::{UltimaExecucao, competencia, hoje};
use crate::{
    App,
    processos::{
        Situacao,
        passos::{PassoPossivel, passos_da_situacao},
        previsao,
        repositorio::{
            lista,
            matriz::{self, Celulas, Coluna, Fileira, Linhas, Ordem, So, Somas, Vista},
        },
    },
};

/// O que é uma linha.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = processos::matriz::Por)]
pub enum Por {
    /// Uma empresa, pelo CNPJ.
    #[default]
    Operadora,
    /// Uma unidade de uma empresa.
    Unidade,
}

/// Quais linhas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = processos::matriz::So)]
pub enum SoHttp {
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = processos::matriz::Ordem)]
pub enum OrdemHttp {
    /// Mais atrasadas, depois mais faltando, depois o nome.
    #[default]
    Atencao,
    /// O nome.
    Nome,
}

/// O que se quer ver.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Consulta {
    /// Mês, `AAAA-MM`.
    #[param(example = "2026-11")]
    mes_ano: String,
    /// O que é uma linha: a empresa (`operadora`, o padrão) ou a unidade dela (`unidade`).
    #[param(inline)]
    por: Option<Por>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa.
    busca: Option<String>,
    /// Só estas linhas.
    #[param(inline)]
    so: Option<SoHttp>,
    /// Ordem das linhas; sem dizer, `atencao`.
    #[param(inline)]
    ordem: Option<OrdemHttp>,
    /// Linhas por página, de 1 a 200; sem dizer, 50.
    limite: Option<i64>,
    /// O `proximo` da página anterior.
    cursor: Option<String>,
}

/// O mês em linhas de empresa e colunas de operadora.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::matriz::Resposta)]
pub struct Resposta {
    /// O mês.
    mes_ano: String,
    /// As somas do mês inteiro, com a busca.
    totais: Totais,
    /// As colunas: as operadoras de que se espera algo no mês, por nome.
    operadoras: Vec<OperadoraDaMatriz>,
    /// As linhas desta página.
    itens: Vec<LinhaDaMatriz>,
    /// Passe em `cursor` para a página seguinte; nulo na última.
    proximo: Option<String>,
    /// Quantas linhas há.
    total: i64,
    /// Se as células desta página não couberam todas: veja por unidade, ou peça menos linhas.
    cortada: bool,
}

/// As somas do mês.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::matriz::Totais)]
pub struct Totais {
    /// Faturas que se esperam: de cada cliente ativo de operadora ativa, e de cada processo que já existe.
    esperadas: i64,
    /// As que ainda não têm processo.
    sem_processo: i64,
    /// As que esperam download.
    aguardando_download: i64,
    /// As que esperam quem aprove.
    aguardando_aprovacao: i64,
    /// As que esperam o SAT.
    aguardando_envio_sat: i64,
    /// As que o SAT recebeu.
    enviadas: i64,
    /// As que já deviam ter sido enviadas.
    atrasadas: i64,
    /// Quanto somam, decimal com ponto.
    valor: String,
}

/// Uma coluna.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::matriz::Operadora)]
pub struct OperadoraDaMatriz {
    /// Identificador.
    id: Uuid,
    /// Nome.
    nome: String,
    /// Código.
    codigo: String,
    /// Faturas que se esperam dela no mês.
    esperadas: i64,
    /// As que o SAT recebeu.
    enviadas: i64,
}

/// Uma linha.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::matriz::Linha)]
pub struct LinhaDaMatriz {
    /// O que distingue a linha das outras.
    chave: String,
    /// CNPJ sem máscara.
    cnpj: String,
    /// Razão social.
    razao_social: String,
    /// Unidade; nula em linha de empresa.
    unidade: Option<String>,
    /// Faturas que se esperam.
    esperadas: i64,
    /// As que o SAT recebeu.
    enviadas: i64,
    /// As que já deviam ter sido enviadas.
    atrasadas: i64,
    /// Uma por operadora de que se espera algo desta linha.
    celulas: Vec<Celula>,
}

/// O que há de uma linha em uma operadora.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::matriz::Celula)]
pub struct Celula {
    /// A coluna.
    operadora_id: Uuid,
    /// Os processos.
    processos: Vec<ProcessoDaMatriz>,
    /// Clientes de quem se espera fatura e que não têm processo.
    sem_processo: Vec<SemProcesso>,
}

/// Um processo da matriz.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::matriz::Processo)]
pub struct ProcessoDaMatriz {
    /// Identificador.
    id: Uuid,
    /// Cliente.
    cliente_id: Uuid,
    /// Unidade do cliente.
    unidade: String,
    /// Serviço do cliente.
    servico: String,
    /// Situação no fluxo.
    status_processo: Situacao,
    /// Valor lido, decimal com ponto.
    valor_fatura: Option<String>,
    /// Quando deve vencer.
    data_prevista: NaiveDate,
    /// Há quantos dias já devia ter sido enviada; 0 em dia.
    dias_atraso: i64,
    /// Valor do mês anterior, decimal com ponto.
    valor_mes_anterior: Option<String>,
    /// SHA-256 do PDF: o que se manda na aprovação.
    arquivo_sha256: Option<String>,
    /// Versão, a mesma do `ETag`.
    versao: i64,
    /// A última execução, se já houve.
    ultima_execucao: Option<UltimaExecucao>,
    /// Os passos da situação atual: o que quem perguntou pode fazer e, se não, por quê.
    passos_possiveis: Vec<PassoPossivel>,
}

/// Um cliente sem processo no mês.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = processos::matriz::SemProcesso)]
pub struct SemProcesso {
    /// Cliente.
    cliente_id: Uuid,
    /// Unidade.
    unidade: String,
    /// Serviço.
    servico: String,
}

/// Mostra o mês inteiro: empresas (ou unidades) em linhas, operadoras em colunas, e em cada célula as faturas que se
/// esperam, com a situação de cada uma.
#[utoipa::path(get, path = "/processos/matriz", tag = "processos", params(Consulta),
    responses((status = 200, body = Resposta), Problemas))]
pub async fn mostrar_matriz(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(consulta): Filtros<Consulta>,
) -> ResultadoHttp<Json<Resposta>> {
    escopo.exigir::<VerProcessos>()?;
    let limite = Limite::novo(consulta.limite)?;
    let cursor = lendo_cursor(consulta.cursor.clone())?;
    let vista = consulta.vista(hoje(&app))?;
    let (colunas, pagina, celulas) = app
        .base
        .banco
        .ler(&escopo, async |cx| {
            let colunas = matriz::colunas(cx, &vista).await?;
            let pagina = matriz::fileiras(cx, &vista, limite, cursor.as_ref()).await?;
            let celulas = matriz::celulas(cx, &vista, &pagina.itens).await?;
            Ok((colunas, pagina, celulas))
        })
        .await?;
    let cortada = celulas.cortada;
    let mut montador = Montador::novo(&vista, celulas, escopo.permissoes());
    let PaginaHttp { itens, proximo, total } = pagina.mapear(|fileira| montador.linha(fileira)).into();
    Ok(Json(Resposta {
        mes_ano: vista.mes_ano.to_string(),
        totais: totais(&colunas),
        operadoras: colunas.into_iter().map(OperadoraDaMatriz::from).collect(),
        itens,
        proximo,
        total: total.unwrap_or_default(),
        cortada,
    }))
}

impl Consulta {
    fn vista(self, hoje: NaiveDate) -> nucleo::Resultado<Vista> {
        Ok(Vista {
            mes_ano: competencia(&self.mes_ano)?,
            hoje,
            linhas: match self.por.unwrap_or_default() {
                Por::Operadora => Linhas::Empresas,
                Por::Unidade => Linhas::Unidades,
            },
            busca: self.busca,
            so: self.so.map(|so| match so {
                SoHttp::Pendentes => So::Pendentes,
                SoHttp::Atrasados => So::Atrasados,
                SoHttp::Faltando => So::Faltando,
                SoHttp::Aprovacao => So::Aprovacao,
                SoHttp::Completas => So::Completas,
            }),
            ordem: match self.ordem.unwrap_or_default() {
                OrdemHttp::Atencao => Ordem::Atencao,
                OrdemHttp::Nome => Ordem::Nome,
            },
        })
    }
}

fn totais(colunas: &[Coluna]) -> Totais {
    let somar = |campo: fn(&Somas) -> i64| colunas.iter().map(|c| campo(&c.somas)).sum();
    Totais {
        esperadas: somar(|s| s.esperadas),
        sem_processo: somar(|s| s.sem_processo),
        aguardando_download: somar(|s| s.aguardando_download),
        aguardando_aprovacao: somar(|s| s.aguardando_aprovacao),
        aguardando_envio_sat: somar(|s| s.aguardando_envio_sat),
        enviadas: somar(|s| s.enviadas),
        atrasadas: somar(|s| s.atrasadas),
        valor: colunas.iter().map(|c| c.somas.valor).sum::<nucleo::Dinheiro>().to_string(),
    }
}

impl From<Coluna> for OperadoraDaMatriz {
    fn from(c: Coluna) -> Self {
        Self {
            id: c.id.into(),
            nome: c.nome,
            codigo: c.codigo,
            esperadas: c.somas.esperadas,
            enviadas: c.somas.enviadas,
        }
    }
}

/// Distribui o que se leu pelas linhas e colunas.
struct Montador<'a> {
    por_unidade: bool,
    hoje: NaiveDate,
    permissoes: &'a Permissoes,
    /// Por CNPJ e unidade (vazia em linha de empresa), depois por operadora.
    celulas: std::collections::HashMap<(String, String), std::collections::BTreeMap<Uuid, Celula>>,
}

impl<'a> Montador<'a> {
    fn novo(vista: &Vista, celulas: Celulas, permissoes: &'a Permissoes) -> Self {
        let por_unidade = vista.linhas == Linhas::Unidades;
        let mut montador = Self { por_unidade, hoje: vista.hoje, permissoes, celulas: Default::default() };
        for item in celulas.processos {
            let processo = montador.processo(&item);
            let operadora = item.operadora_id.into();
            montador.celula(&item.cnpj, &item.unidade, operadora).processos.push(processo);
        }
        for a in celulas.ausentes {
            let falta =
                SemProcesso { cliente_id: a.cliente.into(), unidade: a.unidade.clone(), servico: a.servico };
            montador.celula(&a.cnpj, &a.unidade, a.operadora.into()).sem_processo.push(falta);
        }
        montador
    }

    fn celula(&mut self, cnpj: &str, unidade: &str, operadora: Uuid) -> &mut Celula {
        let unidade = if self.por_unidade { unidade } else { "" };
        let da_linha = self.celulas.entry((cnpj.to_owned(), unidade.to_owned())).or_default();
        da_linha.entry(operadora).or_insert_with(|| Celula {
            operadora_id: operadora,
            processos: Vec::new(),
            sem_processo: Vec::new(),
        })
    }

    fn processo(&self, item: &lista::Item) -> ProcessoDaMatriz {
        ProcessoDaMatriz {
            id: item.id.into(),
            cliente_id: item.cliente_id.into(),
            unidade: item.unidade.clone(),
            servico: item.servico.clone(),
            status_processo: item.situacao,
            valor_fatura: item.valor_fatura.map(|v| v.to_string()),
            data_prevista: item.data_prevista,
            dias_atraso: previsao::dias_atraso(item.situacao, item.data_prevista, self.hoje),
            valor_mes_anterior: item.valor_mes_anterior.map(|v| v.to_string()),
            arquivo_sha256: item.arquivo_sha256.clone(),
            versao: item.versao,
            ultima_execucao: item.ultima_execucao.clone().map(UltimaExecucao::from),
            passos_possiveis: passos_da_situacao(item.situacao, &item.circunstancias, self.permissoes)
                .collect(),
        }
    }

    fn linha(&mut self, f: Fileira) -> LinhaDaMatriz {
        let celulas = self.celulas.remove(&(f.cnpj.clone(), f.unidade.clone())).unwrap_or_default();
        LinhaDaMatriz {
            chave: if self.por_unidade { format!("{}|{}", f.cnpj, f.unidade) } else { f.cnpj.clone() },
            cnpj: f.cnpj,
            razao_social: f.razao_social,
            unidade: self.por_unidade.then_some(f.unidade),
            esperadas: f.somas.esperadas,
            enviadas: f.somas.enviadas,
            atrasadas: f.somas.atrasadas,
            celulas: celulas.into_values().collect(),
        }
    }
}
