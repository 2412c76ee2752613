//! O que uma execução é e por onde pode passar.

use super::Evidencia;
use banco::texto_no_banco;
use chrono::{DateTime, Utc};
use nucleo::{ContaId, Erro, ExecucaoId, Resultado, UsuarioId};
use serde_json::Value;
use uuid::Uuid;

macro_rules! enum_de_texto {
    ($(#[$atributo:meta])+ $nome:ident { $($(#[doc = $vdoc:literal])+ $variante:ident = $texto:literal,)+ }) => {
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
        )]
        #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
        $(#[$atributo])+
        pub enum $nome { $($(#[doc = $vdoc])+ $variante,)+ }

        impl $nome {
            /// Todas as variantes, na ordem do fluxo.
            pub const TODAS: &[Self] = &[$(Self::$variante),+];

            /// O texto guardado e mostrado.
            pub const fn como_texto(&self) -> &'static str {
                match self { $(Self::$variante => $texto),+ }
            }
        }

        impl std::str::FromStr for $nome {
            type Err = ();
            fn from_str(texto: &str) -> Result<Self, ()> {
                Self::TODAS.iter().copied().find(|v| v.como_texto() == texto).ok_or(())
            }
        }

        impl std::fmt::Display for $nome {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.como_texto())
            }
        }
    };
}
pub(crate) use enum_de_texto;

enum_de_texto! {
    /// Onde a execução está.
    #[schema(as = execucoes::Situacao)]
    Situacao {
        /// Aguarda a vez.
        Pendente = "PENDENTE",
        /// Ainda não era hora; volta no instante marcado.
        Adiada = "ADIADA",
        /// Um trabalhador a tem sob reserva.
        Executando = "EXECUTANDO",
        /// Parada até que uma pessoa responda.
        AguardandoHumano = "AGUARDANDO_HUMANO",
        /// Falhou e volta depois da espera.
        TentandoNovamente = "TENTANDO_NOVAMENTE",
        /// Terminou bem.
        Concluido = "CONCLUIDO",
        /// Terminou mal, e não se tenta mais.
        Falhou = "FALHOU",
        /// Parada a pedido.
        Cancelado = "CANCELADO",
        /// Não se sabe se o efeito externo aconteceu.
        Incerto = "INCERTO",
    }
}

enum_de_texto! {
    /// Como uma tentativa terminou, ou que ainda corre.
    #[schema(as = execucoes::SituacaoTentativa)]
    SituacaoTentativa {
        /// Corre.
        Executando = "EXECUTANDO",
        /// Corre a pergunta ao outro lado sobre um efeito incerto.
        Verificando = "VERIFICANDO",
        /// Deu certo.
        Concluido = "CONCLUIDO",
        /// Não deu.
        Falhou = "FALHOU",
        /// Não era hora.
        Adiada = "ADIADA",
        /// Parou a pedido.
        Cancelado = "CANCELADO",
        /// Terminou sem se saber se houve efeito.
        Incerto = "INCERTO",
        /// A verificação provou que nada aconteceu lá fora.
        SemEfeito = "SEM_EFEITO",
        /// O trabalhador sumiu e a reserva venceu.
        Perdida = "PERDIDA",
        /// Respondeu depois de perder a reserva; a resposta ficou guardada e nada mudou.
        Tardia = "TARDIA",
    }
}
texto_no_banco!(Situacao, SituacaoTentativa);

/// O que muda uma execução de situação.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passo {
    /// Um trabalhador a toma.
    Reservar,
    /// O trabalho deu certo.
    Concluir,
    /// Falha final.
    Falhar,
    /// Falha que se tenta de novo.
    Repetir,
    /// Ainda não é hora.
    Adiar,
    /// Parar a pedido.
    Cancelar,
    /// Parou depois de um passo irreversível sem se saber o efeito.
    Duvidar,
    /// Volta à fila: sem efeito comprovado, ou o trabalhador sumiu antes de qualquer passo irreversível.
    Devolver,
    /// Precisa de uma pessoa para seguir.
    EsperarHumano,
    /// A pessoa respondeu.
    Retomar,
    /// Uma pessoa afirma que o efeito aconteceu.
    ConfirmarEfeito,
    /// Uma pessoa afirma que nada aconteceu.
    NegarEfeito,
}

