//! Provas da decisão.
