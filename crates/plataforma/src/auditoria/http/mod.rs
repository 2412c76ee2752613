//! Operações HTTP da auditoria.

pub mod acoes;
pub mod exportar;
pub mod listar;

/// Define os parâmetros de uma consulta à auditoria: o filtro comum e o que só ela tem. Campo desconhecido é
/// recusado, e por isso o filtro não pode vir em outra estrutura.
macro_rules! consulta_da_auditoria {
    ($(#[$atributo:meta])+ $nome:ident { $($(#[$do_campo:meta])+ $campo:ident: $tipo:ty,)+ }) => {
        $(#[$atributo])+
        #[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $nome {
            /// Deste instante em diante.
            de: Option<chrono::DateTime<chrono::Utc>>,
            /// Antes deste instante.
            ate: Option<chrono::DateTime<chrono::Utc>>,
            /// Só desta pessoa.
            usuario_id: Option<uuid::Uuid>,
            /// Só este verbo, como `processo.aprovado`.
            acao: Option<String>,
            /// Só deste tipo de registro, como `processos`.
            entidade: Option<String>,
            /// Só deste registro.
            entidade_id: Option<uuid::Uuid>,
            /// Trecho do que se fez, de quem fez ou de sobre o que se fez, sem distinguir acentos nem caixa.
            busca: Option<String>,
            $($(#[$do_campo])+ $campo: $tipo,)+
        }

        impl $nome {
            fn filtro(&mut self) -> banco::FiltroDeFatos {
                banco::FiltroDeFatos {
                    de: self.de,
                    ate: self.ate,
                    usuario_id: self.usuario_id.map(Into::into),
                    acao: self.acao.take(),
                    entidade: self.entidade.take(),
                    entidade_id: self.entidade_id,
                    busca: self.busca.take(),
                }
            }
        }
    };
}
use consulta_da_auditoria;
