//! As operadoras no banco.

use banco::{Consulta, Contexto, Linha, Valor, valores};
use nucleo::{Cursor, Erro, Limite, OperadoraId, Pagina, Resultado};

use super::dominio::{DadosOperadora, FiltroOperadoras, Operadora};

const SELECIONAR: &str = "SELECT id, nome, codigo, possui_rpa, rpa_terceirizado, url_endpoint_rpa, url_portal, \
    instrucoes_acesso, status_ativo, configuracao_rpa, classe_rpa, token_rpa, versao, criado_em, atualizado_em \
    FROM operadoras";
/// Quantas operadoras se leem por vez.
const LOTE: i64 = 200;

fn selecionar(cx: &Contexto) -> Consulta {
    Consulta::nova(SELECIONAR).com(" WHERE conta_id = ?", valores![cx.conta()])
}

fn ler(linha: &Linha) -> Resultado<Operadora> {
    let classe: Option<String> = linha.obter("classe_rpa")?;
    Ok(Operadora {
        id: linha.obter("id")?,
        dados: DadosOperadora {
            nome: linha.obter("nome")?,
            codigo: linha.obter("codigo")?,
            possui_rpa: linha.obter("possui_rpa")?,
            rpa_terceirizado: linha.obter("rpa_terceirizado")?,
            url_endpoint_rpa: linha.obter("url_endpoint_rpa")?,
            url_portal: linha.obter("url_portal")?,
            instrucoes_acesso: linha.obter("instrucoes_acesso")?,
            configuracao_rpa: linha.obter("configuracao_rpa")?,
            classe_rpa: classe.map(|t| t.parse()).transpose().map_err(Erro::interno)?,
        },
        status_ativo: linha.obter("status_ativo")?,
        token_cifrado: linha.obter("token_rpa")?,
        versao: linha.obter("versao")?,
        criado_em: linha.obter("criado_em")?,
        atualizado_em: linha.obter("atualizado_em")?,
    })
}

/// A operadora da conta, ou [`Erro::NaoEncontrado`].
pub async fn buscar(cx: &mut Contexto, id: OperadoraId) -> Resultado<Operadora> {
    let (sql, valores) = selecionar(cx).com(" AND id = ?", valores![id]).partes();
    let linha = cx.buscar_um(sql, valores).await?;
    ler(&linha.ok_or(Erro::NaoEncontrado("operadora"))?)
}

/// As operadoras da conta com os códigos dados, já normalizados; as desconhecidas faltam na resposta.
pub async fn buscar_por_codigos(cx: &mut Contexto, codigos: &[String]) -> Resultado<Vec<Operadora>> {
    let mut achadas = Vec::new();
    for lote in codigos.chunks(LOTE as usize) {
        let (sql, valores) = selecionar(cx)
            .sql(" AND codigo IN (")
            .linhas(lote.iter().map(|codigo| valores![codigo]))
            .sql(")")
            .partes();
        for linha in cx.buscar(sql, valores).await? {
            achadas.push(ler(&linha)?);
        }
    }
    Ok(achadas)
}

/// O id da operadora que já usa o código, se houver.
pub async fn id_do_codigo(cx: &mut Contexto, codigo: &str) -> Resultado<Option<OperadoraId>> {
    let sql = "SELECT id FROM operadoras WHERE conta_id = ? AND codigo = ?";
    let linha = cx.buscar_um(sql, valores![cx.conta(), codigo]).await?;
    linha.map(|l| l.obter("id")).transpose()
}

/// Se algum cliente está na operadora.
pub async fn tem_clientes(cx: &mut Contexto, id: OperadoraId) -> Resultado<bool> {
    let sql = "SELECT 1 FROM clientes WHERE conta_id = ? AND operadora_id = ? LIMIT 1";
    Ok(cx.buscar_um(sql, valores![cx.conta(), id]).await?.is_some())
}

/// Uma página em ordem de nome. A busca por texto se faz aqui, e não em SQL, porque os bancos não ignoram
/// acentos do mesmo modo e as operadoras de uma conta são poucas.
pub async fn listar(
    cx: &mut Contexto,
    filtro: &FiltroOperadoras,
    limite: Limite,
    cursor: Option<Cursor>,
    com_total: bool,
) -> Resultado<Pagina<Operadora>> {
    let total = if com_total { Some(contar(cx, filtro).await?) } else { None };
    let mut depois = cursor.map(ler_cursor).transpose()?;
    let mut itens = Vec::new();
    loop {
        let lote = buscar_lote(cx, filtro, depois.take()).await?;
        let acabou = (lote.len() as i64) < LOTE;
        depois = lote.last().map(|o| (o.dados.nome.clone(), o.id));
        itens.extend(lote.into_iter().filter(|o| filtro.combina(&o.dados.nome, &o.dados.codigo)));
        if acabou || itens.len() as i64 > limite.valor() {
            break;
        }
    }
    Ok(Pagina::da_busca(itens, limite, total, |o| Cursor(vec![o.dados.nome.clone(), o.id.to_string()])))
}

