//! O que é o portal da Digitalnet: janela nova, tabela paginada e PDF mostrado noutra aba.

use std::collections::HashMap;

use axum::Router;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, Redirect, Response};
use axum::routing::get;
use chrono::Datelike;

use super::documento::{Disposicao, entregar_numero};
use super::{
    Campos, Compartilhado, SENHA_INVALIDA, Volta, aviso_de_entrada, exigir_entrada, opcoes_de_unidades,
};
use crate::acaso::agora;
use crate::catalogo::ClienteSimulado;
use crate::estado::Estado;
use crate::falhas::{Portal, TipoFalha};
use crate::fatura::Fatura;
use crate::mes_ano::MesAno;
use crate::pagina::{self, escapar, moldura};

const PORTAL: Portal = Portal::Dig;
const ENTRADA: &str = "/dig/";
const LINHAS_POR_PAGINA: usize = 5;

pub(super) fn rotas() -> Router<Compartilhado> {
    Router::new()
        .route("/dig", get(|| async { Redirect::permanent("/dig/") }))
        .route(ENTRADA, get(mostrar_entrada))
        .route("/dig/entrar", get(|| async { Redirect::to(ENTRADA) }).post(entrar))
        .route("/dig/inicio", get(mostrar_inicio))
        .route("/dig/central", get(mostrar_central))
        .route("/dig/documento/{numero}", get(abrir_documento))
        .route("/dig/sair", get(sair))
}

async fn mostrar_entrada(Query(consulta): Query<HashMap<String, String>>) -> Html<String> {
    Html(pagina_de_entrada(aviso_de_entrada(&Campos(consulta))))
}

fn pagina_de_entrada(erro: Option<&str>) -> String {
    let corpo = format!(
        "<h1>Área do assinante</h1>{}<form method=\"post\" action=\"/dig/entrar\">{}{}\
         <button id=\"btn-entrar\" type=\"submit\">Entrar</button></form>",
        pagina::mensagem("mensagem-erro", erro),
        pagina::campo("usuario", "Usuário", "type=\"text\" autocomplete=\"off\""),
        pagina::campo("senha", "Senha", "type=\"password\"")
    );
    moldura(PORTAL, "Área do assinante", &corpo)
}

async fn entrar(
    State(estado): State<Compartilhado>,
    Form(campos): Form<HashMap<String, String>>,
) -> Response {
    let campos = Campos(campos);
    let usuario = campos.ler("usuario");
    if !estado.aceitar_entrada(PORTAL, usuario, campos.ler("senha")) {
        return pagina::html(StatusCode::OK, pagina_de_entrada(Some(SENHA_INVALIDA)));
    }
    let cookie = estado.abrir_sessao(PORTAL, usuario, true);
    pagina::desviar("/dig/inicio", Some(&cookie))
}

async fn sair(State(estado): State<Compartilhado>, cabecalhos: HeaderMap) -> Redirect {
    estado.fechar_sessao(PORTAL, &cabecalhos);
    Redirect::to(ENTRADA)
}

async fn mostrar_inicio(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
) -> Result<Html<String>, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let clientes = estado.clientes_de(PORTAL, &login);
    let empresa = clientes.first().map_or("", |c| &c.razao_social);
    let corpo = format!(
        "<h1>Olá, {}</h1><p>Suas faturas ficam na central, que abre em outra janela.</p>\
         <p><button id=\"abrir-central\" type=\"button\" \
         onclick=\"window.open('/dig/central','centralDeFaturas','width=1100,height=760')\">Central de faturas</button></p>\
         <p><a id=\"sair\" href=\"/dig/sair\">Sair</a></p>",
        escapar(empresa)
    );
    Ok(Html(moldura(PORTAL, "Início", &corpo)))
}

/// O que a pessoa escolheu na central.
struct Filtro {
    unidade: String,
    ano: i32,
    pagina: usize,
}

impl Filtro {
    fn ler(campos: &Campos) -> Self {
        let corrente = agora().year().clamp(2020, 2030);
        Self {
            unidade: campos.ler("unidade").to_owned(),
            ano: campos.ler("ano").parse().unwrap_or(corrente),
            pagina: campos.ler("pagina").parse().unwrap_or(1).max(1),
        }
    }

    fn endereco(&self, pagina: usize) -> String {
        let unidade: String = self.unidade.bytes().map(|b| format!("%{b:02X}")).collect();
        format!("/dig/central?unidade={unidade}&amp;ano={}&amp;pagina={pagina}", self.ano)
    }
}

