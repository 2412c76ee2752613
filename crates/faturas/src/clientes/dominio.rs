//! O cliente e as suas regras.

use std::{collections::BTreeSet, fmt};

use chrono::{DateTime, Utc};
use nucleo::{ClienteId, Cnpj, ContaId, Cpf, EnderecoDoSegredo, Erro, OperadoraId, Resultado, normalizar};
use serde_json::{Value, json};

use super::hash_unico;
use crate::{
    busca,
    operadoras::{MudancaDeSegredo, Operadora, validacao::Validacao},
};

/// O que se pede ao criar ou alterar um cliente, ainda sem validar. A operadora vem à parte.
#[derive(Clone, Debug, Default)]
pub struct EntradaCliente {
    /// Razão social.
    pub razao_social: String,
    /// Nome com que o SAT o conhece.
    pub nome_sat: String,
    /// CNPJ, com ou sem máscara.
    pub cnpj: String,
    /// Filtro com que se acha a fatura no portal.
    pub filtro: String,
    /// Serviço contratado.
    pub servico: String,
    /// Dados que o SAT pede para receber a fatura.
    pub dados_sat: String,
    /// Unidade do cliente.
    pub unidade: String,
    /// Endereço de onde a fatura é emitida, se não é o portal da operadora.
    pub site_emissao: Option<String>,
    /// Usuário no portal.
    pub login_portal: Option<String>,
    /// O que fazer com a senha do portal.
    pub senha_portal: MudancaDeSegredo,
    /// CPF de quem entra no portal, com ou sem máscara.
    pub cpf: Option<String>,
}

/// Os dados de um cliente, já válidos.
#[derive(Clone, PartialEq, Eq)]
pub struct DadosCliente {
    /// Razão social.
    pub razao_social: String,
    /// Nome com que o SAT o conhece.
    pub nome_sat: String,
    /// CNPJ.
    pub cnpj: Cnpj,
    /// Filtro com que se acha a fatura no portal.
    pub filtro: String,
    /// Serviço contratado.
    pub servico: String,
    /// Dados que o SAT pede para receber a fatura. Podem faltar no cadastro; sem eles não há processo.
    pub dados_sat: String,
    /// Unidade do cliente.
    pub unidade: String,
    /// Endereço de onde a fatura é emitida, se não é o portal da operadora.
    pub site_emissao: Option<String>,
    /// Usuário no portal.
    pub login_portal: Option<String>,
    /// CPF de quem entra no portal.
    pub cpf: Option<Cpf>,
}

impl EntradaCliente {
    /// Valida tudo de uma vez: o erro traz todos os campos recusados.
    pub fn validar(&self) -> Resultado<DadosCliente> {
        let mut v = Validacao::default();
        let (cnpj, cpf) = (self.validar_cnpj(&mut v), self.validar_cpf(&mut v));
        let razao_social = v.linha_obrigatoria("razao_social", &self.razao_social, 200);
        let nome_sat = v.linha_obrigatoria("nome_sat", &self.nome_sat, 200);
        let filtro = v.linha("filtro", &self.filtro, 500);
        let servico = v.linha_obrigatoria("servico", &self.servico, 200);
        let dados_sat = v.linha("dados_sat", &self.dados_sat, 500);
        let unidade = v.linha_obrigatoria("unidade", &self.unidade, 200);
        let site_emissao = v.endereco_web("site_emissao", self.site_emissao.as_deref());
        let login_portal = v.linha_opcional("login_portal", self.login_portal.as_deref(), 200);
        v.segredo("senha_portal", &self.senha_portal);
        let Some(cnpj) = cnpj else { return Err(Erro::Invalido(v.recusas())) };
        v.concluir(DadosCliente {
            razao_social,
            nome_sat,
            cnpj,
            filtro,
            servico,
            dados_sat,
            unidade,
            site_emissao,
            login_portal,
            cpf,
        })
    }

    fn validar_cnpj(&self, v: &mut Validacao) -> Option<Cnpj> {
        if self.cnpj.trim().is_empty() {
            v.recusar("cnpj", "obrigatorio", "informe o CNPJ");
            return None;
        }
        self.cnpj
            .parse()
            .map_err(|erro: nucleo::CnpjInvalido| v.recusar("cnpj", "cnpj_invalido", erro.to_string()))
            .ok()
    }

