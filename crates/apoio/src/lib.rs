//! Ajuda para testes: aplicação de teste, fábricas, relógio parado.
