//! O leitor de PDF das provas: o processo filho é este mesmo executável de teste.

use std::{os::unix::fs::PermissionsExt, path::Path, process::ExitCode, time::Duration};

use documentos::{Leitor, LimitesDoFilho, LimitesPdf};

/// Onde o filho começa, dentro do executável de teste.
const FILHO: &str = "teste::leitor::filho_que_le_um_pdf";

/// Um leitor cujo filho é a prova [`FILHO`]; o roteiro de shell tira da saída o que o arcabouço de provas
/// escreve em volta.
pub(super) fn leitor(pasta: &Path) -> Leitor {
    let executavel = std::env::current_exe().unwrap();
    let roteiro = pasta.join("leitor.sh");
    let texto = format!(
        "#!/bin/sh\n'{}' --exact {FILHO} --ignored --nocapture \"$2\" | grep -o '{{.*}}'\n",
        executavel.display()
    );
    std::fs::write(&roteiro, texto).unwrap();
    std::fs::set_permissions(&roteiro, std::fs::Permissions::from_mode(0o755)).unwrap();
    let limites = LimitesDoFilho { tempo: Duration::from_secs(60), memoria_bytes: 2 * 1024 * 1024 * 1024 };
    Leitor::novo(roteiro).com_limites(LimitesPdf::default(), limites)
}

#[test]
#[ignore = "é o processo filho do leitor das provas, e lê um PDF da entrada padrão"]
fn filho_que_le_um_pdf() {
    assert_eq!(documentos::filho::principal(), ExitCode::SUCCESS);
}
