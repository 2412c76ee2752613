//! Execuções e tentativas no banco, sempre dentro da conta do contexto. O que atravessa contas (reserva e
//! resgate) mora em [`crate::fila`].

use banco::{Contexto, Linha, valores};
use chrono::{DateTime, Utc};
use nucleo::{Erro, ExecucaoId, Resultado, TentativaId, normalizar};
use uuid::Uuid;

use crate::{
    Politica,
    execucoes::{Execucao, ExecucaoFeita, NovaExecucao, Situacao, SituacaoTentativa, Tentativa, evidencias},
};

macro_rules! colunas {
    () => {
        "id, conta_id, tipo, status, titulo, detalhe, fila, alvo_tipo, alvo_id, parametros_entrada, resultado_saida, \
         classe_rpa_utilizada, url_arquivo_s3, detalhes_erro, classe_erro, chave_unica, chave_concorrencia, \
         numero_tentativa, maximo_tentativas, disponivel_em, ficha, progresso, passo_irreversivel, \
         cancelamento_pedido_em, executado_por_usuario_id, ip_origem, user_agent, repete_id, data_inicio, \
         data_fim, criado_em"
    };
}
pub(crate) use colunas;

fn numero(linha: &Linha, coluna: &str) -> Resultado<u32> {
    u32::try_from(linha.obter::<i64>(coluna)?).map_err(Erro::interno)
}

/// Lê uma execução de uma linha com as colunas de [`colunas!`].
pub(crate) fn ler_execucao(linha: &Linha) -> Resultado<Execucao> {
    Ok(Execucao {
        id: linha.obter("id")?,
        conta: linha.obter("conta_id")?,
        tipo: linha.obter("tipo")?,
        status: linha.obter("status")?,
        titulo: linha.obter("titulo")?,
        detalhe: linha.obter("detalhe")?,
        fila: linha.obter("fila")?,
        alvo_tipo: linha.obter("alvo_tipo")?,
        alvo_id: linha.obter("alvo_id")?,
        parametros_entrada: linha.obter("parametros_entrada")?,
        resultado_saida: linha.obter("resultado_saida")?,
        classe_rpa_utilizada: linha.obter("classe_rpa_utilizada")?,
        url_arquivo_s3: linha.obter("url_arquivo_s3")?,
        detalhes_erro: linha.obter("detalhes_erro")?,
        classe_erro: linha.obter("classe_erro")?,
        chave_unica: linha.obter("chave_unica")?,
        chave_concorrencia: linha.obter("chave_concorrencia")?,
        numero_tentativa: numero(linha, "numero_tentativa")?,
        maximo_tentativas: numero(linha, "maximo_tentativas")?,
        disponivel_em: linha.obter("disponivel_em")?,
        ficha: linha.obter("ficha")?,
        progresso: linha.obter("progresso")?,
        passo_irreversivel: linha.obter("passo_irreversivel")?,
        cancelamento_pedido_em: linha.obter("cancelamento_pedido_em")?,
        executado_por_usuario_id: linha.obter("executado_por_usuario_id")?,
        ip_origem: linha.obter("ip_origem")?,
        user_agent: linha.obter("user_agent")?,
        repete_id: linha.obter("repete_id")?,
        data_inicio: linha.obter("data_inicio")?,
        data_fim: linha.obter("data_fim")?,
        criado_em: linha.obter("criado_em")?,
    })
}

/// O que a busca compara: sem acentos, em maiúsculas.
fn texto_de_busca(titulo: Option<&str>, detalhe: Option<&str>) -> String {
    normalizar(&format!("{} {}", titulo.unwrap_or_default(), detalhe.unwrap_or_default()))
}

