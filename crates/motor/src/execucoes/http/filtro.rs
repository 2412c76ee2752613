//! O filtro de execuções no fio: o mesmo na lista e na exportação.

use nucleo::{CampoInvalido, Erro, Resultado};

use crate::execucoes::Situacao;

/// Define os parâmetros de uma consulta de execuções: o filtro comum e o que só ela tem. Campo desconhecido é
/// recusado, e por isso o filtro não pode vir em outra estrutura.
macro_rules! consulta_de_execucoes {
    ($(#[$atributo:meta])+ $nome:ident { $($(#[$do_campo:meta])+ $campo:ident: $tipo:ty,)+ }) => {
        $(#[$atributo])+
        #[derive(Debug, serde::Deserialize, utoipa::IntoParams)]
        #[serde(deny_unknown_fields)]
        #[into_params(parameter_in = Query)]
        pub struct $nome {
            /// Que parte da fila se quer ver.
            #[param(inline)]
            grupo: Option<crate::execucoes::lista::Grupo>,
            /// Só nesta situação; várias, com vírgula.
            #[param(example = "PENDENTE,ADIADA")]
            status: Option<String>,
            /// Só deste tipo, como DOWNLOAD_FATURA.
            tipo: Option<String>,
            /// Trecho de título ou detalhe, sem distinguir acentos nem caixa; ou um id inteiro.
            busca: Option<String>,
            /// Só as que agem sobre este processo.
            processo_id: Option<uuid::Uuid>,
            /// Pedidas deste instante em diante.
            de: Option<chrono::DateTime<chrono::Utc>>,
            /// Pedidas antes deste instante.
            ate: Option<chrono::DateTime<chrono::Utc>>,
            /// `criacao` ou `-criacao` (a mais nova primeiro, o padrão).
            ordem: Option<String>,
            $($(#[$do_campo])+ $campo: $tipo,)+
        }

        impl $nome {
            fn filtro(&mut self) -> nucleo::Resultado<crate::execucoes::lista::Filtro> {
                Ok(crate::execucoes::lista::Filtro {
                    grupo: self.grupo,
                    status: super::filtro::lendo_situacoes(self.status.as_deref())?,
                    tipo: self.tipo.take(),
                    busca: self.busca.take(),
                    processo_id: self.processo_id,
                    de: self.de,
                    ate: self.ate,
                    crescente: super::filtro::lendo_ordem(self.ordem.as_deref())?,
                })
            }
        }
    };
}
pub(super) use consulta_de_execucoes;

pub(super) fn lendo_situacoes(texto: Option<&str>) -> Resultado<Vec<Situacao>> {
    let nomes = texto.into_iter().flat_map(|t| t.split(',')).map(str::trim).filter(|t| !t.is_empty());
    nomes
        .map(|nome| {
            nome.parse().map_err(|()| {
                let nomes: Vec<_> = Situacao::TODAS.iter().map(Situacao::como_texto).collect();
                recusar("status", format!("`{nome}` não é uma situação; use {}", nomes.join(", ")))
            })
        })
        .collect()
}

/// Se é da mais velha à mais nova.
pub(super) fn lendo_ordem(texto: Option<&str>) -> Resultado<bool> {
    match texto {
        None | Some("-criacao") => Ok(false),
        Some("criacao") => Ok(true),
        Some(outra) => Err(recusar("ordem", format!("não se ordena por `{outra}`; use criacao ou -criacao"))),
    }
}

fn recusar(campo: &'static str, mensagem: String) -> Erro {
    Erro::campo(CampoInvalido::novo(campo, "valor_desconhecido", mensagem))
}
