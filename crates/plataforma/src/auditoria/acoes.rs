//! Ler a auditoria, com a permissão provada.

use banco::{Contexto, FatoGuardado, FiltroDeFatos, contar_fatos, listar_fatos};
use nucleo::{Cursor, Limite, Pagina, Pode, Resultado, permissoes::VerAuditoria};

/// Uma página de fatos, da mais nova à mais velha.
pub async fn listar(
    cx: &mut Contexto,
    _: Pode<VerAuditoria>,
    filtro: &FiltroDeFatos,
    cursor: Option<Cursor>,
    limite: Limite,
    com_total: bool,
) -> Resultado<Pagina<FatoGuardado>> {
    let mut pagina = listar_fatos(cx, filtro, cursor, limite).await?;
    if com_total {
        pagina.total = Some(contar_fatos(cx, filtro).await?);
    }
    Ok(pagina)
}
