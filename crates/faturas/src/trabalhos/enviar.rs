//! Entregar ao SAT a fatura aprovada, uma vez só.
//!
//! A intenção vai ao livro de efeitos antes do primeiro byte (`EM_VOO`, no mesmo instante em que o motor marca
//! o passo sem volta). Dali em diante, qualquer dúvida se resolve perguntando ao SAT pela referência, que é o
//! id do processo; nunca enviando de novo.

use std::time::Duration;

use banco::Contexto;
use chrono::NaiveDate;
use motor::{Ambiente, Execucao, Falha, Nivel, Politica, Trabalho, Veredito};
use nucleo::{Dinheiro, Erro, ProcessoId, Resultado, Sha256};
use rpa::{
    ArquivoParaEnviar, ClasseErro, DestinoRpa, PASSO_ANTES_DE_ENVIAR, ParametrosEntrada, ResultadoSaida,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    falhas::{classe_e_mensagem, falha_da_classe, guardar_fotos, relato},
    ponte::Ponte,
};
use crate::{
    App,
    processos::{
        Passo,
        acoes::{self, UPLOAD_SAT},
        repositorio::{self, contratado, efeitos},
    },
};

const FOLGA: Duration = Duration::from_secs(30);
/// Marca, na saída de uma falha, que está provado que o SAT não recebeu.
const SEM_EFEITO: &str = "sem_efeito";
/// Guarda, na saída de uma falha, o que o SAT recusou.
const RECUSA: &str = "recusa_do_sat";

/// A execução `UPLOAD_SAT`.
pub struct EnviarAoSat {
    app: App,
}

/// O que o envio precisa saber.
#[derive(Clone)]
pub struct Preparo {
    processo: ProcessoId,
    entrada: ParametrosEntrada,
    aprovado: Sha256,
    valor: Option<Dinheiro>,
    vencimento: Option<NaiveDate>,
    nome: String,
}

/// O que o SAT deu de volta.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recibo {
    /// Protocolo do SAT.
    pub protocolo: String,
    /// O arquivo que ele tem.
    pub sha256: Sha256,
    /// Se veio de perguntar depois, e não do próprio envio.
    pub por_consulta: bool,
}

/// O que o SAT respondeu à pergunta pela nossa referência.
#[derive(Debug, PartialEq, Eq)]
enum Consulta {
    Tem(Recibo),
    NaoTem,
    TemOutro(String),
    NaoDisse(String),
}

impl EnviarAoSat {
    /// O trabalho, sobre as peças da aplicação.
    pub fn novo(app: App) -> Self {
        Self { app }
    }

    fn destino(&self) -> DestinoRpa {
        let sat = &self.app.configuracao.sat;
        DestinoRpa {
            classe_rpa: sat.classe_rpa.clone(),
            configuracao_rpa: sat.configuracao_rpa.clone(),
            ..DestinoRpa::default()
        }
    }

    fn limite(&self) -> Duration {
        self.politica().limite_execucao.saturating_sub(FOLGA)
    }

    /// Copia o aprovado para a pasta da tentativa; o armazém confere o resumo ao ler.
    async fn trazer_arquivo(
        &self,
        ambiente: &Ambiente,
        preparo: &Preparo,
    ) -> Result<ArquivoParaEnviar, Falha> {
        let interno = |causa: String| Falha::repetir(ClasseErro::Interno.codigo(), causa);
        let limite = self.app.configuracao.arquivo_maximo_bytes;
        let conteudo = self
            .app
            .armazem
            .ler(&preparo.aprovado, limite)
            .await
            .map_err(|e| interno(format!("a fatura aprovada não pôde ser lida: {e}")))?;
        let caminho = ambiente.pasta().join("fatura.pdf");
        tokio::fs::write(&caminho, &conteudo)
            .await
            .map_err(|e| interno(format!("a fatura não pôde ser copiada para o envio: {e}")))?;
        Ok(ArquivoParaEnviar {
            caminho,
            sha256: preparo.aprovado.to_string(),
            nome: preparo.nome.clone(),
            valor: preparo.valor.map(|v| v.to_string()).unwrap_or_default(),
            vencimento: preparo.vencimento.map(|d| d.to_string()).unwrap_or_default(),
        })
    }

    async fn consultar(&self, ambiente: &Ambiente, preparo: &Preparo) -> Consulta {
        let ambiente_rpa = Ponte::nova(ambiente).ambiente_rpa(self.destino(), self.limite());
        let saida = self.app.concentrador.consultar_sat(&preparo.entrada, &ambiente_rpa).await;
        guardar_fotos(ambiente, &self.app.armazem, &saida).await;
        interpretar_consulta(&saida, preparo.aprovado)
    }