impl Passo {
    /// O nome do passo, como no diagrama.
    pub const fn como_texto(&self) -> &'static str {
        match self {
            Self::Reservar => "reservar",
            Self::Concluir => "concluir",
            Self::Falhar => "falhar",
            Self::Repetir => "repetir",
            Self::Adiar => "adiar",
            Self::Cancelar => "cancelar",
            Self::Duvidar => "duvidar",
            Self::Devolver => "devolver",
            Self::EsperarHumano => "esperar humano",
            Self::Retomar => "retomar",
            Self::ConfirmarEfeito => "confirmar efeito",
            Self::NegarEfeito => "negar efeito",
        }
    }
}

/// Fonte única das mudanças: valida, desenha o diagrama e diz à tela o que é possível.
pub const FLUXO: &[(Situacao, Passo, Situacao)] = &[
    (Situacao::Pendente, Passo::Reservar, Situacao::Executando),
    (Situacao::Pendente, Passo::Cancelar, Situacao::Cancelado),
    (Situacao::Adiada, Passo::Reservar, Situacao::Executando),
    (Situacao::Adiada, Passo::Cancelar, Situacao::Cancelado),
    (Situacao::TentandoNovamente, Passo::Reservar, Situacao::Executando),
    (Situacao::TentandoNovamente, Passo::Cancelar, Situacao::Cancelado),
    (Situacao::Executando, Passo::Concluir, Situacao::Concluido),
    (Situacao::Executando, Passo::Falhar, Situacao::Falhou),
    (Situacao::Executando, Passo::Repetir, Situacao::TentandoNovamente),
    (Situacao::Executando, Passo::Adiar, Situacao::Adiada),
    (Situacao::Executando, Passo::Cancelar, Situacao::Cancelado),
    (Situacao::Executando, Passo::Duvidar, Situacao::Incerto),
    (Situacao::Executando, Passo::Devolver, Situacao::Pendente),
    (Situacao::Executando, Passo::EsperarHumano, Situacao::AguardandoHumano),
    (Situacao::AguardandoHumano, Passo::Retomar, Situacao::Pendente),
    (Situacao::AguardandoHumano, Passo::Cancelar, Situacao::Cancelado),
    (Situacao::Incerto, Passo::Reservar, Situacao::Executando),
    (Situacao::Incerto, Passo::ConfirmarEfeito, Situacao::Concluido),
    (Situacao::Incerto, Passo::NegarEfeito, Situacao::Pendente),
];

impl Situacao {
    /// Para onde o passo leva, ou conflito se daqui não se pode dá-lo.
    pub fn apos(self, passo: Passo) -> Resultado<Self> {
        FLUXO.iter().find(|(de, p, _)| (*de, *p) == (self, passo)).map(|(_, _, para)| *para).ok_or_else(
            || {
                Erro::conflito(
                    "situacao_nao_permite",
                    format!("a execução está {self} e isso não é possível agora"),
                    "atualize a tela e veja a situação atual",
                )
            },
        )
    }

    /// Se daqui não se sai mais.
    pub fn esta_encerrada(self) -> bool {
        FLUXO.iter().all(|(de, _, _)| *de != self)
    }
}

