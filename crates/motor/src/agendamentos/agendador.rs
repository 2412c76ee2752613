//! O serviço que olha o relógio: cada agendamento devido vira um disparo e uma execução, na mesma transação.

use banco::{Banco, valores};
use chrono::{DateTime, Utc};
use nucleo::{AgendamentoId, ContaId, Escopo, EscopoSistema, Resultado, UsuarioId};

use super::acoes;

const SISTEMA: EscopoSistema = EscopoSistema::novo("agendador");
/// Agendamentos devidos examinados de cada vez; o resto fica para a próxima batida.
const LOTE: i64 = 200;

struct Devido {
    conta: ContaId,
    id: AgendamentoId,
    usuario: Option<UsuarioId>,
    previsto_para: DateTime<Utc>,
}

/// Dispara tudo o que é devido agora e diz quantos. O que falha é registrado e não impede os outros.
pub(crate) async fn disparar_devidos(banco: &Banco) -> Resultado<u64> {
    let mut disparados = 0;
    for devido in procurar(banco).await? {
        let escopo = Escopo::do_sistema(devido.conta, devido.usuario);
        let resultado = banco
            .gravar(&escopo, async |cx| acoes::disparar_devido(cx, devido.id, devido.previsto_para).await)
            .await;
        match resultado {
            Ok(disparou) => disparados += u64::from(disparou),
            Err(erro) => tracing::error!(agendamento.id = %devido.id, %erro, "agendamento não disparado"),
        }
    }
    Ok(disparados)
}

async fn procurar(banco: &Banco) -> Resultado<Vec<Devido>> {
    let linhas = banco
        .ler_sistema(SISTEMA, async |cx| {
            let agora = cx.agora();
            cx.buscar(
                "SELECT conta_id, id, criado_por_usuario_id, proxima_execucao FROM agendamentos \
                 WHERE ativo AND proxima_execucao <= ? ORDER BY proxima_execucao LIMIT ?",
                valores![agora, LOTE],
            )
            .await
        })
        .await?;
    linhas
        .iter()
        .map(|linha| {
            Ok(Devido {
                conta: linha.obter("conta_id")?,
                id: linha.obter("id")?,
                usuario: linha.obter("criado_por_usuario_id")?,
                previsto_para: linha.obter("proxima_execucao")?,
            })
        })
        .collect()
}
