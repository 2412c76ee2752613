//! O que é o motorista `navegador`: cumprir uma operação executando um roteiro num Chromium quente.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use nucleo::{Relogio, Sha256};
use serde_json::Value;
use tokio::sync::Semaphore;

use crate::ambiente::{AmbienteRpa, ArquivoParaEnviar, NivelRegistro};
use crate::contrato::{ClasseErro, ErroRpa, ParametrosEntrada, ResultadoSaida};
use crate::diario::{Apurado, Diario, cancelada, tempo_esgotado};
use crate::documento::nome_seguro;
use crate::navegador::{
    ConfiguracaoNavegador, FalhaNavegador, HostsPermitidos, Navegador, NavegadorCdp, Sessao,
};
use crate::roteiros::Roteiros;
use crate::side::{Interprete, Limites, Roteiro, Variaveis, fotografar_em};

const PRAZO_DA_EVIDENCIA: Duration = Duration::from_secs(5);
/// De quanto em quanto se olha se alguém quer ver a tela.
const INTERVALO_DA_TELA: Duration = Duration::from_millis(250);
const PRAZO_PARA_ENCERRAR: Duration = Duration::from_secs(2);

/// O que se pede a um roteiro: o nome do teste que o cumpre.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operacao<'a> {
    Download,
    /// O começo do download, até entrar.
    Acesso,
    Upload(&'a ArquivoParaEnviar),
    Consulta,
}

impl Operacao<'_> {
    fn teste(self) -> &'static str {
        match self {
            Self::Download | Self::Acesso => "download",
            Self::Upload(_) => "upload",
            Self::Consulta => "consulta",
        }
    }

    /// Se é com o portal da operadora, e não com o SAT.
    pub(crate) fn e_da_operadora(self) -> bool {
        matches!(self, Self::Download | Self::Acesso)
    }
}

/// Executa roteiros, poucos de cada vez.
pub(crate) struct MotoristaNavegador {
    navegador: NavegadorCdp,
    vagas: Semaphore,
    roteiros: Roteiros,
    relogio: Arc<dyn Relogio>,
}

impl MotoristaNavegador {
    pub(crate) fn novo(
        configuracao: ConfiguracaoNavegador,
        roteiros: Roteiros,
        relogio: Arc<dyn Relogio>,
    ) -> Self {
        let vagas = Semaphore::new(configuracao.maximo_simultaneo.max(1));
        Self { navegador: NavegadorCdp::novo(configuracao), vagas, roteiros, relogio }
    }

    /// O processo do Chromium ligado, se há.
    pub(crate) async fn pid(&self) -> Option<u32> {
        self.navegador.pid().await
    }

    /// Desliga o Chromium.
    pub(crate) async fn encerrar(&self) {
        self.navegador.encerrar().await;
    }

    /// Executa o teste da operação no roteiro nomeado.
    pub(crate) async fn executar(
        &self,
        roteiro: &str,
        operacao: Operacao<'_>,
        entrada: &ParametrosEntrada,
        ambiente: &AmbienteRpa,
    ) -> ResultadoSaida {
        let diario = Diario::novo(entrada, ambiente, self.relogio.clone());
        let mut apurado = Apurado::default();
        let fim = self.conduzir(roteiro, operacao, entrada, ambiente, (&diario, &mut apurado)).await;
        diario.concluir(apurado, fim)
    }