/// Uma execução durável.
#[derive(Clone, Debug, PartialEq)]
pub struct Execucao {
    /// Id.
    pub id: ExecucaoId,
    /// A conta dona.
    pub conta: ContaId,
    /// O tipo, como `DOWNLOAD_FATURA`.
    pub tipo: String,
    /// Onde está.
    pub status: Situacao,
    /// Sobre o que é, para pessoas: cliente e operadora, ou o nome do agendamento.
    pub titulo: Option<String>,
    /// O resto que distingue: unidade e mês.
    pub detalhe: Option<String>,
    /// Em que fila aguarda.
    pub fila: String,
    /// Sobre que tipo de registro age, como `processo`.
    pub alvo_tipo: Option<String>,
    /// Sobre qual.
    pub alvo_id: Option<Uuid>,
    /// O pedido, com segredos mascarados.
    pub parametros_entrada: Value,
    /// O resultado da última tentativa que deixou um.
    pub resultado_saida: Option<Value>,
    /// RPA usado.
    pub classe_rpa_utilizada: Option<String>,
    /// Onde o arquivo resultante está guardado.
    pub url_arquivo_s3: Option<String>,
    /// O que deu errado por último.
    pub detalhes_erro: Option<String>,
    /// Código estável do que deu errado por último.
    pub classe_erro: Option<String>,
    /// Enquanto viva, não se cria outra com a mesma chave.
    pub chave_unica: Option<String>,
    /// Só uma por chave executa de cada vez.
    pub chave_concorrencia: Option<String>,
    /// Quantas tentativas já começaram.
    pub numero_tentativa: u32,
    /// Quantas pode haver.
    pub maximo_tentativas: u32,
    /// Antes disto não se reserva.
    pub disponivel_em: DateTime<Utc>,
    /// Número da reserva: resposta com número velho não grava.
    pub ficha: i64,
    /// Progresso informado, de 0 a 100.
    pub progresso: Option<i64>,
    /// Último passo irreversível marcado.
    pub passo_irreversivel: Option<String>,
    /// Quando pediram para parar.
    pub cancelamento_pedido_em: Option<DateTime<Utc>>,
    /// Quem pediu a execução.
    pub executado_por_usuario_id: Option<UsuarioId>,
    /// De onde pediu.
    pub ip_origem: Option<String>,
    /// Com que programa pediu.
    pub user_agent: Option<String>,
    /// A execução que esta repete.
    pub repete_id: Option<ExecucaoId>,
    /// Quando a primeira tentativa começou.
    pub data_inicio: Option<DateTime<Utc>>,
    /// Quando se encerrou.
    pub data_fim: Option<DateTime<Utc>>,
    /// Quando foi pedida.
    pub criado_em: DateTime<Utc>,
}

impl Execucao {
    /// Quanto durou, ou dura, desde a primeira tentativa; nulo se ainda não começou.
    pub fn duracao_ms(&self, agora: DateTime<Utc>) -> Option<i64> {
        let fim = self.data_fim.or_else(|| (self.status == Situacao::Executando).then_some(agora));
        self.data_inicio.zip(fim).map(|(inicio, fim)| (fim - inicio).num_milliseconds())
    }

    /// Se a próxima reserva é para verificar um efeito, e não para fazer o trabalho.
    pub fn e_verificacao(&self) -> bool {
        self.passo_irreversivel.is_some()
    }

    /// Por que ainda não anda; `None` se anda ou se encerrou.
    pub fn motivo_espera(&self, agora: DateTime<Utc>) -> Option<String> {
        let erro = self.detalhes_erro.as_deref().unwrap_or("sem detalhes");
        match self.status {
            Situacao::Pendente if self.disponivel_em > agora => {
                Some(format!("marcada para {}", self.disponivel_em.to_rfc3339()))
            }
            Situacao::Pendente => Some("aguarda um trabalhador livre".into()),
            Situacao::Adiada => Some(format!("ainda não era hora: {erro}")),
            Situacao::TentandoNovamente => Some(format!("nova tentativa depois da falha: {erro}")),
            Situacao::AguardandoHumano => Some("aguarda uma pessoa".into()),
            Situacao::Incerto => Some(format!("não se sabe se o efeito aconteceu: {erro}")),
            _ => None,
        }
    }
}

/// Uma tentativa de uma execução.
#[derive(Clone, Debug, PartialEq)]
pub struct Tentativa {
    /// Número, a partir de 1; a verificação repete o número da tentativa que verifica.
    pub numero: u32,
    /// Como terminou.
    pub status: SituacaoTentativa,
    /// Quem a fez.
    pub trabalhador: String,
    /// Quando começou.
    pub data_inicio: DateTime<Utc>,
    /// Quando terminou.
    pub data_fim: Option<DateTime<Utc>>,
    /// O que deu errado.
    pub detalhes_erro: Option<String>,
    /// Código estável do que deu errado.
    pub classe_erro: Option<String>,
    /// O que deixou.
    pub resultado_saida: Option<Value>,
    /// O que deixou para ver depois.
    pub evidencias: Vec<Evidencia>,
}

