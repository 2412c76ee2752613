//! Um servidor de verdade em pasta temporária, com portais simulados ao lado.

use std::{
    path::PathBuf,
    process::{Output, Stdio},
    time::{Duration, Instant},
};

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};

pub const EMAIL: &str = "admin@exemplo.com.br";
pub const SENHA: &str = "uma-senha-de-prova-9";
const PRAZO: Duration = Duration::from_secs(90);

/// A pasta de dados e a configuração; sobrevive às quedas do servidor.
pub struct Casa {
    pasta: TempDir,
    configuracao: PathBuf,
}

impl Casa {
    /// Pasta nova, com administrador criado e o SAT apontado para o endereço dado.
    pub async fn nova(sat: Option<String>) -> Self {
        let casa = Self::montar(sat);
        let fim = casa
            .comando(
                &["usuario", "criar-admin", "--email", EMAIL, "--nome", "Ana"],
                &[("REGENTE_SENHA", SENHA)],
            )
            .await;
        assert!(fim.status.success(), "{}", String::from_utf8_lossy(&fim.stderr));
        casa
    }

    /// Pasta nova, sem ninguém.
    pub fn sem_administrador() -> Self {
        Self::montar(None)
    }

    fn montar(sat: Option<String>) -> Self {
        // O cliente HTTP das provas também precisa de um provedor de TLS; repetir não faz mal.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let pasta = tempfile::tempdir().unwrap();
        let configuracao = pasta.path().join("regente.toml");
        let mut texto = "[servidor]\nendereco = '127.0.0.1:0'\nambiente = 'teste'\n\
             [faturas]\ndesfazer_aprovacao_segundos = 0\n"
            .to_owned();
        if let Some(url) = sat {
            texto.push_str(&format!(
                "[sat]\nurl_portal = '{url}'\nusuario = 'regente'\nsenha = 'sat-simulado'\n"
            ));
        }
        std::fs::write(&configuracao, texto).unwrap();
        Self { pasta, configuracao }
    }

    /// Roda um subcomando até o fim.
    pub async fn comando(&self, argumentos: &[&str], ambiente: &[(&str, &str)]) -> Output {
        self.preparar(argumentos).envs(ambiente.iter().copied()).output().await.unwrap()
    }

    fn preparar(&self, argumentos: &[&str]) -> Command {
        let mut comando = Command::new(env!("CARGO_BIN_EXE_regente"));
        comando
            .args(argumentos)
            .arg("--dados")
            .arg(self.pasta.path().join("dados"))
            .arg("--configuracao")
            .arg(&self.configuracao);
        comando.kill_on_drop(true);
        comando
    }

    /// Sobe o servidor e espera que atenda.
    pub async fn subir(&self) -> Servidor {
        let registro = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.pasta.path().join("servidor.log"))
            .unwrap();
        let mut filho = self.preparar(&["servir"]).stdout(Stdio::piped()).stderr(registro).spawn().unwrap();
        let mut linhas = BufReader::new(filho.stdout.take().unwrap()).lines();
        let mut vistas = Vec::new();
        let base = loop {
            let linha = linhas
                .next_line()
                .await
                .unwrap()
                .unwrap_or_else(|| panic!("o servidor encerrou: {}", self.registro()));
            if let Some(base) = linha.strip_prefix("regente em ") {
                break base.to_owned();
            }
            vistas.push(linha);
        };
        tokio::spawn(async move { while let Ok(Some(_)) = linhas.next_line().await {} });
        Servidor { filho, base, antes_de_atender: vistas }
    }

    /// O que o servidor registrou até aqui.
    pub fn registro(&self) -> String {
        std::fs::read_to_string(self.pasta.path().join("servidor.log")).unwrap_or_default()
    }
}

/// Um servidor no ar.
pub struct Servidor {
    filho: Child,
    pub base: String,
    /// O que mostrou no terminal antes de atender.
    pub antes_de_atender: Vec<String>,
}

impl Servidor {
    /// SIGKILL: como uma queda de energia para o processo.
    pub async fn matar(mut self) {
        self.filho.kill().await.unwrap();
    }

