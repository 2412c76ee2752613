//! O que se pode fazer com um processo agora, e por que não o resto.
//!
//! A tela só mostra o que está aqui: nenhuma regra do fluxo é reescrita fora do servidor.

use std::borrow::Cow;

use nucleo::{
    Permissao, Permissoes,
    permissoes::{AprovarProcessos, OperarProcessos},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Passo, Situacao};

/// O que, além da situação, decide se um passo é possível.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Circunstancias {
    /// A operadora tem RPA configurado.
    pub tem_rpa: bool,
    /// A operadora está ativa.
    pub operadora_ativa: bool,
    /// O cliente está ativo.
    pub cliente_ativo: bool,
    /// O cliente tem login do portal.
    pub tem_login: bool,
    /// O cliente tem senha do portal.
    pub tem_senha: bool,
    /// O cliente tem todos os dados obrigatórios.
    pub dados_completos: bool,
    /// Há uma execução deste processo por terminar (download ou envio).
    pub em_execucao: bool,
    /// O último envio terminou sem que se saiba se chegou ao SAT.
    pub envio_incerto: bool,
    /// O envio ao SAT já começou alguma vez desde a aprovação.
    pub envio_iniciado: bool,
}

/// Um passo, se é possível agora e, se não, por quê.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PassoPossivel {
    /// O passo.
    pub passo: Passo,
    /// Se pode ser dado agora por quem perguntou.
    pub possivel: bool,
    /// Por que não pode; nulo quando pode.
    #[schema(value_type = Option<String>)]
    pub motivo: Option<Cow<'static, str>>,
}

/// Todos os passos, com o que impede cada um.
pub fn passos_possiveis(
    situacao: Situacao,
    circunstancias: &Circunstancias,
    permissoes: &Permissoes,
) -> [PassoPossivel; 6] {
    let (operar, aprovar) =
        (permissoes.contem(OperarProcessos::NOME), permissoes.contem(AprovarProcessos::NOME));
    Passo::TODOS.map(|passo| {
        let permitido = if exige_aprovador(passo) { aprovar } else { operar };
        let motivo =
            impedimento(situacao, passo, circunstancias).or_else(|| falta_permissao(passo, permitido));
        PassoPossivel { passo, possivel: motivo.is_none(), motivo: motivo.map(Cow::Borrowed) }
    })
}

/// Só os passos que partem da situação atual: o que a lista mostra em cada linha.
pub fn passos_da_situacao(
    situacao: Situacao,
    circunstancias: &Circunstancias,
    permissoes: &Permissoes,
) -> impl Iterator<Item = PassoPossivel> {
    passos_possiveis(situacao, circunstancias, permissoes)
        .into_iter()
        .filter(move |possivel| possivel.passo.parte_de() == situacao)
}

/// O que impede o passo, sem contar permissões. A ordem vai do mais definitivo ao mais fácil de resolver.
pub fn impedimento(situacao: Situacao, passo: Passo, c: &Circunstancias) -> Option<&'static str> {
    if situacao != passo.parte_de() {
        return Some(fora_de_hora(passo));
    }
    match passo {
        Passo::Baixar if !c.operadora_ativa => Some("a operadora está inativa"),
        Passo::Baixar if !c.cliente_ativo => Some("o cliente está inativo"),
        Passo::Baixar if !c.tem_rpa => Some("a operadora não tem RPA: anexe a fatura"),
        Passo::Baixar if !c.tem_login => Some("falta o login do portal"),
        Passo::Baixar if !c.tem_senha => Some("falta a senha do portal"),
        Passo::Baixar if c.em_execucao => Some("o download já está na fila ou em andamento"),
        Passo::Anexar if !c.dados_completos => Some("faltam dados obrigatórios do cliente"),
        Passo::Enviar if c.envio_incerto => Some("não se sabe se o envio anterior chegou ao SAT"),
        Passo::Enviar if c.em_execucao => Some("o envio já está na fila ou em andamento"),
        Passo::Desfazer if c.envio_iniciado => Some(ENVIO_INICIADO),
        _ => None,
    }
}

/// Por que uma aprovação não se desfaz mais.
pub const ENVIO_INICIADO: &str = "o envio ao SAT já começou";

fn exige_aprovador(passo: Passo) -> bool {
    matches!(passo, Passo::Aprovar | Passo::Rejeitar | Passo::Desfazer)
}

const fn fora_de_hora(passo: Passo) -> &'static str {
    match passo {
        Passo::Baixar | Passo::Anexar => "só na situação AGUARDANDO_DOWNLOAD",
        Passo::Aprovar | Passo::Rejeitar => "só na situação AGUARDANDO_APROVACAO",
        Passo::Enviar | Passo::Desfazer => "só na situação AGUARDANDO_ENVIO_SAT",
    }
}

