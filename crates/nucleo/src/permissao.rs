//! Permissões `modulo.acao`: cada uma é um tipo, para que a prova de tê-la ([`crate::Pode`]) também seja.

use std::collections::BTreeSet;

/// Uma permissão conhecida em tempo de compilação.
pub trait Permissao: Send + Sync + 'static {
    /// Nome estável, `modulo.acao`.
    const NOME: &'static str;
}

/// O conjunto de permissões que alguém tem.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permissoes(BTreeSet<String>);

impl Permissoes {
    /// Todas as do catálogo; para a conta mestra, o sistema e testes.
    pub fn todas() -> Self {
        CATALOGO.iter().map(|(nome, _)| (*nome).to_owned()).collect()
    }

    /// Se contém a permissão nomeada.
    pub fn contem(&self, nome: &str) -> bool {
        self.0.contains(nome)
    }

    /// Os nomes, em ordem.
    pub fn nomes(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl FromIterator<String> for Permissoes {
    fn from_iter<I: IntoIterator<Item = String>>(nomes: I) -> Self {
        Self(nomes.into_iter().collect())
    }
}

macro_rules! permissoes {
    ($($tipo:ident = $nome:literal, $descricao:literal;)+) => {
        /// Todas as permissões, com o que cada uma deixa fazer.
        pub const CATALOGO: &[(&str, &str)] = &[$(($nome, $descricao)),+];

        /// Os tipos das permissões.
        pub mod permissoes {
            use super::Permissao;
            $(
                #[doc = $descricao]
                #[derive(Debug)]
                pub struct $tipo;
                impl Permissao for $tipo {
                    const NOME: &'static str = $nome;
                }
            )+
        }
    };
}

permissoes! {
    VerProcessos = "faturas.ver", "Ver operadoras, clientes, processos e faturas.";
    EditarCadastros = "faturas.cadastrar", "Criar e alterar operadoras e clientes, inclusive por importação.";
    OperarProcessos = "faturas.operar", "Criar processos, disparar downloads e enviar faturas à mão.";
    AprovarProcessos = "faturas.aprovar", "Aprovar e rejeitar faturas.";
    VerExecucoes = "execucoes.ver", "Ver execuções, tentativas e registros.";
    OperarExecucoes = "execucoes.operar", "Repetir, cancelar e decidir execuções.";
    VerAgendamentos = "agendamentos.ver", "Ver agendamentos.";
    EditarAgendamentos = "agendamentos.editar", "Criar, alterar e disparar agendamentos.";
    VerUsuarios = "usuarios.ver", "Ver usuários, grupos e vínculos da conta.";
    EditarUsuarios = "usuarios.editar", "Dar e retirar acesso de usuários à conta.";
    VerContas = "contas.ver", "Ver as contas filhas.";
    EditarContas = "contas.editar", "Criar e suspender contas filhas.";
    VerAuditoria = "auditoria.ver", "Ver e exportar a auditoria da conta.";
    VerSaude = "saude.ver", "Ver a saúde do sistema em detalhe.";
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn nomes_sao_unicos_e_no_formato_modulo_acao() {
        let nomes: BTreeSet<_> = CATALOGO.iter().map(|(n, _)| n).collect();
        assert_eq!(nomes.len(), CATALOGO.len());
        assert!(nomes.iter().all(|n| n.split('.').count() == 2));
        assert_eq!(Permissoes::todas().nomes().count(), CATALOGO.len());
    }
}