    async fn conduzir(
        &self,
        nome: &str,
        operacao: Operacao<'_>,
        entrada: &ParametrosEntrada,
        ambiente: &AmbienteRpa,
        (diario, apurado): (&Diario, &mut Apurado),
    ) -> Result<(), ErroRpa> {
        let interno = |mensagem: String| ErroRpa::novo(ClasseErro::Interno, mensagem);
        let texto = self.roteiros.ler(nome).await?;
        let roteiro = Roteiro::ler(&texto).map_err(|e| interno(format!("roteiro {nome} recusado: {e}")))?;
        if operacao == Operacao::Acesso && !roteiro.marca_a_entrada() {
            let mensagem =
                "não diz onde se entra no portal (falta rgEntrou): o acesso não pode ser testado sem baixar";
            return Err(interno(format!("o roteiro {nome} {mensagem}")));
        }
        let arquivo = match operacao {
            Operacao::Upload(arquivo) => preparar_arquivo(arquivo, &ambiente.pasta).await?,
            _ => HashMap::new(),
        };
        let _vaga = tokio::select! {
            biased;
            () = ambiente.cancelamento.cancelled() => return Err(cancelada()),
            vaga = self.vagas.acquire() => vaga.map_err(|_| interno("o navegador está encerrando".into()))?,
        };
        let sessao = self.abrir(entrada, ambiente).await?;
        let _tela = TelaAberta::abrir(ambiente);
        let variaveis = Variaveis::novas(entrada.clone(), arquivo, roteiro.projeto.eh_estrito());
        let limites = limites(&ambiente.destino.configuracao_rpa);
        let mut interprete =
            Interprete::novo(&roteiro, sessao.as_ref(), ambiente, diario, (limites, variaveis));
        interprete.parar_ao_entrar = operacao == Operacao::Acesso;
        interprete.base = entrada.url_portal.clone().or_else(|| Some(roteiro.projeto.url.clone()));
        let fim = tokio::select! {
            biased;
            () = ambiente.cancelamento.cancelled() => Err(cancelada()),
            () = tokio::time::sleep(ambiente.limite) => Err(tempo_esgotado(ambiente)),
            fim = interprete.executar_teste(operacao.teste()) => fim,
            () = mostrar_tela(sessao.as_ref(), ambiente, diario) => Ok(()),
        };
        let fim = fim.map_err(|erro| erro.no_passo(interprete.passo()));
        let fim = fim.and_then(|()| exigir_entrada(operacao, interprete.entrou()));
        recolher(&mut interprete, operacao, apurado);
        let fim = fim.and_then(|()| exigir_documento(operacao, apurado));
        if !fim.as_ref().is_err_and(|erro| erro.classe == ClasseErro::Cancelado) {
            juntar_evidencia(sessao.as_ref(), ambiente, diario, (apurado, operacao, fim.is_err())).await;
        }
        // Sem resposta, o contexto sai com a sessão ou com o navegador.
        let _ = tokio::time::timeout(PRAZO_PARA_ENCERRAR, sessao.encerrar()).await;
        fim
    }

    async fn abrir(
        &self,
        entrada: &ParametrosEntrada,
        ambiente: &AmbienteRpa,
    ) -> Result<Box<dyn Sessao>, ErroRpa> {
        let extras =
            ambiente.destino.configuracao_rpa["hosts_permitidos"].as_array().cloned().unwrap_or_default();
        let extras = extras.iter().filter_map(Value::as_str).map(str::to_owned);
        let hosts = HostsPermitidos::novos(entrada.url_portal.as_deref(), extras);
        let mut aberta = self.navegador.abrir_sessao(&ambiente.pasta, hosts.clone()).await;
        if let Err(FalhaNavegador::Morreu(_)) = aberta {
            // O navegador quente morreu parado: nada foi feito ainda, um novo serve.
            aberta = self.navegador.abrir_sessao(&ambiente.pasta, hosts).await;
        }
        aberta.map_err(|falha| {
            let classe = match falha {
                FalhaNavegador::Indisponivel(_) => ClasseErro::Interno,
                _ => ClasseErro::PortalFora,
            };
            ErroRpa::novo(classe, falha.to_string()).no_passo("abrir o navegador")
        })
    }
}

/// Diz a quem acompanha que há tela, e que já não há quando cai.
struct TelaAberta<'a>(&'a AmbienteRpa);

impl<'a> TelaAberta<'a> {
    fn abrir(ambiente: &'a AmbienteRpa) -> Self {
        ambiente.registrador.tela_aberta(true);
        Self(ambiente)
    }
}

impl Drop for TelaAberta<'_> {
    fn drop(&mut self) {
        self.0.registrador.tela_aberta(false);
    }
}

