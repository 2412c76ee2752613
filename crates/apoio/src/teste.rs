//! O mundo de uma prova: banco, relógio parado, contas e escopos.

use std::sync::Arc;

use banco::{Banco, valores};
use borda::{Autenticacao, Autenticador, Base, Credencial};
use futures::future::BoxFuture;
use nucleo::{
    ContaId, Erro, Escopo, EscopoSistema, ExposeSecret, Origem, Permissoes, RelogioParado, Resultado,
    UsuarioId,
};
use tokio_util::sync::CancellationToken;

const SISTEMA: EscopoSistema = EscopoSistema::novo("apoio de testes");

/// Um banco novo e o que as provas usam dele.
#[derive(Clone)]
pub struct Teste {
    /// O banco, já migrado e vazio.
    pub banco: Banco,
    /// O relógio, parado em 2026-11-20 12:00 UTC.
    pub relogio: Arc<RelogioParado>,
}

impl Teste {
    pub(crate) fn novo(banco: Banco, relogio: Arc<RelogioParado>) -> Self {
        Self { banco, relogio }
    }

    /// Cria uma conta com um usuário que tem todas as permissões.
    pub async fn criar_conta(&self, nome: &str) -> Escopo {
        let relogio = self.banco.relogio();
        let (conta, usuario) = (ContaId::novo(relogio.as_ref()), UsuarioId::novo(relogio.as_ref()));
        self.banco
            .gravar_sistema(SISTEMA, async |cx| {
                cx.executar(
                    "INSERT INTO contas (id, nome, ativa, criado_em, atualizado_em) VALUES (?, ?, ?, ?, ?)",
                    valores![conta, nome, true, cx.agora(), cx.agora()],
                )
                .await?;
                cx.executar(
                    "INSERT INTO usuarios (id, nome, email, senha_hash, ativo, criado_em, atualizado_em) \
                     VALUES (?, ?, ?, '!', ?, ?, ?)",
                    valores![
                        usuario,
                        nome,
                        format!("{usuario}@exemplo.com.br"),
                        true,
                        cx.agora(),
                        cx.agora()
                    ],
                )
                .await
            })
            .await
            .expect("criar conta de teste");
        Escopo::do_usuario(conta, usuario, Permissoes::todas(), Origem::default())
    }

    /// A mesma pessoa, sem permissão alguma.
    pub fn escopo_sem_permissoes(&self, escopo: &Escopo) -> Escopo {
        self.escopo_com(escopo, &[])
    }

    /// A mesma pessoa, só com as permissões nomeadas.
    pub fn escopo_com(&self, escopo: &Escopo, permissoes: &[&str]) -> Escopo {
        let permissoes = permissoes.iter().map(|p| (*p).to_owned()).collect();
        let usuario = escopo.usuario().expect("escopo de pessoa");
        Escopo::do_usuario(escopo.conta(), usuario, permissoes, Origem::default())
    }

    /// Base em que todo pedido autenticado age em nome do escopo dado.
    pub fn base(&self, escopo: &Escopo) -> Base {
        Base {
            banco: self.banco.clone(),
            autenticador: Arc::new(AutenticadorDeTeste(escopo.clone())),
            encerrando: CancellationToken::new(),
            proxies: Arc::default(),
        }
    }
}

/// Aceita qualquer token, menos `invalido`, e responde sempre o mesmo escopo.
pub struct AutenticadorDeTeste(pub Escopo);

impl Autenticador for AutenticadorDeTeste {
    fn autenticar(&self, credencial: Credencial, _: Origem) -> BoxFuture<'_, Resultado<Autenticacao>> {
        Box::pin(async move {
            let (Credencial::Bearer(token) | Credencial::Sessao(token)) = credencial;
            if token.expose_secret() == "invalido" {
                return Err(Erro::NaoAutenticado);
            }
            Ok(Autenticacao { escopo: self.0.clone() })
        })
    }

    fn cookies(&self) -> &[&'static str] {
        &["regente_sessao"]
    }
}
