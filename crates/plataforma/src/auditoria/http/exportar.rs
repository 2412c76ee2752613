//! `GET /auditoria/exportacao`

use axum::{extract::State, response::Response};
use banco::{Banco, FatoGuardado, FiltroDeFatos, descrever};
use borda::{
    Autenticado, Celula, Coluna, Filtros, FormatoDePlanilha, LinhasDePlanilha, Problemas, ResultadoHttp,
    planilha,
};
use futures::stream;
use nucleo::{Cursor, Erro, Escopo, Limite, Pode, Resultado, permissoes::VerAuditoria};
use serde_json::Value;

use super::consulta_da_auditoria;
use crate::{App, auditoria::acoes};

const COLUNAS: &[Coluna] = &[
    Coluna("quando", 20),
    Coluna("quem", 26),
    Coluna("o que fez", 30),
    Coluna("sobre", 46),
    Coluna("ação", 28),
    Coluna("tipo", 14),
    Coluna("id", 38),
    Coluna("antes", 40),
    Coluna("depois", 40),
    Coluna("ip", 16),
    Coluna("programa", 30),
    Coluna("requisição", 38),
];

consulta_da_auditoria! {
    /// Que fatos se querem, e em que formato.
    Busca {
        /// `csv` (o padrão) ou `xlsx`.
        #[serde(default)]
        #[param(inline)]
        formato: FormatoDePlanilha,
    }
}

/// Exporta toda a auditoria do filtro, da mais nova à mais velha.
#[utoipa::path(get, path = "/auditoria/exportacao", tag = "auditoria", operation_id = "exportar_auditoria",
    params(Busca), responses((status = 200, body = String, content_type = "text/csv"), Problemas))]
pub async fn exportar(
    State(app): State<App>,
    Autenticado(escopo): Autenticado,
    Filtros(mut busca): Filtros<Busca>,
) -> ResultadoHttp<Response> {
    let pode = escopo.exigir()?;
    let leitor =
        Leitor { banco: app.base.banco, escopo, pode, filtro: busca.filtro(), cursor: None, fim: false };
    let paginas = stream::try_unfold(leitor, |mut leitor| async move {
        Ok::<_, Erro>(leitor.proxima().await?.map(|linhas| (linhas, leitor)))
    });
    planilha(busca.formato, "auditoria", COLUNAS, paginas).await
}

/// Anda pela auditoria, uma página de cada vez, cada uma em uma leitura curta.
struct Leitor {
    banco: Banco,
    escopo: Escopo,
    pode: Pode<VerAuditoria>,
    filtro: FiltroDeFatos,
    cursor: Option<Cursor>,
    fim: bool,
}

impl Leitor {
    async fn proxima(&mut self) -> Resultado<Option<LinhasDePlanilha>> {
        if self.fim {
            return Ok(None);
        }
        let (pode, filtro, cursor) = (self.pode, &self.filtro, self.cursor.take());
        let limite = Limite::novo(Some(i64::from(Limite::MAXIMO)))?;
        let pagina = self
            .banco
            .ler(&self.escopo, async |cx| acoes::listar(cx, pode, filtro, cursor, limite, false).await)
            .await?;
        self.fim = pagina.proximo.is_none();
        self.cursor = pagina.proximo;
        Ok(Some(pagina.itens.into_iter().map(linha).collect()))
    }
}

fn linha(fato: FatoGuardado) -> Vec<Celula> {
    let json = |valor: Option<Value>| Celula::from(valor.map(|v| v.to_string()));
    vec![
        fato.instante.into(),
        fato.usuario_nome.unwrap_or_else(|| "Sistema".to_owned()).into(),
        descrever(&fato.acao).into(),
        fato.titulo.into(),
        fato.acao.as_str().into(),
        fato.entidade.into(),
        fato.entidade_id.to_string().into(),
        json(fato.antes),
        json(fato.depois),
        fato.ip.into(),
        fato.user_agent.into(),
        fato.requisicao_id.into(),
    ]
}
