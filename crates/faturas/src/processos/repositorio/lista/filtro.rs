//! O que restringe a lista de processos.

use banco::{Consulta, Contexto, valores};
use chrono::{Days, NaiveDate};
use nucleo::{ClienteId, Cnpj, Competencia, OperadoraId, inicio_do_dia, normalizar};

use crate::processos::{Semaforo, Situacao};

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
    /// CNPJ do cliente.
    pub cnpj: Option<Cnpj>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade.
    pub busca: Option<String>,
    /// Só os de fatura enviada à mão, ou só os outros.
    pub upload_manual: Option<bool>,
    /// Só os que neste dia já estão atrasados.
    pub atrasados_em: Option<NaiveDate>,
    /// Só os que o SAT ainda não recebeu.
    pub pendentes: bool,
    /// Só os que devem vencer deste dia em diante.
    pub vence_de: Option<NaiveDate>,
    /// Só os que devem vencer até este dia.
    pub vence_ate: Option<NaiveDate>,
    /// Só os de última execução em falha ou incerta.
    pub com_falha: bool,
    /// Só os de última execução em falha ou incerta, e desta classe.
    pub classe_erro: Option<String>,
    /// Só os que o SAT recebeu neste dia, no fuso da casa.
    pub enviados_em: Option<NaiveDate>,
    /// Só os desta cor.
    pub semaforo: Option<Semaforo>,
}

impl Filtro {
    /// Se o total só muda quando mudam processos ou cadastros. Uma execução que o motor toma muda por conta própria.
    pub(in crate::processos::repositorio) fn so_de_processos(&self) -> bool {
        !self.com_falha && self.classe_erro.is_none()
    }

    pub(super) fn restringir(&self, consulta: Consulta, cx: &Contexto) -> Consulta {
        let consulta = consulta
            .se(self.mes_ano, " AND f.mes_ano = ?")
            .se(self.situacao, " AND f.status_processo = ?")
            .se(self.operadora, " AND f.operadora_id = ?")
            .se(self.cliente, " AND f.cliente_id = ?")
            .se(self.upload_manual, " AND f.upload_manual = ?")
            .se(self.semaforo, " AND f.semaforo = ?")
            .se(self.atrasados_em, " AND f.status_processo <> 'UPLOAD_REALIZADO' AND f.data_prevista < ?")
            .se(self.vence_de, " AND f.data_prevista >= ?")
            .se(self.vence_ate, " AND f.data_prevista <= ?");
        let consulta = if self.pendentes {
            consulta.sql(" AND f.status_processo <> 'UPLOAD_REALIZADO'")
        } else {
            consulta
        };
        let consulta = match self.enviados_em {
            Some(dia) => {
                let seguinte = dia.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
                consulta.com(
                    " AND f.data_envio_sat >= ? AND f.data_envio_sat < ?",
                    valores![inicio_do_dia(dia), inicio_do_dia(seguinte)],
                )
            }
            None => consulta,
        };
        self.restringir_cliente(self.restringir_falha(consulta, cx), cx)
    }

    /// A classe já diz que falhou: com ela, `com_falha` não acrescenta nada.
    fn restringir_falha(&self, consulta: Consulta, cx: &Contexto) -> Consulta {
        match self.classe_erro.as_deref() {
            Some(classe) => consulta
                .sql(PARADOS)
                .com("e.conta_id = ? AND e.classe_erro = ?", valores![cx.conta(), classe.to_owned()])
                .sql(ULTIMAS_PARADAS)
                .sql(")"),
            None if self.com_falha => consulta
                .sql(PARADOS)
                .com("e.conta_id = ?", valores![cx.conta()])
                .sql(ULTIMAS_PARADAS)
                .sql(")"),
            None => consulta,
        }
    }

    fn restringir_cliente(&self, consulta: Consulta, cx: &Contexto) -> Consulta {
        let consulta = match self.cnpj {
            Some(cnpj) => consulta.com(
                " AND f.cliente_id IN (SELECT b.id FROM clientes b WHERE b.conta_id = ? AND b.cnpj = ?)",
                valores![cx.conta(), cnpj],
            ),
            None => consulta,
        };
        match self.busca.as_deref().and_then(trecho_procurado) {
            Some(trecho) => consulta.com(
                " AND f.cliente_id IN (SELECT b.id FROM clientes b WHERE b.conta_id = ? AND b.busca LIKE ? ESCAPE '\\')",
                valores![cx.conta(), trecho],
            ),
            None => consulta,
        }
    }
}

/// Parte das poucas execuções paradas e fica com as que são a última do seu processo ([`ULTIMAS_PARADAS`]).
const PARADOS: &str = " AND f.id IN (SELECT e.alvo_id FROM execucoes e WHERE ";

/// De uma execução `e`: é de um processo, parou em falha ou dúvida, e nenhuma veio depois.
pub(super) const ULTIMAS_PARADAS: &str = " AND e.alvo_tipo = 'processo' AND e.status IN ('FALHOU', 'INCERTO') \
    AND NOT EXISTS (SELECT 1 FROM execucoes s WHERE s.conta_id = e.conta_id \
    AND s.alvo_tipo = 'processo' AND s.alvo_id = e.alvo_id AND s.id > e.id)";

/// O texto normalizado como em `clientes.busca`, com os curingas do `LIKE` neutralizados. Um CNPJ com máscara
/// é procurado sem ela.
pub(in crate::processos) fn trecho_procurado(busca: &str) -> Option<String> {
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
}