    fn validar_cpf(&self, v: &mut Validacao) -> Option<Cpf> {
        let texto = self.cpf.as_deref().filter(|t| !t.trim().is_empty())?;
        texto
            .parse()
            .map_err(|erro: nucleo::CpfInvalido| v.recusar("cpf", "cpf_invalido", erro.to_string()))
            .ok()
    }
}

impl From<&DadosCliente> for EntradaCliente {
    /// O caminho de volta, para mudar só alguns campos do que está guardado.
    fn from(d: &DadosCliente) -> Self {
        Self {
            razao_social: d.razao_social.clone(),
            nome_sat: d.nome_sat.clone(),
            cnpj: d.cnpj.to_string(),
            filtro: d.filtro.clone(),
            servico: d.servico.clone(),
            dados_sat: d.dados_sat.clone(),
            unidade: d.unidade.clone(),
            site_emissao: d.site_emissao.clone(),
            login_portal: d.login_portal.clone(),
            senha_portal: MudancaDeSegredo::Manter,
            cpf: d.cpf.map(|cpf| cpf.to_string()),
        }
    }
}

impl DadosCliente {
    /// O `hash_unico` destes dados na operadora de código dado.
    pub fn hash_unico(&self, codigo_operadora: &str) -> String {
        hash_unico::calcular(hash_unico::Partes {
            nome_sat: &self.nome_sat,
            operadora: codigo_operadora,
            servico: &self.servico,
            dados_sat: &self.dados_sat,
            filtro: &self.filtro,
            unidade: &self.unidade,
        })
    }

    /// As palavras pelas quais a busca global o acha.
    pub(crate) fn termos(&self) -> BTreeSet<String> {
        busca::termos::do_cliente([&self.razao_social, &self.nome_sat, &self.unidade], self.cnpj)
    }

    /// O texto em que o filtro da lista procura.
    pub(crate) fn busca(&self) -> String {
        normalizar(&format!(
            "{} {} {} {} {}",
            self.razao_social,
            self.nome_sat,
            self.cnpj,
            self.cnpj.com_mascara(),
            self.unidade
        ))
    }
}

/// O que torna um cliente único na conta. Unidade e serviço comparam-se normalizados: `Matriz` e `MATRIZ`
/// são a mesma unidade.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Chave {
    cnpj: Cnpj,
    operadora: OperadoraId,
    unidade: String,
    servico: String,
}

impl Chave {
    /// A chave das partes, como foram digitadas.
    pub fn nova(cnpj: Cnpj, operadora: OperadoraId, unidade: &str, servico: &str) -> Self {
        Self { cnpj, operadora, unidade: normalizar(unidade), servico: normalizar(servico) }
    }

    /// O CNPJ.
    pub fn cnpj(&self) -> Cnpj {
        self.cnpj
    }

    /// A operadora.
    pub fn operadora(&self) -> OperadoraId {
        self.operadora
    }
}

/// Um cliente guardado.
#[derive(Clone, PartialEq)]
pub struct Cliente {
    /// O id.
    pub id: ClienteId,
    /// A operadora.
    pub operadora_id: OperadoraId,
    /// Código da operadora.
    pub operadora_codigo: String,
    /// Nome da operadora.
    pub operadora_nome: String,
    /// A identidade para fora da casa.
    pub hash_unico: String,
    /// Os dados.
    pub dados: DadosCliente,
    /// A senha do portal, cifrada. Abre-se com [`super::acoes::abrir_senha`].
    pub senha_cifrada: Option<Vec<u8>>,
    /// Se entra na criação mensal de processos.
    pub status_ativo: bool,
    /// Sobe a cada mudança; é o `ETag`.
    pub versao: i64,
    /// Quando foi criado.
    pub criado_em: DateTime<Utc>,
    /// Quando mudou pela última vez.
    pub atualizado_em: DateTime<Utc>,
}

impl fmt::Debug for Cliente {
    /// Sem senha, nem cifrada, e sem dados pessoais.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cliente")
            .field("id", &self.id)
            .field("hash_unico", &self.hash_unico)
            .field("operadora_codigo", &self.operadora_codigo)
            .field("status_ativo", &self.status_ativo)
            .field("versao", &self.versao)
            .finish_non_exhaustive()
    }
}

impl Cliente {
    /// A chave única.
    pub fn chave(&self) -> Chave {
        Chave::nova(self.dados.cnpj, self.operadora_id, &self.dados.unidade, &self.dados.servico)
    }

