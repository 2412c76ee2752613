//! O leitor em processo filho de verdade.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use bytes::Bytes;
use documentos::{ErroLeitura, Leitor, LimitesDoFilho, LimitesPdf, Origem, Recusa};
use simuladores::{Fatura, MesAno, catalogo, pdf};

use crate::simulados::{captura, conferir_leitura};

fn leitor() -> Leitor {
    Leitor::novo(env!("CARGO_BIN_EXE_ler_pdf"))
}

#[tokio::test]
async fn o_filho_le_da_memoria_e_do_disco() {
    let cliente = &catalogo::padrao()[3];
    let fatura = Fatura::gerar(cliente, MesAno::novo(2026, 8).unwrap());
    let conteudo = Bytes::from(pdf::desenhar(&fatura));
    let leitor = leitor();
    let da_memoria = leitor.ler(Origem::Bytes(conteudo.clone()), captura()).await.unwrap();
    conferir_leitura(&fatura, &da_memoria);

    let pasta = tempfile::tempdir().unwrap();
    let caminho = pasta.path().join("fatura.pdf");
    std::fs::write(&caminho, &conteudo).unwrap();
    let do_disco = leitor.ler(Origem::Caminho(caminho), captura()).await.unwrap();
    assert_eq!(do_disco, da_memoria);
}

#[tokio::test]
async fn a_recusa_atravessa_o_processo() {
    let leitor = leitor();
    let cifrado = include_bytes!("../arquivos/cifrado-aes256.pdf");
    for (conteudo, codigo) in [
        (&b""[..], "nao_e_pdf"),
        (b"<html>manuten\xC3\xA7\xC3\xA3o</html>", "nao_e_pdf"),
        (b"%PDF-1.7 cortado", "truncado"),
        (cifrado, "cifrado"),
    ] {
        let erro = leitor.ler(Origem::Bytes(Bytes::from_static(conteudo)), captura()).await.unwrap_err();
        assert!(matches!(erro, ErroLeitura::Recusado(_)), "{erro}");
        assert_eq!(erro.codigo(), codigo);
    }
}

#[tokio::test]
async fn o_tamanho_e_visto_antes_de_ler_o_arquivo() {
    let limites_pdf = LimitesPdf { tamanho_bytes: 10, ..LimitesPdf::default() };
    let leitor = Leitor::novo("/nao/existe").com_limites(limites_pdf, LimitesDoFilho::default());
    let pasta = tempfile::tempdir().unwrap();
    let caminho = pasta.path().join("enorme.pdf");
    // Um arquivo esparso: diz ter muitos gigabytes sem ocupar disco.
    std::fs::File::create(&caminho).unwrap().set_len(1 << 40).unwrap();
    let erro = leitor.ler(Origem::Caminho(caminho), captura()).await.unwrap_err();
    assert!(matches!(erro, ErroLeitura::Recusado(Recusa::GrandeDemais { limite_bytes: 10 })), "{erro}");
    let erro = leitor.ler(Origem::Caminho(pasta.path().join("falta")), captura()).await.unwrap_err();
    assert_eq!(erro.codigo(), "leitor_indisponivel");
}

#[tokio::test]
async fn executavel_que_falta_e_erro_claro() {
    let erro = Leitor::novo("/nao/existe").ler(Origem::Bytes(Bytes::new()), captura()).await.unwrap_err();
    assert_eq!(erro.codigo(), "leitor_indisponivel");
    assert!(erro.to_string().starts_with("o leitor de PDF não pôde ser iniciado"), "{erro}");
}

/// Um filho de mentira: um roteiro de shell que faz o que o teste quer.
#[cfg(unix)]
fn filho_que(faz: &str) -> (tempfile::TempDir, PathBuf) {
    use std::os::unix::fs::PermissionsExt;
    let pasta = tempfile::tempdir().unwrap();
    let caminho = pasta.path().join("filho");
    std::fs::write(&caminho, format!("#!/bin/sh\n{faz}\n")).unwrap();
    std::fs::set_permissions(&caminho, std::fs::Permissions::from_mode(0o755)).unwrap();
    (pasta, caminho)
}

