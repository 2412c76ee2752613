//! O que é um portal: as rotas de cada sistema simulado e o que todos têm em comum.

pub(crate) mod api_externa;
mod dig;
mod documento;
mod emb;
mod oi;
pub mod sat;
mod viv;

use std::collections::HashMap;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};

use crate::catalogo::ClienteSimulado;
use crate::estado::{Estado, SemAcesso};
use crate::falhas::{Portal, TipoFalha};
use crate::fatura::Fatura;
use crate::mes_ano::MesAno;
use crate::pagina;

pub(crate) type Compartilhado = Arc<Estado>;

const SENHA_INVALIDA: &str = "Usuário ou senha inválidos.";
const SESSAO_EXPIRADA: &str = "Sua sessão expirou. Entre novamente.";

/// As rotas de todos os portais.
pub(crate) fn rotas(estado: &Compartilhado) -> Router {
    let vigiada = |portal, rotas: Router<Compartilhado>| {
        rotas.layer(from_fn_with_state((estado.clone(), portal), vigiar)).with_state(estado.clone())
    };
    Router::new()
        .merge(vigiada(Portal::Emb, emb::rotas()))
        .merge(vigiada(Portal::Viv, viv::rotas(estado)))
        .merge(vigiada(Portal::Dig, dig::rotas()))
        .merge(vigiada(Portal::Oi, oi::rotas()))
        .merge(vigiada(Portal::Tim, api_externa::rotas(estado)))
        .merge(vigiada(Portal::Sat, sat::rotas()))
        .merge(sat::rotas_de_controle().with_state(estado.clone()))
}

/// Conta o pedido e aplica as falhas que valem para qualquer página: lentidão, manutenção, layout.
async fn vigiar(
    State((estado, portal)): State<(Compartilhado, Portal)>,
    pedido: Request,
    seguinte: Next,
) -> Response {
    estado.contar(portal, |c| c.requisicoes += 1);
    let login = estado.quem_se_identificou(portal, pedido.headers());
    if let Some(falha) = estado.falha(portal, TipoFalha::Lento, login.as_deref(), None) {
        tokio::time::sleep(falha.atraso()).await;
    }
    if estado.falha(portal, TipoFalha::Manutencao, login.as_deref(), None).is_some() {
        return pagina::manutencao(portal);
    }
    let resposta = seguinte.run(pedido).await;
    let e_pagina =
        resposta.headers().get(header::CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if e_pagina && estado.falha(portal, TipoFalha::LayoutMudou, login.as_deref(), None).is_some() {
        return reformar(resposta).await;
    }
    resposta
}

async fn reformar(resposta: Response) -> Response {
    let (mut partes, corpo) = resposta.into_parts();
    let bytes = to_bytes(corpo, usize::MAX).await.unwrap_or_default();
    partes.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(partes, Body::from(pagina::trocar_layout(&String::from_utf8_lossy(&bytes))))
}

/// Os campos de um formulário ou de uma consulta, com os nomes de antes ou de depois da reforma.
#[derive(Debug, Default)]
struct Campos(HashMap<String, String>);

impl Campos {
    fn ler(&self, nome: &str) -> &str {
        let novo = format!("{}{nome}", pagina::PREFIXO_NOVO);
        self.0.get(nome).or_else(|| self.0.get(&novo)).map_or("", |valor| valor.trim())
    }
}

/// A volta à página de entrada de quem não pode continuar.
#[derive(Debug)]
struct Volta(String);

impl IntoResponse for Volta {
    fn into_response(self) -> Response {
        pagina::desviar(&self.0, None)
    }
}

/// O usuário que entrou no portal, ou a volta à página de entrada.
fn exigir_entrada(
    estado: &Estado,
    portal: Portal,
    cabecalhos: &HeaderMap,
    entrada: &str,
) -> Result<String, Volta> {
    estado.quem_entrou(portal, cabecalhos).map_err(|motivo| match motivo {
        SemAcesso::NaoEntrou => Volta(entrada.to_owned()),
        SemAcesso::Expirou => Volta(format!("{entrada}?expirada=1")),
    })
}

/// A mensagem da página de entrada, se quem chega vem de sessão expirada.
fn aviso_de_entrada(consulta: &Campos) -> Option<&'static str> {
    (!consulta.ler("expirada").is_empty()).then_some(SESSAO_EXPIRADA)
}

/// As unidades do usuário como opções de uma escolha.
fn opcoes_de_unidades(clientes: &[&ClienteSimulado]) -> Vec<(String, String)> {
    clientes.iter().map(|c| (c.unidade.clone(), c.unidade.clone())).collect()
}

/// O que a consulta de uma fatura encontra.
enum Consulta {
    Achada(Box<Fatura>),
    NaoEmitida(MesAno),
    Invalida(String),
}

/// Procura a fatura de uma unidade num mês; a falha `nao_emitida` entra aqui.
fn consultar(estado: &Estado, portal: Portal, login: &str, unidade: &str, mes_ano: &str) -> Consulta {
    let mes: MesAno = match mes_ano.parse() {
        Ok(mes) => mes,
        Err(motivo) => return Consulta::Invalida(motivo),
    };
    let Some(cliente) = estado.clientes_de(portal, login).into_iter().find(|c| c.unidade == unidade) else {
        return Consulta::Invalida("Unidade não encontrada nesta conta.".into());
    };
    if estado.falha(portal, TipoFalha::NaoEmitida, Some(login), Some(mes)).is_some() {
        return Consulta::NaoEmitida(mes);
    }
    Consulta::Achada(Box::new(Fatura::gerar(cliente, mes)))
}

/// Nome, valor e vencimento de uma fatura como o portal os mostra.
fn resumo(fatura: &Fatura) -> String {
    format!(
        "<dl><dt>Referência</dt><dd>{}</dd><dt>Número</dt><dd id=\"numero\">{}</dd>\
         <dt>Valor (R$)</dt><dd id=\"valor\">{}</dd><dt>Vencimento</dt><dd id=\"vencimento\">{}</dd></dl>",
        fatura.mes_ano.na_tela(),
        fatura.numero,
        fatura.valor_na_tela(),
        fatura.vencimento_na_tela()
    )
}

fn cabecalho(resposta: &mut Response, nome: header::HeaderName, valor: &str) {
    if let Ok(valor) = HeaderValue::from_str(valor) {
        resposta.headers_mut().insert(nome, valor);
    }
}
