//! Ataques ao cofre: adulterar, mudar de lugar, trocar de chave.

use std::sync::Arc;

use chrono::DateTime;
use nucleo::{
    Cofre, ContaId, EnderecoDoSegredo, ExposeSecret, Relogio, RelogioDoSistema, RelogioParado, SecretString,
};
use uuid::Uuid;

use super::{CABECALHO, ChavesMestras, CofreLocal};

fn relogio() -> Arc<RelogioParado> {
    Arc::new(RelogioParado::em(DateTime::from_timestamp(1_790_000_000, 0).unwrap()))
}

fn chave(byte: u8) -> SecretString {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode([byte; 32]).into()
}

fn cofre(atual: u8, antigas: &[u8]) -> CofreLocal {
    let antigas: Vec<_> = antigas.iter().copied().map(chave).collect();
    CofreLocal::novo(ChavesMestras::de_base64(&chave(atual), &antigas).unwrap(), relogio())
}

fn endereco(conta: u128, coluna: &str, linha: u128) -> EnderecoDoSegredo<'_> {
    EnderecoDoSegredo { conta: ContaId(Uuid::from_u128(conta)), coluna, linha: Uuid::from_u128(linha) }
}

const SEGREDO: &str = "senha do portal çã 🔑";

#[test]
fn ida_e_volta_e_cada_cifra_e_unica() {
    let cofre = cofre(1, &[]);
    let onde = endereco(1, "clientes.senha_portal", 2);
    for texto in [SEGREDO, "", &"x".repeat(100_000)] {
        let segredo: SecretString = texto.to_owned().into();
        let (um, outro) = (cofre.cifrar(onde, &segredo).unwrap(), cofre.cifrar(onde, &segredo).unwrap());
        assert_ne!(um, outro);
        assert_eq!(cofre.decifrar(onde, &um).unwrap().expose_secret(), texto);
        if !texto.is_empty() {
            assert!(!um.windows(texto.len().min(um.len())).any(|trecho| trecho == texto.as_bytes()));
        }
    }
}

#[test]
fn levado_a_outra_conta_coluna_ou_linha_nao_abre() {
    let cofre = cofre(1, &[]);
    let cifrado = cofre.cifrar(endereco(1, "clientes.senha_portal", 2), &SEGREDO.to_owned().into()).unwrap();
    for outro in [
        endereco(9, "clientes.senha_portal", 2),
        endereco(1, "clientes.senha_portal", 9),
        endereco(1, "operadoras.token_rpa", 2),
    ] {
        assert!(cofre.decifrar(outro, &cifrado).is_err(), "{outro:?}");
    }
}

#[test]
fn um_bit_trocado_ou_um_byte_a_menos_nao_abre() {
    let cofre = cofre(1, &[]);
    let onde = endereco(1, "c", 2);
    let cifrado = cofre.cifrar(onde, &SEGREDO.to_owned().into()).unwrap();
    for i in 0..cifrado.len() {
        let mut adulterado = cifrado.clone();
        adulterado[i] ^= 1;
        assert!(cofre.decifrar(onde, &adulterado).is_err(), "byte {i} trocado");
        assert!(cofre.decifrar(onde, &cifrado[..i]).is_err(), "cortado em {i}");
    }
    let erro = cofre.decifrar(onde, b"").unwrap_err().to_string();
    assert!(erro.contains("chave mestra") && !erro.contains(SEGREDO), "{erro}");
}

#[test]
fn chave_antiga_abre_enquanto_esta_na_lista() {
    let onde = endereco(1, "c", 2);
    let antigo = cofre(1, &[]).cifrar(onde, &SEGREDO.to_owned().into()).unwrap();
    let rodado = cofre(2, &[1]);
    assert_eq!(rodado.decifrar(onde, &antigo).unwrap().expose_secret(), SEGREDO);
    assert!(rodado.esta_em_chave_antiga(&antigo));
    let novo = rodado.cifrar(onde, &SEGREDO.to_owned().into()).unwrap();
    assert!(!rodado.esta_em_chave_antiga(&novo));
    assert_ne!(antigo[..CABECALHO], novo[..CABECALHO]);
    let sem_a_antiga = cofre(2, &[]);
    assert!(sem_a_antiga.decifrar(onde, &antigo).is_err());
    assert_eq!(sem_a_antiga.decifrar(onde, &novo).unwrap().expose_secret(), SEGREDO);
}

#[test]
fn o_que_se_deriva_muda_com_a_chave_e_com_a_finalidade() {
    let texto = |byte, finalidade| {
        let chaves = ChavesMestras::de_base64(&chave(byte), &[]).unwrap();
        chaves.derivar(finalidade).expose_secret().to_owned()
    };
    assert_eq!(texto(1, "tokens"), texto(1, "tokens"));
    assert_ne!(texto(1, "tokens"), texto(1, "outra"));
    assert_ne!(texto(1, "tokens"), texto(2, "tokens"));
    assert!(texto(1, "tokens").len() >= 32);
}

#[test]
fn o_arquivo_nasce_uma_vez_so_do_dono_e_dura() {
    let pasta = tempfile::tempdir().unwrap();
    let caminho = pasta.path().join("chave-mestra");
    let abrir = || {
        CofreLocal::novo(
            ChavesMestras::do_arquivo(&caminho, &RelogioDoSistema).unwrap(),
            Arc::new(RelogioDoSistema) as Arc<dyn Relogio>,
        )
    };
    let onde = endereco(1, "c", 2);
    let cifrado = abrir().cifrar(onde, &SEGREDO.to_owned().into()).unwrap();
    assert_eq!(abrir().decifrar(onde, &cifrado).unwrap().expose_secret(), SEGREDO);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&caminho).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let antiga = std::fs::read_to_string(&caminho).unwrap();
    std::fs::write(&caminho, format!("# a de hoje\n{}\n\n{antiga}", chave(7).expose_secret())).unwrap();
    assert_eq!(abrir().decifrar(onde, &cifrado).unwrap().expose_secret(), SEGREDO);
    assert!(abrir().esta_em_chave_antiga(&cifrado));
}

#[test]
fn chave_malformada_e_recusada_com_o_remedio() {
    for ruim in ["", "curta", "AAAA", "não é base64"] {
        let erro = ChavesMestras::de_base64(&ruim.to_owned().into(), &[]).err().unwrap().to_string();
        assert!(erro.contains("openssl rand -base64 32"), "{erro}");
    }
    let pasta = tempfile::tempdir().unwrap();
    let vazio = pasta.path().join("vazio");
    std::fs::write(&vazio, "# nada\n").unwrap();
    assert!(ChavesMestras::do_arquivo(&vazio, &RelogioDoSistema).is_err());
    assert!(ChavesMestras::do_arquivo(&pasta.path().join("nao/existe"), &RelogioDoSistema).is_err());
}
