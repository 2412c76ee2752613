//! O que é `ler_pdf`: o leitor de PDF como executável próprio, para os testes e para o terminal.

fn main() -> std::process::ExitCode {
    documentos::filho::principal()
}
