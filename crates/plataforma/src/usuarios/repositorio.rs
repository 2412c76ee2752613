//! As consultas de usuários (globais) e vínculos (da conta do contexto).

use banco::{Consulta, Contexto, Linha, ParaBanco, Transacao, valores};
use chrono::{DateTime, Utc};
use nucleo::{Cursor, Erro, GrupoId, Limite, Pagina, Resultado, UsuarioId, VinculoId};

use super::{Email, Usuario, Vinculo};
use crate::grupos::ADMINISTRADOR;

/// Uma pessoa com o que só a entrada pode ver.
pub struct Guardado {
    /// A pessoa.
    pub usuario: Usuario,
    /// Resumo da senha.
    pub senha_hash: String,
    /// Se pode entrar em alguma conta.
    pub ativo: bool,
}

/// A pessoa com este e-mail.
pub async fn por_email(cx: &mut Transacao, email: &Email) -> Resultado<Option<Guardado>> {
    cx.buscar_um(
        "SELECT id, nome, email, senha_hash, ativo FROM usuarios WHERE email = ?",
        valores![email.texto()],
    )
    .await?
    .as_ref()
    .map(ler_guardado)
    .transpose()
}

/// A pessoa com este id.
pub async fn por_id(cx: &mut Transacao, id: UsuarioId) -> Resultado<Option<Guardado>> {
    cx.buscar_um("SELECT id, nome, email, senha_hash, ativo FROM usuarios WHERE id = ?", valores![id])
        .await?
        .as_ref()
        .map(ler_guardado)
        .transpose()
}

fn ler_guardado(linha: &Linha) -> Resultado<Guardado> {
    Ok(Guardado {
        usuario: ler_usuario(linha, "id")?,
        senha_hash: linha.obter("senha_hash")?,
        ativo: linha.obter("ativo")?,
    })
}

fn ler_usuario(linha: &Linha, coluna_do_id: &str) -> Resultado<Usuario> {
    let email: String = linha.obter("email")?;
    let email = email.parse().map_err(|()| Erro::interno("há um e-mail malformado na tabela usuarios"))?;
    Ok(Usuario { id: linha.obter(coluna_do_id)?, nome: linha.obter("nome")?, email })
}

/// Cria a pessoa, a menos que o e-mail já seja de alguém. Devolve se criou.
pub async fn criar(cx: &mut Transacao, usuario: &Usuario, senha_hash: &str) -> Resultado<bool> {
    let agora = cx.agora();
    let valores =
        valores![usuario.id, usuario.nome.clone(), usuario.email.texto(), senha_hash, true, agora, agora];
    let criadas = cx
        .executar(
            "INSERT INTO usuarios (id, nome, email, senha_hash, ativo, criado_em, atualizado_em) \
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING",
            valores,
        )
        .await?;
    Ok(criadas == 1)
}

/// Muda o nome.
pub async fn mudar_nome(cx: &mut Transacao, id: UsuarioId, nome: &str) -> Resultado<()> {
    let agora = cx.agora();
    cx.executar("UPDATE usuarios SET nome = ?, atualizado_em = ? WHERE id = ?", valores![nome, agora, id])
        .await?;
    Ok(())
}

/// Troca a senha e invalida sessões e tokens anteriores a este instante.
pub async fn trocar_senha(cx: &mut Transacao, id: UsuarioId, senha_hash: &str) -> Resultado<()> {
    let agora = cx.agora();
    cx.executar(
        "UPDATE usuarios SET senha_hash = ?, senha_mudou_em = ?, atualizado_em = ? WHERE id = ?",
        valores![senha_hash, agora, agora, id],
    )
    .await?;
    Ok(())
}

