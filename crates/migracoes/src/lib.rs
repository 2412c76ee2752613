//! O esquema do banco, em SQL, um par de pastas com os mesmos números.
