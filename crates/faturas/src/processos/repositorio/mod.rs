//! O que se grava e se lê de processos. Toda consulta leva a conta do contexto.

pub mod anterior;
pub mod contratado;
pub mod criacao;
pub mod duplicidade;
pub mod efeitos;
pub mod lista;
pub mod matriz;
pub mod painel;
pub mod partes;
pub mod totais;
pub mod triagem;

use banco::{Contexto, Linha, valores};
use chrono::NaiveDate;
use nucleo::{ClienteId, Competencia, DecisaoId, Dinheiro, Erro, ProcessoId, Resultado, Sha256};
use serde_json::Value;

use super::{Processo, Semaforo, Situacao};
use anterior::Anterior;

/// As colunas de [`Processo`], na ordem em que [`do_registro`] as lê.
const COLUNAS: &str = "id, cliente_id, operadora_id, mes_ano, status_processo, url_fatura, caminho_s3_fatura, \
    arquivo_sha256, leitura, data_vencimento, valor_fatura, aprovado_por_usuario_id, data_aprovacao, \
    enviado_para_sat, data_envio_sat, protocolo_sat, upload_manual, criado_automaticamente, motivo_rejeicao, \
    observacoes, versao, criado_em, atualizado_em, numero_fatura, semaforo, alertas, data_prevista, \
    valor_mes_anterior";

fn do_registro(linha: &Linha) -> Resultado<Processo> {
    Ok(Processo {
        id: linha.obter_em(0)?,
        cliente_id: linha.obter_em(1)?,
        operadora_id: linha.obter_em(2)?,
        mes_ano: linha.obter_em(3)?,
        situacao: linha.obter_em(4)?,
        url_fatura: linha.obter_em(5)?,
        caminho_s3_fatura: linha.obter_em(6)?,
        arquivo_sha256: linha.obter_em(7)?,
        leitura: linha.obter_em(8)?,
        data_vencimento: linha.obter_em(9)?,
        valor_fatura: linha.obter_em(10)?,
        aprovado_por_usuario_id: linha.obter_em(11)?,
        data_aprovacao: linha.obter_em(12)?,
        enviado_para_sat: linha.obter_em(13)?,
        data_envio_sat: linha.obter_em(14)?,
        protocolo_sat: linha.obter_em(15)?,
        upload_manual: linha.obter_em(16)?,
        criado_automaticamente: linha.obter_em(17)?,
        motivo_rejeicao: linha.obter_em(18)?,
        observacoes: linha.obter_em(19)?,
        versao: linha.obter_em(20)?,
        criado_em: linha.obter_em(21)?,
        atualizado_em: linha.obter_em(22)?,
        numero_fatura: linha.obter_em(23)?,
        semaforo: linha.obter_em(24)?,
        alertas: linha.obter_em(25)?,
        data_prevista: linha.obter_em(26)?,
        valor_mes_anterior: linha.obter_em(27)?,
    })
}

/// O processo, se for desta conta.
pub async fn buscar(cx: &mut Contexto, id: ProcessoId) -> Resultado<Processo> {
    let sql = format!("SELECT {COLUNAS} FROM processos WHERE conta_id = ? AND id = ?");
    let linha = cx.buscar_um(sql, valores![cx.conta(), id]).await?;
    do_registro(&linha.ok_or(Erro::NaoEncontrado("processo"))?)
}

/// O processo de um cliente em um mês, se já existe.
pub async fn do_mes(
    cx: &mut Contexto,
    cliente: ClienteId,
    mes: Competencia,
) -> Resultado<Option<ProcessoId>> {
    let sql = "SELECT id FROM processos WHERE conta_id = ? AND cliente_id = ? AND mes_ano = ?";
    cx.buscar_um(sql, valores![cx.conta(), cliente, mes]).await?.map(|l| l.obter_em(0)).transpose()
}

/// A fatura que chegou, para gravar no processo.
#[derive(Clone, Debug)]
pub struct Fatura {
    /// Resumo do arquivo, que já está no armazém.
    pub sha256: Sha256,
    /// Caminho no armazém.
    pub caminho: String,
    /// O que se leu e as conferências.
    pub leitura: Value,
    /// A cor das conferências.
    pub semaforo: Semaforo,
    /// Quantas conferências não estão OK.
    pub alertas: i64,
    /// Número impresso, se lido.
    pub numero: Option<String>,
    /// Linha digitável, se lida.
    pub linha_digitavel: Option<String>,
    /// Vencimento, se lido.
    pub vencimento: Option<NaiveDate>,
    /// Valor, se lido.
    pub valor: Option<Dinheiro>,
    /// Se uma pessoa a enviou.
    pub manual: bool,
}