    /// O que a auditoria guarda: tudo, menos a senha e os primeiros algarismos do CPF.
    pub(crate) fn retrato(&self) -> Value {
        let d = &self.dados;
        json!({
            "hash_unico": self.hash_unico, "razao_social": d.razao_social, "nome_sat": d.nome_sat,
            "cnpj": d.cnpj, "operadora": self.operadora_codigo, "filtro": d.filtro, "servico": d.servico,
            "dados_sat": d.dados_sat, "unidade": d.unidade, "site_emissao": d.site_emissao,
            "login_portal": d.login_portal, "tem_senha_portal": self.senha_cifrada.is_some(),
            "cpf": d.cpf.map(|cpf| format!("***{}", &cpf.como_texto()[8..])),
            "status_ativo": self.status_ativo,
        })
    }
}

/// Onde mora a senha cifrada de um cliente.
pub(crate) fn endereco_da_senha(conta: ContaId, id: ClienteId) -> EnderecoDoSegredo<'static> {
    EnderecoDoSegredo { conta, coluna: "clientes.senha_portal", linha: id.0 }
}

/// Os nomes dos campos que ainda faltam para que um processo deste cliente ande. O SAT precisa de
/// `nome_sat` e `dados_sat`; `login_portal` e `senha_portal` só quando é um robô que entra no portal.
pub fn dados_obrigatorios_faltando(cliente: &Cliente, operadora: &Operadora) -> Vec<&'static str> {
    let robo = operadora.dados.possui_rpa;
    let exigencias = [
        ("nome_sat", cliente.dados.nome_sat.is_empty()),
        ("dados_sat", cliente.dados.dados_sat.is_empty()),
        ("login_portal", robo && cliente.dados.login_portal.is_none()),
        ("senha_portal", robo && cliente.senha_cifrada.is_none()),
    ];
    exigencias.into_iter().filter(|(_, falta)| *falta).map(|(campo, _)| campo).collect()
}

/// Recusa a operadora desativada, para clientes que ainda não estão nela ou que voltam a ficar ativos.
pub(crate) fn exigir_ativa(operadora: &Operadora) -> Resultado<()> {
    if operadora.status_ativo {
        return Ok(());
    }
    Err(Erro::conflito(
        "operadora_inativa",
        format!("a operadora {} está desativada", operadora.dados.codigo),
        "ative a operadora, ou escolha outra",
    ))
}

/// O que se procura em uma lista de clientes.
#[derive(Clone, Debug, Default)]
pub struct FiltroClientes {
    /// Só os desta operadora.
    pub operadora_id: Option<OperadoraId>,
    /// Só os ativos, ou só os inativos.
    pub status_ativo: Option<bool>,
    /// Só os deste CNPJ.
    pub cnpj: Option<Cnpj>,
    /// Trecho de razão social, nome no SAT, CNPJ ou unidade, sem distinguir acentos nem caixa.
    pub busca: Option<String>,
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::operadoras::EntradaOperadora;

    fn valida() -> EntradaCliente {
        EntradaCliente {
            razao_social: "Padaria  São João".into(),
            nome_sat: "PADARIA".into(),
            cnpj: "12.abc.345/01de-35".into(),
            servico: "Fixo".into(),
            unidade: "Matriz".into(),
            ..Default::default()
        }
    }

    fn recusas(entrada: &EntradaCliente) -> Vec<String> {
        match entrada.validar() {
            Ok(_) => vec![],
            Err(Erro::Invalido(campos)) => {
                campos.into_iter().map(|c| format!("{}:{}", c.campo, c.codigo)).collect()
            }
            Err(outro) => panic!("erro inesperado: {outro}"),
        }
    }

    fn guardado(entrada: EntradaCliente, senha: Option<Vec<u8>>) -> Cliente {
        let (id, agora) = (uuid::Uuid::nil(), DateTime::UNIX_EPOCH);
        Cliente {
            id: id.into(),
            operadora_id: id.into(),
            operadora_codigo: "EMB".into(),
            operadora_nome: "Embratel".into(),
            hash_unico: String::new(),
            dados: entrada.validar().unwrap(),
            senha_cifrada: senha,
            status_ativo: true,
            versao: 1,
            criado_em: agora,
            atualizado_em: agora,
        }
    }

