//! Receber um PDF: inspecionar pelo conteúdo, ler em processo à parte, conferir com o que se espera e guardar
//! no armazém. O mesmo caminho serve ao RPA e a quem anexa à mão.

use bytes::Bytes;
use chrono::NaiveDate;
use documentos::{
    Armazem, Conferencia, ErroArmazem, ErroLeitura, Esperado, Leitor, Origem, Parecer, conferir,
    leitura::conferencia::{ItemConferido, Situacao},
};
use nucleo::{Cnpj, Competencia, Dinheiro, Resultado, Sha256, dia_no_fuso};
use serde_json::Value;

use super::{
    acoes::Recebida,
    repositorio::{self, contratado::Contratado},
};

/// O que o processo já sabe da fatura que vai chegar.
#[derive(Clone, Debug)]
pub struct Expectativa {
    cnpj_cliente: Cnpj,
    competencia: Competencia,
    /// Arquivos que o mesmo cliente já teve em outros meses.
    outros_meses: Vec<(Competencia, Sha256)>,
    captura: NaiveDate,
}

/// Por que o PDF não foi recebido.
#[derive(Debug, thiserror::Error)]
pub enum ErroRecepcao {
    /// O arquivo não serve, ou não pôde ser lido.
    #[error(transparent)]
    Leitura(#[from] ErroLeitura),
    /// O arquivo serve, mas não pôde ser guardado.
    #[error(transparent)]
    Armazem(#[from] ErroArmazem),
}

/// Carrega o que se espera da fatura de um processo.
pub async fn expectativa(cx: &mut banco::Contexto, contratado: &Contratado) -> Resultado<Expectativa> {
    let processo = &contratado.processo;
    Ok(Expectativa {
        cnpj_cliente: contratado.cliente.dados.cnpj,
        competencia: processo.mes_ano,
        outros_meses: repositorio::arquivos_do_cliente(cx, processo.cliente_id, processo.id).await?,
        captura: dia_no_fuso(cx.agora()),
    })
}

/// Inspeciona, lê, confere e guarda.
pub async fn receber(
    leitor: &Leitor,
    armazem: &Armazem,
    conteudo: Bytes,
    expectativa: &Expectativa,
    dados_extraidos: Value,
) -> Result<Recebida, ErroRecepcao> {
    let leitura = leitor.ler(Origem::Bytes(conteudo.clone()), expectativa.captura).await?;
    let esperado = Esperado {
        cnpj_cliente: Some(expectativa.cnpj_cliente),
        cnpj_operadora: None,
        competencia: Some(expectativa.competencia),
        valor: campo(&dados_extraidos, "valor").and_then(|t| t.parse::<Dinheiro>().ok()),
        vencimento: campo(&dados_extraidos, "vencimento").and_then(data),
    };
    let parecer = conferir(&leitura, &esperado);
    let guardado = armazem.guardar(conteudo).await?;
    let parecer = com_repeticao(parecer, expectativa, guardado.sha256);
    Ok(Recebida {
        sha256: guardado.sha256,
        caminho: guardado.caminho,
        tamanho_bytes: guardado.tamanho_bytes,
        leitura,
        parecer,
        dados_extraidos,
    })
}

/// As contradições que dizem que o documento é de outro cliente ou de outro mês; vazio se é o esperado.
pub fn contradicoes(recebida: &Recebida) -> Vec<&str> {
    let decisivo = |c: &&Conferencia| {
        c.situacao == Situacao::Erro
            && (matches!(c.item, ItemConferido::Cliente | ItemConferido::Competencia)
                || c.detalhe.starts_with(ARQUIVO_REPETIDO))
    };
    recebida.parecer.conferencias.iter().filter(decisivo).map(|c| c.detalhe.as_str()).collect()
}

const ARQUIVO_REPETIDO: &str = "é o mesmo arquivo do mês";

fn com_repeticao(parecer: Parecer, expectativa: &Expectativa, sha256: Sha256) -> Parecer {
    match expectativa.outros_meses.iter().find(|(_, outro)| *outro == sha256) {
        Some((mes, _)) => parecer.com(Conferencia {
            item: ItemConferido::Duplicidade,
            situacao: Situacao::Erro,
            detalhe: format!("{ARQUIVO_REPETIDO} {mes} deste cliente"),
        }),
        None => parecer,
    }
}

fn campo<'a>(dados: &'a Value, nome: &str) -> Option<&'a str> {
    dados.get(nome).and_then(Value::as_str).map(str::trim)
}

/// `AAAA-MM-DD` ou `DD/MM/AAAA`, como os portais mostram.
fn data(texto: &str) -> Option<NaiveDate> {
    texto.parse().ok().or_else(|| NaiveDate::parse_from_str(texto, "%d/%m/%Y").ok())
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn o_que_o_portal_mostra_vem_em_texto_de_dois_jeitos() {
        let dia = NaiveDate::from_ymd_opt(2026, 8, 15);
        assert_eq!((data("2026-08-15"), data("15/08/2026"), data("agosto")), (dia, dia, None));
        let dados = serde_json::json!({"valor": " R$ 1.234,56 ", "vencimento": 3});
        assert_eq!(campo(&dados, "valor"), Some("R$ 1.234,56"));
        assert_eq!(campo(&dados, "vencimento"), None);
    }
}
