//! O que esta crate responde por HTTP.

use borda::{OpenApiRouter, routes};

use crate::{App, auditoria, contas, entrada, eventos, grupos, primeiro_acesso, usuarios, visoes};

/// As rotas que ficam sob `/api/v1`.
pub fn rotas() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        // Entrada
        .routes(routes!(
            entrada::http::abrir_sessao::abrir_sessao,
            entrada::http::ver_sessao::ver_sessao,
            entrada::http::encerrar_esta_sessao::encerrar_esta_sessao
        ))
        .routes(routes!(entrada::http::trocar_conta::trocar_conta))
        .routes(routes!(entrada::http::listar_sessoes::listar_sessoes))
        .routes(routes!(entrada::http::encerrar_sessao::encerrar_sessao))
        .routes(routes!(primeiro_acesso::http::primeiro_acesso))
        // A própria pessoa
        .routes(routes!(usuarios::http::ver_proprio::ver_proprio, usuarios::http::mudar_nome::mudar_nome))
        .routes(routes!(usuarios::http::trocar_senha::trocar_senha))
        .routes(routes!(visoes::http::listar::listar, visoes::http::criar::criar))
        .routes(routes!(visoes::http::alterar::alterar, visoes::http::excluir::excluir))
        // O que se fez e o que acaba de mudar
        .routes(routes!(eventos::http::acompanhar))
        .routes(routes!(auditoria::http::listar::listar))
        .routes(routes!(auditoria::http::exportar::exportar))
        .routes(routes!(auditoria::http::acoes::acoes))
        // Quem tem acesso à conta
        .routes(routes!(usuarios::http::listar::listar, usuarios::http::convidar::convidar))
        .routes(routes!(usuarios::http::mudar_grupos::mudar_grupos))
        .routes(routes!(usuarios::http::revogar::revogar, usuarios::http::reativar::reativar))
        .routes(routes!(grupos::http::listar::listar))
        .routes(routes!(grupos::http::permissoes::permissoes))
        // Contas filhas
        .routes(routes!(contas::http::listar::listar, contas::http::criar::criar))
        .routes(routes!(contas::http::suspender::suspender, contas::http::reativar::reativar))
}

/// As rotas que ficam na raiz, onde quem já usa a API as procura.
pub fn rotas_auth() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(entrada::http::auth_login::auth_login))
        .routes(routes!(entrada::http::auth_me::auth_me))
}
