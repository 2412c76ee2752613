//! A composição: abre cada parte conforme a configuração e as liga umas às outras.

use std::{sync::Arc, time::Duration};

use axum::{Router, middleware::from_fn_with_state};
use banco::{Banco, Cadeado, ConfiguracaoBanco};
use borda::{Base, ConfiancaEmProxy, OpenApiRouter, routes};
use chrono::TimeDelta;
use documentos::{Armazem, ConfiguracaoArmazem, Leitor};
use motor::{ConfiguracaoMotor, Motor, MotorEmMarcha};
use nucleo::{ExposeSecret, Relogio, RelogioDoSistema};
use plataforma::{ChavesMestras, CofreLocal, ConfiguracaoDeEntrada, Custo, Porteiro, Senhas, Tokens};
use rpa::{ConcentradorRpa, ConfiguracaoNavegador, ConfiguracaoRpa};
use tokio_util::sync::CancellationToken;
use utoipa::openapi::OpenApi;
use utoipa_swagger_ui::SwaggerUi;

use crate::{configuracao::Configuracao, interface, saude};

/// Quanto as execuções em marcha têm para terminar no encerramento.
const ESPERA_AO_PARAR: Duration = Duration::from_secs(10);
/// De quanto em quanto tempo se varre o que venceu (sessões, chaves de idempotência).
const FAXINA: Duration = Duration::from_secs(3_600);

/// Tudo aberto e andando.
pub struct Sistema {
    rotas: Router,
    motor: MotorEmMarcha,
    concentrador: Arc<ConcentradorRpa>,
    banco: Banco,
    // Solta por último: enquanto houver algo aberto, a pasta tem dono.
    _cadeado: Option<Cadeado>,
}

impl Sistema {
    /// Abre banco (migrando), armazém, cofre e navegador, e põe o motor a andar.
    pub async fn abrir(configuracao: Configuracao, encerrando: CancellationToken) -> anyhow::Result<Self> {
        let configuracao = Arc::new(configuracao);
        let cadeado = trancar(&configuracao)?;
        let banco = abrir_banco(&configuracao).await?;
        banco.migrar().await?;
        plataforma::preparar(&banco).await?;
        mostrar_primeiro_acesso(&banco, &configuracao).await?;

        let relogio = Arc::clone(banco.relogio());
        let chaves = chaves_mestras(&configuracao, relogio.as_ref())?;
        let porteiro = Arc::new(porteiro(&banco, &chaves, &configuracao)?);
        let proxies = Arc::new(ConfiancaEmProxy(configuracao.servidor.proxies.clone()));
        let base =
            Base { banco: banco.clone(), autenticador: Arc::clone(&porteiro) as _, encerrando, proxies };
        let concentrador =
            Arc::new(ConcentradorRpa::novo(configuracao_rpa(&configuracao, false), Arc::clone(&relogio)));
        let armazem = abrir_armazem(&configuracao)?;
        let app_faturas = faturas::App {
            base: base.clone(),
            cofre: Arc::new(CofreLocal::novo(chaves, relogio)),
            armazem: armazem.clone(),
            leitor: Leitor::novo(std::env::current_exe()?),
            concentrador: Arc::clone(&concentrador) as _,
            configuracao: Arc::new(configuracao_faturas(&configuracao)),
            totais: Arc::default(),
        };
        let motor = faturas::registrar_trabalhos(
            Motor::novo(banco.clone(), configuracao_motor(&configuracao)),
            &app_faturas,
        );
        let catalogo = motor.catalogo();
        let motor = motor.iniciar().await?;
        let apps = Apps {
            plataforma: plataforma::App { base: base.clone(), porteiro },
            motor: motor::App { base: base.clone(), catalogo },
            faturas: app_faturas,
            saude: saude::App { base: base.clone(), configuracao, armazem },
        };
        faxinar(banco.clone(), base.encerrando.clone());
        escutar_outros_servidores(banco.clone(), base.encerrando.clone());
        Ok(Self { rotas: rotas(apps, base), motor, concentrador, banco, _cadeado: cadeado })
    }

    /// As rotas, prontas para atender.
    pub fn rotas(&self) -> Router {
        self.rotas.clone()
    }

    /// Para o motor, o navegador e o banco, nesta ordem.
    pub async fn fechar(self) {
        self.motor.parar().await;
        self.concentrador.encerrar().await;
        self.banco.fechar().await;
    }
}

struct Apps {
    plataforma: plataforma::App,
    motor: motor::App,
    faturas: faturas::App,
    saude: saude::App,
}

