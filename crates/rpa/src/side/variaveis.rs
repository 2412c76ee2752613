//! O que são as variáveis: o que um roteiro guarda e lê com `${…}`, e de onde cada nome vem.

use std::collections::{BTreeMap, HashMap};

use nucleo::ExposeSecret;
use serde_json::Value;

use crate::contrato::{ClasseErro, ErroRpa, ParametrosEntrada};

/// As variáveis de uma execução e os espaços de nomes só de leitura.
#[derive(Debug, Default)]
pub(crate) struct Variaveis {
    soltas: HashMap<String, Value>,
    /// O que o roteiro declarou com `rgSetOutput`, em ordem de nome.
    pub saida: BTreeMap<String, Value>,
    entrada: ParametrosEntrada,
    /// Espaço `arquivo:`, só no envio.
    arquivo: HashMap<&'static str, String>,
    estrito: bool,
}

/// Se o texto pode receber segredos.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segredos {
    Permitidos,
    Proibidos,
}

impl Variaveis {
    /// Variáveis de uma execução nova.
    pub(crate) fn novas(
        entrada: ParametrosEntrada,
        arquivo: HashMap<&'static str, String>,
        estrito: bool,
    ) -> Self {
        Self { entrada, arquivo, estrito, ..Self::default() }
    }

    /// Guarda um valor.
    pub(crate) fn guardar(&mut self, nome: &str, valor: Value) {
        self.soltas.insert(nome.trim().to_owned(), valor);
    }

    /// O valor de uma variável solta.
    pub(crate) fn obter(&self, nome: &str) -> Option<&Value> {
        self.soltas.get(nome.trim())
    }

    /// Troca cada `${nome}` pelo seu texto. Escapes (`\\`, `\n`, `\r`) valem só no que está escrito no roteiro.
    pub(crate) fn interpolar(&self, texto: &str, segredos: Segredos) -> Result<String, ErroRpa> {
        let mut saida = String::new();
        for pedaco in partir(texto) {
            match pedaco {
                Pedaco::Literal(literal) => saida.push_str(&sem_escapes(literal)),
                Pedaco::Nome(nome) => match self.resolver(nome, segredos)? {
                    Some(valor) => saida.push_str(&em_texto(&valor)),
                    None => saida.push_str(&format!("${{{nome}}}")),
                },
            }
        }
        Ok(saida.trim().to_owned())
    }

    /// Troca cada `${nome}` por `arguments[i]` e devolve os argumentos, com os seus tipos.
    pub(crate) fn em_script(&self, script: &str) -> Result<(String, Vec<Value>), ErroRpa> {
        let mut saida = String::new();
        let mut argumentos = Vec::new();
        for pedaco in partir(script) {
            match pedaco {
                Pedaco::Literal(literal) => saida.push_str(literal),
                Pedaco::Nome(nome) => match self.resolver(nome, Segredos::Proibidos)? {
                    Some(valor) => {
                        saida.push_str(&format!("arguments[{}]", argumentos.len()));
                        argumentos.push(valor);
                    }
                    None => saida.push_str(&format!("${{{nome}}}")),
                },
            }
        }
        Ok((saida, argumentos))
    }

    /// O texto de um segredo da entrada.
    pub(crate) fn segredo(&self, nome: &str) -> Result<String, ErroRpa> {
        match (nome, &self.entrada.senha) {
            ("senha", Some(senha)) => Ok(senha.expose_secret().to_owned()),
            ("senha", None) => {
                Err(ErroRpa::novo(ClasseErro::Negocio, "o cliente não tem senha do portal cadastrada"))
            }
            _ => Err(ErroRpa::novo(ClasseErro::Interno, format!("segredo desconhecido: {nome}"))),
        }
    }

    fn resolver(&self, nome: &str, segredos: Segredos) -> Result<Option<Value>, ErroRpa> {
        let interno = |mensagem: String| Err(ErroRpa::novo(ClasseErro::Interno, mensagem));
        if nome == "nbsp" {
            return Ok(Some("\u{a0}".into()));
        }
        if let Some(valor) = self.soltas.get(nome) {
            return Ok(Some(valor.clone()));
        }
        let Some((espaco, campo)) = nome.split_once(':') else {
            let tecla = nome.starts_with("KEY_");
            return if self.estrito && !tecla {
                interno(format!("variável desconhecida: ${{{nome}}}"))
            } else {
                Ok(None)
            };
        };
        match espaco {
            "entrada" => self.da_entrada(campo).map(|texto| Some(texto.into())),
            "segredo" if segredos == Segredos::Permitidos => {
                self.segredo(campo).map(|texto| Some(texto.into()))
            }
            "segredo" => interno(format!("${{{nome}}} só pode ser usado em type, sendKeys e rgSecret")),
            "saida" => match self.saida.get(campo) {
                Some(valor) => Ok(Some(valor.clone())),
                None => interno(format!("o roteiro ainda não declarou a saída “{campo}”")),
            },
            "arquivo" => match self.arquivo.get(campo) {
                Some(valor) => Ok(Some(valor.clone().into())),
                None => interno(format!("${{{nome}}}: esta operação não tem arquivo com “{campo}”")),
            },
            "env" => interno(format!("${{{nome}}}: roteiros não leem o ambiente do servidor")),
            _ => interno(format!("espaço de nomes desconhecido: ${{{nome}}}")),
        }
    }

    fn da_entrada(&self, campo: &str) -> Result<String, ErroRpa> {
        const ACRESCENTADOS: [&str; 2] = ["mes", "ano"];
        if ACRESCENTADOS.contains(&campo) {
            let partes = self.entrada.mes_ano.split_once('-');
            let (ano, mes) =
                partes.ok_or_else(|| ErroRpa::novo(ClasseErro::Interno, "mes_ano não é AAAA-MM"))?;
            return Ok(if campo == "mes" { mes } else { ano }.to_owned());
        }
        self.entrada.campo(campo).ok_or_else(|| {
            ErroRpa::novo(ClasseErro::Negocio, format!("o cliente não tem “{campo}” cadastrado"))
        })
    }
}

enum Pedaco<'a> {
    Literal(&'a str),
    Nome(&'a str),
}

fn partir(texto: &str) -> Vec<Pedaco<'_>> {
    let mut pedacos = Vec::new();
    let mut resto = texto;
    while let Some(inicio) = resto.find("${") {
        let Some(tamanho) = resto[inicio + 2..].find('}') else { break };
        pedacos.push(Pedaco::Literal(&resto[..inicio]));
        pedacos.push(Pedaco::Nome(&resto[inicio + 2..inicio + 2 + tamanho]));
        resto = &resto[inicio + 3 + tamanho..];
    }
    pedacos.push(Pedaco::Literal(resto));
    pedacos
}

fn sem_escapes(literal: &str) -> String {
    let mut saida = String::with_capacity(literal.len());
    let mut letras = literal.chars().peekable();
    while let Some(letra) = letras.next() {
        let trocada = match (letra, letras.peek()) {
            ('\\', Some('\\')) => Some('\\'),
            ('\\', Some('n')) => Some('\n'),
            ('\\', Some('r')) => Some('\r'),
            _ => None,
        };
        if trocada.is_some() {
            letras.next();
        }
        saida.push(trocada.unwrap_or(letra));
    }
    saida
}

/// O texto de um valor; objeto e lista saem como JSON.
pub(crate) fn em_texto(valor: &Value) -> String {
    match valor {
        Value::String(texto) => texto.clone(),
        Value::Null => String::new(),
        outro => outro.to_string(),
    }
}
