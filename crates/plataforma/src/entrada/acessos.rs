//! De uma sessão ou de um token a quem é e o que pode, com uma só consulta e memória de poucos segundos.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use banco::{Banco, Consulta, Linha, valores};
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::{ContaId, EscopoSistema, Permissoes, Resultado, SessaoId, UsuarioId};

const SISTEMA: EscopoSistema = EscopoSistema::novo("reconhecer quem pede");
/// Por quanto tempo se confia no que já se leu: o maior atraso de uma revogação feita em outro servidor.
pub const VALIDADE: TimeDelta = TimeDelta::seconds(5);
const LEMBRADOS_NO_MAXIMO: usize = 20_000;

/// O que se apresenta: o resumo do segredo da sessão, ou o que um token conferido diz.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chave {
    /// SHA-256 do segredo do cookie.
    Sessao([u8; 32]),
    /// Portador de um token.
    Token(UsuarioId, ContaId),
}

/// Quem é e o que pode.
#[derive(Clone, Debug)]
pub struct Acesso {
    /// A pessoa.
    pub usuario: UsuarioId,
    /// A conta.
    pub conta: ContaId,
    /// As permissões dos grupos do vínculo.
    pub permissoes: Permissoes,
    /// Quando a senha mudou pela última vez.
    pub senha_mudou_em: Option<DateTime<Utc>>,
    /// A sessão e o seu último uso anotado; token não tem.
    pub sessao: Option<(SessaoId, DateTime<Utc>)>,
    lido_em: DateTime<Utc>,
    expira_em: Option<DateTime<Utc>>,
}

/// A memória dos acessos lidos há pouco.
#[derive(Default)]
pub struct Acessos(Mutex<Memoria>);

#[derive(Default)]
struct Memoria {
    // Muda a cada esquecimento: uma leitura começada antes dele não pode ser lembrada depois.
    geracao: u64,
    acessos: HashMap<Chave, Acesso>,
}

impl Acessos {
    /// Esquece tudo: alguém ganhou ou perdeu acesso.
    pub fn esquecer(&self) {
        let mut memoria = self.travar();
        memoria.geracao += 1;
        memoria.acessos.clear();
    }

    /// Quem é, ou `None` se não pode entrar. O segundo valor diz se foi lido do banco agora.
    pub async fn buscar(
        &self,
        banco: &Banco,
        chave: Chave,
        ociosa: TimeDelta,
    ) -> Resultado<Option<(Acesso, bool)>> {
        let agora = banco.relogio().agora();
        let geracao = {
            let memoria = self.travar();
            if let Some(acesso) = memoria.acessos.get(&chave).filter(|acesso| acesso.ainda_vale(agora)) {
                return Ok(Some((acesso.clone(), false)));
            }
            memoria.geracao
        };
        let Some(acesso) = ler(banco, chave, agora, ociosa).await? else { return Ok(None) };
        let mut memoria = self.travar();
        if memoria.geracao == geracao {
            if memoria.acessos.len() >= LEMBRADOS_NO_MAXIMO {
                memoria.acessos.clear();
            }
            memoria.acessos.insert(chave, acesso.clone());
        }
        Ok(Some((acesso, true)))
    }

    /// Quem é agora, sem usar nem mudar a memória.
    pub async fn conferir(banco: &Banco, chave: Chave, ociosa: TimeDelta) -> Resultado<Option<Acesso>> {
        ler(banco, chave, banco.relogio().agora(), ociosa).await
    }

    fn travar(&self) -> MutexGuard<'_, Memoria> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Acesso {
    fn ainda_vale(&self, agora: DateTime<Utc>) -> bool {
        self.lido_em <= agora
            && agora < self.lido_em + VALIDADE
            && self.expira_em.is_none_or(|expira_em| agora < expira_em)
    }
}

/// Pessoa ativa, conta ativa, vínculo ativo: sem um deles não há linha. Uma linha por permissão.
const VINCULO_E_PERMISSOES: &str = "JOIN usuarios u ON u.id = v.usuario_id AND u.ativo \
     JOIN contas c ON c.id = v.conta_id AND c.ativa \
     LEFT JOIN vinculo_grupos vg ON vg.conta_id = v.conta_id AND vg.vinculo_id = v.id \
     LEFT JOIN grupo_permissoes gp ON gp.conta_id = vg.conta_id AND gp.grupo_id = vg.grupo_id ";

async fn ler(
    banco: &Banco,
    chave: Chave,
    agora: DateTime<Utc>,
    ociosa: TimeDelta,
) -> Resultado<Option<Acesso>> {
    let consulta = match chave {
        Chave::Sessao(resumo) => Consulta::nova(
            "SELECT v.usuario_id, v.conta_id, u.senha_mudou_em, gp.permissao, s.id AS sessao_id, s.visto_em, \
             s.expira_em FROM sessoes s \
             JOIN vinculos v ON v.conta_id = s.conta_id AND v.usuario_id = s.usuario_id AND v.ativo ",
        )
        .sql(VINCULO_E_PERMISSOES)
        .com(
            "WHERE s.token_sha256 = ? AND s.revogada_em IS NULL AND s.expira_em > ? AND s.visto_em > ? \
             AND (u.senha_mudou_em IS NULL OR s.criado_em >= u.senha_mudou_em)",
            valores![resumo.as_slice(), agora, agora - ociosa],
        ),
        Chave::Token(usuario, conta) => {
            Consulta::nova("SELECT v.usuario_id, v.conta_id, u.senha_mudou_em, gp.permissao FROM vinculos v ")
                .sql(VINCULO_E_PERMISSOES)
                .com("WHERE v.conta_id = ? AND v.usuario_id = ? AND v.ativo", valores![conta, usuario])
        }
    };
    let (sql, valores) = consulta.partes();
    let linhas = banco.ler_sistema(SISTEMA, async |cx| cx.buscar(sql, valores).await).await?;
    let Some(primeira) = linhas.first() else { return Ok(None) };
    let da_sessao = matches!(chave, Chave::Sessao(_));
    let ler_sessao = |l: &Linha| Ok((l.obter("sessao_id")?, l.obter("visto_em")?));
    let permissoes: Resultado<Vec<Option<String>>> =
        linhas.iter().map(|linha| linha.obter("permissao")).collect();
    Ok(Some(Acesso {
        usuario: primeira.obter("usuario_id")?,
        conta: primeira.obter("conta_id")?,
        permissoes: permissoes?.into_iter().flatten().collect(),
        senha_mudou_em: primeira.obter("senha_mudou_em")?,
        sessao: da_sessao.then(|| ler_sessao(primeira)).transpose()?,
        lido_em: agora,
        expira_em: da_sessao.then(|| primeira.obter("expira_em")).transpose()?,
    }))
}
