//! Ler registros, sempre da conta do contexto.

use banco::{Contexto, valores};
use nucleo::{Erro, ExecucaoId, Resultado};

use super::Registro;

/// Os registros depois da sequência dada, em ordem.
pub(super) async fn depois_de(
    cx: &mut Contexto,
    execucao: ExecucaoId,
    sequencia: i64,
    limite: i64,
) -> Resultado<Vec<Registro>> {
    cx.buscar(
        "SELECT sequencia, instante, nivel, mensagem, tentativa FROM registros \
         WHERE conta_id = ? AND execucao_id = ? AND sequencia > ? ORDER BY sequencia LIMIT ?",
        valores![cx.conta(), execucao, sequencia, limite],
    )
    .await?
    .iter()
    .map(|linha| {
        Ok(Registro {
            sequencia: linha.obter("sequencia")?,
            instante: linha.obter("instante")?,
            nivel: linha.obter("nivel")?,
            mensagem: linha.obter("mensagem")?,
            tentativa: u32::try_from(linha.obter::<i64>("tentativa")?).map_err(Erro::interno)?,
        })
    })
    .collect()
}
