//! O que é o navegador: a parede entre o roteiro e a biblioteca que dirige o Chromium.
//!
//! Quem interpreta roteiros só conhece [`Navegador`] e [`Sessao`]; `cdp/` os cumpre pelo protocolo DevTools.

mod cdp;
mod localizador;
mod politica;

use std::path::{Path, PathBuf};

use async_trait::async_trait;
use serde_json::Value;

pub(crate) use cdp::{NavegadorCdp, achar_executavel};
pub(crate) use localizador::Localizador;
pub(crate) use politica::HostsPermitidos;

/// Como ligar e reciclar o navegador.
#[derive(Debug, Clone)]
pub struct ConfiguracaoNavegador {
    /// Executável; sem ele, `chromium`, `chromium-browser` ou `google-chrome` do `PATH`.
    pub executavel: Option<PathBuf>,
    /// Mostra a janela (para depurar); o normal é sem tela.
    pub visivel: bool,
    /// Quantas execuções ao mesmo tempo; as outras esperam.
    pub maximo_simultaneo: usize,
    /// Liga um navegador novo depois de tantas execuções.
    pub reciclar_apos: u32,
    /// Largura da janela, em pixels.
    pub largura: u32,
    /// Altura da janela, em pixels.
    pub altura: u32,
}

impl Default for ConfiguracaoNavegador {
    fn default() -> Self {
        Self {
            executavel: None,
            visivel: false,
            maximo_simultaneo: 2,
            reciclar_apos: 200,
            largura: 1280,
            altura: 900,
        }
    }
}

/// Por que o navegador não fez o que se pediu.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum FalhaNavegador {
    /// Nenhum localizador achou elemento. Vale insistir.
    #[error("elemento não encontrado")]
    NaoEncontrado,
    /// O elemento existe, mas não pode ser acionado agora. Vale insistir.
    #[error("elemento não acionável: {0}")]
    NaoAcionavel(String),
    /// A página mudou durante o comando. Vale insistir.
    #[error("a página mudou durante o comando: {0}")]
    Transitoria(String),
    /// Um diálogo (`alert`, `confirm`) abriu e segura a página.
    #[error("a página abriu um diálogo")]
    Dialogo,
    /// A janela em que o roteiro estava fechou.
    #[error("a janela escolhida não existe mais")]
    JanelaSumiu,
    /// O endereço não pôde ser carregado.
    #[error("{0}")]
    Rede(String),
    /// Erro de JavaScript no roteiro ou localizador inválido.
    #[error("erro de script: {0}")]
    Script(String),
    /// O endereço não é permitido para a operadora.
    #[error("endereço não permitido: {0}")]
    Recusada(String),
    /// O navegador (ou a aba) morreu no meio.
    #[error("o navegador encerrou no meio da execução: {0}")]
    Morreu(String),
    /// O navegador não existe ou não liga.
    #[error("{0}")]
    Indisponivel(String),
}

impl FalhaNavegador {
    /// Se repetir o mesmo comando em instantes pode dar certo.
    pub(crate) fn vale_insistir(&self) -> bool {
        matches!(self, Self::NaoEncontrado | Self::NaoAcionavel(_) | Self::Transitoria(_) | Self::Dialogo)
    }
}

/// Atalho dos resultados do navegador.
pub(crate) type Feito<T> = Result<T, FalhaNavegador>;

/// Onde um script roda.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mundo {
    /// Fora do alcance da página: ela não pode redefinir o que o script usa.
    Isolado,
    /// Dentro da página, para `executeScript` e `runScript`.
    Pagina,
}

/// Que quadro passa a ser o corrente.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Quadro {
    Topo,
    Pai,
    Indice(usize),
    Elemento(Vec<Localizador>),
}

/// O que o ponteiro faz sobre um elemento.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Ponteiro {
    Clicar,
    ClicarDuplo,
    Pairar,
    /// Clica deslocado do centro, em pixels.
    ClicarEm(f64, f64),
}

/// O que se pergunta de um elemento; quem não acha devolve [`FalhaNavegador::NaoEncontrado`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Consulta {
    Visivel,
    Texto,
    Valor,
    Marcado,
    Editavel,
    Atributo(String),
    RotuloEscolhido,
    ValorEscolhido,
}

/// Como escolher uma opção de `<select>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opcao {
    /// `label`, `label-parecido`, `value`, `id` ou `index` (a partir de 1).
    pub por: &'static str,
    pub texto: String,
}

/// Um pedaço de digitação.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Digitacao {
    Texto(String),
    /// Nome DOM da tecla (`Enter`, `Tab`) e o seu código virtual.
    Tecla(&'static str, u16),
}

/// Um diálogo aberto pela página.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dialogo {
    /// `alert`, `confirm`, `prompt` ou `beforeunload`.
    pub tipo: String,
    pub mensagem: String,
}

