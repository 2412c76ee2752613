//! O que é RPA aqui: o contrato fixo (entrada, saída, erros), o [`ConcentradorRpa`] que escolhe
//! quem atende cada pedido, e os motoristas que dirigem portais (`navegador`, `api_externa`).

mod ambiente;
mod contrato;

pub use ambiente::{
    AmbienteRpa, ArquivoParaEnviar, DestinoRpa, MarcadorDePasso, NivelRegistro, PASSO_ANTES_DE_ENVIAR,
    PASSO_ENVIADO, PassoRecusado, Registrador, Rpa, SemMarcacao, SemRegistro,
};
pub use contrato::{
    ClasseErro, ErroRpa, LinhaDeLog, Momentos, ParametrosEntrada, ResultadoSaida, StatusRpa, esquema_json,
};
