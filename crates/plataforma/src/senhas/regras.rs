//! Quais senhas servem: tamanho, e não ser óbvia. Sem regra de composição nem prazo de validade.

use nucleo::{CampoInvalido, Erro, ExposeSecret, Resultado, SecretString};

use crate::usuarios::Email;

/// As mais usadas de 8 caracteres ou mais, em minúsculas: as primeiras que um atacante tenta.
const COMUNS: &[&str] = &[
    "00000000",
    "01234567",
    "11111111",
    "11223344",
    "1234567a",
    "12345678",
    "123456789",
    "1234567890",
    "12341234",
    "123123123",
    "12344321",
    "147258369",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "22222222",
    "87654321",
    "88888888",
    "987654321",
    "99999999",
    "aa123456",
    "abc12345",
    "abcd1234",
    "abcdefgh",
    "adm12345",
    "admin123",
    "admin1234",
    "administrador",
    "administrator",
    "amor1234",
    "asdfghjk",
    "baseball",
    "bemvindo",
    "brasil123",
    "changeme",
    "computador",
    "corinthians",
    "crontech",
    "crontech123",
    "familia123",
    "felicidade",
    "flamengo",
    "football",
    "gabriel123",
    "iloveyou",
    "jesus123",
    "jesuscristo",
    "letmein1",
    "mudar123",
    "mudarsenha",
    "master123",
    "p@ssw0rd",
    "palmeiras",
    "passw0rd",
    "password",
    "password1",
    "password123",
    "princesa",
    "princess",
    "q1w2e3r4",
    "qwer1234",
    "qwerty12",
    "qwerty123",
    "qwertyui",
    "qwertyuiop",
    "regente1",
    "regente123",
    "saopaulo",
    "senha123",
    "senha1234",
    "senha12345",
    "sunshine",
    "superman",
    "teste123",
    "teste1234",
    "trocar123",
    "trustno1",
    "usuario1",
    "usuario123",
    "welcome1",
    "zaq12wsx",
];

/// Recusa a senha que não serve, dizendo o campo do pedido e o que fazer.
pub fn validar_senha(campo: &'static str, senha: &SecretString, email: &Email) -> Resultado<()> {
    let texto = senha.expose_secret();
    let recusar = |codigo, mensagem| Err(Erro::campo(CampoInvalido::novo(campo, codigo, mensagem)));
    let minuscula = texto.trim().to_lowercase();
    let nome_do_email = email.texto().split('@').next().unwrap_or_default();
    match texto.chars().count() {
        0..8 => {
            return recusar("senha_curta", "a senha tem menos de 8 caracteres; uma frase curta serve bem");
        }
        8..=128 => {}
        _ => return recusar("senha_longa", "a senha passa de 128 caracteres"),
    }
    if minuscula == email.texto() || minuscula == nome_do_email {
        return recusar("senha_igual_ao_email", "a senha é o próprio e-mail; escolha outra");
    }
    if COMUNS.contains(&minuscula.as_str()) {
        return recusar("senha_comum", "a senha está entre as mais usadas; escolha outra");
    }
    Ok(())
}