async fn mostrar_central(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Query(consulta): Query<HashMap<String, String>>,
) -> Result<Html<String>, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    let filtro = Filtro::ler(&Campos(consulta));
    let clientes = estado.clientes_de(PORTAL, &login);
    let alvos: Vec<(&ClienteSimulado, MesAno)> = MesAno::todos()
        .rev()
        .filter(|mes| mes.ano() == filtro.ano)
        .flat_map(|mes| clientes.iter().map(move |c| (*c, mes)))
        .filter(|(c, _)| filtro.unidade.is_empty() || c.unidade == filtro.unidade)
        .collect();
    let paginas = alvos.len().div_ceil(LINHAS_POR_PAGINA).max(1);
    let inicio = (filtro.pagina - 1) * LINHAS_POR_PAGINA;
    let linhas: String =
        alvos.iter().skip(inicio).take(LINHAS_POR_PAGINA).map(|(c, mes)| linha(&estado, c, *mes)).collect();
    let corpo = format!(
        "<h1>Central de faturas</h1>{}<table id=\"tabela-faturas\"><thead><tr><th>Unidade</th><th>Referência</th>\
         <th>Número</th><th>Vencimento</th><th>Valor (R$)</th><th></th></tr></thead><tbody>{linhas}</tbody></table>{}",
        formulario(&clientes, &filtro),
        paginacao(&filtro, paginas)
    );
    Ok(Html(moldura(PORTAL, "Central de faturas", &corpo)))
}

fn formulario(clientes: &[&ClienteSimulado], filtro: &Filtro) -> String {
    let mut unidades = vec![(String::new(), "Todas as unidades".to_owned())];
    unidades.extend(opcoes_de_unidades(clientes));
    let anos: Vec<_> = (2020..=2030).rev().map(|ano: i32| (ano.to_string(), ano.to_string())).collect();
    format!(
        "<form method=\"get\" action=\"/dig/central\">{}{}<button id=\"filtrar\" type=\"submit\">Filtrar</button></form>",
        pagina::escolha("filtro-unidade", "unidade", "Unidade", &unidades, &filtro.unidade),
        pagina::escolha("filtro-ano", "ano", "Ano", &anos, &filtro.ano.to_string())
    )
}

fn linha(estado: &Estado, cliente: &ClienteSimulado, mes: MesAno) -> String {
    let fatura = Fatura::gerar(cliente, mes);
    let emitida = estado.falha(PORTAL, TipoFalha::NaoEmitida, Some(&cliente.login), Some(mes)).is_none();
    let (dados, acao) = if emitida {
        let endereco = format!("/dig/documento/{}", fatura.numero);
        (
            [fatura.numero.clone(), fatura.vencimento_na_tela(), fatura.valor_na_tela()],
            format!("<a class=\"baixar\" target=\"_blank\" href=\"{endereco}\">Ver fatura</a>"),
        )
    } else {
        (
            ["-".into(), "-".into(), "-".into()],
            "<span class=\"nao-emitida\">Aguardando emissão</span>".to_owned(),
        )
    };
    format!(
        "<tr class=\"fatura\" data-unidade=\"{}\" data-referencia=\"{mes}\"><td>{}</td><td>{}</td><td>{}</td><td>{}</td>\
         <td>{}</td><td>{acao}</td></tr>",
        escapar(&cliente.unidade),
        escapar(&cliente.unidade),
        mes.na_tela(),
        dados[0],
        dados[1],
        dados[2]
    )
}

fn paginacao(filtro: &Filtro, paginas: usize) -> String {
    let ligacao = |id: &str, texto: &str, pagina: usize| {
        format!("<a id=\"{id}\" href=\"{}\">{texto}</a> ", filtro.endereco(pagina))
    };
    let anterior =
        if filtro.pagina > 1 { ligacao("anterior", "Anterior", filtro.pagina - 1) } else { String::new() };
    let proxima = if filtro.pagina < paginas {
        ligacao("proxima", "Próxima", filtro.pagina + 1)
    } else {
        String::new()
    };
    format!("<p>{anterior}<span id=\"pagina\">Página {} de {paginas}</span> {proxima}</p>", filtro.pagina)
}

async fn abrir_documento(
    State(estado): State<Compartilhado>,
    cabecalhos: HeaderMap,
    Path(numero): Path<String>,
) -> Result<Response, Volta> {
    let login = exigir_entrada(&estado, PORTAL, &cabecalhos, ENTRADA)?;
    Ok(entregar_numero(&estado, PORTAL, &login, &numero, Disposicao::NaPagina))
}
