//! Cofre de mentira, rotas montadas e cadastros prontos, para as provas desta crate.

use std::sync::{
    Arc,
    atomic::{AtomicU8, Ordering},
};

use apoio::{Resposta, Teste, pedir};
use axum::{Router, extract::FromRef};
use borda::{Base, OpenApiRouter};
use nucleo::{Cofre, EnderecoDoSegredo, Erro, Escopo, ExposeSecret, Resultado, SecretString};
use serde_json::{Value, json};

/// Cifra que só embaralha, mas como a de verdade: nunca sai igual duas vezes e se prende ao endereço.
#[derive(Default)]
pub(crate) struct CofreDeTeste(AtomicU8);

impl Cofre for CofreDeTeste {
    fn cifrar(&self, endereco: EnderecoDoSegredo<'_>, segredo: &SecretString) -> Resultado<Vec<u8>> {
        let sal = self.0.fetch_add(1, Ordering::Relaxed);
        let claro = format!("{endereco:?}|{}", segredo.expose_secret());
        Ok([sal].into_iter().chain(claro.bytes().map(|b| b ^ sal ^ 0x5A)).collect())
    }

    fn decifrar(&self, endereco: EnderecoDoSegredo<'_>, cifrado: &[u8]) -> Resultado<SecretString> {
        let (sal, resto) = cifrado.split_first().ok_or_else(|| Erro::interno("cifra vazia"))?;
        let claro =
            String::from_utf8(resto.iter().map(|b| b ^ sal ^ 0x5A).collect()).map_err(Erro::interno)?;
        let segredo = claro.strip_prefix(&format!("{endereco:?}|"));
        segredo.map(Into::into).ok_or_else(|| Erro::interno("endereço trocado"))
    }
}

/// O estado mínimo que as rotas de cadastro pedem.
#[derive(Clone)]
struct Estado {
    base: Base,
    cofre: Arc<dyn Cofre>,
}

impl FromRef<Estado> for Base {
    fn from_ref(estado: &Estado) -> Self {
        estado.base.clone()
    }
}

impl FromRef<Estado> for Arc<dyn Cofre> {
    fn from_ref(estado: &Estado) -> Self {
        Arc::clone(&estado.cofre)
    }
}

/// As rotas de cadastro, agindo em nome do escopo.
pub(crate) fn rotas(t: &Teste, escopo: &Escopo) -> Router {
    let rotas =
        OpenApiRouter::new().merge(crate::operadoras::http::rotas()).merge(crate::clientes::http::rotas());
    let estado = Estado { base: t.base(escopo), cofre: Arc::new(CofreDeTeste::default()) };
    rotas.with_state(estado).split_for_parts().0
}

/// Corpo válido de operadora.
pub(crate) fn corpo_de_operadora(codigo: &str) -> Value {
    json!({"nome": format!("Operadora {codigo}"), "codigo": codigo, "possui_rpa": true,
           "classe_rpa": format!("navegador:{codigo}"), "url_portal": "https://portal.exemplo"})
}

/// Corpo válido de cliente.
pub(crate) fn corpo_de_cliente(operadora: &str, unidade: &str) -> Value {
    json!({"razao_social": "Padaria São João Ltda", "nome_sat": "PADARIA", "cnpj": "11.444.777/0001-61",
           "operadora_id": operadora, "filtro": "Matriz", "servico": "Fixo", "dados_sat": "Conta 1",
           "unidade": unidade, "login_portal": "ana", "senha_portal": "s3nha-do-portal",
           "cpf": "529.982.247-25"})
}

/// Cria pela API, que tem de aceitar; devolve o id.
pub(crate) async fn criar(rotas: &Router, caminho: &str, corpo: Value) -> String {
    let resposta = pedir(rotas, "POST", caminho, Some(corpo)).await;
    assert_eq!(resposta.status, 201, "{}", resposta.texto());
    resposta.json["id"].as_str().unwrap().to_owned()
}

/// O código do problema, conferindo o status.
pub(crate) fn codigo(resposta: &Resposta, status: u16) -> String {
    assert_eq!(resposta.status, status, "{}", resposta.texto());
    resposta.json["codigo"].as_str().unwrap().to_owned()
}

/// Os campos recusados, como `campo:codigo`.
pub(crate) fn recusas(resposta: &Resposta) -> Vec<String> {
    assert_eq!(resposta.status, 422, "{}", resposta.texto());
    let campos = resposta.json["campos"].as_array().unwrap();
    campos
        .iter()
        .map(|c| format!("{}:{}", c["campo"].as_str().unwrap(), c["codigo"].as_str().unwrap()))
        .collect()
}

/// A auditoria da conta, em ordem, como `(acao, antes, depois)`.
pub(crate) async fn auditoria(t: &Teste, escopo: &Escopo) -> Vec<(String, Value, Value)> {
    let sql = "SELECT acao, antes, depois FROM auditoria WHERE conta_id = ? ORDER BY instante, id";
    t.banco
        .ler(escopo, async |cx| {
            let linhas = cx.buscar(sql, banco::valores![cx.conta()]).await?;
            linhas
                .iter()
                .map(|l| {
                    let json = |c: &str| l.obter::<Option<Value>>(c).map(Option::unwrap_or_default);
                    Ok((l.obter("acao")?, json("antes")?, json("depois")?))
                })
                .collect()
        })
        .await
        .unwrap()
}
