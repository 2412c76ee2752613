//! Do que o RPA diz que deu errado ao que o motor deve fazer.

use std::time::Duration;

use documentos::Armazem;
use motor::Falha;
use rpa::{ClasseErro, ResultadoSaida};
use serde_json::{Value, json};

/// Quantas fotos da tela se guardam de uma falha.
const FOTOS: usize = 5;

/// A classe e a mensagem do erro; um resultado sem sucesso e sem erro é defeito de quem o produziu.
pub fn classe_e_mensagem(saida: &ResultadoSaida) -> (ClasseErro, String) {
    match &saida.erro {
        Some(erro) => (erro.classe, erro.mensagem.clone()),
        None => (ClasseErro::Interno, saida.mensagem.clone()),
    }
}

/// A falha que uma classe de erro vira.
///
/// O que só muda com uma pessoa (senha, captcha, regra de negócio) não se repete; a fatura ainda não emitida
/// volta depois de `espera_da_emissao` sem gastar tentativa; o resto se repete com a espera da política.
pub fn falha_da_classe(classe: ClasseErro, mensagem: String, espera_da_emissao: Duration) -> Falha {
    let codigo = classe.codigo();
    match classe {
        ClasseErro::Credencial | ClasseErro::Negocio | ClasseErro::Captcha | ClasseErro::Duplicada => {
            Falha::desistir(codigo, mensagem)
        }
        ClasseErro::AindaNaoEmitida => Falha::adiar(espera_da_emissao, codigo, mensagem),
        ClasseErro::PortalFora
        | ClasseErro::Tempo
        | ClasseErro::LayoutMudou
        | ClasseErro::DocumentoInvalido
        | ClasseErro::Interno => Falha::repetir(codigo, mensagem),
        ClasseErro::Cancelado => Falha::cancelado(),
    }
}

/// O que se guarda de uma tentativa que falhou: onde parou, a evidência e as fotos da tela, no armazém.
pub async fn evidencias(armazem: &Armazem, saida: &ResultadoSaida) -> Value {
    let mut fotos = Vec::new();
    for foto in saida.screenshots_debug.iter().rev().take(FOTOS) {
        match armazem.guardar_de_caminho(foto).await {
            Ok(guardada) => fotos.push(json!({"sha256": guardada.sha256, "caminho": guardada.caminho})),
            Err(causa) => tracing::warn!(erro = %causa, "a foto da falha não pôde ser guardada"),
        }
    }
    json!({
        "mensagem": saida.mensagem,
        "passo": saida.erro.as_ref().and_then(|e| e.passo.clone()),
        "dados_extraidos": saida.dados_extraidos,
        "dados_especificos": saida.dados_especificos,
        "tempo_execucao_segundos": saida.tempo_execucao_segundos,
        "fotos": fotos,
    })
}

#[cfg(test)]
mod testes {
    use super::*;
    use motor::Decisao;

    #[test]
    fn cada_classe_de_erro_tem_a_sua_decisao() {
        let espera = Duration::from_secs(6 * 3600);
        let casos = [
            (ClasseErro::Credencial, Decisao::Desistir),
            (ClasseErro::Negocio, Decisao::Desistir),
            (ClasseErro::Captcha, Decisao::Desistir),
            (ClasseErro::Duplicada, Decisao::Desistir),
            (ClasseErro::AindaNaoEmitida, Decisao::Adiar(espera)),
            (ClasseErro::PortalFora, Decisao::Repetir),
            (ClasseErro::Tempo, Decisao::Repetir),
            (ClasseErro::LayoutMudou, Decisao::Repetir),
            (ClasseErro::DocumentoInvalido, Decisao::Repetir),
            (ClasseErro::Interno, Decisao::Repetir),
            (ClasseErro::Cancelado, Decisao::Cancelado),
        ];
        for (classe, decisao) in casos {
            let falha = falha_da_classe(classe, "m".into(), espera);
            assert_eq!(falha.decisao, decisao, "{classe:?}");
            if classe != ClasseErro::Cancelado {
                assert_eq!((falha.classe.as_str(), falha.mensagem.as_str()), (classe.codigo(), "m"));
            }
        }
    }
}
