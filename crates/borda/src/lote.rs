//! Fazer a mesma coisa com vários registros, cada um na sua transação: o que não deu certo não impede o resto.

use nucleo::{CampoInvalido, Erro, Resultado};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Um registro com que não se pôde fazer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = lote::Recusado)]
pub struct Recusado {
    /// O registro.
    pub id: Uuid,
    /// Código estável do motivo.
    pub codigo: String,
    /// O motivo, para pessoas.
    pub mensagem: String,
}

/// O que se fez e o que não, com o porquê.
#[derive(Debug, Default, Serialize, ToSchema)]
#[schema(as = lote::Resposta, example = json!({ "feitos": 41, "recusados": [
    { "id": "0199f3a2-0000-7000-8000-000000000005", "codigo": "fora_de_hora", "mensagem": "o processo já foi enviado" }
] }))]
pub struct LoteHttp {
    /// Com quantos se fez.
    pub feitos: u64,
    /// Com quais não, e por quê.
    pub recusados: Vec<Recusado>,
}

impl LoteHttp {
    /// Anota o resultado de um registro. Defeito nosso ou parte que não responde interrompe o lote.
    pub fn anotar<T>(&mut self, id: impl Into<Uuid>, resultado: Resultado<T>) -> Resultado<()> {
        match resultado {
            Ok(_) => self.feitos += 1,
            Err(erro @ (Erro::Interno(_) | Erro::Indisponivel { .. })) => return Err(erro),
            Err(erro) => self.recusados.push(Recusado {
                id: id.into(),
                codigo: erro.codigo().to_owned(),
                mensagem: erro.to_string(),
            }),
        }
        Ok(())
    }
}

/// Recusa lote vazio ou grande demais.
pub fn conferir_tamanho_do_lote(campo: &'static str, quantos: usize, maximo: usize) -> Resultado<()> {
    if (1..=maximo).contains(&quantos) {
        return Ok(());
    }
    let mensagem = format!("mande de 1 a {maximo} registros de cada vez");
    Err(Erro::campo(CampoInvalido::novo(campo, "tamanho", mensagem)))
}

#[cfg(test)]
mod testes {
    use super::*;

    #[test]
    fn recusa_do_dominio_se_anota_e_defeito_interrompe() {
        let mut lote = LoteHttp::default();
        lote.anotar(Uuid::nil(), Ok(())).unwrap();
        lote.anotar(Uuid::nil(), Err::<(), _>(Erro::NaoEncontrado("processo"))).unwrap();
        assert_eq!((lote.feitos, lote.recusados[0].codigo.as_str()), (1, "nao_encontrado"));
        assert!(lote.anotar(Uuid::nil(), Err::<(), _>(Erro::interno("x"))).is_err());
        assert!(conferir_tamanho_do_lote("ids", 0, 500).is_err());
        assert!(conferir_tamanho_do_lote("ids", 501, 500).is_err());
        assert!(conferir_tamanho_do_lote("ids", 500, 500).is_ok());
    }
}
