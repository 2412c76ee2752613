//! Os processos em planilha.

use borda::{Celula, Coluna};
use chrono::NaiveDate;

use super::{previsao, repositorio::lista::Item};

/// As colunas, na ordem de [`linha`].
pub const COLUNAS: &[Coluna] = &[
    Coluna("mes_ano", 10),
    Coluna("razao_social", 40),
    Coluna("cnpj", 20),
    Coluna("unidade", 24),
    Coluna("servico", 24),
    Coluna("nome_sat", 30),
    Coluna("operadora", 20),
    Coluna("status_processo", 24),
    Coluna("valor_fatura", 14),
    Coluna("valor_mes_anterior", 18),
    Coluna("data_vencimento", 16),
    Coluna("data_prevista", 14),
    Coluna("dias_atraso", 12),
    Coluna("numero_fatura", 20),
    Coluna("semaforo", 12),
    Coluna("alertas", 9),
    Coluna("upload_manual", 14),
    Coluna("data_envio_sat", 20),
    Coluna("ultima_execucao", 20),
    Coluna("status_execucao", 22),
    Coluna("detalhes_erro", 50),
    Coluna("criado_em", 20),
    Coluna("atualizado_em", 20),
    Coluna("arquivo_sha256", 66),
    Coluna("id", 38),
];

/// As células de um processo.
pub fn linha(item: Item, hoje: NaiveDate) -> Vec<Celula> {
    let atraso = previsao::dias_atraso(item.situacao, item.data_prevista, hoje);
    let (tipo, status, detalhes) = match item.ultima_execucao {
        Some(ultima) => (Some(ultima.tipo), Some(ultima.status), ultima.detalhes_erro),
        None => (None, None, None),
    };
    vec![
        item.mes_ano.into(),
        item.razao_social.into(),
        // Com máscara, para que a planilha não o tome por número.
        item.cnpj.parse::<nucleo::Cnpj>().map_or(item.cnpj, |cnpj| cnpj.com_mascara()).into(),
        item.unidade.into(),
        item.servico.into(),
        item.nome_sat.into(),
        item.operadora_nome.into(),
        item.situacao.como_texto().into(),
        item.valor_fatura.into(),
        item.valor_mes_anterior.into(),
        item.data_vencimento.into(),
        item.data_prevista.into(),
        atraso.into(),
        item.numero_fatura.into(),
        item.semaforo.map(|s| s.como_texto()).into(),
        item.alertas.into(),
        item.upload_manual.into(),
        item.data_envio_sat.into(),
        tipo.into(),
        status.into(),
        detalhes.into(),
        item.criado_em.into(),
        item.atualizado_em.into(),
        item.arquivo_sha256.into(),
        item.id.to_string().into(),
    ]
}
