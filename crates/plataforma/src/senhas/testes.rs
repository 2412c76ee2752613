//! Prova das senhas: ida e volta, formatos antigos, trabalho igual para quem não existe, regras.

use std::{sync::Arc, time::Instant};

use nucleo::{Erro, RelogioDoSistema, SecretString};

use super::{Conferencia, Custo, Senhas, validar_senha};

fn leves() -> Senhas {
    Senhas::novas(Custo::LEVE, Arc::new(RelogioDoSistema)).unwrap()
}

fn senha(texto: &str) -> SecretString {
    texto.to_owned().into()
}

const CONFERE: Conferencia = Conferencia::Confere { refazer: false };

#[tokio::test]
async fn so_a_senha_certa_confere_e_o_sal_muda() {
    let senhas = leves();
    let (um, outro) = (
        senhas.resumir(&senha("cavalo correto")).await.unwrap(),
        senhas.resumir(&senha("cavalo correto")).await.unwrap(),
    );
    assert_ne!(um, outro);
    assert!(um.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{um}");
    assert_eq!(senhas.conferir(&senha("cavalo correto"), Some(&um)).await.unwrap(), CONFERE);
    for errada in ["cavalo corretO", "cavalo correto ", "", &"x".repeat(100_000)] {
        let conferencia = senhas.conferir(&senha(errada), Some(&um)).await.unwrap();
        assert_eq!(conferencia, Conferencia::NaoConfere, "{errada:.20}");
    }
    assert_eq!(senhas.conferir(&senha("x"), None).await.unwrap(), Conferencia::NaoConfere);
    assert_eq!(senhas.conferir(&senha("x"), Some("lixo")).await.unwrap(), Conferencia::NaoConfere);
}

#[tokio::test]
async fn o_custo_de_producao_esta_no_resumo_e_o_leve_pede_para_refazer() {
    let fortes = Senhas::novas(Custo::PADRAO, Arc::new(RelogioDoSistema)).unwrap();
    let resumo = fortes.resumir(&senha("uma frase longa")).await.unwrap();
    assert!(resumo.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"), "{resumo}");
    let leve = leves().resumir(&senha("uma frase longa")).await.unwrap();
    let conferencia = fortes.conferir(&senha("uma frase longa"), Some(&leve)).await.unwrap();
    assert_eq!(conferencia, Conferencia::Confere { refazer: true });
}

#[tokio::test]
async fn bcrypt_de_sistemas_antigos_confere_e_pede_para_refazer() {
    let senhas = leves();
    for prefixo in ["$2a$", "$2b$", "$2y$"] {
        let partes = bcrypt::hash("senha do sistema antigo", 4).unwrap();
        let resumo = partes.replacen("$2b$", prefixo, 1);
        assert_eq!(
            senhas.conferir(&senha("senha do sistema antigo"), Some(&resumo)).await.unwrap(),
            Conferencia::Confere { refazer: true },
            "{prefixo}"
        );
        assert_eq!(senhas.conferir(&senha("outra"), Some(&resumo)).await.unwrap(), Conferencia::NaoConfere);
    }
    // Calculado por outra implementação (libxcrypt), na forma que o PHP guarda.
    let de_fora = "$2y$07$BCryptRequires22Chrcte/VlQH0piJtjXl.0t1XkA8pw9dMXTpOq";
    let conferencia = senhas.conferir(&senha("rasmuslerdorf"), Some(de_fora)).await.unwrap();
    assert_eq!(conferencia, Conferencia::Confere { refazer: true });
}

#[tokio::test]
async fn conferir_contra_ninguem_faz_o_mesmo_trabalho() {
    // Compara o trabalho com uma folga larga: sem ele, ninguém custaria menos de um centésimo.
    let senhas =
        Senhas::novas(Custo { memoria_kib: 16 * 1024, passadas: 2 }, Arc::new(RelogioDoSistema)).unwrap();
    let resumo = senhas.resumir(&senha("a senha dela")).await.unwrap();
    let medir = async |guardado: Option<&str>| {
        let inicio = Instant::now();
        for _ in 0..3 {
            senhas.conferir(&senha("errada errada"), guardado).await.unwrap();
        }
        inicio.elapsed()
    };
    let (de_alguem, de_ninguem) = (medir(Some(&resumo)).await, medir(None).await);
    assert!(de_ninguem * 10 > de_alguem, "{de_ninguem:?} contra {de_alguem:?}");
}

#[test]
fn regras_dizem_o_motivo() {
    let email = "maria.silva@crontech.com.br".parse().unwrap();
    let motivo = |texto: &str| match validar_senha("senha", &senha(texto), &email) {
        Ok(()) => "serve".to_owned(),
        Err(Erro::Invalido(campos)) => campos[0].codigo.to_string(),
        Err(outro) => panic!("{outro}"),
    };
    for (texto, esperado) in [
        ("1234567", "senha_curta"),
        ("ãéíõúçâ", "senha_curta"),
        ("Senha123", "senha_comum"),
        (" password ", "senha_comum"),
        ("Maria.Silva@CronTech.com.br", "senha_igual_ao_email"),
        ("maria.silva", "senha_igual_ao_email"),
        ("só letras e espaços", "serve"),
        ("ãéíõúçâü", "serve"),
    ] {
        assert_eq!(motivo(texto), esperado, "{texto}");
    }
    assert_eq!(motivo(&"é".repeat(128)), "serve");
    assert_eq!(motivo(&"é".repeat(129)), "senha_longa");
}
