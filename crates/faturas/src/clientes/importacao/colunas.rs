//! As colunas que o CSV pode ter, na importação e na exportação.

use nucleo::normalizar;

use crate::{clientes::EntradaCliente, operadoras::MudancaDeSegredo};

macro_rules! campos_csv {
    ($($(#[doc = $doc:literal])+ $variante:ident = $nome:literal $(| $apelido:literal)*;)+) => {
        /// Um campo do cliente no CSV.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum CampoCsv { $($(#[doc = $doc])+ $variante,)+ }

        impl CampoCsv {
            /// Quantos campos há.
            pub(super) const QUANTOS: usize = [$($nome),+].len();

            /// O título da coluna, que é o nome do campo.
            pub const fn nome(self) -> &'static str {
                match self { $(Self::$variante => $nome,)+ }
            }

            /// O campo de um título, tolerando acentos, maiúsculas, espaços, hífens e alguns apelidos.
            pub fn do_titulo(titulo: &str) -> Option<Self> {
                match simplificar(titulo).as_str() {
                    $($nome $(| $apelido)* => Some(Self::$variante),)+
                    _ => None,
                }
            }
        }
    };
}

campos_csv! {
    /// Razão social.
    RazaoSocial = "razao_social" | "cliente" | "razao";
    /// Nome com que o SAT conhece o cliente.
    NomeSat = "nome_sat" | "nome_no_sat" | "nome_filtro";
    /// CNPJ.
    Cnpj = "cnpj";
    /// Código da operadora.
    Operadora = "operadora" | "operadora_codigo" | "codigo_operadora" | "codigo_da_operadora";
    /// Filtro com que se acha a fatura no portal.
    Filtro = "filtro";
    /// Serviço contratado.
    Servico = "servico";
    /// Dados que o SAT pede.
    DadosSat = "dados_sat" | "dados_do_sat" | "dados_no_sat";
    /// Unidade do cliente.
    Unidade = "unidade";
    /// Endereço de onde a fatura é emitida.
    SiteEmissao = "site_emissao" | "site_de_emissao" | "site_para_emissao";
    /// Usuário no portal.
    LoginPortal = "login_portal" | "login" | "login_do_portal";
    /// Senha do portal.
    SenhaPortal = "senha_portal" | "senha" | "senha_do_portal";
    /// CPF de quem entra no portal.
    Cpf = "cpf";
    /// Se o cliente está ativo.
    StatusAtivo = "status_ativo" | "status" | "ativo";
}

fn simplificar(titulo: &str) -> String {
    let trocado: String = titulo.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    normalizar(&trocado).to_lowercase().replace(' ', "_")
}

/// As células de uma linha; `None` onde o arquivo não tem a coluna. Sem `Debug`: pode trazer senha.
#[derive(Clone, Default)]
pub struct Celulas([Option<String>; CampoCsv::QUANTOS]);

impl Celulas {
    /// Põe uma célula. Desfaz o apóstrofo com que a exportação protege de fórmulas.
    pub fn por(&mut self, campo: CampoCsv, texto: String) {
        let texto = match texto.strip_prefix('\'') {
            Some(resto) if resto.starts_with(super::super::exportacao::INICIOS_DE_FORMULA) => {
                resto.to_owned()
            }
            _ => texto,
        };
        self.0[campo as usize] = Some(texto);
    }

    /// O texto da célula; vazio se a coluna não existe.
    pub fn texto(&self, campo: CampoCsv) -> &str {
        self.0[campo as usize].as_deref().unwrap_or_default()
    }

    /// Os dados de base com o que a linha traz por cima.
    pub fn sobre(&self, base: EntradaCliente) -> EntradaCliente {
        let linha = |campo: CampoCsv, atual: String| self.0[campo as usize].clone().unwrap_or(atual);
        let opcional = |campo: CampoCsv, atual: Option<String>| self.0[campo as usize].clone().or(atual);
        EntradaCliente {
            razao_social: linha(CampoCsv::RazaoSocial, base.razao_social),
            nome_sat: linha(CampoCsv::NomeSat, base.nome_sat),
            cnpj: linha(CampoCsv::Cnpj, base.cnpj),
            filtro: linha(CampoCsv::Filtro, base.filtro),
            servico: linha(CampoCsv::Servico, base.servico),
            dados_sat: linha(CampoCsv::DadosSat, base.dados_sat),
            unidade: linha(CampoCsv::Unidade, base.unidade),
            site_emissao: opcional(CampoCsv::SiteEmissao, base.site_emissao),
            login_portal: opcional(CampoCsv::LoginPortal, base.login_portal),
            senha_portal: match self.texto(CampoCsv::SenhaPortal) {
                "" => base.senha_portal,
                senha => MudancaDeSegredo::Trocar(senha.to_owned().into()),
            },
            cpf: opcional(CampoCsv::Cpf, base.cpf),
        }
    }

    /// Se o cliente fica ativo, quando a linha diz; `Err` se o que diz não se entende.
    pub fn status_ativo(&self) -> Result<Option<bool>, ()> {
        match normalizar(self.texto(CampoCsv::StatusAtivo)).as_str() {
            "" => Ok(None),
            "SIM" | "S" | "TRUE" | "VERDADEIRO" | "1" | "ATIVO" | "ATIVA" => Ok(Some(true)),
            "NAO" | "N" | "FALSE" | "FALSO" | "0" | "INATIVO" | "INATIVA" => Ok(Some(false)),
            _ => Err(()),
        }
    }

    /// Se nada há na linha.
    pub fn esta_vazia(&self) -> bool {
        self.0.iter().flatten().all(|celula| celula.trim().is_empty())
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn titulos_toleram_o_jeito_de_escrever() {
        for titulo in ["razao_social", "Razão Social", " RAZÃO-SOCIAL ", "Razão  social", "razao.social"] {
            assert_eq!(CampoCsv::do_titulo(titulo), Some(CampoCsv::RazaoSocial), "{titulo}");
        }
        assert_eq!(CampoCsv::do_titulo("Serviço"), Some(CampoCsv::Servico));
        assert_eq!(CampoCsv::do_titulo("Senha (portal)"), Some(CampoCsv::SenhaPortal));
        assert_eq!(CampoCsv::do_titulo("nome_filtro"), Some(CampoCsv::NomeSat));
        assert_eq!(CampoCsv::do_titulo("telefone"), None);
    }

    #[test]
    fn o_que_falta_mantem_o_vazio_apaga_e_a_senha_vazia_fica() {
        let base = EntradaCliente {
            filtro: "antigo".into(),
            dados_sat: "antigo".into(),
            login_portal: Some("ana".into()),
            ..Default::default()
        };
        let mut celulas = Celulas::default();
        celulas.por(CampoCsv::Filtro, String::new());
        celulas.por(CampoCsv::SenhaPortal, String::new());
        let entrada = celulas.sobre(base);
        assert_eq!((entrada.filtro.as_str(), entrada.dados_sat.as_str()), ("", "antigo"));
        assert_eq!(entrada.login_portal.as_deref(), Some("ana"));
        assert!(matches!(entrada.senha_portal, MudancaDeSegredo::Manter));
    }

    #[test]
    fn status_se_diz_de_varios_jeitos_e_o_resto_se_recusa() {
        let status = |texto: &str| {
            let mut celulas = Celulas::default();
            celulas.por(CampoCsv::StatusAtivo, texto.into());
            celulas.status_ativo()
        };
        assert_eq!((status("Sim"), status(" não "), status("")), (Ok(Some(true)), Ok(Some(false)), Ok(None)));
        assert_eq!(status("talvez"), Err(()));
    }

    #[test]
    fn desfaz_a_protecao_contra_formula() {
        let mut celulas = Celulas::default();
        celulas.por(CampoCsv::LoginPortal, "'=cmd".into());
        celulas.por(CampoCsv::Filtro, "'aspas simples".into());
        assert_eq!(celulas.texto(CampoCsv::LoginPortal), "=cmd");
        assert_eq!(celulas.texto(CampoCsv::Filtro), "'aspas simples");
    }
}
