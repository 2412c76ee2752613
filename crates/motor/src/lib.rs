//! Execuções duráveis: fila, executor, agendamentos, registros ao vivo.