/// O que o roteiro apurou, mesmo que tenha parado no meio.
fn recolher(interprete: &mut Interprete<'_>, operacao: Operacao<'_>, apurado: &mut Apurado) {
    let saida = std::mem::take(&mut interprete.variaveis.saida);
    match operacao {
        Operacao::Download => apurado.dados_extraidos.extend(saida),
        Operacao::Upload(_) | Operacao::Consulta | Operacao::Acesso => {
            apurado.dados_especificos.extend(saida)
        }
    }
    if operacao == Operacao::Consulta {
        // Roteiros só escrevem texto; o contrato pede booleano.
        let encontrado = apurado.dados_especificos.get("encontrado").is_some_and(|valor| valor == "true");
        apurado.dados_especificos.insert("encontrado".into(), encontrado.into());
    }
    if !interprete.marcados.is_empty() {
        apurado.dados_especificos.insert("passos_marcados".into(), interprete.marcados.clone().into());
    }
    apurado.fotos.append(&mut interprete.fotos);
    apurado.mensagem = match operacao {
        Operacao::Download => "fatura baixada",
        Operacao::Acesso => "entrou no portal",
        Operacao::Upload(_) => "documento entregue ao SAT",
        Operacao::Consulta => "SAT consultado",
    }
    .into();
    if let Some(documento) = interprete.documento.take() {
        apurado.dados_especificos.insert("sha256".into(), documento.sha256.to_string().into());
        apurado.dados_especificos.insert("tamanho_bytes".into(), documento.tamanho_bytes.into());
        apurado.dados_especificos.insert("nome_original".into(), documento.nome_original.into());
        apurado.arquivo = Some(documento.caminho);
    }
}

fn exigir_entrada(operacao: Operacao<'_>, entrou: bool) -> Result<(), ErroRpa> {
    if operacao == Operacao::Acesso && !entrou {
        let mensagem = "o roteiro terminou sem passar por onde se entra no portal (rgEntrou)";
        return Err(ErroRpa::novo(ClasseErro::LayoutMudou, mensagem));
    }
    Ok(())
}

fn exigir_documento(operacao: Operacao<'_>, apurado: &Apurado) -> Result<(), ErroRpa> {
    if operacao == Operacao::Download && apurado.arquivo.is_none() {
        return Err(ErroRpa::novo(
            ClasseErro::Interno,
            "o roteiro terminou sem baixar documento (falta rgDownload)",
        ));
    }
    Ok(())
}

/// Enquanto alguém olha, mostra a tela; nunca termina por si.
async fn mostrar_tela(sessao: &dyn Sessao, ambiente: &AmbienteRpa, diario: &Diario) {
    loop {
        tokio::time::sleep(INTERVALO_DA_TELA).await;
        // Um diálogo aberto congela a página e não deixa fotografar.
        if !ambiente.registrador.quer_tela() || sessao.dialogo().is_some() {
            continue;
        }
        let foto = tokio::time::timeout(PRAZO_DA_EVIDENCIA, sessao.fotografar(diario.segredos())).await;
        if let Ok(Ok(jpeg)) = foto {
            ambiente.registrador.mostrar_tela(jpeg);
        }
    }
}