    /// O passo sem volta foi dado e o envio não terminou bem: só o SAT sabe o que houve, e o motor pergunta.
    ///
    /// Uma recusa do SAT fica anotada: se a pergunta provar que ele não tem o documento, enviar de novo só
    /// repetiria a recusa.
    fn em_duvida(&self, saida: &ResultadoSaida) -> Falha {
        let (classe, mensagem) = classe_e_mensagem(saida);
        let mut evidencia = relato(saida);
        if matches!(classe, ClasseErro::Duplicada | ClasseErro::Negocio | ClasseErro::Credencial) {
            evidencia[RECUSA] = json!(format!("{}: {mensagem}", classe.codigo()));
        }
        Falha::incerta(classe.codigo(), mensagem).com_saida(evidencia)
    }
}

/// Se a tentativa anterior terminou em recusa do SAT, e não há mais o que verificar, não se insiste.
fn exigir_sem_recusa(execucao: &Execucao) -> Resultado<()> {
    let recusa = execucao.resultado_saida.as_ref().and_then(|s| texto(s, RECUSA));
    match recusa.filter(|_| !execucao.e_verificacao()) {
        Some(motivo) => Err(Erro::conflito(
            "recusada_pelo_sat",
            format!("o SAT recusou a fatura e não a tem ({motivo})"),
            "corrija o que o SAT apontou e envie de novo",
        )),
        None => Ok(()),
    }
}

fn interpretar_consulta(saida: &ResultadoSaida, aprovado: Sha256) -> Consulta {
    if !saida.sucesso {
        return Consulta::NaoDisse(format!("o SAT não pôde ser consultado: {}", classe_e_mensagem(saida).1));
    }
    let dados = &saida.dados_especificos;
    match dados.get("encontrado").and_then(Value::as_bool) {
        Some(false) => Consulta::NaoTem,
        Some(true) => {
            match (texto(dados, "protocolo"), texto(dados, "sha256").map(|t| t.parse::<Sha256>())) {
                (Some(protocolo), Some(Ok(sha256))) if sha256 == aprovado => {
                    Consulta::Tem(Recibo { protocolo, sha256, por_consulta: true })
                }
                (_, Some(Ok(outro))) if outro != aprovado => {
                    Consulta::TemOutro(format!("o SAT tem outro arquivo com a nossa referência: {outro}"))
                }
                _ => Consulta::NaoDisse("o SAT tem a referência, mas não mostrou protocolo e arquivo".into()),
            }
        }
        None => Consulta::NaoDisse("a consulta ao SAT não disse se encontrou".into()),
    }
}

fn texto(dados: &Value, campo: &str) -> Option<String> {
    dados.get(campo).and_then(Value::as_str).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned)
}

impl Trabalho for EnviarAoSat {
    type Preparo = Preparo;
    type Saida = Recibo;
    const TIPO: &'static str = UPLOAD_SAT;
    const ROTULO: &'static str = "Enviar ao SAT";

    fn politica(&self) -> Politica {
        Politica { maximo_tentativas: 6, prioridade: 50, ..Politica::default() }
    }

