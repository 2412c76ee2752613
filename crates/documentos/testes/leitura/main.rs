//! O que se prova aqui: a leitura das faturas dos simuladores, e o leitor em processo filho
//! diante de arquivos que tentam gastar tempo e memória.

#[cfg(test)]
mod processo;
#[cfg(test)]
mod simulados;
