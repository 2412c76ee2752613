//! Pedir a fatura ao portal e receber o que o RPA trouxe.

use banco::{Banco, Consulta, Contexto, Fato, Linha, valores};
use documentos::{FaturaLida, Parecer};
use motor::{Execucao, NovaExecucao, enfileirar};
use nucleo::{
    Competencia, Erro, Escopo, ExecucaoId, OperadoraId, Pode, ProcessoId, Resultado, Sha256,
    permissoes::OperarProcessos,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{ALVO, DOWNLOAD_FATURA};
use crate::processos::{
    Passo, Situacao, conferencias,
    passos::impedimento,
    repositorio::{
        self, Fatura,
        contratado::{self, Contratado},
        lista,
    },
};

/// Quantos processos se enfileiram por transação.
const LOTE: i64 = 200;

/// Enfileira o download de um processo.
///
/// # Erros
/// `fora_de_hora` fora de AGUARDANDO_DOWNLOAD; `download_impedido` com o que falta; `download_em_andamento`.
pub async fn pedir_download(
    cx: &mut Contexto,
    _: Pode<OperarProcessos>,
    id: ProcessoId,
) -> Resultado<ExecucaoId> {
    let contratado = contratado::buscar(cx, id).await?;
    contratado.processo.situacao.apos(Passo::Baixar)?;
    if let Some(motivo) =
        impedimento(contratado.processo.situacao, Passo::Baixar, &contratado.circunstancias())
    {
        return Err(Erro::conflito(
            "download_impedido",
            motivo,
            "complete o cadastro, ou anexe a fatura à mão",
        ));
    }
    let execucao = enfileirar_download(cx, &contratado).await?;
    execucao.ok_or_else(|| {
        Erro::conflito(
            "download_em_andamento",
            "o download deste processo já está na fila ou em andamento",
            "acompanhe a execução que já existe",
        )
    })
}

/// `None` quando já há um download vivo deste processo.
async fn enfileirar_download(cx: &mut Contexto, contratado: &Contratado) -> Resultado<Option<ExecucaoId>> {
    let id = contratado.processo.id;
    let nova = NovaExecucao {
        tipo: DOWNLOAD_FATURA,
        titulo: Some(contratado.titulo()),
        detalhe: Some(contratado.detalhe()),
        alvo: Some((ALVO, id.into())),
        parametros: contratado.entrada_mascarada(),
        chave_unica: Some(format!("download:{id}")),
        chave_concorrencia: Some(contratado.chave_de_concorrencia()),
        classe_rpa: Some(contratado.classe_rpa()?),
        ..NovaExecucao::default()
    };
    let enfileirada = enfileirar(cx, nova).await?;
    if enfileirada.ja_existia {
        return Ok(None);
    }
    let depois = json!({"execucao_id": enfileirada.id});
    cx.registrar(Fato::novo("processo.download_pedido", "processos", id).depois(depois)).await?;
    Ok(Some(enfileirada.id))
}

/// Quais downloads pedir de uma vez.
#[derive(Clone, Debug)]
pub struct PedidoEmLote {
    /// O mês.
    pub mes_ano: Competencia,
    /// Só destas operadoras; vazio, de todas.
    pub operadoras: Vec<OperadoraId>,
}

/// O que um pedido em lote fez.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enfileiramento {
    /// Downloads que entraram na fila agora.
    pub enfileirados: u64,
    /// Processos que esperam fatura mas não podem ser baixados agora: sem RPA, sem acesso, ou já na fila.
    pub ignorados: u64,
}

/// Enfileira o download de todos os processos do mês que esperam fatura e podem ser baixados.
///
/// Anda em lotes, cada um com a sua transação; repetir não enfileira duas vezes.
pub async fn pedir_downloads(
    banco: &Banco,
    escopo: &Escopo,
    _: Pode<OperarProcessos>,
    pedido: &PedidoEmLote,
) -> Resultado<Enfileiramento> {
    let mut soma = Enfileiramento::default();
    let mut ultimo = None;
    loop {
        let (feito, proximo) = banco.gravar(escopo, async |cx| pedir_lote(cx, pedido, ultimo).await).await?;
        soma.enfileirados += feito.enfileirados;
        soma.ignorados += feito.ignorados;
        match proximo {
            Some(id) => ultimo = Some(id),
            None => return Ok(soma),
        }
    }
}

