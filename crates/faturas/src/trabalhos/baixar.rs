//! Baixar a fatura de um processo no portal da operadora.

use std::{path::PathBuf, time::Duration};

use banco::Contexto;
use bytes::Bytes;
use documentos::ErroLeitura;
use motor::{Ambiente, Execucao, Falha, Nivel, Politica, Trabalho};
use nucleo::{Erro, Resultado};
use rpa::{ClasseErro, DestinoRpa, ParametrosEntrada, ResultadoSaida};
use serde_json::Value;

use super::{
    falhas::{classe_e_mensagem, falha_da_classe, guardar_arquivo_recusado, guardar_fotos, relato},
    ponte::Ponte,
};
use crate::{
    App,
    processos::{
        Passo,
        acoes::{self, DOWNLOAD_FATURA, Recebida},
        recepcao::{self, ErroRecepcao, Expectativa},
        repositorio::{self, contratado},
    },
};

/// Quanto o RPA tem, dentro do limite da tentativa, para ele mesmo encerrar com ordem.
const FOLGA: Duration = Duration::from_secs(30);

/// A execução `DOWNLOAD_FATURA`.
pub struct BaixarFatura {
    app: App,
}

/// O que o download precisa saber, com a senha aberta só na memória.
pub struct Preparo {
    entrada: ParametrosEntrada,
    destino: DestinoRpa,
    expectativa: Expectativa,
}

impl BaixarFatura {
    /// O trabalho, sobre as peças da aplicação.
    pub fn novo(app: App) -> Self {
        Self { app }
    }

    async fn ler_baixado(&self, saida: &ResultadoSaida) -> Result<Bytes, Falha> {
        let invalido = |mensagem: String| Falha::repetir(ClasseErro::DocumentoInvalido.codigo(), mensagem);
        let Some(caminho): Option<&PathBuf> = saida.arquivo_baixado.as_ref() else {
            return Err(invalido("o portal não entregou arquivo algum".into()));
        };
        let limite = self.app.configuracao.arquivo_maximo_bytes;
        let interno = |e: std::io::Error| {
            Falha::repetir("INTERNO", format!("o arquivo baixado não pôde ser lido: {e}"))
        };
        let tamanho = tokio::fs::metadata(caminho).await.map_err(interno)?.len();
        if tamanho > limite {
            return Err(invalido(format!(
                "o arquivo baixado tem {tamanho} bytes, mais que o limite de {limite}"
            )));
        }
        tokio::fs::read(caminho).await.map(Bytes::from).map_err(interno)
    }

    async fn receber(
        &self,
        ambiente: &Ambiente,
        conteudo: Bytes,
        preparo: &Preparo,
        extraidos: Value,
    ) -> Result<Recebida, Falha> {
        let App { leitor, armazem, .. } = &self.app;
        let recebida = recepcao::receber(leitor, armazem, conteudo, &preparo.expectativa, extraidos)
            .await
            .map_err(|erro| match erro {
                ErroRecepcao::Leitura(ErroLeitura::NaoIniciado(_)) | ErroRecepcao::Armazem(_) => {
                    Falha::repetir(ClasseErro::Interno.codigo(), erro.to_string())
                }
                ErroRecepcao::Leitura(_) => {
                    Falha::repetir(ClasseErro::DocumentoInvalido.codigo(), erro.to_string())
                }
            })?;
        let contradicoes = recepcao::contradicoes(&recebida);
        if contradicoes.is_empty() {
            return Ok(recebida);
        }
        guardar_arquivo_recusado(ambiente, &recebida).await;
        let mensagem = format!("a fatura baixada não é a deste processo: {}", contradicoes.join("; "));
        let saida = serde_json::to_value(&recebida).unwrap_or_default();
        Err(Falha::desistir(ClasseErro::Negocio.codigo(), mensagem).com_saida(saida))
    }
}

impl Trabalho for BaixarFatura {
    type Preparo = Preparo;
    type Saida = Recebida;
    const TIPO: &'static str = DOWNLOAD_FATURA;
    const ROTULO: &'static str = "Baixar fatura";

    fn politica(&self) -> Politica {
        Politica { maximo_tentativas: 4, ..Politica::default() }
    }

    async fn preparar(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<Preparo> {
        let contratado = contratado::buscar(cx, acoes::alvo(execucao)?).await?;
        contratado.processo.situacao.apos(Passo::Baixar)?;
        let (cofre, conta) = (self.app.cofre.as_ref(), cx.conta());
        Ok(Preparo {
            entrada: contratado.entrada_aberta(cofre, conta)?,
            destino: contratado.destino(cofre, conta)?,
            expectativa: recepcao::expectativa(cx, &contratado).await?,
        })
    }

    async fn executar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<Recebida, Falha> {
        let limite = self.politica().limite_execucao.saturating_sub(FOLGA);
        let ambiente_rpa = Ponte::nova(ambiente).ambiente_rpa(preparo.destino.clone(), limite);
        let saida = self.app.concentrador.executar_download(&preparo.entrada, &ambiente_rpa).await;
        guardar_fotos(ambiente, &self.app.armazem, &saida).await;
        if !saida.sucesso {
            let (classe, mensagem) = classe_e_mensagem(&saida);
            let falha = falha_da_classe(classe, mensagem, self.app.configuracao.espera_da_emissao);
            return Err(falha.com_saida(relato(&saida)));
        }
        let conteudo = self.ler_baixado(&saida).await?;
        ambiente.progresso(90, "fatura baixada; lendo e conferindo");
        let recebida = self.receber(ambiente, conteudo, &preparo, saida.dados_extraidos).await?;
        ambiente.registrar(
            Nivel::Info,
            format!("fatura guardada: {} ({} bytes)", recebida.sha256, recebida.tamanho_bytes),
        );
        Ok(recebida)
    }

    async fn concluir(&self, cx: &mut Contexto, execucao: &Execucao, saida: &Recebida) -> Resultado<()> {
        acoes::registrar_download(cx, execucao, saida).await
    }

    async fn pode_repetir(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<()> {
        let processo = repositorio::buscar(cx, acoes::alvo(execucao)?).await?;
        processo.situacao.apos(Passo::Baixar).map(drop).map_err(|_| {
            Erro::conflito(
                "fora_de_hora",
                format!("o processo está em {}: não espera mais download", processo.situacao),
                "veja os passos possíveis do processo",
            )
        })
    }
}
