//! O que é o fluxo de um processo: as situações, os passos e o que cada registro guarda.

use std::{fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, Utc};
use nucleo::{ClienteId, Competencia, Dinheiro, Erro, OperadoraId, ProcessoId, Resultado, Sha256, UsuarioId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// Em que ponto do mês o processo está; a ordem das variantes é a ordem do fluxo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = SituacaoDoProcesso)]
pub enum Situacao {
    /// Espera a fatura, do portal ou à mão.
    AguardandoDownload,
    /// A fatura chegou e espera quem aprove.
    AguardandoAprovacao,
    /// Aprovada; o envio ao SAT está na fila ou andando.
    AguardandoEnvioSat,
    /// O SAT recebeu. Fim.
    UploadRealizado,
}

/// O que faz um processo andar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Passo {
    /// O RPA da operadora traz a fatura.
    Baixar,
    /// Uma pessoa envia o PDF.
    Anexar,
    /// Uma pessoa aprova a fatura.
    Aprovar,
    /// Uma pessoa rejeita a fatura, com motivo.
    Rejeitar,
    /// O RPA entrega a fatura ao SAT.
    Enviar,
    /// Uma pessoa volta atrás na aprovação, antes que o envio comece.
    Desfazer,
}

use Passo::{Anexar, Aprovar, Baixar, Desfazer, Enviar, Rejeitar};
use Situacao::{AguardandoAprovacao, AguardandoDownload, AguardandoEnvioSat, UploadRealizado};

/// Fonte única: valida, desenha o diagrama de docs/fluxos e diz à tela o que é possível.
pub const FLUXO: &[(Situacao, Passo, Situacao)] = &[
    (AguardandoDownload, Baixar, AguardandoAprovacao),
    (AguardandoDownload, Anexar, AguardandoAprovacao),
    (AguardandoAprovacao, Aprovar, AguardandoEnvioSat),
    (AguardandoAprovacao, Rejeitar, AguardandoDownload),
    (AguardandoEnvioSat, Enviar, UploadRealizado),
    (AguardandoEnvioSat, Desfazer, AguardandoAprovacao),
];

/// Um texto que não é uma situação publicada.
#[derive(Debug, PartialEq, Eq)]
pub struct SituacaoDesconhecida;

impl Situacao {
    /// Todas, na ordem do fluxo.
    pub const TODAS: [Self; 4] =
        [AguardandoDownload, AguardandoAprovacao, AguardandoEnvioSat, UploadRealizado];

    /// O nome publicado, como `AGUARDANDO_DOWNLOAD`.
    pub const fn como_texto(&self) -> &'static str {
        match self {
            AguardandoDownload => "AGUARDANDO_DOWNLOAD",
            AguardandoAprovacao => "AGUARDANDO_APROVACAO",
            AguardandoEnvioSat => "AGUARDANDO_ENVIO_SAT",
            UploadRealizado => "UPLOAD_REALIZADO",
        }
    }

    /// Para onde o passo leva, ou o conflito `fora_de_hora` que diz em que situação ele cabe.
    pub fn apos(self, passo: Passo) -> Resultado<Self> {
        FLUXO.iter().find(|(de, por, _)| *de == self && *por == passo).map(|(_, _, para)| *para).ok_or_else(
            || {
                Erro::conflito(
                    "fora_de_hora",
                    format!(
                        "o processo está em {self}; {} só cabe em {}",
                        passo.por_extenso(),
                        passo.parte_de()
                    ),
                    "recarregue o processo e veja os passos possíveis",
                )
            },
        )
    }
}

impl fmt::Display for Situacao {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.como_texto())
    }
}

impl FromStr for Situacao {
    type Err = SituacaoDesconhecida;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        Self::TODAS.into_iter().find(|s| s.como_texto() == texto).ok_or(SituacaoDesconhecida)
    }
}

banco::texto_no_banco!(Situacao);

impl Passo {
    /// Todos, na ordem em que a tela os mostra.
    pub const TODOS: [Self; 6] = [Baixar, Anexar, Aprovar, Rejeitar, Enviar, Desfazer];

    /// A situação em que o passo cabe; o fluxo tem exatamente uma para cada passo.
    pub fn parte_de(self) -> Situacao {
        match self {
            Baixar | Anexar => AguardandoDownload,
            Aprovar | Rejeitar => AguardandoAprovacao,
            Enviar | Desfazer => AguardandoEnvioSat,
        }
    }

    fn por_extenso(self) -> &'static str {
        match self {
            Baixar => "baixar a fatura",
            Anexar => "anexar a fatura",
            Aprovar => "aprovar",
            Rejeitar => "rejeitar",
            Enviar => "enviar ao SAT",
            Desfazer => "desfazer a aprovação",
        }
    }
}

/// A cor que resume as conferências de uma fatura.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = SemaforoDaFatura)]
pub enum Semaforo {
    /// Tudo confere.
    Verde,
    /// Falta alguma confirmação.
    Amarelo,
    /// Há contradição.
    Vermelho,
}

/// Um texto que não é uma cor publicada.
#[derive(Debug, PartialEq, Eq)]
pub struct SemaforoDesconhecido;

impl Semaforo {
    /// Todas as cores.
    pub const TODOS: [Self; 3] = [Self::Verde, Self::Amarelo, Self::Vermelho];

    /// O nome publicado, como `VERDE`.
    pub const fn como_texto(&self) -> &'static str {
        match self {
            Self::Verde => "VERDE",
            Self::Amarelo => "AMARELO",
            Self::Vermelho => "VERMELHO",
        }
    }
}

