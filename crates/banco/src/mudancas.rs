//! O que mudou, por conta e assunto, a cada transação confirmada.
//!
//! Ninguém anuncia à mão: o assunto sai da tabela que o comando grava ([`assuntos_de`]), no único ponto por onde
//! passa todo SQL; só o trabalho entre contas diz em qual delas mudou ([`crate::ContextoSistema::anunciar`]).
//! Serve para avisar as telas ([`Ouvinte`]) e para guardar respostas caras enquanto nada muda (a geração).

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

use nucleo::ContaId;
use tokio::sync::broadcast::{Receiver, Sender, channel, error::RecvError};

/// Mudanças à espera de um ouvinte lento; quem se atrasa mais que isto recebe [`Mudou::TalvezTudo`]. Quem grava
/// nunca espera.
const FOLGA: usize = 1_024;

/// Cada tabela e os assuntos que uma gravação nela muda. Quem mostra um registro junto com outro (o processo e a
/// sua última execução) muda com os dois. Vazio: nenhuma tela mostra. Uma prova confere que nenhuma tabela falta.
const TABELAS: &[(&str, &[&str])] = &[
    ("agendamento_disparos", &["agendamentos"]),
    ("agendamentos", &["agendamentos"]),
    ("auditoria", &["auditoria"]),
    ("clientes", &["clientes", "processos"]),
    ("clientes_termos", &[]),
    ("contas", &["contas"]),
    ("decisoes", &["processos"]),
    ("efeitos", &["processos"]),
    ("evidencias", &["execucoes"]),
    ("execucoes", &["agendamentos", "execucoes", "processos"]),
    ("freios_de_entrada", &[]),
    ("grupo_permissoes", &["usuarios"]),
    ("grupos", &["usuarios"]),
    ("idempotencia", &[]),
    ("links_unicos", &[]),
    ("operadoras", &["clientes", "operadoras", "processos"]),
    ("processos", &["processos"]),
    ("registros", &[]),
    ("sessoes", &[]),
    ("tentativas", &["execucoes"]),
    ("usuarios", &["usuarios"]),
    ("vinculo_grupos", &["usuarios"]),
    ("vinculos", &["usuarios"]),
    ("visoes", &["visoes"]),
];

/// Assuntos mudados, sem repetição e em ordem.
pub type Assuntos = BTreeSet<&'static str>;

/// Os assuntos que o comando muda se mudar alguma linha; leituras, nenhum.
pub(crate) fn assuntos_de(sql: &str) -> &'static [&'static str] {
    const COMECOS: [&str; 3] = ["INSERT INTO ", "UPDATE ", "DELETE FROM "];
    let sql = sql.trim_start();
    let alvo = match sql.strip_prefix("WITH ") {
        None => COMECOS.iter().find_map(|comeco| sql.strip_prefix(comeco)),
        // O comando vem depois das tabelas que ele mesmo nomeia.
        Some(resto) => COMECOS
            .iter()
            .filter_map(|comeco| resto.find(comeco).map(|onde| (onde, &resto[onde + comeco.len()..])))
            .min_by_key(|(onde, _)| *onde)
            .map(|(_, alvo)| alvo),
    };
    let Some(alvo) = alvo else { return &[] };
    let tabela = alvo.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or_default();
    TABELAS.iter().find(|(nome, _)| *nome == tabela).map_or(&[], |(_, assuntos)| assuntos)
}

/// O que uma tabela muda; vazio se nenhuma tela a mostra.
pub(crate) fn assuntos_da_tabela(tabela: &str) -> &'static [&'static str] {
    TABELAS.iter().find(|(nome, _)| *nome == tabela).map_or(&[], |(_, assuntos)| assuntos)
}

#[derive(Clone, Debug)]
enum Mudanca {
    Em(ContaId, Assuntos),
    TalvezTudo,
}

/// O que um ouvinte fica sabendo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mudou {
    /// Isto mudou na conta.
    Assuntos(Assuntos),
    /// Perdeu-se a conta do que mudou: aja como se fosse tudo.
    TalvezTudo,
}

/// Quem acompanha as mudanças de uma conta, e só dela.
pub struct Ouvinte {
    conta: ContaId,
    canal: Receiver<Mudanca>,
}

impl Ouvinte {
    /// Espera a próxima mudança da conta.
    pub async fn proxima(&mut self) -> Mudou {
        loop {
            match self.canal.recv().await {
                Ok(Mudanca::Em(conta, assuntos)) if conta == self.conta => return Mudou::Assuntos(assuntos),
                Ok(Mudanca::Em(..)) => {}
                Ok(Mudanca::TalvezTudo) | Err(RecvError::Lagged(_)) => return Mudou::TalvezTudo,
                // O banco se foi: nada mais vai mudar.
                Err(RecvError::Closed) => std::future::pending().await,
            }
        }
    }
}

