//! O que é o processo: achar, ligar e encerrar um Chromium com perfil descartável.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::json;
use tokio::process::{Child, Command};
use tokio::task::JoinSet;

use super::conexao::Conexao;
use crate::navegador::{ConfiguracaoNavegador, FalhaNavegador};

const NOMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];
const PASTA_DE_PERFIS: &str = "regente-navegador";
const PRAZO_PARA_FECHAR: Duration = Duration::from_secs(3);

/// O `sh` põe o cano nos descritores 3 e 4, que é onde o Chromium o espera, e se troca por ele.
const LIGAR: &str = "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null";

/// Sem isolamento de sítios, quadros de outra origem ficam na mesma aba e o roteiro entra neles;
/// cada execução já tem o seu contexto, sem dados de outras.
const OPCOES: [&str; 21] = [
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-dev-shm-usage",
    "--disable-popup-blocking",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-site-isolation-trials",
    "--disable-features=IsolateOrigins,site-per-process,Translate,PaintHolding",
    // Sem isto o Chromium descarta teclas e cliques que chegam antes do primeiro quadro pintado da página.
    "--allow-pre-commit-input",
    "--password-store=basic",
    "--mute-audio",
];

/// Um Chromium ligado e a sua conexão.
pub(crate) struct Chromium {
    pub conexao: Arc<Conexao>,
    filho: Child,
    perfil: PathBuf,
    _tarefas: JoinSet<()>,
}

impl Chromium {
    /// Liga um Chromium novo.
    pub(crate) async fn ligar(configuracao: &ConfiguracaoNavegador) -> Result<Self, FalhaNavegador> {
        let executavel = achar_executavel(configuracao.executavel.as_deref())?;
        let raiz = std::env::temp_dir()
            .join(format!("{PASTA_DE_PERFIS}-{}", dono_do_processo().unwrap_or_default()));
        let perfil = criar_perfil(&raiz).map_err(|e| {
            FalhaNavegador::Indisponivel(format!(
                "não foi possível criar o perfil do navegador em {}: {e}",
                raiz.display()
            ))
        })?;
        let mut comando = Command::new("/bin/sh");
        comando.arg("-c").arg(LIGAR).arg(&executavel).args(OPCOES);
        comando.arg(format!("--user-data-dir={}", perfil.display()));
        comando.arg(format!("--window-size={},{}", configuracao.largura, configuracao.altura));
        if !configuracao.visivel {
            comando.arg("--headless=new");
        }
        if dono_do_processo() == Some(0) {
            comando.arg("--no-sandbox");
        }
        comando.arg("about:blank");
        comando.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        let mut filho = comando
            .spawn()
            .map_err(|e| FalhaNavegador::Indisponivel(format!("o navegador não ligou: {e}")))?;
        let (Some(escrita), Some(leitura)) = (filho.stdin.take(), filho.stdout.take()) else {
            return Err(FalhaNavegador::Indisponivel("o navegador ligou sem cano de controle".into()));
        };
        let (conexao, tarefas) = Conexao::nova(leitura, escrita);
        let chromium = Self { conexao, filho, perfil, _tarefas: tarefas };
        chromium.preparar().await?;
        Ok(chromium)
    }

    async fn preparar(&self) -> Result<(), FalhaNavegador> {
        let nao_ligou = |e| FalhaNavegador::Indisponivel(format!("o navegador ligou e não respondeu: {e}"));
        self.conexao.enviar(None, "Browser.getVersion", json!({})).await.map_err(nao_ligou)?;
        let alvos = json!({
            "autoAttach": true, "waitForDebuggerOnStart": true, "flatten": true,
            "filter": [{"type": "page"}, {"exclude": true}],
        });
        self.conexao.enviar(None, "Target.setAutoAttach", alvos).await.map_err(nao_ligou)?;
        Ok(())
    }