fn ler_cursor(cursor: Cursor) -> Resultado<(String, OperadoraId)> {
    match cursor.0.as_slice() {
        [nome, id] => Ok((nome.clone(), id.parse().map_err(|_| cursor_recusado())?)),
        _ => Err(cursor_recusado()),
    }
}

/// O cursor é de outra lista.
pub(crate) fn cursor_recusado() -> Erro {
    Erro::campo(nucleo::CampoInvalido::novo(
        "cursor",
        "cursor_invalido",
        "o cursor não é desta lista; recomece da primeira página",
    ))
}

async fn buscar_lote(
    cx: &mut Contexto,
    filtro: &FiltroOperadoras,
    depois: Option<(String, OperadoraId)>,
) -> Resultado<Vec<Operadora>> {
    let mut consulta = selecionar(cx).se(filtro.status_ativo, " AND status_ativo = ?");
    if let Some((nome, id)) = depois {
        consulta = consulta.com(" AND (nome, id) > (?, ?)", valores![nome, id]);
    }
    let (sql, valores) = consulta.com(" ORDER BY nome, id LIMIT ?", valores![LOTE]).partes();
    cx.buscar(sql, valores).await?.iter().map(ler).collect()
}

async fn contar(cx: &mut Contexto, filtro: &FiltroOperadoras) -> Resultado<i64> {
    let (sql, valores) = Consulta::nova("SELECT nome, codigo FROM operadoras")
        .com(" WHERE conta_id = ?", valores![cx.conta()])
        .se(filtro.status_ativo, " AND status_ativo = ?")
        .partes();
    let mut total = 0;
    for linha in cx.buscar(sql, valores).await? {
        let (nome, codigo): (String, String) = (linha.obter_em(0)?, linha.obter_em(1)?);
        total += i64::from(filtro.combina(&nome, &codigo));
    }
    Ok(total)
}

fn colunas(operadora: &Operadora) -> Vec<Valor> {
    let d = &operadora.dados;
    valores![
        &d.nome,
        &d.codigo,
        d.possui_rpa,
        d.rpa_terceirizado,
        d.url_endpoint_rpa.clone(),
        d.url_portal.clone(),
        d.instrucoes_acesso.clone(),
        operadora.status_ativo,
        d.configuracao_rpa.clone(),
        d.classe_rpa.as_ref().map(ToString::to_string),
        operadora.token_cifrado.clone(),
        operadora.versao,
        operadora.atualizado_em,
    ]
}

/// Grava uma operadora nova na conta do contexto.
pub async fn inserir(cx: &mut Contexto, operadora: &Operadora) -> Resultado<()> {
    let mut linha = valores![operadora.id, cx.conta(), operadora.criado_em];
    linha.extend(colunas(operadora));
    let (sql, valores) = Consulta::nova(
        "INSERT INTO operadoras (id, conta_id, criado_em, nome, codigo, possui_rpa, rpa_terceirizado, \
         url_endpoint_rpa, url_portal, instrucoes_acesso, status_ativo, configuracao_rpa, classe_rpa, \
         token_rpa, versao, atualizado_em) VALUES ",
    )
    .linhas([linha])
    .partes();
    cx.executar(sql, valores).await?;
    Ok(())
}

/// Grava a operadora mudada, se ninguém a mudou desde que foi lida; devolve-a na versão nova.
pub async fn alterar(cx: &mut Contexto, mut operadora: Operadora) -> Resultado<Operadora> {
    let lida = operadora.versao;
    operadora.versao += 1;
    operadora.atualizado_em = cx.agora();
    let mut valores = colunas(&operadora);
    valores.extend(valores![cx.conta(), operadora.id, lida]);
    let mudadas = cx
        .executar(
            "UPDATE operadoras SET nome = ?, codigo = ?, possui_rpa = ?, rpa_terceirizado = ?, \
             url_endpoint_rpa = ?, url_portal = ?, instrucoes_acesso = ?, status_ativo = ?, \
             configuracao_rpa = ?, classe_rpa = ?, token_rpa = ?, versao = ?, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND versao = ?",
            valores,
        )
        .await?;
    if mudadas == 0 { Err(Erro::VersaoDesatualizada) } else { Ok(operadora) }
}