    async fn preparar(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<Preparo> {
        exigir_sem_recusa(execucao)?;
        let contratado = contratado::buscar(cx, acoes::alvo(execucao)?).await?;
        let processo = &contratado.processo;
        processo.situacao.apos(Passo::Enviar)?;
        let aprovado = acoes::exigir_aprovado(processo.arquivo_sha256)?;
        let intencao = efeitos::vivo(cx, processo.id).await?;
        if intencao.is_some_and(|efeito| efeito.arquivo_sha256 != aprovado) {
            return Err(Erro::conflito(
                "arquivo_mudou",
                "o arquivo do processo não é o que foi aprovado",
                "rejeite ou aprove de novo a fatura atual",
            ));
        }
        let sat = &self.app.configuracao.sat;
        if sat.url_portal.is_empty() {
            return Err(Erro::conflito(
                "sat_nao_configurado",
                "não se sabe onde fica o SAT",
                "preencha a seção [sat] da configuração, reinicie e envie de novo",
            ));
        }
        let mut entrada = contratado.entrada_sem_segredo();
        entrada.operadora_codigo = "SAT".into();
        entrada.url_portal = Some(sat.url_portal.clone());
        entrada.usuario = Some(sat.usuario.clone());
        entrada.senha = Some(sat.senha.clone());
        Ok(Preparo {
            processo: processo.id,
            entrada,
            aprovado,
            valor: processo.valor_fatura,
            vencimento: processo.data_vencimento,
            nome: contratado.nome_do_arquivo(),
        })
    }

    async fn executar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<Recibo, Falha> {
        let arquivo = self.trazer_arquivo(ambiente, &preparo).await?;
        let ponte = Ponte::nova(ambiente);
        let ambiente_rpa = ponte.ambiente_rpa(self.destino(), self.limite());
        let saida =
            self.app.concentrador.executar_upload_sat(&preparo.entrada, &arquivo, &ambiente_rpa).await;
        guardar_fotos(ambiente, &self.app.armazem, &saida).await;
        if saida.sucesso {
            return match texto(&saida.dados_especificos, "protocolo") {
                Some(protocolo) => Ok(Recibo { protocolo, sha256: preparo.aprovado, por_consulta: false }),
                None => {
                    Err(Falha::incerta("SEM_RECIBO", "o envio terminou, mas o SAT não mostrou o protocolo"))
                }
            };
        }
        if ponte.pode_ter_enviado() {
            return Err(self.em_duvida(&saida));
        }
        let (classe, mensagem) = classe_e_mensagem(&saida);
        let mut evidencia = relato(&saida);
        evidencia[SEM_EFEITO] = json!(true);
        Err(falha_da_classe(classe, mensagem, self.app.configuracao.espera_da_emissao).com_saida(evidencia))
    }

    async fn concluir(&self, cx: &mut Contexto, execucao: &Execucao, recibo: &Recibo) -> Resultado<()> {
        let prova = json!({
            "protocolo": recibo.protocolo, "sha256": recibo.sha256, "por_consulta": recibo.por_consulta,
            "tentativa": execucao.numero_tentativa,
        });
        acoes::registrar_envio(cx, execucao, &recibo.protocolo, prova).await
    }

    async fn desistir(&self, cx: &mut Contexto, execucao: &Execucao, falha: &Falha) -> Resultado<()> {
        let processo = acoes::alvo(execucao)?;
        let provado = falha.saida.as_ref().is_some_and(|s| s[SEM_EFEITO] == json!(true));
        let prova = json!({"classe": falha.classe, "mensagem": falha.mensagem});
        match provado {
            true => efeitos::soltar(cx, processo, prova).await,
            false => efeitos::encerrar_sem_prova(cx, processo, prova).await,
        }
    }

    async fn ao_marcar_passo(&self, cx: &mut Contexto, execucao: &Execucao, passo: &str) -> Resultado<()> {
        if passo != PASSO_ANTES_DE_ENVIAR {
            return Ok(());
        }
        let processo = repositorio::buscar(cx, acoes::alvo(execucao)?).await?;
        processo.situacao.apos(Passo::Enviar)?;
        let aprovado = acoes::exigir_aprovado(processo.arquivo_sha256)?;
        efeitos::por_em_voo(cx, processo.id, execucao.id, aprovado).await
    }

    async fn verificar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<Veredito<Recibo>, Falha> {
        ambiente.registrar(Nivel::Info, format!("perguntando ao SAT pela referência {}", preparo.processo));
        Ok(match self.consultar(ambiente, &preparo).await {
            Consulta::Tem(recibo) => Veredito::Confirmado(recibo),
            Consulta::NaoTem => Veredito::SemEfeito,
            Consulta::TemOutro(motivo) | Consulta::NaoDisse(motivo) => Veredito::Desconhecido(motivo),
        })
    }

    async fn sem_efeito(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<()> {
        let prova = json!({"motivo": "o SAT não tem a nossa referência", "execucao_id": execucao.id});
        efeitos::soltar(cx, acoes::alvo(execucao)?, prova).await
    }

    async fn saida_decidida(
        &self,
        cx: &mut Contexto,
        execucao: &Execucao,
        justificativa: &str,
    ) -> Resultado<Recibo> {
        let processo = repositorio::buscar(cx, acoes::alvo(execucao)?).await?;
        let sha256 = acoes::exigir_aprovado(processo.arquivo_sha256)?;
        let protocolo = format!("decidido por pessoa: {justificativa}");
        Ok(Recibo { protocolo: protocolo.chars().take(200).collect(), sha256, por_consulta: false })
    }

    async fn pode_repetir(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<()> {
        let processo = repositorio::buscar(cx, acoes::alvo(execucao)?).await?;
        processo.situacao.apos(Passo::Enviar)?;
        match efeitos::vivo(cx, processo.id).await? {
            Some(efeito) if efeito.estado != "PREPARADO" => Err(efeitos::envio_incerto()),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
#[path = "testes_consulta.rs"]
mod testes_consulta;
