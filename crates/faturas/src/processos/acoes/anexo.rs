//! A fatura que uma pessoa envia, onde não há RPA ou onde ele falhou.

use banco::{Contexto, Fato};
use motor::{ExecucaoFeita, registrar_execucao_feita};
use nucleo::{CampoInvalido, Erro, Pode, ProcessoId, Resultado, permissoes::OperarProcessos};
use serde_json::json;

use super::{ALVO, Recebida, UPLOAD_MANUAL, downloads::cancelar_download_vivo};
use crate::processos::{
    Passo, Processo, conferencias,
    repositorio::{
        self,
        contratado::{self, Contratado},
    },
};

/// Um PDF já inspecionado, lido e guardado.
#[derive(Clone, Debug)]
pub struct Anexo {
    /// O arquivo, a leitura e as conferências.
    pub recebida: Recebida,
    /// Como a pessoa o chamou.
    pub nome: String,
}

/// Se o processo pode receber um anexo agora; conferido antes de ler o corpo e de novo ao gravar.
///
/// # Erros
/// `fora_de_hora`; ou os campos do cliente que faltam, um por um.
pub async fn conferir_se_pode_anexar(
    cx: &mut Contexto,
    _: Pode<OperarProcessos>,
    id: ProcessoId,
) -> Resultado<Contratado> {
    let contratado = contratado::buscar(cx, id).await?;
    contratado.processo.situacao.apos(Passo::Anexar)?;
    let faltando = contratado.dados_faltando();
    if faltando.is_empty() {
        return Ok(contratado);
    }
    let campos = faltando.into_iter().map(|campo| {
        CampoInvalido::novo(
            campo,
            "dados_do_cliente_incompletos",
            "complete este dado do cliente antes de anexar",
        )
    });
    Err(Erro::Invalido(campos.collect()))
}

/// Põe no processo a fatura enviada por uma pessoa, e conta o envio como execução UPLOAD_MANUAL.
///
/// # Erros
/// Os de [`conferir_se_pode_anexar`]; `ja_decidido` se outra fatura chegou no mesmo instante.
pub async fn anexar(
    cx: &mut Contexto,
    pode: Pode<OperarProcessos>,
    id: ProcessoId,
    anexo: &Anexo,
) -> Resultado<Processo> {
    let contratado = conferir_se_pode_anexar(cx, pode, id).await?;
    let antes = &contratado.processo;
    let destino = antes.situacao.apos(Passo::Anexar)?;
    let arquivo = &anexo.recebida;
    let parecer = conferencias::completar(cx, antes, arquivo).await?;
    repositorio::gravar_fatura(cx, antes, destino, &arquivo.fatura(&parecer, true)).await?;
    cancelar_download_vivo(cx, id).await?;
    let execucao = registrar_execucao_feita(
        cx,
        ExecucaoFeita {
            tipo: UPLOAD_MANUAL,
            titulo: Some(contratado.titulo()),
            detalhe: Some(contratado.detalhe()),
            alvo: Some((ALVO, id.into())),
            parametros: json!({"nome_arquivo": anexo.nome, "tamanho_bytes": arquivo.tamanho_bytes}),
            saida: json!({"arquivo_sha256": arquivo.sha256, "semaforo": parecer.semaforo}),
            url_arquivo: Some(arquivo.caminho.clone()),
        },
    )
    .await?;
    let fato = Fato::novo("processo.fatura_anexada", "processos", id)
        .antes(json!({"status_processo": antes.situacao}))
        .depois(json!({
            "status_processo": destino, "arquivo_sha256": arquivo.sha256, "nome_arquivo": anexo.nome,
            "execucao_id": execucao,
        }));
    cx.registrar(fato).await?;
    repositorio::buscar(cx, id).await
}
