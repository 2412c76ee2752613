//! O que é o motorista `api_externa`: pedir a um servidor de RPA de terceiros e acompanhar até o fim.
//!
//! As respostas são tratadas como hostis: tamanho limitado, campos lidos um a um, nada confiado.

mod cliente;
mod monitor;

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use nucleo::{Relogio, Sha256};
use serde_json::{Value, json};

use crate::ambiente::{AmbienteRpa, ArquivoParaEnviar, NivelRegistro, PASSO_ANTES_DE_ENVIAR, PASSO_ENVIADO};
use crate::contrato::{ClasseErro, ErroRpa, ParametrosEntrada, ResultadoSaida};
use crate::diario::{Apurado, Diario, cancelada, tempo_esgotado};
use crate::documento::{self, nome_seguro};
use cliente::Cliente;
use monitor::Terminado;

/// O que se pede à API.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Pedido<'a> {
    Download,
    Sat(&'a ArquivoParaEnviar),
}

/// Conduz pedidos a APIs externas.
pub(crate) struct MotoristaApi {
    intervalo: Duration,
    relogio: Arc<dyn Relogio>,
}

impl MotoristaApi {
    pub(crate) fn novo(intervalo: Duration, relogio: Arc<dyn Relogio>) -> Self {
        Self { intervalo, relogio }
    }

    /// Pede, acompanha e traz o resultado.
    pub(crate) async fn executar(
        &self,
        pedido: Pedido<'_>,
        entrada: &ParametrosEntrada,
        ambiente: &AmbienteRpa,
    ) -> ResultadoSaida {
        let diario = Diario::novo(entrada, ambiente, self.relogio.clone());
        let mut apurado = Apurado::default();
        let fim = tokio::select! {
            biased;
            () = ambiente.cancelamento.cancelled() => Err(cancelada()),
            () = tokio::time::sleep(ambiente.limite) => Err(tempo_esgotado(ambiente)),
            fim = self.conduzir(pedido, entrada, ambiente, (&diario, &mut apurado)) => fim,
        };
        diario.concluir(apurado, fim)
    }

