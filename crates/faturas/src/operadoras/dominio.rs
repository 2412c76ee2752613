//! A operadora e as suas regras.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Utc};
use nucleo::{ContaId, EnderecoDoSegredo, OperadoraId, Resultado, normalizar};
use serde_json::{Value, json};

use super::{MudancaDeSegredo, validacao::Validacao};

/// Maior `configuracao_rpa`, em bytes de JSON.
const CONFIGURACAO_MAXIMA: usize = 16 * 1024;
/// Código que o concentrador de RPA usa para o envio ao SAT.
const CODIGO_RESERVADO: &str = "SAT";

/// Quem busca as faturas: motorista e, no navegador, qual roteiro. Em texto, `navegador:EMB` ou `api_externa`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClasseRpa {
    /// Um roteiro `.side` em um navegador nosso.
    Navegador {
        /// Nome do roteiro: a pasta dele em `roteiros/`.
        roteiro: String,
    },
    /// Um servidor de RPA de terceiros.
    ApiExterna,
}

/// O texto não é uma classe de RPA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClasseRpaInvalida;

impl fmt::Display for ClasseRpaInvalida {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a classe do RPA deve ser navegador:ROTEIRO ou api_externa")
    }
}

impl std::error::Error for ClasseRpaInvalida {}

impl FromStr for ClasseRpa {
    type Err = ClasseRpaInvalida;

    fn from_str(texto: &str) -> Result<Self, Self::Err> {
        match texto.trim().split_once(':') {
            None if texto.trim() == "api_externa" => Ok(Self::ApiExterna),
            Some(("navegador", roteiro)) if e_codigo(roteiro) => {
                Ok(Self::Navegador { roteiro: roteiro.to_owned() })
            }
            _ => Err(ClasseRpaInvalida),
        }
    }
}

impl fmt::Display for ClasseRpa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Navegador { roteiro } => write!(f, "navegador:{roteiro}"),
            Self::ApiExterna => f.write_str("api_externa"),
        }
    }
}

