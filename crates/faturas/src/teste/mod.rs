//! O mundo das provas de processos: conta, operadora, cliente, faturas de verdade e um RPA de mentira.

mod leitor;
mod rpa_de_teste;

use std::{sync::Arc, time::Duration};

use apoio::{Resposta, Teste, pedir, pedir_com};
use axum::{
    Router,
    body::Body,
    http::{Request, header},
};
use chrono::TimeDelta;
use documentos::{Armazem, ConfiguracaoArmazem};
use motor::{ConfiguracaoMotor, Execucao, Motor};
use nucleo::{ClienteId, Competencia, Escopo, OperadoraId, ProcessoId, Sha256};
use serde_json::{Value, json};
use simuladores::{ClienteSimulado, Fatura, MesAno};
use tempfile::TempDir;

pub(crate) use rpa_de_teste::{Entrega, RpaDeTeste, Sat};

use crate::{
    App, Configuracao, ConfiguracaoSat,
    clientes::{self, EntradaCliente},
    operadoras::{self, EntradaOperadora, MudancaDeSegredo, apoio_de_teste::CofreDeTeste},
    processos::{Processo, acoes, repositorio},
    registrar_trabalhos,
};

/// O mês das provas.
pub(crate) const MES: &str = "2026-11";

pub(crate) fn mes() -> Competencia {
    MES.parse().unwrap()
}

/// Uma conta pronta para trabalhar.
pub(crate) struct Mundo {
    pub t: Teste,
    pub escopo: Escopo,
    pub app: App,
    pub rpa: Arc<RpaDeTeste>,
    pub operadora: OperadoraId,
    pub cliente: ClienteId,
    pub pasta: Arc<TempDir>,
}

/// O cliente do catálogo dos simuladores usado nas provas, e outro.
pub(crate) fn simulado(indice: usize) -> ClienteSimulado {
    simuladores::catalogo::padrao().swap_remove(indice)
}

/// O PDF da fatura de um cliente do catálogo em um mês.
pub(crate) fn pdf(indice: usize, ano: i32, mes: u32) -> Vec<u8> {
    let fatura = Fatura::gerar(&simulado(indice), MesAno::novo(ano, mes).unwrap());
    simuladores::pdf::desenhar(&fatura)
}

impl Mundo {
    /// Conta nova com a operadora EMB, o primeiro cliente do catálogo e um RPA de mentira.
    pub async fn novo(t: &Teste) -> Self {
        let escopo = t.criar_conta("Gestora").await;
        let pasta = Arc::new(tempfile::tempdir().unwrap());
        let rpa = Arc::new(RpaDeTeste::default());
        let armazem = ConfiguracaoArmazem::Local { pasta: pasta.path().join("arquivos") };
        let sat = ConfiguracaoSat::nova("http://sat.exemplo/", "robo", "senha-do-sat".to_owned().into());
        let app = App {
            base: t.base(&escopo),
            cofre: Arc::new(CofreDeTeste::default()),
            armazem: Armazem::novo(&armazem).unwrap(),
            leitor: leitor::leitor(pasta.path()),
            concentrador: rpa.clone(),
            totais: Arc::default(),
            configuracao: Arc::new(Configuracao {
                arquivo_maximo_bytes: 1024 * 1024,
                desfazer_aprovacao: Duration::ZERO,
                ..Configuracao::nova(sat)
            }),
        };
        let nulos = (OperadoraId(uuid::Uuid::nil()), ClienteId(uuid::Uuid::nil()));
        let mut mundo = Self { t: t.clone(), escopo, app, rpa, operadora: nulos.0, cliente: nulos.1, pasta };
        // Como no servidor: os trabalhos são conhecidos antes do primeiro pedido.
        mundo.motor();
        mundo.operadora = mundo.criar_operadora("EMB", true).await;
        mundo.cliente = mundo.criar_cliente(mundo.operadora, 0, "MATRIZ").await;
        mundo
    }

