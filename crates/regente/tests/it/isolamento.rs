//! Nada atravessa contas: cada operação do OpenAPI, como estranho, sem permissão e sem sessão.

use std::collections::BTreeMap;

use nucleo::{Relogio, RelogioDoSistema};
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

use crate::casa::{Api, Casa, SENHA, Servidor};

/// Marca dos dados da primeira conta: não pode aparecer em resposta alguma à segunda.
const MARCA: &str = "MARCA-DA-CONTA-UM";
const MES: &str = "2026-10";

/// Abertas a quem ainda não entrou. Só diminui.
const ABERTAS: &[&str] =
    &["POST /auth/login", "POST /api/v1/sessao", "POST /api/v1/primeiro-acesso", "GET /health"];

/// De cada pessoa sobre si mesma: não pedem permissão. Só diminui.
const DE_SI_MESMO: &[&str] = &[
    "GET /auth/me",
    "GET /api/v1/sessao",
    "DELETE /api/v1/sessao",
    "PUT /api/v1/sessao/conta",
    "GET /api/v1/sessoes",
    "DELETE /api/v1/sessoes/{id}",
    "GET /api/v1/perfil",
    "PUT /api/v1/perfil",
    "PUT /api/v1/perfil/senha",
    "GET /api/v1/eventos",
    "GET /api/v1/visoes",
    "POST /api/v1/visoes",
    "PUT /api/v1/visoes/{id}",
    "DELETE /api/v1/visoes/{id}",
];

struct Operacao {
    metodo: Method,
    caminho: String,
    /// Os parâmetros de consulta obrigatórios, com um valor que o esquema aceita.
    consulta: String,
    corpo: Option<Value>,
    arquivo: bool,
    /// Não acaba enquanto quem pede não for embora: `eventos` prova à parte que nada atravessa contas.
    fluxo: bool,
}

impl Operacao {
    fn nome(&self) -> String {
        format!("{} {}", self.metodo, self.caminho)
    }

    fn tem_parametro(&self) -> bool {
        self.caminho.contains('{')
    }

    /// Troca cada `{parametro}` pelo que `id` der para o trecho anterior a ele.
    fn endereco(&self, id: impl Fn(&str) -> String) -> String {
        let mut trechos: Vec<String> = Vec::new();
        for trecho in self.caminho.split('/') {
            let anterior = trechos.last().cloned().unwrap_or_default();
            trechos.push(if trecho.starts_with('{') { id(&anterior) } else { trecho.to_owned() });
        }
        trechos.join("/") + &self.consulta
    }

    async fn pedir(&self, api: &Api, endereco: &str) -> (StatusCode, Vec<u8>) {
        if self.arquivo {
            api.anexar(endereco, b"%PDF-1.4 nada".to_vec()).await
        } else {
            api.cru(self.metodo.clone(), endereco, self.corpo.clone()).await
        }
    }
}

fn operacoes(descricao: &Value) -> Vec<Operacao> {
    let mut todas = Vec::new();
    for (caminho, metodos) in descricao["paths"].as_object().unwrap() {
        for (metodo, operacao) in metodos.as_object().unwrap() {
            let Ok(metodo) = Method::from_bytes(metodo.to_uppercase().as_bytes()) else { continue };
            let conteudo = &operacao["requestBody"]["content"];
            let json = &conteudo["application/json"];
            let corpo = json
                .is_object()
                .then(|| json.get("example").cloned().unwrap_or_else(|| exemplo(&json["schema"], descricao)));
            let consulta = obrigatorios_da_consulta(operacao, descricao);
            todas.push(Operacao {
                metodo,
                consulta,
                caminho: caminho.clone(),
                corpo,
                fluxo: operacao["responses"]["200"]["content"]["text/event-stream"].is_object(),
                arquivo: conteudo["multipart/form-data"].is_object() && corpo_ausente(json),
            });
        }
    }
    todas
}

fn obrigatorios_da_consulta(operacao: &Value, descricao: &Value) -> String {
    let parametros = operacao["parameters"].as_array().cloned().unwrap_or_default();
    let pares: Vec<String> = parametros
        .iter()
        .filter(|p| p["in"] == "query" && p["required"] == true)
        .map(|p| {
            let valor = p.get("example").cloned().unwrap_or_else(|| exemplo(&p["schema"], descricao));
            format!(
                "{}={}",
                p["name"].as_str().unwrap(),
                valor.as_str().map_or_else(|| valor.to_string(), str::to_owned)
            )
        })
        .collect();
    if pares.is_empty() { String::new() } else { format!("?{}", pares.join("&")) }
}