#[cfg(unix)]
#[tokio::test]
async fn filho_que_nao_termina_e_morto() {
    let (pasta, caminho) = filho_que("echo $$ > \"$(dirname \"$0\")/pid\"; while :; do :; done");
    let tempo = Duration::from_secs(2);
    let limites = LimitesDoFilho { tempo, ..LimitesDoFilho::default() };
    let leitor = Leitor::novo(caminho).com_limites(LimitesPdf::default(), limites);
    let inicio = Instant::now();
    let erro = leitor.ler(Origem::Bytes(Bytes::from(vec![0; 1 << 20])), captura()).await.unwrap_err();
    assert_eq!(erro.codigo(), "leitura_tempo_esgotado");
    assert!(inicio.elapsed() >= tempo);
    let pid = std::fs::read_to_string(pasta.path().join("pid")).unwrap();
    assert!(!PathBuf::from(format!("/proc/{}", pid.trim())).exists(), "o filho {pid} continua vivo");
}

#[cfg(unix)]
#[tokio::test]
async fn filho_que_morre_ou_responde_bobagem_vira_erro_com_nome() {
    for (faz, codigo) in [
        ("kill -SEGV $$", "leitura_interrompida"),
        ("exit 3", "leitura_interrompida"),
        ("echo bobagem", "leitura_interrompida"),
        ("echo 'memory allocation of 99 bytes failed' >&2; kill -ABRT $$", "leitura_memoria_esgotada"),
        ("head -c 20000000 /dev/zero", "leitura_interrompida"),
    ] {
        let (_pasta, caminho) = filho_que(faz);
        let erro = Leitor::novo(caminho).ler(Origem::Bytes(Bytes::new()), captura()).await.unwrap_err();
        assert_eq!(erro.codigo(), codigo, "{faz}: {erro}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn o_filho_nao_herda_o_ambiente_e_tem_limites() {
    let (pasta, caminho) = filho_que(
        "d=$(dirname \"$0\"); /usr/bin/env > $d/ambiente; { ulimit -v; ulimit -t; ulimit -c; } > $d/limites; exit 1",
    );
    let limites = LimitesDoFilho { tempo: Duration::from_secs(7), memoria_bytes: 300 * 1024 * 1024 };
    let leitor = Leitor::novo(caminho).com_limites(LimitesPdf::default(), limites);
    leitor.ler(Origem::Bytes(Bytes::new()), captura()).await.unwrap_err();
    let limites = std::fs::read_to_string(pasta.path().join("limites")).unwrap();
    assert_eq!(limites.lines().collect::<Vec<_>>(), ["307200", "8", "0"]);
    let ambiente = std::fs::read_to_string(pasta.path().join("ambiente")).unwrap();
    assert!(!ambiente.contains("CARGO") && !ambiente.contains("HOME="), "{ambiente}");
}

/// Um fluxo comprimido que se expande mil vezes: 1 GiB de espaços no conteúdo da página.
#[tokio::test]
async fn bomba_de_descompressao_nao_derruba_o_servidor() {
    let bomba = include_bytes!("../arquivos/bomba.pdf");
    let limites = LimitesDoFilho { memoria_bytes: 200 * 1024 * 1024, ..LimitesDoFilho::default() };
    let leitor = leitor().com_limites(LimitesPdf::default(), limites);
    let resultado = leitor.ler(Origem::Bytes(Bytes::from_static(bomba)), captura()).await;
    let codigo = resultado.as_ref().err().map(ErroLeitura::codigo);
    assert!(
        matches!(codigo, Some("leitura_memoria_esgotada" | "leitura_tempo_esgotado")),
        "{codigo:?} {resultado:?}"
    );
}

/// Um desenho que se chama a si mesmo: a biblioteca estoura a pilha e leva o processo junto.
#[tokio::test]
async fn recursao_sem_fim_mata_so_o_filho() {
    let recursivo = Bytes::from_static(include_bytes!("../arquivos/recursivo.pdf"));
    let erro = leitor().ler(Origem::Bytes(recursivo), captura()).await.unwrap_err();
    assert_eq!(erro.codigo(), "leitura_interrompida");
    let outra = pdf::desenhar(&Fatura::gerar(&catalogo::padrao()[0], MesAno::novo(2026, 8).unwrap()));
    assert!(leitor().ler(Origem::Bytes(outra.into()), captura()).await.is_ok());
}
