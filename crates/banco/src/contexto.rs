//! A transação com o escopo dentro.

use std::{
    borrow::Cow,
    collections::BTreeMap,
    ops::{Deref, DerefMut},
    sync::Arc,
};

use nucleo::{ContaId, Escopo, EscopoSistema, Resultado};

use crate::{
    Dialeto, Linha, Valor,
    mudancas::{Assuntos, Mudancas, assuntos_da_tabela},
    transacao::Transacao,
};

/// Em nome de quem e em qual transação se trabalha. Repositórios só aceitam isto: a conta de cada consulta
/// e de cada inserção sai de [`Contexto::conta`].
pub struct Contexto {
    transacao: Transacao,
    escopo: Escopo,
    mudancas: Arc<Mudancas>,
}

impl Contexto {
    pub(crate) fn novo(transacao: Transacao, escopo: Escopo, mudancas: Arc<Mudancas>) -> Self {
        Self { transacao, escopo, mudancas }
    }

    /// Em que geração está o assunto nesta conta: enquanto for a mesma, nada dele mudou. `None` quando outro
    /// servidor pode ter mudado sem que este saiba (PostgreSQL).
    pub fn geracao(&self, assunto: &'static str) -> Option<u64> {
        (self.dialeto() == Dialeto::Sqlite).then(|| self.mudancas.geracao(self.conta(), assunto))
    }

    /// A conta de tudo o que se lê e grava aqui.
    pub fn conta(&self) -> ContaId {
        self.escopo.conta()
    }

    /// Em nome de quem.
    pub fn escopo(&self) -> &Escopo {
        &self.escopo
    }

    pub(crate) fn encerrar(self) -> Transacao {
        self.transacao
    }
}

/// Transação de trabalho que atravessa contas (agendador, resgate). Outro tipo, para que nenhum
/// repositório de conta a aceite por engano.
pub struct ContextoSistema {
    transacao: Transacao,
    escopo: EscopoSistema,
    mudou: BTreeMap<ContaId, Assuntos>,
}

impl ContextoSistema {
    pub(crate) fn novo(transacao: Transacao, escopo: EscopoSistema) -> Self {
        Self { transacao, escopo, mudou: BTreeMap::new() }
    }

    /// Anuncia que se gravou na tabela, nesta conta: aqui a transação não tem uma conta de quem o saber sozinha.
    pub fn anunciar(&mut self, conta: ContaId, tabela: &str) {
        self.mudou.entry(conta).or_default().extend(assuntos_da_tabela(tabela));
    }

    pub(crate) fn mudou(&mut self) -> BTreeMap<ContaId, Assuntos> {
        std::mem::take(&mut self.mudou)
    }

    /// Por que se atravessam contas.
    pub fn motivo(&self) -> &'static str {
        self.escopo.motivo()
    }

    pub(crate) fn encerrar(self) -> Transacao {
        self.transacao
    }
}

macro_rules! alcanca_a_transacao {
    ($($tipo:ty),+) => {$(
        impl Deref for $tipo {
            type Target = Transacao;
            fn deref(&self) -> &Transacao {
                &self.transacao
            }
        }
        impl DerefMut for $tipo {
            fn deref_mut(&mut self) -> &mut Transacao {
                &mut self.transacao
            }
        }

        // Repetidos aqui, e não só alcançados por `Deref`, para que os valores possam citar o próprio
        // contexto: `cx.executar(sql, valores![cx.conta()])` só compila com empréstimo em duas fases.
        impl $tipo {
            /// Executa e devolve quantas linhas mudou.
            pub async fn executar(&mut self, sql: impl Into<Cow<'static, str>>, valores: Vec<Valor>) -> Resultado<u64> {
                self.transacao.executar(sql, valores).await
            }

            /// Todas as linhas. Quem chama põe o `LIMIT`: não há lista sem fim.
            pub async fn buscar(&mut self, sql: impl Into<Cow<'static, str>>, valores: Vec<Valor>) -> Resultado<Vec<Linha>> {
                self.transacao.buscar(sql, valores).await
            }

            /// A primeira linha, se houver.
            pub async fn buscar_um(
                &mut self,
                sql: impl Into<Cow<'static, str>>,
                valores: Vec<Valor>,
            ) -> Resultado<Option<Linha>> {
                self.transacao.buscar_um(sql, valores).await
            }
        }
    )+};
}
alcanca_a_transacao!(Contexto, ContextoSistema);
