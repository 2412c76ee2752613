//! O que os testes usam para falar com os simuladores.

use std::time::Duration;

use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::{Value, json};
use simuladores::{ClienteSimulado, Fatura, MesAno, Opcoes, Portal, Simulador, catalogo, iniciar, pdf};

/// Uma resposta já lida.
pub struct Resposta {
    pub codigo: StatusCode,
    pub caminho: String,
    pub cabecalhos: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Resposta {
    pub fn texto(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    pub fn tem(&self, id: &str) -> bool {
        self.texto().contains(&format!(" id=\"{id}\""))
    }

    /// O texto do elemento com este id.
    pub fn de(&self, id: &str) -> String {
        let texto = self.texto();
        let resto =
            texto.split_once(&format!(" id=\"{id}\"")).unwrap_or_else(|| panic!("sem #{id} em {texto}")).1;
        let dentro = resto.split_once('>').unwrap().1;
        dentro.split_once('<').unwrap().0.to_owned()
    }

    pub fn disposicao(&self) -> &str {
        self.cabecalhos[CONTENT_DISPOSITION].to_str().unwrap()
    }

    pub fn e_pdf(&self) -> bool {
        self.codigo.is_success()
            && self.cabecalhos[CONTENT_TYPE] == "application/pdf"
            && self.bytes.starts_with(b"%PDF-")
    }
}

/// Um contexto de navegador: cookies próprios.
pub struct Navegador {
    pub cliente: Client,
    base: String,
}

impl Navegador {
    pub fn novo(simulador: &Simulador) -> Self {
        // Outra parte do mesmo teste pode já ter instalado o provedor.
        drop(rustls::crypto::ring::default_provider().install_default());
        let cliente = Client::builder().cookie_store(true).timeout(Duration::from_secs(20)).build().unwrap();
        Self { cliente, base: format!("http://{}", simulador.endereco()) }
    }

    pub async fn abrir(&self, caminho: &str) -> Resposta {
        self.enviar(self.cliente.get(format!("{}{caminho}", self.base))).await
    }

    pub async fn postar(&self, caminho: &str, campos: &[(&str, &str)]) -> Resposta {
        self.enviar(self.cliente.post(format!("{}{caminho}", self.base)).form(campos)).await
    }

    pub async fn postar_json(&self, caminho: &str, corpo: &Value) -> Resposta {
        self.enviar(self.cliente.post(format!("{}{caminho}", self.base)).json(corpo)).await
    }

    pub async fn enviar(&self, pedido: RequestBuilder) -> Resposta {
        let resposta = pedido.send().await.unwrap();
        let (codigo, cabecalhos) = (resposta.status(), resposta.headers().clone());
        let caminho = resposta.url().path().to_owned();
        Resposta { codigo, caminho, cabecalhos, bytes: resposta.bytes().await.unwrap().to_vec() }
    }

    pub fn url(&self, caminho: &str) -> String {
        format!("{}{caminho}", self.base)
    }

    /// Entra no portal de páginas deste cliente e devolve a última resposta.
    pub async fn entrar(&self, cliente: &ClienteSimulado) -> Resposta {
        self.entrar_com(cliente.portal(), &cliente.login, &cliente.senha).await
    }

    pub async fn entrar_com(&self, portal: Portal, login: &str, senha: &str) -> Resposta {
        match portal {
            Portal::Viv => {
                self.postar_json("/viv/api/sessao", &json!({"usuario": login, "senha": senha})).await
            }
            Portal::Oi => {
                self.postar("/oi/entrar", &[("identificacao", login)]).await;
                self.postar("/oi/entrar/senha", &[("senha", senha)]).await
            }
            outro => {
                self.postar(&format!("/{}/entrar", outro.prefixo()), &[("usuario", login), ("senha", senha)])
                    .await
            }
        }
    }

    /// Baixa a fatura deste cliente pelo caminho do portal dele.
    pub async fn baixar(&self, cliente: &ClienteSimulado, mes: MesAno) -> Resposta {
        let numero = Fatura::gerar(cliente, mes).numero;
        match cliente.portal() {
            Portal::Emb => self.abrir(&format!("/emb/documento/{numero}")).await,
            Portal::Viv => self.abrir(&format!("/viv/api/faturas/{numero}/pdf")).await,
            Portal::Dig => self.abrir(&format!("/dig/documento/{numero}")).await,
            Portal::Oi => {
                let campos = [("unidade", cliente.unidade.as_str()), ("mes-referencia", &mes.na_tela())];
                self.postar("/oi/segunda-via", &campos).await
            }
            _ => {
                let pedido = self.cliente.get(self.url(&format!("/api-externa/arquivos/{numero}")));
                self.enviar(pedido.bearer_auth("token-simulador")).await
            }
        }
    }
}

pub async fn ligar() -> Simulador {
    iniciar(Opcoes::sem_espera()).await.unwrap()
}

pub fn cliente(codigo: &str, unidade: &str) -> ClienteSimulado {
    catalogo::padrao().into_iter().find(|c| c.operadora_codigo == codigo && c.unidade == unidade).unwrap()
}

/// Um cliente de cada operadora.
pub fn um_de_cada() -> Vec<ClienteSimulado> {
    [("EMB", "Matriz"), ("VIV", "Matriz"), ("DIG", "Depósito"), ("OI", "Loja 27"), ("TIM", "Frota")]
        .map(|(codigo, unidade)| cliente(codigo, unidade))
        .to_vec()
}

pub fn outubro() -> MesAno {
    MesAno::novo(2026, 10).unwrap()
}

pub fn papel(cliente: &ClienteSimulado, mes: MesAno) -> Vec<u8> {
    pdf::desenhar(&Fatura::gerar(cliente, mes))
}
