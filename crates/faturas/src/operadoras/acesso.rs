//! Como um robô entra no portal de uma operadora em nome de um cliente: o mesmo para baixar uma fatura e para só
//! testar o acesso.

use nucleo::{Cofre, ContaId, Erro, Resultado, SecretString};
use rpa::{DestinoRpa, ParametrosEntrada};

use super::{Operadora, acoes};
use crate::clientes::Cliente;

/// Os parâmetros do RPA que saem do cadastro; o que é de um processo fica por conta de quem chama.
pub(crate) fn entrada(
    operadora: &Operadora,
    cliente: &Cliente,
    senha: Option<SecretString>,
) -> ParametrosEntrada {
    let dados = &cliente.dados;
    ParametrosEntrada {
        id_cliente: cliente.id.to_string(),
        operadora_codigo: operadora.dados.codigo.clone(),
        url_portal: dados.site_emissao.clone().or_else(|| operadora.dados.url_portal.clone()),
        usuario: dados.login_portal.clone(),
        senha,
        cnpj: Some(dados.cnpj.to_string()),
        cpf: dados.cpf.map(|cpf| cpf.to_string()),
        filtro: Some(dados.filtro.clone()),
        nome_sat: Some(dados.nome_sat.clone()),
        dados_sat: Some(dados.dados_sat.clone()),
        unidade: Some(dados.unidade.clone()),
        servico: Some(dados.servico.clone()),
        ..ParametrosEntrada::default()
    }
}

/// Quem atende, em texto.
///
/// # Erros
/// `sem_rpa` quando a operadora não tem RPA.
pub(crate) fn classe_rpa(operadora: &Operadora) -> Resultado<String> {
    let dados = &operadora.dados;
    dados
        .classe_rpa
        .as_ref()
        .filter(|_| dados.possui_rpa)
        .map(ToString::to_string)
        .ok_or_else(|| Erro::conflito("sem_rpa", "a operadora não tem RPA", "anexe a fatura à mão"))
}

/// Quem atende e como chega lá.
///
/// # Erros
/// A operadora não tem RPA, ou o token dela não se abre.
pub(crate) fn destino(operadora: &Operadora, cofre: &dyn Cofre, conta: ContaId) -> Resultado<DestinoRpa> {
    Ok(DestinoRpa {
        classe_rpa: classe_rpa(operadora)?,
        configuracao_rpa: operadora.dados.configuracao_rpa.clone(),
        url_endpoint: operadora.dados.url_endpoint_rpa.clone(),
        token: acoes::abrir_token(cofre, conta, operadora)?,
    })
}

/// Uma sessão de portal por vez: o portal derruba a primeira quando o mesmo login entra de novo.
pub(crate) fn chave_de_concorrencia(operadora: &Operadora, cliente: &Cliente) -> String {
    let login = cliente.dados.login_portal.clone().unwrap_or_else(|| cliente.id.to_string());
    format!("portal:{}:{login}", operadora.id)
}
