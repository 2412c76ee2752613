//! O que é a importação: criar e alterar clientes por uma planilha (CSV ou XLSX, pelo conteúdo), com ensaio.
//!
//! O arquivo tem uma linha de títulos, em qualquer ordem, e o CSV usa `;` ou `,`, em UTF-8 ou Windows-1252. Os
//! títulos são os nomes dos campos, com ou sem acentos, espaços e maiúsculas (`Razão Social` serve); a coluna
//! `operadora` traz o código. Cada linha se acha pela chave (cnpj, operadora, unidade, servico): se o cliente
//! existe, altera-se; se não, cria-se; se nada mudou, fica igual. Por isso importar de novo não faz nada.
//!
//! - coluna que falta no arquivo não muda nada em quem já existe;
//! - célula vazia esvazia o campo, menos `senha_portal` e `status_ativo`, que se mantêm;
//! - linha recusada não impede as outras, e diz o campo e o motivo;
//! - o ensaio (`simular`) faz tudo, menos gravar.

mod colunas;
mod leitura;
mod planilha;
mod plano;
#[cfg(test)]
mod testes;

use banco::Contexto;
use nucleo::{CampoInvalido, ClienteId, Cofre, Pode, Resultado, permissoes::EditarCadastros};

pub use colunas::CampoCsv;
pub use leitura::{LIMITE_BYTES, LIMITE_LINHAS, Tabela};

use super::repositorio;

/// O que aconteceu, ou no ensaio aconteceria, com uma linha.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Desfecho {
    /// Cliente novo. O id só existe fora do ensaio.
    Criado {
        /// O id do cliente.
        id: Option<ClienteId>,
    },
    /// Cliente que existia e mudou.
    Alterado {
        /// O id do cliente.
        id: ClienteId,
        /// Os campos que mudaram.
        mudancas: Vec<&'static str>,
    },
    /// Cliente que já estava assim.
    Igual {
        /// O id do cliente.
        id: ClienteId,
    },
    /// Nada se fez com a linha.
    Recusado {
        /// Por quê, campo a campo.
        erros: Vec<CampoInvalido>,
    },
}

/// Uma linha do arquivo e o seu desfecho.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinhaImportada {
    /// Número da linha no arquivo; a de títulos costuma ser a 1.
    pub numero: usize,
    /// O `hash_unico` do cliente, quando se chegou a calculá-lo.
    pub hash_unico: Option<String>,
    /// O que aconteceu.
    pub desfecho: Desfecho,
}

/// O resultado de uma importação, linha a linha, na ordem do arquivo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relatorio {
    /// Se foi ensaio: nada se gravou.
    pub simulacao: bool,
    /// Títulos de colunas que não se conhecem e foram deixadas de lado.
    pub colunas_ignoradas: Vec<String>,
    /// As linhas com algum conteúdo.
    pub linhas: Vec<LinhaImportada>,
}

impl Relatorio {
    /// Quantas linhas foram criadas, alteradas, iguais e recusadas.
    pub fn contagem(&self) -> [usize; 4] {
        let mut contagem = [0; 4];
        for linha in &self.linhas {
            let qual = match linha.desfecho {
                Desfecho::Criado { .. } => 0,
                Desfecho::Alterado { .. } => 1,
                Desfecho::Igual { .. } => 2,
                Desfecho::Recusado { .. } => 3,
            };
            contagem[qual] += 1;
        }
        contagem
    }
}

/// Importa a tabela em uma só transação, com a auditoria de cada cliente. Em ensaio nada grava, e o
/// contexto pode ser de leitura.
pub async fn importar(
    cx: &mut Contexto,
    cofre: &dyn Cofre,
    _: Pode<EditarCadastros>,
    tabela: Tabela,
    simular: bool,
) -> Resultado<Relatorio> {
    let mut plano = plano::planejar(cx, cofre, tabela.linhas).await?;
    if simular {
        for linha in &mut plano.linhas {
            if let Desfecho::Criado { id } = &mut linha.desfecho {
                *id = None;
            }
        }
    } else {
        repositorio::gravar(cx, &plano.gravar).await?;
        cx.registrar_muitos(plano.fatos).await?;
    }
    Ok(Relatorio { simulacao: simular, colunas_ignoradas: tabela.colunas_ignoradas, linhas: plano.linhas })
}
