//! O processo com o cliente e a operadora: tudo o que um RPA precisa saber.

use banco::Contexto;
use nucleo::{Cofre, ContaId, Erro, ProcessoId, Resultado, SecretString};
use rpa::{DestinoRpa, ParametrosEntrada};
use serde_json::Value;

use crate::{
    clientes::{self, Cliente, dados_obrigatorios_faltando},
    operadoras::{self, Operadora},
    processos::{Processo, passos::Circunstancias},
};

/// Um processo, o seu cliente e a sua operadora. Os segredos seguem cifrados.
#[derive(Clone, Debug)]
pub struct Contratado {
    /// O processo.
    pub processo: Processo,
    /// O cliente.
    pub cliente: Cliente,
    /// A operadora do processo.
    pub operadora: Operadora,
}

/// Carrega os três, se o processo for desta conta.
pub async fn buscar(cx: &mut Contexto, id: ProcessoId) -> Resultado<Contratado> {
    let processo = super::buscar(cx, id).await?;
    let cliente = clientes::repositorio::buscar(cx, processo.cliente_id).await?;
    let operadora = operadoras::repositorio::buscar(cx, processo.operadora_id).await?;
    Ok(Contratado { processo, cliente, operadora })
}

impl Contratado {
    /// Os parâmetros do RPA sem nenhum segredo, próprios para guardar: havendo senha, aparece a máscara.
    pub fn entrada_mascarada(&self) -> Value {
        let senha = self.cliente.senha_cifrada.as_ref().map(|_| SecretString::from(String::new()));
        self.entrada(senha).mascarados()
    }

    /// Os parâmetros do RPA com a senha aberta.
    ///
    /// # Erros
    /// O segredo guardado não se abre.
    pub fn entrada_aberta(&self, cofre: &dyn Cofre, conta: ContaId) -> Resultado<ParametrosEntrada> {
        Ok(self.entrada(clientes::acoes::abrir_senha(cofre, conta, &self.cliente)?))
    }

    /// Os parâmetros sem a senha do portal da operadora, para quem fala com outro sistema.
    pub fn entrada_sem_segredo(&self) -> ParametrosEntrada {
        self.entrada(None)
    }

    /// O nome com que o SAT e quem baixa recebem a fatura: sem acentos, espaços nem barras.
    pub fn nome_do_arquivo(&self) -> String {
        let dados = &self.cliente.dados;
        let texto = format!("{}_{}_{}", self.operadora.dados.codigo, dados.nome_sat, self.processo.mes_ano);
        let limpo: String = nucleo::sem_acentos(&texto)
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
            .take(120)
            .collect();
        format!("{limpo}.pdf")
    }

    fn entrada(&self, senha: Option<SecretString>) -> ParametrosEntrada {
        let (cliente, operadora) = (&self.cliente.dados, &self.operadora.dados);
        ParametrosEntrada {
            id_processo: self.processo.id.to_string(),
            id_cliente: self.cliente.id.to_string(),
            operadora_codigo: operadora.codigo.clone(),
            url_portal: cliente.site_emissao.clone().or_else(|| operadora.url_portal.clone()),
            usuario: cliente.login_portal.clone(),
            senha,
            cnpj: Some(cliente.cnpj.to_string()),
            cpf: cliente.cpf.map(|cpf| cpf.to_string()),
            filtro: Some(cliente.filtro.clone()),
            nome_sat: Some(cliente.nome_sat.clone()),
            dados_sat: Some(cliente.dados_sat.clone()),
            unidade: Some(cliente.unidade.clone()),
            servico: Some(cliente.servico.clone()),
            mes_ano: self.processo.mes_ano.to_string(),
            referencia: Some(self.processo.id.to_string()),
        }
    }

    /// Quem atende o download, em texto.
    ///
    /// # Erros
    /// `sem_rpa` quando a operadora não tem RPA.
    pub fn classe_rpa(&self) -> Resultado<String> {
        let dados = &self.operadora.dados;
        dados
            .classe_rpa
            .as_ref()
            .filter(|_| dados.possui_rpa)
            .map(ToString::to_string)
            .ok_or_else(|| Erro::conflito("sem_rpa", "a operadora não tem RPA", "anexe a fatura à mão"))
    }

    /// Quem atende o download e como chega lá.
    ///
    /// # Erros
    /// A operadora não tem RPA, ou o token dela não se abre.
    pub fn destino(&self, cofre: &dyn Cofre, conta: ContaId) -> Resultado<DestinoRpa> {
        Ok(DestinoRpa {
            classe_rpa: self.classe_rpa()?,
            configuracao_rpa: self.operadora.dados.configuracao_rpa.clone(),
            url_endpoint: self.operadora.dados.url_endpoint_rpa.clone(),
            token: operadoras::acoes::abrir_token(cofre, conta, &self.operadora)?,
        })
    }

    /// Uma sessão de portal por vez: o portal derruba a primeira quando o mesmo login entra de novo.
    pub fn chave_de_concorrencia(&self) -> String {
        let login = self.cliente.dados.login_portal.clone().unwrap_or_else(|| self.cliente.id.to_string());
        format!("portal:{}:{login}", self.operadora.id)
    }

    /// Os campos obrigatórios do cliente que estão vazios.
    pub fn dados_faltando(&self) -> Vec<&'static str> {
        dados_obrigatorios_faltando(&self.cliente, &self.operadora)
    }

    /// O que decide os passos possíveis; o que depende de execuções fica por conta de quem chama.
    pub fn circunstancias(&self) -> Circunstancias {
        Circunstancias {
            tem_rpa: self.classe_rpa().is_ok(),
            operadora_ativa: self.operadora.status_ativo,
            cliente_ativo: self.cliente.status_ativo,
            tem_login: self.cliente.dados.login_portal.is_some(),
            tem_senha: self.cliente.senha_cifrada.is_some(),
            dados_completos: self.dados_faltando().is_empty(),
            ..Circunstancias::default()
        }
    }
}
