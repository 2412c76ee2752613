//! Um RPA de mentira: entrega o que se manda e guarda o que recebe, como um portal e um SAT.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Mutex,
};

use async_trait::async_trait;
use nucleo::ExposeSecret;
use rpa::{
    AmbienteRpa, ArquivoParaEnviar, ClasseErro, ErroRpa, Momentos, NivelRegistro, PASSO_ANTES_DE_ENVIAR,
    ParametrosEntrada, ResultadoSaida, Rpa, StatusRpa,
};
use serde_json::{Value, json};

/// O que o portal faz no próximo download.
pub(crate) enum Entrega {
    /// Entrega o arquivo, sem mostrar nada na tela.
    Arquivo(Vec<u8>),
    /// Diz que deu certo, mas não há arquivo.
    Nada,
    /// Não dá certo.
    Erro(ClasseErro),
}

/// O que o SAT faz no próximo envio.
#[derive(Clone, Copy)]
pub(crate) enum Sat {
    /// Recebe e dá o recibo.
    Recebe,
    /// Falha antes do passo sem volta.
    FalhaAntes(ClasseErro),
    /// Recebe, e a resposta se perde.
    RecebeECala,
    /// A conexão cai antes de ele receber, já com o passo marcado.
    Cai,
    /// Recusa por regra, já com o passo marcado.
    Recusa,
    /// Diz que já tem, e tem mesmo o nosso.
    JaTem,
    /// Diz que já tem, mas a nossa referência não está lá.
    TemOutro,
    /// Recebe, mas o recibo vem sem protocolo.
    SemProtocolo,
}

#[derive(Default)]
struct Estado {
    entregas: VecDeque<Entrega>,
    sat: VecDeque<Sat>,
    recebidos: BTreeMap<String, (String, String)>,
    envios: u32,
    tentativas: u32,
    senhas: Vec<String>,
    consulta_fora: bool,
}

#[derive(Default)]
pub(crate) struct RpaDeTeste(Mutex<Estado>);

impl RpaDeTeste {
    pub fn entregar(&self, entrega: Entrega) {
        self.0.lock().unwrap().entregas.push_back(entrega);
    }

    pub fn sat(&self, proximo: Sat) {
        self.0.lock().unwrap().sat.push_back(proximo);
    }

    pub fn consulta_fora(&self, fora: bool) {
        self.0.lock().unwrap().consulta_fora = fora;
    }

    /// Quantos documentos o SAT tem.
    pub fn recebidos(&self) -> usize {
        self.0.lock().unwrap().recebidos.len()
    }

    /// Quantas vezes um documento saiu daqui depois do passo marcado.
    pub fn envios(&self) -> u32 {
        self.0.lock().unwrap().envios
    }

    /// Quantas vezes o passo sem volta foi marcado.
    pub fn tentativas_de_envio(&self) -> u32 {
        self.0.lock().unwrap().tentativas
    }

    /// As senhas que chegaram ao motorista.
    pub fn senhas(&self) -> Vec<String> {
        self.0.lock().unwrap().senhas.clone()
    }

    fn anotar_senha(&self, entrada: &ParametrosEntrada) {
        let senha = entrada.senha.as_ref().map(|s| s.expose_secret().to_owned()).unwrap_or_default();
        self.0.lock().unwrap().senhas.push(senha);
    }

    fn receber(&self, entrada: &ParametrosEntrada, arquivo: &ArquivoParaEnviar) -> String {
        let mut estado = self.0.lock().unwrap();
        estado.envios += 1;
        let protocolo = format!("SAT-{:06}", estado.recebidos.len() + 1);
        let referencia = entrada.referencia.clone().unwrap();
        let anterior = estado.recebidos.insert(referencia, (protocolo.clone(), arquivo.sha256.clone()));
        assert!(anterior.is_none(), "o SAT recebeu duas vezes o mesmo processo");
        protocolo
    }
}

fn saida(ambiente: &AmbienteRpa, erro: Option<ErroRpa>, especificos: Value) -> ResultadoSaida {
    ResultadoSaida {
        sucesso: erro.is_none(),
        status: if erro.is_none() { StatusRpa::Sucesso } else { StatusRpa::Erro },
        mensagem: erro.as_ref().map_or("pronto".into(), |e| e.mensagem.clone()),
        arquivo_baixado: None,
        url_s3: None,
        dados_extraidos: json!({}),
        tempo_execucao_segundos: 0.1,
        tentativa_numero: ambiente.tentativa,
        timestamps: Momentos { inicio: chrono::DateTime::UNIX_EPOCH, fim: None },
        logs_execucao: Vec::new(),
        screenshots_debug: Vec::new(),
        dados_especificos: especificos,
        erro,
    }
}