/// Põe a fatura no processo e o leva à situação dada.
pub async fn gravar_fatura(
    cx: &mut Contexto,
    antes: &Processo,
    para: Situacao,
    fatura: &Fatura,
) -> Resultado<()> {
    let prevista = anterior::prever(cx, antes, fatura.vencimento).await?;
    let mudadas = cx
        .executar(
            "UPDATE processos SET status_processo = ?, url_fatura = ?, caminho_s3_fatura = ?, arquivo_sha256 = ?, \
             leitura = ?, data_vencimento = ?, valor_fatura = ?, upload_manual = ?, motivo_rejeicao = ?, \
             data_prevista = ?, numero_fatura = ?, linha_digitavel = ?, semaforo = ?, alertas = ?, recebida_em = ?, \
             versao = versao + 1, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND status_processo = ? AND versao = ?",
            valores![
                para,
                format!("/api/v1/processos/{}/fatura", antes.id),
                &fatura.caminho,
                fatura.sha256,
                fatura.leitura.clone(),
                fatura.vencimento,
                fatura.valor,
                fatura.manual,
                None::<String>,
                prevista,
                fatura.numero.clone(),
                fatura.linha_digitavel.clone(),
                fatura.semaforo,
                fatura.alertas,
                cx.agora(),
                cx.agora(),
                cx.conta(),
                antes.id,
                antes.situacao,
                antes.versao
            ],
        )
        .await?;
    exigir_mudanca(mudadas)?;
    let agora = Anterior { vencimento: fatura.vencimento, valor: fatura.valor };
    anterior::levar_ao_seguinte(cx, antes, agora).await
}

/// Marca a aprovação do arquivo atual.
pub async fn gravar_aprovacao(cx: &mut Contexto, antes: &Processo, para: Situacao) -> Resultado<()> {
    let mudadas = cx
        .executar(
            "UPDATE processos SET status_processo = ?, aprovado_por_usuario_id = ?, data_aprovacao = ?, \
             versao = versao + 1, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND status_processo = ? AND versao = ?",
            valores![
                para,
                cx.escopo().usuario(),
                cx.agora(),
                cx.agora(),
                cx.conta(),
                antes.id,
                antes.situacao,
                antes.versao
            ],
        )
        .await?;
    exigir_mudanca(mudadas)
}

/// Solta o arquivo rejeitado e guarda o motivo.
pub async fn gravar_rejeicao(
    cx: &mut Contexto,
    antes: &Processo,
    para: Situacao,
    motivo: &str,
) -> Resultado<()> {
    let prevista = anterior::prever(cx, antes, None).await?;
    let mudadas = cx
        .executar(
            "UPDATE processos SET status_processo = ?, url_fatura = NULL, caminho_s3_fatura = NULL, \
             arquivo_sha256 = NULL, leitura = NULL, data_vencimento = NULL, valor_fatura = NULL, \
             numero_fatura = NULL, linha_digitavel = NULL, semaforo = NULL, alertas = 0, recebida_em = NULL, \
             aprovado_por_usuario_id = NULL, data_aprovacao = NULL, upload_manual = ?, motivo_rejeicao = ?, \
             data_prevista = ?, versao = versao + 1, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND status_processo = ? AND versao = ?",
            valores![
                para,
                false,
                motivo,
                prevista,
                cx.agora(),
                cx.conta(),
                antes.id,
                antes.situacao,
                antes.versao
            ],
        )
        .await?;
    exigir_mudanca(mudadas)?;
    anterior::levar_ao_seguinte(cx, antes, Anterior::default()).await
}

/// Solta a aprovação: a fatura volta a esperar quem decida.
pub async fn gravar_aprovacao_desfeita(cx: &mut Contexto, antes: &Processo, para: Situacao) -> Resultado<()> {
    let mudadas = cx
        .executar(
            "UPDATE processos SET status_processo = ?, aprovado_por_usuario_id = NULL, data_aprovacao = NULL, \
             versao = versao + 1, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND status_processo = ? AND versao = ?",
            valores![para, cx.agora(), cx.conta(), antes.id, antes.situacao, antes.versao],
        )
        .await?;
    exigir_mudanca(mudadas)
}

/// Guarda o recibo do SAT e encerra o processo.
pub async fn gravar_envio(
    cx: &mut Contexto,
    antes: &Processo,
    para: Situacao,
    protocolo: &str,
) -> Resultado<()> {
    let mudadas = cx
        .executar(
            "UPDATE processos SET status_processo = ?, enviado_para_sat = ?, data_envio_sat = ?, protocolo_sat = ?, \
             versao = versao + 1, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND status_processo = ? AND versao = ?",
            valores![
                para,
                true,
                cx.agora(),
                protocolo,
                cx.agora(),
                cx.conta(),
                antes.id,
                antes.situacao,
                antes.versao
            ],
        )
        .await?;
    exigir_mudanca(mudadas)
}

