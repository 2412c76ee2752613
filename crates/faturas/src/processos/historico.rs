//! Tudo o que aconteceu com um processo, em uma linha do tempo só.

use std::borrow::Cow;

use banco::Contexto;
use chrono::{DateTime, SecondsFormat, Utc};
use nucleo::{Erro, ProcessoId, Resultado};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Processo,
    repositorio::{self, partes},
};

/// De onde se sabe de um evento.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = processos::historico::Origem)]
pub enum Origem {
    /// O nascimento do processo.
    Processo,
    /// Uma execução pedida.
    Execucao,
    /// Uma tentativa de uma execução.
    Tentativa,
    /// Uma aprovação ou rejeição.
    Decisao,
    /// Um envio no livro de efeitos.
    Efeito,
    /// A auditoria.
    Auditoria,
}

impl Origem {
    const fn como_texto(self) -> &'static str {
        match self {
            Self::Processo => "PROCESSO",
            Self::Execucao => "EXECUCAO",
            Self::Tentativa => "TENTATIVA",
            Self::Decisao => "DECISAO",
            Self::Efeito => "EFEITO",
            Self::Auditoria => "AUDITORIA",
        }
    }
}

/// Algo que aconteceu com o processo.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = processos::historico::Evento)]
pub struct Evento {
    /// Quando.
    pub instante: DateTime<Utc>,
    /// De onde se sabe.
    pub origem: Origem,
    /// O que houve.
    pub descricao: String,
    /// Nome de quem fez; nulo quando foi o sistema.
    pub autor: Option<String>,
    /// A execução, quando há uma.
    pub execucao_id: Option<Uuid>,
    /// O resto que se sabe.
    #[schema(value_type = Object)]
    pub detalhes: Value,
}

/// O processo e os seus eventos, do mais antigo ao mais novo.
pub async fn montar(cx: &mut Contexto, id: ProcessoId) -> Resultado<(Processo, Vec<Evento>)> {
    let processo = repositorio::buscar(cx, id).await?;
    let mut eventos = vec![Evento {
        instante: processo.criado_em,
        origem: Origem::Processo,
        descricao: "processo criado".into(),
        autor: None,
        execucao_id: None,
        detalhes: json!({
            "mes_ano": processo.mes_ano, "cliente_id": processo.cliente_id,
            "criado_automaticamente": processo.criado_automaticamente,
        }),
    }];
    eventos.extend(partes::execucoes(cx, id).await?.into_iter().map(da_execucao));
    eventos.extend(partes::tentativas(cx, id).await?.into_iter().map(da_tentativa));
    eventos.extend(partes::decisoes(cx, id).await?.into_iter().map(da_decisao));
    eventos.extend(partes::efeitos(cx, id).await?.into_iter().map(do_efeito));
    eventos.extend(partes::auditoria(cx, id).await?.into_iter().map(do_fato));
    // A ordenação é estável: no mesmo instante, vale a ordem acima.
    eventos.sort_by_key(|e| e.instante);
    Ok((processo, eventos))
}

fn da_execucao(e: partes::ExecucaoDoProcesso) -> Evento {
    Evento {
        instante: e.criado_em,
        origem: Origem::Execucao,
        descricao: format!("{} pedida; hoje {}", e.tipo, e.status),
        autor: e.usuario_nome,
        execucao_id: Some(e.id.into()),
        detalhes: json!({
            "classe_rpa_utilizada": e.classe_rpa_utilizada, "numero_tentativa": e.numero_tentativa,
            "data_inicio": e.data_inicio, "data_fim": e.data_fim, "classe_erro": e.classe_erro,
            "detalhes_erro": e.detalhes_erro, "usuario_id": e.usuario_id,
        }),
    }
}

fn da_tentativa(t: partes::TentativaDoProcesso) -> Evento {
    Evento {
        instante: t.data_inicio,
        origem: Origem::Tentativa,
        descricao: format!("tentativa {} de {}: {}", t.numero, t.tipo, t.status),
        autor: None,
        execucao_id: Some(t.execucao_id.into()),
        detalhes: json!({
            "data_fim": t.data_fim, "classe_erro": t.classe_erro, "detalhes_erro": t.detalhes_erro,
        }),
    }
}

