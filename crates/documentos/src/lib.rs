//! Arquivos no armazém e a leitura de faturas em PDF.
