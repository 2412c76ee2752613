//! Provas.