/// Insere; `None` se já há uma viva com a mesma chave única.
pub(crate) async fn inserir(
    cx: &mut Contexto,
    nova: &NovaExecucao,
    alvo: Option<(&str, Uuid)>,
    politica: &Politica,
) -> Resultado<Option<ExecucaoId>> {
    let (id, agora, origem) = (ExecucaoId::novo(cx.relogio()), cx.agora(), cx.escopo().origem().clone());
    let (alvo_tipo, alvo_id) = alvo.unzip();
    let linha = cx
        .buscar_um(
            "INSERT INTO execucoes (id, conta_id, tipo, status, fila, prioridade, alvo_tipo, alvo_id, \
             parametros_entrada, classe_rpa_utilizada, chave_unica, chave_concorrencia, numero_tentativa, \
             maximo_tentativas, disponivel_em, ficha, executado_por_usuario_id, ip_origem, user_agent, \
             repete_id, titulo, detalhe, busca, criado_em, atualizado_em) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
             ON CONFLICT DO NOTHING RETURNING id",
            valores![
                id,
                cx.conta(),
                nova.tipo,
                Situacao::Pendente,
                politica.fila,
                politica.prioridade,
                alvo_tipo,
                alvo_id,
                nova.parametros.clone(),
                nova.classe_rpa.clone(),
                nova.chave_unica.clone(),
                nova.chave_concorrencia.clone(),
                politica.maximo_tentativas,
                nova.disponivel_em.unwrap_or(agora),
                cx.escopo().usuario(),
                origem.ip.map(|ip| ip.to_string()),
                origem.agente_usuario,
                nova.repete,
                nova.titulo.clone(),
                nova.detalhe.clone(),
                texto_de_busca(nova.titulo.as_deref(), nova.detalhe.as_deref()),
                agora,
                agora,
            ],
        )
        .await?;
    linha.map(|l| l.obter("id")).transpose()
}

/// A execução viva que tem a chave.
pub(crate) async fn viva_com_chave(cx: &mut Contexto, chave: &str) -> Resultado<Option<ExecucaoId>> {
    let linha = cx
        .buscar_um(
            "SELECT id FROM execucoes WHERE conta_id = ? AND chave_unica = ? AND status IN \
             ('PENDENTE', 'ADIADA', 'EXECUTANDO', 'AGUARDANDO_HUMANO', 'TENTANDO_NOVAMENTE', 'INCERTO')",
            valores![cx.conta(), chave],
        )
        .await?;
    linha.map(|l| l.obter("id")).transpose()
}

/// Insere uma execução já concluída, com a sua única tentativa.
pub(crate) async fn inserir_feita(cx: &mut Contexto, feita: &ExecucaoFeita) -> Resultado<ExecucaoId> {
    let (id, agora, origem) = (ExecucaoId::novo(cx.relogio()), cx.agora(), cx.escopo().origem().clone());
    let (alvo_tipo, alvo_id) = feita.alvo.unzip();
    cx.executar(
        "INSERT INTO execucoes (id, conta_id, tipo, status, fila, prioridade, alvo_tipo, alvo_id, \
         parametros_entrada, resultado_saida, url_arquivo_s3, numero_tentativa, maximo_tentativas, \
         disponivel_em, ficha, progresso, executado_por_usuario_id, ip_origem, user_agent, titulo, detalhe, \
         busca, data_inicio, data_fim, criado_em, atualizado_em) \
         VALUES (?, ?, ?, ?, 'imediata', 0, ?, ?, ?, ?, ?, 1, 1, ?, 1, 100, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        valores![
            id,
            cx.conta(),
            feita.tipo,
            Situacao::Concluido,
            alvo_tipo,
            alvo_id,
            feita.parametros.clone(),
            feita.saida.clone(),
            feita.url_arquivo.clone(),
            agora,
            cx.escopo().usuario(),
            origem.ip.map(|ip| ip.to_string()),
            origem.agente_usuario,
            feita.titulo.clone(),
            feita.detalhe.clone(),
            texto_de_busca(feita.titulo.as_deref(), feita.detalhe.as_deref()),
            agora,
            agora,
            agora,
            agora,
        ],
    )
    .await?;
    cx.executar(
        "INSERT INTO tentativas (id, conta_id, execucao_id, numero_tentativa, ficha, trabalhador, status, \
         resultado_saida, data_inicio, data_fim) VALUES (?, ?, ?, 1, 1, 'requisicao', ?, ?, ?, ?)",
        valores![
            TentativaId::novo(cx.relogio()),
            cx.conta(),
            id,
            SituacaoTentativa::Concluido,
            feita.saida.clone(),
            agora,
            agora,
        ],
    )
    .await?;
    Ok(id)
}