/// De 2 a 20 letras maiúsculas sem acento, algarismos ou sublinhas.
fn e_codigo(texto: &str) -> bool {
    (2..=20).contains(&texto.len())
        && texto.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// O código como se guarda e se compara: maiúsculo, sem acentos nem espaços nas pontas.
pub fn normalizar_codigo(texto: &str) -> String {
    normalizar(texto)
}

/// O que se pede ao criar ou alterar uma operadora, ainda sem validar.
#[derive(Clone, Debug, Default)]
pub struct EntradaOperadora {
    /// Nome por extenso.
    pub nome: String,
    /// Código curto, único na conta.
    pub codigo: String,
    /// Se as faturas vêm por RPA; se não, por envio manual.
    pub possui_rpa: bool,
    /// Se o RPA é de terceiros.
    pub rpa_terceirizado: bool,
    /// Endereço do servidor de RPA de terceiros.
    pub url_endpoint_rpa: Option<String>,
    /// Endereço do portal da operadora.
    pub url_portal: Option<String>,
    /// Como uma pessoa entra no portal.
    pub instrucoes_acesso: Option<String>,
    /// Ajustes do RPA: um objeto JSON. Não é lugar de segredos.
    pub configuracao_rpa: Option<Value>,
    /// `navegador:ROTEIRO` ou `api_externa`.
    pub classe_rpa: Option<String>,
    /// O que fazer com o token do servidor de RPA.
    pub token_rpa: MudancaDeSegredo,
}

/// Os dados de uma operadora, já válidos.
#[derive(Clone, Debug, PartialEq)]
pub struct DadosOperadora {
    /// Nome por extenso.
    pub nome: String,
    /// Código curto, único na conta.
    pub codigo: String,
    /// Se as faturas vêm por RPA; se não, por envio manual.
    pub possui_rpa: bool,
    /// Se o RPA é de terceiros.
    pub rpa_terceirizado: bool,
    /// Endereço do servidor de RPA de terceiros.
    pub url_endpoint_rpa: Option<String>,
    /// Endereço do portal da operadora.
    pub url_portal: Option<String>,
    /// Como uma pessoa entra no portal.
    pub instrucoes_acesso: Option<String>,
    /// Ajustes do RPA: sempre um objeto JSON.
    pub configuracao_rpa: Value,
    /// Quem busca as faturas; sempre presente quando `possui_rpa`.
    pub classe_rpa: Option<ClasseRpa>,
}

impl EntradaOperadora {
    /// Valida tudo de uma vez: o erro traz todos os campos recusados.
    pub fn validar(&self) -> Resultado<DadosOperadora> {
        let mut v = Validacao::default();
        let dados = DadosOperadora {
            nome: v.linha_obrigatoria("nome", &self.nome, 120),
            codigo: self.validar_codigo(&mut v),
            possui_rpa: self.possui_rpa,
            rpa_terceirizado: self.rpa_terceirizado,
            url_endpoint_rpa: v.endereco_web("url_endpoint_rpa", self.url_endpoint_rpa.as_deref()),
            url_portal: v.endereco_web("url_portal", self.url_portal.as_deref()),
            instrucoes_acesso: v.paragrafos("instrucoes_acesso", self.instrucoes_acesso.as_deref(), 5_000),
            configuracao_rpa: self.validar_configuracao(&mut v),
            classe_rpa: self.validar_classe(&mut v),
        };
        v.segredo("token_rpa", &self.token_rpa);
        if dados.classe_rpa == Some(ClasseRpa::ApiExterna) {
            if dados.url_endpoint_rpa.is_none() {
                v.recusar("url_endpoint_rpa", "obrigatorio", "informe o endereço do servidor de RPA");
            }
            if !dados.rpa_terceirizado {
                v.recusar(
                    "rpa_terceirizado",
                    "rpa_nao_terceirizado",
                    "a classe api_externa é de RPA de terceiros: marque rpa_terceirizado",
                );
            }
        }
        v.concluir(dados)
    }

    fn validar_codigo(&self, v: &mut Validacao) -> String {
        let codigo = normalizar_codigo(&self.codigo);
        if codigo.is_empty() {
            v.recusar("codigo", "obrigatorio", "informe o código");
        } else if !e_codigo(&codigo) {
            v.recusar(
                "codigo",
                "codigo_invalido",
                "o código tem de 2 a 20 letras sem acento, algarismos ou sublinhas",
            );
        } else if codigo == CODIGO_RESERVADO {
            v.recusar("codigo", "codigo_reservado", "SAT é o código do envio ao SAT; escolha outro");
        }
        codigo
    }

    fn validar_configuracao(&self, v: &mut Validacao) -> Value {
        match &self.configuracao_rpa {
            None | Some(Value::Null) => json!({}),
            Some(Value::Object(campos)) => {
                let texto = json!(campos).to_string();
                if texto.len() > CONFIGURACAO_MAXIMA {
                    v.recusar("configuracao_rpa", "texto_longo", "a configuração passa de 16 KiB");
                }
                if texto.contains("\\u0000") {
                    v.recusar(
                        "configuracao_rpa",
                        "caractere_invalido",
                        "a configuração tem o caractere nulo",
                    );
                }
                json!(campos)
            }
            Some(_) => {
                v.recusar("configuracao_rpa", "nao_e_objeto", "a configuração deve ser um objeto JSON");
                json!({})
            }
        }
    }

    fn validar_classe(&self, v: &mut Validacao) -> Option<ClasseRpa> {
        let texto = v.linha_opcional("classe_rpa", self.classe_rpa.as_deref(), 60);
        match texto.map(|t| t.parse()) {
            Some(Ok(classe)) => return Some(classe),
            Some(Err(erro)) => {
                let erro: ClasseRpaInvalida = erro;
                v.recusar("classe_rpa", "classe_rpa_invalida", erro.to_string());
            }
            None if self.possui_rpa => {
                v.recusar("classe_rpa", "obrigatorio", "com RPA, informe navegador:ROTEIRO ou api_externa");
            }
            None => {}
        }
        None
    }
}

/// Uma operadora guardada.
#[derive(Clone, PartialEq)]
pub struct Operadora {
    /// O id.
    pub id: OperadoraId,
    /// Os dados.
    pub dados: DadosOperadora,
    /// Se aceita clientes novos.
    pub status_ativo: bool,
    /// O token do servidor de RPA, cifrado. Abre-se com [`super::acoes::abrir_token`].
    pub token_cifrado: Option<Vec<u8>>,
    /// Sobe a cada mudança; é o `ETag`.
    pub versao: i64,
    /// Quando foi criada.
    pub criado_em: DateTime<Utc>,
    /// Quando mudou pela última vez.
    pub atualizado_em: DateTime<Utc>,
}

impl fmt::Debug for Operadora {
    /// Sem o token, nem cifrado.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operadora")
            .field("id", &self.id)
            .field("codigo", &self.dados.codigo)
            .field("status_ativo", &self.status_ativo)
            .field("tem_token_rpa", &self.token_cifrado.is_some())
            .field("versao", &self.versao)
            .finish_non_exhaustive()
    }
}

impl Operadora {
    /// O que a auditoria guarda: tudo, menos segredos.
    pub(crate) fn retrato(&self) -> Value {
        let d = &self.dados;
        json!({
            "nome": d.nome, "codigo": d.codigo, "possui_rpa": d.possui_rpa,
            "rpa_terceirizado": d.rpa_terceirizado, "url_endpoint_rpa": d.url_endpoint_rpa,
            "url_portal": d.url_portal, "instrucoes_acesso": d.instrucoes_acesso,
            "configuracao_rpa": d.configuracao_rpa,
            "classe_rpa": d.classe_rpa.as_ref().map(ToString::to_string),
            "status_ativo": self.status_ativo, "tem_token_rpa": self.token_cifrado.is_some(),
        })
    }
}

