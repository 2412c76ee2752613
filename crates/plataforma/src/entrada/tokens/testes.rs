//! A tabela de ataques ao token: nenhum passa.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, TimeDelta};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use nucleo::{ContaId, ExposeSecret, Relogio, RelogioParado, SecretString, UsuarioId};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Tokens;

const SEGREDO: &str = "um segredo de trinta e dois bytes";

fn mundo() -> (Tokens, Arc<RelogioParado>) {
    let relogio = Arc::new(RelogioParado::em(DateTime::from_timestamp(1_795_176_000, 0).unwrap()));
    (Tokens::novos(&SEGREDO.into(), relogio.clone()).unwrap(), relogio)
}

fn boas(agora: i64) -> Value {
    json!({
        "sub": Uuid::from_u128(1), "conta": Uuid::from_u128(2), "exp": agora + 3600, "iat": agora,
        "iss": "regente", "aud": "regente-api", "jti": Uuid::from_u128(3)
    })
}

fn com(agora: i64, campo: &str, valor: Value) -> Value {
    let mut afirmacoes = boas(agora);
    afirmacoes[campo] = valor;
    afirmacoes
}

fn sem(agora: i64, campo: &str) -> Value {
    let mut afirmacoes = boas(agora);
    afirmacoes.as_object_mut().unwrap().remove(campo);
    afirmacoes
}

fn assinar(afirmacoes: &Value, algoritmo: Algorithm, segredo: &str) -> String {
    encode(&Header::new(algoritmo), afirmacoes, &EncodingKey::from_secret(segredo.as_bytes())).unwrap()
}

fn partes(cabecalho: &str, corpo: &str, assinatura: &str) -> String {
    format!("{}.{}.{assinatura}", URL_SAFE_NO_PAD.encode(cabecalho), URL_SAFE_NO_PAD.encode(corpo))
}

/// Assina de verdade um corpo que não passaria por `serde` (campo repetido, por exemplo).
fn assinar_cru(cabecalho: &str, corpo: &str) -> String {
    let mensagem = partes(cabecalho, corpo, "");
    let mensagem = mensagem.trim_end_matches('.');
    let chave = EncodingKey::from_secret(SEGREDO.as_bytes());
    let assinatura = jsonwebtoken::crypto::sign(mensagem.as_bytes(), &chave, Algorithm::HS256).unwrap();
    format!("{mensagem}.{assinatura}")
}

#[test]
fn o_emitido_confere_ate_vencer_e_diz_quem() {
    let (tokens, relogio) = mundo();
    let (usuario, conta) = (UsuarioId(Uuid::from_u128(1)), ContaId(Uuid::from_u128(2)));
    let emitido = tokens.emitir(usuario, conta, TimeDelta::hours(1)).unwrap();
    let portador = tokens.conferir(&emitido.texto).unwrap();
    assert_eq!((portador.usuario, portador.conta, portador.emitido_em), (usuario, conta, relogio.agora()));
    relogio.avancar(TimeDelta::seconds(3599));
    assert!(tokens.conferir(&emitido.texto).is_ok());
    relogio.avancar(TimeDelta::seconds(1));
    assert!(tokens.conferir(&emitido.texto).is_err(), "vence na hora, sem folga");
    assert_eq!(emitido.texto.expose_secret().split('.').count(), 3);
}

const CABECALHO: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

