//! As palavras da casa: ids, escopo, permissões, relógio, erros, competência, CNPJ, CPF, dinheiro. Sem E/S.