    pub async fn criar_operadora(&self, codigo: &str, possui_rpa: bool) -> OperadoraId {
        let entrada = EntradaOperadora {
            nome: format!("Operadora {codigo}"),
            codigo: codigo.into(),
            possui_rpa,
            url_portal: Some("http://portal.exemplo/".into()),
            classe_rpa: possui_rpa.then(|| format!("navegador:{codigo}")),
            ..EntradaOperadora::default()
        };
        let pode = self.escopo.exigir().unwrap();
        let cofre = self.app.cofre.as_ref();
        let criar = async |cx: &mut banco::Contexto| operadoras::acoes::criar(cx, cofre, pode, entrada).await;
        self.t.banco.gravar(&self.escopo, criar).await.unwrap().id
    }

    pub async fn criar_cliente(&self, operadora: OperadoraId, indice: usize, unidade: &str) -> ClienteId {
        let simulado = simulado(indice);
        let entrada = EntradaCliente {
            razao_social: simulado.razao_social,
            nome_sat: simulado.nome_sat,
            cnpj: simulado.cnpj,
            filtro: simulado.filtro,
            servico: simulado.servico,
            dados_sat: simulado.dados_sat,
            unidade: unidade.into(),
            site_emissao: None,
            login_portal: Some(simulado.login),
            senha_portal: MudancaDeSegredo::Trocar("senha-do-portal".to_owned().into()),
            cpf: None,
        };
        let pode = self.escopo.exigir().unwrap();
        let cofre = self.app.cofre.as_ref();
        let criar = async |cx: &mut banco::Contexto| {
            clientes::acoes::criar(cx, cofre, pode, operadora, entrada).await
        };
        self.t.banco.gravar(&self.escopo, criar).await.unwrap().id
    }

    /// Muda uma coluna de cadastro direto no banco, para montar situações.
    pub async fn mudar(&self, sql: &'static str, valores: Vec<banco::Valor>) {
        let mudadas =
            self.t.banco.gravar(&self.escopo, async |cx| cx.executar(sql, valores).await).await.unwrap();
        assert_eq!(mudadas, 1, "{sql}");
    }

    /// Processo do cliente padrão no mês das provas.
    pub async fn abrir(&self) -> ProcessoId {
        let pode = self.escopo.exigir().unwrap();
        let abrir = async |cx: &mut banco::Contexto| acoes::abrir(cx, pode, self.cliente, mes()).await;
        self.t.banco.gravar(&self.escopo, abrir).await.unwrap().id
    }

    /// Processo com a fatura certa, baixada pelo RPA, esperando aprovação.
    pub async fn por_aprovar(&self) -> Processo {
        let id = self.abrir().await;
        self.rpa.entregar(Entrega::Arquivo(pdf(0, 2026, 11)));
        self.pedir_download(id).await;
        assert_eq!(self.andar().await, 1);
        self.processo(id).await
    }

    /// Processo aprovado, com o envio na fila.
    pub async fn aprovado(&self) -> ProcessoId {
        let processo = self.por_aprovar().await;
        self.instante_seguinte();
        let (pode, visto) = (self.escopo.exigir().unwrap(), processo.arquivo_sha256.unwrap());
        let aprovar = async |cx: &mut banco::Contexto| {
            acoes::aprovar(cx, pode, processo.id, visto, None, Duration::ZERO).await
        };
        self.t.banco.gravar(&self.escopo, aprovar).await.unwrap();
        processo.id
    }

    pub async fn pedir_download(&self, id: ProcessoId) {
        self.instante_seguinte();
        let pode = self.escopo.exigir().unwrap();
        let pedir = async |cx: &mut banco::Contexto| acoes::pedir_download(cx, pode, id).await;
        self.t.banco.gravar(&self.escopo, pedir).await.unwrap();
    }

    pub async fn processo(&self, id: ProcessoId) -> Processo {
        self.t.banco.ler(&self.escopo, async |cx| repositorio::buscar(cx, id).await).await.unwrap()
    }