/// Contadores de mudança e o canal por onde se avisa.
pub(crate) struct Mudancas {
    geracoes: Mutex<HashMap<(ContaId, &'static str), u64>>,
    canal: Sender<Mudanca>,
}

impl Default for Mudancas {
    fn default() -> Self {
        Self { geracoes: Mutex::default(), canal: channel(FOLGA).0 }
    }
}

impl Mudancas {
    pub(crate) fn geracao(&self, conta: ContaId, assunto: &'static str) -> u64 {
        let geracoes = self.geracoes.lock().unwrap_or_else(PoisonError::into_inner);
        geracoes.get(&(conta, assunto)).copied().unwrap_or_default()
    }

    /// Publica o que uma transação confirmada mudou.
    pub(crate) fn publicar(&self, conta: ContaId, assuntos: Assuntos) {
        if assuntos.is_empty() {
            return;
        }
        {
            let mut geracoes = self.geracoes.lock().unwrap_or_else(PoisonError::into_inner);
            for assunto in &assuntos {
                *geracoes.entry((conta, assunto)).or_default() += 1;
            }
        }
        // Sem ouvintes não há a quem avisar: não é erro.
        drop(self.canal.send(Mudanca::Em(conta, assuntos)));
    }

    /// Publica o que outro servidor mudou; nome que este não conhece não passa.
    pub(crate) fn publicar_de_fora(&self, conta: ContaId, nomes: &str) {
        let conhecidos = TABELAS.iter().flat_map(|(_, assuntos)| *assuntos);
        let assuntos: Assuntos =
            conhecidos.copied().filter(|a| nomes.split(',').any(|nome| nome == *a)).collect();
        self.publicar(conta, assuntos);
    }

    /// Avisa que algo pode ter mudado sem que se saiba o quê.
    pub(crate) fn publicar_talvez_tudo(&self) {
        drop(self.canal.send(Mudanca::TalvezTudo));
    }

    pub(crate) fn ouvir(&self, conta: ContaId) -> Ouvinte {
        Ouvinte { conta, canal: self.canal.subscribe() }
    }
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn o_assunto_sai_do_comando() {
        assert_eq!(assuntos_de("INSERT INTO auditoria (id) VALUES (?)"), ["auditoria"]);
        assert_eq!(assuntos_de("UPDATE processos SET x = ?"), ["processos"]);
        assert_eq!(assuntos_de("DELETE FROM visoes WHERE id = ?"), ["visoes"]);
        assert_eq!(
            assuntos_de("WITH v (id) AS (VALUES (?)) INSERT INTO processos (id) SELECT 1"),
            ["processos"]
        );
        for leitura in
            ["SELECT * FROM processos", "WITH v AS (SELECT 1) SELECT * FROM v", "UPDATE sessoes SET a = 1"]
        {
            assert!(assuntos_de(leitura).is_empty(), "{leitura}");
        }
    }

    #[tokio::test]
    async fn quem_grava_nao_espera_e_quem_se_atrasa_age_como_se_fosse_tudo() {
        let (mudancas, conta) = (Mudancas::default(), ContaId(uuid::Uuid::nil()));
        let mut ouvinte = mudancas.ouvir(conta);
        for _ in 0..=FOLGA {
            mudancas.publicar(conta, ["processos"].into());
        }
        assert_eq!(ouvinte.proxima().await, Mudou::TalvezTudo);
        assert_eq!(ouvinte.proxima().await, Mudou::Assuntos(["processos"].into()));
        assert_eq!(mudancas.geracao(conta, "processos"), FOLGA as u64 + 1);
    }

    #[test]
    fn nenhuma_tabela_fica_sem_dizer_o_que_muda() {
        let esquemas = [migracoes::sqlite(), migracoes::sqlite_telemetria(), migracoes::postgres()];
        for migracao in esquemas.iter().flat_map(|m| m.iter()) {
            for resto in migracao.sql.as_str().split("CREATE TABLE ").skip(1) {
                let tabela = resto.split([' ', '(']).next().unwrap();
                assert!(
                    TABELAS.iter().any(|(nome, _)| *nome == tabela),
                    "diga em TABELAS que assuntos uma gravação em {tabela} muda (vazio, se nenhuma tela a mostra)"
                );
            }
        }
    }
}
