//! O que são as páginas do SAT: entrada, formulário de envio, recibo, recusa e consulta.

use super::arquivo::DocumentoSat;
use crate::falhas::Portal;
use crate::pagina::{self, campo, escapar};

const MENU: &str = "<nav><a id=\"menu-enviar\" href=\"/sat/documentos/novo\">Enviar documento</a>\
    <a id=\"menu-consultar\" href=\"/sat/consulta\">Consultar</a><a id=\"sair\" href=\"/sat/sair\">Sair</a></nav>";

fn moldura(titulo: &str, corpo: &str) -> String {
    pagina::moldura(Portal::Sat, titulo, &format!("{MENU}<h1>{titulo}</h1>{corpo}"))
}

pub(super) fn entrada(erro: Option<&str>) -> String {
    let corpo = format!(
        "<h1>Sistema de Automação Tributária</h1>{}<form method=\"post\" action=\"/sat/entrar\">{}{}\
         <button id=\"entrar\" type=\"submit\">Entrar</button></form>",
        pagina::mensagem("mensagem-erro", erro),
        campo("usuario", "Usuário", "type=\"text\" autocomplete=\"off\""),
        campo("senha", "Senha", "type=\"password\"")
    );
    pagina::moldura(Portal::Sat, "Entrada", &corpo)
}

pub(super) fn formulario() -> String {
    let corpo = format!(
        "<form method=\"post\" action=\"/sat/documentos\" enctype=\"multipart/form-data\">{}{}{}{}{}{}{}{}\
         <button id=\"enviar\" type=\"submit\">Enviar documento</button></form>",
        campo("arquivo", "Arquivo (PDF)", "type=\"file\" accept=\"application/pdf\""),
        campo("referencia", "Referência", "type=\"text\""),
        campo("cnpj", "CNPJ", "type=\"text\" maxlength=\"18\""),
        campo("competencia", "Competência (AAAA-MM)", "type=\"text\" maxlength=\"7\""),
        campo("nome_sat", "Nome do cliente", "type=\"text\""),
        campo("dados_sat", "Dados adicionais", "type=\"text\""),
        campo("valor", "Valor", "type=\"text\""),
        campo("vencimento", "Vencimento", "type=\"text\"")
    );
    moldura("Enviar documento", &corpo)
}

pub(super) fn recibo(documento: &DocumentoSat) -> String {
    let corpo = format!("<section id=\"recibo\"><p>Documento recebido.</p>{}</section>", dados(documento));
    moldura("Recibo", &corpo)
}

pub(super) fn repetido(documento: &DocumentoSat, motivo: &str) -> String {
    let corpo = format!(
        "<p id=\"ja-recebido\" class=\"aviso\" role=\"alert\">Documento já recebido</p><p id=\"motivo\">{motivo}</p>{}",
        dados(documento)
    );
    moldura("Envio repetido", &corpo)
}

pub(super) fn recusa(motivo: &str) -> String {
    moldura("Envio recusado", &pagina::mensagem("recusa", Some(motivo)))
}

/// A consulta: sem resultado ainda, com o documento achado, ou sem documento.
pub(super) fn consulta(referencia: &str, resultado: Option<Option<&DocumentoSat>>) -> String {
    let resultado = match resultado {
        None => String::new(),
        Some(None) => pagina::mensagem("nao-encontrado", Some("Documento não encontrado")),
        Some(Some(documento)) => format!("<section id=\"encontrado\">{}</section>", dados(documento)),
    };
    let corpo = format!(
        "<form method=\"get\" action=\"/sat/consulta\"><p><label for=\"consulta_referencia\">Referência</label>\
         <input id=\"consulta_referencia\" name=\"referencia\" value=\"{}\"></p>\
         <button id=\"consultar\" type=\"submit\">Consultar</button></form>{resultado}",
        escapar(referencia)
    );
    moldura("Consultar documento", &corpo)
}

fn dados(documento: &DocumentoSat) -> String {
    format!(
        "<dl><dt>Protocolo</dt><dd id=\"protocolo\">{}</dd><dt>Referência</dt><dd id=\"referencia_recebida\">{}</dd>\
         <dt>SHA-256 do arquivo</dt><dd id=\"sha256\">{}</dd><dt>Recebido em</dt><dd id=\"recebido_em\">{}</dd></dl>",
        documento.protocolo,
        escapar(&documento.referencia),
        documento.sha256,
        documento.recebido_em.to_rfc3339()
    )
}
