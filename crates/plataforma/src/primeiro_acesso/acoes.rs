//! Criar o primeiro administrador, por comando ou por link.

use banco::{Banco, Contexto, Fato, valores};
use chrono::TimeDelta;
use nucleo::{Erro, Escopo, Resultado, SecretString};

use crate::{
    contas::CONTA_MESTRA,
    entrada::sessoes::{resumir, sortear_segredo},
    grupos::{self, ADMINISTRADOR},
    senhas::{Senhas, validar_senha},
    usuarios::{
        Email, NovoUsuario, Usuario, UsuarioPronto,
        acoes::{garantir, preparar, vincular},
        repositorio,
    },
};

const FINALIDADE: &str = "PRIMEIRO_ACESSO";
/// Por quanto tempo o link vale.
const VALIDADE: TimeDelta = TimeDelta::hours(24);

/// Em nome da conta mestra, sem usuário: ainda não há quem.
fn escopo() -> Escopo {
    Escopo::do_sistema(CONTA_MESTRA, None)
}

/// Enquanto a conta mestra não tem administrador, sorteia o segredo do link de primeiro acesso e invalida os
/// anteriores; `None` quando já tem.
pub async fn preparar_link(banco: &Banco) -> Resultado<Option<SecretString>> {
    banco
        .gravar(&escopo(), async |cx| {
            if repositorio::contar_administradores(cx).await? > 0 {
                return Ok(None);
            }
            let segredo = sortear_segredo(cx.relogio());
            let (agora, resumo) = (cx.agora(), resumir(&segredo));
            cx.executar(
                "DELETE FROM links_unicos WHERE conta_id = ? AND finalidade = ?",
                valores![cx.conta(), FINALIDADE],
            )
            .await?;
            cx.executar(
                "INSERT INTO links_unicos (token_sha256, finalidade, conta_id, expira_em, criado_em) \
                 VALUES (?, ?, ?, ?, ?)",
                valores![resumo.as_slice(), FINALIDADE, cx.conta(), agora + VALIDADE, agora],
            )
            .await?;
            Ok(Some(segredo))
        })
        .await
}

/// Usa o link: cria o administrador da conta mestra. Link desconhecido, vencido ou usado não existe, e também
/// não serve mais se nesse meio-tempo surgiu um administrador por outro caminho.
pub async fn usar_link(
    banco: &Banco,
    senhas: &Senhas,
    segredo: &SecretString,
    novo: NovoUsuario,
) -> Resultado<Usuario> {
    let resumo = resumir(segredo);
    // Antes de resumir a senha, que custa caro: quem não tem o link não gasta o servidor.
    let serve = banco.ler(&escopo(), async |cx| link_serve(cx, &resumo).await).await?;
    if !serve {
        return Err(Erro::NaoEncontrado("registro"));
    }
    let quem = preparar(banco, senhas, &escopo(), novo).await?;
    banco
        .gravar(&escopo(), async |cx| {
            let agora = cx.agora();
            let usados = cx
                .executar(
                    "UPDATE links_unicos SET usado_em = ? WHERE conta_id = ? AND finalidade = ? \
                     AND token_sha256 = ? AND usado_em IS NULL AND expira_em > ?",
                    valores![agora, cx.conta(), FINALIDADE, resumo.as_slice(), agora],
                )
                .await?;
            if usados == 0 || repositorio::contar_administradores(cx).await? > 0 {
                return Err(Erro::NaoEncontrado("registro"));
            }
            tornar_administrador(cx, quem).await
        })
        .await
}

async fn link_serve(cx: &mut Contexto, resumo: &[u8; 32]) -> Resultado<bool> {
    let agora = cx.agora();
    let linha = cx
        .buscar_um(
            "SELECT 1 AS um FROM links_unicos WHERE conta_id = ? AND finalidade = ? AND token_sha256 = ? \
             AND usado_em IS NULL AND expira_em > ?",
            valores![cx.conta(), FINALIDADE, resumo.as_slice(), agora],
        )
        .await?;
    Ok(linha.is_some())
}

/// Cria um administrador da conta mestra, ou devolve o acesso e troca a senha de quem já existe: quem tem a
/// máquina pode. Repetir não faz mal.
pub async fn criar_administrador(
    banco: &Banco,
    senhas: &Senhas,
    email: &str,
    nome: &str,
    senha: &SecretString,
) -> Resultado<Usuario> {
    let email = Email::do_campo(email)?;
    validar_senha("senha", senha, &email)?;
    let resumo = senhas.resumir(senha).await?;
    let novo = NovoUsuario {
        nome: nome.to_owned(),
        email: email.texto().to_owned(),
        senha: Some(nucleo::ExposeSecret::expose_secret(senha).into()),
    };
    let quem = preparar(banco, senhas, &escopo(), novo).await?;
    banco
        .gravar(&escopo(), async |cx| {
            let existente = repositorio::por_email(cx, &email).await?;
            if let Some(existente) = existente {
                repositorio::trocar_senha(cx, existente.usuario.id, &resumo).await?;
                cx.registrar(Fato::novo("usuario.senha_trocada", "usuarios", existente.usuario.id)).await?;
            }
            tornar_administrador(cx, quem).await
        })
        .await
}

/// Dá o grupo Administrador, criando a pessoa e o vínculo se preciso.
async fn tornar_administrador(cx: &mut Contexto, quem: UsuarioPronto) -> Resultado<Usuario> {
    let grupo = grupos::repositorio::id_do_predefinido(cx, ADMINISTRADOR).await?;
    let id = garantir(cx, quem.clone()).await?;
    match repositorio::buscar_vinculo(cx, id).await {
        Err(Erro::NaoEncontrado(_)) => Ok(vincular(cx, quem, &[grupo]).await?.usuario),
        Err(outro) => Err(outro),
        Ok(vinculo) => {
            repositorio::mudar_ativo(cx, id, true).await?;
            repositorio::gravar_grupos(cx, vinculo.id, &[grupo]).await?;
            cx.registrar(Fato::novo("vinculo.tornado_administrador", "vinculos", vinculo.id)).await?;
            Ok(vinculo.usuario)
        }
    }
}