    /// Prova endereço e token com a pergunta mais barata que há: o andamento de um pedido que não existe. Quem
    /// responde que não o conhece entendeu a pergunta e aceitou o token.
    pub(crate) async fn provar(&self, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> ResultadoSaida {
        let diario = Diario::novo(entrada, ambiente, self.relogio.clone());
        let mut apurado =
            Apurado { mensagem: "a API externa respondeu e aceitou o token".into(), ..Apurado::default() };
        let provar = async {
            let desconhecido = self.relogio.novo_uuid().to_string();
            let situacao = Cliente::novo(&ambiente.destino)?.provar(&["jobs", &desconhecido]).await?;
            apurado.dados_especificos.insert("resposta".into(), situacao.into());
            Ok(())
        };
        let fim = tokio::select! {
            biased;
            () = ambiente.cancelamento.cancelled() => Err(cancelada()),
            () = tokio::time::sleep(ambiente.limite) => Err(tempo_esgotado(ambiente)),
            fim = provar => fim,
        };
        diario.concluir(apurado, fim)
    }

    async fn conduzir(
        &self,
        pedido: Pedido<'_>,
        entrada: &ParametrosEntrada,
        ambiente: &AmbienteRpa,
        (diario, apurado): (&Diario, &mut Apurado),
    ) -> Result<(), ErroRpa> {
        let cliente = Cliente::novo(&ambiente.destino)?;
        let intervalo = ambiente.destino.configuracao_rpa["intervalo_ms"].as_u64();
        let intervalo = intervalo.map_or(self.intervalo, Duration::from_millis);
        let (caminho, corpo) = match pedido {
            Pedido::Download => {
                (vec!["executar", entrada.operadora_codigo.as_str()], entrada.para_motorista())
            }
            Pedido::Sat(arquivo) => (vec!["executar", "sat"], corpo_do_envio(entrada, arquivo).await?),
        };
        if let Pedido::Sat(_) = pedido {
            marcar(ambiente, PASSO_ANTES_DE_ENVIAR, apurado).await?;
        }
        let chave = chave_do_pedido(pedido, entrada, ambiente);
        let id = cliente.pedir(&caminho, &corpo, &chave).await?;
        diario.registrar(NivelRegistro::Informacao, &format!("API externa aceitou o pedido: {id}"));
        apurado.dados_especificos.insert("job_id".into(), id.clone().into());
        let terminado = monitor::acompanhar(&cliente, &id, intervalo, diario).await?;
        recolher(&terminado, apurado);
        if let Pedido::Sat(_) = pedido {
            if terminado.sucesso || terminado.classe() == ClasseErro::Duplicada {
                marcar(ambiente, PASSO_ENVIADO, apurado).await?;
            }
            return terminado.concluir();
        }
        terminado.concluir()?;
        baixar(&cliente, &terminado, ambiente, apurado).await
    }
}

async fn marcar(ambiente: &AmbienteRpa, passo: &str, apurado: &mut Apurado) -> Result<(), ErroRpa> {
    let recusado = |recusa: crate::PassoRecusado| {
        ErroRpa::novo(ClasseErro::Cancelado, recusa.to_string()).no_passo(passo)
    };
    ambiente.passos.marcar(passo).await.map_err(recusado)?;
    let marcados = apurado.dados_especificos.entry("passos_marcados").or_insert_with(|| json!([]));
    if let Some(lista) = marcados.as_array_mut() {
        lista.push(passo.into());
    }
    Ok(())
}

/// A mesma tentativa do mesmo processo repete a chave; o servidor devolve o pedido que já aceitou.
fn chave_do_pedido(pedido: Pedido<'_>, entrada: &ParametrosEntrada, ambiente: &AmbienteRpa) -> String {
    let (tipo, alvo) = match pedido {
        Pedido::Download => ("download", ambiente.tentativa.to_string()),
        // O envio é único por documento, seja qual for a tentativa.
        Pedido::Sat(arquivo) => {
            ("sat", format!("{}:{}", entrada.referencia.as_deref().unwrap_or_default(), arquivo.sha256))
        }
    };
    let semente =
        format!("{tipo}:{}:{}:{}:{alvo}", entrada.operadora_codigo, entrada.id_processo, entrada.mes_ano);
    Sha256::de(semente).to_string()
}

async fn corpo_do_envio(entrada: &ParametrosEntrada, arquivo: &ArquivoParaEnviar) -> Result<Value, ErroRpa> {
    let disco =
        |e: std::io::Error| ErroRpa::novo(ClasseErro::Interno, format!("o documento não pôde ser lido: {e}"));
    let bytes = tokio::fs::read(&arquivo.caminho).await.map_err(disco)?;
    if Sha256::de(&bytes).to_string() != arquivo.sha256.to_lowercase() {
        let mensagem = "o arquivo não é o que foi aprovado (sha256 diferente); nada foi enviado";
        return Err(ErroRpa::novo(ClasseErro::Negocio, mensagem));
    }
    let mut corpo = entrada.para_motorista();
    if let Some(objeto) = corpo.as_object_mut() {
        objeto.insert("valor".into(), arquivo.valor.as_str().into());
        objeto.insert("vencimento".into(), arquivo.vencimento.as_str().into());
        objeto.insert("arquivo_nome".into(), arquivo.nome.as_str().into());
        objeto
            .insert("arquivo_base64".into(), base64::engine::general_purpose::STANDARD.encode(bytes).into());
    }
    Ok(corpo)
}

fn recolher(terminado: &Terminado, apurado: &mut Apurado) {
    apurado.mensagem.clone_from(&terminado.mensagem);
    apurado.url_s3.clone_from(&terminado.url);
    if let Value::Object(dados) = &terminado.dados_extraidos {
        apurado.dados_extraidos.extend(dados.clone());
    }
    if let Value::Object(dados) = &terminado.dados_especificos {
        apurado.dados_especificos.extend(dados.clone());
    }
}

async fn baixar(
    cliente: &Cliente,
    terminado: &Terminado,
    ambiente: &AmbienteRpa,
    apurado: &mut Apurado,
) -> Result<(), ErroRpa> {
    let Some(url) = &terminado.url else {
        return Err(ErroRpa::novo(
            ClasseErro::DocumentoInvalido,
            "a API externa terminou sem dizer onde está o arquivo",
        ));
    };
    let bytes = cliente.baixar(url).await?;
    let nome = terminado.nome_do_arquivo.clone().unwrap_or_else(|| "fatura.pdf".into());
    let caminho = ambiente.pasta.join(format!("recebido-{}", nome_seguro(&nome)));
    let disco = |e: std::io::Error| {
        ErroRpa::novo(ClasseErro::Interno, format!("o arquivo não pôde ser gravado: {e}"))
    };
    tokio::fs::write(&caminho, bytes).await.map_err(disco)?;
    let documento = documento::receber(&caminho, &nome).await?;
    apurado.dados_especificos.insert("sha256".into(), documento.sha256.to_string().into());
    apurado.dados_especificos.insert("tamanho_bytes".into(), documento.tamanho_bytes.into());
    apurado.arquivo = Some(documento.caminho);
    Ok(())
}
