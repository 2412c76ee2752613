//! Totais de lista já contados. Contar um mês inteiro custa mais que a própria página, e a tela pede o mesmo
//! total a cada página e a cada atualização: enquanto nenhum processo da conta muda, vale o que se contou.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use banco::Contexto;
use nucleo::{ContaId, Resultado};

use super::lista::{Filtro, Soma, somar};

/// O assunto que toda gravação em `processos` anuncia.
const ASSUNTO: &str = "processos";
/// Acima disto esquece-se tudo: são poucos os filtros que as telas usam.
const MAXIMO: usize = 1_000;

/// Totais lembrados, por conta e filtro, com a geração em que foram contados.
#[derive(Default)]
pub struct Totais(Mutex<HashMap<(ContaId, Filtro), (u64, Soma)>>);

impl Totais {
    /// O total do filtro: lembrado se nada mudou, senão contado.
    pub async fn soma(&self, cx: &mut Contexto, filtro: &Filtro) -> Resultado<Soma> {
        let geracao = cx.geracao(ASSUNTO).filter(|_| filtro.so_de_processos());
        let Some(geracao) = geracao else { return somar(cx, filtro).await };
        let chave = (cx.conta(), filtro.clone());
        let lembrado = self.lembrados().get(&chave).copied();
        if let Some((contado_em, soma)) = lembrado
            && contado_em == geracao
        {
            return Ok(soma);
        }
        // A geração foi lida antes de contar: se algo mudar no meio, o guardado já nasce velho.
        let soma = somar(cx, filtro).await?;
        let mut lembrados = self.lembrados();
        if lembrados.len() >= MAXIMO {
            lembrados.clear();
        }
        lembrados.insert(chave, (geracao, soma));
        Ok(soma)
    }

    fn lembrados(&self) -> std::sync::MutexGuard<'_, HashMap<(ContaId, Filtro), (u64, Soma)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