type Ataque = (&'static str, String);

/// Cabeçalho, algoritmo, chave e forma.
fn ataques_de_fora(agora: i64, bom: &str) -> Vec<Ataque> {
    let corpo = boas(agora).to_string();
    let assinatura = bom.rsplit('.').next().unwrap();
    let repetido = corpo.replacen('{', r#"{"sub":"00000000-0000-0000-0000-0000000000ff","#, 1);
    vec![
        ("vazio", String::new()),
        ("sem pontos", "abc".into()),
        ("pontos demais", format!("{bom}.x")),
        ("sem assinatura", partes(CABECALHO, &corpo, "")),
        ("assinatura de outro", partes(CABECALHO, &sem(agora, "jti").to_string(), assinatura)),
        ("alg none", partes(r#"{"alg":"none"}"#, &corpo, "")),
        ("alg None", partes(r#"{"alg":"None"}"#, &corpo, "")),
        ("alg NONE com assinatura", partes(r#"{"alg":"NONE"}"#, &corpo, assinatura)),
        ("alg vazio", partes(r#"{"alg":""}"#, &corpo, assinatura)),
        ("sem alg", partes(r#"{"typ":"JWT"}"#, &corpo, assinatura)),
        ("alg HS384", assinar(&boas(agora), Algorithm::HS384, SEGREDO)),
        ("alg HS512", assinar(&boas(agora), Algorithm::HS512, SEGREDO)),
        ("diz RS256, assina HS256", assinar_cru(r#"{"alg":"RS256","typ":"JWT"}"#, &corpo)),
        ("diz ES256, assina HS256", assinar_cru(r#"{"alg":"ES256"}"#, &corpo)),
        ("outra chave", assinar(&boas(agora), Algorithm::HS256, "outro segredo de trinta e dois bytes!")),
        ("chave vazia", assinar(&boas(agora), Algorithm::HS256, "")),
        (
            "kid que aponta arquivo, outra chave",
            partes(r#"{"alg":"HS256","kid":"../../dev/null"}"#, &corpo, assinatura),
        ),
        ("jwk embutida", partes(r#"{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}"#, &corpo, assinatura)),
        ("jku de fora", partes(r#"{"alg":"HS256","jku":"https://mau.example"}"#, &corpo, assinatura)),
        ("sub repetido", assinar_cru(CABECALHO, &repetido)),
        ("corpo que não é JSON", assinar_cru(CABECALHO, "olá")),
        ("corpo lista", assinar_cru(CABECALHO, "[]")),
        ("imenso", assinar_bem(&com(agora, "lastro", json!("x".repeat(10_000))))),
        ("espaço na frente", format!(" {bom}")),
    ]
}

/// Bem assinados, com o que não se pode afirmar.
fn ataques_de_dentro(agora: i64) -> Vec<Ataque> {
    let hs = assinar_bem;
    vec![
        ("vencido", hs(&com(agora, "exp", json!(agora - 1)))),
        ("vence agora", hs(&com(agora, "exp", json!(agora)))),
        ("exp texto", hs(&com(agora, "exp", json!("amanhã")))),
        ("exp nulo", hs(&com(agora, "exp", Value::Null))),
        ("exp negativo", hs(&com(agora, "exp", json!(-1)))),
        ("exp fracionário", hs(&com(agora, "exp", json!(agora as f64 + 0.5)))),
        ("exp imenso", hs(&com(agora, "exp", json!(1e300)))),
        ("nbf no futuro", hs(&com(agora, "nbf", json!(agora + 1)))),
        ("nbf texto", hs(&com(agora, "nbf", json!("agora")))),
        ("emitido no futuro", hs(&com(agora, "iat", json!(agora + 1)))),
        ("aud de outro", hs(&com(agora, "aud", json!("outra-api")))),
        ("aud lista", hs(&com(agora, "aud", json!(["regente-api", "outra"])))),
        ("aud vazia", hs(&com(agora, "aud", json!("")))),
        ("aud em maiúsculas", hs(&com(agora, "aud", json!("Regente-API")))),
        ("iss de outro", hs(&com(agora, "iss", json!("outro")))),
        ("iss lista", hs(&com(agora, "iss", json!(["regente"])))),
        ("sub que não é id", hs(&com(agora, "sub", json!("admin")))),
        ("sub injeção", hs(&com(agora, "sub", json!("' OR 1=1 --")))),
        ("conta que não é id", hs(&com(agora, "conta", json!("*")))),
        ("sem sub", hs(&sem(agora, "sub"))),
        ("sem conta", hs(&sem(agora, "conta"))),
        ("sem exp", hs(&sem(agora, "exp"))),
        ("sem iat", hs(&sem(agora, "iat"))),
        ("sem iss", hs(&sem(agora, "iss"))),
        ("sem aud", hs(&sem(agora, "aud"))),
        ("sem jti", hs(&sem(agora, "jti"))),
    ]
}

fn assinar_bem(afirmacoes: &Value) -> String {
    assinar(afirmacoes, Algorithm::HS256, SEGREDO)
}

#[test]
fn nenhum_ataque_passa() {
    let (tokens, relogio) = mundo();
    let agora = relogio.agora().timestamp();
    let bom = assinar_bem(&boas(agora));
    assert!(tokens.conferir(&SecretString::from(bom.as_str())).is_ok(), "o molde dos ataques é bom");
    let ataques = [ataques_de_fora(agora, &bom), ataques_de_dentro(agora)].concat();
    assert!(ataques.len() >= 40);
    for (nome, token) in ataques {
        assert!(tokens.conferir(&token.into()).is_err(), "{nome} passou");
    }
}

#[test]
fn nenhum_byte_trocado_passa() {
    let (tokens, relogio) = mundo();
    let bom = assinar_bem(&boas(relogio.agora().timestamp()));
    let (assinado, assinatura) = bom.rsplit_once('.').unwrap();
    let bytes_da_assinatura = URL_SAFE_NO_PAD.decode(assinatura).unwrap();
    for i in 0..bom.len() {
        let mut bytes = bom.clone().into_bytes();
        bytes[i] = if bytes[i] == b'A' { b'B' } else { b'A' };
        let trocado = String::from_utf8(bytes).unwrap();
        // O último caractere tem bits que não contam: outro texto pode ser a mesma assinatura.
        let e_a_mesma = i > assinado.len()
            && URL_SAFE_NO_PAD
                .decode(trocado.rsplit('.').next().unwrap())
                .is_ok_and(|b| b == bytes_da_assinatura);
        assert!(e_a_mesma || tokens.conferir(&trocado.into()).is_err(), "byte {i} trocado passou");
    }
}

#[test]
fn segredo_curto_e_recusado() {
    let relogio: Arc<dyn Relogio> = mundo().1;
    for (tamanho, serve) in [(0, false), (31, false), (32, true)] {
        let tokens = Tokens::novos(&"s".repeat(tamanho).into(), Arc::clone(&relogio));
        assert_eq!(tokens.is_ok(), serve, "{tamanho}");
    }
}
