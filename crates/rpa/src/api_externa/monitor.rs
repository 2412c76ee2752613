//! O que é o monitor: perguntar o andamento até o fim e repassar o registro ao vivo.

use std::time::Duration;

use serde_json::Value;

use super::cliente::Cliente;
use crate::ambiente::NivelRegistro;
use crate::contrato::{ClasseErro, ErroRpa};
use crate::diario::Diario;

const LINHAS_POR_VEZ: usize = 1000;
const TEXTO_MAX: usize = 2000;
/// Sem novidade o intervalo cresce até este tanto.
const RECUO_MAX: u32 = 5;

/// Como o pedido terminou, já lido com desconfiança.
#[derive(Debug, Default)]
pub(super) struct Terminado {
    pub sucesso: bool,
    pub mensagem: String,
    pub url: Option<String>,
    pub nome_do_arquivo: Option<String>,
    pub dados_extraidos: Value,
    pub dados_especificos: Value,
    status: String,
    classe_informada: Option<ClasseErro>,
}

impl Terminado {
    fn de(status: &str, resultado: &Value) -> Self {
        let texto =
            |campo: &str| resultado[campo].as_str().map(|t| t.chars().take(TEXTO_MAX).collect::<String>());
        let classe = [&resultado["erro"]["classe"], &resultado["dados_especificos"]["classe_erro"]]
            .into_iter()
            .find_map(|valor| valor.as_str().and_then(ClasseErro::de_codigo));
        let duplicado = resultado["dados_especificos"]["duplicado"] == true;
        Self {
            sucesso: status == "SUCESSO" && resultado["sucesso"] != false && !duplicado,
            mensagem: texto("mensagem").unwrap_or_else(|| format!("a API externa terminou com {status}")),
            url: texto("url_s3"),
            nome_do_arquivo: texto("arquivo_baixado")
                .and_then(|c| c.rsplit(['/', '\\']).next().map(str::to_owned)),
            dados_extraidos: resultado["dados_extraidos"].clone(),
            dados_especificos: resultado["dados_especificos"].clone(),
            status: status.to_owned(),
            classe_informada: if duplicado { Some(ClasseErro::Duplicada) } else { classe },
        }
    }

    /// A classe do erro: a que a API informou ou a que a mensagem deixa entender.
    pub(super) fn classe(&self) -> ClasseErro {
        if let Some(classe) = self.classe_informada {
            return classe;
        }
        let mensagem = nucleo::sem_acentos(&self.mensagem).to_lowercase();
        let diz = |trechos: &[&str]| trechos.iter().any(|trecho| mensagem.contains(trecho));
        match () {
            () if self.status == "TIMEOUT" => ClasseErro::Tempo,
            () if diz(&["senha invalid", "senha incorret", "credencia", "login invalid"]) => {
                ClasseErro::Credencial
            }
            () if diz(&["nao foi emitida", "nao emitida"]) => ClasseErro::AindaNaoEmitida,
            () if diz(&["captcha"]) => ClasseErro::Captcha,
            () if diz(&["ja recebido", "duplicad"]) => ClasseErro::Duplicada,
            () if diz(&["recusou", "recusad"]) => ClasseErro::Negocio,
            () => ClasseErro::PortalFora,
        }
    }

    pub(super) fn concluir(&self) -> Result<(), ErroRpa> {
        if self.sucesso {
            Ok(())
        } else {
            Err(ErroRpa::novo(self.classe(), self.mensagem.clone()).no_passo("API externa"))
        }
    }
}