fn da_decisao(d: partes::Decisao) -> Evento {
    Evento {
        instante: d.criado_em,
        origem: Origem::Decisao,
        descricao: d.tipo,
        autor: d.usuario_nome,
        execucao_id: None,
        detalhes: json!({
            "arquivo_sha256": d.arquivo_sha256, "observacoes": d.observacoes, "usuario_id": d.usuario_id,
        }),
    }
}

fn do_efeito(e: partes::EfeitoDoProcesso) -> Evento {
    Evento {
        instante: e.atualizado_em,
        origem: Origem::Efeito,
        descricao: format!("{}: {}", e.tipo, e.estado),
        autor: None,
        execucao_id: Some(e.execucao_id.into()),
        detalhes: json!({
            "referencia": e.referencia, "arquivo_sha256": e.arquivo_sha256,
            "referencia_externa": e.referencia_externa, "prova": e.prova, "preparado_em": e.criado_em,
        }),
    }
}

fn do_fato(f: partes::FatoDoProcesso) -> Evento {
    Evento {
        instante: f.instante,
        origem: Origem::Auditoria,
        descricao: f.acao,
        autor: f.usuario_nome,
        execucao_id: None,
        detalhes: json!({"antes": f.antes, "depois": f.depois, "usuario_id": f.usuario_id, "ip": f.ip}),
    }
}

/// Os eventos em CSV para planilhas brasileiras: `;`, UTF-8 com BOM, e nenhuma célula que vire fórmula.
pub fn em_csv(eventos: &[Evento]) -> Resultado<String> {
    let mut escritor = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    let titulos = ["instante", "origem", "descricao", "autor", "execucao_id", "detalhes"];
    escritor.write_record(titulos).map_err(Erro::interno)?;
    for evento in eventos {
        let instante = evento.instante.to_rfc3339_opts(SecondsFormat::Micros, true);
        let execucao = evento.execucao_id.map(|id| id.to_string()).unwrap_or_default();
        let detalhes = evento.detalhes.to_string();
        escritor
            .write_record([
                instante.as_str(),
                evento.origem.como_texto(),
                &sem_formula(&evento.descricao),
                &sem_formula(evento.autor.as_deref().unwrap_or_default()),
                &execucao,
                &sem_formula(&detalhes),
            ])
            .map_err(Erro::interno)?;
    }
    let bytes = escritor.into_inner().map_err(|e| Erro::interno(e.to_string()))?;
    String::from_utf8(bytes).map_err(Erro::interno)
}

/// Um texto digitado por alguém não pode virar comando na planilha de quem abre o arquivo.
fn sem_formula(texto: &str) -> Cow<'_, str> {
    if texto.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{texto}"))
    } else {
        Cow::Borrowed(texto)
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn nenhuma_celula_vira_formula_e_o_csv_se_le_de_volta() {
        let evento = |descricao: &str, autor: Option<&str>| Evento {
            instante: DateTime::from_timestamp(1_795_176_000, 0).unwrap(),
            origem: Origem::Decisao,
            descricao: descricao.into(),
            autor: autor.map(str::to_owned),
            execucao_id: None,
            detalhes: json!({"observacoes": "uma; \"duas\"\nlinhas"}),
        };
        let csv = em_csv(&[evento("=HYPERLINK(\"x\")", Some("@ana")), evento("REJEICAO", None)]).unwrap();
        assert!(csv.starts_with('\u{feff}'));
        let mut leitor = csv::ReaderBuilder::new().delimiter(b';').from_reader(csv.as_bytes());
        let linhas: Vec<_> = leitor.records().map(Result::unwrap).collect();
        assert_eq!((&linhas[0][2], &linhas[0][3]), ("'=HYPERLINK(\"x\")", "'@ana"));
        assert_eq!((&linhas[1][0], &linhas[1][2]), ("2026-11-20T12:00:00.000000Z", "REJEICAO"));
        assert!(linhas[0][5].contains("duas"));
        for perigoso in ["+1", "-1", "\tx", "\rx"] {
            assert!(sem_formula(perigoso).starts_with('\''), "{perigoso:?}");
        }
    }
}