fn erro(classe: ClasseErro) -> Option<ErroRpa> {
    Some(ErroRpa::novo(classe, format!("falha de teste: {}", classe.codigo())))
}

#[async_trait]
impl Rpa for RpaDeTeste {
    async fn executar_download(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        self.anotar_senha(entrada);
        ambiente.registrador.registrar(NivelRegistro::Informacao, "entrando no portal");
        ambiente.registrador.progresso(50, "baixando");
        let proxima =
            self.0.lock().unwrap().entregas.pop_front().unwrap_or(Entrega::Erro(ClasseErro::Interno));
        match proxima {
            Entrega::Nada => saida(ambiente, None, json!({})),
            Entrega::Arquivo(bytes) => {
                let caminho = ambiente.pasta.join("baixado.pdf");
                std::fs::write(&caminho, bytes).unwrap();
                ResultadoSaida { arquivo_baixado: Some(caminho), ..saida(ambiente, None, json!({})) }
            }
            Entrega::Erro(classe) => {
                let foto = ambiente.pasta.join("falha.jpg");
                std::fs::write(&foto, b"jpeg de mentira").unwrap();
                ResultadoSaida { screenshots_debug: vec![foto], ..saida(ambiente, erro(classe), json!({})) }
            }
        }
    }

    async fn executar_upload_sat(
        &self,
        entrada: &ParametrosEntrada,
        arquivo: &ArquivoParaEnviar,
        ambiente: &AmbienteRpa,
    ) -> ResultadoSaida {
        self.anotar_senha(entrada);
        let conteudo = std::fs::read(&arquivo.caminho).unwrap();
        assert_eq!(nucleo::Sha256::de(conteudo).to_string(), arquivo.sha256);
        let proximo = self.0.lock().unwrap().sat.pop_front().unwrap_or(Sat::Recebe);
        if let Sat::FalhaAntes(classe) = proximo {
            return saida(ambiente, erro(classe), json!({}));
        }
        if let Err(recusado) = ambiente.passos.marcar(PASSO_ANTES_DE_ENVIAR).await {
            let recusa = Some(ErroRpa::novo(ClasseErro::Interno, recusado.to_string()));
            return saida(ambiente, recusa, json!({}));
        }
        self.0.lock().unwrap().tentativas += 1;
        match proximo {
            Sat::FalhaAntes(classe) => saida(ambiente, erro(classe), json!({})),
            Sat::Recebe => {
                let protocolo = self.receber(entrada, arquivo);
                saida(ambiente, None, json!({"protocolo": protocolo}))
            }
            Sat::SemProtocolo => {
                self.receber(entrada, arquivo);
                saida(ambiente, None, json!({}))
            }
            Sat::RecebeECala => {
                self.receber(entrada, arquivo);
                saida(ambiente, erro(ClasseErro::Tempo), json!({}))
            }
            Sat::Cai => saida(ambiente, erro(ClasseErro::PortalFora), json!({})),
            Sat::Recusa => saida(ambiente, erro(ClasseErro::Negocio), json!({})),
            Sat::JaTem => {
                self.receber(entrada, arquivo);
                saida(ambiente, erro(ClasseErro::Duplicada), json!({}))
            }
            Sat::TemOutro => saida(ambiente, erro(ClasseErro::Duplicada), json!({})),
        }
    }

    async fn testar_acesso(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        self.anotar_senha(entrada);
        match self.0.lock().unwrap().entregas.pop_front() {
            Some(Entrega::Erro(classe)) => saida(ambiente, erro(classe), json!({})),
            _ => {
                let pagina = json!({"url": "http://portal.exemplo/inicio", "titulo": "Minha conta"});
                saida(ambiente, None, json!({"pagina": pagina}))
            }
        }
    }

    async fn consultar_sat(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        let estado = self.0.lock().unwrap();
        if estado.consulta_fora {
            return saida(ambiente, erro(ClasseErro::PortalFora), json!({}));
        }
        let achado = entrada.referencia.as_ref().and_then(|r| estado.recebidos.get(r));
        saida(
            ambiente,
            None,
            match achado {
                Some((protocolo, sha256)) => {
                    json!({"encontrado": true, "protocolo": protocolo, "sha256": sha256})
                }
                None => json!({"encontrado": false}),
            },
        )
    }
}