    /// O número do processo, enquanto vive.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.filho.id()
    }

    /// Fecha com educação; se não obedecer no prazo, mata. Remove o perfil.
    pub(crate) async fn encerrar(mut self) {
        drop(self.conexao.postar(None, "Browser.close", json!({})));
        if tokio::time::timeout(PRAZO_PARA_FECHAR, self.filho.wait()).await.is_err() {
            // Já morto é o que se quer.
            let _ = self.filho.kill().await;
        }
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // O perfil é descartável; o que não sair agora sai na próxima faxina.
        let _ = self.filho.start_kill();
        let _ = std::fs::remove_dir_all(&self.perfil);
    }
}

/// O executável configurado ou o primeiro conhecido no `PATH`.
pub(crate) fn achar_executavel(configurado: Option<&Path>) -> Result<PathBuf, FalhaNavegador> {
    if let Some(caminho) = configurado {
        return if caminho.is_file() {
            Ok(caminho.to_owned())
        } else {
            Err(FalhaNavegador::Indisponivel(format!(
                "o navegador configurado não existe: {}",
                caminho.display()
            )))
        };
    }
    let pastas = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&pastas)
        .flat_map(|pasta| NOMES.map(|nome| pasta.join(nome)))
        .find(|caminho| caminho.is_file())
        .ok_or_else(|| {
            FalhaNavegador::Indisponivel(
                "nenhum Chromium encontrado (procurei chromium, chromium-browser e google-chrome no PATH): instale o \
                 pacote chromium ou configure o caminho do executável"
                    .into(),
            )
        })
}

/// Cria a pasta de perfil deste processo e apaga as de processos que já morreram.
fn criar_perfil(raiz: &Path) -> std::io::Result<PathBuf> {
    static SEQUENCIA: AtomicU32 = AtomicU32::new(1);
    std::fs::create_dir_all(raiz)?;
    for antiga in std::fs::read_dir(raiz)?.flatten() {
        let nome = antiga.file_name();
        let dono = nome.to_str().and_then(|n| n.split('-').next()).and_then(|n| n.parse::<u32>().ok());
        if Path::new("/proc/self").exists()
            && dono.is_some_and(|pid| !Path::new("/proc").join(pid.to_string()).exists())
        {
            // Outro processo pode estar fazendo a mesma faxina.
            let _ = std::fs::remove_dir_all(antiga.path());
        }
    }
    let perfil = raiz.join(format!("{}-{}", std::process::id(), SEQUENCIA.fetch_add(1, Ordering::Relaxed)));
    let padrao = perfil.join("Default");
    std::fs::create_dir_all(&padrao)?;
    // PDF nunca abre no visor: toda forma de entrega vira um arquivo baixado.
    let preferencias =
        json!({"plugins": {"always_open_pdf_externally": true}, "credentials_enable_service": false});
    std::fs::write(padrao.join("Preferences"), preferencias.to_string())?;
    Ok(perfil)
}

#[cfg(unix)]
fn dono_do_processo() -> Option<u32> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").ok().map(|dados| dados.uid())
}

#[cfg(not(unix))]
fn dono_do_processo() -> Option<u32> {
    None
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn executavel_configurado_que_nao_existe_e_erro_claro() {
        let falha = achar_executavel(Some(Path::new("/nao/existe"))).unwrap_err();
        assert!(falha.to_string().contains("/nao/existe"), "{falha}");
    }

    #[test]
    fn faxina_apaga_perfil_de_processo_morto_e_guarda_o_vivo() {
        let raiz = tempfile::tempdir().unwrap();
        let morto = raiz.path().join("4294967294-1");
        let vivo = raiz.path().join(format!("{}-77", std::process::id()));
        std::fs::create_dir_all(&morto).unwrap();
        std::fs::create_dir_all(&vivo).unwrap();
        let perfil = criar_perfil(raiz.path()).unwrap();
        assert!(!morto.exists() && vivo.exists());
        assert!(
            std::fs::read_to_string(perfil.join("Default/Preferences"))
                .unwrap()
                .contains("always_open_pdf_externally")
        );
    }
}