fn corpo_ausente(json: &Value) -> bool {
    !json.is_object()
}

/// Um valor que o esquema aceita: o exemplo publicado, ou o mínimo de cada tipo.
fn exemplo(esquema: &Value, descricao: &Value) -> Value {
    if let Some(referencia) = esquema["$ref"].as_str() {
        return exemplo(
            &descricao["components"]["schemas"][referencia.rsplit('/').next().unwrap()],
            descricao,
        );
    }
    if let Some(publicado) = esquema.get("example") {
        return publicado.clone();
    }
    if let Some(primeiro) = esquema["examples"].get(0) {
        return primeiro.clone();
    }
    if let Some(primeiro) = esquema["enum"].get(0) {
        return primeiro.clone();
    }
    for composicao in ["allOf", "oneOf", "anyOf"] {
        if let Some(opcoes) = esquema[composicao].as_array() {
            let concreta = opcoes.iter().find(|o| o["type"] != "null").unwrap();
            return exemplo(concreta, descricao);
        }
    }
    let tipo = esquema["type"]
        .as_array()
        .map_or(&esquema["type"], |tipos| tipos.iter().find(|t| *t != "null").unwrap());
    match tipo.as_str() {
        Some("object") => {
            let obrigatorios = esquema["required"].as_array().cloned().unwrap_or_default();
            let campos: Map<String, Value> = obrigatorios
                .iter()
                .map(|c| {
                    (
                        c.as_str().unwrap().to_owned(),
                        exemplo(&esquema["properties"][c.as_str().unwrap()], descricao),
                    )
                })
                .collect();
            Value::Object(campos)
        }
        Some("array") => json!([]),
        Some("integer" | "number") => json!(1),
        Some("boolean") => json!(false),
        _ if esquema["format"] == "uuid" => json!(novo_id()),
        _ => json!("texto"),
    }
}

fn novo_id() -> String {
    RelogioDoSistema.novo_uuid().to_string()
}

/// Dados da primeira conta: um de cada coisa que tem id; devolve trecho do caminho → id.
async fn semear(servidor: &Servidor) -> BTreeMap<String, String> {
    let api = servidor.entrar().await;
    let id = |v: &Value| v["id"].as_str().unwrap_or_else(|| panic!("sem id: {v}")).to_owned();
    let mut ids = BTreeMap::new();
    let operadora = json!({"codigo": "MAN", "nome": MARCA, "possui_rpa": true, "rpa_terceirizado": true, "classe_rpa": "api_externa",
        "url_endpoint_rpa": "http://127.0.0.1:9/", "token_rpa": "x"});
    ids.insert("operadoras".to_owned(), id(&api.criar("/operadoras", operadora).await));
    let cliente = json!({"razao_social": MARCA, "nome_sat": MARCA, "cnpj": "12ABC34501DE35", "operadora_id": ids["operadoras"], "filtro": "F",
        "servico": "S", "dados_sat": "D", "unidade": "U", "login_portal": "u", "senha_portal": "s"});
    ids.insert("clientes".to_owned(), id(&api.criar("/clientes", cliente).await));
    api.criar("/processos/do-mes", json!({"mes_ano": MES})).await;
    ids.insert("processos".to_owned(), id(&api.ler("/processos").await["itens"][0]));
    let execucao = api.criar(&format!("/processos/{}/download", ids["processos"]), json!({})).await;
    ids.insert("execucoes".to_owned(), execucao["execucao_id"].as_str().unwrap().to_owned());
    let agendamento = json!({"nome": MARCA, "tipo": "CRIAR_PROCESSOS_MENSAIS", "cron": "0 6 1 * *", "fuso": "America/Sao_Paulo", "parametros": {}, "ativo": false});
    ids.insert("agendamentos".to_owned(), id(&api.criar("/agendamentos", agendamento).await));
    let visao = json!({"tela": "processos", "nome": MARCA, "consulta": ""});
    ids.insert("visoes".to_owned(), id(&api.criar("/visoes", visao).await));
    ids.insert("grupos".to_owned(), id(&api.ler("/grupos").await["itens"][0]));
    let pessoa = api.ler("/usuarios").await["itens"][0].clone();
    ids.insert("usuarios".to_owned(), id(&pessoa));
    ids.insert(
        "vinculos".to_owned(),
        pessoa["vinculo_id"].as_str().map_or_else(|| id(&pessoa), str::to_owned),
    );
    ids
}

