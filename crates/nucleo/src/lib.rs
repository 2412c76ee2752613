//! O que é `nucleo`: as palavras da casa. Tipos sem E/S que todas as outras crates falam:
//! quem age ([`Escopo`], [`Pode`]), quando ([`Relogio`]), o que deu errado ([`Erro`]) e os valores do
//! domínio brasileiro ([`Cnpj`], [`Cpf`], [`Competencia`], [`Dinheiro`]).
//!
//! Não conhece HTTP, banco nem navegador: compila em um segundo e se testa em milissegundos.

mod cnpj;
mod cofre;
mod competencia;
mod cpf;
mod dinheiro;
mod erro;
mod escopo;
mod fuso;
mod ids;
mod pagina;
mod permissao;
mod relogio;
mod sha256;
mod texto;

pub use cnpj::{Cnpj, CnpjInvalido};
pub use cofre::{Cofre, EnderecoDoSegredo};
pub use competencia::{Competencia, CompetenciaInvalida};
pub use cpf::{Cpf, CpfInvalido};
pub use dinheiro::{Dinheiro, DinheiroInvalido};
pub use erro::{CampoInvalido, Erro, Resultado};
pub use escopo::{Escopo, EscopoSistema, Origem, Pode};
pub use fuso::{FUSO, dia_no_fuso, inicio_do_dia, no_fuso};
pub use ids::*;
pub use pagina::{Cursor, Limite, Pagina};
pub use permissao::{CATALOGO, Permissao, Permissoes, permissoes};
pub use relogio::{Relogio, RelogioDoSistema, RelogioParado, para_micros};
pub use secrecy::{ExposeSecret, SecretString};
pub use sha256::{Sha256, Sha256Invalido};
pub use texto::{normalizar, sem_acentos};