/// Foto da tela em que a execução terminou e, se ela falhou (ou só quis ver), o resumo do que havia nela; falhar
/// aqui não muda o resultado.
async fn juntar_evidencia(
    sessao: &dyn Sessao,
    ambiente: &AmbienteRpa,
    diario: &Diario,
    (apurado, operacao, falhou): (&mut Apurado, Operacao<'_>, bool),
) {
    let destino = ambiente.pasta.join(if falhou { "falha.jpg" } else { "fim.jpg" });
    let recolher = async {
        // Um diálogo aberto congela a página e não deixa fotografar.
        if sessao.dialogo().is_some() {
            let _ = sessao.responder_dialogo(false, None).await;
        }
        let foto = fotografar_em(sessao, &destino, diario).await;
        let resumo = if falhou || operacao == Operacao::Acesso { sessao.resumir().await.ok() } else { None };
        (foto, resumo)
    };
    let Ok((foto, resumo)) = tokio::time::timeout(PRAZO_DA_EVIDENCIA, recolher).await else {
        return diario.registrar(NivelRegistro::Aviso, "a tela não pôde ser fotografada a tempo");
    };
    match foto {
        Ok(foto) => apurado.fotos.push(foto),
        Err(motivo) => {
            diario.registrar(NivelRegistro::Aviso, &format!("a tela não pôde ser fotografada: {motivo}"))
        }
    }
    match resumo {
        Some(quadros) if falhou => {
            apurado.dados_especificos.insert("evidencia".into(), quadros);
        }
        Some(quadros) => {
            let pagina = serde_json::json!({"url": quadros[0]["url"], "titulo": quadros[0]["titulo"]});
            apurado.dados_especificos.insert("pagina".into(), pagina);
        }
        None => {}
    }
}

fn limites(configuracao: &Value) -> Limites {
    let ms = |chave: &str, padrao: u64| Duration::from_millis(configuracao[chave].as_u64().unwrap_or(padrao));
    Limites {
        espera: ms("espera_ms", 15_000),
        carga: ms("carga_ms", 60_000),
        transferencia: ms("transferencia_ms", 90_000),
        atraso: ms("atraso_ms", 0),
    }
}

/// Confere que o arquivo é o aprovado e o copia com o nome certo, que é o que o SAT vai ver.
async fn preparar_arquivo(
    arquivo: &ArquivoParaEnviar,
    pasta: &Path,
) -> Result<HashMap<&'static str, String>, ErroRpa> {
    let disco = |e: std::io::Error| {
        ErroRpa::novo(ClasseErro::Interno, format!("o documento aprovado não pôde ser lido: {e}"))
            .no_passo("preparar arquivo")
    };
    let bytes = tokio::fs::read(&arquivo.caminho).await.map_err(disco)?;
    if Sha256::de(&bytes).to_string() != arquivo.sha256.to_lowercase() {
        let mensagem = "o arquivo não é o que foi aprovado (sha256 diferente); nada foi enviado";
        return Err(ErroRpa::novo(ClasseErro::Negocio, mensagem).no_passo("preparar arquivo"));
    }
    let envio = pasta.join("envio");
    tokio::fs::create_dir_all(&envio).await.map_err(disco)?;
    let copia: PathBuf = envio.join(nome_seguro(&arquivo.nome));
    tokio::fs::write(&copia, &bytes).await.map_err(disco)?;
    Ok(HashMap::from([
        ("caminho", copia.to_string_lossy().into_owned()),
        ("sha256", arquivo.sha256.clone()),
        ("nome", arquivo.nome.clone()),
        ("valor", arquivo.valor.clone()),
        ("vencimento", arquivo.vencimento.clone()),
    ]))
}

#[cfg(test)]
mod testes {
    use super::*;

    fn arquivo(pasta: &Path, sha256: String) -> ArquivoParaEnviar {
        let caminho = pasta.join("a.pdf");
        std::fs::write(&caminho, b"%PDF-1.7").unwrap();
        ArquivoParaEnviar {
            caminho,
            sha256,
            nome: "x/f.pdf".into(),
            valor: "1.00".into(),
            vencimento: "2026-01-01".into(),
        }
    }

    #[tokio::test]
    async fn so_o_arquivo_aprovado_e_preparado() {
        let pasta = tempfile::tempdir().unwrap();
        let certo = arquivo(pasta.path(), Sha256::de(b"%PDF-1.7").to_string());
        let mapa = preparar_arquivo(&certo, pasta.path()).await.unwrap();
        assert!(mapa["caminho"].ends_with("envio/x_f.pdf"), "{mapa:?}");
        let trocado = arquivo(pasta.path(), Sha256::de(b"outro").to_string());
        assert_eq!(preparar_arquivo(&trocado, pasta.path()).await.unwrap_err().classe, ClasseErro::Negocio);
    }

    #[test]
    fn limites_da_configuracao_com_padrao() {
        let lidos = limites(&serde_json::json!({"espera_ms": 10}));
        assert_eq!(lidos.espera, Duration::from_millis(10));
        assert_eq!(lidos.transferencia, Duration::from_secs(90));
        assert_eq!(limites(&Value::Null).espera, Duration::from_secs(15));
    }
}