/// Uma segunda conta com administrador próprio, criada pela mestra; devolve a API dele e o id da conta.
async fn outra_conta(servidor: &Servidor) -> (Api, String) {
    let mestra = servidor.entrar().await;
    let corpo = json!({"nome": "Conta dois", "administrador": {"nome": "Beto", "email": "beto@exemplo.com.br", "senha": SENHA}});
    let conta = mestra.criar("/contas", corpo).await;
    (servidor.entrar_como("beto@exemplo.com.br", SENHA).await, conta["id"].as_str().unwrap().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn cada_operacao_se_fecha_a_estranhos_a_quem_nao_pode_e_a_quem_nao_entrou() {
    let casa = Casa::nova(None).await;
    let servidor = casa.subir().await;
    let ids = semear(&servidor).await;
    let (estranho, conta_dois) = outra_conta(&servidor).await;
    let (sem_permissao, _) = pessoa_sem_grupos(&servidor).await;
    let descricao = servidor.anonima().na_raiz(Method::GET, "/api/openapi.json", None).await.1;
    let operacoes = operacoes(&descricao);
    assert!(operacoes.len() > 40, "poucas operações: {}", operacoes.len());

    let mut falhas = Vec::new();
    for operacao in &operacoes {
        let nome = operacao.nome();
        if ABERTAS.contains(&nome.as_str()) {
            continue;
        }
        let da_conta_um = |trecho: &str| match trecho {
            // Contas filhas: para a segunda conta, a primeira (que a criou) não existe.
            "contas" => conta_dois.clone(),
            _ => ids.get(trecho).cloned().unwrap_or_else(novo_id),
        };
        let endereco = operacao.endereco(da_conta_um);
        let sem_sessao = operacao.pedir(&servidor.anonima(), &endereco).await;
        if sem_sessao.0 != StatusCode::UNAUTHORIZED {
            falhas.push(format!("{nome}: sem sessão deu {}", sem_sessao.0));
        }
        if !DE_SI_MESMO.contains(&nome.as_str()) {
            let negada = operacao.pedir(&sem_permissao, &endereco).await;
            if negada.0 != StatusCode::FORBIDDEN {
                falhas.push(format!(
                    "{nome}: sem permissão deu {} {}",
                    negada.0,
                    String::from_utf8_lossy(&negada.1)
                ));
            }
        }
        if operacao.tem_parametro() {
            let alheio = operacao.pedir(&estranho, &endereco).await;
            let inexistente = operacao.pedir(&estranho, &operacao.endereco(|_| novo_id())).await;
            if alheio.0 != StatusCode::NOT_FOUND || alheio != inexistente {
                falhas.push(format!(
                    "{nome}: estranho viu {} {}, inexistente {} {}",
                    alheio.0,
                    String::from_utf8_lossy(&alheio.1),
                    inexistente.0,
                    String::from_utf8_lossy(&inexistente.1)
                ));
            }
        } else if operacao.metodo == Method::GET && !operacao.fluxo {
            let (_, corpo) = operacao.pedir(&estranho, &endereco).await;
            if String::from_utf8_lossy(&corpo).contains(MARCA) {
                falhas.push(format!("{nome}: mostrou dados de outra conta"));
            }
        }
    }
    assert!(falhas.is_empty(), "{} falha(s):\n{}", falhas.len(), falhas.join("\n"));
    servidor.encerrar().await;
}

/// Alguém da primeira conta, com vínculo e sem grupo algum.
async fn pessoa_sem_grupos(servidor: &Servidor) -> (Api, String) {
    let api = servidor.entrar().await;
    let corpo = json!({"nome": "Caio", "email": "caio@exemplo.com.br", "senha": SENHA, "grupos": []});
    let criado = api.criar("/usuarios", corpo).await;
    (
        servidor.entrar_como("caio@exemplo.com.br", SENHA).await,
        criado["id"].as_str().unwrap_or_default().to_owned(),
    )
}