/// O que uma pessoa muda em um processo sem o fazer andar.
#[derive(Clone, Debug, PartialEq)]
pub struct Mudancas {
    /// Notas.
    pub observacoes: Option<String>,
    /// Vencimento.
    pub data_vencimento: Option<NaiveDate>,
    /// Valor.
    pub valor_fatura: Option<Dinheiro>,
    /// O que se leu, com as conferências refeitas.
    pub leitura: Option<Value>,
    /// A cor das conferências.
    pub semaforo: Option<Semaforo>,
    /// Quantas não estão OK.
    pub alertas: i64,
}

/// Grava o que uma pessoa mudou.
pub async fn gravar_mudancas(cx: &mut Contexto, antes: &Processo, mudancas: &Mudancas) -> Resultado<()> {
    let prevista = match mudancas.data_vencimento == antes.data_vencimento {
        true => antes.data_prevista,
        false => anterior::prever(cx, antes, mudancas.data_vencimento).await?,
    };
    let mudadas = cx
        .executar(
            "UPDATE processos SET observacoes = ?, data_vencimento = ?, valor_fatura = ?, leitura = ?, semaforo = ?, \
             alertas = ?, data_prevista = ?, versao = versao + 1, atualizado_em = ? \
             WHERE conta_id = ? AND id = ? AND versao = ?",
            valores![
                mudancas.observacoes.clone(),
                mudancas.data_vencimento,
                mudancas.valor_fatura,
                mudancas.leitura.clone(),
                mudancas.semaforo,
                mudancas.alertas,
                prevista,
                cx.agora(),
                cx.conta(),
                antes.id,
                antes.versao
            ],
        )
        .await?;
    if mudadas != 1 {
        return Err(Erro::VersaoDesatualizada);
    }
    let agora = Anterior { vencimento: mudancas.data_vencimento, valor: mudancas.valor_fatura };
    match (antes.data_vencimento, antes.valor_fatura) == (agora.vencimento, agora.valor) {
        true => Ok(()),
        false => anterior::levar_ao_seguinte(cx, antes, agora).await,
    }
}

/// A transição foi conferida ao ler; se a linha já não é a mesma, outra pessoa chegou antes.
fn exigir_mudanca(mudadas: u64) -> Resultado<()> {
    if mudadas == 1 {
        return Ok(());
    }
    Err(Erro::conflito(
        "ja_decidido",
        "outra pessoa mudou este processo antes",
        "recarregue o processo e veja os passos possíveis",
    ))
}

/// O que se decidiu sobre um arquivo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TipoDeDecisao {
    /// Aprovado.
    Aprovacao,
    /// Rejeitado.
    Rejeicao,
}

/// Guarda quem decidiu, quando, sobre qual arquivo e por quê.
pub async fn gravar_decisao(
    cx: &mut Contexto,
    processo: ProcessoId,
    tipo: TipoDeDecisao,
    arquivo: Sha256,
    observacoes: Option<&str>,
) -> Resultado<DecisaoId> {
    let usuario = cx.escopo().usuario().ok_or(Erro::NaoAutenticado)?;
    let id = DecisaoId::novo(cx.relogio());
    let tipo = match tipo {
        TipoDeDecisao::Aprovacao => "APROVACAO",
        TipoDeDecisao::Rejeicao => "REJEICAO",
    };
    cx.executar(
        "INSERT INTO decisoes (id, conta_id, processo_id, tipo, arquivo_sha256, observacoes, usuario_id, criado_em) \
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        valores![id, cx.conta(), processo, tipo, arquivo, observacoes, usuario, cx.agora()],
    )
    .await?;
    Ok(id)
}

/// Meses em que o mesmo cliente já teve arquivo, com o resumo de cada um, menos o processo dado.
pub async fn arquivos_do_cliente(
    cx: &mut Contexto,
    cliente: ClienteId,
    menos: ProcessoId,
) -> Resultado<Vec<(Competencia, Sha256)>> {
    let linhas = cx
        .buscar(
            "SELECT mes_ano, arquivo_sha256 FROM processos \
             WHERE conta_id = ? AND cliente_id = ? AND id <> ? AND arquivo_sha256 IS NOT NULL \
             ORDER BY mes_ano DESC LIMIT 120",
            valores![cx.conta(), cliente, menos],
        )
        .await?;
    linhas.iter().map(|l| Ok((l.obter_em(0)?, l.obter_em(1)?))).collect()
}
