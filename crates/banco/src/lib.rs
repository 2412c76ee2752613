//! SQLite ou PostgreSQL por trás de um só Contexto: transação, escopo, auditoria e caixa de saída.
