//! Do erro do banco ao erro da casa.

use nucleo::Erro;

/// Traduz: o que é culpa dos dados vira conflito; o que é falta de resposta, indisponível; o resto, interno.
pub fn traduzir(erro: sqlx::Error) -> Erro {
    match &erro {
        sqlx::Error::Database(causa) if causa.is_unique_violation() => Erro::conflito(
            "registro_duplicado",
            "já existe um registro com estes dados",
            "procure o registro existente e altere-o",
        ),
        sqlx::Error::Database(causa) if causa.is_foreign_key_violation() => Erro::conflito(
            "referencia_inexistente",
            "um registro citado não existe nesta conta, ou outro depende deste",
            "confira os ids citados",
        ),
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) => {
            Erro::Indisponivel { parte: "o banco de dados", detalhe: erro.to_string() }
        }
        _ => Erro::interno(erro),
    }
}
