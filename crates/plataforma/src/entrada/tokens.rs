//! Tokens da API: JWT assinado com HS256, de curta vida. Só afirma quem é e em qual conta; o que pode é lido
//! do banco a cada pedido.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use nucleo::{ContaId, Erro, ExposeSecret, Relogio, Resultado, SecretString, UsuarioId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const EMISSOR: &str = "regente";
const PUBLICO: &str = "regente-api";
const SEGREDO_MINIMO: usize = 32;
/// Um token nosso não chega a 500 bytes: maior que isto nem se lê.
const TAMANHO_MAXIMO: usize = 4096;

/// O que o token afirma.
#[derive(Debug, Serialize, Deserialize)]
struct Afirmacoes {
    sub: Uuid,
    conta: Uuid,
    exp: i64,
    iat: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nbf: Option<i64>,
    iss: String,
    aud: String,
    jti: Uuid,
}

/// Um token recém-emitido.
#[derive(Debug)]
pub struct TokenEmitido {
    /// O texto do token.
    pub texto: SecretString,
    /// Identifica o token na auditoria.
    pub id: Uuid,
    /// Por quanto tempo vale.
    pub duracao: TimeDelta,
}

/// Quem um token válido diz ser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portador {
    /// A pessoa.
    pub usuario: UsuarioId,
    /// A conta.
    pub conta: ContaId,
    /// Quando o token foi emitido: de antes da última troca de senha não vale.
    pub emitido_em: DateTime<Utc>,
}

/// Emite e confere tokens com um segredo só.
pub struct Tokens {
    assinar: EncodingKey,
    conferir: DecodingKey,
    regras: Validation,
    relogio: Arc<dyn Relogio>,
}

impl Tokens {
    /// Com o segredo da configuração; recusa um de menos de 32 bytes.
    pub fn novos(segredo: &SecretString, relogio: Arc<dyn Relogio>) -> Resultado<Self> {
        let bytes = segredo.expose_secret().as_bytes();
        if bytes.len() < SEGREDO_MINIMO {
            return Err(Erro::Indisponivel {
                parte: "o segredo dos tokens",
                detalhe: format!("tem {} bytes e precisa de ao menos {SEGREDO_MINIMO}", bytes.len()),
            });
        }
        let mut regras = Validation::new(Algorithm::HS256);
        regras.set_issuer(&[EMISSOR]);
        regras.set_audience(&[PUBLICO]);
        regras.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Prazos se conferem aqui, com o relógio da casa e sem folga.
        (regras.validate_exp, regras.validate_nbf) = (false, false);
        let (assinar, conferir) = (EncodingKey::from_secret(bytes), DecodingKey::from_secret(bytes));
        Ok(Self { assinar, conferir, regras, relogio })
    }

    /// Emite um token da pessoa para a conta.
    pub fn emitir(&self, usuario: UsuarioId, conta: ContaId, duracao: TimeDelta) -> Resultado<TokenEmitido> {
        let (agora, id) = (self.relogio.agora(), self.relogio.novo_uuid());
        let afirmacoes = Afirmacoes {
            sub: usuario.0,
            conta: conta.0,
            exp: (agora + duracao).timestamp(),
            iat: agora.timestamp(),
            nbf: None,
            iss: EMISSOR.to_owned(),
            aud: PUBLICO.to_owned(),
            jti: id,
        };
        let texto =
            encode(&Header::new(Algorithm::HS256), &afirmacoes, &self.assinar).map_err(Erro::interno)?;
        Ok(TokenEmitido { texto: texto.into(), id, duracao })
    }

    /// Confere assinatura, algoritmo, emissor, público e prazos; qualquer falha é a mesma.
    pub fn conferir(&self, token: &SecretString) -> Resultado<Portador> {
        let texto = token.expose_secret();
        if texto.len() > TAMANHO_MAXIMO {
            return Err(Erro::NaoAutenticado);
        }
        let afirmacoes = decode::<Afirmacoes>(texto, &self.conferir, &self.regras)
            .map_err(|causa| {
                tracing::debug!(%causa, "token recusado");
                Erro::NaoAutenticado
            })?
            .claims;
        let agora = self.relogio.agora().timestamp();
        let comeca = afirmacoes.nbf.unwrap_or(afirmacoes.iat).max(afirmacoes.iat);
        if agora >= afirmacoes.exp || agora < comeca {
            return Err(Erro::NaoAutenticado);
        }
        let emitido_em = DateTime::from_timestamp(afirmacoes.iat, 0).ok_or(Erro::NaoAutenticado)?;
        Ok(Portador { usuario: afirmacoes.sub.into(), conta: afirmacoes.conta.into(), emitido_em })
    }
}

#[cfg(test)]
mod testes;