/// Anota que entrou; com `refeita`, guarda o resumo novo da mesma senha, se ninguém a trocou no meio.
pub async fn anotar_entrada(cx: &mut Transacao, guardado: &Guardado, refeita: Option<&str>) -> Resultado<()> {
    let agora = cx.agora();
    let id = guardado.usuario.id;
    cx.executar("UPDATE usuarios SET ultimo_acesso = ? WHERE id = ?", valores![agora, id]).await?;
    if let Some(refeita) = refeita {
        cx.executar(
            "UPDATE usuarios SET senha_hash = ? WHERE id = ? AND senha_hash = ?",
            valores![refeita, id, guardado.senha_hash.as_str()],
        )
        .await?;
    }
    Ok(())
}

/// Cria o vínculo; conflito se a pessoa já tem um com a conta, valendo ou não.
pub async fn criar_vinculo(cx: &mut Contexto, usuario: UsuarioId) -> Resultado<VinculoId> {
    let (id, agora) = (VinculoId::novo(cx.relogio()), cx.agora());
    let criados = cx
        .executar(
            "INSERT INTO vinculos (id, conta_id, usuario_id, ativo, criado_em, atualizado_em) \
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (conta_id, usuario_id) DO NOTHING",
            valores![id, cx.conta(), usuario, true, agora, agora],
        )
        .await?;
    if criados == 1 {
        return Ok(id);
    }
    let remedio = "procure a pessoa na lista; se o acesso foi revogado, reative-o";
    Err(Erro::conflito("vinculo_ja_existe", "esta pessoa já tem vínculo com a conta", remedio))
}

/// Iguala os grupos do vínculo aos dados. Grupo de outra conta é recusado pelo banco.
pub async fn gravar_grupos(cx: &mut Contexto, vinculo: VinculoId, grupos: &[GrupoId]) -> Resultado<()> {
    let conta = cx.conta();
    cx.executar("DELETE FROM vinculo_grupos WHERE conta_id = ? AND vinculo_id = ?", valores![conta, vinculo])
        .await?;
    if grupos.is_empty() {
        return Ok(());
    }
    let linhas = grupos.iter().map(|grupo| valores![conta, vinculo, *grupo]);
    let consulta = Consulta::nova("INSERT INTO vinculo_grupos (conta_id, vinculo_id, grupo_id) VALUES ");
    let (sql, valores) =
        consulta.linhas(linhas).sql(" ON CONFLICT (vinculo_id, grupo_id) DO NOTHING").partes();
    cx.executar(sql, valores).await?;
    Ok(())
}

/// Muda o vínculo de valendo para revogado ou o inverso. Devolve se mudou.
pub async fn mudar_ativo(cx: &mut Contexto, usuario: UsuarioId, ativo: bool) -> Resultado<bool> {
    let agora = cx.agora();
    let mudados = cx
        .executar(
            "UPDATE vinculos SET ativo = ?, atualizado_em = ? WHERE conta_id = ? AND usuario_id = ? AND ativo = ?",
            valores![ativo, agora, cx.conta(), usuario, !ativo],
        )
        .await?;
    Ok(mudados == 1)
}

/// Encerra as sessões da pessoa nesta conta.
pub async fn encerrar_sessoes(cx: &mut Contexto, usuario: UsuarioId) -> Resultado<()> {
    let agora: DateTime<Utc> = cx.agora();
    cx.executar(
        "UPDATE sessoes SET revogada_em = ? WHERE conta_id = ? AND usuario_id = ? AND revogada_em IS NULL",
        valores![agora, cx.conta(), usuario],
    )
    .await?;
    Ok(())
}

/// Quantas pessoas administram a conta. Trava o grupo: duas retiradas ao mesmo tempo esperam uma à outra.
pub async fn contar_administradores(cx: &mut Contexto) -> Resultado<i64> {
    cx.executar(
        "UPDATE grupos SET descricao = descricao WHERE conta_id = ? AND predefinido AND nome = ?",
        valores![cx.conta(), ADMINISTRADOR],
    )
    .await?;
    cx.buscar_um(
        "SELECT count(*) AS quantos FROM vinculos v \
         JOIN usuarios u ON u.id = v.usuario_id AND u.ativo \
         JOIN vinculo_grupos vg ON vg.conta_id = v.conta_id AND vg.vinculo_id = v.id \
         JOIN grupos g ON g.conta_id = vg.conta_id AND g.id = vg.grupo_id AND g.predefinido AND g.nome = ? \
         WHERE v.conta_id = ? AND v.ativo",
        valores![ADMINISTRADOR, cx.conta()],
    )
    .await?
    .map_or(Ok(0), |linha| linha.obter("quantos"))
}

