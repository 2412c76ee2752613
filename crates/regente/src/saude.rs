//! A saúde de cada parte de que o Regente depende: o mesmo exame serve a `regente verificar` e a `/saude`.

use std::{sync::Arc, time::Duration};

use axum::{Json, extract::State};
use banco::Banco;
use borda::{Autenticado, Problemas, ResultadoHttp};
use documentos::Armazem;
use nucleo::{EscopoSistema, Relogio, RelogioDoSistema, permissoes::VerSaude};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{configuracao::Configuracao, sistema};

/// Como está uma parte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
pub enum Estado {
    /// Funciona.
    Ok,
    /// Funciona com ressalva, ou falta o que só alguns recursos usam.
    Aviso,
    /// Não funciona.
    Erro,
}

impl Estado {
    /// Como aparece no terminal.
    pub fn rotulo(self) -> &'static str {
        match self {
            Self::Ok => "certo",
            Self::Aviso => "AVISO",
            Self::Erro => "ERRO",
        }
    }
}

/// O exame de uma parte.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Parte {
    /// Qual parte.
    pub nome: &'static str,
    /// Como está.
    pub estado: Estado,
    /// O que se viu.
    pub detalhe: String,
    /// O que fazer, quando há o que fazer.
    pub remedio: Option<String>,
}

impl Parte {
    fn certa(nome: &'static str, detalhe: impl Into<String>) -> Self {
        Self { nome, estado: Estado::Ok, detalhe: detalhe.into(), remedio: None }
    }

    fn ruim(nome: &'static str, estado: Estado, detalhe: impl Into<String>, remedio: &str) -> Self {
        Self { nome, estado, detalhe: detalhe.into(), remedio: Some(remedio.to_owned()) }
    }
}

/// Examina tudo a partir da configuração, abrindo o que for preciso.
pub async fn examinar(configuracao: &Configuracao) -> Vec<Parte> {
    let mut partes =
        vec![Parte::certa("configuração", format!("ambiente {}", configuracao.servidor.ambiente))];
    match sistema::abrir_banco(configuracao).await {
        Ok(banco) => {
            partes.push(do_banco(&banco).await);
            banco.fechar().await;
        }
        Err(erro) => partes.push(Parte::ruim(
            "banco",
            Estado::Erro,
            format!("{erro:#}"),
            "confira banco.url, ou a permissão de escrita em dados.pasta",
        )),
    }
    match sistema::abrir_armazem(configuracao) {
        Ok(armazem) => partes.push(do_armazem(&armazem).await),
        Err(erro) => partes.push(Parte::ruim(
            "armazém",
            Estado::Erro,
            format!("{erro:#}"),
            "confira a seção [arquivos]",
        )),
    }
    partes.push(do_navegador(configuracao).await);
    partes.push(do_sat(configuracao).await);
    partes.push(do_relogio());
    partes
}

async fn do_banco(banco: &Banco) -> Parte {
    let lido = banco
        .ler_sistema(EscopoSistema::novo("exame de saúde"), async |cx| {
            cx.buscar_um("SELECT 1", vec![]).await
        })
        .await;
    match lido {
        Ok(_) => Parte::certa("banco", format!("{:?} responde", banco.dialeto())),
        Err(erro) => {
            Parte::ruim("banco", Estado::Erro, erro.to_string(), "confira se o servidor do banco está no ar")
        }
    }
}

async fn do_armazem(armazem: &Armazem) -> Parte {
    match armazem.verificar().await {
        Ok(()) => Parte::certa("armazém", "grava, lê e apaga"),
        Err(erro) => Parte::ruim(
            "armazém",
            Estado::Erro,
            erro.to_string(),
            "confira espaço em disco e permissões, ou a seção [arquivos]",
        ),
    }
}

async fn do_navegador(configuracao: &Configuracao) -> Parte {
    match rpa::versao_do_navegador(configuracao.rpa.chromium.as_deref()).await {
        Ok(versao) => Parte::certa("navegador", versao),
        Err(erro) => Parte::ruim(
            "navegador",
            Estado::Aviso,
            erro.to_string(),
            "instale o pacote chromium ou aponte rpa.chromium; sem ele só há envio manual e API externa",
        ),
    }
}

async fn do_sat(configuracao: &Configuracao) -> Parte {
    let Some(url) = &configuracao.sat.url_portal else {
        return Parte::ruim(
            "SAT",
            Estado::Aviso,
            "não configurado",
            "preencha a seção [sat] para enviar faturas aprovadas",
        );
    };
    let pedido = async {
        let cliente = reqwest::Client::builder().timeout(Duration::from_secs(5)).no_proxy().build()?;
        cliente.get(url).send().await
    };
    match pedido.await {
        Ok(resposta) => Parte::certa("SAT", format!("{url} responde {}", resposta.status().as_u16())),
        Err(erro) => Parte::ruim(
            "SAT",
            Estado::Aviso,
            format!("{url} não responde: {}", erro.without_url()),
            "confira sat.url_portal e a rede; os envios esperam e se repetem",
        ),
    }
}

fn do_relogio() -> Parte {
    let agora = RelogioDoSistema.agora();
    // A data de construção não é conhecida; nenhum relógio certo está antes desta versão existir.
    if agora.timestamp() < 1_790_000_000 {
        return Parte::ruim(
            "relógio",
            Estado::Erro,
            agora.to_rfc3339(),
            "acerte a data da máquina: vencimentos e sessões dependem dela",
        );
    }
    Parte::certa("relógio", agora.to_rfc3339())
}

/// Estado das rotas de saúde.
#[derive(Clone)]
pub struct App {
    pub base: borda::Base,
    pub configuracao: Arc<Configuracao>,
    pub armazem: Armazem,
}

impl axum::extract::FromRef<App> for borda::Base {
    fn from_ref(app: &App) -> Self {
        app.base.clone()
    }
}

/// Resposta de `/health`.
#[derive(Serialize, ToSchema)]
pub struct Vivo {
    /// Sempre `ok` quando o servidor responde.
    #[schema(example = "ok")]
    pub status: &'static str,
    /// O ambiente configurado.
    #[schema(example = "producao")]
    pub env: String,
}

/// Diz que o servidor responde; aberta, para balanceadores.
#[utoipa::path(get, path = "/health", tag = "saúde", responses((status = 200, body = Vivo)))]
pub async fn health(State(app): State<App>) -> Json<Vivo> {
    Json(Vivo { status: "ok", env: app.configuracao.servidor.ambiente.clone() })
}

/// Examina cada parte em detalhe; para administradores.
#[utoipa::path(get, path = "/saude", tag = "saúde", responses((status = 200, body = [Parte]), Problemas))]
pub async fn saude(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
) -> ResultadoHttp<Json<Vec<Parte>>> {
    escopo.exigir::<VerSaude>()?;
    let (banco, armazem, navegador, sat) = tokio::join!(
        do_banco(&app.base.banco),
        do_armazem(&app.armazem),
        do_navegador(&app.configuracao),
        do_sat(&app.configuracao),
    );
    Ok(Json(vec![banco, armazem, navegador, sat, do_relogio()]))
}