/// Um arquivo que o portal mandou.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Transferencia {
    EmCurso,
    Completa { caminho: PathBuf, nome: String },
    Interrompida,
}

/// Como está o documento da janela corrente.
#[derive(Debug, Clone, Default)]
pub(crate) struct EstadoDocumento {
    /// Se algum quadro pediu um documento que ainda não veio.
    pub carregando: bool,
    /// Por que o último documento do quadro corrente, ou do topo, não veio (5xx ou rede).
    pub falha: Option<String>,
    /// Quantos documentos (não arquivos) responderam desde a abertura da sessão, em todas as janelas.
    pub documentos: u64,
}

/// Onde o roteiro está: janela e quadro (`None` é o topo).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Foco {
    pub janela: Option<String>,
    pub quadro: Option<String>,
}

/// Um navegador quente, capaz de abrir sessões isoladas.
#[async_trait]
pub(crate) trait Navegador: Send + Sync {
    /// Abre uma sessão sem cookies nem dados de outras; arquivos baixados vão para `pasta`.
    async fn abrir_sessao(&self, pasta: &Path, hosts: HostsPermitidos) -> Feito<Box<dyn Sessao>>;
}

/// Uma sessão isolada: janelas, quadros, elementos e arquivos de uma execução.
#[async_trait]
pub(crate) trait Sessao: Send + Sync {
    /// Vai a um endereço na janela corrente e volta ao quadro do topo.
    async fn abrir(&self, url: &str) -> Feito<()>;
    /// Como está o documento da janela corrente.
    fn documento(&self) -> EstadoDocumento;
    /// O endereço da janela corrente.
    async fn endereco(&self) -> Feito<String>;
    /// Troca o quadro corrente.
    async fn entrar_no_quadro(&self, quadro: &Quadro) -> Feito<()>;
    /// As janelas abertas, da mais antiga à mais nova.
    fn janelas(&self) -> Vec<String>;
    /// A janela corrente.
    fn janela_corrente(&self) -> Option<String>;
    /// Passa a outra janela.
    async fn escolher_janela(&self, janela: &str) -> Feito<()>;
    /// Muda o foco sem trazer a janela à frente e devolve o anterior.
    fn trocar_foco(&self, foco: Foco) -> Foco;
    /// Fecha a janela corrente e passa à mais nova das que restam.
    async fn fechar_janela(&self) -> Feito<()>;
    /// Muda o tamanho da janela corrente.
    async fn redimensionar(&self, largura: u32, altura: u32) -> Feito<()>;
    /// Pergunta algo de um elemento.
    async fn consultar(&self, onde: &[Localizador], o_que: &Consulta) -> Feito<Value>;
    /// Quantos elementos o localizador acha.
    async fn contar(&self, onde: &Localizador) -> Feito<usize>;
    /// Aciona o ponteiro com eventos de verdade, se o elemento estiver visível, parado, habilitado e descoberto.
    async fn apontar(&self, onde: &[Localizador], acao: Ponteiro) -> Feito<()>;
    /// Dá foco ao elemento e digita.
    async fn digitar(&self, onde: &[Localizador], partes: &[Digitacao], limpar: bool) -> Feito<()>;
    /// Escolhe (ou desmarca) uma opção de `<select>`.
    async fn escolher(&self, onde: &[Localizador], opcao: &Opcao, marcar: bool) -> Feito<()>;
    /// Envia um formulário.
    async fn enviar_formulario(&self, onde: &[Localizador]) -> Feito<()>;
    /// Põe um arquivo num `input[type=file]`.
    async fn anexar(&self, onde: &[Localizador], arquivo: &Path) -> Feito<()>;
    /// Roda o corpo de uma função com os argumentos dados, no quadro corrente.
    async fn avaliar(&self, corpo: &str, argumentos: &[Value], mundo: Mundo) -> Feito<Value>;
    /// O primeiro grupo de localizadores com elemento visível em qualquer quadro da janela: índice e texto.
    async fn procurar(&self, grupos: &[Vec<Localizador>]) -> Feito<Option<(usize, String)>>;
    /// O diálogo aberto, se há.
    fn dialogo(&self) -> Option<Dialogo>;
    /// Responde o diálogo aberto.
    async fn responder_dialogo(&self, aceitar: bool, texto: Option<&str>) -> Feito<()>;
    /// Os arquivos recebidos até agora, na ordem em que começaram.
    fn transferencias(&self) -> Vec<Transferencia>;
    /// Hosts que a página tentou alcançar e não podia, desde a última pergunta.
    fn bloqueados(&self) -> Vec<String>;
    /// Fotografa a janela corrente em JPEG, com senhas cobertas.
    async fn fotografar(&self, segredos: &[String]) -> Feito<Vec<u8>>;
    /// Endereço, título e elementos interativos da janela corrente, para depurar.
    async fn resumir(&self) -> Feito<Value>;
    /// Joga fora a sessão e tudo o que ela guardou.
    async fn encerrar(&self);
}
