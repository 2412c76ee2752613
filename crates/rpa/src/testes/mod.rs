//! Testes que ligam as peças: Chromium de verdade contra os portais simulados e páginas locais.

mod acesso;
mod api;
mod bancada;
mod interprete;
mod portais;
mod recuperacao;
mod sat;
mod vazao;