/// O pedido de uma execução. `parametros` já vem com segredos mascarados.
#[derive(Clone, Debug, Default)]
pub struct NovaExecucao {
    /// O tipo, igual ao `TIPO` de um trabalho registrado.
    pub tipo: &'static str,
    /// Sobre o que é, para pessoas, como «Hospital Santa Aurélia · Telenova».
    pub titulo: Option<String>,
    /// O resto que distingue, como «Norte · 11/2026».
    pub detalhe: Option<String>,
    /// Sobre o que age: (`processo`, id).
    pub alvo: Option<(&'static str, Uuid)>,
    /// O que se pede, sem segredos.
    pub parametros: Value,
    /// Enquanto houver uma viva com esta chave na conta, não se cria outra.
    pub chave_unica: Option<String>,
    /// Só uma por chave executa de cada vez na conta.
    pub chave_concorrencia: Option<String>,
    /// RPA que será usado.
    pub classe_rpa: Option<String>,
    /// Antes disto não se executa; sem dizer, já.
    pub disponivel_em: Option<DateTime<Utc>>,
    /// A execução que esta repete.
    pub repete: Option<ExecucaoId>,
}

/// O que resultou de enfileirar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enfileirada {
    /// A execução: a nova, ou a viva com a mesma chave.
    pub id: ExecucaoId,
    /// Se já existia uma viva com a mesma chave.
    pub ja_existia: bool,
}

/// Algo já feito na própria requisição (um anexo manual), guardado como execução para o histórico.
#[derive(Clone, Debug, Default)]
pub struct ExecucaoFeita {
    /// O tipo, como `UPLOAD_MANUAL`.
    pub tipo: &'static str,
    /// Sobre o que é, para pessoas.
    pub titulo: Option<String>,
    /// O resto que distingue.
    pub detalhe: Option<String>,
    /// Sobre o que agiu.
    pub alvo: Option<(&'static str, Uuid)>,
    /// O que foi pedido, sem segredos.
    pub parametros: Value,
    /// O resultado.
    pub saida: Value,
    /// Onde o arquivo ficou guardado.
    pub url_arquivo: Option<String>,
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::testes::execucao_de_exemplo;

    #[test]
    fn o_fluxo_so_deixa_o_que_a_tabela_diz() {
        assert_eq!(Situacao::Pendente.apos(Passo::Reservar).unwrap(), Situacao::Executando);
        assert_eq!(Situacao::Incerto.apos(Passo::NegarEfeito).unwrap(), Situacao::Pendente);
        assert_eq!(Situacao::Incerto.apos(Passo::Cancelar).unwrap_err().codigo(), "situacao_nao_permite");
        assert!(Situacao::Concluido.apos(Passo::Reservar).is_err());
        let encerradas: Vec<_> = Situacao::TODAS.iter().filter(|s| s.esta_encerrada()).collect();
        assert_eq!(encerradas, [&Situacao::Concluido, &Situacao::Falhou, &Situacao::Cancelado]);
    }

    #[test]
    fn cada_passo_leva_a_um_so_lugar() {
        let nomes: std::collections::HashSet<_> =
            FLUXO.iter().map(|(_, passo, _)| passo.como_texto()).collect();
        assert_eq!(nomes.len(), 12, "todo passo tem nome próprio e lugar na tabela");
        for (i, (de, passo, _)) in FLUXO.iter().enumerate() {
            let repetidos = FLUXO[i + 1..].iter().filter(|(d, p, _)| (d, p) == (de, passo)).count();
            assert_eq!(repetidos, 0, "{de} {} aparece duas vezes", passo.como_texto());
        }
    }

    #[test]
    fn o_texto_vai_e_volta_e_e_o_mesmo_do_fio() {
        for situacao in Situacao::TODAS {
            assert_eq!(situacao.como_texto().parse(), Ok(*situacao));
            assert_eq!(serde_json::to_value(situacao).unwrap(), situacao.como_texto());
        }
        for situacao in SituacaoTentativa::TODAS {
            assert_eq!(serde_json::to_value(situacao).unwrap(), situacao.to_string());
        }
        assert!("OUTRA".parse::<Situacao>().is_err());
    }

    #[test]
    fn todo_item_que_espera_diz_por_que() {
        let base = execucao_de_exemplo();
        let agora = base.disponivel_em;
        for situacao in Situacao::TODAS.iter().copied() {
            let motivo = Execucao { status: situacao, ..base.clone() }.motivo_espera(agora);
            let espera = !situacao.esta_encerrada() && situacao != Situacao::Executando;
            assert_eq!(motivo.is_some(), espera, "{situacao}");
        }
        let futura = Execucao {
            status: Situacao::Pendente,
            disponivel_em: agora + chrono::TimeDelta::hours(1),
            ..base
        };
        assert!(futura.motivo_espera(agora).unwrap().starts_with("marcada para 2026-11-20T13:00:00"));
    }
}
