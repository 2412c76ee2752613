//! Freio de adivinhação de senhas, por e-mail e por endereço.
//!
//! A tentativa é contada antes de conferir a senha e devolvida se der certo: cem tentativas ao mesmo tempo não
//! passam pela fresta entre conferir e contar.

use std::net::IpAddr;

use banco::{Transacao, valores};
use chrono::{DateTime, TimeDelta, Utc};
use nucleo::{Erro, Resultado, Sha256};

/// Quantas falhas, em quinze minutos, antes de bloquear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limites {
    /// Para um mesmo e-mail.
    pub por_email: i64,
    /// De um mesmo endereço: maior, pois um escritório inteiro sai por um só.
    pub por_ip: i64,
}

impl Default for Limites {
    fn default() -> Self {
        Self { por_email: 5, por_ip: 20 }
    }
}

/// Por quanto tempo falhas se somam.
pub(crate) const JANELA: TimeDelta = TimeDelta::minutes(15);
const PRIMEIRO_BLOQUEIO: TimeDelta = TimeDelta::seconds(30);
const MAIOR_BLOQUEIO: TimeDelta = TimeDelta::minutes(15);

/// Uma tentativa de entrar. Guarda só o resumo do e-mail: há quem digite a senha no lugar dele.
pub(crate) struct Tentativa {
    email: String,
    ip: Option<String>,
}

impl Tentativa {
    pub(crate) fn nova(email: &str, ip: Option<IpAddr>) -> Self {
        let email = email.trim().to_lowercase();
        Self { email: format!("email:{}", Sha256::de(email)), ip: ip.map(|ip| format!("ip:{ip}")) }
    }

    fn chaves(&self, limites: &Limites) -> impl Iterator<Item = (&str, i64)> {
        let ip = self.ip.as_deref().map(|chave| (chave, limites.por_ip));
        std::iter::once((self.email.as_str(), limites.por_email)).chain(ip)
    }
}

/// Conta a tentativa, ou [`Erro::MuitasTentativas`] se é preciso esperar.
pub(crate) async fn reservar(cx: &mut Transacao, tentativa: &Tentativa, limites: &Limites) -> Resultado<()> {
    for (chave, limite) in tentativa.chaves(limites) {
        contar(cx, chave, limite).await?;
    }
    Ok(())
}

async fn contar(cx: &mut Transacao, chave: &str, limite: i64) -> Resultado<()> {
    let agora = cx.agora();
    // Soma antes de ler: em PostgreSQL, quem chega junto espera esta linha.
    let linha = cx
        .buscar_um(
            "INSERT INTO freios_de_entrada (chave, falhas, primeira_em) VALUES (?, 1, ?) \
             ON CONFLICT (chave) DO UPDATE SET falhas = freios_de_entrada.falhas + 1 \
             RETURNING falhas, primeira_em, bloqueado_ate",
            valores![chave, agora],
        )
        .await?
        .ok_or_else(|| Erro::interno("o freio de entrada não devolveu a linha"))?;
    let mut falhas: i64 = linha.obter("falhas")?;
    let mut primeira_em: DateTime<Utc> = linha.obter("primeira_em")?;
    let bloqueado_ate: Option<DateTime<Utc>> = linha.obter("bloqueado_ate")?;
    if let Some(resta) = bloqueado_ate.and_then(|ate| (ate - agora).to_std().ok()).filter(|r| !r.is_zero()) {
        return Err(Erro::MuitasTentativas(resta));
    }
    // O bloqueio só cresce enquanto as falhas continuam: quem some por uma janela recomeça do zero.
    if bloqueado_ate.unwrap_or(primeira_em).max(primeira_em) + JANELA <= agora {
        (falhas, primeira_em) = (1, agora);
    }
    let bloqueado_ate = bloqueio(falhas, limite).map(|quanto| agora + quanto);
    cx.executar(
        "UPDATE freios_de_entrada SET falhas = ?, primeira_em = ?, bloqueado_ate = ? WHERE chave = ?",
        valores![falhas, primeira_em, bloqueado_ate, chave],
    )
    .await?;
    Ok(())
}

/// Devolve a tentativa que deu certo: o e-mail se limpa; do endereço sai só esta, ou bastaria uma conta
/// própria para adivinhar as dos outros sem freio.
pub(crate) async fn liberar(cx: &mut Transacao, tentativa: &Tentativa, limites: &Limites) -> Resultado<()> {
    cx.executar("DELETE FROM freios_de_entrada WHERE chave = ?", valores![tentativa.email.as_str()]).await?;
    if let Some(ip) = &tentativa.ip {
        cx.executar(
            "UPDATE freios_de_entrada SET falhas = falhas - 1, \
             bloqueado_ate = CASE WHEN falhas - 1 >= ? THEN bloqueado_ate END WHERE chave = ?",
            valores![limites.por_ip, ip.as_str()],
        )
        .await?;
    }
    Ok(())
}

/// Quanto se espera depois da falha de número `falhas`: 30 s na do limite, e o dobro a cada uma, até 15 min.
fn bloqueio(falhas: i64, limite: i64) -> Option<TimeDelta> {
    let excesso = u32::try_from(falhas - limite).ok()?;
    let dobrado = PRIMEIRO_BLOQUEIO.checked_mul(1_i32.checked_shl(excesso.min(16))?)?;
    Some(dobrado.min(MAIOR_BLOQUEIO))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn o_bloqueio_cresce_e_tem_teto() {
        let segundos = |falhas| bloqueio(falhas, 5).map(|quanto| quanto.num_seconds());
        assert_eq!(segundos(4), None);
        assert_eq!([5, 6, 7, 8, 9, 10].map(segundos), [30, 60, 120, 240, 480, 900].map(Some));
        assert_eq!(segundos(i64::from(u32::MAX)), Some(900));
    }

    #[test]
    fn a_chave_nao_guarda_o_que_foi_digitado() {
        let tentativa = Tentativa::nova(" Minha Senha ", Some([10, 0, 0, 1].into()));
        assert!(!tentativa.email.contains("senha"));
        assert_eq!(tentativa.email, Tentativa::nova("minha senha", None).email);
        assert_eq!(tentativa.chaves(&Limites::default()).count(), 2);
    }
}
