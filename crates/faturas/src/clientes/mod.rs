//! O que é um cliente: a unidade de uma empresa em uma operadora, cuja fatura se busca todo mês.
//!
//! É único por CNPJ, operadora, unidade e serviço, e conhecido fora da casa pelo [`hash_unico`]. A senha do
//! portal guarda-se cifrada, e nunca sai em respostas, registros ou auditoria. Como a operadora, não se
//! apaga: desativa-se.

pub mod acoes;
pub mod dominio;
pub mod exportacao;
pub mod hash_unico;
pub mod http;
pub mod importacao;
pub mod ordem;
pub mod repositorio;

#[cfg(test)]
mod testes;

pub use dominio::{Cliente, DadosCliente, EntradaCliente, FiltroClientes, dados_obrigatorios_faltando};
pub use ordem::OrdemClientes;
