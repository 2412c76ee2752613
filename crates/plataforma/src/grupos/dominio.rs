//! Os grupos com que toda conta nasce.

use nucleo::{CATALOGO, GrupoId};

/// Um grupo da conta.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grupo {
    /// O id.
    pub id: GrupoId,
    /// Nome, único na conta.
    pub nome: String,
    /// Para quem serve.
    pub descricao: String,
    /// Nasceu com a conta e não se altera.
    pub predefinido: bool,
    /// Nomes das permissões, em ordem.
    pub permissoes: Vec<String>,
}

/// Um grupo que nasce com a conta; o que ele pode vem daqui e se renova a cada início do servidor.
#[derive(Clone, Copy, Debug)]
pub struct Predefinido {
    /// Nome do grupo.
    pub nome: &'static str,
    /// Para quem serve.
    pub descricao: &'static str,
    /// `None`: todas as do catálogo, inclusive as que vierem a existir.
    permissoes: Option<&'static [&'static str]>,
}

impl Predefinido {
    /// Nomes das permissões.
    pub fn permissoes(&self) -> Vec<&'static str> {
        self.permissoes.map_or_else(|| CATALOGO.iter().map(|(nome, _)| *nome).collect(), <[_]>::to_vec)
    }
}

/// Nome do grupo que administra a conta: nela há sempre ao menos uma pessoa com ele.
pub const ADMINISTRADOR: &str = "Administrador";

/// Os grupos predefinidos, do que mais pode ao que só vê.
pub const PREDEFINIDOS: &[Predefinido] = &[
    Predefinido { nome: ADMINISTRADOR, descricao: "Pode tudo na conta.", permissoes: None },
    Predefinido {
        nome: "Aprovador",
        descricao: "Confere e aprova ou rejeita faturas.",
        permissoes: Some(&["faturas.ver", "faturas.aprovar", "execucoes.ver"]),
    },
    Predefinido {
        nome: "Operador",
        descricao: "Cadastra operadoras e clientes e opera downloads e envios.",
        permissoes: Some(&[
            "faturas.ver",
            "faturas.cadastrar",
            "faturas.operar",
            "execucoes.ver",
            "execucoes.operar",
            "agendamentos.ver",
            "agendamentos.editar",
        ]),
    },
    Predefinido {
        nome: "Visualizador",
        descricao: "Só vê.",
        permissoes: Some(&["faturas.ver", "execucoes.ver", "agendamentos.ver"]),
    },
];

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn predefinidos_so_citam_permissoes_do_catalogo() {
        for grupo in PREDEFINIDOS {
            for permissao in grupo.permissoes() {
                assert!(CATALOGO.iter().any(|(nome, _)| *nome == permissao), "{}: {permissao}", grupo.nome);
            }
        }
        assert_eq!(PREDEFINIDOS[0].permissoes().len(), CATALOGO.len());
    }

    #[test]
    fn quem_aprova_nao_opera_e_quem_opera_nao_aprova() {
        let pode = |nome: &str, permissao: &str| {
            let grupo = PREDEFINIDOS.iter().find(|g| g.nome == nome).unwrap();
            grupo.permissoes().contains(&permissao)
        };
        assert!(pode("Aprovador", "faturas.aprovar") && !pode("Aprovador", "faturas.operar"));
        assert!(pode("Operador", "faturas.operar") && !pode("Operador", "faturas.aprovar"));
        assert!(!pode("Visualizador", "usuarios.ver") && !pode("Operador", "usuarios.ver"));
    }
}