/// A tabela de conteúdo do servidor: o que há sob `/api/v1`, na raiz e na interface.
fn rotas(apps: Apps, base: Base) -> Router {
    let api = OpenApiRouter::new()
        .merge(plataforma::rotas().with_state(apps.plataforma.clone()))
        .merge(motor::rotas().with_state(apps.motor))
        .merge(faturas::rotas().with_state(apps.faturas));
    let (rotas, descricao) = OpenApiRouter::with_openapi(cabecalho_openapi())
        .nest("/api/v1", api.layer(from_fn_with_state(base, borda::exigir_uma_so_vez)))
        .merge(plataforma::rotas_auth().with_state(apps.plataforma))
        .routes(routes!(saude::health))
        .routes(routes!(saude::saude))
        .with_state(apps.saude)
        .split_for_parts();
    let pagina = SwaggerUi::new("/api/docs").url("/api/openapi.json", descricao);
    borda::camadas_do_servidor(rotas.merge(pagina).fallback(interface::servir))
}

/// A descrição da API, sem abrir nada.
pub fn openapi() -> OpenApi {
    let api = OpenApiRouter::<()>::new()
        .merge(OpenApiRouter::with_openapi(plataforma::rotas().into_openapi()))
        .merge(OpenApiRouter::with_openapi(motor::rotas().into_openapi()))
        .merge(OpenApiRouter::with_openapi(faturas::rotas().into_openapi()));
    let raiz =
        OpenApiRouter::<saude::App>::new().routes(routes!(saude::health)).routes(routes!(saude::saude));
    OpenApiRouter::<()>::with_openapi(cabecalho_openapi())
        .nest("/api/v1", api)
        .merge(OpenApiRouter::with_openapi(plataforma::rotas_auth().into_openapi()))
        .merge(OpenApiRouter::with_openapi(raiz.into_openapi()))
        .into_openapi()
}

fn cabecalho_openapi() -> OpenApi {
    utoipa::openapi::OpenApiBuilder::new()
        .info(
            utoipa::openapi::InfoBuilder::new()
                .title("Regente")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some("Faturas de telecomunicações, do portal da operadora ao SAT."))
                .build(),
        )
        .build()
}

/// Abre o banco que a configuração diz, sem migrar.
pub async fn abrir_banco(configuracao: &Configuracao) -> anyhow::Result<Banco> {
    let qual = match &configuracao.banco.url {
        Some(url) => ConfiguracaoBanco::Postgres {
            url: url.expose_secret().to_owned(),
            conexoes: configuracao.banco.conexoes,
        },
        None => ConfiguracaoBanco::Sqlite { pasta: configuracao.dados.pasta.clone() },
    };
    Ok(Banco::abrir(&qual, Arc::new(RelogioDoSistema)).await?)
}

/// Abre o armazém que a configuração diz.
pub fn abrir_armazem(configuracao: &Configuracao) -> anyhow::Result<Armazem> {
    let local = || ConfiguracaoArmazem::Local { pasta: configuracao.dados.pasta.join("armazem") };
    let qual = configuracao.arquivos.clone().unwrap_or_else(local);
    Ok(Armazem::novo(&qual)?)
}

/// O que os motoristas de RPA precisam saber; `visivel` mostra a janela do navegador.
pub fn configuracao_rpa(configuracao: &Configuracao, visivel: bool) -> ConfiguracaoRpa {
    ConfiguracaoRpa {
        pasta_roteiros: configuracao.rpa.roteiros.clone(),
        navegador: ConfiguracaoNavegador {
            executavel: configuracao.rpa.chromium.clone(),
            visivel,
            maximo_simultaneo: configuracao.rpa.navegadores,
            reciclar_apos: configuracao.rpa.reciclar_apos,
            ..ConfiguracaoNavegador::default()
        },
        ..ConfiguracaoRpa::default()
    }
}

fn trancar(configuracao: &Configuracao) -> anyhow::Result<Option<Cadeado>> {
    std::fs::create_dir_all(&configuracao.dados.pasta)?;
    // Em PostgreSQL vários servidores dividem o trabalho; em SQLite, só um.
    let sozinho = configuracao.banco.url.is_none();
    Ok(if sozinho { Some(Cadeado::trancar(&configuracao.dados.pasta)?) } else { None })
}