    /// SIGTERM, esperando o encerramento em ordem.
    pub async fn encerrar(mut self) {
        let processo = self.filho.id().unwrap().to_string();
        assert!(Command::new("kill").arg(&processo).status().await.unwrap().success());
        let fim = tokio::time::timeout(Duration::from_secs(40), self.filho.wait())
            .await
            .expect("encerra no prazo")
            .unwrap();
        assert!(fim.success());
    }

    /// Entra como o administrador.
    pub async fn entrar(&self) -> Api {
        self.entrar_como(EMAIL, SENHA).await
    }

    /// Entra com e-mail e senha.
    pub async fn entrar_como(&self, email: &str, senha: &str) -> Api {
        let anonima = self.anonima();
        let (status, corpo) =
            anonima.na_raiz(Method::POST, "/auth/login", Some(json!({"email": email, "senha": senha}))).await;
        assert_eq!(status, StatusCode::OK, "{corpo}");
        Api { token: Some(corpo["access_token"].as_str().unwrap().to_owned()), ..anonima }
    }

    /// Ninguém.
    pub fn anonima(&self) -> Api {
        let http = reqwest::Client::builder().no_proxy().timeout(PRAZO).build().unwrap();
        Api { base: self.base.clone(), token: None, http }
    }
}

/// A API vista por alguém.
#[derive(Clone)]
pub struct Api {
    base: String,
    token: Option<String>,
    http: reqwest::Client,
}

impl Api {
    /// Pede e devolve status e corpo JSON.
    pub async fn na_raiz(&self, metodo: Method, caminho: &str, corpo: Option<Value>) -> (StatusCode, Value) {
        let (status, bytes) = self.cru(metodo, caminho, corpo).await;
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    /// Pede e devolve status e os bytes do corpo.
    pub async fn cru(&self, metodo: Method, caminho: &str, corpo: Option<Value>) -> (StatusCode, Vec<u8>) {
        let mut pedido = self.http.request(metodo, format!("{}{caminho}", self.base));
        if let Some(token) = &self.token {
            pedido = pedido.bearer_auth(token);
        }
        if let Some(corpo) = corpo {
            pedido = pedido.json(&corpo);
        }
        self.responder(pedido).await
    }

    /// Anexa um arquivo em um formulário.
    pub async fn anexar(&self, caminho: &str, conteudo: Vec<u8>) -> (StatusCode, Vec<u8>) {
        let parte = reqwest::multipart::Part::bytes(conteudo)
            .file_name("fatura.pdf")
            .mime_str("application/pdf")
            .unwrap();
        let mut pedido = self.http.post(format!("{}{caminho}", self.base));
        if let Some(token) = &self.token {
            pedido = pedido.bearer_auth(token);
        }
        self.responder(pedido.multipart(reqwest::multipart::Form::new().part("arquivo", parte))).await
    }

    async fn responder(&self, pedido: reqwest::RequestBuilder) -> (StatusCode, Vec<u8>) {
        let resposta = pedido.send().await.unwrap();
        (resposta.status(), resposta.bytes().await.unwrap().to_vec())
    }

    /// `GET` em `/api/v1`, que tem de dar certo.
    pub async fn ler(&self, caminho: &str) -> Value {
        let (status, corpo) = self.na_raiz(Method::GET, &format!("/api/v1{caminho}"), None).await;
        assert!(status.is_success(), "GET {caminho}: {status} {corpo}");
        corpo
    }

    /// `POST` em `/api/v1`, que tem de dar certo.
    pub async fn criar(&self, caminho: &str, corpo: Value) -> Value {
        let (status, resposta) = self.na_raiz(Method::POST, &format!("/api/v1{caminho}"), Some(corpo)).await;
        assert!(status.is_success(), "POST {caminho}: {status} {resposta}");
        resposta
    }

    /// Espera o recurso satisfazer a condição.
    pub async fn esperar(&self, caminho: &str, condicao: impl Fn(&Value) -> bool) -> Value {
        let inicio = Instant::now();
        loop {
            let corpo = self.ler(caminho).await;
            if condicao(&corpo) {
                return corpo;
            }
            assert!(inicio.elapsed() < PRAZO, "não aconteceu a tempo em {caminho}: {corpo:#}");
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }
}
