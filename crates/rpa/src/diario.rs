//! O que é o diário: o registro de uma execução, sem segredos, e o resultado que sai dela.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, Utc};
use nucleo::Relogio;
use secrecy::ExposeSecret;
use serde_json::{Map, Value};

use crate::ambiente::{AmbienteRpa, NivelRegistro, Registrador};
use crate::contrato::{
    ClasseErro, ErroRpa, LinhaDeLog, Momentos, ParametrosEntrada, ResultadoSaida, StatusRpa,
};

/// Linhas guardadas no resultado; as seguintes só vão ao registro ao vivo.
const LINHAS_MAX: usize = 2000;
const MASCARA: &str = "********";

/// O registro de uma execução em andamento.
pub(crate) struct Diario {
    registrador: Arc<dyn Registrador>,
    relogio: Arc<dyn Relogio>,
    segredos: Vec<String>,
    linhas: Mutex<Vec<LinhaDeLog>>,
    inicio: DateTime<Utc>,
    desde: Instant,
    tentativa: u32,
}

/// O que a execução apurou até agora, tenha terminado bem ou não.
#[derive(Debug, Default)]
pub(crate) struct Apurado {
    pub mensagem: String,
    pub arquivo: Option<PathBuf>,
    pub url_s3: Option<String>,
    pub dados_extraidos: Map<String, Value>,
    pub dados_especificos: Map<String, Value>,
    pub fotos: Vec<PathBuf>,
}

impl Diario {
    /// Começa o registro de uma execução, conhecendo os segredos que nunca devem aparecer nele.
    pub(crate) fn novo(
        entrada: &ParametrosEntrada,
        ambiente: &AmbienteRpa,
        relogio: Arc<dyn Relogio>,
    ) -> Self {
        let secretos = [entrada.senha.as_ref(), ambiente.destino.token.as_ref()];
        let mut segredos: Vec<String> = secretos
            .into_iter()
            .flatten()
            .map(|segredo| segredo.expose_secret().to_owned())
            .filter(|segredo| !segredo.is_empty())
            .flat_map(|segredo| {
                let em_url: String = url::form_urlencoded::byte_serialize(segredo.as_bytes()).collect();
                let em_json = Value::from(segredo.as_str()).to_string();
                [em_json.trim_matches('"').to_owned(), em_url, segredo]
            })
            .collect();
        // O maior primeiro: um segredo que contém outro some inteiro.
        segredos.sort_by_key(|segredo| std::cmp::Reverse(segredo.len()));
        segredos.dedup();
        Self {
            registrador: ambiente.registrador.clone(),
            inicio: relogio.agora(),
            relogio,
            segredos,
            linhas: Mutex::default(),
            desde: Instant::now(),
            tentativa: ambiente.tentativa,
        }
    }

    /// Os valores que não podem aparecer em telas nem textos.
    pub(crate) fn segredos(&self) -> &[String] {
        &self.segredos
    }

    /// O texto sem segredos.
    pub(crate) fn mascarar(&self, texto: &str) -> String {
        self.segredos.iter().fold(texto.to_owned(), |texto, segredo| texto.replace(segredo, MASCARA))
    }

    /// Registra uma linha, mascarada.
    pub(crate) fn registrar(&self, nivel: NivelRegistro, mensagem: &str) {
        let mensagem = self.mascarar(mensagem);
        self.registrador.registrar(nivel, &mensagem);
        self.guardar(nivel, mensagem);
    }

    /// Informa o andamento; quem acompanha recebe a mensagem uma vez só, com o percentual.
    pub(crate) fn progresso(&self, percentual: u8, mensagem: &str) {
        let mensagem = self.mascarar(mensagem);
        self.registrador.progresso(percentual.min(100), &mensagem);
        self.guardar(NivelRegistro::Informacao, mensagem);
    }

    fn guardar(&self, nivel: NivelRegistro, mensagem: String) {
        let mut linhas = self.linhas.lock().unwrap_or_else(PoisonError::into_inner);
        if linhas.len() < LINHAS_MAX {
            linhas.push(LinhaDeLog { momento: self.relogio.agora(), nivel, mensagem });
        }
    }