    /// O relógio anda um pouco, como entre dois pedidos de verdade: os ids ordenam por milissegundo.
    pub fn instante_seguinte(&self) {
        self.t.relogio.avancar(TimeDelta::milliseconds(1));
    }

    /// Faz tudo o que está na fila agora; diz quantas tentativas fez.
    pub async fn andar(&self) -> u64 {
        self.instante_seguinte();
        self.motor().executar_pendentes().await.unwrap()
    }

    fn motor(&self) -> Motor {
        let configuracao = ConfiguracaoMotor {
            pasta_trabalho: self.pasta.path().join("execucoes"),
            ..ConfiguracaoMotor::default()
        };
        registrar_trabalhos(Motor::novo(self.t.banco.clone(), configuracao), &self.app)
    }

    /// As execuções do processo, da mais nova à mais velha.
    pub async fn execucoes(&self, id: ProcessoId) -> Vec<Execucao> {
        let buscar = async |cx: &mut banco::Contexto| motor::do_alvo(cx, acoes::ALVO, id.into()).await;
        self.t.banco.ler(&self.escopo, buscar).await.unwrap()
    }

    /// Enfileira uma execução sem alvo, como um agendamento faria.
    pub async fn enfileirar(&self, tipo: &'static str, parametros: Value) -> nucleo::ExecucaoId {
        let nova = motor::NovaExecucao { tipo, parametros, ..motor::NovaExecucao::default() };
        let enfileirar = async |cx: &mut banco::Contexto| motor::enfileirar(cx, nova).await;
        self.t.banco.gravar(&self.escopo, enfileirar).await.unwrap().id
    }

    /// Quantas linhas há na conta.
    pub async fn contar(&self, sql: &'static str) -> i64 {
        let contar = async |cx: &mut banco::Contexto| {
            cx.buscar_um(sql, banco::valores![cx.conta()]).await?.unwrap().obter_em(0)
        };
        self.t.banco.ler(&self.escopo, contar).await.unwrap()
    }

    /// As rotas, em nome do escopo dado.
    pub fn rotas_de(&self, escopo: &Escopo) -> Router {
        let app = App { base: self.t.base(escopo), ..self.app.clone() };
        crate::rotas().with_state(app).split_for_parts().0
    }

    pub async fn pedir(&self, metodo: &str, caminho: &str, corpo: Option<Value>) -> Resposta {
        self.instante_seguinte();
        pedir(&self.rotas_de(&self.escopo), metodo, caminho, corpo).await
    }

    /// Pede e confere o status e o código do problema.
    pub async fn recusa(&self, metodo: &str, caminho: &str, corpo: Option<Value>, status: u16, codigo: &str) {
        let resposta = self.pedir(metodo, caminho, corpo).await;
        assert_eq!(resposta.status, status, "{metodo} {caminho}: {}", resposta.texto());
        assert_eq!(resposta.json["codigo"], codigo, "{metodo} {caminho}: {}", resposta.texto());
    }

    /// Envia um arquivo à mão.
    pub async fn anexar(&self, id: ProcessoId, campo: &str, conteudo: &[u8]) -> Resposta {
        self.instante_seguinte();
        let mut corpo = format!(
            "--limite\r\nContent-Disposition: form-data; name=\"{campo}\"; filename=\"fatura.pdf\"\r\n\
             Content-Type: application/pdf\r\n\r\n"
        )
        .into_bytes();
        corpo.extend_from_slice(conteudo);
        corpo.extend_from_slice(b"\r\n--limite--\r\n");
        let pedido = Request::builder()
            .method("POST")
            .uri(format!("/processos/{id}/fatura"))
            .header(header::AUTHORIZATION, "Bearer x")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=limite")
            .body(Body::from(corpo))
            .unwrap();
        pedir_com(&self.rotas_de(&self.escopo), pedido).await
    }
}

/// O corpo de uma aprovação do arquivo dado.
pub(crate) fn aprovacao(sha256: Sha256) -> Option<Value> {
    Some(json!({"sha256": sha256, "observacoes": "conferida"}))
}