    fn operadora(possui_rpa: bool) -> Operadora {
        let entrada = EntradaOperadora {
            nome: "Embratel".into(),
            codigo: "EMB".into(),
            possui_rpa,
            classe_rpa: Some("navegador:EMB".into()),
            ..Default::default()
        };
        let (id, agora) = (uuid::Uuid::nil().into(), DateTime::UNIX_EPOCH);
        let dados = entrada.validar().unwrap();
        Operadora {
            id,
            dados,
            status_ativo: true,
            token_cifrado: None,
            versao: 1,
            criado_em: agora,
            atualizado_em: agora,
        }
    }

    #[test]
    fn aceita_cnpj_alfanumerico_e_limpa_os_textos() {
        let dados = valida().validar().unwrap();
        assert_eq!(dados.razao_social, "Padaria São João");
        assert_eq!(dados.cnpj.como_texto(), "12ABC34501DE35");
        assert!(dados.busca().contains("PADARIA SAO JOAO") && dados.busca().contains("12.ABC.345/01DE-35"));
    }

    type Mudanca = fn(&mut EntradaCliente);

    #[test]
    fn cada_regra_tem_o_seu_codigo() {
        let casos: Vec<(Mudanca, &str)> = vec![
            (|e| e.razao_social = " ".into(), "razao_social:obrigatorio"),
            (|e| e.razao_social = "x".repeat(201), "razao_social:texto_longo"),
            (|e| e.nome_sat = "".into(), "nome_sat:obrigatorio"),
            (|e| e.servico = "".into(), "servico:obrigatorio"),
            (|e| e.unidade = "".into(), "unidade:obrigatorio"),
            (|e| e.unidade = "a\u{1}".into(), "unidade:caractere_invalido"),
            (|e| e.filtro = "x".repeat(501), "filtro:texto_longo"),
            (|e| e.dados_sat = "x".repeat(501), "dados_sat:texto_longo"),
            (|e| e.cnpj = " ".into(), "cnpj:obrigatorio"),
            (|e| e.cnpj = "11444777000162".into(), "cnpj:cnpj_invalido"),
            (|e| e.cpf = Some("52998224724".into()), "cpf:cpf_invalido"),
            (|e| e.site_emissao = Some("portal".into()), "site_emissao:url_invalida"),
            (|e| e.login_portal = Some("x".repeat(201)), "login_portal:texto_longo"),
            (
                |e| e.senha_portal = MudancaDeSegredo::Trocar("x".repeat(1_001).into()),
                "senha_portal:texto_longo",
            ),
        ];
        for (mudar, esperado) in casos {
            let mut entrada = valida();
            mudar(&mut entrada);
            assert_eq!(recusas(&entrada), [esperado]);
        }
        assert!(recusas(&valida()).is_empty());
    }

    #[test]
    fn so_falta_o_que_o_processo_usa() {
        let mut incompleto = guardado(valida(), None);
        incompleto.dados.nome_sat.clear();
        let todos = ["nome_sat", "dados_sat", "login_portal", "senha_portal"];
        assert_eq!(dados_obrigatorios_faltando(&incompleto, &operadora(true)), todos);
        assert_eq!(dados_obrigatorios_faltando(&incompleto, &operadora(false)), ["nome_sat", "dados_sat"]);
        let completo =
            EntradaCliente { dados_sat: "Conta 1".into(), login_portal: Some("ana".into()), ..valida() };
        assert!(dados_obrigatorios_faltando(&guardado(completo, Some(vec![1])), &operadora(true)).is_empty());
    }

    #[test]
    fn retrato_e_depuracao_nao_trazem_segredos() {
        let entrada = EntradaCliente { cpf: Some("529.982.247-25".into()), ..valida() };
        let cliente = guardado(entrada, Some(b"cifra".to_vec()));
        let tudo = format!("{cliente:?}{}", cliente.retrato());
        assert!(!tudo.contains("52998224725") && !tudo.contains("[99") && tudo.contains("***725"));
    }

    #[test]
    fn a_chave_nao_distingue_caixa_nem_acento() {
        let (cnpj, operadora) = ("11444777000161".parse().unwrap(), OperadoraId(uuid::Uuid::nil()));
        let chave = |unidade, servico| Chave::nova(cnpj, operadora, unidade, servico);
        assert_eq!(chave("Belém ", "Móvel"), chave("BELEM", "movel"));
        assert_ne!(chave("Belém", "Móvel"), chave("Belém", "Fixo"));
    }
}