async fn pedir_lote(
    cx: &mut Contexto,
    pedido: &PedidoEmLote,
    depois_de: Option<ProcessoId>,
) -> Resultado<(Enfileiramento, Option<ProcessoId>)> {
    let mut consulta = Consulta::nova("SELECT id FROM processos")
        .com(" WHERE conta_id = ? AND mes_ano = ?", valores![cx.conta(), pedido.mes_ano])
        .com(" AND status_processo = ?", valores![Situacao::AguardandoDownload])
        .se(depois_de, " AND id > ?");
    if !pedido.operadoras.is_empty() {
        let ids = pedido.operadoras.iter().flat_map(|id| valores![*id]).collect();
        consulta = consulta.sql(" AND operadora_id IN ").linhas([ids]);
    }
    let (sql, valores) = consulta.com(" ORDER BY id LIMIT ?", valores![LOTE]).partes();
    let linhas = cx.buscar(sql, valores).await?;
    let ids = linhas.iter().map(|l: &Linha| l.obter_em(0)).collect::<Resultado<Vec<ProcessoId>>>()?;
    let mut feito = Enfileiramento::default();
    for id in &ids {
        let contratado = contratado::buscar(cx, *id).await?;
        let livre = impedimento(contratado.processo.situacao, Passo::Baixar, &contratado.circunstancias());
        match livre.is_none() && enfileirar_download(cx, &contratado).await?.is_some() {
            true => feito.enfileirados += 1,
            false => feito.ignorados += 1,
        }
    }
    let cheio = ids.len() as i64 == LOTE;
    Ok((feito, ids.last().copied().filter(|_| cheio)))
}

/// A fatura que o RPA trouxe, já conferida e guardada no armazém.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recebida {
    /// Resumo do arquivo.
    pub sha256: Sha256,
    /// Caminho no armazém.
    pub caminho: String,
    /// Tamanho do arquivo.
    pub tamanho_bytes: u64,
    /// O que se leu do PDF.
    pub leitura: FaturaLida,
    /// As conferências, para quem aprova.
    pub parecer: Parecer,
    /// O que o portal mostrou da fatura.
    pub dados_extraidos: Value,
}

impl Recebida {
    /// A fatura como se grava no processo, com o parecer já completo.
    pub(crate) fn fatura(&self, parecer: &Parecer, manual: bool) -> Fatura {
        Fatura {
            sha256: self.sha256,
            caminho: self.caminho.clone(),
            leitura: json!({
                "fatura": self.leitura, "semaforo": parecer.semaforo,
                "conferencias": parecer.conferencias, "dados_do_portal": self.dados_extraidos,
                "tamanho_bytes": self.tamanho_bytes,
            }),
            semaforo: parecer.semaforo.into(),
            alertas: conferencias::alertas(parecer),
            numero: self.leitura.numero.clone(),
            linha_digitavel: self.leitura.linha_digitavel.clone(),
            vencimento: self.leitura.vencimento,
            valor: self.leitura.valor,
            manual,
        }
    }
}

/// Põe no processo a fatura que o RPA trouxe.
///
/// Se no meio do download alguém anexou a fatura à mão, o que o RPA trouxe fica só na execução: a escolha da
/// pessoa vale.
pub async fn registrar_download(
    cx: &mut Contexto,
    execucao: &Execucao,
    recebida: &Recebida,
) -> Resultado<()> {
    let id = super::alvo(execucao)?;
    let antes = repositorio::buscar(cx, id).await?;
    let Ok(destino) = antes.situacao.apos(Passo::Baixar) else {
        let depois = json!({"execucao_id": execucao.id, "arquivo_sha256": recebida.sha256});
        return cx
            .registrar(Fato::novo("processo.download_descartado", "processos", id).depois(depois))
            .await;
    };
    let parecer = conferencias::completar(cx, &antes, recebida).await?;
    repositorio::gravar_fatura(cx, &antes, destino, &recebida.fatura(&parecer, false)).await?;
    motor::anotar_arquivo(cx, execucao.id, &recebida.caminho).await?;
    let fato = Fato::novo("processo.fatura_baixada", "processos", id)
        .antes(json!({"status_processo": antes.situacao}))
        .depois(json!({
            "status_processo": destino, "arquivo_sha256": recebida.sha256, "execucao_id": execucao.id,
        }));
    cx.registrar(fato).await
}

/// Cancela o download que ainda não terminou, porque a fatura chegou por outro caminho.
pub(super) async fn cancelar_download_vivo(cx: &mut Contexto, id: ProcessoId) -> Resultado<()> {
    let ultima = lista::ultima_execucao(cx, id).await?;
    if let Some(viva) = ultima.filter(|e| e.tipo == DOWNLOAD_FATURA && e.esta_viva()) {
        motor::cancelar(cx, viva.id).await?;
    }
    Ok(())
}
