//! O que é RPA aqui: o contrato fixo (entrada, saída, erros), o [`ConcentradorRpa`] que escolhe
//! quem atende cada pedido, e os motoristas que dirigem portais (`navegador`, `api_externa`).

mod ambiente;
mod api_externa;
#[cfg(test)]
mod apoio;
mod concentrador;
mod contrato;
mod diario;
mod documento;
mod exame;
mod motorista_navegador;
mod navegador;
mod roteiros;
mod side;
#[cfg(test)]
mod testes;

pub use ambiente::{
    AmbienteRpa, ArquivoParaEnviar, DestinoRpa, MarcadorDePasso, NivelRegistro, PASSO_ANTES_DE_ENVIAR,
    PASSO_ENVIADO, PassoRecusado, Registrador, Rpa, SemMarcacao, SemRegistro,
};
pub use concentrador::{ConcentradorRpa, ConfiguracaoRpa};
pub use contrato::{
    ClasseErro, ErroRpa, LinhaDeLog, Momentos, ParametrosEntrada, ResultadoSaida, StatusRpa, esquema_json,
};
pub use exame::versao_do_navegador;
pub use navegador::ConfiguracaoNavegador;
