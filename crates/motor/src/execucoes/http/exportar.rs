//! `GET /execucoes/exportacao`.

use axum::{extract::State, response::Response};
use borda::{
    Autenticado, Celula, Coluna, Filtros, FormatoDePlanilha, LinhasDePlanilha, Problemas, ResultadoHttp,
    planilha,
};
use chrono::{DateTime, Utc};
use futures::stream;
use nucleo::{Cursor, Erro, Escopo, Limite, Pode, Resultado, permissoes::VerExecucoes};

use super::filtro::consulta_de_execucoes;
use crate::{
    App,
    execucoes::lista::{self, Filtro, Vista},
};

const COLUNAS: &[Coluna] = &[
    Coluna("pedida em", 20),
    Coluna("tipo", 24),
    Coluna("título", 44),
    Coluna("detalhe", 26),
    Coluna("situação", 20),
    Coluna("tentativas", 10),
    Coluna("começou em", 20),
    Coluna("terminou em", 20),
    Coluna("duração (s)", 12),
    Coluna("trabalhador", 16),
    Coluna("pedida por", 26),
    Coluna("código do erro", 24),
    Coluna("erro", 60),
    Coluna("id", 38),
];

consulta_de_execucoes! {
    /// Que execuções se querem, e em que formato.
    Busca {
        /// `csv` (o padrão) ou `xlsx`.
        #[serde(default)]
        #[param(inline)]
        formato: FormatoDePlanilha,
    }
}

/// Exporta todas as execuções do filtro.
#[utoipa::path(
    get, path = "/execucoes/exportacao", tag = "execucoes", operation_id = "exportar_execucoes", params(Busca),
    responses((status = 200, body = String, content_type = "text/csv"), Problemas)
)]
pub async fn exportar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(mut busca): Filtros<Busca>,
) -> ResultadoHttp<Response> {
    let _: Pode<VerExecucoes> = escopo.exigir()?;
    let filtro = busca.filtro()?;
    let leitor = Leitor { app, escopo, filtro, cursor: None, fim: false };
    let paginas = stream::try_unfold(leitor, |mut leitor| async move {
        Ok::<_, Erro>(leitor.proxima().await?.map(|linhas| (linhas, leitor)))
    });
    planilha(busca.formato, "execucoes", COLUNAS, paginas).await
}

/// Anda pela lista, uma página de cada vez, cada uma em uma leitura curta.
struct Leitor {
    app: App,
    escopo: Escopo,
    filtro: Filtro,
    cursor: Option<Cursor>,
    fim: bool,
}

impl Leitor {
    async fn proxima(&mut self) -> Resultado<Option<LinhasDePlanilha>> {
        if self.fim {
            return Ok(None);
        }
        let (banco, filtro, cursor) = (&self.app.base.banco, &self.filtro, self.cursor.take());
        let limite = Limite::novo(Some(i64::from(Limite::MAXIMO)))?;
        let pagina = banco
            .ler(&self.escopo, async |cx| lista::listar(cx, filtro, cursor, limite, false).await)
            .await?;
        self.fim = pagina.proximo.is_none();
        self.cursor = pagina.proximo;
        let agora = banco.relogio().agora();
        Ok(Some(pagina.itens.into_iter().map(|vista| self.linha(vista, agora)).collect()))
    }

    fn linha(&self, vista: Vista, agora: DateTime<Utc>) -> Vec<Celula> {
        let e = vista.execucao;
        let duracao = e.duracao_ms(agora).map(|ms| ms / 1_000);
        vec![
            e.criado_em.into(),
            self.app.catalogo.rotulo(&e.tipo).into(),
            e.titulo.into(),
            e.detalhe.into(),
            e.status.como_texto().into(),
            e.numero_tentativa.into(),
            e.data_inicio.into(),
            e.data_fim.into(),
            duracao.into(),
            vista.trabalhador.into(),
            vista.executado_por_nome.unwrap_or_else(|| "Sistema".to_owned()).into(),
            e.classe_erro.into(),
            e.detalhes_erro.into(),
            e.id.to_string().into(),
        ]
    }
}