/// As chaves do cofre: da configuração, ou do arquivo que nasce na pasta de dados.
fn chaves_mestras(configuracao: &Configuracao, relogio: &dyn Relogio) -> anyhow::Result<ChavesMestras> {
    let seguranca = &configuracao.seguranca;
    Ok(match &seguranca.chave_mestra {
        Some(chave) => ChavesMestras::de_base64(chave, &seguranca.chaves_antigas)?,
        None => ChavesMestras::do_arquivo(&configuracao.dados.pasta.join("chave-mestra"), relogio)?,
    })
}

fn porteiro(banco: &Banco, chaves: &ChavesMestras, configuracao: &Configuracao) -> anyhow::Result<Porteiro> {
    let seguranca = &configuracao.seguranca;
    let relogio = Arc::clone(banco.relogio());
    let assinatura = seguranca.segredo_jwt.clone().unwrap_or_else(|| chaves.derivar("jwt"));
    let seguro = configuracao.servidor.url_publica.as_deref().is_some_and(|url| url.starts_with("https://"));
    let entrada = ConfiguracaoDeEntrada {
        ociosa: TimeDelta::minutes(i64::from(seguranca.sessao_ociosa_minutos)),
        absoluta: TimeDelta::hours(i64::from(seguranca.sessao_maxima_horas)),
        cookie_seguro: seguro,
        marca: configuracao.servidor.marca.clone(),
        ..ConfiguracaoDeEntrada::default()
    };
    let senhas = Senhas::novas(Custo::default(), Arc::clone(&relogio))?;
    Ok(Porteiro::novo(banco.clone(), senhas, Tokens::novos(&assinatura, relogio)?, entrada))
}

fn configuracao_motor(configuracao: &Configuracao) -> ConfiguracaoMotor {
    ConfiguracaoMotor {
        simultaneas: configuracao.motor.simultaneas,
        reserva: Duration::from_secs(configuracao.motor.reserva_segundos),
        pasta_trabalho: configuracao.dados.pasta.join("execucoes"),
        servidor_unico: configuracao.banco.url.is_none(),
        espera_ao_parar: ESPERA_AO_PARAR,
        ..ConfiguracaoMotor::default()
    }
}

fn configuracao_faturas(configuracao: &Configuracao) -> faturas::Configuracao {
    let sat = &configuracao.sat;
    faturas::Configuracao {
        arquivo_maximo_bytes: configuracao.faturas.tamanho_maximo_mib * 1024 * 1024,
        espera_da_emissao: Duration::from_secs(configuracao.faturas.adiar_nao_emitida_minutos * 60),
        desfazer_aprovacao: Duration::from_secs(configuracao.faturas.desfazer_aprovacao_segundos),
        sat: faturas::ConfiguracaoSat {
            classe_rpa: sat.classe_rpa.clone(),
            ..faturas::ConfiguracaoSat::nova(
                sat.url_portal.clone().unwrap_or_default(),
                sat.usuario.clone().unwrap_or_default(),
                sat.senha.clone().unwrap_or_default(),
            )
        },
    }
}

/// Enquanto não há administrador, cada início mostra um link de uso único; nunca há senha padrão.
async fn mostrar_primeiro_acesso(banco: &Banco, configuracao: &Configuracao) -> anyhow::Result<()> {
    if let Some(token) = plataforma::primeiro_acesso::preparar_link(banco).await? {
        let base = configuracao
            .servidor
            .url_publica
            .clone()
            .unwrap_or_else(|| format!("http://{}", configuracao.servidor.endereco));
        println!("Ainda não há administrador. Crie o primeiro neste link de uso único, válido por 24 horas:");
        println!("  {base}/primeiro-acesso#{}", token.expose_secret());
    }
    Ok(())
}

/// Em PostgreSQL, o que outro servidor muda também chega às telas deste.
fn escutar_outros_servidores(banco: Banco, encerrando: CancellationToken) {
    tokio::spawn(async move {
        tokio::select! {
            () = encerrando.cancelled() => {}
            () = banco.escutar_outros_servidores() => {}
        }
    });
}

fn faxinar(banco: Banco, encerrando: CancellationToken) {
    tokio::spawn(async move {
        loop {
            tokio::select! {
                () = encerrando.cancelled() => return,
                () = tokio::time::sleep(FAXINA) => {}
            }
            match plataforma::limpar_vencidos(&banco).await {
                Ok(quantos) => tracing::debug!(quantos, "vencidos apagados"),
                Err(erro) => tracing::warn!(%erro, "a faxina não conseguiu apagar os vencidos"),
            }
        }
    });
}