fn falta_permissao(passo: Passo, permitido: bool) -> Option<&'static str> {
    match permitido {
        true => None,
        false if exige_aprovador(passo) => Some("falta a permissão faturas.aprovar"),
        false => Some("falta a permissão faturas.operar"),
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    const TUDO_CERTO: Circunstancias = Circunstancias {
        tem_rpa: true,
        operadora_ativa: true,
        cliente_ativo: true,
        tem_login: true,
        tem_senha: true,
        dados_completos: true,
        em_execucao: false,
        envio_incerto: false,
        envio_iniciado: false,
    };

    fn possiveis(situacao: Situacao, c: &Circunstancias, permissoes: &Permissoes) -> Vec<Passo> {
        passos_possiveis(situacao, c, permissoes)
            .into_iter()
            .filter(|p| p.possivel)
            .map(|p| p.passo)
            .collect()
    }

    #[test]
    fn com_tudo_certo_so_a_situacao_limita() {
        let todas = Permissoes::todas();
        let casos: [(Situacao, &[Passo]); 4] = [
            (Situacao::AguardandoDownload, &[Passo::Baixar, Passo::Anexar]),
            (Situacao::AguardandoAprovacao, &[Passo::Aprovar, Passo::Rejeitar]),
            (Situacao::AguardandoEnvioSat, &[Passo::Enviar, Passo::Desfazer]),
            (Situacao::UploadRealizado, &[]),
        ];
        for (situacao, esperados) in casos {
            assert_eq!(possiveis(situacao, &TUDO_CERTO, &todas), esperados, "{situacao}");
            for passo in passos_possiveis(situacao, &TUDO_CERTO, &todas) {
                assert_eq!(passo.possivel, passo.motivo.is_none());
                if let Some(motivo) = passo.motivo {
                    assert_eq!(motivo, format!("só na situação {}", passo.passo.parte_de()));
                }
            }
        }
    }

    #[test]
    fn cada_circunstancia_impede_o_que_deve_e_diz_por_que() {
        use Situacao::{AguardandoDownload as Download, AguardandoEnvioSat as Envio};
        let casos = [
            (Download, Passo::Baixar, Circunstancias { tem_rpa: false, ..TUDO_CERTO }, "anexe a fatura"),
            (Download, Passo::Baixar, Circunstancias { operadora_ativa: false, ..TUDO_CERTO }, "inativa"),
            (Download, Passo::Baixar, Circunstancias { cliente_ativo: false, ..TUDO_CERTO }, "inativo"),
            (Download, Passo::Baixar, Circunstancias { tem_login: false, ..TUDO_CERTO }, "login do portal"),
            (Download, Passo::Baixar, Circunstancias { tem_senha: false, ..TUDO_CERTO }, "senha do portal"),
            (Download, Passo::Baixar, Circunstancias { em_execucao: true, ..TUDO_CERTO }, "em andamento"),
            (
                Download,
                Passo::Anexar,
                Circunstancias { dados_completos: false, ..TUDO_CERTO },
                "obrigatórios",
            ),
            (Envio, Passo::Enviar, Circunstancias { em_execucao: true, ..TUDO_CERTO }, "em andamento"),
            (Envio, Passo::Enviar, Circunstancias { envio_incerto: true, ..TUDO_CERTO }, "não se sabe"),
            (Envio, Passo::Desfazer, Circunstancias { envio_iniciado: true, ..TUDO_CERTO }, "já começou"),
        ];
        for (situacao, passo, circunstancias, trecho) in casos {
            let motivo = impedimento(situacao, passo, &circunstancias).unwrap_or_default();
            assert!(motivo.contains(trecho), "{passo:?}: {motivo}");
            let outros = Passo::TODOS.into_iter().filter(|p| *p != passo && p.parte_de() == situacao);
            for outro in outros {
                assert_eq!(
                    impedimento(situacao, outro, &circunstancias),
                    None,
                    "{outro:?} não depende disso"
                );
            }
        }
    }

    #[test]
    fn sem_permissao_o_motivo_a_nomeia() {
        let aprovador: Permissoes =
            ["faturas.ver".to_owned(), "faturas.aprovar".to_owned()].into_iter().collect();
        let baixar = &passos_possiveis(Situacao::AguardandoDownload, &TUDO_CERTO, &aprovador)[0];
        assert_eq!(baixar.motivo.as_deref(), Some("falta a permissão faturas.operar"));
        let situacao = Situacao::AguardandoAprovacao;
        assert_eq!(possiveis(situacao, &TUDO_CERTO, &aprovador), [Passo::Aprovar, Passo::Rejeitar]);
        let rejeitar = &passos_possiveis(situacao, &TUDO_CERTO, &Permissoes::default())[3];
        assert_eq!(rejeitar.motivo.as_deref(), Some("falta a permissão faturas.aprovar"));
    }
}