impl FromStr for Semaforo {
    type Err = SemaforoDesconhecido;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        Self::TODOS.into_iter().find(|s| s.como_texto() == texto).ok_or(SemaforoDesconhecido)
    }
}

impl From<documentos::Semaforo> for Semaforo {
    fn from(cor: documentos::Semaforo) -> Self {
        match cor {
            documentos::Semaforo::Verde => Self::Verde,
            documentos::Semaforo::Amarelo => Self::Amarelo,
            documentos::Semaforo::Vermelho => Self::Vermelho,
        }
    }
}

banco::texto_no_banco!(Semaforo);

/// Um processo como está gravado.
#[derive(Clone, Debug)]
pub struct Processo {
    /// Identificador.
    pub id: ProcessoId,
    /// O cliente dono da fatura.
    pub cliente_id: ClienteId,
    /// A operadora que a emite, a do cliente quando o processo nasceu.
    pub operadora_id: OperadoraId,
    /// Mês de referência.
    pub mes_ano: Competencia,
    /// Em que ponto está.
    pub situacao: Situacao,
    /// Endereço do PDF nesta API.
    pub url_fatura: Option<String>,
    /// Caminho do PDF no armazém.
    pub caminho_s3_fatura: Option<String>,
    /// Resumo do PDF: é ele que se aprova e é só ele que se envia.
    pub arquivo_sha256: Option<Sha256>,
    /// O que se leu da fatura e as conferências.
    pub leitura: Option<Value>,
    /// Vencimento lido.
    pub data_vencimento: Option<NaiveDate>,
    /// Valor lido.
    pub valor_fatura: Option<Dinheiro>,
    /// Número impresso na fatura.
    pub numero_fatura: Option<String>,
    /// A cor que resume as conferências; nula sem fatura.
    pub semaforo: Option<Semaforo>,
    /// Quantas conferências não estão OK.
    pub alertas: i64,
    /// Quando a fatura deve vencer: o que se leu, ou o que se prevê.
    pub data_prevista: NaiveDate,
    /// Valor da fatura do mês anterior do mesmo cliente.
    pub valor_mes_anterior: Option<Dinheiro>,
    /// Quem aprovou o arquivo atual.
    pub aprovado_por_usuario_id: Option<UsuarioId>,
    /// Quando aprovou.
    pub data_aprovacao: Option<DateTime<Utc>>,
    /// Se o SAT confirmou o recebimento.
    pub enviado_para_sat: bool,
    /// Quando confirmou.
    pub data_envio_sat: Option<DateTime<Utc>>,
    /// O recibo do SAT.
    pub protocolo_sat: Option<String>,
    /// Se o arquivo atual foi posto por uma pessoa.
    pub upload_manual: bool,
    /// Se nasceu da criação do mês, e não de um pedido avulso.
    pub criado_automaticamente: bool,
    /// Por que a última fatura foi rejeitada; some quando outra chega.
    pub motivo_rejeicao: Option<String>,
    /// Notas de quem trabalha no processo.
    pub observacoes: Option<String>,
    /// Sobe a cada mudança; é o `ETag`.
    pub versao: i64,
    /// Quando nasceu.
    pub criado_em: DateTime<Utc>,
    /// Última mudança.
    pub atualizado_em: DateTime<Utc>,
}

impl Processo {
    /// Confere que o resumo dado é o do arquivo que está no processo agora.
    ///
    /// # Erros
    /// `arquivo_mudou` quando outro arquivo tomou o lugar do que a pessoa viu.
    pub fn conferir_arquivo(&self, visto: Sha256) -> Resultado<()> {
        if self.arquivo_sha256 == Some(visto) {
            return Ok(());
        }
        Err(Erro::conflito(
            "arquivo_mudou",
            "a fatura deste processo não é mais a que foi mostrada",
            "recarregue o processo, veja a fatura atual e decida de novo",
        ))
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn cada_situacao_aceita_exatamente_os_passos_do_fluxo() {
        for situacao in Situacao::TODAS {
            for passo in Passo::TODOS {
                let no_fluxo = FLUXO.iter().find(|(de, por, _)| *de == situacao && *por == passo);
                match (situacao.apos(passo), no_fluxo) {
                    (Ok(destino), Some((_, _, esperado))) => assert_eq!(destino, *esperado),
                    (Err(erro), None) => {
                        assert_eq!(erro.codigo(), "fora_de_hora");
                        assert!(erro.to_string().contains(passo.parte_de().como_texto()), "{erro}");
                    }
                    outro => panic!("{situacao} {passo:?}: {outro:?}"),
                }
            }
        }
    }

    #[test]
    fn todo_passo_parte_de_uma_so_situacao_e_o_fim_nao_tem_saida() {
        for passo in Passo::TODOS {
            let origens: Vec<_> =
                FLUXO.iter().filter(|(_, por, _)| *por == passo).map(|(de, _, _)| *de).collect();
            assert_eq!(origens, [passo.parte_de()]);
        }
        assert!(!FLUXO.iter().any(|(de, _, _)| *de == UploadRealizado));
    }

    #[test]
    fn o_nome_publicado_vai_e_volta() {
        for situacao in Situacao::TODAS {
            assert_eq!(situacao.como_texto().parse(), Ok(situacao));
            assert_eq!(serde_json::to_value(situacao).unwrap(), situacao.como_texto());
        }
        assert_eq!("APROVADO".parse::<Situacao>(), Err(SituacaoDesconhecida));
    }
}
