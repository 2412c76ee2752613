//! O processo com o cliente e a operadora: tudo o que um RPA precisa saber.

use banco::Contexto;
use nucleo::{Cofre, ContaId, ProcessoId, Resultado, SecretString};
use rpa::{DestinoRpa, ParametrosEntrada};
use serde_json::Value;

use crate::{
    clientes::{self, Cliente, dados_obrigatorios_faltando},
    operadoras::{self, Operadora, acesso},
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

    /// Sobre o que é uma execução deste processo, para pessoas: «Hospital Santa Aurélia · Telenova».
    pub fn titulo(&self) -> String {
        format!("{} · {}", self.cliente.dados.razao_social, self.operadora.dados.nome)
    }

    /// O resto que a distingue: «Norte · 11/2026».
    pub fn detalhe(&self) -> String {
        let (unidade, mes) = (self.cliente.dados.unidade.as_str(), self.processo.mes_ano);
        let mes = format!("{:02}/{}", mes.mes(), mes.ano());
        if unidade.is_empty() { mes } else { format!("{unidade} · {mes}") }
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
        ParametrosEntrada {
            id_processo: self.processo.id.to_string(),
            mes_ano: self.processo.mes_ano.to_string(),
            referencia: Some(self.processo.id.to_string()),
            ..acesso::entrada(&self.operadora, &self.cliente, senha)
        }
    }

    /// Quem atende o download, em texto.
    ///
    /// # Erros
    /// `sem_rpa` quando a operadora não tem RPA.
    pub fn classe_rpa(&self) -> Resultado<String> {
        acesso::classe_rpa(&self.operadora)
    }

    /// Quem atende o download e como chega lá.
    ///
    /// # Erros
    /// A operadora não tem RPA, ou o token dela não se abre.
    pub fn destino(&self, cofre: &dyn Cofre, conta: ContaId) -> Resultado<DestinoRpa> {
        acesso::destino(&self.operadora, cofre, conta)
    }

    /// Uma sessão de portal por vez: o portal derruba a primeira quando o mesmo login entra de novo.
    pub fn chave_de_concorrencia(&self) -> String {
        acesso::chave_de_concorrencia(&self.operadora, &self.cliente)
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