const VINCULO: &str = "SELECT v.id, v.usuario_id, v.ativo, v.criado_em, u.nome, u.email \
                       FROM vinculos v JOIN usuarios u ON u.id = v.usuario_id WHERE v.conta_id = ?";

/// As pessoas da conta, por nome, inclusive as de acesso revogado.
pub async fn listar_vinculos(
    cx: &mut Contexto,
    limite: Limite,
    cursor: Option<(String, VinculoId)>,
) -> Resultado<Pagina<Vinculo>> {
    let mut consulta = Consulta::nova("").com(VINCULO, valores![cx.conta()]);
    if let Some((nome, id)) = cursor {
        consulta = consulta.com(" AND (u.nome, v.id) > (?, ?)", valores![nome, id]);
    }
    let (sql, valores) =
        consulta.com(" ORDER BY u.nome, v.id LIMIT ?", [(limite.valor() + 1).para_banco()]).partes();
    let linhas = cx.buscar(sql, valores).await?;
    let mut vinculos = linhas.iter().map(ler_vinculo).collect::<Resultado<Vec<_>>>()?;
    ler_grupos(cx, &mut vinculos).await?;
    let cursor = |v: &Vinculo| Cursor(vec![v.usuario.nome.clone(), v.id.to_string()]);
    Ok(Pagina::da_busca(vinculos, limite, None, cursor))
}

/// O vínculo da pessoa com a conta, valendo ou não.
pub async fn buscar_vinculo(cx: &mut Contexto, usuario: UsuarioId) -> Resultado<Vinculo> {
    let consulta = Consulta::nova("").com(VINCULO, valores![cx.conta()]);
    let (sql, valores) = consulta.com(" AND v.usuario_id = ?", valores![usuario]).partes();
    let linha = cx.buscar_um(sql, valores).await?.ok_or(Erro::NaoEncontrado("registro"))?;
    let mut vinculos = [ler_vinculo(&linha)?];
    ler_grupos(cx, &mut vinculos).await?;
    let [vinculo] = vinculos;
    Ok(vinculo)
}

fn ler_vinculo(linha: &Linha) -> Resultado<Vinculo> {
    Ok(Vinculo {
        id: linha.obter("id")?,
        usuario: ler_usuario(linha, "usuario_id")?,
        ativo: linha.obter("ativo")?,
        grupos: Vec::new(),
        criado_em: linha.obter("criado_em")?,
    })
}

async fn ler_grupos(cx: &mut Contexto, vinculos: &mut [Vinculo]) -> Resultado<()> {
    if vinculos.is_empty() {
        return Ok(());
    }
    let ids = vinculos.iter().map(|vinculo| valores![vinculo.id]);
    let (sql, valores) = Consulta::nova(
        "SELECT vg.vinculo_id, g.id, g.nome FROM vinculo_grupos vg \
         JOIN grupos g ON g.conta_id = vg.conta_id AND g.id = vg.grupo_id WHERE vg.conta_id = ",
    )
    .com("?", valores![cx.conta()])
    .sql(" AND vg.vinculo_id IN (VALUES ")
    .linhas(ids)
    .sql(") ORDER BY g.nome")
    .partes();
    for linha in cx.buscar(sql, valores).await? {
        let dono: VinculoId = linha.obter("vinculo_id")?;
        if let Some(vinculo) = vinculos.iter_mut().find(|vinculo| vinculo.id == dono) {
            vinculo.grupos.push((linha.obter("id")?, linha.obter("nome")?));
        }
    }
    Ok(())
}
