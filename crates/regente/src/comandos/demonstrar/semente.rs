//! O que a demonstração planta: pessoas, operadoras e clientes. Plantar de novo não repete nada.

use std::sync::Arc;

use anyhow::Context;
use banco::Banco;
use plataforma::{Custo, Senhas, primeiro_acesso};
use serde_json::{Value, json};
use simuladores::{ClienteSimulado, Simulador, catalogo};

use crate::comandos::cliente::Api;

/// Senha de todas as pessoas da demonstração; fora dela não há senha padrão.
pub const SENHA: &str = "demonstracao-2026";

/// Operadora sem robô: a fatura entra à mão.
pub const SEM_RPA: &str = "OIA";

/// Alguém da demonstração.
pub struct Pessoa {
    pub nome: &'static str,
    pub email: &'static str,
    /// O grupo predefinido do seu vínculo.
    pub papel: &'static str,
}

/// Quem administra.
pub const ADMINISTRADOR: Pessoa =
    Pessoa { nome: "Helena Prado", email: "admin@demonstracao.local", papel: "Administrador" };

/// Todas as pessoas.
pub const PESSOAS: &[Pessoa] = &[
    ADMINISTRADOR,
    Pessoa { nome: "Marcos Tavares", email: "aprovador@demonstracao.local", papel: "Aprovador" },
    Pessoa { nome: "Rita Campos", email: "operador@demonstracao.local", papel: "Operador" },
    Pessoa { nome: "Davi Nogueira", email: "visualizador@demonstracao.local", papel: "Visualizador" },
];

/// Cria quem administra; de novo, só confirma a senha da demonstração.
pub async fn semear_administrador(banco: &Banco) -> anyhow::Result<()> {
    let senhas = Senhas::novas(Custo::default(), Arc::clone(banco.relogio()))?;
    plataforma::preparar(banco).await?;
    let Pessoa { nome, email, .. } = ADMINISTRADOR;
    primeiro_acesso::criar_administrador(banco, &senhas, email, nome, &SENHA.into()).await?;
    Ok(())
}

/// Dá acesso às outras pessoas, cada uma pelo seu grupo.
pub async fn semear_pessoas(api: &Api) -> anyhow::Result<()> {
    let existentes = api.ler_tudo("/usuarios").await?;
    let grupos = api.ler_tudo("/grupos").await?;
    for pessoa in PESSOAS.iter().filter(|p| !existentes.iter().any(|e| e["email"] == p.email)) {
        let grupo = grupos.iter().find(|g| g["nome"] == pessoa.papel).context("grupo predefinido ausente")?;
        let corpo =
            json!({ "nome": pessoa.nome, "email": pessoa.email, "senha": SENHA, "grupos": [grupo["id"]] });
        api.criar("/usuarios", &corpo).await?;
    }
    Ok(())
}

/// Cria ou corrige operadoras e clientes pela API, como uma pessoa faria.
pub async fn semear_cadastros(api: &Api, portais: &Simulador) -> anyhow::Result<()> {
    let existentes = api.ler_tudo("/operadoras").await?;
    for operadora in operadoras(portais) {
        let codigo = operadora["codigo"].clone();
        match existentes.iter().find(|o| o["codigo"] == codigo) {
            None => drop(api.criar("/operadoras", &operadora).await?),
            // A porta dos portais pode ter mudado desde a última vez.
            Some(atual)
                if atual["url_portal"] != operadora["url_portal"]
                    || atual["url_endpoint_rpa"] != operadora["url_endpoint_rpa"] =>
            {
                let id = atual["id"].as_str().context("operadora sem id")?;
                api.trocar(&format!("/operadoras/{id}"), &operadora).await?;
            }
            Some(_) => {}
        }
    }
    let resposta = api.importar_clientes(csv(&clientes())).await?;
    anyhow::ensure!(resposta["recusados"] == 0, "a importação da demonstração recusou linhas: {resposta}");
    Ok(())
}

/// Os clientes do catálogo dos portais; um da Oi passa para a operadora sem robô.
pub fn clientes() -> Vec<ClienteSimulado> {
    let mut clientes = catalogo::padrao();
    if let Some(ultimo_da_oi) = clientes.iter_mut().rfind(|c| c.operadora_codigo == "OI") {
        ultimo_da_oi.operadora_codigo = SEM_RPA.into();
    }
    clientes
}

fn operadoras(portais: &Simulador) -> Vec<Value> {
    let com_roteiro = [("EMB", "Embratel"), ("VIV", "Vivo"), ("DIG", "Digitalnet"), ("OI", "Oi")];
    let mut todas: Vec<Value> = com_roteiro
        .iter()
        .map(|(codigo, nome)| {
            json!({
                "codigo": codigo, "nome": nome, "possui_rpa": true, "rpa_terceirizado": false,
                "url_portal": portais.url(codigo), "classe_rpa": format!("navegador:{codigo}"),
            })
        })
        .collect();
    todas.push(json!({
        "codigo": "TIM", "nome": "TIM", "possui_rpa": true, "rpa_terceirizado": true, "classe_rpa": "api_externa",
        "url_endpoint_rpa": portais.url("TIM"), "token_rpa": simuladores::Opcoes::default().token_api,
    }));
    todas.push(json!({
        "codigo": SEM_RPA, "nome": "Oi Atacado", "possui_rpa": false, "rpa_terceirizado": false,
        "instrucoes_acesso": "O gerente da conta manda a fatura por e-mail; anexe o PDF ao processo.",
    }));
    todas
}

fn csv(clientes: &[ClienteSimulado]) -> String {
    let mut csv = String::from(
        "razao_social;nome_sat;cnpj;operadora;filtro;servico;dados_sat;unidade;login_portal;senha_portal;cpf\n",
    );
    for c in clientes {
        let cpf = c.cpf.as_deref().unwrap_or_default();
        let campos = [
            &c.razao_social,
            &c.nome_sat,
            &c.cnpj,
            &c.operadora_codigo,
            &c.filtro,
            &c.servico,
            &c.dados_sat,
            &c.unidade,
            &c.login,
            &c.senha,
        ];
        for campo in campos {
            csv.push_str(campo);
            csv.push(';');
        }
        csv.push_str(cpf);
        csv.push('\n');
    }
    csv
}