/// A execução da conta, ou não encontrada.
pub(crate) async fn buscar(cx: &mut Contexto, id: ExecucaoId) -> Resultado<Execucao> {
    cx.buscar_um(
        concat!("SELECT ", colunas!(), " FROM execucoes WHERE conta_id = ? AND id = ?"),
        valores![cx.conta(), id],
    )
    .await?
    .as_ref()
    .map(ler_execucao)
    .transpose()?
    .ok_or(Erro::NaoEncontrado("execução"))
}

/// Só a situação: para quem acompanha ao vivo.
pub(crate) async fn situacao(cx: &mut Contexto, id: ExecucaoId) -> Resultado<Situacao> {
    cx.buscar_um("SELECT status FROM execucoes WHERE conta_id = ? AND id = ?", valores![cx.conta(), id])
        .await?
        .ok_or(Erro::NaoEncontrado("execução"))?
        .obter("status")
}

/// Outra execução que agora mesmo ocupa a chave de concorrência.
pub(crate) async fn ocupante(cx: &mut Contexto, execucao: &Execucao) -> Resultado<Option<ExecucaoId>> {
    let linha = cx
        .buscar_um(
            "SELECT id FROM execucoes WHERE chave_concorrencia = ? AND status = 'EXECUTANDO' \
             AND NOT (conta_id <> ?) AND id <> ? LIMIT 1",
            valores![execucao.chave_concorrencia.clone(), cx.conta(), execucao.id],
        )
        .await?;
    linha.map(|l| l.obter("id")).transpose()
}

/// As tentativas, da primeira à última; no máximo 500.
pub(crate) async fn tentativas(cx: &mut Contexto, id: ExecucaoId) -> Resultado<Vec<Tentativa>> {
    let mut por_ficha = evidencias::por_ficha(cx, id).await?;
    cx.buscar(
        "SELECT numero_tentativa, status, trabalhador, data_inicio, data_fim, detalhes_erro, classe_erro, \
         resultado_saida, ficha FROM tentativas WHERE conta_id = ? AND execucao_id = ? ORDER BY ficha LIMIT 500",
        valores![cx.conta(), id],
    )
    .await?
    .iter()
    .map(|linha| {
        Ok(Tentativa {
            numero: numero(linha, "numero_tentativa")?,
            status: linha.obter("status")?,
            trabalhador: linha.obter("trabalhador")?,
            data_inicio: linha.obter("data_inicio")?,
            data_fim: linha.obter("data_fim")?,
            detalhes_erro: linha.obter("detalhes_erro")?,
            classe_erro: linha.obter("classe_erro")?,
            resultado_saida: linha.obter("resultado_saida")?,
            evidencias: por_ficha.remove(&linha.obter::<i64>("ficha")?).unwrap_or_default(),
        })
    })
    .collect()
}

/// As execuções de um alvo, da mais nova à mais velha; no máximo 500.
pub(crate) async fn do_alvo(cx: &mut Contexto, alvo_tipo: &str, alvo_id: Uuid) -> Resultado<Vec<Execucao>> {
    cx.buscar(
        concat!(
            "SELECT ",
            colunas!(),
            " FROM execucoes WHERE conta_id = ? AND alvo_tipo = ? AND alvo_id = ? ORDER BY id DESC LIMIT 500"
        ),
        valores![cx.conta(), alvo_tipo, alvo_id],
    )
    .await?
    .iter()
    .map(ler_execucao)
    .collect()
}

/// Muda a situação de uma execução que não está sob reserva; conflito se já não está onde se viu.
pub(crate) async fn mudar_situacao(
    cx: &mut Contexto,
    execucao: &Execucao,
    destino: Situacao,
    disponivel_em: DateTime<Utc>,
) -> Resultado<()> {
    let agora = cx.agora();
    let fim = destino.esta_encerrada().then_some(agora);
    let mudadas = cx
        .executar(
            "UPDATE execucoes SET status = ?, disponivel_em = ?, data_fim = ?, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND status = ? AND ficha = ?",
            valores![
                destino,
                disponivel_em,
                fim,
                agora,
                cx.conta(),
                execucao.id,
                execucao.status,
                execucao.ficha
            ],
        )
        .await?;
    if mudadas == 0 {
        return Err(Erro::conflito(
            "execucao_mudou",
            "a execução mudou de situação neste instante",
            "atualize a tela e tente de novo",
        ));
    }
    Ok(())
}
