//! Navegador morto, cancelamento, isolamento e limpeza.

use std::time::{Duration, Instant};

use super::bancada::{Bancada, concentrador_com, tem_navegador};
use crate::{ClasseErro, ConfiguracaoNavegador, Rpa};

fn matar(pid: u32) {
    assert!(std::process::Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
}

fn esta_vivo(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

async fn esperar_ate(prazo: Duration, condicao: impl Fn() -> bool) -> bool {
    let desde = Instant::now();
    while !condicao() {
        if desde.elapsed() > prazo {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    true
}

#[tokio::test]
async fn chromium_morto_parado_nao_atrapalha_a_proxima() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    assert!(bancada.baixar("EMB").await.sucesso);
    let primeiro = bancada.rpa.pid_do_navegador().await.unwrap();
    matar(primeiro);
    let saida = bancada.baixar("EMB").await;
    assert!(saida.sucesso, "{}", saida.mensagem);
    assert_ne!(bancada.rpa.pid_do_navegador().await, Some(primeiro));
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn chromium_morto_no_meio_e_erro_tecnico_e_a_proxima_funciona() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    assert!(bancada.baixar("EMB").await.sucesso);
    bancada.simulador.definir_falha(
        simuladores::Falha::nova(simuladores::Portal::Emb, simuladores::TipoFalha::Lento).com_atraso(700),
    );
    let pid = bancada.rpa.pid_do_navegador().await.unwrap();
    let (saida, ()) = tokio::join!(bancada.baixar("EMB"), async {
        tokio::time::sleep(Duration::from_millis(900)).await;
        matar(pid);
    });
    assert_eq!(saida.classe_erro(), Some(ClasseErro::PortalFora), "{}", saida.mensagem);
    assert!(ClasseErro::PortalFora.repetivel());
    bancada.simulador.limpar_falhas();
    let saida = bancada.baixar("EMB").await;
    assert!(saida.sucesso, "{}", saida.mensagem);
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn encerrar_nao_deixa_processo_nem_perfil() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    assert!(bancada.baixar("OI").await.sucesso);
    let pid = bancada.rpa.pid_do_navegador().await.unwrap();
    let comando = std::fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
    let perfil =
        comando.split('\0').find_map(|parte| parte.strip_prefix("--user-data-dir=")).unwrap().to_owned();
    assert!(std::path::Path::new(&perfil).exists());
    assert!(!comando.contains("remote-debugging-port"), "nenhuma porta aberta");
    bancada.rpa.encerrar().await;
    assert!(!esta_vivo(pid));
    assert!(!std::path::Path::new(&perfil).exists(), "{perfil}");
}

#[tokio::test]
async fn largar_o_concentrador_tambem_mata_o_navegador() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    assert!(bancada.baixar("OI").await.sucesso);
    let pid = bancada.rpa.pid_do_navegador().await.unwrap();
    drop(bancada);
    assert!(esperar_ate(Duration::from_secs(5), || !esta_vivo(pid)).await);
}

#[tokio::test]
async fn cancelar_volta_logo_e_sem_sucesso() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    bancada.simulador.definir_falha(
        simuladores::Falha::nova(simuladores::Portal::Emb, simuladores::TipoFalha::Lento).com_atraso(10_000),
    );
    let ambiente = bancada.ambiente("EMB");
    let cancelamento = ambiente.cancelamento.clone();
    let (saida, quando) = tokio::join!(bancada.baixar_em("EMB", &ambiente), async {
        tokio::time::sleep(Duration::from_millis(1500)).await;
        cancelamento.cancel();
        Instant::now()
    });
    assert_eq!(saida.classe_erro(), Some(ClasseErro::Cancelado));
    assert!(quando.elapsed() < Duration::from_secs(3), "{:?}", quando.elapsed());
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn recicla_depois_de_n_execucoes() {
    if !tem_navegador() {
        return;
    }
    let mut bancada = Bancada::nova().await;
    bancada.rpa = concentrador_com(ConfiguracaoNavegador { reciclar_apos: 2, ..Default::default() });
    let mut pids = Vec::new();
    for _ in 0..3 {
        assert!(bancada.baixar("OI").await.sucesso);
        pids.push(bancada.rpa.pid_do_navegador().await.unwrap());
    }
    assert_eq!(pids[0], pids[1]);
    assert_ne!(pids[1], pids[2]);
    assert!(!esta_vivo(pids[0]), "o cansado fechou");
    bancada.rpa.encerrar().await;
}

#[tokio::test]
async fn duas_ao_mesmo_tempo_nao_se_misturam() {
    if !tem_navegador() {
        return;
    }
    let bancada = Bancada::nova().await;
    let (um, outro) = (bancada.entrada("EMB", 0), bancada.entrada("EMB", 5));
    assert_ne!(um.usuario, outro.usuario);
    let (ambiente_um, ambiente_outro) = (bancada.ambiente("EMB"), bancada.ambiente("EMB"));
    let (saida_um, saida_outro) = tokio::join!(
        bancada.rpa.executar_download(&um, &ambiente_um),
        bancada.rpa.executar_download(&outro, &ambiente_outro),
    );
    for (saida, entrada) in [(&saida_um, &um), (&saida_outro, &outro)] {
        assert!(saida.sucesso, "{}", saida.mensagem);
        let fatura =
            simuladores::catalogo::localizar_fatura(saida.dados_extraidos["numero"].as_str().unwrap())
                .unwrap();
        assert_eq!(Some(fatura.cliente.unidade), entrada.unidade);
    }
    assert_ne!(saida_um.dados_especificos["sha256"], saida_outro.dados_especificos["sha256"]);
    // Cada uma entrou por si: uma sessão vazada dispensaria a segunda entrada.
    assert_eq!(bancada.simulador.estatisticas()["EMB"].logins, 2);
    bancada.rpa.encerrar().await;
}

const FILHO: &str = "REGENTE_TESTE_FILHO";

/// O processo que a prova seguinte mata: liga o navegador, conta o pid e espera a morte.
#[tokio::test]
async fn filho_que_sera_morto() {
    let Some(aviso) = std::env::var_os(FILHO) else { return };
    let bancada = Bancada::nova().await;
    assert!(bancada.baixar("OI").await.sucesso);
    std::fs::write(aviso, bancada.rpa.pid_do_navegador().await.unwrap().to_string()).unwrap();
    tokio::time::sleep(Duration::from_secs(60)).await;
}

#[tokio::test]
async fn morte_subita_do_servidor_leva_o_navegador_junto() {
    if !tem_navegador() {
        return;
    }
    let pasta = tempfile::tempdir().unwrap();
    let aviso = pasta.path().join("pid");
    let mut filho = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "testes::recuperacao::filho_que_sera_morto"])
        .env(FILHO, &aviso)
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let lido = || std::fs::read_to_string(&aviso).ok().and_then(|texto| texto.parse::<u32>().ok());
    assert!(esperar_ate(Duration::from_secs(30), || lido().is_some()).await);
    let pid = lido().unwrap();
    assert!(esta_vivo(pid));
    filho.kill().unwrap();
    filho.wait().unwrap();
    assert!(esperar_ate(Duration::from_secs(5), || !esta_vivo(pid)).await, "Chromium {pid} ficou órfão");
}
