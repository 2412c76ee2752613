//! Em nome de quem o código age. Nada toca em dados sem um [`Escopo`].

use std::{marker::PhantomData, net::IpAddr, sync::Arc};

use crate::{ContaId, Erro, Permissao, Permissoes, Resultado, UsuarioId};

/// De onde veio o pedido; vai para a auditoria e para a execução que ele criar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origem {
    /// Endereço de quem pediu.
    pub ip: Option<IpAddr>,
    /// Programa de quem pediu, como ele se apresenta (cortado em 300 caracteres).
    pub agente_usuario: Option<String>,
    /// Id da requisição (`X-Request-Id`).
    pub requisicao: Option<String>,
}

/// Conta, usuário e permissões em nome de quem se age. Campos privados: só nasce da autenticação, da linha
/// de uma execução ou de um teste (a arrumação confere os arquivos que o constroem).
#[derive(Clone, Debug)]
pub struct Escopo {
    conta: ContaId,
    usuario: Option<UsuarioId>,
    permissoes: Arc<Permissoes>,
    origem: Arc<Origem>,
}

impl Escopo {
    /// De um usuário autenticado, com as permissões dos grupos do seu vínculo.
    pub fn do_usuario(conta: ContaId, usuario: UsuarioId, permissoes: Permissoes, origem: Origem) -> Self {
        Self { conta, usuario: Some(usuario), permissoes: Arc::new(permissoes), origem: Arc::new(origem) }
    }

    /// Do próprio sistema dentro de uma conta: execuções e agendamentos agem assim, com a conta da linha.
    pub fn do_sistema(conta: ContaId, usuario: Option<UsuarioId>) -> Self {
        Self { conta, usuario, permissoes: Arc::new(Permissoes::todas()), origem: Arc::default() }
    }

    /// A conta dona de tudo o que este escopo lê e grava.
    pub fn conta(&self) -> ContaId {
        self.conta
    }

    /// O usuário, quando há um.
    pub fn usuario(&self) -> Option<UsuarioId> {
        self.usuario
    }

    /// De onde veio o pedido.
    pub fn origem(&self) -> &Origem {
        &self.origem
    }

    /// As permissões que este escopo tem.
    pub fn permissoes(&self) -> &Permissoes {
        &self.permissoes
    }

    /// Prova que tem a permissão, ou o erro que a borda traduz em 403.
    pub fn exigir<P: Permissao>(&self) -> Resultado<Pode<P>> {
        if self.permissoes.contem(P::NOME) {
            Ok(Pode(PhantomData))
        } else {
            Err(Erro::PermissaoNegada(P::NOME))
        }
    }
}

/// Prova de uma permissão. As ações a pedem: esquecer a verificação não compila.
#[derive(Debug)]
pub struct Pode<P: Permissao>(PhantomData<P>);

impl<P: Permissao> Clone for Pode<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Permissao> Copy for Pode<P> {}

/// Trabalho que atravessa contas (agendador, resgate, manutenção). Um tipo à parte e barulhento: a
/// arrumação mantém a lista de arquivos que podem construí-lo, e ela só diminui.
#[derive(Clone, Copy, Debug)]
pub struct EscopoSistema {
    motivo: &'static str,
}

impl EscopoSistema {
    /// Age em todas as contas, pelo motivo dito.
    pub const fn novo(motivo: &'static str) -> Self {
        Self { motivo }
    }

    /// Por que este código atravessa contas.
    pub fn motivo(&self) -> &'static str {
        self.motivo
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::permissoes::{AprovarProcessos, VerProcessos};

    #[test]
    fn so_prova_o_que_tem() {
        let permissoes = ["faturas.ver".to_owned()].into_iter().collect();
        let escopo = Escopo::do_usuario(
            ContaId(uuid::Uuid::nil()),
            UsuarioId(uuid::Uuid::nil()),
            permissoes,
            Origem::default(),
        );
        assert!(escopo.exigir::<VerProcessos>().is_ok());
        assert!(matches!(escopo.exigir::<AprovarProcessos>(), Err(Erro::PermissaoNegada("faturas.aprovar"))));
        assert!(Escopo::do_sistema(escopo.conta(), None).exigir::<AprovarProcessos>().is_ok());
        assert_eq!(EscopoSistema::novo("agendador").motivo(), "agendador");
    }
}
