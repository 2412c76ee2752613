//! Auditoria: quem fez o quê, gravado na mesma transação da mudança, e lido de volta.

mod descricoes;
mod leitura;
mod titulos;

pub use descricoes::{DESCRICOES, descrever};
pub use leitura::{FatoGuardado, FiltroDeFatos, contar_fatos, listar_fatos};

use nucleo::{AuditoriaId, Resultado};
use serde_json::Value;
use uuid::Uuid;

use crate::{Consulta, Contexto, Valor, valores};

/// Algo que aconteceu com um registro. Segredos nunca entram em `antes` nem `depois`.
#[derive(Clone, Debug)]
pub struct Fato {
    /// Verbo estável: `processo.aprovado`.
    pub acao: &'static str,
    /// A tabela do registro.
    pub entidade: &'static str,
    /// O registro.
    pub id: Uuid,
    /// Como estava o que mudou.
    pub antes: Option<Value>,
    /// Como ficou.
    pub depois: Option<Value>,
}

impl Fato {
    /// Fato sem antes nem depois.
    pub fn novo(acao: &'static str, entidade: &'static str, id: impl Into<Uuid>) -> Self {
        Self { acao, entidade, id: id.into(), antes: None, depois: None }
    }

    /// Com o estado anterior.
    pub fn antes(mut self, valor: Value) -> Self {
        self.antes = Some(valor);
        self
    }

    /// Com o estado novo.
    pub fn depois(mut self, valor: Value) -> Self {
        self.depois = Some(valor);
        self
    }
}

/// Quantas linhas por comando: 11 parâmetros cada, longe do limite de 32 mil do SQLite.
const LOTE: usize = 1_000;

impl Contexto {
    /// Grava um fato na auditoria da conta, com autor e origem do escopo.
    pub async fn registrar(&mut self, fato: Fato) -> Resultado<()> {
        self.registrar_muitos(vec![fato]).await
    }

    /// Grava vários fatos com um comando por lote.
    pub async fn registrar_muitos(&mut self, fatos: Vec<Fato>) -> Resultado<()> {
        for lote in fatos.chunks(LOTE) {
            let linhas: Vec<_> = lote.iter().map(|fato| self.linha_de_auditoria(fato)).collect();
            let (sql, valores) = Consulta::nova(
                "INSERT INTO auditoria (id, conta_id, instante, usuario_id, acao, entidade, entidade_id, \
                 antes, depois, ip, user_agent, requisicao_id) VALUES ",
            )
            .linhas(linhas)
            .partes();
            self.executar(sql, valores).await?;
        }
        Ok(())
    }

    fn linha_de_auditoria(&self, fato: &Fato) -> Vec<Valor> {
        let origem = self.escopo().origem();
        valores![
            AuditoriaId::novo(self.relogio()),
            self.conta(),
            self.agora(),
            self.escopo().usuario(),
            fato.acao,
            fato.entidade,
            fato.id,
            fato.antes.clone(),
            fato.depois.clone(),
            origem.ip.map(|ip| ip.to_string()),
            origem.agente_usuario.clone(),
            origem.requisicao.clone(),
        ]
    }
}