/// Onde mora o token cifrado de uma operadora.
pub(crate) fn endereco_do_token(conta: ContaId, id: OperadoraId) -> EnderecoDoSegredo<'static> {
    EnderecoDoSegredo { conta, coluna: "operadoras.token_rpa", linha: id.0 }
}

/// O que se procura em uma lista de operadoras.
#[derive(Clone, Debug, Default)]
pub struct FiltroOperadoras {
    /// Só as ativas, ou só as inativas.
    pub status_ativo: Option<bool>,
    /// Trecho do nome ou do código, sem distinguir acentos nem caixa.
    pub busca: Option<String>,
}

impl FiltroOperadoras {
    /// Se nome ou código contém o que se busca.
    pub(crate) fn combina(&self, nome: &str, codigo: &str) -> bool {
        self.busca
            .as_deref()
            .map(normalizar)
            .is_none_or(|busca| normalizar(nome).contains(&busca) || codigo.contains(&busca))
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use nucleo::Erro;

    fn valida() -> EntradaOperadora {
        EntradaOperadora { nome: "Embratel".into(), codigo: " emb ".into(), ..Default::default() }
    }

    fn recusas(entrada: &EntradaOperadora) -> Vec<(String, String)> {
        match entrada.validar() {
            Ok(_) => vec![],
            Err(Erro::Invalido(campos)) => {
                campos.into_iter().map(|c| (c.campo.into_owned(), c.codigo.into_owned())).collect()
            }
            Err(outro) => panic!("erro inesperado: {outro}"),
        }
    }

    #[test]
    fn normaliza_o_que_aceita() {
        let dados = EntradaOperadora { codigo: " oí_2 ".into(), ..valida() }.validar().unwrap();
        assert_eq!((dados.codigo.as_str(), dados.configuracao_rpa), ("OI_2", json!({})));
    }

    type Mudanca = fn(&mut EntradaOperadora);

    #[test]
    fn cada_regra_tem_o_seu_codigo() {
        let com = |mudar: Mudanca| {
            let mut entrada = valida();
            mudar(&mut entrada);
            recusas(&entrada)
        };
        let casos: Vec<(Mudanca, &str, &str)> = vec![
            (|e| e.nome = " ".into(), "nome", "obrigatorio"),
            (|e| e.nome = "x".repeat(121), "nome", "texto_longo"),
            (|e| e.codigo = "".into(), "codigo", "obrigatorio"),
            (|e| e.codigo = "A".into(), "codigo", "codigo_invalido"),
            (|e| e.codigo = "A-B".into(), "codigo", "codigo_invalido"),
            (|e| e.codigo = "A".repeat(21), "codigo", "codigo_invalido"),
            (|e| e.codigo = "sat".into(), "codigo", "codigo_reservado"),
            (|e| e.possui_rpa = true, "classe_rpa", "obrigatorio"),
            (|e| e.classe_rpa = Some("selenium".into()), "classe_rpa", "classe_rpa_invalida"),
            (|e| e.classe_rpa = Some("navegador:".into()), "classe_rpa", "classe_rpa_invalida"),
            (|e| e.url_portal = Some("ftp://x".into()), "url_portal", "url_invalida"),
            (|e| e.url_endpoint_rpa = Some("x".into()), "url_endpoint_rpa", "url_invalida"),
            (|e| e.configuracao_rpa = Some(json!([1])), "configuracao_rpa", "nao_e_objeto"),
            (|e| e.configuracao_rpa = Some(json!({"a": "\u{0}"})), "configuracao_rpa", "caractere_invalido"),
            (
                |e| e.configuracao_rpa = Some(json!({"a": "x".repeat(17_000)})),
                "configuracao_rpa",
                "texto_longo",
            ),
            (|e| e.instrucoes_acesso = Some("x".repeat(5_001)), "instrucoes_acesso", "texto_longo"),
        ];
        for (mudar, campo, codigo) in casos {
            assert_eq!(com(mudar), [(campo.to_owned(), codigo.to_owned())]);
        }
    }

    #[test]
    fn api_externa_pede_endereco_e_terceirizacao() {
        let mut entrada =
            EntradaOperadora { possui_rpa: true, classe_rpa: Some("api_externa".into()), ..valida() };
        assert_eq!(
            recusas(&entrada).iter().map(|(c, _)| c.as_str()).collect::<Vec<_>>(),
            ["url_endpoint_rpa", "rpa_terceirizado"]
        );
        entrada.url_endpoint_rpa = Some("http://rpa.exemplo:9000".into());
        entrada.rpa_terceirizado = true;
        assert_eq!(entrada.validar().unwrap().classe_rpa, Some(ClasseRpa::ApiExterna));
    }

    #[test]
    fn classe_vai_e_volta_em_texto() {
        for texto in ["navegador:EMB", "api_externa"] {
            assert_eq!(texto.parse::<ClasseRpa>().unwrap().to_string(), texto);
        }
        assert_eq!("navegador:emb".parse::<ClasseRpa>(), Err(ClasseRpaInvalida));
        assert_eq!("api_externa:X".parse::<ClasseRpa>(), Err(ClasseRpaInvalida));
    }
}
