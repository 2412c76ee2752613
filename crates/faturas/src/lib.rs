//! Operadoras, clientes, processos, aprovação e envio ao SAT.
