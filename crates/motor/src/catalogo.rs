//! Os trabalhos registrados, sem os seus tipos: o executor fala com todos do mesmo jeito.

use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use async_trait::async_trait;
use banco::Contexto;
use nucleo::{Erro, Resultado};
use serde_json::Value;

use crate::{Ambiente, Falha, Politica, Trabalho, Veredito, execucoes::Execucao};

/// O que `preparar` carregou, sem o seu tipo.
pub(crate) type Preparo = Box<dyn Any + Send>;

/// [`Trabalho`] sem tipos: a saída anda como JSON.
#[async_trait]
pub(crate) trait TrabalhoApagado: Send + Sync {
    fn tipo(&self) -> &'static str;
    fn politica(&self) -> Politica;
    async fn preparar(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<Preparo>;
    async fn executar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<Value, Falha>;
    async fn concluir(&self, cx: &mut Contexto, execucao: &Execucao, saida: &Value) -> Resultado<()>;
    async fn desistir(&self, cx: &mut Contexto, execucao: &Execucao, falha: &Falha) -> Resultado<()>;
    async fn ao_marcar_passo(&self, cx: &mut Contexto, execucao: &Execucao, passo: &str) -> Resultado<()>;
    async fn verificar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<Veredito<Value>, Falha>;
    async fn sem_efeito(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<()>;
    async fn saida_decidida(
        &self,
        cx: &mut Contexto,
        execucao: &Execucao,
        justificativa: &str,
    ) -> Resultado<Value>;
    async fn pode_repetir(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<()>;
}

fn recuperar<T: Trabalho>(preparo: Preparo) -> Result<T::Preparo, Falha> {
    preparo
        .downcast::<T::Preparo>()
        .map(|p| *p)
        .map_err(|_| Falha::desistir("erro_interno", "o preparo é de outro tipo de trabalho"))
}

#[async_trait]
impl<T: Trabalho> TrabalhoApagado for T {
    fn tipo(&self) -> &'static str {
        T::TIPO
    }

    fn politica(&self) -> Politica {
        Trabalho::politica(self)
    }

    async fn preparar(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<Preparo> {
        Ok(Box::new(Trabalho::preparar(self, cx, execucao).await?))
    }

    async fn executar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<Value, Falha> {
        let saida = Trabalho::executar(self, ambiente, recuperar::<T>(preparo)?).await?;
        serde_json::to_value(saida).map_err(|e| Falha::desistir("erro_interno", e.to_string()))
    }

    async fn concluir(&self, cx: &mut Contexto, execucao: &Execucao, saida: &Value) -> Resultado<()> {
        let saida: T::Saida = serde_json::from_value(saida.clone()).map_err(Erro::interno)?;
        Trabalho::concluir(self, cx, execucao, &saida).await
    }

    async fn desistir(&self, cx: &mut Contexto, execucao: &Execucao, falha: &Falha) -> Resultado<()> {
        Trabalho::desistir(self, cx, execucao, falha).await
    }

    async fn ao_marcar_passo(&self, cx: &mut Contexto, execucao: &Execucao, passo: &str) -> Resultado<()> {
        Trabalho::ao_marcar_passo(self, cx, execucao, passo).await
    }

    async fn verificar(&self, ambiente: &Ambiente, preparo: Preparo) -> Result<Veredito<Value>, Falha> {
        Ok(match Trabalho::verificar(self, ambiente, recuperar::<T>(preparo)?).await? {
            Veredito::Confirmado(saida) => Veredito::Confirmado(
                serde_json::to_value(saida).map_err(|e| Falha::desistir("erro_interno", e.to_string()))?,
            ),
            Veredito::SemEfeito => Veredito::SemEfeito,
            Veredito::Desconhecido(porque) => Veredito::Desconhecido(porque),
        })
    }

    async fn sem_efeito(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<()> {
        Trabalho::sem_efeito(self, cx, execucao).await
    }

    async fn saida_decidida(
        &self,
        cx: &mut Contexto,
        execucao: &Execucao,
        justificativa: &str,
    ) -> Resultado<Value> {
        let saida = Trabalho::saida_decidida(self, cx, execucao, justificativa).await?;
        serde_json::to_value(saida).map_err(Erro::interno)
    }

    async fn pode_repetir(&self, cx: &mut Contexto, execucao: &Execucao) -> Resultado<()> {
        Trabalho::pode_repetir(self, cx, execucao).await
    }
}

/// Os trabalhos por tipo, com o nome de cada um e quantos andam ao mesmo tempo. Barato de clonar.
#[derive(Clone, Default)]
pub struct Catalogo {
    trabalhos: Arc<HashMap<&'static str, Arc<dyn TrabalhoApagado>>>,
    rotulos: Arc<BTreeMap<&'static str, &'static str>>,
    vagas: usize,
}

impl Catalogo {
    /// Catálogo vazio de um motor com tantas vagas.
    pub(crate) fn com_vagas(vagas: usize) -> Self {
        Self { vagas, ..Self::default() }
    }

    /// Acrescenta um trabalho; o último registrado com o mesmo tipo vale.
    pub(crate) fn registrar<T: Trabalho>(&mut self, trabalho: Arc<T>) {
        crate::avisos::anunciar_politica(T::TIPO, Trabalho::politica(trabalho.as_ref()));
        Arc::make_mut(&mut self.trabalhos).insert(T::TIPO, trabalho);
        self.nomear(T::TIPO, T::ROTULO);
    }

    /// Dá nome a um tipo que não tem trabalho: o que se faz na própria requisição.
    pub(crate) fn nomear(&mut self, tipo: &'static str, rotulo: &'static str) {
        Arc::make_mut(&mut self.rotulos).insert(tipo, rotulo);
    }

    /// Os tipos com os seus nomes para pessoas.
    pub(crate) fn rotulos(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.rotulos.iter().map(|(tipo, rotulo)| (*tipo, *rotulo))
    }

    /// O nome do tipo para pessoas.
    pub(crate) fn rotulo<'a>(&self, tipo: &'a str) -> &'a str {
        self.rotulos.get(tipo).copied().unwrap_or(tipo)
    }

    /// Quantas execuções andam ao mesmo tempo neste servidor.
    pub(crate) fn vagas(&self) -> usize {
        self.vagas
    }

    /// O trabalho do tipo; conflito se este servidor não o conhece.
    pub(crate) fn de(&self, tipo: &str) -> Resultado<Arc<dyn TrabalhoApagado>> {
        self.trabalhos.get(tipo).cloned().ok_or_else(|| {
            Erro::conflito(
                "tipo_sem_trabalho",
                format!("este servidor não executa {tipo}"),
                "confira a versão do servidor e os módulos ligados",
            )
        })
    }

    /// Os tipos registrados com a fila de cada um.
    pub(crate) fn filas(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.trabalhos.iter().map(|(tipo, trabalho)| (*tipo, trabalho.politica().fila))
    }
}
