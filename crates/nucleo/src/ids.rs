//! Ids tipados: um `ClienteId` não entra onde se espera um `ProcessoId`.
//!
//! Todos são UUID v7: ordenam pela criação, o que mantém os índices compactos. Um id não é segredo.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[doc = $doc:literal])+ $nome:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $nome(pub Uuid);

        impl $nome {
            /// Id novo, no instante e com o acaso do relógio dado.
            pub fn novo(relogio: &dyn crate::Relogio) -> Self {
                Self(relogio.novo_uuid())
            }
        }

        impl fmt::Display for $nome {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $nome {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($nome), "({})"), self.0)
            }
        }

        impl FromStr for $nome {
            type Err = uuid::Error;
            fn from_str(texto: &str) -> Result<Self, Self::Err> {
                texto.parse().map(Self)
            }
        }

        impl From<Uuid> for $nome {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl From<$nome> for Uuid {
            fn from(id: $nome) -> Self {
                id.0
            }
        }
    )+

        /// Repete uma macro para cada tipo de id; usada por `banco` para gravá-los.
        #[macro_export]
        macro_rules! para_cada_id {
            ($macro:ident) => { $($macro!($nome);)+ };
        }
    };
}

ids! {
    /// Uma conta: dona dos dados.
    ContaId;
    /// Uma pessoa, global na plataforma.
    UsuarioId;
    /// O acesso de um usuário a uma conta.
    VinculoId;
    /// Um conjunto de permissões com nome.
    GrupoId;
    /// Uma sessão de navegador.
    SessaoId;
    /// Uma operadora de telecomunicações.
    OperadoraId;
    /// A unidade de um cliente em uma operadora.
    ClienteId;
    /// A fatura de um cliente em um mês.
    ProcessoId;
    /// Uma aprovação ou rejeição.
    DecisaoId;
    /// Um efeito externo irreversível.
    EfeitoId;
    /// Uma execução durável.
    ExecucaoId;
    /// Uma tentativa de uma execução.
    TentativaId;
    /// O que uma tentativa deixou para ver depois.
    EvidenciaId;
    /// Um agendamento.
    AgendamentoId;
    /// Uma linha de auditoria.
    AuditoriaId;
    /// Os filtros que uma pessoa guardou em uma tela.
    VisaoId;
}