    /// Fecha o registro e monta o resultado.
    pub(crate) fn concluir(self, mut apurado: Apurado, fim: Result<(), ErroRpa>) -> ResultadoSaida {
        let erro = fim.err().map(|erro| ErroRpa { mensagem: self.mascarar(&erro.mensagem), ..erro });
        let (status, mensagem) = match &erro {
            None => (StatusRpa::Sucesso, std::mem::take(&mut apurado.mensagem)),
            Some(erro) if erro.classe == ClasseErro::Tempo => (StatusRpa::Timeout, erro.mensagem.clone()),
            Some(erro) => (StatusRpa::Erro, erro.mensagem.clone()),
        };
        match &erro {
            None => self.registrar(NivelRegistro::Informacao, &mensagem),
            Some(erro) => {
                let passo = erro.passo.as_deref().map(|passo| format!(" (em {passo})")).unwrap_or_default();
                self.registrar(NivelRegistro::Erro, &format!("{}: {mensagem}{passo}", erro.classe.codigo()));
            }
        }
        ResultadoSaida {
            sucesso: erro.is_none(),
            status,
            mensagem,
            arquivo_baixado: apurado.arquivo,
            url_s3: apurado.url_s3,
            dados_extraidos: self.sem_segredos(apurado.dados_extraidos.into()),
            tempo_execucao_segundos: self.desde.elapsed().as_secs_f64(),
            tentativa_numero: self.tentativa,
            timestamps: Momentos { inicio: self.inicio, fim: Some(self.relogio.agora()) },
            screenshots_debug: apurado.fotos,
            dados_especificos: self.sem_segredos(apurado.dados_especificos.into()),
            erro,
            logs_execucao: self.linhas.into_inner().unwrap_or_else(PoisonError::into_inner),
        }
    }

    fn sem_segredos(&self, valor: Value) -> Value {
        match valor {
            Value::String(texto) => self.mascarar(&texto).into(),
            Value::Array(lista) => lista.into_iter().map(|item| self.sem_segredos(item)).collect(),
            Value::Object(mapa) => {
                mapa.into_iter().map(|(nome, item)| (nome, self.sem_segredos(item))).collect()
            }
            outro => outro,
        }
    }
}

/// O erro de quem passou do limite, com o passo em que estava.
pub(crate) fn tempo_esgotado(ambiente: &AmbienteRpa) -> ErroRpa {
    let segundos = ambiente.limite.as_secs_f64();
    ErroRpa::novo(ClasseErro::Tempo, format!("a execução passou do limite de {segundos:.0} s"))
}

/// O erro de quem foi cancelado.
pub(crate) fn cancelada() -> ErroRpa {
    ErroRpa::novo(ClasseErro::Cancelado, "a execução foi cancelada")
}

#[cfg(test)]
mod testes {
    use super::*;
    use crate::apoio::{ambiente_de_teste, entrada_de_teste};
    use nucleo::RelogioDoSistema;

    fn diario() -> (tempfile::TempDir, Diario) {
        let pasta = tempfile::tempdir().unwrap();
        let entrada = ParametrosEntrada {
            senha: Some("se\"nha &1".to_owned().into()),
            ..entrada_de_teste("http://x/")
        };
        let diario = Diario::novo(
            &entrada,
            &ambiente_de_teste(pasta.path(), "navegador:X"),
            Arc::new(RelogioDoSistema),
        );
        (pasta, diario)
    }

    #[test]
    fn segredo_some_em_todas_as_grafias() {
        let (_pasta, diario) = diario();
        let texto = diario.mascarar(r#"a se"nha &1 b se\"nha &1 c se%22nha+%261"#);
        assert_eq!(texto, "a ******** b ******** c ********");
    }

    #[test]
    fn resultado_sem_segredos_e_com_status_pela_classe() {
        let (_pasta, diario) = diario();
        diario.registrar(NivelRegistro::Informacao, "entrando com se\"nha &1");
        let mut apurado = Apurado::default();
        apurado.dados_extraidos.insert("eco".into(), serde_json::json!(["se\"nha &1"]));
        let saida = diario.concluir(apurado, Err(ErroRpa::novo(ClasseErro::Tempo, "parou em se\"nha &1")));
        assert_eq!(saida.status, StatusRpa::Timeout);
        assert!(!serde_json::to_string(&saida).unwrap().contains("nha &1"));
        assert_eq!(saida.logs_execucao.len(), 2);
    }
}