/// Pergunta até o pedido terminar. Quem chama impõe o limite de tempo.
pub(super) async fn acompanhar(
    cliente: &Cliente,
    id: &str,
    intervalo: Duration,
    diario: &Diario,
) -> Result<Terminado, ErroRpa> {
    let mut proxima_linha = 0;
    let mut vezes_igual = 1;
    let mut ultimo = String::new();
    loop {
        let resposta = cliente.ler(&["jobs", id], None).await.map_err(|erro| erro.no_passo("acompanhar"))?;
        let status = resposta["status"].as_str().unwrap_or_default().to_uppercase();
        let linhas = repassar(cliente, id, &mut proxima_linha, diario).await;
        if matches!(status.as_str(), "SUCESSO" | "ERRO" | "TIMEOUT") {
            return Ok(Terminado::de(&status, &resposta["resultado"]));
        }
        if !matches!(status.as_str(), "INICIADO" | "EM_PROGRESSO") {
            let mensagem = "a API externa respondeu um andamento que não se entende";
            return Err(ErroRpa::novo(ClasseErro::PortalFora, mensagem).no_passo("acompanhar"));
        }
        vezes_igual = if status == ultimo && linhas == 0 { (vezes_igual + 1).min(RECUO_MAX) } else { 1 };
        if status != ultimo {
            diario.progresso(if status == "INICIADO" { 10 } else { 50 }, &format!("API externa: {status}"));
        }
        ultimo = status;
        tokio::time::sleep(intervalo * vezes_igual).await;
    }
}

/// Repassa as linhas novas; sem elas a execução segue. Devolve quantas vieram.
async fn repassar(cliente: &Cliente, id: &str, proxima: &mut u64, diario: &Diario) -> usize {
    let Ok(resposta) = cliente.ler(&["jobs", id, "logs"], Some(("desde", *proxima))).await else { return 0 };
    let linhas = resposta["linhas"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut novas = 0;
    for linha in linhas.iter().take(LINHAS_POR_VEZ) {
        let numero = linha["n"].as_u64().unwrap_or(*proxima);
        if numero < *proxima {
            continue;
        }
        let mensagem: String =
            linha["mensagem"].as_str().unwrap_or_default().chars().take(TEXTO_MAX).collect();
        diario.registrar(nivel(linha["nivel"].as_str().unwrap_or_default()), &mensagem);
        *proxima = numero.saturating_add(1);
        novas += 1;
    }
    novas
}

fn nivel(texto: &str) -> NivelRegistro {
    match texto.to_uppercase().as_str() {
        "ERRO" | "ERROR" | "CRITICAL" => NivelRegistro::Erro,
        "AVISO" | "WARN" | "WARNING" => NivelRegistro::Aviso,
        "DEPURACAO" | "DEBUG" | "TRACE" => NivelRegistro::Depuracao,
        _ => NivelRegistro::Informacao,
    }
}

#[cfg(test)]
mod testes {
    use super::*;
    use serde_json::json;

    #[test]
    fn classe_vem_da_api_ou_da_mensagem() {
        let de = |resultado: Value| Terminado::de("ERRO", &resultado).classe();
        assert_eq!(
            de(json!({"erro": {"classe": "NEGOCIO"}, "mensagem": "senha inválida"})),
            ClasseErro::Negocio
        );
        assert_eq!(de(json!({"mensagem": "Usuário ou senha inválidos."})), ClasseErro::Credencial);
        assert_eq!(
            de(json!({"mensagem": "A fatura de 03/2026 ainda não foi emitida."})),
            ClasseErro::AindaNaoEmitida
        );
        assert_eq!(de(json!({"mensagem": 7})), ClasseErro::PortalFora);
        assert_eq!(Terminado::de("TIMEOUT", &Value::Null).classe(), ClasseErro::Tempo);
        let duplicado =
            Terminado::de("SUCESSO", &json!({"sucesso": true, "dados_especificos": {"duplicado": true}}));
        assert_eq!((duplicado.sucesso, duplicado.classe()), (false, ClasseErro::Duplicada));
    }

    #[test]
    fn sucesso_desmentido_pelo_resultado_nao_e_sucesso() {
        assert!(Terminado::de("SUCESSO", &json!({"sucesso": true})).concluir().is_ok());
        assert!(Terminado::de("SUCESSO", &json!({"sucesso": false})).concluir().is_err());
        assert!(Terminado::de("ERRO", &json!({"sucesso": true})).concluir().is_err());
    }
}
